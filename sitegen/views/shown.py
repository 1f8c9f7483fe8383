"""Which version of each disclosure and record is shown today: the ledger's, the last published one, or a word instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sitegen.corrections import derive_check_code, is_withdrawn
from sitegen.figures import Cash, Figure, Flow, add
from sitegen.model.catalogue import SUMMED, Catalogue, Item
from sitegen.model.ledger import Disclosure, Village
from sitegen.model.period import Period, from_code
from sitegen.model.site import Version
from sitegen.views.audience import to_figures, view_disclosure, view_record
from sitegen.views.few import hide_few
from sitegen.views.public import PublicDisclosure, PublicRecord
from sitegen.views.stored import disclosure_from, hold_today, record_from, withdraw_names

Identity = tuple[str, str, str]
State = Literal["published", "nothing", "partly", "kept", "wrong", "withdrawn"]


class Broken(Struct, frozen=True):
    """Identities with errors; those with personal data never fall back to a published version."""

    errors: frozenset[Identity]
    personal: frozenset[Identity]
    added: frozenset[Identity] = frozenset()
    """Books in doubt, in periods that were published without them: what was published is shown as if they were not there."""


_UNSEEN = ("wrong", None, "")
NOTHING_BROKEN = Broken(frozenset(), frozenset())


class Shown(Struct, frozen=True, dict=True):
    """One item in one period as shown today: its state and its parts in order."""

    item: Item
    period: Period
    state: State
    parts: tuple[PublicDisclosure, ...]
    reason: str = ""
    """Why it was withdrawn."""
    absent: tuple[str, ...] = ()
    """Codes of parts that have an address but nothing to be shown today."""
    kept: tuple[str, ...] = ()
    """Codes of parts that are shown as they were published last, and not as the ledger has them."""
    waiting: tuple[str, ...] = ()
    """Of the absent ones, those that were never public and are not wrong: drafts, not reviewed yet, or to go up later."""

    @property
    def key(self) -> tuple[str, str]:
        """Item number and period code."""
        return (self.item.number, self.period.code)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figures of all parts together: money, numbers and counts added up, the rest where all parts agree.

        Fields that are shown masked (租给韩某) are no figures; sentences may name them as they are shown.
        """
        together: dict[str, Figure] = {}
        differing: set[str] = set()
        for part in self.parts:
            for name, figure in to_figures((*part.body.fields, *part.body.figures)).items():
                known = together.get(name)
                if known is None:
                    together[name] = figure
                elif figure.kind in SUMMED and not name.endswith((".最大", ".同")):
                    together[name] = Figure(figure.kind, add((known.value, figure.value)), figure.unit)
                elif known.value != figure.value:
                    differing.add(name)
        return {name: figure for name, figure in together.items() if name not in differing}

    @cached_property
    def cash(self) -> Cash:
        """The cash figures of 资金收支, from what is public of it."""
        opening, closing, earmarked = self._sum("期初余额"), self._sum("期末余额"), self._sum("其中专项")
        return Cash(opening, self._flow("进账"), self._flow("出账"), closing, earmarked)

    def _sum(self, name: str) -> int:
        return sum(int(field.value) for part in self.parts for field in part.body.fields if field.name == name)

    def _flow(self, name: str) -> Flow:
        sums: dict[str, int] = {"专项": 0, "往来": 0, "内部转款": 0, "": 0}
        count = 0
        for table in (table for part in self.parts for table in part.body.tables if table.name == name):
            natures, amounts = (table.texts_of(column) for column in ("性质", "金额"))
            for nature, amount in zip(natures, amounts, strict=True):
                sums[nature if nature in sums else ""] += int(amount or 0)
                count += nature != "内部转款"
        return Flow(sums[""], sums["专项"], sums["往来"], sums["内部转款"], count)


class ShownRecord(Struct, frozen=True):
    """One record as shown today; ``view`` is None when it can only be said why it is not there."""

    item: Item
    number: str
    view: PublicRecord | None
    state: State
    reason: str = ""
    """Why it was withdrawn."""


def is_public(disclosure: Disclosure, today: date) -> bool:
    """Whether the disclosure may go up: no draft, reviewed, and posted by today."""
    return is_reviewed(disclosure) and disclosure.posted is not None and disclosure.posted <= today


def is_reviewed(disclosure: Disclosure) -> bool:
    """Whether it may be posted: no draft, reviewed, and every objection answered."""
    reviewed = bool(disclosure.reviews) and all(each.agreed or each.answer for each in disclosure.reviews)
    return not disclosure.draft and reviewed


def choose_disclosures(
    village: Village,
    catalogue: Catalogue,
    versions: Mapping[Identity, Version],
    broken: Broken,
    now: Mapping[Identity, PublicDisclosure],
    today: date,
) -> tuple[Shown, ...]:
    """All items and periods of the village that have a page, newest period first within an item.

    ``now`` is what :func:`view_now` gives.
    """
    parts: dict[Identity, tuple[State, PublicDisclosure | None, str]] = {}
    waiting: list[Identity] = []
    for disclosure in village.disclosures:
        item = catalogue.by_number(disclosure.item)
        if item is not None and disclosure.identity not in parts and disclosure.identity not in broken.added:
            chosen = _choose(item, disclosure, versions.get(disclosure.identity), broken, now, today)
            if chosen is not None:
                parts[disclosure.identity] = chosen
            elif item.parts == "account":
                waiting.append(disclosure.identity)
    twins = _find_twins([each for each in village.disclosures if parts.get(each.identity, _UNSEEN)[1]], versions)
    for identity, version in versions.items():
        found = catalogue.by_number(identity[0])
        if identity in parts or identity in twins or found is None:
            continue
        if from_code(identity[1]) is not None:
            parts[identity] = _keep(found, version, identity in broken.personal, today)
    return tuple(_with_waiting(each, waiting) for each in _gather(parts, catalogue))


def _find_twins(disclosures: Iterable[Disclosure], versions: Mapping[Identity, Version]) -> frozenset[Identity]:
    """What was published of a book under a number that it has no more, beside the book itself: one of the two counts."""
    there: dict[tuple[str, str], list[Disclosure]] = {}
    for each in disclosures:
        if each.part.label:
            there.setdefault(each.identity[:2], []).append(each)
    own = {each.identity for several in there.values() for each in several}
    return frozenset(
        identity
        for identity, version in versions.items()
        if identity[2] and identity not in own
        if version.view and any(each.part.label == version.part_label for each in there.get(identity[:2], ()))
    )


def _with_waiting(shown: Shown, identities: Iterable[Identity]) -> Shown:
    """With the books that nobody has seen yet: their page is to come, and without them nothing may be added up."""
    waiting = tuple(identity[2] for identity in identities if identity[:2] == shown.key and identity[2])
    if not waiting or not shown.parts:
        return shown
    state = max(shown.state, "partly", key=lambda state: _RANK[state])
    return replace(shown, state=state, absent=(*shown.absent, *waiting), waiting=waiting)


def _choose(
    item: Item,
    disclosure: Disclosure,
    version: Version | None,
    broken: Broken,
    now: Mapping[Identity, PublicDisclosure],
    today: date,
) -> tuple[State, PublicDisclosure | None, str] | None:
    identity = disclosure.identity
    view = now[identity]
    if version is not None and is_withdrawn(disclosure, version):
        return ("withdrawn", None, version.reason)
    if identity in broken.personal:
        return ("wrong", None, "")
    if identity in broken.errors:
        if version is not None and version.state != "withdrawn":
            return _keep(item, version, False, today)
        return ("wrong", None, "") if is_public(disclosure, today) else None
    if not is_public(disclosure, today):
        return _keep(item, version, False, today) if version is not None and version.state != "withdrawn" else None
    if disclosure.posted_until is not None and today > disclosure.posted_until and item.names_end:
        view = view_public(item, disclosure, today)
    return ("nothing" if disclosure.nothing else "published", view, "")


def _keep(item: Item, version: Version, personal: bool, today: date) -> tuple[State, PublicDisclosure | None, str]:
    if version.state == "withdrawn":
        return ("withdrawn", None, version.reason)
    if personal or not version.view:
        return ("wrong", None, "")
    kept = withdraw_names(disclosure_from(json.loads(version.view)), item, today)
    return ("kept", replace(kept, body=hide_few(item, hold_today(kept.body, item))), "")


def view_public(item: Item, disclosure: Disclosure, today: date) -> PublicDisclosure:
    """The disclosure as the web may see it that day, without totals over so few that they would tell."""
    view = view_disclosure(item, disclosure, "web", today)
    body = hide_few(item, view.body)
    gone = {field.name for field in view.body.fields} - {field.name for field in body.fields}
    corrections = tuple(each for each in view.corrections if each.table or each.column not in gone)
    return replace(view, body=body, corrections=corrections)


def with_check_code(view: PublicDisclosure, village: Village) -> PublicDisclosure:
    """What the village's ledger shows, as it is stored: with the code over all that a reviewer saw."""
    own = next(each for each in village.disclosures if each.identity == view.identity)
    return replace(view, check_code=derive_check_code(own))


_RANK: Mapping[State, int] = {"withdrawn": 5, "wrong": 4, "kept": 3, "partly": 2, "published": 1, "nothing": 0}


def _gather(
    parts: Mapping[Identity, tuple[State, PublicDisclosure | None, str]], catalogue: Catalogue
) -> tuple[Shown, ...]:
    groups: dict[tuple[str, str], list[Identity]] = {}
    for identity in sorted(parts, key=_part_order):
        groups.setdefault(identity[:2], []).append(identity)
    shown: list[Shown] = []
    for (number, code), identities in groups.items():
        item, period = catalogue.by_number(number), from_code(code)
        if item is None or period is None:
            continue
        chosen = [parts[identity] for identity in identities]
        views = tuple(view for _, view, _ in chosen if view is not None)
        states = [state for state, view, _ in chosen if view is not None or not views]
        reason = next((reason for _, _, reason in chosen if reason), "")
        absent = tuple(identity[2] for identity in identities if parts[identity][1] is None and identity[2])
        kept = tuple(identity[2] for identity in identities if parts[identity][0] == "kept")
        if views and absent:
            states.append("partly")
        worst = max(states, key=_RANK.__getitem__)
        shown.append(Shown(item, period, worst, views, reason, absent, kept))
    newest_first = sorted(shown, key=lambda each: each.period, reverse=True)
    return tuple(sorted(newest_first, key=lambda each: each.item.number))


def _part_order(identity: Identity) -> tuple[str, str, int, str]:
    return (*identity[:2], len(identity[2]), identity[2])


def choose_records(
    village: Village,
    catalogue: Catalogue,
    versions: Mapping[Identity, Version],
    broken: Broken,
    now: Mapping[Identity, PublicRecord],
) -> tuple[ShownRecord, ...]:
    """All records that have a page, those only known from published versions among them.

    ``now`` is what :func:`view_records_now` gives.
    """
    shown: dict[Identity, ShownRecord] = {}
    for record in village.records:
        item = catalogue.by_number(record.item)
        if item is None:
            continue
        identity, version = record.identity, versions.get(record.identity)
        if version is not None and version.state == "withdrawn":
            shown[identity] = _keep_record(item, version)  # nobody reviews a record: none comes back by itself
        elif identity in broken.personal or (identity in broken.errors and version is None):
            shown[identity] = ShownRecord(item, record.number, None, "wrong")
        elif identity in broken.errors and version is not None:
            shown[identity] = _keep_record(item, version)
        else:
            shown[identity] = ShownRecord(item, record.number, now[identity], "published")
    for identity, version in versions.items():
        found = catalogue.by_number(identity[0])
        if identity not in shown and found is not None and found.shape == "register":
            shown[identity] = _keep_record(found, version)
    return tuple(sorted(shown.values(), key=lambda each: (each.item.number, int(each.number))))


def _keep_record(item: Item, version: Version) -> ShownRecord:
    number = version.identity[1]
    if version.state == "withdrawn":
        return ShownRecord(item, number, None, "withdrawn", version.reason)
    if not version.view:
        return ShownRecord(item, number, None, "wrong")
    kept = record_from(json.loads(version.view))
    return ShownRecord(item, number, replace(kept, body=hold_today(kept.body, item)), "kept")


def view_now(village: Village, catalogue: Catalogue) -> dict[Identity, PublicDisclosure]:
    """What the ledger itself would show on the web while its posting days last, whatever was published before.

    Of two disclosures with the same identity, which is an error, the first counts.
    """
    views: dict[Identity, PublicDisclosure] = {}
    for each in village.disclosures:
        item = catalogue.by_number(each.item)
        if item is not None and each.identity not in views:
            views[each.identity] = view_public(item, each, date.min)
    return views


def view_records_now(village: Village, catalogue: Catalogue) -> dict[Identity, PublicRecord]:
    """The same of its records; of two with the same number the last counts."""
    items = ((record, catalogue.by_number(record.item)) for record in village.records)
    return {record.identity: view_record(item, record, "web") for record, item in items if item is not None}
