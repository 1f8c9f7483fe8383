"""Where in its file a value stands that other files are at odds with: what is found without reading that file again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, with_excerpts
from sitegen.source import Document, Entries, Items, Scalar, load_document, place_of, read_bytes

_WRITTEN = {"CODE-TWICE": ("地址号", "value"), "LINK-OLDHOST": ("网址", "")}
"""Under which name the value stands that a file is blamed for, and which value of the sentence that must be."""


def read_places(county: Path, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What is said of a file that holds one wrong value, at that value."""
    return tuple(map(partial(_read_place, county), found))


def _read_place(county: Path, each: Diagnostic) -> Diagnostic:
    name, said = _WRITTEN.get(each.code, ("", ""))
    if not name:
        return each
    values = dict(each.values)
    if other := values.get("where"):
        _, node = _find_written(county, other, name, values[said])
        each = replace(each, values=tuple((values | {"where": f"{other}:{node.line}" if node else other}).items()))
    document, node = _find_written(county, each.place.file, name, values.get(said, ""))
    if document is None or node is None:
        return each
    return with_excerpts((replace(each, place=place_of(document.file, node)),), document.file, document.text)[0]


def _find_written(county: Path, file: str, name: str, value: str) -> tuple[Document | None, Scalar | None]:
    """The value under that name, in the file or in one of its forerunners; any value when none is given."""
    data = read_bytes(county / file)[0] if file.endswith(".yaml") else None
    document = load_document(file, data)[0] if data else None
    root = document.root if document else None
    former = root.get("前身") if isinstance(root, Entries) else None
    maps = (root, *(former.items if isinstance(former, Items) else ()))
    nodes = (each.get(name) for each in maps if isinstance(each, Entries))
    return document, next(
        (each for each in nodes if isinstance(each, Scalar) and each.text in (value or each.text,)), None
    )
