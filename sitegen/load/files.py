"""Where a county's files are, and their bytes: the only place that knows its folders on disk (docs/formats.md §1)."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sitegen import overlay
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.village import VillageFiles
from sitegen.sensitive import conceal
from sitegen.source import read_bytes

ATTACHMENTS = "附件"
_IGNORED = re.compile(r"^(\.|~\$)|^(Thumbs\.db|desktop\.ini)$|\.(bak|tmp)$")
_ADDRESS = re.compile(rb"\xe5\x9c\xb0\xe5\x9d\x80\xe5\x8f\xb7[:\xef\xbc\x9a\"' ]{1,8}(\d{6})")
"""地址号 in a profile: read before the village is loaded, to know which registers belong to it."""
_OWN_ADDRESS = re.compile(rb"(?m)^\xe5\x9c\xb0\xe5\x9d\x80\xe5\x8f\xb7[:\xef\xbc\x9a\"' ]{1,8}(\d{6})")

_MANY_DIGITS = re.compile(r"\d[\d\W_]{13,}\d")
"""What a stamp keeps of a file's name holds no identity number; most names need no second look."""

Stamp = tuple[tuple[str, int, int], ...]
"""Path, size and time of change (ns) of every file that speaks of a village."""


@dataclass(frozen=True, slots=True)
class CountyFiles:
    """What a county has besides its villages, as bytes."""

    settings: bytes
    regions: bytes
    catalogue: Mapping[str, bytes]
    built_in_catalogue: Mapping[str, bytes]
    presets: bytes
    holidays: tuple[bytes, bytes]
    """The built-in table of public holidays, and the county's own."""
    themes: Mapping[str, bytes]
    """Theme files by ``<theme>/<path>``, the county's laid over the built-in ones."""


def read_county(county: Path) -> CountyFiles:
    """The files all villages share; missing ones are empty."""
    return CountyFiles(
        settings=_read_or_empty(county / "sitegen.yaml"),
        regions=_read_or_empty(county / "regions.csv"),
        catalogue=overlay.read_folder((county / "catalogue",) if (county / "catalogue").is_dir() else (), "*.yaml"),
        built_in_catalogue=overlay.read_folder((overlay.PACKAGE / "data" / "catalogue",), "*.yaml"),
        presets=(overlay.PACKAGE / "data" / "presets.yaml").read_bytes(),
        holidays=(
            (overlay.PACKAGE / "data" / "holidays.yaml").read_bytes(),
            _read_or_empty(county / "holidays.yaml"),
        ),
        themes=overlay.read_folder(overlay.find_folders(county, "themes"), "*"),
    )


def _read_or_empty(path: Path) -> bytes:
    data, _ = read_bytes(path) if path.exists() else (b"", "")
    return data or b""


def list_villages(county: Path) -> tuple[str, ...]:
    """Names of the village folders, sorted."""
    root = county / "villages"
    if not root.is_dir():
        return ()
    with os.scandir(root) as entries:
        return tuple(sorted(entry.name for entry in entries if entry.is_dir() and not _IGNORED.search(entry.name)))


def read_stamp(county: Path, folder: str, addresses: tuple[str, ...]) -> Stamp:
    """Size and date of everything that speaks of one village; ``addresses`` as :func:`read_addresses` gives them."""
    code = folder[:12]
    paths = [
        *_walk(county / "villages" / folder),
        county / "cases" / f"{code}.yaml",
        *(county / "links" / f"{address}.csv" for address in addresses),
        *(county / "published" / address / "log.jsonl" for address in addresses[:1]),
    ]
    return tuple(sorted(stamp for path in paths if (stamp := _stamp(county, path))))


def _stamp(county: Path, path: Path) -> tuple[str, int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    name = path.relative_to(county).as_posix()
    return (conceal(name) if _MANY_DIGITS.search(name) else name, found.st_size, found.st_mtime_ns)


def _is_text(name: str) -> bool:
    """Names that are no UTF-8 (from old archives) cannot be spoken of in any file; they are not taken."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _IGNORED.search(name))
        for name in sorted(names):
            if not _IGNORED.search(name) and _is_text(name):
                yield Path(parent) / name


def read_addresses(county: Path, folder: str) -> tuple[str, ...]:
    """The village's permanent address number, then those of its forerunners."""
    profile = _read_or_empty(county / "villages" / folder / "村情.yaml")
    own = _OWN_ADDRESS.search(profile)
    rest = profile[own.end() :] if own else profile
    if own:
        rest = profile[: own.start()] + rest
    former = tuple(match.decode() for match in _ADDRESS.findall(rest))
    return (own[1].decode() if own else folder[6:12], *former)


def read_village(county: Path, folder: str) -> tuple[VillageFiles, tuple[Diagnostic, ...]]:
    """All bytes that speak of one village; files that cannot be taken are reported and left out."""
    root = county / "villages" / folder
    files: dict[str, bytes] = {}
    attachments: dict[str, int] = {}
    found: list[Diagnostic] = []
    for path in _walk(root):
        inside = tuple(unicodedata.normalize("NFC", part) for part in path.relative_to(root).parts)
        relative = "/".join(("villages", folder, *inside))
        if inside[0] == ATTACHMENTS:
            if path.is_file() and not path.is_symlink():
                attachments["/".join(inside[1:])] = path.stat().st_size
            else:
                found.append(error("FILE-LINK", Place(relative), path=relative))
            continue
        data, reason = read_bytes(path)
        if data is None:
            found.append(_refuse(relative, path, reason))
        else:
            files[relative] = data
    for extra in _extra_files(county, folder, read_addresses(county, folder)):
        data, _ = read_bytes(extra, limit=200_000_000)
        if data is not None:
            files[extra.relative_to(county).as_posix()] = data
    return VillageFiles(folder, files, attachments), tuple(found)


def _refuse(relative: str, path: Path, reason: str) -> Diagnostic:
    if "large" in reason:
        return error("LIM-SIZE", Place(relative), size=f"{path.stat().st_size / 1_000_000:.1f} MB")
    if reason in ("link", "not a regular file"):
        return error("FILE-LINK", Place(relative), path=relative)
    return error("SYS-READ", Place(relative), path=relative, reason=reason)


def _extra_files(county: Path, folder: str, addresses: tuple[str, ...]) -> Iterator[Path]:
    case = county / "cases" / f"{folder[:12]}.yaml"
    if case.exists():
        yield case
    for address in addresses:
        link = county / "links" / f"{address}.csv"
        if link.exists():
            yield link
    published = county / "published" / addresses[0]
    if published.is_dir():
        yield from sorted(path for path in published.rglob("*") if path.is_file())


ANSWERS = "answered.csv"
"""In ``links/``, beside the registers of the villages: when the site answered from outside."""


def read_registers(county: Path) -> dict[str, bytes]:
    """All registers of printed addresses: bytes by address number."""
    root = county / "links"
    paths = (path for path in sorted(root.glob("*.csv")) if path.name != ANSWERS)
    return {path.stem: path.read_bytes() for path in paths} if root.is_dir() else {}


def read_attachment(county: Path, folder: str, path: str, limit: int = 20_000_000) -> bytes | None:
    """An attachment's bytes, or None when it is gone, too large or not a plain file inside the folder."""
    root = (county / "villages" / folder / ATTACHMENTS).resolve()
    target = _find_written(root, path)
    if not target.resolve().is_relative_to(root):
        return None
    data, _ = read_bytes(target, limit=limit)
    return data


def _find_written(root: Path, path: str) -> Path:
    """The file that a ledger names, whichever way the disk composes its accents (macOS takes them apart)."""
    target = root
    for part in PurePosixPath(path).parts:
        if not (target / part).exists() and target.is_dir():
            names = {unicodedata.normalize("NFC", path.name): path.name for path in target.iterdir()}
            target /= names.get(part, part)
        else:
            target /= part
    return target
