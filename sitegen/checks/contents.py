"""Attachments whose content is not what their name says, or that were cut off: told by how a file begins and ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from sitegen.checks.references import list_files
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.files import LARGEST_ATTACHMENT
from sitegen.model.catalogue import Catalogue
from sitegen.model.ledger import Village

MOST_PIXELS = 50_000_000
LARGEST_SOUND = 6_000_000
"""Bytes: a quarter of an hour of speech at 48 kbit/s."""
TOO_LONG_A_SOUND = f"录音太大，最多{LARGEST_SOUND // 1_000_000}兆"


class Ends(NamedTuple):
    """How large a file is, its first and last bytes, and a way to all of them."""

    size: int
    head: bytes
    tail: bytes
    read: Callable[[], bytes]


class _Sort(NamedTuple):
    """How files of a kind begin, and what stands at their end, after ``body``."""

    head: re.Pattern[bytes]
    last: bytes
    body: bytes = b""


_SORTS: Mapping[str, _Sort] = {
    "jpg": _Sort(re.compile(rb"\xff\xd8\xff"), b"\xff\xd9", b"\xff\xda"),
    "png": _Sort(re.compile(rb"\x89PNG\r\n\x1a\n"), b"IEND\xaeB`\x82", b"IDAT"),
    "pdf": _Sort(re.compile(rb"%PDF-"), b"%%EOF"),
    "mp3": _Sort(re.compile(rb"ID3|\xff[\xe0-\xff]"), b""),
}
_PICTURES = ("jpg", "png")


def check_contents(village: Village, catalogue: Catalogue, find: Callable[[str], Ends | None]) -> Iterator[Diagnostic]:
    """Each attachment that is spoken of, at the first place that does; those that are missing or empty are not asked again."""
    places: dict[str, Place] = {}
    for path, place in list_files(village, catalogue):
        places.setdefault(path, place)
    for path, place in places.items():
        kind = PurePosixPath(path).suffix.lower().lstrip(".").replace("jpeg", "jpg")
        ends = find(path) if kind in _SORTS else None
        if ends is not None and ends.head:
            yield from _check_content(kind, path, place, ends)


def _check_content(kind: str, path: str, place: Place, ends: Ends) -> Iterator[Diagnostic]:
    sort = _SORTS[kind]
    if not sort.head.match(ends.head):
        other = next((each for each in _PICTURES if _SORTS[each].head.match(ends.head)), "")
        if other and kind in _PICTURES:
            yield error("FILE-PICTURE", place, path=path, reason=f"后缀是 {kind}，内容却是 {other.upper()}")
        else:
            yield error("FILE-KIND", place, path=path, ending=kind)
    elif kind == "mp3" and ends.size > LARGEST_SOUND:
        yield error("FILE-PICTURE", place, path=path, reason=TOO_LONG_A_SOUND)
    elif ends.size > LARGEST_ATTACHMENT:
        yield error("FILE-PICTURE", place, path=path, reason="too large")
    elif kind == "png" and _pixels(ends.head) > MOST_PIXELS:
        yield error("FILE-PICTURE", place, path=path, reason="图片太大")
    elif sort.last not in ends.tail and not _is_ended(sort, ends.read()):
        yield error("FILE-PICTURE", place, path=path, reason="后面少了一截")


def _is_ended(sort: _Sort, data: bytes) -> bool:
    """Whether its end stands farther in front: telephones write films and notes behind a picture."""
    return sort.last in data[max(0, data.find(sort.body)) :]


def _pixels(head: bytes) -> int:
    return int.from_bytes(head[16:20], "big") * int.from_bytes(head[20:24], "big")
