"""Holding a finished site against what is known of it: the digest of every file, registers, releases, a build afresh."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from msgspec import Struct

from sitegen import manifest
from sitegen.build import build, open_stage
from sitegen.checks.site import check_links
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.disk import list_files
from sitegen.jobs import Progress
from sitegen.load.published import load_answers, load_links, load_versions
from sitegen.load.remembered import ANSWERS, list_cuts, list_lost_releases, read_registers
from sitegen.model.site import ALL_PARTS
from sitegen.tree import SUMS, from_sums, read_sums, unit_of

_AT_ONCE = 8
_SECONDS = 15


class Verified(Struct, frozen=True):
    """How many files were looked at, and everything that is not as it should be."""

    files: int
    diagnostics: tuple[Diagnostic, ...]
    paths: frozenset[str] = frozenset()


def verify_build(county: Path, progress: Progress | None = None) -> Verified:
    """``build/site`` as the last build left it.

    Raises :class:`sitegen.locks.BusyError` while a build is under way.
    """
    with open_stage(county / "build") as stage:
        root = stage.root
        return _verify(
            read_sums(stage.state),
            partial(_digest_file, root),
            list_files(str(root)),
            progress,
            _in_build,
        )


def _in_build(path: str) -> Mapping[str, str]:
    return {"unit": f"build/site/{unit_of(path)}"}


def verify_folder(root: Path, progress: Progress | None = None) -> Verified:
    """A folder that was handed over, as its ``SHA256SUMS`` says."""
    if not (root / SUMS).is_file():
        return Verified(0, (error("FILE-SUMS", Place(SUMS), where=str(root)),))
    there = list_files(str(root)).keys() - {SUMS}
    sums = from_sums((root / SUMS).read_bytes())
    return _verify(sums, partial(_digest_file, root), there, progress, lambda _: {"target": str(root)})


def verify_web(root: str, known: Mapping[str, str], progress: Progress | None = None) -> Verified:
    """The same from outside: every page is fetched. ``known`` are digests from elsewhere; without them, the site's own.

    Raises ``OSError`` when nothing answers.
    """
    sums = known or from_sums(_fetch(root.rstrip("/"), SUMS) or b"")
    if not sums:
        return Verified(0, (error("FILE-SUMS", Place(SUMS), where=root),))
    return _verify(sums, partial(_digest_page, root.rstrip("/")), sums, progress, lambda _: {"target": root})


def _verify(
    sums: Mapping[str, str],
    digest: Callable[[str], str],
    there: Iterable[str],
    progress: Progress | None,
    mend: Callable[[str], Mapping[str, str]],
) -> Verified:
    """``mend``: where what is wrong with a file is made good."""
    found = [error("FILE-STRANGE", Place(path), path=path) for path in sorted(set(there) - sums.keys())]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for number, (path, now) in enumerate(zip(sums, pool.map(digest, sums), strict=True), start=1):
            if not now:
                found.append(error("FILE-GONE", Place(path), path=path, **mend(path)))
            elif now != sums[path]:
                found.append(error("FILE-CHANGED", Place(path), path=path, **mend(path)))
            if progress:
                progress(number, len(sums), "")
    return Verified(len(sums), tuple(found), frozenset(sums))


def _digest_file(root: Path, path: str) -> str:
    try:
        with (root / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _digest_page(root: str, path: str) -> str:
    """The address of a page is its folder: that is what is printed."""
    data = _fetch(root, path.removesuffix("index.html"))
    return "" if data is None else hashlib.sha256(data).hexdigest()


def _fetch(root: str, path: str) -> bytes | None:
    request = Request(f"{root}/{quote(path)}", headers={"User-Agent": "sitegen verify"})
    try:
        with urlopen(request, timeout=_SECONDS) as answer:
            return bytes(answer.read())
    except HTTPError as problem:
        problem.close()
        return None


def verify_records(county: Path, paths: Iterable[str] | None) -> tuple[Diagnostic, ...]:
    """Registers and releases whose chains do not hold; with the files of a site, printed addresses it has no page for."""
    return tuple(_check_records(county, None if paths is None else frozenset(paths)))


def _check_records(county: Path, paths: frozenset[str] | None) -> Iterator[Diagnostic]:
    yield from list_cuts(county)
    yield from list_lost_releases(county)
    for address, data in read_registers(county).items():
        links, found = load_links(address, data)
        yield from found
        yield from check_links(address, links, paths) if paths is not None else ()
    answers = county / "links" / ANSWERS
    yield from load_answers(answers.read_bytes())[1] if answers.exists() else ()
    published = county / "published"
    for folder in sorted(published.iterdir()) if published.is_dir() else ():
        files = {f"published/{folder.name}/{name}": (folder / name).read_bytes() for name in list_files(str(folder))}
        yield from load_versions(folder.name, files)[1]


def verify_rebuild(county: Path, today: date, workers: int, progress: Progress | None = None) -> Verified:
    """Build the county afresh in a folder of its own, and hold ``build/site`` against it, file by file."""
    asked = manifest.read(county / "build" / ".state").asked
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        build(county, today, workers=workers, parts=asked or ALL_PARTS, progress=progress, out=fresh)
        sums = read_sums(fresh / ".state")
    with open_stage(county / "build") as stage:
        seen = _verify(sums, partial(_digest_file, stage.root), list_files(str(stage.root)), None, _in_build)
    unlike = tuple(error("FILE-REBUILD", each.place, path=each.place.file) for each in seen.diagnostics)
    return Verified(seen.files, unlike, seen.paths)
