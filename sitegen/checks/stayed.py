"""What was published besides figures, and stays as well: corrections, objections, the day it went up and the last one on
which it names anybody, and that it is public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from msgspec import json
from msgspec.structs import replace

from sitegen.checks.offered import offer_again, say_figure
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import derive_figures
from sitegen.load.corrections import NONE
from sitegen.load.publication import posting_days
from sitegen.model.catalogue import Catalogue, Item, Preset
from sitegen.model.ledger import Correction, Disclosure, Village
from sitegen.model.plain import to_plain
from sitegen.model.site import Version

Stored = Mapping[str, Any]
"""A part of a stored view: texts by name."""
_FEW = "few"
_MANY = 12
"""So many corrections of one day and column are not tried in every combination."""


def check_stayed(
    village: Village, catalogue: Catalogue, versions: Mapping[tuple[str, str, str], Version]
) -> tuple[Diagnostic, ...]:
    """What was published and is gone, altered or set back in the ledger without being any figure."""
    found: list[Diagnostic] = []
    shared: list[tuple[Disclosure, Diagnostic]] = []
    for disclosure in village.disclosures:
        item, version = catalogue.by_number(disclosure.item), versions.get(disclosure.identity)
        if item is None or version is None or version.state == "withdrawn":
            continue
        view = json.decode(version.view or "{}")
        found += _find_erased(item, disclosure, view)
        own = (*_find_draft(disclosure), *_find_set_back(disclosure, view), *_find_silenced(disclosure, view))
        shared.extend((disclosure, each) for each in own)
    return (*found, *_say_once(shared))


def hold_ends(
    village: Village,
    catalogue: Catalogue,
    preset: Preset,
    versions: Mapping[tuple[str, str, str], Version],
    shown_on: date,
) -> tuple[Village, tuple[Diagnostic, ...]]:
    """The village with every list ending when it was published to end, and where its ledger has a later day.

    A later day holds once somebody agreed to it afterwards, before the first was over. Where nothing but the catalogue was
    changed, there is nothing to be mended.
    """
    held: dict[int, Disclosure] = {}
    shared: list[tuple[Disclosure, Diagnostic]] = []
    for index, own in enumerate(village.disclosures):
        item, version, until = catalogue.by_number(own.item), versions.get(own.identity), own.posted_until
        if item is None or not item.names_end or own.nothing or version is None or until is None:
            continue
        if f'"posted_until":"{until}"' in version.view:
            continue
        view = json.decode(version.view or "{}")
        before = view.get("posted_until", "")
        if not before or until.isoformat() <= before:
            continue
        end = date.fromisoformat(before)
        if shown_on <= end and _is_renewed(own, version, view):
            continue
        held[index] = replace(own, posted_until=end)
        usual = own.posted is not None and until == own.posted + posting_days(item, preset)
        posted = view["posted"] if to_plain(own.posted) != view["posted"] else ""
        if posted or not usual:
            still, over = ("", before) if shown_on > end else (before, "")
            cure = {"posted": posted if usual else "", "until": "" if usual else before, "still": still, "over": over}
            shared.append((own, error("COR-UNTIL", own.until_place, before=before, after=until.isoformat(), **cure)))
    if not held:
        return village, ()
    disclosures = tuple(held.get(index, each) for index, each in enumerate(village.disclosures))
    return replace(village, disclosures=disclosures), tuple(_say_once(shared))


def _is_renewed(disclosure: Disclosure, version: Version, view: Stored) -> bool:
    """Whether somebody has agreed since it was published."""
    known = {(each["reviewer"], each["day"]) for each in view["reviews"]}
    agreed = (each for each in disclosure.reviews if each.agreed and each.day >= version.day)
    return any((each.reviewer, each.day.isoformat()) not in known for each in agreed)


def _say_once(shared: Iterable[tuple[Disclosure, Diagnostic]]) -> Iterator[Diagnostic]:
    by_file: dict[tuple[str, Diagnostic], list[Disclosure]] = {}
    for disclosure, each in shared:
        by_file.setdefault((disclosure.span.file, each), []).append(disclosure)
    return (_place(file, each, disclosures) for (file, each), disclosures in by_file.items())


def _place(file: str, found: Diagnostic, disclosures: list[Disclosure]) -> Diagnostic:
    """What is written once above several items is said once, of the whole file where it is not known where."""
    return (
        found
        if found.place.file
        else replace(found, place=disclosures[0].place if len(disclosures) == 1 else Place(file))
    )


_ANYWHERE = Place("")


def _find_draft(disclosure: Disclosure) -> Iterator[Diagnostic]:
    if disclosure.draft:
        yield error("COR-DRAFT", disclosure.draft_place)


def _find_set_back(disclosure: Disclosure, view: Stored) -> Iterator[Diagnostic]:
    before, after = view.get("posted", ""), to_plain(disclosure.posted)
    if after and after < before:
        yield error("COR-POSTED", disclosure.posted_place, before=before, after=after)


def _find_silenced(disclosure: Disclosure, view: Stored) -> Iterator[Diagnostic]:
    """Objections that are not there any more, or say something else."""
    own = [(each.reviewer, each.day.isoformat(), each.words) for each in disclosure.reviews if not each.agreed]
    for stored in view.get("reviews", ()):
        same = [words for reviewer, day, words in own if (reviewer, day) == (stored["reviewer"], stored["day"])]
        if stored["agreed"] or stored["words"] in same or (same and _is_masked(stored["words"])):
            continue
        words = "" if _is_masked(stored["words"]) else stored["words"]
        said = "：".join(filter(None, (f"{stored['day']} 有异议", words)))
        place = disclosure.reviews[0].place if disclosure.reviews else _ANYWHERE
        yield error("COR-OBJECTION", place, reviewer=stored["reviewer"], day=stored["day"], said=said)


def _find_erased(item: Item, disclosure: Disclosure, view: Stored) -> Iterator[Diagnostic]:
    for stored in view.get("corrections", ()):
        if not _is_kept(stored, disclosure.corrections):
            before, after = (say_figure(item, stored["position"], stored[name]) or NONE for name in ("before", "after"))
            line = offer_again(item, disclosure.body, stored) if _may_be_offered(item, disclosure, stored) else ""
            said = {"position": stored["position"], "before": before, "after": after, "line": line}
            place = _find_altered(stored, disclosure.corrections) or disclosure.place
            yield error("COR-ERASED", place, item=item.name, day=stored["day"], **said)


def _find_altered(stored: Stored, corrections: tuple[Correction, ...]) -> Place | None:
    """Where the figure stands by which the one correction of that day and place is another now."""
    place = (stored["day"], stored["table"], stored["key"], stored["column"])
    own = [each for each in corrections if place == (each.day.isoformat(), each.table, _key_of(each), each.column)]
    if len(own) != 1:
        return None
    return own[0].before_place if to_plain(own[0].before) != stored["before"] else own[0].after_place


def _is_kept(stored: Stored, corrections: tuple[Correction, ...]) -> bool:
    """Whether a published correction is still there: itself, or the rows that were published as one total."""
    place = (stored["day"], stored["table"], stored["column"])
    own = [each for each in corrections if (each.day.isoformat(), each.table, each.column) == place]
    if any(_is_same(stored, each) for each in own):
        return True
    rows = [each for each in own if each.key]
    return bool(rows) and stored["table"] != "" and not stored["key"] and _adds_up(stored, rows)


def _is_same(stored: Stored, own: Correction) -> bool:
    pairs = (
        (stored["key"], _key_of(own)),
        (stored["before"], to_plain(own.before)),
        (stored["after"], to_plain(own.after)),
    )
    return stored["column_kind"] == "point" or all(text == now or _is_masked(text) for text, now in pairs)


def _key_of(own: Correction) -> str:
    return ",".join(written for _, written in own.key)


def _adds_up(stored: Stored, rows: list[Correction]) -> bool:
    """Whether some of the rows make the change of the total. What was too few to be told is not added up."""
    steps = [_number(to_plain(each.after)) - _number(to_plain(each.before)) for each in rows]
    change = _number(stored["after"]) - _number(stored["before"])
    untold = _FEW in (stored["before"], stored["after"]) or len(steps) > _MANY
    return untold or any(sum(some) == change for size in range(1, len(steps) + 1) for some in combinations(steps, size))


def _number(text: str) -> Decimal:
    return Decimal(text) if text.lstrip("-").replace(".", "", 1).isdigit() else Decimal(0)


def _may_be_offered(item: Item, disclosure: Disclosure, stored: Stored) -> bool:
    """Not where names in it are masked, nor a total that is another now: the line would not be accepted."""
    if any(_is_masked(stored[name]) for name in ("key", "before", "after", "reason", "checked_by")):
        return False
    if stored["key"] or not stored["table"]:
        return True
    now = derive_figures(item, (disclosure.body,)).get(stored["position"])
    return now is not None and to_plain(now.value) == stored["after"]


def _is_masked(text: str) -> bool:
    """Whether the ledger has it otherwise: a name that is not shown whole, a total of too few."""
    return "*" in text or "某" in text or text == _FEW
