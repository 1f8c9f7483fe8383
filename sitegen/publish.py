"""Publishing: what is shown becomes a release that stands, and the finished site is handed over; and taking down."""

from __future__ import annotations

import json
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen import codes
from sitegen.build import build, open_stage
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import derive_check_code
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.load.published import LOG, RETRACTED, content_digest, latest, to_log_line
from sitegen.model.site import Version
from sitegen.plan import Site
from sitegen.tree import SUMS, append_line, exchange, read_sums, to_sums, write_file
from sitegen.views.public import (
    PublicDisclosure,
    PublicRecord,
    disclosure_from,
    figures_by_position,
    to_record,
    withdraw_names,
)
from sitegen.village import Loaded, load_checked, load_site

_IN_THE_WAY = ("LINK-LOST", "PII-OUTPUT", "SYS-BUG")
"""What keeps a build from exchanging the site."""

Progress = Callable[[int, int, str], None]
Identity = tuple[str, str, str]
View = PublicDisclosure | PublicRecord


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What was handed over: how many files, the new versions by village, and what was in the way."""

    files: int
    versions: tuple[tuple[str, Identity], ...]
    diagnostics: tuple[Diagnostic, ...]
    target: Path | None


def publish(
    county: Path,
    target: Path,
    today: date,
    workers: int,
    progress: Progress | None = None,
    private: Path | None = None,
) -> PublishReport:
    """Build, append what is new to ``published/``, build again with it, and hand the site over as a folder or a zip."""
    report = build(county, today, workers=workers, progress=progress, private=private)
    if not report.files:
        return PublishReport(0, (), report.diagnostics, None)
    site, _ = load_site(read_county(county), today)
    versions: list[tuple[str, Identity]] = []
    for folder in list_villages(county):
        given, _ = read_village(county, folder)
        loaded = load_checked(site, given)
        if retract_names(county, site, loaded, today):
            loaded = load_checked(site, read_village(county, folder)[0])
        versions += [(loaded.village.name, identity) for identity in append_versions(county, loaded, today)]
    final = build(county, today, workers=workers, private=private) if versions else report
    lost = tuple(each for each in final.diagnostics if each.code == "LINK-LOST")
    if lost:
        return PublishReport(0, tuple(versions), final.diagnostics, None)
    files = _hand_over(county, target)
    return PublishReport(files, tuple(versions), final.diagnostics, target)


def append_versions(county: Path, loaded: Loaded, today: date) -> tuple[Identity, ...]:
    """Append every disclosure and record whose public view is new or changed; the identities appended."""
    address = loaded.village.address
    folder = county / "published" / address
    stored = loaded.pages.versions
    newest = latest(stored)
    chain, sequence = _end_of_log(folder), len(stored)
    appended: list[Identity] = []
    for view in _published_views(loaded):
        version = newest.get(view.identity)
        text = codes.to_canonical(_comparable(view))
        if version is not None and version.state != "withdrawn" and _is_same(version, text):
            continue
        sequence += 1
        state = "published" if version is None or version.state == "withdrawn" else "corrected"
        chain = _append(folder, sequence, view, state, today, chain)
        appended.append(view.identity)
    return tuple(appended)


def retract_names(county: Path, site: Site, loaded: Loaded, today: date) -> tuple[str, ...]:
    """Take out of the stored versions what may not be read there any longer: names whose days are over, and all of a
    version with personal data. The salt goes too, so that nobody can try names against the digest that stays; a line of
    the log says so and carries the digest of what is left. The files changed."""
    folder = county / "published" / loaded.village.address
    changed: list[str] = []
    for path in sorted(folder.rglob("*.json")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        content = json.loads(path.read_bytes())
        left = _what_is_left(content, site, name in loaded.tainted, today)
        if left == content:
            continue
        digest = content_digest(left) if left else ""
        line = {"day": today.isoformat(), "state": RETRACTED, "file": name, "digest": digest}
        item, _, rest = name.partition("/")
        stem, sequence = rest.removesuffix(".json").rsplit(".", 1)
        period, _, part = stem.partition("-")
        identity = {"sequence": int(sequence), "item": item, "period": period, "part": part}
        text, _ = to_log_line({**identity, **line}, _end_of_log(folder))
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
        if shown.state in ("published", "nothing"):
            yield from shown.parts
    for record in loaded.pages.records:
        if record.state == "published" and record.view is not None:
            yield record.view


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


def _append(folder: Path, sequence: int, view: View, state: str, today: date, chain: str) -> str:
    """The view first, then the line that names it: a line never speaks of a file that is not there."""
    item, period, part = view.identity
    name = f"{item}/{period}{'-' + part if part else ''}.{sequence}.json"
    salt = secrets.token_hex(16)
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
            "check_code": view.check_code if isinstance(view, PublicDisclosure) else "",
            "file": name,
        },
        chain,
    )
    append_line(folder / LOG, line + "\n")
    return chain


def _end_of_log(folder: Path) -> str:
    path = folder / LOG
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return str(json.loads(lines[-1])["chain"]) if lines else ""


def withdraw(
    county: Path, village: str, item: str, period: str, reason: str, today: date
) -> tuple[tuple[Identity, ...], tuple[Diagnostic, ...]]:
    """Take down one item in one period at once: names in stored views are removed, their salted digests stay, and the
    built site is exchanged for one without it; what was in the way of that.

    It stays down until other content has been reviewed afterwards.
    """
    site, _ = load_site(read_county(county), today)
    found = _find_village(county, site, village)
    if found is None:
        return (), (error("CODE-VILLAGE", Place("villages"), village=village, nearest=""),)
    known = site.catalogue.by_name(item) or site.catalogue.by_number(item)
    number = known.number if known else item
    folder = county / "published" / found.village.address
    newest = latest(found.pages.versions)
    present = {each.identity for each in found.village.disclosures} | set(newest)
    identities = tuple(sorted(each for each in present if each[:2] == (number, period)))
    if not identities:
        place = Place(f"villages/{found.village.folder}")
        return (), (error("REF-ITEM", place, text=f"{item} {period}"),)
    chain, sequence = _end_of_log(folder), len(found.pages.versions)
    for identity in identities:
        _scrub(folder, found.pages.versions, identity)
        sequence += 1
        line, chain = to_log_line(_withdrawal(found, identity, sequence, reason, today), chain)
        append_line(folder / LOG, line + "\n")
    taken = build(county, today, workers=1).diagnostics if (county / "build" / "site").is_dir() else ()
    return identities, tuple(each for each in taken if each.code in _IN_THE_WAY)


def _withdrawal(loaded: Loaded, identity: Identity, sequence: int, reason: str, today: date) -> dict[str, object]:
    own = next((each for each in loaded.village.disclosures if each.identity == identity), None)
    return {
        "sequence": sequence,
        "day": today.isoformat(),
        "item": identity[0],
        "period": identity[1],
        "part": identity[2],
        "state": "withdrawn",
        "reason": reason,
        "digest": "",
        "check_code": derive_check_code(own) if own else "",
        "file": "",
    }


def _scrub(folder: Path, versions: tuple[Version, ...], identity: Identity) -> None:
    item, period, part = identity
    stem = f"{period}{'-' + part if part else ''}"
    for path in sorted((folder / item).glob(f"{stem}.*.json")) if any(v.identity == identity for v in versions) else ():
        path.unlink()


def _find_village(county: Path, site: Site, name: str) -> Loaded | None:
    for folder in list_villages(county):
        if name in (folder, folder[:12], folder[13:], folder[6:12]):
            given, _ = read_village(county, folder)
            return load_checked(site, given)
    return None


# -- handing over -----------------------------------------------------------------------------------------------------


def _hand_over(county: Path, target: Path) -> int:
    """Only what the build planned: every file below a folder that the manifest knows."""
    with open_stage(county / "build") as stage:
        root, sums = stage.root, to_sums(read_sums(stage.state))
        files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        if target.suffix == ".zip":
            _write_zip(root, files, sums, target)
        else:
            _write_folder(root, files, sums, target)
    return len(files)


def _write_zip(root: Path, files: list[Path], sums: bytes, target: Path) -> None:
    """Sorted, with one fixed date: equal sites give equal zips."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
        archive.writestr(zipfile.ZipInfo(SUMS, (2026, 1, 1, 0, 0, 0)), sums)
    beside.replace(target)


def _write_folder(root: Path, files: list[Path], sums: bytes, target: Path) -> None:
    """Beside the old one, then exchanged: readers see the old site or the new one, never half of it."""
    beside = target.with_name(f".{target.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    for path in files:
        copy = beside / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    (beside / SUMS).write_bytes(sums)
    exchange(beside, target)
