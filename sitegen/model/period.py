"""Periods: a year, a quarter, a month or a day, and their names in ledgers, addresses and sentences."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from sitegen.model.numerals import to_digits

PeriodKind = Literal["year", "quarter", "month", "day"]


class Period(Struct, frozen=True):
    """First and last day, both included. What ends later comes later, and of two that end together what begins later."""

    first: date
    last: date

    def __lt__(self, other: Period) -> bool:
        return (self.last, self.first) < (other.last, other.first)

    @property
    def kind(self) -> PeriodKind:
        """Which of the four kinds the two days span."""
        if self.first == self.last:
            return "day"
        months = (self.last.month - self.first.month) + 1
        return "year" if months == 12 else "quarter" if months == 3 else "month"

    @property
    def code(self) -> str:
        """The name in addresses: ``2026y`` ``2026q3`` ``2026m09`` ``2026d0915``."""
        return _to_code(self.first, self.last)

    @property
    def quarter(self) -> int:
        """Quarter of the first day, 1 to 4."""
        return (self.first.month + 2) // 3

    @property
    def label(self) -> str:
        """As clerks write it: ``2026年3季度`` ``2026年9月`` ``2026年`` ``2026年9月15日``."""
        year = f"{self.first.year}年"
        match self.kind:
            case "year":
                return year
            case "quarter":
                return f"{year}{self.quarter}季度"
            case "month":
                return f"{year}{self.first.month}月"
            case _:
                return f"{year}{self.first.month}月{self.first.day}日"

    @property
    def plain(self) -> str:
        """As villagers say it: ``2026年7—9月`` for a quarter, else the label."""
        return _to_plain(self.first, self.last)

    @property
    def short(self) -> str:
        """For a reference read out over the telephone: ``26三季`` ``26年9月`` ``26年`` ``26年9月15日``."""
        year = f"{self.first.year % 100:02}"
        match self.kind:
            case "quarter":
                return f"{year}{'一二三四'[self.quarter - 1]}季"
            case "year":
                return f"{year}全年"
            case _:
                return f"{year}{self.label[4:]}"


@lru_cache(maxsize=4096)
def _to_code(first: date, last: date) -> str:
    """Asked for of every period on every page."""
    match Period(first, last).kind:
        case "year":
            return f"{first.year}y"
        case "quarter":
            return f"{first.year}q{Period(first, last).quarter}"
        case "month":
            return f"{first.year}m{first.month:02}"
        case _:
            return f"{first.year}d{first.month:02}{first.day:02}"


@lru_cache(maxsize=4096)
def _to_plain(first: date, last: date) -> str:
    """The same."""
    period = Period(first, last)
    return f"{first.year}年{first.month}—{last.month}月" if period.kind == "quarter" else period.label


def year(number: int) -> Period:
    """The calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def quarter(number: int, which: int) -> Period:
    """The ``which``-th quarter, 1 to 4."""
    first = date(number, 3 * which - 2, 1)
    return Period(first, _last_of_month(number, 3 * which))


def month(number: int, which: int) -> Period:
    """The ``which``-th month, 1 to 12."""
    return Period(date(number, which, 1), _last_of_month(number, which))


def day(value: date) -> Period:
    """One day, for an event."""
    return Period(value, value)


def _last_of_month(number: int, which: int) -> date:
    following = date(number + which // 12, which % 12 + 1, 1)
    return following - timedelta(days=1)


def meet(one: Period, other: Period) -> bool:
    """Whether two periods have a day in common."""
    return one.first <= other.last and other.first <= one.last


@lru_cache(maxsize=1024)
def before(period: Period) -> Period:
    """The period of the same kind just before."""
    end = period.first - timedelta(days=1)
    return containing(end, period.kind)


def after(period: Period) -> Period:
    """The period of the same kind just after."""
    return containing(period.last + timedelta(days=1), period.kind)


@lru_cache(maxsize=1024)
def year_before(period: Period) -> Period:
    """The same period one year earlier; 29 February becomes the 28th."""
    match period.kind:
        case "year":
            return year(period.first.year - 1)
        case "quarter":
            return quarter(period.first.year - 1, period.quarter)
        case "month":
            return month(period.first.year - 1, period.first.month)
        case _:
            number = min(period.first.day, 28) if period.first.month == 2 else period.first.day
            return day(date(period.first.year - 1, period.first.month, number))


def containing(value: date, kind: PeriodKind) -> Period:
    """The period of that kind in which the day lies."""
    match kind:
        case "year":
            return year(value.year)
        case "quarter":
            return quarter(value.year, (value.month + 2) // 3)
        case "month":
            return month(value.year, value.month)
        case _:
            return day(value)


_CODE = re.compile(r"(\d{4})(?:y|q([1-4])|m(0[1-9]|1[0-2])|d(\d\d)(\d\d))")
_DIGITS = str.maketrans("０１２３４５６７８９－—–～", "0123456789----")
_LABEL = re.compile(
    r"(\d{4})\s*+(?:年\s*+(?:度|全年)?|[-./]?\s*+[Qq]\s*+([1-4])|(?:年度?)?\s*+第?\s*+([1-4])\s*+季度?"
    r"|(?:年|[-./])\s*+(\d{1,2})\s*+月?\s*(?:份|(?:[-./]|(?<=月))\s*+(\d{1,2})\s*+日?)?)"
)


_MONTHS = re.compile(r"(\d{4})\s*+年\s*+(\d{1,2})\s*+月?\s*+[-至到]\s*+(\d{1,2})\s*+月份?")
_AROUND = "\"'“”‘’「」 \t\u3000。.，,"


def from_code(text: str) -> Period | None:
    """The period of an address part, or None."""
    match = _CODE.fullmatch(text)
    if not match:
        return None
    number = int(match[1])
    if match[2]:
        return quarter(number, int(match[2]))
    if match[3]:
        return month(number, int(match[3]))
    if match[4]:
        return _day_or_none(number, int(match[4]), int(match[5]))
    return year(number) if number else None


def from_text(text: str) -> Period | None:
    """The period a clerk means: ``2026年3季度`` ``2026年第三季度`` ``2026-09`` ``2026年9月15日`` ``2026q3``; None if none."""
    cleaned = to_digits(text.strip(_AROUND).translate(_DIGITS))
    by_code = from_code(cleaned.lower())
    if by_code:
        return by_code
    if match := _MONTHS.fullmatch(cleaned):
        return _from_months(int(match[1]), int(match[2]), int(match[3]))
    match = _LABEL.fullmatch(cleaned)
    if not match or not int(match[1]):
        return None
    number = int(match[1])
    which = match[2] or match[3]
    if which:
        return quarter(number, int(which))
    if not match[4]:
        return year(number)
    if match[5]:
        return _day_or_none(number, int(match[4]), int(match[5]))
    return month(number, int(match[4])) if 1 <= int(match[4]) <= 12 else None


def _from_months(number: int, first: int, last: int) -> Period | None:
    """``2026年7—9月`` is the third quarter, ``1—12月`` the year; other spans are no period."""
    if not number:
        return None
    if (first, last) == (1, 12):
        return year(number)
    return quarter(number, last // 3) if last - first == 2 and last in (3, 6, 9, 12) else None


def _day_or_none(number: int, which: int, day_of_month: int) -> Period | None:
    try:
        return day(date(number, which, day_of_month))
    except ValueError:
        return None
