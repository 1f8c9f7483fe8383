"""What was printed before and still stands: a sheet whose key is the same and whose file is untouched is not made again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from sitegen import codes
from sitegen.disk import write_file

Stock = dict[str, tuple[str, str]]
"""By file below ``build/print``: the key of what it was made from, and the digest of its bytes."""


def read_stock(county: Path) -> Stock:
    """What is remembered; nothing where that cannot be read."""
    try:
        record = json.loads((county / "build" / ".state" / "sheets.json").read_bytes())
        return {name: (key, digest) for name, (key, digest) in record.items()}
    except (OSError, ValueError, TypeError):
        return {}


def write_stock(county: Path, stock: Mapping[str, tuple[str, str]]) -> None:
    """Remember it, whole or not at all."""
    write_file(
        county / "build" / ".state" / "sheets.json", json.dumps(stock, ensure_ascii=False, sort_keys=True).encode()
    )


def name_of(county: Path, file: Path) -> str:
    """The file as the stock calls it."""
    return file.relative_to(county / "build" / "print").as_posix()


def read_standing(county: Path, file: Path, key: str, stock: Stock) -> bytes | None:
    """The file's bytes if it was made from the same and nobody touched it."""
    known = stock.get(name_of(county, file))
    if known is None or known[0] != key or not file.is_file():
        return None
    data = file.read_bytes()
    return data if codes.digest(data) == known[1] else None
