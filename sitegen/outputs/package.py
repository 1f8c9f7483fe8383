"""A village's downloads as a Frictionless tabular data package (specs.frictionlessdata.io, version 1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sitegen.outputs.tables import FIRST_COLUMNS, csv_head
from sitegen.views.downloads import DownloadView, PackageView

_TYPES: Mapping[str, str] = {
    "money": "number",
    "number": "number",
    "share": "number",
    "count": "integer",
    "date": "date",
}


def make_package(view: PackageView) -> bytes:
    """``datapackage.json``: every CSV of the village with the type of each of its columns."""
    record = {
        "profile": "tabular-data-package",
        "name": f"village-{view.code}",
        "title": view.title,
        "homepage": view.url,
        "contributors": [{"title": view.publisher, "role": "publisher"}],
        "resources": [_resource(path, download) for path, download in view.tables],
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(path: str, view: DownloadView) -> dict[str, object]:
    """``path`` is the CSV's path from the village's folder."""
    return {
        "profile": "tabular-data-resource",
        "name": path.removesuffix("/data.csv").replace("/", "-"),
        "title": f"{view.item} {view.period}",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": {"fields": list(_fields(view)), "missingValues": [""]},
    }


def _fields(view: DownloadView) -> Iterable[dict[str, str]]:
    kinds: dict[str, set[str]] = {}
    for sheet in view.sheets:
        for index, name in enumerate(sheet.columns):
            kinds.setdefault(name, set()).update(row[index].kind for row in sheet.rows)
    for name in FIRST_COLUMNS:
        yield {"name": name, "type": "string"}
    for name, found in kinds.items():
        types = {_TYPES.get(kind, "string") for kind in found} or {"string"}
        yield {"name": csv_head(name), "type": types.pop() if len(types) == 1 else "string"}
