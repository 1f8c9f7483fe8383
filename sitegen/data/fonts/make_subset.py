"""Makes the two fonts of the sheets from Noto Sans CJK SC; run it by hand before a release, never at install.

    python sitegen/data/fonts/make_subset.py [--regular FILE] [--bold FILE] [--to FOLDER]

What is kept, and why, is told in the README.md beside this file. Takes about half a minute.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Sitegen Sans"
SOURCE_FAMILY = "Noto Sans CJK SC"
DEBIAN = Path("/usr/share/fonts/opentype/noto")
"""Where Debian's package fonts-noto-cjk puts the files; used where ``fc-match`` is missing or finds another family."""

STANDARD_BEYOND_GB2312 = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖"
    "䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮丏乂乸亶亸亹伈伋伣伭伾佁佖佸佺佽侁侂侘侴侹俍俙俫俵俶倓倕倞倧倴倻偁偓偡"
    "偭偰偲傃傉傒傕僇僎僔僰儦儳儴冏冔冮凓凘刬剅剋剕剟劄劼勍勔勚勠匜匼卬厖厾叆叇叕叚吽呇呣咇咉咍咡咥咺哃哢哱唝唵啫啰啴"
    "喆喤嗐嗞嘚嘡噀噂噇嚄嚚嚭囷圌圐圙圢圫圲坉坋坒坥坬坰坽垈垍垎垏垕垙垚垞垟垯垱垵垺垾垿埆埇埌埗埪埫埵埼堃堉堌堎堐堧堨"
    "堲堼堽堾塅塆塝塱墈墐墕墘墡墣墦壸夐夬奓奡奭妘妧妭姈姞姤姮姱姶姽娀娵婌婍婘婞婠婤婫婳婻婼媂媄媆媓媖媞媭媱嫄嫕嫚嫪嫭"
    "嫽嬛嬥嬬嬿孅孖宧宬寁尨尪屃屼屾岊岞岠岨峂峃峗峘峛峣峧峱峿崀崁崄崌崒崚崟崡崶崿嵁嵅嵎嵖嵚嵲嶅嶍嶒嶓嶟嶦嶲巇巉帡帨幖"
    "幪庤庱庼廆廋廙弆弇弢弨弶弸彟彧徛忞忳忺恓恔悆悈悢悰惇惎惔惙惛愃愐愔愭慆慥慬慭憕憙憭憺戣戭扂扅扆扊扞扺扽抃抔拃拤挓"
    "挦捯捽掞揕揳搒摏摛摴摽擿攽敔敩斝斠斶旐旞旴旵旸旻旿昄昇昈昉昒昡昣昤昪昫昳昺昽晅晊晐晙晞晢晪晫晱暅暕暲暵暶暿曈曌朏"
    "朓朳朸杄杕杙杧杻枅枍枲枹柈柊柖柷栐栒栟栴栻桯桲桹梌梠梣梴梼梽梾梿棁棐棓棤棨棪棫棬棻棽椀椆椑椓椪椸楒楙楩楪楯榃榅榑"
    "榖榰槃槚槜槱橑橞橦檞櫆欂欸欻歅殣毌毐氾氿汈汋汧汫汭沄沇沘沚沨沺泂泃泇泙泚泜洈洑洓洘洢洣洨洭洴洸洺洿浉浐浕浛浟浡浥"
    "浬浭浰浲涄涍涐涘涢涴淏淜淟淯淴渟渰渼湉湑湜湝湣湲湴溁溇溍溚溞溠溦溵溹滃滆滉滍滘滧滪滫漈漋漖漦漴漷漹漻漼潏潖潟潩潵"
    "潽潾澂澛澥澪澭澴澼澽濋濩瀌瀍瀔瀱瀼灈炆炌炘炟炣烔烜烝烠烶烺烻焆焌焗焜焞煁煃煋煓煟煴熇熛熜熥熻燊燋燏燚爇爔爚爟牁牂"
    "牚牤牥牻犇犨狉狝猄猇猯猰猺獴玃玒玓玕玘玙玚玞玠玡玤玥玦玭玱玶玹玼玿珅珇珋珌珒珕珖珛珝珢珣珦珪珫珰珵珷珸珹珺珽琀琄"
    "琇琈琎琔琟琡琤琫琭琯琲瑀瑂瑃瑄瑅瑆瑑瑓瑔瑖瑝瑢瑧瑨瑬瑱瑳璆璈璒璘璟璠璥璪璬璮璱璲瓀瓖瓘瓻甗甡甦甪畖畤畬畯疁疍疐疢"
    "疭痓瘆癗癿皕皛皞皦皭盉盦盷眊眬睄睎瞋瞫瞭矞矰矻矼砄砆砠砫砮砵硁硊硍硔硙硚硿碃碈碏碨碶磏磜磡磹磻礌礵祃祇祊祋祎祏祐"
    "祕祲祼祾禋禒禔禘禛禤秬秾稌稑稙穄穙穜穟窅窊窎窣窸竑竘竫笯筀筜筤筥筦筶筼箓箖篯簃簉簕簝簠簰籥粿糒糵絜縠縢繄纮纴纻纼"
    "绖绤绹缊缐缞罍罶罽羑羓羕羖羱翀翂翃翈翙翚翛翯翷翾耇耏耑耤耰肸胈胠胣脟脩脿腒腘腨腯膙臑臜舠舥舲艅艎芃芠芣芼苉苧苾茀"
    "茋茓茝茽荁荄荓荖荙莙莝莿菂菉菍菼萚萣萩萳萹葎葖葰葴蒄蒐蒟蒨蒱蒻蓂蓇蓏蓢蔀蔃蔈蔊蕗蕰薁薢薳薸薿藟藠藦藨蘘虒虓虤虷虸"
    "蚄蚆蚲蛃蜎蜐蝘蝲螠螣螱蟏蟫蠋衃衎衒衠袆袗袪袯裈裛褕褟褯襕襚襜襫觃觟觭觱觿訄訚詟讱讻诇诐谞谼谿豨豮貆赑赒赗赟赪趯跂"
    "跐跱跶踒踦踶蹅蹐蹚蹜蹢蹽蹾轪辀辌辒辿迺逴遆遹邘邠邨邲邽邿郃郈郚郤郪郿鄀鄃鄅鄌鄑鄗鄘鄚鄜鄠鄫酂酅酦酺醨醾釐鋆钖钘铏"
    "铚铻锜锧锳锽镃镈镋镕镚镠镮镴镵闿阇阘陎陑陞隃隩隺雊雱霅霨靬靰靸靺靽靿鞁鞡鞧鞨鞬鞮鞳韂韨颋颎颙飏飐飔飗饳饸饹饻馃馉"
    "馌馝馞馧驲骃骉骍骎骕骙骦髃髎髢髽鬒鬘鬶鬷魆魋鱽鱾鲀鲃鲉鲊鲌鲏鲖鲗鲘鲙鲝鲪鲬鲯鲹鲾鲿鳀鳁鳂鳈鳉鳑鳒鳚鳛鳠鳡鳣鳤鸤鸧"
    "鸮鸰鸻鸼鹀鹍鹐鹒鹔鹖鹙鹝鹟鹠鹡鹢鹮鹯鹲鹴麀麑麖麹黇黡鼒鼩鼫鼱齁齇齉龁龂龢鿍鿎鿏𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡"
    "𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧"
    "𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬"
    "𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨"
    "𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)
"""The 1,467 characters of the 8,105 of 《通用规范汉字表》 (State Council, 2013) that GB 2312 lacks, by code point."""

GBK_HAN = (0x4E00, 0x9FA6)
"""The 20,902 Han characters of GBK: the whole first block of Unicode 1.1."""

PLACE_RADICALS = {
    "土": (0x571F, 0x58EB),
    "山": (0x5C71, 0x5DDB),
    "水": (0x6C34, 0x706B),
    "田": (0x7530, 0x758B),
    "石": (0x77F3, 0x793A),
    "邑": (0x9091, 0x9149),
    "阜": (0x961C, 0x96B6),
}
"""Radicals of earth, water and settlement as code point ranges (Unicode's first block is ordered by radical).

Names of small villages keep characters that no standard list has (坵 氹 甽 埨); nearly all stand under these radicals.
"""

SYMBOLS = (
    (0x0020, 0x007F),  # ASCII
    (0x00A0, 0x0180),  # Latin-1, Latin Extended-A
    (0x01CD, 0x01DD),  # pinyin with tones
    (0x2010, 0x2040),  # dashes, quotation marks, ellipsis, permille
    (0x2080, 0x208A),  # lowered digits
    (0x20AC, 0x20AD),  # euro
    (0x2100, 0x2127),  # ℃ № ℡
    (0x2150, 0x217A),  # fractions, Roman numerals
    (0x2190, 0x219A),  # arrows
    (0x2200, 0x2270),  # mathematics
    (0x2460, 0x249C),  # ① ⑴ ⒈
    (0x2500, 0x2580),  # box drawing: ├ ┤
    (0x2580, 0x2600),  # blocks, squares, circles, triangles
    (0x2605, 0x2607),  # stars
    (0x2713, 0x2718),  # ticks and crosses
    (0x3000, 0x3100),  # CJK punctuation, kana
    (0x3220, 0x3244),  # ㈠
    (0x3280, 0x32B1),  # ㊀
    (0x3380, 0x33DF),  # ㎏ ㎡
    (0xFE30, 0xFE50),  # forms of punctuation
    (0xFF01, 0xFF5F),  # full-width forms
    (0xFFE0, 0xFFE7),  # full-width ¢ £ ¥
    (0xFFFD, 0xFFFE),
)


def list_characters(style: str) -> frozenset[int]:
    """Code points to keep, as far as the source font has them.

    Regular sets the lists of people, whose names may hold any character of the usual Chinese encoding GBK; Bold sets
    headings and names of places.
    """
    han = (GBK_HAN,) if style == "Regular" else tuple(PLACE_RADICALS.values())
    wanted = {code for start, end in (*SYMBOLS, *han) for code in range(start, end)}
    wanted.update(map(ord, _gb2312()), map(ord, STANDARD_BEYOND_GB2312))
    return frozenset(wanted)


def _gb2312() -> Iterator[str]:
    """All characters of GB 2312-80: 682 signs in rows 1–9, 6,763 Han characters in rows 16–87."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from bytes((row, cell)).decode("gb2312", errors="ignore")


def make_subset(source: Path, style: str, target: Path) -> None:
    """Writes one font: fewer characters, no hints (print has dots to spare), horizontal setting only."""
    font = _find_face(source, f"{SOURCE_FAMILY} {style}")
    subsetter = Subsetter(_options())
    subsetter.populate(unicodes=list_characters(style))
    subsetter.subset(font)
    _rename(font, style)
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)


def _find_face(source: Path, name: str) -> TTFont:
    names = {name, name.removesuffix(" Regular")}
    for font in TTCollection(str(source), recalcTimestamp=False).fonts:
        if font["name"].getDebugName(4) in names:
            return font
    raise SystemExit(f"{source}: no face named {name}")


def _options() -> Options:
    options = Options()
    options.hinting = False
    options.layout_features = ["kern", "halt", "palt"]
    options.drop_tables += ["BASE", "GSUB", "VORG", "vhea", "vmtx"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    return options


def _rename(font: TTFont, style: str) -> None:
    """A name of its own, so that nobody takes the subset for the whole; copyright and licence stay in the font."""
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    names = font["name"]
    names.names = [record for record in names.names if record.langID == 0x409]
    for number, text in ((1, FAMILY), (2, style), (3, f"{postscript};{names.getDebugName(5)}"), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    names.setName(f"{FAMILY} {style}", 4, 3, 1, 0x409)
    outlines = font["CFF "].cff
    outlines.fontNames[0] = postscript
    outlines.topDictIndex[0].FullName = f"{FAMILY} {style}"
    outlines.topDictIndex[0].FamilyName = FAMILY


def find_source(style: str) -> Path:
    """The file of this style by ``fc-match``, else the place of Debian's package."""
    name = f"NotoSansCJK-{style}.ttc"
    pattern = f"{SOURCE_FAMILY}:style={style}"
    try:
        found = subprocess.run(
            ["fc-match", "--format=%{file}", pattern], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        found = ""
    return Path(found) if Path(found).name == name else DEBIAN / name


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--regular", type=Path, default=find_source("Regular"))
    parser.add_argument("--bold", type=Path, default=find_source("Bold"))
    parser.add_argument("--to", type=Path, default=Path(__file__).parent)
    arguments = parser.parse_args()
    for style, source in (("Regular", arguments.regular), ("Bold", arguments.bold)):
        target = arguments.to / f"SitegenSans-{style}.otf"
        make_subset(source, style, target)
        print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
