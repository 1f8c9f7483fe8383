"""What was taken down does not come back under another period, part or number of the same item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from sitegen.corrections import derive_check_code, derive_record_code, is_withdrawn
from sitegen.diagnostics import Diagnostic, error
from sitegen.load.published import latest
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.ledger import Disclosure, Part, Record, Village
from sitegen.model.period import Period, from_code
from sitegen.model.site import Version

Identity = tuple[str, str, str]


class _TakenDown(NamedTuple):
    """What was withdrawn under one identity, by the check codes it ever had there until then."""

    day: date
    period: str
    part: str
    codes: frozenset[str]


def check_returned(village: Village, catalogue: Catalogue, versions: tuple[Version, ...]) -> Iterator[Diagnostic]:
    """Withdrawn content at an address at which nothing stands yet; and what is of the same time there, as long as nobody
    agreed to it afterwards: it may be the same in other words."""
    taken = _list_taken_down(versions)
    if not taken:
        return
    newest = latest(versions)
    for own in village.disclosures:
        item, last = catalogue.by_number(own.item), newest.get(own.identity)
        if item is None or own.item not in taken or own.nothing or (last is not None and _is_settled(own, last)):
            continue
        others = (each for each in taken[own.item] if (each.period, each.part) != own.identity[1:])
        yield from _find_same(item, own, others, is_new=last is None)
    for record in village.records:
        item = catalogue.by_number(record.item)
        if item is not None and record.item in taken and record.identity not in newest:
            yield from _find_same_record(item, record, taken[record.item])


def _is_settled(own: Disclosure, last: Version) -> bool:
    """Whether it stands, or stays down by itself."""
    return last.state != "withdrawn" or is_withdrawn(own, last)


def _list_taken_down(versions: Iterable[Version]) -> Mapping[str, list[_TakenDown]]:
    ends = {each.identity: each for each in versions if each.state == "withdrawn"}
    taken: dict[str, list[_TakenDown]] = {}
    for (item, period, part), end in ends.items():
        own = (each for each in versions if each.identity == end.identity and each.sequence <= end.sequence)
        codes = frozenset(each.check_code for each in own if each.check_code)
        taken.setdefault(item, []).append(_TakenDown(end.day, period, part, codes))
    return taken


def _find_same(item: Item, own: Disclosure, others: Iterable[_TakenDown], *, is_new: bool) -> Iterator[Diagnostic]:
    agreed = max((each.day for each in own.reviews if each.agreed), default=date.min)
    for each in others:
        period = from_code(each.period)
        if period is None:
            continue
        same = derive_check_code(replace(own, period=period, part=Part(each.part))) in each.codes
        if same or (is_new and agreed < each.day and _overlap(own.period, period)):
            part = f"（{own.part.label}）" if own.part.label else ""
            day, label = each.day.isoformat(), f"{own.period.label}{part}"
            said = {"same": label, "time": ""} if same else {"same": "", "time": label}
            yield error("COR-RETURNED", own.place, item=item.name, was=period.label, day=day, review=day, **said)
            return


def _overlap(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def _find_same_record(item: Item, own: Record, others: Iterable[_TakenDown]) -> Iterator[Diagnostic]:
    code = derive_record_code(own)
    for each in others:
        if code in each.codes:
            said = {"was": f"{each.period}号", "day": each.day.isoformat(), "same": f"{own.number}号"}
            yield error("COR-RETURNED", own.place, item=item.name, **said, time="", review="")
            return
