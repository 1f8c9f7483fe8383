"""Publishing: what is shown becomes a release that stands, and the finished site is handed over."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from sitegen import codes, manifest
from sitegen.asked import Told, to_text, to_told
from sitegen.build import IN_THE_WAY, build
from sitegen.checks.village import find_allowed
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.disk import append_line, check_writable, write_file
from sitegen.handover import HandedOver, hand_over
from sitegen.jobs import Progress
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.load.published import LOG, RETRACTED, content_digest, latest, to_log_line
from sitegen.load.remembered import list_published
from sitegen.loaded import Loaded, load_checked
from sitegen.model.site import ALL_PARTS, Parts, Version
from sitegen.plan import Site
from sitegen.releases import end_of_log, open_releases, read_log
from sitegen.shared import load_site
from sitegen.views.audience import figures_by_position
from sitegen.views.public import PublicDisclosure, PublicRecord
from sitegen.views.shown import with_check_code
from sitegen.views.stored import disclosure_from, to_record, withdraw_names

SALT = 16
"""Random bytes in a digest of what may have to be forgotten."""
Identity = tuple[str, str, str]
View = PublicDisclosure | PublicRecord | Told


class PublishReport(Struct, frozen=True):
    """What was handed over, the new versions by village, and what was in the way."""

    handed: HandedOver | None
    versions: tuple[tuple[str, Identity], ...]
    diagnostics: tuple[Diagnostic, ...]


def publish(
    county: Path,
    target: Path,
    today: date,
    workers: int,
    progress: Progress | None = None,
    private: Path | None = None,
    *,
    parts: Parts = ALL_PARTS,
    partial: bool = False,
) -> PublishReport:
    """Build, append what is new to ``published/``, build again with it, and hand the site over as a folder or a zip."""
    with open_releases(county):
        if earlier := _find_later_release(county, today):
            return PublishReport(None, (), earlier)
        report = build(county, today, workers=workers, parts=parts, progress=progress, private=private)
        if not report.files or report.refused or any(each.code == "COR-CUT" for each in report.diagnostics):
            return PublishReport(None, (), report.diagnostics)
        check_writable(target)  # what is recorded as published cannot be taken back
        site, _ = load_site(read_county(county), today)
        versions = [
            (loaded.village.name, identity)
            for loaded in _without_ended(county, site, today)
            for identity in append_versions(county, loaded, today)
        ]
        final = build(county, today, workers=workers, parts=parts, private=private) if versions else report
        if final.refused:
            return PublishReport(None, tuple(versions), final.diagnostics)
        handed = hand_over(county, site, target, today, partial=partial)
        return PublishReport(handed, tuple(versions), final.diagnostics)


def rollback(
    county: Path, target: Path, number: int, today: date, workers: int, private: Path | None = None
) -> PublishReport:
    """Hand over an earlier release once more, without what was withdrawn or ended since; ``published/`` keeps everything.

    ``number`` is one of :func:`sitegen.releases.list_releases`.
    """
    with open_releases(county):
        if earlier := _find_later_release(county, today):
            return PublishReport(None, (), earlier)
        parts = manifest.read(county / "build" / ".state").asked or ALL_PARTS
        site, _ = load_site(read_county(county), today)
        villages = [
            (each.village.address, find_allowed(loaded.village, site.settings), loaded.covered)
            for loaded in _without_ended(county, site, today)
            for each in (loaded.pages, *loaded.formers)
        ]
        allowed = {address: numbers for address, numbers, _ in villages}
        covered = {address: names for address, _, names in villages}
        allowed[""] = frozenset().union(*allowed.values())
        report = build(county, today, workers=workers, parts=parts, private=private)
        if report.refused or any(each.code in IN_THE_WAY for each in report.diagnostics):
            return PublishReport(None, (), report.diagnostics)
        handed = hand_over(county, site, target, today, back_to=number, allowed=allowed, covered=covered)
        return PublishReport(handed, (), report.diagnostics)


def _find_later_release(county: Path, today: date) -> tuple[Diagnostic, ...]:
    """Whether something was published after ``today``: a clock that went back would bring back names whose days are over."""
    logs = (read_log(county / "published" / address) for address in list_published(county))
    last = max((str(line.get("day", "")) for log in logs for line in log), default="")
    return (error("SYS-EARLIER", Place(""), today=today.isoformat(), last=last),) if last > today.isoformat() else ()


def _without_ended(county: Path, site: Site, today: date) -> Iterator[Loaded]:
    """Every village, after what may not stand in its stored versions any longer has been taken out."""
    for folder in list_villages(county):
        loaded = load_checked(site, read_village(county, folder)[0])
        if retract_names(county, site, loaded, today):
            loaded = load_checked(site, read_village(county, folder)[0])
        yield loaded


def append_versions(
    county: Path, loaded: Loaded, today: date, draw: Callable[[int], str] = secrets.token_hex
) -> tuple[Identity, ...]:
    """Append every disclosure and record whose public view is new or changed; the identities appended.

    ``draw`` gives so many random bytes as hexadecimal digits: the salt of each digest.
    """
    address = loaded.village.address
    folder = county / "published" / address
    stored = loaded.pages.versions
    newest = latest(stored)
    chain, sequence = end_of_log(folder), len(stored)
    appended: list[Identity] = []
    absent = {shown.key: shown.absent for shown in loaded.pages.shown if shown.absent}
    for view in _published_views(loaded):
        version = newest.get(view.identity)
        text = codes.to_canonical(_comparable(view))
        if version is not None and version.state != "withdrawn" and _is_same(version, text):
            continue
        sequence += 1
        state = "published" if version is None or version.state == "withdrawn" else "corrected"
        chain = _append(folder, sequence, view, state, today, chain, draw(SALT), absent.get(view.identity[:2], ()))
        appended.append(view.identity)
    return tuple(appended)


def retract_names(county: Path, site: Site, loaded: Loaded, today: date) -> tuple[str, ...]:
    """Take out of the stored versions what may not be read there any longer: names whose days are over, and all of a
    version with personal data. The salt goes too, so that nobody can try names against the digest that stays; a line of
    the log says so and carries the digest of what is left. The files changed."""
    folders = [county / "published" / each.village.address for each in (loaded.pages, *loaded.formers)]
    paths = [(folder, path) for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.json"))]
    changed: list[str] = []
    for folder, path in paths:
        name = path.relative_to(folder).as_posix()
        content = json.loads(path.read_bytes())
        left = _what_is_left(content, site, f"{folder.name}/{name}" in loaded.tainted, today)
        if left == content:
            continue
        digest = content_digest(left) if left else ""
        line = {"day": today.isoformat(), "state": RETRACTED, "file": name, "digest": digest}
        item, _, rest = name.partition("/")
        stem, sequence = rest.removesuffix(".json").rsplit(".", 1)
        period, _, part = stem.partition("-")
        identity = {"sequence": int(sequence), "item": item, "period": period, "part": part}
        text, _ = to_log_line({**identity, **line}, end_of_log(folder))
        append_line(folder / LOG, text + "\n")
        if left:
            write_file(path, codes.to_canonical(left).encode() + b"\n")
        else:
            path.unlink()
        changed.append(name)
    return tuple(changed)


def _what_is_left(content: dict[str, object], site: Site, tainted: bool, today: date) -> dict[str, object]:
    """The content as it may stay; empty when nothing of it may."""
    view = content.get("view")
    item = site.catalogue.by_number(str(view["item"])) if isinstance(view, dict) else None
    if tainted:
        return {}
    if item is None or not isinstance(view, dict) or "period" not in view:
        return content
    before = disclosure_from(view)
    after = withdraw_names(before, item, today)
    if after == before:
        return content
    return {"salt": "", "view": _comparable(after), "figures": figures_by_position(after, sums=True)}


def _published_views(loaded: Loaded) -> Iterator[View]:
    for shown in loaded.pages.shown:
        new = (part for part in shown.parts if part.part not in shown.kept)
        yield from (with_check_code(part, loaded.village) for part in new)
    for record in loaded.pages.records:
        if record.state == "published" and record.view is not None:
            yield record.view
    yield from (to_told(each.case) for each in loaded.pages.cases if each.case and each.state == "published")


def _comparable(view: View) -> dict[str, object]:
    return json.loads(json.dumps(to_record(view)))  # type: ignore[no-any-return]


def _is_same(version: Version, text: str) -> bool:
    """Equal views; names that are gone because their days are over are no change."""
    if version.view == text:
        return True
    old, new = json.loads(version.view or "{}"), json.loads(text)
    for record in (old, new):
        for table in record.get("body", {}).get("tables", ()):
            if any(each.get("hidden") == "ended" for each in new["body"]["tables"] if each["name"] == table["name"]):
                table.update(columns=[], rows=[], keys=[], groups=[], hidden="ended")
        record.get("body", {}).pop("figures", None)
    return bool(old) and old == new


def _append(
    folder: Path,
    sequence: int,
    view: View,
    state: str,
    today: date,
    chain: str,
    salt: str,
    absent: tuple[str, ...] = (),
) -> str:
    """The view first, then the line that names it: a line never speaks of a file that is not there."""
    item, period, part = view.identity
    name = f"{item}/{period}{'-' + part if part else ''}.{sequence}.json"
    figures = figures_by_position(view, sums=True) if isinstance(view, PublicDisclosure) else {}
    record = _comparable(view)
    content = {"salt": salt, "view": record, "figures": figures}
    write_file(folder / name, codes.to_canonical(content).encode() + b"\n")
    line, chain = to_log_line(
        {
            "sequence": sequence,
            "day": today.isoformat(),
            "item": item,
            "period": period,
            "part": part,
            "state": state,
            "digest": content_digest(content),
            "check_code": _check_code(view),
            "file": name,
            **({"absent": list(absent)} if absent else {}),
        },
        chain,
    )
    append_line(folder / LOG, line + "\n")
    return chain


def _check_code(view: View) -> str:
    """What can still be told of it once what is stored is lost."""
    if isinstance(view, Told):
        return codes.check_code(to_text(view))
    return view.check_code if isinstance(view, PublicDisclosure) else ""
