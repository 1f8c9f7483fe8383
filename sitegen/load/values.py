"""Field types: what a clerk wrote → a typed value, or what is wrong with it. Nothing is rounded or guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sitegen.model.catalogue import Kind
from sitegen.model.ledger import Fen, Value
from sitegen.model.period import Period, from_text
from sitegen.source import nearest

LONGEST = 2_000
"""Characters of a value that is not Markdown."""
LARGEST_FEN = 10**13
"""A hundred thousand million yuan: more is a slip of the keyboard."""
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a text: code, values of its sentence, and the characters meant."""

    code: str
    values: tuple[tuple[str, str], ...] = ()
    start: int = 0
    end: int = 0
    severity: str = "error"


Parsed = tuple[Value | None, Problem | None]


def parse(kind: Kind, text: str, *, choices: tuple[str, ...] = (), period: Period | None = None) -> Parsed:
    """The typed value, or what is wrong. An empty text is no value and no problem.

    ``period`` gives year and month to days written without them.
    """
    if kind == "markdown":
        return (unicodedata.normalize("NFC", text), None) if text.strip() else (None, None)
    written = text.strip()
    if not written:
        return None, None
    value, problem = _parse(kind, written, choices, period)
    if problem is None:
        return value, None
    start = text.index(written)
    return None, replace(problem, start=start, end=start + len(written))


def _parse(kind: Kind, written: str, choices: tuple[str, ...], period: Period | None) -> Parsed:
    if len(written) > LONGEST:
        return None, Problem("LIM-LONG", (("length", str(len(written))), ("limit", str(LONGEST))))
    if kind == "date":
        return _date(written, period)
    if kind == "choice":
        return _choice(written, choices)
    return _PARSERS[kind](written)


def _wrong(code: str, text: str, **values: str) -> Parsed:
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return None, Problem(code, (("text", shown), *values.items()))


def _narrow(text: str) -> str:
    """Full-width signs as narrow ones and dashes as minus signs; not NFKC, to which ``3²`` is 32."""
    return text.translate(_NARROW).strip()


_NARROW = str.maketrans(
    "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000\u00a0￥−–—﹣‐。",
    "".join(map(chr, range(0x21, 0x7F))) + "  ¥-----.",
)

# ---- numbers ---------------------------------------------------------------------------------------------------------

_AMOUNT = re.compile(
    r"(?:人民币|RMB)?\s*(?P<sign>[-+]?)\s*(?:¥|人民币|RMB)?\s*(?P<minus>-?)(?P<number>[\d,.]*\d)\s*"
    r"(?P<unit>万|亿)?\s*(?:元整?|块钱?)?",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<rest>\d+))?", re.ASCII)
_UNITS = {None: 1, "万": 10_000, "亿": 100_000_000}
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟元圆角分整正几余多约]+")


def _money(text: str) -> Parsed:
    plain = _narrow(text)
    if plain.startswith("="):
        return _wrong("AMT-FORMULA", text)
    if plain.startswith("(") and plain.endswith(")"):
        return _wrong("AMT-SIGN", text, cure="-" + plain[1:-1].strip())
    match = _AMOUNT.fullmatch(plain)
    if not match or (match["sign"] and match["minus"]):
        return _not_amount(text, plain)
    number = _NUMBER.fullmatch(match["number"])
    if not number:
        return _wrong("AMT-GROUP", text, cure=_regrouped(match["number"]))
    digits = number["whole"].replace(",", "")
    if len(digits) > 16:
        return _wrong("AMT-SIZE", text)
    fen = Decimal(f"{digits}.{number['rest'] or 0}") * 100 * _UNITS[match["unit"]]
    if fen != int(fen):
        return _wrong("AMT-FEN", text)
    if fen > LARGEST_FEN:
        return _wrong("AMT-SIZE", text)
    return (-int(fen) if "-" in (match["sign"], match["minus"]) else int(fen)), None


def _not_amount(text: str, plain: str) -> Parsed:
    if re.fullmatch(r"-?\d[\d ]*\d(?:\.\d+)?", plain):
        return _wrong("AMT-TEXT", text, cure=plain.replace(" ", ""))
    if re.fullmatch(r"-?\d[\d,. ]*\d", plain):
        return _wrong("AMT-GROUP", text, cure=_regrouped(plain))
    scientific = re.fullmatch(r"-?\d{1,9}(?:\.\d{1,20})?[eE]\+?\d{1,2}", plain)
    if scientific:
        return _wrong("AMT-TEXT", text, cure=f"{Decimal(plain):f}")
    if _CHINESE.fullmatch(plain):
        return _wrong("AMT-TEXT", text, cure=_from_chinese(plain))
    return _wrong("AMT-TEXT", text, cure="")


def _regrouped(number: str) -> str:
    """``1,23.4`` → ``123.4``; ``1.234,50`` → ``1234.50``: the last sign before one or two digits is the point."""
    match = re.fullmatch(r"(.*)[.,](\d{1,2})", number)
    whole, rest = (match[1], match[2]) if match else (number, "")
    digits = re.sub(r"\D", "", whole)
    return f"{digits}.{rest}" if rest else digits


_DIGITS = {c: i % 10 for i, c in enumerate("零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖")} | {"两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}


def _from_chinese(text: str) -> str:
    """``一万二`` → ``12000``, as a cure only; empty when it says no plain number."""
    words = re.sub(r"[元圆整正]+$", "", text)
    if not re.fullmatch(r"[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+", words) or words.count("万") > 1:
        return ""
    total = part = digit = 0
    step = 1
    for character in words:
        if character in _DIGITS:
            digit = _DIGITS[character]
            step = 1 if character in "零〇" else step
        elif character in _STEPS:
            step = _STEPS[character]
            part, digit = part + (digit or 1) * step, 0
        else:
            total, part, digit, step = (part + digit) * 10_000, 0, 0, 10_000
    spoken = digit * (step // 10 if step > 1 else 1)  # 一万二 is 12000, 三百五 is 350
    return str(total + part + spoken)


def _number(text: str) -> Parsed:
    match = re.fullmatch(r"([-+]?)(.*)", _narrow(text))
    number = _NUMBER.fullmatch(match[2]) if match else None
    if not match or not number or len(match[2]) > 30:
        return _wrong("AMT-NUMBER", text)
    value = Decimal(match[2].replace(",", ""))
    return (-value if match[1] == "-" else value), None


def _share(text: str) -> Parsed:
    plain = _narrow(text)
    value, problem = _number(plain.removesuffix("%").strip())
    return (value, None) if problem is None else _wrong("AMT-SHARE", text)


def _count(text: str) -> Parsed:
    plain = _narrow(text)
    match = re.fullmatch(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*[户人次个件份张笔处名家棵头亩]?", plain)
    if not match or len(plain) > 20:
        return _wrong("AMT-COUNT", text)
    number = int(match[2].replace(",", ""))
    return (-number if match[1] else number), None


def to_fen(text: str) -> Fen | None:
    """Whole fen of an amount, or None when it is none."""
    value, _ = _money(text.strip())
    return value if isinstance(value, int) else None


# ---- days ------------------------------------------------------------------------------------------------------------

_FULL_DATE = re.compile(r"(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*[日号]?", re.ASCII)
_SOLID_DATE = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_SHORT_YEAR = re.compile(r"'?\d\d\s*(?:年|[-./])\s*\d{1,2}\s*(?:月|[-./])\s*\d{1,2}\s*[日号]?", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*[日号]?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})\s*[日号]", re.ASCII)
_LUNAR = re.compile(r"农历|阴历|初[一二三四五六七八九十]|正月|腊月|冬月|廿")
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2})?$")


def _date(text: str, period: Period | None) -> Parsed:
    plain = _TIME.sub("", _narrow(text).replace("〇", "0").replace(",", "."))
    for pattern in (_FULL_DATE, _SOLID_DATE):
        if match := pattern.fullmatch(plain):
            return _day(text, int(match[1]), int(match[2]), int(match[3]))
    if _LUNAR.search(plain):
        return _wrong("DATE-LUNAR", text)
    if _SHORT_YEAR.fullmatch(plain):
        return _wrong("DATE-SHORT", text)
    if match := _MONTH_DAY.fullmatch(plain):
        return _in_period(text, int(match[1]), int(match[2]), period)
    if match := _DAY.fullmatch(plain):
        month = period.first.month if period and period.first.month == period.last.month else 0
        return _in_period(text, month, int(match[1]), period)
    if re.fullmatch(r"[34]\d{4}(?:\.\d+)?", plain):
        serial = date.fromordinal(date(1899, 12, 30).toordinal() + int(plain[:5]))
        return _wrong("DATE-TEXT", text, cure=serial.isoformat())
    return _wrong("DATE-TEXT", text, cure="")


def _in_period(text: str, month: int, day: int, period: Period | None) -> Parsed:
    """The year is the period's; an event just after or before New Year has to be written in full."""
    if period is None or not month:
        return _wrong("DATE-YEAR", text)
    return _day(text, period.first.year, month, day)


def _day(text: str, year: int, month: int, day: int) -> Parsed:
    try:
        value = date(year, month, day)
    except ValueError:
        return _wrong("DATE-NONE", text)
    return (value, None) if 1900 <= year <= 2200 else _wrong("DATE-NONE", text)


def _month(text: str) -> Parsed:
    period = from_text(_narrow(text).replace("〇", "0"))
    if period is None and (match := re.fullmatch(r"(\d{4})(0[1-9]|1[0-2])", _narrow(text))):
        period = from_text(f"{match[1]}-{match[2]}")
    return (period, None) if period and period.kind == "month" else _wrong("DATE-MONTH", text)


# ---- words -----------------------------------------------------------------------------------------------------------

_YES = frozenset({"是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true"})
_NO = frozenset({"否", "无", "没有", "不是", "×", "x", "✗", "✘", "☐", "n", "no", "false"})


def _yesno(text: str) -> Parsed:
    plain = _narrow(text).lower()
    if plain in _YES or plain in _NO:
        return plain in _YES, None
    return _wrong("KEY-YESNO", text)


def _choice(text: str, choices: tuple[str, ...]) -> Parsed:
    known = {"".join(_narrow(choice).split()): choice for choice in choices}
    value = known.get("".join(_narrow(text).split()))
    if value is not None or not choices:
        return (value if choices else text), None
    return _wrong("KEY-CHOICE", text, nearest=nearest(text, choices), known="、".join(choices))


def _text(text: str) -> Parsed:
    return unicodedata.normalize("NFC", text), None


def _code(text: str) -> Parsed:
    """Digits and letters stand for themselves; Excel's ``1.1E+17`` has lost its last digits for ever."""
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+\d+", text):
        return _wrong("CODE-LOST", text)
    return unicodedata.normalize("NFC", text), None


_TELEPHONE = re.compile(
    r"(?:\+?86-?)?(?:0\d{2,3}-?\d{7,8}(?:(?:-|转|ext)\d{1,6})?|1\d{10}|\d{3,8}|[48]00-?\d{3}-?\d{4})"
)


def _telephone(text: str) -> Parsed:
    plain = re.sub(r"[()\s]+", "-", _narrow(text)).strip("-")
    plain = re.sub(r"-+", "-", plain)
    if _TELEPHONE.fullmatch(plain) or _TELEPHONE.fullmatch(plain.replace("-", "")):
        return plain, None
    return _wrong("CODE-PHONE", text)


def _file(text: str) -> Parsed:
    path = unicodedata.normalize("NFC", text)
    cure = re.sub(r"^(?:[A-Za-z]:)?/+", "", path.replace("\\", "/"))
    parts = cure.partition("#")[0].split("/")
    if cure != path or ".." in parts or re.match(r"[A-Za-z]:", path) or "\0" in path:
        return _wrong("FILE-PATH", text, cure="/".join(part for part in cure.split("/") if part not in ("..", ".")))
    return path, None


_PARSERS: dict[str, Callable[[str], Parsed]] = {
    "text": _text,
    "money": _money,
    "number": _number,
    "share": _share,
    "month": _month,
    "person": _text,
    "payee": _text,
    "organisation": _text,
    "code": _code,
    "voucher": _code,
    "telephone": _telephone,
    "place": _text,
    "file": _file,
    "yesno": _yesno,
    "count": _count,
    "reference": _text,
}
