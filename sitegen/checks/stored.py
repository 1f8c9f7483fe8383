"""Versions published before something was known to be private: they are not shown, and their files are named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from sitegen.checks.personal import SORTS, find_private, find_private_among
from sitegen.checks.torn import is_torn
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.model.site import Version
from sitegen.sensitive import Sort


def check_stored(
    address: str, versions: Iterable[Version], allowed: frozenset[str]
) -> tuple[frozenset[str], tuple[Diagnostic, ...]]:
    """Files below ``published/<address>/`` that hold personal data, and a diagnostic for each (PII-STORED)."""
    tainted = [file_of(version) for version in versions if version.view and _is_tainted(version, allowed)]
    places = (Place(f"published/{address}/{name}") for name in tainted)
    return frozenset(tainted), tuple(error("PII-STORED", place, path=place.file) for place in places)


def without_views(versions: Iterable[Version], tainted: frozenset[str]) -> tuple[Version, ...]:
    """The versions, those of tainted files as if nothing were left of them but the line that says they were."""
    return tuple(replace(each, view="", figures={}) if file_of(each) in tainted else each for each in versions)


def file_of(version: Version) -> str:
    """Where a version is stored, below its village's folder (docs/formats.md §10)."""
    item, period, part = version.identity
    return f"{item}/{period}{'-' + part if part else ''}.{version.sequence}.json"


def _is_tainted(version: Version, allowed: frozenset[str]) -> bool:
    view = json.loads(version.view)
    said: dict[Sort, dict[str, None]] = {}
    for sort, text in _texts(view):
        said.setdefault(sort, {})[text] = None
    suspects = ((sort, text) for sort, texts in said.items() for text in find_private_among(texts, allowed, sort))
    torn = (is_torn(table, allowed) for table in view.get("body", {}).get("tables", ()))
    return any(find_private(text, allowed, sort) for sort, text in suspects) or any(torn)


def _texts(node: Any, sort: Sort = "free") -> Iterator[tuple[Sort, str]]:
    """Every text of a stored view with its sort: cells have that of their column, a figure that of its own kind."""
    if isinstance(node, str):
        yield sort, node
    elif isinstance(node, Mapping):
        rows = node.get("rows", ())
        sorts = [SORTS.get(column[1], "free") for column in node.get("columns", ())]
        yield from (pair for row in rows for kind, cell in zip(sorts, row, strict=False) for pair in _texts(cell, kind))
        for name, value in node.items():
            if name not in ("rows", "keys", "columns", "check_code"):
                yield from _texts(value, "amount" if name == "groups" else "free")
    elif isinstance(node, list):
        is_figure = len(node) == 4 and isinstance(node[1], str) and node[1] in SORTS
        yield from (pair for value in node for pair in _texts(value, SORTS[node[1]] if is_figure else sort))
