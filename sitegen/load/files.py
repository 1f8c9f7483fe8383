"""Where a county's files are, and their bytes: the only place that knows its folders on disk (docs/formats.md §1)."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from msgspec import Struct

from sitegen import codes, overlay
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.remembered import LARGEST_RECORD, find_cut, read_memory, read_register
from sitegen.load.theme import BUILT_IN_WORDS, WORDS
from sitegen.source import read_bytes

ATTACHMENTS = "附件"
MAPPING = "导入/映射.yaml"
"""How a county's foreign sheets are read."""
_IGNORED = re.compile(r"^(\.|~\$|__pycache__$)|^(Thumbs\.db|desktop\.ini)$|\.(bak|tmp)$")
_ADDRESS = re.compile(rb"\xe5\x9c\xb0\xe5\x9d\x80\xe5\x8f\xb7[:\xef\xbc\x9a\"' ]{1,8}(\d{6})(?!\d)")
"""地址号 in a profile: read before the village is loaded, to know which registers belong to it."""
_OWN_ADDRESS = re.compile(rb"(?m)^\xe5\x9c\xb0\xe5\x9d\x80\xe5\x8f\xb7[:\xef\xbc\x9a\"' ]{1,8}(\d{6})(?!\d)")


class CountyFiles(Struct, frozen=True):
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


class VillageFiles(Struct, frozen=True):
    """Everything on disk that speaks of one village: bytes by path from the county folder.

    ``attachments`` are only listed (path → size); their bytes are read when a picture is made.
    """

    folder: str
    files: Mapping[str, bytes]
    attachments: Mapping[str, int]

    @property
    def paths(self) -> tuple[str, ...]:
        """Everything in the village's own folder, from the county folder."""
        root = f"villages/{self.folder}/"
        return (
            *(path for path in self.files if path.startswith(root)),
            *(f"{root}附件/{path}" for path in self.attachments),
        )


def read_county(county: Path) -> CountyFiles:
    """The files all villages share; missing ones are empty."""
    folders, words = overlay.find_folders(county, "themes"), overlay.find_themes() / "plain" / WORDS
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
        themes={f"plain/{BUILT_IN_WORDS}": words.read_bytes(), **overlay.read_folder(folders, "*")},
    )


def _read_or_empty(path: Path) -> bytes:
    return read_bytes(path)[0] or b""


def list_villages(county: Path) -> tuple[str, ...]:
    """Names of the village folders, sorted."""
    root = county / "villages"
    if not root.is_dir():
        return ()
    with os.scandir(root) as entries:
        return tuple(
            sorted(
                entry.name
                for entry in entries
                if entry.is_dir() and not _IGNORED.search(entry.name) and _is_text(entry.name)
            )
        )


class Beside(Struct, frozen=True):
    """What speaks of villages outside their folders, as one look finds it: stamps by code, by address number, and all."""

    cases: Mapping[str, str]
    links: Mapping[str, str]
    published: frozenset[str]

    @property
    def stamp(self) -> str:
        """Of all registers of printed addresses: those no village answers for are looked at, too."""
        return _to_stamp(self.links.values())


def list_cases(county: Path) -> tuple[str, ...]:
    """Names of the files of questions, without their ``.yaml``."""
    return tuple(
        sorted(path.stem for path in (county / "cases").glob("*.yaml") if not path.name.startswith((".", "~$")))
    )


def read_beside(county: Path) -> Beside:
    """Cases, registers and releases there are."""
    cases, links = (
        {line.partition(".")[0]: line for line in _stamp_lines(str(county / name), "")} for name in ("cases", "links")
    )
    published = county / "published"
    return Beside(cases, links, frozenset(os.listdir(published) if published.is_dir() else ()))


class Stamp(NamedTuple):
    """Names, sizes and dates of all that speaks of one village, its registers of printed addresses, to which every printing
    adds, apart. A digest is taken where it is asked for: of a province that has not changed only the whole one is."""

    lines: tuple[str, ...]
    registers: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The digest of everything."""
        return _to_stamp((*self.lines, *self.registers))

    @property
    def ledger(self) -> str:
        """The digest without its registers."""
        return _to_stamp(self.lines)


def read_stamp(county: Path, folder: str, addresses: tuple[str, ...], beside: Beside) -> Stamp:
    """The village's stamp; ``addresses`` as :func:`read_addresses` gives them.

    Both dates count, that of the content and that of the file itself: a copy or an archive may bring an old one along.
    """
    lines = list(_stamp_lines(f"{county}/villages/{folder}", ""))
    lines.append(beside.cases.get(folder[:12], ""))
    for address in addresses:
        if address in beside.published:
            lines += _stamp_lines(f"{county}/published/{address}", "")
    return Stamp(tuple(lines), tuple(beside.links.get(address, "") for address in addresses))


def read_shared_stamp(county: Path) -> str:
    """Of all files :func:`read_county` reads, and of the program itself."""
    folders = (str(county / "catalogue"), str(county / "themes"), str(overlay.find_themes()), str(overlay.PACKAGE))
    lines = [line for folder in folders for line in _stamp_lines(folder, "")]
    return _to_stamp((*lines, *(_stamp_line(path) for path in county.iterdir() if path.is_file())))


def _to_stamp(lines: Iterable[str]) -> str:
    return blake2b("\n".join(sorted(lines)).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _stamp_lines(folder: str, inside: str) -> Iterator[str]:
    """A line for every file below a folder that counts; nothing where there is no folder."""
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            if _IGNORED.search(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _stamp_lines(entry.path, f"{inside}{entry.name}/")
            else:
                found = entry.stat(follow_symlinks=False)
                yield f"{inside}{entry.name} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def _stamp_line(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return path.name
    return f"{path.name} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def _is_text(name: str) -> bool:
    """Names that are no UTF-8 (from old archives) cannot be spoken of in any file; they are not taken."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _IGNORED.search(name) and _is_text(name))
        for name in sorted(names):
            if not _IGNORED.search(name) and _is_text(name):
                yield Path(parent) / name


def _find_unreadable(root: Path) -> Iterator[Diagnostic]:
    """Folders that cannot be opened, and files and folders whose names are no UTF-8: as an old archive from Windows would have
    them, in GB18030."""
    closed: list[OSError] = []
    for parent, folders, names in os.walk(root, onerror=closed.append):
        for name in (each for each in sorted((*folders, *names)) if not _is_text(each)):
            meant = os.fsencode(name).decode("gb18030", errors="replace")
            place = Place("/".join(("villages", root.name, *Path(parent).relative_to(root).parts, meant)))
            yield error("FILE-UNREAD", place, name=meant)
        folders[:] = [each for each in folders if _is_text(each)]
    for problem in closed:
        path = "/".join(("villages", root.name, *Path(problem.filename).relative_to(root).parts))
        yield error("SYS-READ", Place(f"{path}/"), path=path, reason="没有权限")


def holds_closed(found: Iterable[Diagnostic]) -> bool:
    """Whether a folder of the village could not be opened: nobody knows what it says, so that all of it stays as it is."""
    return any(each.code == "SYS-READ" and each.place.file.endswith("/") for each in found)


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
    found += _find_unreadable(root)
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
    addresses = read_addresses(county, folder)
    files |= {f"links/{address}.csv": data for address in addresses if (data := read_register(county, address))}
    found += (cut for address in addresses if (cut := find_cut(county, address)))
    for extra in _extra_files(county, folder, addresses):
        data, _ = read_bytes(extra, limit=LARGEST_RECORD)
        if data is not None:
            files[extra.relative_to(county).as_posix()] = data
    for address in addresses:
        files |= read_memory(county, address)
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
        published = county / "published" / address
        if published.is_dir():
            yield from sorted(path for path in published.rglob("*") if path.is_file())


def read_digest(county: Path, given: VillageFiles) -> str:
    """Of everything the village's pages are made of; attachments, which are large, count by name, size and dates."""
    attachments = _to_stamp(_stamp_lines(f"{county}/villages/{given.folder}/{ATTACHMENTS}", ""))
    files = (piece for path, data in sorted(given.files.items()) for piece in (path.encode(), data))
    return codes.digest_parts((attachments.encode(), *files))[:24]


LARGEST_ATTACHMENT = 20_000_000


def read_attachment(county: Path, folder: str, path: str) -> bytes | None:
    """An attachment's bytes, or None when it is gone, too large or not a plain file inside the folder."""
    root = (county / "villages" / folder / ATTACHMENTS).resolve()
    target = _find_written(root, path)
    if not target.resolve().is_relative_to(root):
        return None
    data, _ = read_bytes(target, limit=LARGEST_ATTACHMENT)
    return data


def read_ends(county: Path, folder: str, path: str, size: int = 2048) -> tuple[bytes, bytes]:
    """So many first and last bytes of an attachment; nothing of one that is gone or not a plain file inside the folder."""
    root = (county / "villages" / folder / ATTACHMENTS).resolve()
    target = _find_written(root, path)
    if not target.is_file() or not target.resolve().is_relative_to(root):
        return b"", b""
    try:
        with target.open("rb") as stream:
            head = stream.read(size)
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - size))
            return head, stream.read()
    except OSError:
        return b"", b""


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
