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
from sitegen.model.period import from_code
from sitegen.model.site import Version

Identity = tuple[str, str, str]


class _TakenDown(NamedTuple):
    """What was withdrawn under one identity, by the check codes it ever had there until then."""

    day: date
    period: str
    part: str
    codes: frozenset[str]


def check_returned(
    village: Village, catalogue: Catalogue, versions: tuple[Version, ...], before: Iterable[tuple[Version, ...]] = ()
) -> Iterator[Diagnostic]:
    """Withdrawn content at an address at which nothing stands yet; and what was reviewed by then and never stood anywhere, as
    long as nobody agreed to it afterwards: it may be the same in other words. ``before``: what forerunners had published."""
    taken = _list_taken_down(versions)
    former: dict[str, list[_TakenDown]] = {}
    for log in before:
        for number, several in _list_taken_down(log).items():
            former.setdefault(number, []).extend(several)
    if not taken and not former:
        return
    newest = latest(versions)
    for own in village.disclosures:
        item, last = catalogue.by_number(own.item), newest.get(own.identity)
        if item is None or own.nothing or (last is not None and _is_settled(own, last)):
            continue
        others = [each for each in taken.get(own.item, ()) if (each.period, each.part) != own.identity[1:]]
        agreed = max((each.day for each in own.reviews if each.agreed), default=date.min)
        late = (each for each in others if last is None and own.reviews and agreed < each.day)
        yield from _find_same(item, own, (*others, *former.get(own.item, ())), next(late, None))
    for record in village.records:
        item = catalogue.by_number(record.item)
        if item is not None and record.identity not in newest:
            yield from _find_same_record(item, record, (*taken.get(record.item, ()), *former.get(record.item, ())))


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


def _find_same(
    item: Item, own: Disclosure, others: Iterable[_TakenDown], unread: _TakenDown | None
) -> Iterator[Diagnostic]:
    """``unread``: what was withdrawn after the last review."""
    same = next((each for each in others if _code_at(own, each) in each.codes), None)
    if found := same or unread:
        part = f"（{own.part.label}）" if own.part.label else ""
        period = from_code(found.period)
        day, label = found.day.isoformat(), f"{own.period.label}{part}"
        said = {"same": label, "time": ""} if same else {"same": "", "time": label}
        was = period.label if period else found.period
        yield error("COR-RETURNED", own.place, item=item.name, was=was, day=day, review=day, **said)


def _code_at(own: Disclosure, other: _TakenDown) -> str:
    """What its check code would be at the address of the other."""
    period = from_code(other.period)
    return derive_check_code(replace(own, period=period, part=Part(other.part))) if period else ""


def _find_same_record(item: Item, own: Record, others: Iterable[_TakenDown]) -> Iterator[Diagnostic]:
    code = derive_record_code(own)
    for each in others:
        if code in each.codes:
            said = {"was": f"{each.period}号", "day": each.day.isoformat(), "same": f"{own.number}号"}
            yield error("COR-RETURNED", own.place, item=item.name, **said, time="", review="")
            return
