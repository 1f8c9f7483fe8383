"""Days and months as clerks write them; the year may be the period's, everything else has to be written."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from sitegen.load.written import UNSETTLED, Parsed, narrow, unquoted, with_digits, wrong
from sitegen.model.numerals import to_digits
from sitegen.model.period import Period, from_text

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_BETWEEN_YEAR = r"\s*(?:年|[-./、]|\s)\s*"
_BETWEEN_MONTH = r"\s*(?:月|[-./、]|\s)\s*"
_FULL_DATE = re.compile(rf"(\d{{4}}){_BETWEEN_YEAR}(\d{{1,2}}){_BETWEEN_MONTH}(\d{{1,2}})\s*[日号]?", re.ASCII)
_SOLID_DATE = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_SHORT_YEAR = re.compile(r"'?(\d\d?)\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*[日号]?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*((?:19|20)\d\d)", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*[日号]?", re.ASCII)
_DAYS = re.compile(r"\d{1,2}\s*-\s*\d{1,2}\s*[日号]", re.ASCII)
"""``4-6日``: from the fourth to the sixth as well as the sixth of April."""
_DAY = re.compile(r"(\d{1,2})\s*[日号]", re.ASCII)
_LUNAR = re.compile(
    r"农历|阴历|旧历|闰|初[一二三四五六七八九十]|正月|腊月|冬月|廿|除夕|春节|元宵|端午|七夕|中秋|重阳|腊八|清明|元旦|国庆|节(?:[前后]|当天)?$|立[春夏秋冬]|[夏冬]至"
    r"|[一二三四五六七八九十]+月[一二三十][一二三四五六七八九十]*$|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
)
_CHINESE_MONTH = re.compile(r"[一二三四五六七八九十元]+月[一二三四五六七八九十]+[日号]")
_RANGE = re.compile(
    r"\d\s*[日号]?\s*(?:至|到|~|—)\s*\d|月\s*\d{1,2}\s*[日号]?\s*[-、,]\s*\d|[日号]\s*[-、,和]\s*\d"
    r"|(?<!\d)\d{1,2}([-/.])\d{1,2}\s*(?!\1)[-~]\s*\d{1,2}\1\d{1,2}$"
)
_VAGUE = re.compile(r"约|左右|前后|旬|月[初底末]|上个?月|下个?月|季度|年[初中底末]|半年")
_MONTH_ONLY = re.compile(
    r"(?:\d{4}\s*[年\-./]?\s*)?\d{1,2}\s*月份?|\d{4}\s*[-./]\s*\d{1,2}|\d{4}\s*年?度?|\d{6}", re.ASCII
)
_TIME = re.compile(r"(?:[T\s]+|(?<=[日号午上晚早]))([01]?\d|2[0-3])[:点时]([0-5]\d)?(?::[0-5]\d)?分?$")
_WEEKDAY = re.compile(r"\s*[(,]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*\)?$")
_LAST_YEAR = 2100
"""Leases run seventy years at most, and none signed before 2030 reaches it; 2104 for 2014 is a slip of the pen."""
_LEAP_YEAR = 2024
"""Has every day that any year has."""
_HALF_DAY = re.compile(r"\s*(?:上午|下午|早上|中午|晚上|早|晚)$")


def read_day(text: str, period: Period | None) -> Parsed:
    """A day; ``period`` gives year and month to days written without them."""
    if match := _ISO.fullmatch(text):
        return _day(text, int(match[1]), int(match[2]), int(match[3]))
    plain = _bare(text)
    for pattern in (_FULL_DATE, _SOLID_DATE):
        if match := pattern.fullmatch(plain):
            return _day(text, int(match[1]), int(match[2]), int(match[3]))
    if _DAYS.fullmatch(plain):
        return wrong("DATE-RANGE", text)
    if match := _MONTH_DAY.fullmatch(plain):
        return _in_period(text, int(match[1]), int(match[2]), period)
    if match := _DAY.fullmatch(plain):
        month = period.first.month if period and period.first.month == period.last.month else None
        return _in_period(text, month, int(match[1]), period)
    return _not_day(text, plain, period)


def _bare(text: str) -> str:
    """Without what a day may carry beside itself: quotes, hours, the day of the week, a stop at the end."""
    plain = unquoted(narrow(text)).removeprefix("公历").removeprefix("阳历").strip()
    for beside in (_WEEKDAY, _TIME, _HALF_DAY, _WEEKDAY):
        plain = beside.sub("", plain)
    plain = plain.rstrip(".,;、 ").replace(",", ".")
    return to_digits(plain) if re.match(r"[零〇○一二三四五六七八九]{4}年", plain) else plain.replace("〇", "0")


def _not_day(text: str, plain: str, period: Period | None) -> Parsed:
    """Which kind of other thing it is, and how it would be written."""
    if _CHINESE_MONTH.fullmatch(plain):
        meant = to_digits(plain)
        return wrong("DATE-TEXT", text, cure="" if read_day(meant, period)[1] else meant)
    if _LUNAR.search(plain):
        return wrong("DATE-LUNAR", text)
    if match := _SHORT_YEAR.fullmatch(plain):
        return wrong("DATE-SHORT", text, cure=_with_year(match, period))
    if match := _YEAR_LAST.fullmatch(plain):
        return wrong("DATE-ORDER", text, cure=_reordered(int(match[1]), int(match[2]), int(match[3])))
    if UNSETTLED.fullmatch(plain):
        return wrong("DATE-TEXT", text, open=plain)
    if len(plain) < 40 and _RANGE.search(plain):
        return wrong("DATE-RANGE", text)
    if _MONTH_ONLY.fullmatch(to_digits(plain)) or (len(plain) < 20 and _VAGUE.search(plain)):
        return wrong("DATE-DAY", text)
    if re.fullmatch(r"[34]\d{4}(?:\.\d+)?", plain):
        serial = date.fromordinal(date(1899, 12, 30).toordinal() + int(plain[:5]))
        return wrong("DATE-TEXT", text, excel=serial.isoformat())
    return wrong("DATE-TEXT", text, cure=_cure(plain, period) if len(plain) < 30 else "")


def _cure(plain: str, period: Period | None) -> str:
    """The day that was probably meant: letters for digits, signs twice or left out."""
    digits = re.sub(r"(?<=\d{4})-?(?=\d{4}$)", "", plain)
    for other in (with_digits(plain), digits, re.sub(r"([-./])[-./]+", r"\1", plain)):
        value, problem = read_day(other, period) if other and other != plain else (None, None)
        if isinstance(value, date) and problem is None:
            return value.isoformat()
    return ""


def _with_year(match: re.Match[str], period: Period | None) -> str:
    """The one reading in which the short year is the period's."""
    first, second, third = (int(part) for part in match.groups())
    years = {period.first.year % 100: period.first.year} if period else {}
    readings = [(years[a], b, c) for a, b, c in ((first, second, third), (third, second, first)) if a in years]
    days = {day for reading in readings if (day := _valid(*reading))}
    return days.pop().isoformat() if len(days) == 1 else ""


def _reordered(first: int, second: int, year: int) -> str:
    """Day and month in the only order that gives a day; empty when both do."""
    days = {day for month, number in ((first, second), (second, first)) if (day := _valid(year, month, number))}
    return days.pop().isoformat() if len(days) == 1 else ""


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_period(text: str, month: int | None, day: int, period: Period | None) -> Parsed:
    """The year is the period's; an event just after or before New Year has to be written in full."""
    if month is not None and not _valid(_LEAP_YEAR, month, day):
        return _no_such_day(text, period.first.year if period else None, month, day)
    if period is None or month is None:
        return wrong("DATE-YEAR", text)
    return _day(text, period.first.year, month, day)


def _day(text: str, year: int, month: int, day: int) -> Parsed:
    value = _valid(year, month, day)
    return (value, None) if value and 1900 <= year < _LAST_YEAR else _no_such_day(text, year, month, day)


def _no_such_day(text: str, year: int | None, month: int, day: int) -> Parsed:
    """How long that month is, in any year where none is known, or the day with both numbers exchanged."""
    if 1 <= month <= 12 and (year is None or 1900 <= year < _LAST_YEAR):
        named = f"{year}年{month}月" if year else f"{month}月"
        return wrong("DATE-NONE", text, month=named, days=str(monthrange(year or _LEAP_YEAR, month)[1]))
    swapped = f"{day}月{month}日" if _valid(_LEAP_YEAR, day, month) else ""
    return wrong("DATE-NONE", text, cure=swapped)


def read_month(text: str, period: Period | None = None) -> Parsed:
    """A month; a period gives its year to the cure only."""
    plain = unquoted(narrow(text))
    found = from_text(plain)
    if found is None and (match := re.fullmatch(r"(\d{4})(0[1-9]|1[0-2])", plain)):
        found = from_text(f"{match[1]}-{match[2]}")
    if found and found.kind == "month":
        return found, None
    bare = re.fullmatch(r"(1[0-2]|0?[1-9])月份?", to_digits(plain))
    cure = f"{period.first.year}年{int(bare[1])}月" if bare and period else ""
    return wrong("DATE-MONTH", text, cure=cure)
