"""Withdrawing: something published is taken down at once, out of what is stored, of the releases kept and of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from sitegen import manifest
from sitegen.build import IN_THE_WAY, build
from sitegen.corrections import derive_check_code, derive_record_code
from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.disk import append_line
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.load.published import LOG, latest, to_log_line
from sitegen.loaded import Loaded, load_checked
from sitegen.model.ledger import ASKED, CASES, Disclosure, Village
from sitegen.model.period import from_text
from sitegen.model.site import Version
from sitegen.plan import Site
from sitegen.releases import end_of_log, forget_ended, open_releases
from sitegen.shared import load_site
from sitegen.views.bystanders import cover_reason

Identity = tuple[str, str, str]


class RecordedError(OSError):
    """What was asked for is recorded and stands; what follows from it could not be written, and the next build does it."""


def withdraw(
    county: Path, village: str, item: str, period: str, reason: str, today: date, former: str = "", part: str = ""
) -> tuple[tuple[Identity, ...], tuple[Diagnostic, ...]]:
    """Take down one item in one period at once: names in stored views are removed, their salted digests stay, and the
    built site is exchanged for one without it; what was in the way of that. ``former``: the address number of a village that
    was merged into this one, when it is what that had published. ``part``: the book, lot or group meant, by its name or its
    piece of the address; all of the period without it.

    It stays down until other content has been reviewed afterwards. Raises :class:`RecordedError`, with the reason as its
    cause, when only the site could not be exchanged.
    """
    site, _ = load_site(read_county(county), today)
    found = _find_village(county, site, village)
    if found is None:
        return (), (error("CODE-VILLAGE", Place("villages"), village=village, nearest=""),)
    known = site.catalogue.by_name(item) or site.catalogue.by_number(item)
    number = ASKED if item == CASES else known.number if known else item
    pages = next((each for each in found.formers if each.village.address == former), found.pages)
    folder = county / "published" / pages.village.address
    newest = latest(pages.versions)
    present = {each.identity for each in pages.village.disclosures} | {each.identity for each in pages.village.records}
    whose = found.village if pages is found.pages else pages.village
    present |= {each.identity for each in whose.cases} | set(newest)
    meant = {each for each in present if each[:2] == (number, period)}
    own = [each for each in found.village.disclosures if each.identity in meant]
    identities = tuple(sorted(meant & _list_parts(meant, own, newest, part) if part else meant))
    if meant and not identities:
        return (), (error("REF-ITEM", Place(f"villages/{found.village.folder}"), text=f"{item} {period} {part}"),)
    if not identities:
        return (), (_unknown(found.village, item, number, period, present, known=known is not None or item == CASES),)
    again: list[Diagnostic] = []
    own = [each for each in own if each.identity in identities]
    told = cover_reason(reason, found.village, site.catalogue, site.settings, site.places, own)
    with open_releases(county):
        chain, sequence = end_of_log(folder), len(pages.versions)
        for identity in identities:
            _scrub(folder, pages.versions, identity)
            act = _withdrawal(pages.village, identity, sequence + 1, told, today)
            last = newest.get(identity)
            if _is_done(last, act):
                continue
            if last is not None and last.state == "withdrawn":
                again.append(
                    warning(
                        "COR-AGAIN",
                        Place(f"{folder.relative_to(county).as_posix()}/{LOG}"),
                        before=last.reason,
                        now=told,
                    )
                )
            sequence += 1
            line, chain = to_log_line(act, chain)
            append_line(folder / LOG, line + "\n")
    try:
        taken = _take_down(county, today)
    except OSError as problem:
        raise RecordedError from problem
    return identities, (*dict.fromkeys(again), *(each for each in taken if each.code in IN_THE_WAY))


def _unknown(
    village: Village, item: str, number: str, period: str, present: Iterable[Identity], *, known: bool
) -> Diagnostic:
    """Why there is nothing to take down: no such item, or none of that period."""
    place = Place(f"villages/{village.folder}")
    own = dict.fromkeys(sorted(when for which, when, _ in present if which == number))
    if not known:
        return error("REF-ITEM", place, text=item)
    asked, *others = (found.label if (found := from_text(when)) else when for when in (period, *own))
    return error("REF-PERIOD", place, item=item, period=asked, known="、".join(others))


def _list_parts(
    meant: Iterable[Identity], own: Iterable[Disclosure], newest: Mapping[Identity, Version], part: str
) -> set[Identity]:
    """Those of which this is the piece of the address, or the name in the ledger or when it was published last."""
    called = {each.identity for each in own if each.part.label == part}
    return called | {each for each in meant if each[2] == part or (each in newest and newest[each].part_label == part)}


def _find_village(county: Path, site: Site, name: str) -> Loaded | None:
    """The one village meant; none where several are called so."""
    hits = [each for each in list_villages(county) if name in (each, each[:12], each[13:], each[6:12])]
    return load_checked(site, read_village(county, hits[0])[0]) if len(hits) == 1 else None


def _take_down(county: Path, today: date) -> tuple[Diagnostic, ...]:
    """Out of the releases kept and, where one was built, out of the site."""
    with open_releases(county):
        forget_ended(county, county / "build" / "releases", today.isoformat())
    asked = manifest.read(county / "build" / ".state").asked
    return build(county, today, workers=1, parts=asked).diagnostics if asked else ()


def _withdrawal(village: Village, identity: Identity, sequence: int, reason: str, today: date) -> dict[str, object]:
    own = next((each for each in village.disclosures if each.identity == identity), None)
    record = next((each for each in village.records if each.identity == identity), None)
    code = derive_check_code(own) if own else derive_record_code(record) if record else ""
    return {
        "sequence": sequence,
        "day": today.isoformat(),
        "item": identity[0],
        "period": identity[1],
        "part": identity[2],
        "state": "withdrawn",
        "reason": reason,
        "digest": "",
        "check_code": code,
        "file": "",
    }


def _is_done(last: Version | None, act: Mapping[str, object]) -> bool:
    """Whether the same was said before, by a run that was broken off or by somebody else."""
    said = (last.state, last.reason, last.check_code) if last else ()
    return said == (act["state"], act["reason"], act["check_code"])


def _scrub(folder: Path, versions: tuple[Version, ...], identity: Identity) -> None:
    item, period, part = identity
    stem = f"{period}{'-' + part if part else ''}"
    for path in sorted((folder / item).glob(f"{stem}.*.json")) if any(v.identity == identity for v in versions) else ():
        path.unlink()
