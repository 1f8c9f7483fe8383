"""What regions know of the villages below them: a small public summary a village, and totals that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from operator import add
from typing import Any

from msgspec import Struct

from sitegen.model.ledger import Fen
from sitegen.model.site import Region


class VillageSummary(Struct, frozen=True):
    """What the regions above know of a village: small, public, kept with the manifest."""

    code: str
    name: str
    address: str
    township: str
    households: int
    people: int
    due: int
    done: int
    late: int
    income: Fen
    expense: Fen
    closing: Fen
    period: str
    """Code of the newest cash period; empty when none is published."""
    latest: str
    """ISO day of the newest publication; empty when there is none."""
    series: tuple[tuple[str, Fen, Fen], ...]
    """Income and expense of the last quarters by period code, newest first."""
    groups: tuple[tuple[str, int, int], ...]
    """What was due of the newest quarter by group of the catalogue, and how much of it is there."""
    contracts: int
    upcoming: tuple[tuple[str, str, str, str, bool], ...]
    """Contracts that end soon or have ended, and questions without an answer: kind, path, name, day, past."""
    questions: int
    answered: int
    addresses: tuple[str, ...]
    """Site paths of its pages that search engines may list."""
    forerunners: tuple[tuple[str, str], ...]
    """Address number and name of merged villages."""
    posters: tuple[str, ...]
    """Numbers of the items that posters name and that have data, the most asked for first."""
    initials: str = ""
    """First letters of its name in pinyin, for the filter of lists."""
    partly: int = 0
    """1 where some of its books are shown, and never those of a whole period."""


class Totals(Struct, frozen=True):
    """Sums over villages; those of a region are those of the regions below it together."""

    villages: int = 0
    households: int = 0
    people: int = 0
    due: int = 0
    done: int = 0
    late: int = 0
    income: Fen = 0
    expense: Fen = 0
    closing: Fen = 0
    contracts: int = 0
    expiring: int = 0
    """Contracts that end soon."""
    expired: int = 0
    """Contracts that have ended and were not announced again."""
    questions: int = 0
    answered: int = 0
    overdue: int = 0
    """Questions whose time for an answer is over."""
    listed: int = 0
    """Pages that search engines may list."""
    latest: str = ""
    """ISO day of the newest publication."""
    partly: int = 0
    """Villages that have shown some of their books, and never all of a period."""
    periods: tuple[tuple[str, int], ...] = ()
    """By code of a newest cash period, sorted: how many villages' figures are of it."""
    series: tuple[tuple[str, Fen, Fen, int], ...] = ()
    """By quarter, oldest first: its code, income, expense, and how many villages disclosed it."""
    groups: tuple[tuple[str, int, int], ...] = ()
    """By group of the catalogue: what was due of the newest quarter, and how much of it is there."""


_SUMS = tuple(name for name, kind in Totals.__annotations__.items() if kind in ("int", "Fen"))
_OF_VILLAGE = tuple(name for name in _SUMS if name in VillageSummary.__struct_fields__)


def to_totals(village: VillageSummary) -> Totals:
    """The totals of one village."""
    ending = Counter((kind, past) for kind, _, _, _, past in village.upcoming)
    sums = {name: getattr(village, name) for name in _OF_VILLAGE}
    return Totals(
        villages=1,
        expiring=ending["contract", False],
        expired=ending["contract", True],
        overdue=ending["answer", True],
        listed=len(village.addresses),
        latest=village.latest,
        periods=((village.period, 1),) if village.period else (),
        series=tuple(sorted((code, income, expense, 1) for code, income, expense in village.series)),
        groups=village.groups,
        **sums,
    )


def add_totals(parts: Iterable[Totals]) -> Totals:
    """The totals of all parts together."""
    parts = tuple(parts)
    sums = {name: sum(getattr(part, name) for part in parts) for name in _SUMS}
    return Totals(
        **sums,
        latest=max((part.latest for part in parts), default=""),
        periods=_add_rows(row for part in parts for row in part.periods),
        series=_add_rows(row for part in parts for row in part.series),
        groups=_add_rows(row for part in parts for row in part.groups),
    )


def _add_rows(rows: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Rows of a name and numbers, those with the same name added up, sorted by name."""
    sums: dict[str, tuple[int, ...]] = {}
    for name, *numbers in rows:
        known = sums.get(name)
        sums[name] = tuple(map(add, known, numbers)) if known else tuple(numbers)
    return tuple((name, *numbers) for name, numbers in sorted(sums.items()))


class RegionTree(Struct, frozen=True, dict=True):
    """The regions that have villages, with the totals of each."""

    by_code: Mapping[str, Region]
    """In the order of codes."""
    parts: Mapping[str, tuple[Totals, ...]]
    """The totals of the townships in each region, by its code."""
    children: Mapping[str, tuple[Region, ...]]
    """By code of the region above."""
    townships: tuple[str, ...]
    whole: Totals

    @property
    def regions(self) -> tuple[Region, ...]:
        """All of them."""
        return tuple(self.by_code.values())

    def above(self, code: str) -> tuple[Region, ...]:
        """The regions that code lies in, highest first."""
        return find_above(self.by_code, code)

    def below(self, code: str) -> tuple[tuple[Region, Totals], ...]:
        """The regions one level down, with their totals."""
        return tuple((each, self.totals(each.code)) for each in self.children.get(code, ()))

    def totals(self, code: str) -> Totals:
        """The totals of a region, added up when they are asked for: few regions are above a changed village."""
        if code not in self._totals:
            parts = self.parts[code]
            self._totals[code] = parts[0] if len(parts) == 1 else add_totals(parts)
        return self._totals[code]

    @cached_property
    def _totals(self) -> dict[str, Totals]:
        return {}

    def count(self, code: str) -> int:
        """The villages of a region."""
        return sum(part.villages for part in self.parts[code])


LEVELS = (2, 4, 6, 9)
"""Digits of a code: province, city, county, township."""


def find_above(by_code: Mapping[str, Region], code: str) -> tuple[Region, ...]:
    """The regions a code lies in, highest first."""
    return tuple(by_code[code[:size]] for size in LEVELS if size < len(code) and code[:size] in by_code)


def derive_tree(regions: Iterable[Region], townships: Mapping[str, Totals]) -> RegionTree:
    """The regions above townships, whose totals are given by code; regions without villages are left out.

    The totals given are added up already: those of a single township are its region's.
    """
    parts: dict[str, list[Totals]] = {}
    for code, totals in townships.items():
        for size in LEVELS:
            parts.setdefault(code[:size], []).append(totals)
    known = sorted((region for region in regions if region.code in parts), key=lambda region: region.code)
    children: dict[str, list[Region]] = {}
    for region in known:
        children.setdefault(region.parent, []).append(region)
    return RegionTree(
        by_code={region.code: region for region in known},
        parts={region.code: tuple(parts[region.code]) for region in known},
        children={code: tuple(below) for code, below in children.items()},
        townships=tuple(sorted(townships)),
        whole=add_totals(townships.values()),
    )
