"""Posters and tags: registered before they exist, read back before they count, and their addresses never die."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from PIL import Image

import sitegen.printing
from sitegen import manifest
from sitegen.cli import main
from sitegen.load.files import VillageFiles, read_county
from sitegen.model.period import quarter
from sitegen.outputs.fonts import BUNDLED
from sitegen.outputs.proof import read_codes
from sitegen.plan import Site
from sitegen.printing import SIZES, Kind, PrintReport, Request, print_sheets
from sitegen.registers import append_answer, append_link, read_register
from sitegen.shared import load_site
from sitegen.village import Loaded
from tests.test_publish import QUARTER
from tests.worlds import CASH, FOLDER, PROFILE, TODAY, World, county, small_county

ROOT = Path(__file__).parent.parent
CONTRACT = """
- 编号: 7
  名称: 东塘承包
  承租方: 王大水
  归属: 集体经济组织
  用途: 养鱼
  面积: 18.5
  起始: 2023-01-01
  到期: 2027-12-31
  年租金: 24000
  怎么租出去的: 公开竞价
"""


def print_all(world: World, kind: str = "poster", *, proof: bool = False) -> PrintReport:
    site, _ = load_site(read_county(world.root), TODAY)
    return print_sheets(world.root, site, Request(kind, "a4", proof=proof))  # type: ignore[arg-type]


def test_a_poster_carries_only_codes_that_lead_to_something(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    report = print_all(world)
    assert [file.name for file in report.files] == ["清溪村-海报-A4竖.pdf"]
    assert read_codes(report.files[0].read_bytes()) == (
        ("https://gk.example.cn/103201/", "https://gk.example.cn/103201/021/"),
    )
    for page in read_codes(report.files[0].read_bytes()):
        for url in page:
            assert world.has(url.removeprefix("https://gk.example.cn") + "index.html")


def test_addresses_are_registered_once_and_chained(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    assert print_all(world).registered == 2
    before = (tmp_path / "links/103201.csv").read_bytes()
    assert print_all(world).registered == 0
    assert (tmp_path / "links/103201.csv").read_bytes() == before
    assert [link.path for link in read_register(tmp_path, "103201")] == ["/103201/", "/103201/021/"]


def test_a_trial_print_registers_nothing(tmp_path: Path) -> None:
    report = print_all(small_county(tmp_path).build(), proof=True)
    assert report.registered == 0
    assert [file.name for file in report.files] == ["清溪村-海报-A4竖-样张.pdf"]
    assert read_register(tmp_path, "103201") == ()


def test_a_tag_leads_to_its_record(tmp_path: Path) -> None:
    world = small_county(tmp_path).write(f"villages/{FOLDER}/登记/资源合同.yaml", CONTRACT).build()
    assert world.errors == []
    report = print_all(world, "tags")
    assert read_codes(report.files[0].read_bytes()) == (("https://gk.example.cn/103201/141/7/",),)
    page = world.page("/103201/141/7/")
    assert page.key_figure == "2万4,000元"
    assert "王某" in page.text
    assert "王大水" not in page.source


def test_a_build_in_which_a_printed_address_leads_nowhere_fails(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    print_all(world)
    before = world.files()
    for name in (f"villages/{FOLDER}/村情.yaml", QUARTER):
        world.remove(name)
    for folder in (f"villages/{FOLDER}/2026", f"villages/{FOLDER}"):
        (tmp_path / folder).rmdir()
    world.build()
    assert world.errors == ["LINK-LOST", "LINK-LOST"]
    assert "/103201/021/" in world.console("LINK-LOST")
    assert world.files() == before


def test_a_printed_item_without_data_keeps_a_page(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    print_all(world)
    world.remove(QUARTER).build()
    assert world.errors == []
    assert "还没有公开" in world.page("/103201/021/").text


def test_moved_and_retired_addresses_say_what_became_of_them(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    print_all(world)
    append_link(tmp_path, "103201", "print", "/103201/141/9/", "", "", "01", TODAY)
    append_link(tmp_path, "103201", "retire", "/103201/141/9/", "", "鱼塘已经填平", "", TODAY)
    append_link(tmp_path, "103201", "print", "/103201/299/", "", "", "01", TODAY)
    append_link(tmp_path, "103201", "move", "/103201/299/", "/103201/021/", "并进钱账", "", TODAY)
    world.build()
    assert world.errors == []
    assert "停用。鱼塘已经填平" in world.page("/103201/141/9/").text
    moved = world.page("/103201/299/")
    assert "并进钱账" in moved.text
    assert 'href="/103201/021/" data-primary' in moved.source


def test_why_an_address_was_given_up_is_said_rather_than_that_nothing_is_there_yet(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    append_link(tmp_path, "103201", "print", "/103201/031/", "", "", "01", TODAY)
    assert "还没有公开" in world.build().page("/103201/031/").text
    append_link(tmp_path, "103201", "retire", "/103201/031/", "", "这一项并进钱账了", "", TODAY)
    assert "停用。这一项并进钱账了" in world.build().page("/103201/031/").text
    append_link(tmp_path, "103201", "move", "/103201/031/", "/103201/021/", "并进钱账", "", TODAY)
    assert "并进钱账" in world.build().page("/103201/031/").text


def test_no_line_of_a_register_hides_what_is_public_and_the_command_says_so(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    print_all(world)
    before = world.page("/103201/021/").text
    today = ["-C", str(tmp_path), "--today", TODAY.isoformat()]
    ran = CliRunner().invoke(main, [*today, "links", "retire", "/103201/021/", "--reason", "不用了"])
    assert ran.exit_code == 0
    assert "/103201/021/ 现在还有资料" in ran.stderr
    assert world.build().page("/103201/021/").text == before
    append_link(tmp_path, "103201", "print", "/103201/141/9/", "", "", "01", TODAY)
    ran = CliRunner().invoke(main, [*today, "links", "move", "/103201/141/9/", "/103201/021/", "--reason", "并进钱账"])
    assert ran.exit_code == 0
    assert "现在还有资料" not in ran.stderr


def test_printed_codes_of_a_merged_village_still_work(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.village(PROFILE + '前身: [{地址号: "103207", 名称: 下塘村, 日期: 2025-06-30}]\n')
    for path in ("/103207/", "/103207/021/", "/103207/141/3/"):
        append_link(tmp_path, "103207", "print", path, "", "", "01", TODAY)
    world.build()
    assert world.errors == []
    assert 'href="/103201/021/" data-primary' in world.page("/103207/021/").source
    assert 'href="/103201/" data-primary' in world.page("/103207/141/3/").source


def test_a_changed_line_of_the_register_is_found(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    print_all(world)
    world.change("links/103201.csv", "/103201/021/", "/103201/022/").build()
    assert "LINK-CUT" in world.errors
    (tmp_path / "build/.state/links/103201.csv").unlink()
    world.change("links/103201.csv", "print", "Print").build()
    assert "LINK-CHAIN" in world.errors, "where nothing is remembered the chain still tells"


def test_a_character_the_font_lacks_stops_the_sheet_by_name(tmp_path: Path) -> None:
    world = county(tmp_path).village(PROFILE, "990106103201-𮧵溪村").build()
    report = print_all(world)
    assert report.files == ()
    assert [each.code for each in report.diagnostics] == ["FONT-MISSING"]
    assert dict(report.diagnostics[0].values)["codepoint"] == "U+2E9F5"
    assert dict(report.diagnostics[0].values)["where"] == "𮧵溪村"


def test_review_sheet_carries_the_check_code_its_line_must_quote(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(QUARTER, "2026-10-10 同意", "2026-10-10 同意 校验码 2222").build()
    actual = dict(world.report.diagnostics[0].values)["actual"]
    (sheet,) = print_all(world, "review").files
    assert actual in read_text(sheet)


@pytest.mark.parametrize("size", SIZES["plate"])
def test_a_plate_is_no_house_number(tmp_path: Path, size: str) -> None:
    world = small_county(tmp_path).build()
    site, _ = load_site(read_county(world.root), TODAY)
    report = print_sheets(world.root, site, Request("plate", size))
    assert (report.diagnostics, [file.name for file in report.files]) == ((), [f"清溪村-门牌-{size}.pdf"])
    assert read_codes(report.files[0].read_bytes()) == (("https://gk.example.cn/103201/",),)


def read_text(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_all_sheets_of_a_file_carry_the_one_code_its_line_quotes(tmp_path: Path) -> None:
    """Two accounts, one 审核 line at the top, as ``sitegen new`` writes it."""
    profile = PROFILE.replace("{编号: 1, 名称: 村委会}", "{编号: 1, 名称: 村委会}\n  - {编号: 2, 名称: 合作社}")
    head, _, body = CASH.partition("资金收支:\n")
    parts = "".join(
        f"  - 账套: {name}\n" + "".join(f"  {line}\n" for line in body.rstrip().splitlines())
        for name in ("村委会", "合作社")
    )
    unreviewed = head.replace("审核:\n  - 村务监督委员会: 2026-10-10 同意\n", "")
    world = small_county(tmp_path).village(profile).publication(unreviewed + "资金收支:\n" + parts).build()
    sheets = print_all(world, "review").files
    code = re.search(r"校验码\s*([2-9A-Z]{4})", read_text(sheets[0]))
    assert code is not None
    assert len(sheets) == 2
    assert all(code[1] in read_text(sheet) for sheet in sheets)
    reviewed = head.replace("2026-10-10 同意", f"2026-10-10 同意 校验码 {code[1]}")
    assert world.publication(reviewed + "资金收支:\n" + parts).build().errors == []


def test_the_board_shows_what_hangs_now_and_any_period_asked_for(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    earlier = CASH.replace("2026年3季度", "2026年2季度").replace("2026-10-12", "2026-07-12").replace("7月", "5月")
    earlier = earlier.replace("12000", "8600").replace("4400.00", "1000.00")
    world.publication(earlier.replace("2026-10-10", "2026-07-10"), "2026/2026年2季度.yaml").build()
    site, _ = load_site(read_county(world.root), TODAY)
    current = print_sheets(world.root, site, Request("board", "a4"))
    assert [file.name for file in current.files] == ["清溪村-公示表-钱账-2026年3季度-村委会.pdf"]
    second = print_sheets(world.root, site, Request("board", "a3", period=quarter(2026, 2)))
    assert [file.name for file in second.files] == ["清溪村-公示表-钱账-2026年2季度-村委会-A3.pdf"]


def test_notes_lose_their_marks_on_a_board_and_no_figure(tmp_path: Path) -> None:
    noted = CASH.replace("  期末余额:", "  说明: '3*4*5=60元，*一共*的'\n  期末余额:", 1)
    (board,) = print_all(small_county(tmp_path).publication(noted).build(), "board").files
    assert "3*4*5=60元，一共的" in read_text(board)


def test_what_did_not_happen_stands_on_one_sheet_that_the_same_parties_sign(tmp_path: Path) -> None:
    nothing = ("社会捐赠", "救灾救助款物", "协商事项", "会议决定")
    ledger = CASH + "".join(f"{item}: 本期无发生\n" for item in nothing)
    world = small_county(tmp_path).publication(ledger).build()
    reviews, boards = print_all(world, "review").files, print_all(world, "board").files
    assert [file.stem.partition("单-")[2] for file in reviews] == [
        "钱账-2026年3季度-村委会",
        "本期无发生4项-2026年3季度",
    ]
    text = read_text(reviews[1])
    assert all(item in text for item in nothing)
    assert "一起审核的2张，这是第2张" in text
    assert [file.stem.partition("表-")[2] for file in boards] == [
        "钱账-2026年3季度-村委会",
        "资金-本期无发生2项-2026年3季度",
        "村务-本期无发生2项-2026年3季度",
    ]
    home = "https://gk.example.cn/103201/"
    assert [read_codes(file.read_bytes()) for file in boards[1:]] == [((home,),)] * len(boards[1:])


def test_a_board_sheet_registers_its_address_but_hangs_for_days_only(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    print_all(world, "board", proof=True)
    assert read_register(world.root, "103201") == ()
    print_all(world, "board")
    assert [(link.path, link.batch) for link in read_register(world.root, "103201")] == [("/103201/021/", "公示表")]
    assert print_all(world, "monthly").files == ()
    print_all(world)
    assert [(link.path, link.batch) for link in read_register(world.root, "103201")][1:] == [
        ("/103201/", "01"),
        ("/103201/021/", "01"),
    ]
    assert len(print_all(world, "monthly").files) == 1


def test_the_list_of_vouchers_has_each_voucher_with_a_box(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    (sheet,) = print_all(world, "vouchers").files
    text = read_text(sheet)
    assert text.count("□") == 2
    for words in ("记-001", "记-014", "票据张数", "8,600.00", "（盖章）"):
        assert words in text


def test_figures_that_may_not_hang_one_by_one_hang_as_sums(tmp_path: Path) -> None:
    ledger = """
期间: 2026年
公开日期: 2026-10-12
审核:
  - 村务监督委员会: 2026-10-10 同意
儿童关爱:
  服务:
    - {项目: 暑期陪读, 人次: 214, 经费: 3600}
    - {项目: 冬衣书包, 人次: 17, 经费: 2210}
"""
    world = county(tmp_path).village().publication(ledger).build()
    text = read_text(print_all(world, "board").files[0])
    assert "人次合计231，经费合计5,810.00" in text
    assert "214" not in text


MORE = """
误工补贴:
  每天标准: 100
  定标准的会: 2024年12月村民代表会议
  误工:
    - {日期: 7月24日, 姓名: 何清珍, 事由: 割草, 天数: 1, 标准: 100, 金额: 100}
会议决定:
  决定:
    - {日期: 7月13日, 会议: 村民代表会议, 议题: 修沟, 应到: 46, 实到: 39, 同意: 39, 决定: 先修后议价}
"""


def test_a_long_host_gets_fewer_codes_never_smaller_ones(tmp_path: Path) -> None:
    def codes_of(host: str, name: str) -> tuple[str, ...]:
        world = small_county(tmp_path / name).change("sitegen.yaml", "gk.example.cn", host).remove("links/answered.csv")
        append_answer(world.root, f"https://{host}/", 1, TODAY)
        world.write(f"villages/{FOLDER}/登记/资源合同.yaml", CONTRACT).publication(CASH + MORE).build()
        assert world.errors == []
        report = print_all(world)
        assert report.diagnostics == ()
        (codes,) = read_codes(report.files[0].read_bytes())
        assert {link.path for link in read_register(world.root, "103201")} == {url.split(host)[1] for url in codes}
        return codes

    assert len(codes_of("gk.example.cn", "short")) == 5
    assert 1 < len(codes_of("cunwugongkai-yiminchaxun-xitong.example.gov.cn", "long")) < 5


def test_a_township_gets_one_file_an_overview_and_a_slip(tmp_path: Path) -> None:
    world = small_county(tmp_path).village(PROFILE.replace("103201", "103202"), "990106103202-梨园村").build()
    site, _ = load_site(read_county(world.root), TODAY)
    report = print_sheets(world.root, site, Request("poster", "a4", press=True, together=True))
    assert report.diagnostics == ()
    names = [file.name for file in report.files]
    assert names == [
        "清溪村-海报-A4竖-印厂.pdf",
        "梨园村-海报-A4竖-印厂.pdf",
        "石桥镇-海报-A4-合订-印厂.pdf",
        "石桥镇-海报-A4-小样总览-印厂.pdf",
        "石桥镇-海报-A4-印制单.pdf",
    ]
    assert [len(page) for page in read_codes(report.files[2].read_bytes())] == [2, 1]
    assert "共2张" in read_text(report.files[3])
    for words in ("210×297毫米", "梨园村", "140厘米", "单黑", "50毫米", names[2]):
        assert words in read_text(report.files[4])


@pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript is not installed")
def test_ghostscript_finds_black_ink_alone_in_all_that_a_print_shop_gets(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    site, _ = load_site(read_county(world.root), TODAY)
    for file in print_sheets(world.root, site, Request("poster", "a4", press=True, together=True)).files:
        ran = subprocess.run(
            ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", str(file)], capture_output=True, text=True, check=True
        )
        assert re.match(r"\s*0\.00000\s+0\.00000\s+0\.00000\s+0\.\d", ran.stdout), (file.name, ran.stdout)


def test_two_villages_of_one_name_keep_their_sheets_apart(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.village(PROFILE.replace("103201", "104207").replace("梨园村", "清溪村"), "990106104207-清溪村").build()
    report = print_all(world)
    assert [str(file.relative_to(tmp_path / "build/print")) for file in report.files] == [
        "清溪村-103201/清溪村-103201-海报-A4竖.pdf",
        "清溪村-104207/清溪村-104207-海报-A4竖.pdf",
    ]
    assert ["/103201/" in url for file in report.files for url in read_codes(file.read_bytes())[0]] == [
        True, True, False,
    ]  # fmt: skip


def test_the_slip_counts_the_pages_of_villages_with_many_tags(tmp_path: Path) -> None:
    contracts = CONTRACT + CONTRACT.replace("7", "8") + CONTRACT.replace("7", "9")
    world = small_county(tmp_path).write(f"villages/{FOLDER}/登记/资源合同.yaml", contracts)
    world.village(PROFILE.replace("103201", "103202"), "990106103202-梨园村")
    world.write("villages/990106103202-梨园村/登记/资源合同.yaml", CONTRACT).build()
    site, _ = load_site(read_county(world.root), TODAY)
    report = print_sheets(world.root, site, Request("tags", "label-210x148", press=True, together=True))
    assert report.diagnostics == ()
    whole, overview, slip = report.files[2:]
    assert [len(page) for page in read_codes(whole.read_bytes())] == [2, 1, 1]
    said = " ".join(read_text(slip).split())
    assert f"文件 {whole.name}" in said
    assert "3页，每页1张" in said
    assert "1—2 清溪村 2 1张" in said and "3 梨园村 1 1张" in said
    assert "共3张" in read_text(overview) and "第1—2页 · 3个码" in read_text(overview)


def test_the_card_comes_with_words_to_forward(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    site, _ = load_site(read_county(world.root), TODAY)
    picture, words = print_sheets(world.root, site, Request("card", "1080", item="021")).files
    assert picture.name == "清溪村-群卡-钱账.png"
    lines = words.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "清溪村　钱账　2026年7—9月"
    assert "出账8,600元" in lines[1]
    assert "看每一笔：https://gk.example.cn/103201/021/" in lines
    assert [link.path for link in read_register(tmp_path, "103201")] == ["/103201/021/"]


def test_the_monthly_form_lists_what_hangs_and_nothing_that_was_retired(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    assert print_all(world, "monthly").files == ()
    print_all(world)
    append_link(tmp_path, "103201", "print", "/103201/141/9/", "", "", "01", TODAY)
    append_link(tmp_path, "103201", "retire", "/103201/141/9/", "", "鱼塘已经填平", "", TODAY)
    text = read_text(print_all(world, "monthly").files[0])
    assert "gk.example.cn/103201/021/" in text
    assert "141/9" not in text


def test_only_changed_sheets_are_made_again(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    first = print_all(world)
    assert (first.fresh, first.registered) == (1, 2)
    before = first.files[0].read_bytes()
    again = print_all(world)
    assert (again.files, again.fresh, again.registered) == (first.files, 0, 0)
    first.files[0].write_bytes(before[:-1])
    assert print_all(world).fresh == 1
    assert first.files[0].read_bytes() == before
    world.change(f"villages/{FOLDER}/村情.yaml", "0000-8812345", "0000-8812349").build()
    assert print_all(world).fresh == 1


def test_every_sheet_has_a_preview(tmp_path: Path) -> None:
    print_all(small_county(tmp_path).build())
    with Image.open(tmp_path / "build/print/清溪村/预览/清溪村-海报-A4竖.png") as preview:
        assert (preview.width, preview.height) == (413, 585)


def test_a_font_of_the_county_helps_out(tmp_path: Path) -> None:
    world = county(tmp_path).village(PROFILE, "990106103201-𮧵溪村").build()
    assert [each.code for each in print_all(world).diagnostics] == ["FONT-MISSING"]
    make_font(tmp_path / "fonts" / "rare.otf", "𮧵")
    report = print_all(world)
    assert report.diagnostics == ()
    assert "𮧵溪村" in read_text(report.files[0])
    world.write("fonts/broken.otf", b"no font")
    assert [each.code for each in print_all(world).diagnostics] == ["FONT-FILE"]


def make_font(path: Path, character: str) -> None:
    """Our own font with one sign, called otherwise."""
    font = TTFont(BUNDLED[0])
    subsetter = Subsetter()
    subsetter.populate(text="村")
    subsetter.subset(font)
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = {ord(character): font.getBestCmap()[ord("村")]}
    font["cmap"].tables = [table]
    for number in (1, 16):
        font["name"].setName("Rare Names", number, 3, 1, 0x409)
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)


@pytest.mark.parametrize("kind", ["board", "review", "vouchers"])
def test_what_holds_personal_data_is_on_no_sheet_and_named(tmp_path: Path, kind: str) -> None:
    """A wall is as public as the web."""
    number = "11010519491231002X"
    world = small_county(tmp_path).change(QUARTER, "修复村东排水沟", f"修复村东排水沟 {number}")
    report = print_all(world, kind)
    assert report.files == ()
    assert [each.code for each in report.diagnostics] == ["PDF-HELD", "PII-ID"]
    assert not any(number in each.name + read_text(each) for each in tmp_path.rglob("*.pdf"))


IN_ALL: dict[str, Callable[[World], object]] = {
    "a region": lambda world: world.change("regions.csv", "石桥镇", "石桥镇 139 1234 5678"),
    "a sheet of the county's theme": lambda world: world.write(
        "themes/own/sheets/poster.typ", POSTER.replace("看", "139 1234 5678")
    ).change("sitegen.yaml", "名称:", "主题: own\n名称:"),
    "the village's name": lambda world: (world.root / "villages" / FOLDER).rename(
        world.root / "villages/990106103201-清溪村13912345678"
    ),
}
POSTER = (ROOT / "themes/plain/sheets/poster.typ").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("a region", "poster"),
        ("a region", "board"),
        ("the village's name", "poster"),
        ("a sheet of the county's theme", "poster"),
    ],
)
def test_a_finished_sheet_is_read_before_it_is_kept(tmp_path: Path, where: str, kind: Kind) -> None:
    world = small_county(tmp_path)
    IN_ALL[where](world)
    site, _ = load_site(read_county(world.root), TODAY)
    report = print_sheets(world.root, site, Request(kind, "a4"))
    assert report.files == ()
    assert "PII-OUTPUT" in [each.code for each in report.diagnostics]
    assert not (tmp_path / "build/print").exists()
    assert not (tmp_path / "links/103201.csv").exists()


# ---- what a sheet without figures asks for --------------------------------------------------------------------------------


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The villages whose ledgers were read while printing."""
    folders: list[str] = []
    whole = sitegen.printing.load_checked

    def load(site: Site, given: VillageFiles) -> Loaded:
        folders.append(given.folder)
        return whole(site, given)

    monkeypatch.setattr(sitegen.printing, "load_checked", load)
    return folders


@pytest.mark.parametrize(("kind", "size"), [("poster", "a4"), ("poster", "a3"), ("plate", "150x90"), ("desk", "a4")])
def test_a_sheet_without_figures_is_the_same_without_its_ledgers(
    tmp_path: Path, read: list[str], kind: Kind, size: str
) -> None:
    world = small_county(tmp_path).write(f"villages/{FOLDER}/登记/资源合同.yaml", CONTRACT)
    site, _ = load_site(read_county(world.root), TODAY)
    before = print_sheets(world.root, site, Request(kind, size)).files[0].read_bytes()
    assert read == [FOLDER], "nothing is known before the first build"
    (tmp_path / "build/.state/sheets.json").unlink()
    world.build()
    after = print_sheets(world.root, site, Request(kind, size))
    assert (read, after.fresh, after.files[0].read_bytes()) == ([FOLDER], 1, before)


def test_what_was_printed_since_the_build_is_no_reason_to_read_again(tmp_path: Path, read: list[str]) -> None:
    world = small_county(tmp_path).build()
    assert print_all(world).registered == 2
    assert print_all(world, "desk").fresh == 1
    assert read == []


CHANGES: dict[str, tuple[str, str, str]] = {
    "a ledger": (QUARTER, "期末余额: 4400.00", "期末余额: 4400.0"),
    "the settings": ("sitegen.yaml", "0000-8856789", "0000-8856788"),
    "the profile": (f"villages/{FOLDER}/村情.yaml", "0000-8812345", "0000-8812344"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changed_since_the_build_is_read(tmp_path: Path, read: list[str], what: str) -> None:
    world = small_county(tmp_path).build().change(*CHANGES[what])
    report = print_all(world)
    assert read == [FOLDER]
    assert CHANGES[what][2].partition(" ")[2] in read_text(report.files[0]) or what == "a ledger"


def test_an_item_taken_back_since_the_build_is_on_no_poster(tmp_path: Path) -> None:
    world = small_county(tmp_path).build().change(QUARTER, "公开日期: 2026-10-12", "公开日期: 2026-10-13")
    assert read_codes(print_all(world).files[0].read_bytes()) == (("https://gk.example.cn/103201/",),)


def test_what_the_next_build_found_counts(tmp_path: Path, read: list[str]) -> None:
    world = small_county(tmp_path).build()
    assert len(read_codes(print_all(world).files[0].read_bytes())[0]) == 2
    world.change(QUARTER, "公开日期: 2026-10-12", "公开日期: 2026-10-13").build()
    assert read_codes(print_all(world).files[0].read_bytes()) == (("https://gk.example.cn/103201/",),)
    assert read == []


def test_after_a_turning_day_the_ledger_is_read(tmp_path: Path, read: list[str]) -> None:
    world = small_county(tmp_path).build()
    (entry,) = manifest.read(tmp_path / "build/.state").entries.values()
    day = date.fromisoformat(entry.turning)
    for today, known in ((day - timedelta(days=1), []), (day, [FOLDER])):
        site, _ = load_site(read_county(world.root), today)
        print_sheets(world.root, site, Request("poster", "a4", proof=True))
        assert read == known


def test_personal_data_found_by_the_build_is_said_again(tmp_path: Path, read: list[str]) -> None:
    world = small_county(tmp_path).change(QUARTER, "修复村东排水沟", "修复村东排水沟 11010519491231002X").build()
    report = print_all(world)
    assert ([each.code for each in report.diagnostics], read) == (["PII-ID"], [])
    assert read_codes(report.files[0].read_bytes()) == (("https://gk.example.cn/103201/",),)


def test_a_sheet_with_figures_always_reads_its_ledgers(tmp_path: Path, read: list[str]) -> None:
    world = small_county(tmp_path).write(f"villages/{FOLDER}/登记/资源合同.yaml", CONTRACT).build()
    for number, kind in enumerate(("board", "review", "vouchers", "tags", "visit", "card", "monthly"), start=1):
        print_all(world, kind)
        assert len(read) == number


def test_progress_is_told_a_village_at_a_time(tmp_path: Path) -> None:
    world = small_county(tmp_path).village(PROFILE.replace("103201", "103202"), "990106103202-梨园村").build()
    site, _ = load_site(read_county(world.root), TODAY)
    told: list[tuple[int, int]] = []
    print_sheets(world.root, site, Request("poster", "a4"), progress=lambda done, whole, _: told.append((done, whole)))
    assert told == [(1, 2), (2, 2)]
