"""``holidays.yaml`` → ``Holidays``; the county's years laid over the built-in ones (docs/formats.md §8)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, error
from sitegen.load.reading import Reader
from sitegen.model.period import year
from sitegen.model.workdays import Holidays
from sitegen.source import Entries, Node, load_document

_TO = re.compile(r"\s*[—–―－~～至到]+\s*|(?<=[日号])\s*-+\s*")
_KEYS = ("年", "依据", "放假", "上班")

_Years = dict[int, tuple[frozenset[date], frozenset[date]]]


def load_holidays(built_in: bytes, county: bytes = b"") -> tuple[Holidays, tuple[Diagnostic, ...]]:
    """All years that are known, and what could not be read."""
    base, found = _load_years("sitegen/data/holidays.yaml", built_in)
    local, local_found = _load_years("holidays.yaml", county) if county.strip() else ({}, ())
    years = base | local
    free = frozenset(day for days, _ in years.values() for day in days)
    worked = frozenset(day for _, days in years.values() for day in days)
    return Holidays(free, worked, frozenset(years)), (*found, *local_found)


def _load_years(file: str, data: bytes) -> tuple[_Years, tuple[Diagnostic, ...]]:
    document, found = load_document(file, data)
    reader = Reader(file)
    years: _Years = {}
    for node in reader.items(document.root, "节假日"):
        entries = reader.entries(node, "节假日")
        reader.check_keys(entries, _KEYS, "节假日", required=("年", "放假", "上班"))
        number = reader.count(entries.get("年"), "年")
        if number is None:
            continue
        if not 2000 <= number <= 2200:
            reader.report(error("DATE-TEXT", reader.place(entries.get("年") or entries), text=str(number)))
            continue
        years[number] = (_load_days(reader, entries, "放假", number), _load_days(reader, entries, "上班", number))
    return years, (*found, *reader.found)


def _load_days(reader: Reader, entries: Entries, key: str, number: int) -> frozenset[date]:
    return frozenset(day for node in reader.items(entries.get(key), key) for day in _load_span(reader, node, number))


def _load_span(reader: Reader, node: Node, number: int) -> tuple[date, ...]:
    """``5月1日`` or ``5月1日—5月5日``; the year is the entry's."""
    scalar = reader.scalar(node, "日期")
    if scalar is None:
        return ()
    first_text, _, last_text = _TO.sub("—", scalar.text, count=1).partition("—")
    first = reader.typed(replace(scalar, text=first_text.strip()), "date", period=year(number))
    last = reader.typed(replace(scalar, text=(last_text or first_text).strip()), "date", period=year(number))
    if not isinstance(first, date) or not isinstance(last, date):
        return ()
    if last < first:
        place = reader.place(scalar)
        reader.report(error("DATE-BACKWARDS", place, first="第一天", begin=first, last="最后一天", end=last))
    return tuple(first + timedelta(days=step) for step in range((last - first).days + 1))
