"""One rule for everything a county may change: a list of folders, the nearest one wins."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def read_data(name: str) -> str:
    """A text the program brings along, such as ``messages/zh.yaml``."""
    return (PACKAGE / "data" / name).read_text(encoding="utf-8")


def find_themes() -> Path:
    """Where the built-in themes are: inside an installed package, or beside it in the repository."""
    inside = PACKAGE / "themes"
    return inside if inside.is_dir() else PACKAGE.parent / "themes"


def find_handbook() -> Path:
    """Where the clerk's handbook is: inside an installed package, or among the repository's documents."""
    inside = PACKAGE / "handbook"
    return inside if inside.is_dir() else PACKAGE.parent / "docs" / "handbook"


def find_folders(county: Path, kind: str) -> tuple[Path, ...]:
    """Folders that may hold a ``kind`` (``catalogue``, ``themes``, ``fonts``), built-in first, the county's own last."""
    built_in = find_themes() if kind == "themes" else PACKAGE / "data" / kind
    return tuple(folder for folder in (built_in, county / kind) if folder.is_dir())


def read_folder(folders: tuple[Path, ...], pattern: str) -> dict[str, bytes]:
    """Files below the folders by relative name; a later folder replaces a file of the same name."""
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(folder.rglob(pattern)):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))
