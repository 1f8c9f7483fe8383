"""THE SCRIPT: load → check → plan → make, for every village that changed; then what rolls up from all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path

from msgspec import Struct

from sitegen import manifest
from sitegen.checks.site import check_addresses, check_cases_of, check_published_of, check_regions, check_roots
from sitegen.diagnostics import Diagnostic, Place, concealed, sort, warning, with_excerpts
from sitegen.jobs import Progress
from sitegen.load.files import list_cases, read_county
from sitegen.load.places import read_places
from sitegen.load.published import load_answers
from sitegen.load.remembered import ANSWERS, list_published
from sitegen.manifest import part_of, survey
from sitegen.model.site import ALL_PARTS, Parts, Settings
from sitegen.tree import Stage

IN_THE_WAY = ("LINK-LOST", "COR-VILLAGE", "PII-OUTPUT", "SYS-BUG")
"""What keeps a build from exchanging the site."""


class Report(Struct, frozen=True):
    """What a build did."""

    villages: int
    made: int
    files: int
    """Of all villages."""
    size: int
    """Of all villages' files, in bytes."""
    written: int
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    faults: tuple[str, ...]
    refused: bool = False
    """Whether the site was left as it stood, for what would have been lost, or what every page would have shown."""


def build(
    county: Path,
    today: date,
    *,
    workers: int,
    parts: Parts = ALL_PARTS,
    progress: Progress | None = None,
    private: Path | None = None,
    out: Path | None = None,
    shard: tuple[int, int] | None = None,
    shards: Iterable[Path] = (),
    scheduler: str = "",
) -> Report:
    """Bring ``build/site`` up to date with the county's files, and say what was done and what is to be mended.

    ``private``: the private root, where the records of what was assessed before persons are named go (assessments.py).

    ``out``: a folder to be used instead of the county's ``build``. ``shard``: the i-th of N parts of the villages, without
    what stands above them, for another machine. ``shards``: the folders of such parts, from which villages are taken.
    ``scheduler``: address of a dask cluster whose workers see the same folders and make the villages.

    Raises :class:`sitegen.locks.BusyError` while another build holds the folder, ``OSError`` when the machine fails.
    """
    with open_stage(out or county / "build") as stage:
        seen = survey(county, stage, parts, today, has_private=private is not None)
        seen = part_of(seen, *shard) if shard else seen
        if seen.stands:
            said = (*manifest.read_diagnostics(stage.state, seen.kept), *_find_later(seen.kept, today))
            return _report(seen.kept, 0, 0, (), said, ())
        from sitegen import staging  # noqa: PLC0415 - half a second, which a build with nothing to do is spared
        from sitegen.shared import load_site  # noqa: PLC0415 - the same

        known = manifest.read_shared(stage.state, seen.fingerprint)
        site, found = load_site(read_county(county), today, parts, known)
        staged = staging.stage_villages(county, site, stage, seen, workers, progress, private, shards, scheduler)
        new, changed, refused, faults = staging.gather(stage.state, parts, seen, staged)
        if shard:
            wanted = staging.list_own(site, new)
        else:
            wanted, more = staging.stage_above(county, site, stage, seen, new, changed)
            addresses = chain.from_iterable(entry.addresses for entry in new.entries.values())
            refused = (*refused, *more, *check_published_of(list_published(county), addresses))
        twice = read_places(county, check_addresses({folder: entry.addresses for folder, entry in new.entries.items()}))
        above = check_regions(new.entries, site.regions, found)
        above += () if shard else check_cases_of(list_cases(county), new.entries)
        wrong = sort((*found, *twice, *above, *check_hosts(county, site.settings)))
        new = new._replace(found=concealed(wrong))
        held = bool(refused) or any(map(_is_on_every_page, found))
        removed = () if held else stage.commit(wanted, whole=seen.is_new)
        if not held:
            manifest.write(stage.state, new)
            if known is None and not found:
                manifest.write_shared(stage.state, manifest.Shared(seen.fingerprint, site.catalogue, site.regions))
    written = 0 if held else sum(stage.changed.values())
    said = (*manifest.read_diagnostics(stage.state, new), *refused, *_find_later(new, today))
    return _report(new, len(seen.stale), written, removed, said, faults, refused=held)


def _is_on_every_page(found: Diagnostic) -> bool:
    """Whether it is personal data in what every page shows."""
    return found.code.startswith("PII-") and found.place.file.startswith(("themes/", "sitegen.yaml"))


def _find_later(kept: manifest.Manifest, today: date) -> tuple[Diagnostic, ...]:
    """Whether villages are shown as of a day that is still to come."""
    last = max((entry.shown_on for entry in kept.entries.values()), default="")
    return (warning("SYS-BACK", Place(""), today=today.isoformat(), last=last),) if last > today.isoformat() else ()


def open_stage(folder: Path) -> Stage:
    """The site below ``build``, and what is remembered of it: nobody else changes it until this is left."""
    return Stage(folder / "site", folder / ".state")


def _report(
    kept: manifest.Manifest,
    made: int,
    written: int,
    removed: tuple[str, ...],
    found: Iterable[Diagnostic],
    faults: tuple[str, ...],
    *,
    refused: bool = False,
) -> Report:
    files, size = (sum(getattr(entry, name) for entry in kept.entries.values()) for name in ("files", "size"))
    return Report(len(kept.entries), made, files, size, written, removed, sort(found), faults, refused)


def check_hosts(county: Path, settings: Settings) -> tuple[Diagnostic, ...]:
    """Codes printed below an address that the settings no longer know; a changed register of answers."""
    path = county / "links" / ANSWERS
    data = path.read_bytes() if path.exists() else b""
    answers, found = load_answers(data)
    return (
        *with_excerpts(found, f"links/{ANSWERS}", data.decode(errors="replace")),
        *read_places(county, check_roots(settings, answers)),
    )
