"""What a county and its private root bring to supervision, as it stands on disk: rules of their own, codes of their villages."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from sitegen import overlay
from sitegen.diagnostics import Diagnostic
from sitegen.load.files import list_villages
from sitegen.supervise.rules import Rule, load_rules

OWN_RULES = "rules"
"""Folder of the county with rules of its own."""
RULES = "规则"
"""Folder of the private root with rules that are nobody else's business; they lie over the county's."""


def read_rules(*own: Path) -> tuple[tuple[Rule, ...], tuple[Diagnostic, ...]]:
    """The rules the program brings, with those of a county's own folders laid over them, the last one uppermost."""
    files = {name: (name, data) for name, data in read_all(overlay.PACKAGE / "data" / "rules", "*.sql").items()}
    for folder in own:
        found = read_all(folder, "*.sql")
        files |= {PurePosixPath(name).name: (f"{folder.name}/{name}", data) for name, data in found.items()}
    return load_rules(dict(files.values()))


def read_codes(county: Path) -> frozenset[str]:
    """Codes of the villages there are, and of their townships and counties."""
    return frozenset(folder[:size] for folder in list_villages(county) for size in (6, 9, 12))


def read_all(folder: Path, pattern: str) -> dict[str, bytes]:
    """The folder's files of that pattern; none where there is no folder."""
    return overlay.read_folder((folder,), pattern) if folder.is_dir() else {}
