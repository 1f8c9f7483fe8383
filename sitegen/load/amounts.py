"""Amounts and numbers as clerks write them; nothing is rounded, and what can be read in two ways is refused with a cure."""

from __future__ import annotations

import re
from decimal import Decimal

from sitegen.load.written import UNSETTLED, Parsed, narrow, unquoted, with_digits, wrong
from sitegen.model.ledger import Fen
from sitegen.model.money import decimal_money
from sitegen.model.numerals import spoken_number

LARGEST_FEN = 10**13
"""A hundred thousand million yuan: more is a slip of the keyboard."""

_PLAIN = re.compile(r"(-?)(\d{1,3}(?:,\d{3}){1,2}|\d{1,11})(?:\.(\d\d?))?", re.ASCII)
_AMOUNT = re.compile(
    r"(?:人民币|RMB)?\s*+(?P<sign>[-+]?)\s*+(?:¥|人民币|RMB)?\s*+(?P<minus>-?)(?P<number>[\d,.]*\d)\s*+"
    r"(?P<unit>万|亿)?\s*+(?:[元圆]整?|块钱?)?",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<rest>\d+))?", re.ASCII)
_UNITS = {None: 1, "万": 10_000, "亿": 100_000_000}


def read_money(text: str) -> Parsed:
    """Whole fen."""
    if match := _PLAIN.fullmatch(text):  # nearly all of them
        return int(f"{match[1]}{match[2].replace(',', '')}{match[3] or '':0<2}"), None
    plain = unquoted(narrow(text))
    if plain.startswith("="):
        return wrong("AMT-FORMULA", text)
    if plain.startswith("(") and plain.endswith(")"):
        return wrong("AMT-SIGN", text, cure="-" + plain[1:-1].strip())
    match = _AMOUNT.fullmatch(plain)
    if not match or (match["sign"] and match["minus"]):
        return _not_amount(text, plain)
    number = _NUMBER.fullmatch(match["number"])
    if not number:
        return wrong("AMT-GROUP", text, cure=_regrouped(match["number"]))
    digits = number["whole"].replace(",", "")
    if len(digits) > 16:
        return wrong("AMT-SIZE", text)
    fen = Decimal(f"{digits}.{number['rest'] or 0}") * 100 * _UNITS[match["unit"]]
    if fen != int(fen) or (len(number["rest"] or "") == _OF_THOUSANDS and not match["unit"]):
        return wrong("AMT-FEN", text, book="", **_thousands(digits, number["rest"] or "", match["unit"]))
    if fen > LARGEST_FEN:
        return wrong("AMT-SIZE", text)
    return (-int(fen) if "-" in (match["sign"], match["minus"]) else int(fen)), None


def _thousands(whole: str, rest: str, unit: str) -> dict[str, str]:
    """What ``8.600`` says where its point was meant for a comma, and what it says where it was not."""
    meant = len(rest) == _OF_THOUSANDS and not unit and len(whole) <= _OF_THOUSANDS and not whole.startswith("0")
    return {"thousand": whole + rest, "whole": whole} if meant else {"thousand": "", "whole": ""}


_OF_THOUSANDS = 3
"""Decimals that may have been meant as thousands: ``8.600`` for ``8,600``."""
_PLAIN_COLUMN = re.compile(r"(?:-?(?:[0-9]{1,11}|[0-9]{1,3}(?:,[0-9]{3}){1,2})\.[0-9][0-9]\n)++")
"""Each amount in one way only, and none is looked at again: one odd amount below thirty good ones took minutes."""


def read_amounts(texts: list[str]) -> list[Fen] | None:
    """Whole fen of a column whose amounts are all written plainly, with both decimals; else None."""
    text = "\n".join(texts)
    return [*map(int, text.replace(".", "").replace(",", "").split())] if _PLAIN_COLUMN.fullmatch(text + "\n") else None


def to_fen(text: str) -> Fen | None:
    """Whole fen of an amount, or None when it is none."""
    value, _ = read_money(text.strip())
    return value if isinstance(value, int) else None


_ABOUT = re.compile(
    r"约|左右|上下|大概|不到|以上|以内|将近|近(?=[\d一二两三四五六七八九十几])|多(?:元|万|块)?$|余(?:元|万)?$|几[十百千万]|\d[万元]?[-~至到]\d"
)
_FOREIGN = re.compile(r"[$€£]|美元|美金|欧元|港[元币]|日元|USD|EUR|HKD", re.IGNORECASE)
_SUM = re.compile(r"[-+]?[\d.,]+(?:\s*[+*/×xX÷]\s*[\d.,]+)+(?:\s*=\s*[\d.,]+)?元?")
_GROUPED = re.compile(r"-?[\d,. _']*\d[,. ]*|-?\.\d+")
_MIXED = re.compile(r"-?(\d+(?:\.\d+)?)万(\d{1,4})(千|百)?元?")
_JIAO = re.compile(r"-?(\d+)[元圆块](?:(\d)角)?(?:(\d)分)?")
_REMARKED = re.compile(
    r"(-?[¥\d][\d,.]*(?:万元?|元)?)\s*(?:[(/;#]|(?![万亿千百十零〇一二两三四五六七八九])[\u4e00-\u9fff]).*"
)


def _not_amount(text: str, plain: str) -> Parsed:
    """Which kind of other thing it is, and how it would be written."""
    if UNSETTLED.fullmatch(plain):
        return wrong("AMT-NONE", text)
    if _FOREIGN.search(plain):
        return wrong("AMT-CURRENCY", text)
    if _SUM.fullmatch(plain):
        return wrong("AMT-FORMULA", text)
    if _GROUPED.fullmatch(plain) and re.search(r"\d", plain):
        return wrong("AMT-GROUP", text, cure=_regrouped(plain))
    if len(plain) < 30 and _ABOUT.search(plain):
        return wrong("AMT-ABOUT", text)
    return wrong("AMT-TEXT", text, cure=_cure(plain) if len(plain) < 60 else "")


def _cure(plain: str) -> str:
    """The amount that was probably meant, as figures; empty when nobody can tell."""
    if re.fullmatch(r"-?\d{1,9}(?:\.\d{1,20})?[eE]\+?\d{1,2}", plain):
        return f"{Decimal(plain):f}"
    if match := _MIXED.fullmatch(plain):
        tail = int(match[2]) * {"千": 1000, "百": 100}.get(match[3], 10 ** (4 - len(match[2])))
        return _written(Decimal(match[1]) * 10_000 + tail)
    if match := re.fullmatch(r"-?(\d+(?:\.\d+)?)([千百])元?", plain):
        return _written(Decimal(match[1]) * {"千": 1000, "百": 100}[match[2]])
    if match := _JIAO.fullmatch(plain):
        return f"{match[1]}.{match[2] or 0}{match[3] or 0}"
    spoken = spoken_number(re.sub(r"[元圆块整正]+$", "", plain))
    if spoken is not None:
        return str(spoken)
    for other in (with_digits(plain), match[1] if (match := _REMARKED.fullmatch(plain)) else ""):
        if other and other != plain and (fen := to_fen(other)) is not None:
            return decimal_money(fen).removesuffix(".00")
    return ""


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _regrouped(number: str) -> str:
    """``1,23.4`` → ``123.4``; ``1.234,50`` → ``1234.50``: the last sign before one or two digits is the point.

    Empty where the same sign parts other groups than thousands before it: ``620.3.0``.
    """
    bare = re.sub(r"[\s_',.]+$", "", number)
    signs, groups = re.findall(r"[.,]", bare), re.split(r"[.,]", bare)
    if signs and signs.count(signs[-1]) > 1 and any(len(group) not in (0, 3) for group in groups[1:-1]):
        return ""
    match = re.fullmatch(r"(.*)[.,](\d{1,2})", bare)
    whole, rest = (match[1], match[2]) if match else (bare, "")
    digits = ("-" if whole.startswith("-") else "") + (re.sub(r"\D", "", whole) or "0")
    return f"{digits}.{rest}" if rest else digits


# ---- other numbers ---------------------------------------------------------------------------------------------------

_UNIT = re.compile(r"(?<=[\d半])\s*(?:天|个工|工|日|亩|股|年|个月|公里|米)$")

_PIECES = re.compile(r"(?<=\d)\s*[栋幢座间处台辆套部架个件项把张只头匹条根棵株口眼块份盏袋桶]$")
"""What things are counted in; no column of numbers is called after one."""


def read_number(text: str) -> Parsed:
    """A decimal number, its unit left to the column's name."""
    plain = unquoted(narrow(text))
    match = re.fullmatch(r"([-+]?)(.*)", plain)
    number = _NUMBER.fullmatch(match[2]) if match else None
    if not match or not number or len(match[2]) > 30:
        return wrong("AMT-NUMBER", text, cure=_number_cure(plain) if len(plain) < 30 else "")
    value = Decimal(match[2].replace(",", ""))
    return (-value if match[1] == "-" else value), None


_HALVES = {"½": Decimal("0.5"), "半": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}


def _number_cure(plain: str) -> str:
    bare = _PIECES.sub("", _UNIT.sub("", plain))
    if bare != plain and _NUMBER.fullmatch(bare):
        return bare
    match = re.fullmatch(r"(\d*|[一二两三四五六七八九十]*)(?:天|个|亩|年)?([½半¼¾])(?:天|个|亩|年)?", bare)
    if match:
        whole = spoken_number(match[1]) if not match[1].isdigit() else int(match[1])
        return _written((whole or 0) + _HALVES[match[2]])
    if match := re.fullmatch(r"(\d{1,3})/([248]|5|10)", bare):
        return _written(Decimal(match[1]) / Decimal(match[2]))
    spoken = spoken_number(bare)
    read = with_digits(bare)
    return str(spoken) if spoken is not None else read if _NUMBER.fullmatch(read) else ""


def read_share(text: str) -> Parsed:
    """A percentage."""
    plain = unquoted(narrow(text))
    value, problem = read_number(plain.removesuffix("%").strip())
    return (value, None) if problem is None else wrong("AMT-SHARE", text, cure=_share_cure(plain))


def _share_cure(plain: str) -> str:
    if match := re.fullmatch(r"百分之([零一二三四五六七八九十百]+|\d+(?:\.\d+)?)", plain):
        number = match[1] if match[1][0].isdigit() else spoken_number(match[1])
        return f"{number}%" if number is not None else ""
    if match := re.fullmatch(r"([\d一二两三四五六七八九])成(半?)", plain):
        tens = match[1] if match[1].isdigit() else spoken_number(match[1])
        return f"{tens}{'5' if match[2] else '0'}%"
    if match := re.fullmatch(r"(\d{1,3})/(\d{1,3})", plain):
        share = Decimal(match[1]) * 100 / Decimal(match[2]) if int(match[2]) else Decimal(0)
        return f"{_written(share)}%" if share == share.to_integral_value() and share else ""
    return ""


_COUNT = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*(?:人次|[户人次个件份张笔处名家棵头亩月])?", re.ASCII)


def read_count(text: str) -> Parsed:
    """A whole number."""
    if text.isdigit() and text.isascii() and len(text) < 10:
        return int(text), None
    plain = unquoted(narrow(text))
    match = _COUNT.fullmatch(plain)
    if not match or len(plain) > 20:
        return wrong("AMT-COUNT", text, cure=_count_cure(plain) if len(plain) < 30 else "")
    number = int(match[2].replace(",", ""))
    return (-number if match[1] == "-" else number), None


def _count_cure(plain: str) -> str:
    bare = _PIECES.sub("", re.sub(r"[户人次个件份张笔处名家]+$", "", plain))
    spoken = spoken_number(bare)
    read = with_digits(bare) or bare.replace(" ", "")
    return str(spoken) if spoken is not None else read if read.isdigit() and read != plain else ""
