"""What a word beside it, or its own form, gives away: telephones, accounts, contacts, papers, houses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from msgspec import Struct

from sitegen.sensitive.gates import may_follow

Finding = Literal["PII-ID", "PII-CARD", "PII-PHONE", "PII-ADDRESS", "PII-CONTACT", "PII-PAPER"]

Sort = Literal["free", "code", "amount"]
"""What a text is for: ``code`` holds numbers of vouchers, invoices, files; ``amount`` only a quantity; anything else is free."""


class Hit(NamedTuple):
    """Something private in a text: what kind, and where in the text as it was written."""

    code: Finding
    start: int
    end: int


_GAP = r"[^\d\n|,，;；{}]"
"""What may stand between a word and its number: nothing that begins another value."""
_PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_ALONE = re.compile(
    rf"[A-HJ-NP-Z](?<=[{_PLATE}].)(?<![\u4e00-\u9fff][新青黑].)[·•. ]?"
    r"(?:[DF]\d{5}|\d{5}[DF]|(?=(?:[A-Z]*\d){3})[A-HJ-NP-Z0-9]{5})(?![A-Za-z0-9\-])"
)
"""Three digits among five signs; 新, 青 and 黑 behind another sign are words: 换新DN150管."""
_STREET = "路 街 巷 弄 大道 胡同 里 村 组 屯 庄 湾 冲 坪 寨 小区 花园 苑 社".split()
_NO_HOUSE = (
    "文 令 窗 桥 井 渠 塘 机 泵 码 地 田 线 厅 仓 棚 车 鱼 池 公 会 提 凭 票 合同 议 标 杆 闸 坝 点 监 电 路 信 箱 "
    "变 山 库 泉 洞 管 阀 墩 亭 冷库 仓库 烘干 厂房 车间 "
    "厕 灯 柱 台 沟 堰 干 林 堤 圩 排 网 段 引 水闸 水池 水库 水井 水泵 水塘 水渠 水塔"
).split()
"""What has a number without being a home: 3号窗口, 12号机井, 第12号文件."""
_NO_THING = rf"(?!\s*+(?:{'|'.join(_NO_HOUSE)}))"
_PLACE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d"
_HIDDEN = "[*●•■…]"
_HIDDEN_DAY = rf"(?:\d{{3,9}}{_HIDDEN}{{2,10}}|\d{{0,3}}{_HIDDEN}{{2,}}(?:19|20)\d\d{_HIDDEN}{{2,}})\d{{3}}[\dXx]"
_HIDDEN_YEAR = rf"\d{{3}}{_HIDDEN}{{2,6}}(?:0[1-9]|1[0-2])[0-3]\d\d{{3}}[\dXx]"
_HIDDEN_END = rf"\d{{3}}(?:19\d\d|200\d|201[0-4])(?:0\d|1[0-2])[0-3]\d\d{{0,2}}{_HIDDEN}{{2,4}}"
"""Identity numbers of which only the day, the year, or the end is covered: place and birthday, or place and end, are enough."""
_PAPERS = "残疾证|残疾人证|军官证|士兵证|通行证|台胞证|回乡证|居住证|驾驶证|驾照|优待证|低保证|老年证|医保号|社保号|学籍号|出生证"
_MAILS = "qq 163 126 139 189 sina sohu foxmail gmail hotmail outlook yeah aliyun".split()
_OF_MAIL = "[A-Za-z0-9_.+-]"
_ZONES = "com|cn|net|org|edu|info|top|vip|cc|xyz|me|io|biz|pro|site|online|ltd|wang|hk|tw"
"""Ends of addresses, so that a picture's name (a@2x.png) is none; an office's gov.cn is no private one."""
_AT = r"(?:@|艾特|[\[(（【]at[\])）】])"
_LAST = r"(?:[后末尾][两三四五六七八2-8]\s?位(?:数字?|号码?)?|尾号|尾数)[^\w\n|]{0,2}(?:[是为][^\w\n|]{0,2})?"
"""The end of a number: enough to tell one of a village from the others."""
_DAY = r"(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d(?!\d)"
_CHATS = ("微信|微 信", "wechat|weixin|vx|v信|薇信")
_CHAT_NAME = r"[A-Za-z][-A-Za-z0-9_]{5,19}|\d{5,12}(?!\d)"
_CHAT_ID = r"wxid_[A-Za-z0-9_]+|[A-Za-z](?=[A-Za-z_-]{0,18}\d)[-A-Za-z0-9_]{5,}"
_ACCOUNT = r"(?:\d{3,}|\d\d(?=[ \-]\d))(?:[ \-]\d{3,})*(?:[ \-]\d\d?)?(?!\d|[.]\d)"
"""Groups with one sign between them. Here as in all forms, white space and digits are matched in one way only: a form that can
part a run in several ways tries them all where it fails, and a thousand blanks would take minutes."""
_LOCAL = r"(?:0\d{9,11}|[2-9]\d{2,3}[\- ]?\d{4})(?![\d.])"
_BLOCK = "(?:号院|号楼|栋|幢|座|单元|弄)"
_NO_COURT = "(?!大?院|社区|小区)"
_NO_COUNT = r"(?!\s*+[元人户间米吨亩个台\d])"
_NO_MONEY = r"(?!\s*+[元万斤公\d.,])"
_CHINESE = "一二三四五六七八九十百〇零壹贰叁肆伍陆柒捌玖拾"
_IN_CHINESE = rf"\s*+第?\s*+[{_CHINESE}]{{1,5}}\s*+号"


class _Pattern(Struct, frozen=True, dict=True):
    """A form, looked for only where one of its words stands in the text, and made ready only then."""

    code: Finding
    words: tuple[str, ...]
    written: str
    long: bool
    """Whether every number of this form is one that :mod:`sitegen.sensitive.gates` calls long."""
    follows: str
    """What stands behind one of the words wherever the form stands: looked for first, since ``re`` leaps from word to word."""

    @cached_property
    def form(self) -> re.Pattern[str]:
        return re.compile(self.written)


def _after(code: Finding, words: str, between: str, number: str, *, long: bool = False) -> _Pattern:
    """A number that a word before it gives away; ``words`` in small letters, joined by ``|``."""
    known = f"(?i:{words})" if re.search("[a-z]", words) else f"(?:{words})"
    return _Pattern(code, tuple(words.split("|")), rf"{known}{between}({number})", long, "")


def _form(code: Finding, words: str, form: str, *, long: bool = False, follows: str = "") -> _Pattern:
    return _Pattern(code, tuple(words.split()), form, long, follows)


_PATTERNS: tuple[_Pattern, ...] = (
    _after("PII-ID", "身份证|身份号|证件号", rf"{_GAP}{{0,8}}", r"\d(?:[ \-]?[\dXx*]){9,20}"),
    _after("PII-ID", "身份证|身份号|证件号", rf"{_GAP}{{0,6}}{_LAST}", r"\d{3,7}[\dXx](?!\d)"),
    _form("PII-ID", "** xx", r"(?<!\d)(\d{6,10}[*Xx]{4,10}\d{3}[\dXx])(?!\d)"),
    _form("PII-ID", "** ●● •• ■■ …", rf"(?<!\d)({_PLACE}(?:{_HIDDEN_DAY}|{_HIDDEN_YEAR}|{_HIDDEN_END}))(?![\dA-Za-z])"),
    _after("PII-CARD", "银行卡|卡号|账号|帐号|账户|帐户|一卡通|存折|社保卡", rf"{_GAP}{{0,12}}", _ACCOUNT, long=True),
    _form("PII-CARD", "卡 折 62", rf"[卡折行汇转]{_GAP}{{0,8}}(62\d{{14}}(?:\d{{3}})?)(?!\d)", long=True),
    _after("PII-CARD", "银行卡|一卡通|存折|社保卡", rf"{_GAP}{{0,6}}{_LAST}", r"\d{3,6}(?!\d)"),
    _form("PII-CARD", "尾号", r"尾号[^\w\n|]{0,2}(\d{3,6})的?(?:银行|农商行)?(?:一卡通|银行卡|卡|存折)"),
    _form(
        "PII-PHONE",
        "0",
        r"(0(?<![\d.]0)(?<!\d[ \-]0)\d{2,3}(?:[)）】〕\]]|[\-‐-―· ]{1,2}|\.(?=\d{7}))\d{3,4}[\- ]?\d{4})(?!\d)",
        long=True,
    ),
    _after("PII-PHONE", "手机|电话|联系", rf"{_GAP}{{0,6}}", r"1[3-9](?=\d*+[*●•■…xX]{1,3}\d)[\d*●•■…xX]{9}(?![\d*])"),
    _after("PII-PHONE", "电话|手机|座机|热线|联系方式", rf"(?!费){_GAP}{{0,6}}(?!{_DAY})", _LOCAL, long=True),
    *(
        _after("PII-PHONE", call, r"[^\w\n|]{0,3}", rf"{_LOCAL}{_NO_MONEY}", long=True)
        for call in ("拨打|致电|来电|咨询|请打", "tel")
    ),
    _form("PII-PHONE", "打", r"打[:： ]?([2-9]\d{6,7})(?=[找问叫联咨，。；、）)]|\Z)", long=True),
    _form(
        "PII-PHONE",
        "0",
        rf"(0(?<![\d.\-A-Za-z票码号单证]0)(?<![票码号单证][ :：]0)(?:10|2\d|[3-9]\d\d)[2-9]\d{{6,7}}){_NO_MONEY}",
        long=True,
    ),
    *(_after("PII-CONTACT", chat, r"\s*+(?:号码?|[:：])+\s*+", _CHAT_NAME) for chat in _CHATS),
    *(_after("PII-CONTACT", chat, r"\s*+", _CHAT_ID) for chat in _CHATS),
    _after("PII-CONTACT", r"加v|\+v|wx", r"信?\s*+[:：]?\s*+", _CHAT_ID),
    _form("PII-CONTACT", "q: q：", rf"(?<![A-Za-z])[Qq]\s*+[:：]\s*+(?!{_DAY})(\d{{6,11}})(?!\d|\s*+[元户人亩])"),
    _after("PII-CONTACT", "qq|扣扣", r"\s*+(?:号码?|群)?\s*+[:：]?\s*+", r"\d{5,11}(?!\d)"),
    _form(
        "PII-CONTACT",
        " ".join((*(f"@{mail}" for mail in _MAILS), "艾特", "at] at) at） at】")),
        rf"(?i)([a-z0-9_.+-]{{2,}}\s?{_AT}(?:{'|'.join(_MAILS)})\s?[.点]\s?[a-z.]{{2,8}})",
    ),
    _form(
        "PII-CONTACT",
        "@",
        rf"(?<!{_OF_MAIL})({_OF_MAIL}{{2,64}}@(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}(?:{_ZONES})(?<!gov[.]cn))(?![A-Za-z0-9.-])",
    ),
    _after("PII-CONTACT", "邮箱|邮件|email|e-mail", r"[^\w\n|]{0,4}", r"[A-Za-z0-9_.+-]{2,}@[\w-]+(?:\.[\w-]+)+"),
    _form("PII-PAPER", "护照", r"([A-Z]{1,2}\d{7,8})\s*+号?的?护照", long=True),
    _after(
        "PII-PAPER",
        "护照",
        r"\s*+(?:号码?)?[^\w\n|]{0,4}",
        r"[A-Za-z]{1,2}(?:\d{7,8}|\d{4}[ \-]\d{4})(?!\d)",
        long=True,
    ),
    _after("PII-PAPER", _PAPERS, rf"{_GAP}{{0,6}}", r"[A-Za-z]?\d[\dXx \-]{5,22}"),
    _after("PII-PAPER", "车牌", r"\s*+(?:号码?)?[^\w\n|]{0,4}", rf"[{_PLATE}][A-Z][·•. \-]?[A-Z0-9]{{5,6}}"),
    _form("PII-PAPER", "· •", rf"([{_PLATE}][A-Z][·•][A-Z0-9]{{5,6}})(?![A-Z0-9])", follows="[A-Z0-9]{5}"),
    _after(
        "PII-ADDRESS", "门牌", r"号?码?[^\w\n|]{0,3}", r"\d{1,4}(?:[\-之]\d{1,3})?(?![\d个块元.]|[x×]\d)"
    ),  # 门牌-270x170
    _form("PII-ADDRESS", "号附", r"(\d{1,4}号附\d{1,3}号?)"),
    _form("PII-ADDRESS", "室", r"(?<![\d\-])(\d{1,3}\-\d{1,3}\-\d{2,4}\s*+室)"),
    _form("PII-ADDRESS", "# ＃", rf"(组(?<=[\d{_CHINESE}]组)\s*+\d{{1,4}}\s*+[#＃]){_NO_THING}"),
    *(
        _form("PII-ADDRESS", words, rf"({street}{_IN_CHINESE}){_NO_THING}{_NO_COURT}", follows=_IN_CHINESE)
        for words, street in (
            ("组 巷 弄 胡同", rf"[\d{_CHINESE}]\s*+组"),
            ("组 巷 弄 胡同", "(?:小组|巷|弄|胡同)"),
            ("路 街 大道", "(?:路|街|大道)"),
        )
    ),
    _form(
        "PII-ADDRESS",
        "号院 号楼 栋 幢 座 单元 弄",
        rf"(\d(?<!\d\d)\d*+\s*+{_BLOCK}\s*+\d++(?:\s*+单元)?(?:\s*+\d++)?[室号]?){_NO_COUNT}",
        follows=r"\s*+\d",
    ),
    _form(
        "PII-ADDRESS",
        "栋 幢 单元",
        rf"([{_CHINESE}]{{1,3}}\s*+(?:栋|幢|单元)\s*+[{_CHINESE}]{{1,4}}(?:\s*+单元\s*+[{_CHINESE}]{{1,4}})?\s*+[室号]){_NO_THING}",
        follows=rf"\s*+[{_CHINESE}]",
    ),
)


_FORMS = {
    True: [pattern for pattern in _PATTERNS if pattern.long or pattern.code == "PII-ID"],
    False: [pattern for pattern in _PATTERNS if not pattern.long],
}
"""By whether numbers are long; what may be both comes first in both, for of two findings in one place the first counts."""
_WORDS = {long: frozenset(word for pattern in forms for word in pattern.words) for long, forms in _FORMS.items()}
_SIGNS = frozenset("".join(_WORDS[False]))
_MANY = 2_000
"""Signs of a text from which on it is faster to look for each sign of the words than to take up each sign of the text."""
_USES = {
    long: {word: [(at, form.follows) for at, form in enumerate(forms) if word in form.words] for word in _WORDS[long]}
    for long, forms in _FORMS.items()
}
"""Which forms each word belongs to, and what follows it there."""


_NUMBERED = re.compile(rf"号{_NO_THING}")
_HOUSE_NUMBER = re.compile(r"\d\d{0,3}(?:[\-之]\d{1,3})?\s*\Z")
_WIDEST = 40
"""Signs of a house number, blanks before its 号 among them."""
_AT_HOME = r"(?:门牌号?码?|住址|地址|住在|家住)(?:[:：\s是为]|[\u4e00-\u9fff]){0,10}"
_STREET_BEFORE = re.compile(
    rf"(?:[\u4e00-\u9fff]{{1,2}}(?:{'|'.join(_STREET)})|[\d{_CHINESE}]\s*组|小组)\s*[第\-]?\s*\Z"
)
"""Most names of streets have two signs, and nobody can tell where a longer one begins."""
_HOME_BEFORE = re.compile(rf"{_AT_HOME}\s*\Z")
_REACH = 16
"""Signs before a house number that are looked at."""


def find_patterns(plain: str, *, long: bool) -> Iterator[Hit]:
    """Everything a word or a form gives away in a flattened text: the long numbers, or all others."""
    small = plain if plain.islower() else plain.lower()
    signs = set(small) if len(small) < _MANY or long else {sign for sign in _SIGNS if sign in small}
    said = {word for word in _WORDS[long] if signs.issuperset(word) and word in small}
    wanted = {at for word in said for at, follows in _USES[long][word] if may_follow(word, follows, plain)}
    for pattern in (_FORMS[long][at] for at in sorted(wanted)):
        for match in pattern.form.finditer(plain):
            if not pattern.long or pattern.code != "PII-CARD" or 10 <= sum(sign.isdigit() for sign in match[1]) <= 24:
                yield Hit(pattern.code, match.start(1), match.end(1))
    if long:
        return
    yield from (Hit("PII-PAPER", plate.start() - 1, plate.end()) for plate in _PLATE_ALONE.finditer(plain))
    if "号" in plain:
        yield from _find_houses(plain)


def _find_houses(plain: str) -> Iterator[Hit]:
    """House numbers after a street, a group or a word for an address, or alone."""
    for sign in _NUMBERED.finditer(plain):
        number = _HOUSE_NUMBER.search(plain, max(0, sign.start() - _WIDEST), sign.start())
        if number is None:
            continue
        before = plain[max(0, number.start() - _REACH) : number.start()]
        street = _STREET_BEFORE.search(before)
        start = number.start() - (len(before) - street.start() if street else 0)
        if street or _HOME_BEFORE.search(before) or plain[number.start() : sign.end()] == plain.strip():
            yield Hit("PII-ADDRESS", start, sign.end())
