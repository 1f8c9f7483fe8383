"""The private root: where the township keeps what is never public – outside the county folder and of any git work tree."""

from __future__ import annotations

from pathlib import Path

from sitegen.diagnostics import Diagnostic, Place, error


def read_private_root(given: Path, county: Path) -> tuple[Path | None, tuple[Diagnostic, ...]]:
    """The folder as an absolute path without links, which need not exist yet; or why it may not be used (SYS-PRIVATE).

    Refused: inside the county folder, around it, and inside any git work tree, where one ``git add`` would leak it.
    """
    root, inside = given.expanduser().resolve(), county.resolve()
    reason = _reason_against(root, inside)
    if reason:
        return None, (error("SYS-PRIVATE", Place(""), path=str(root), reason=reason),)
    return root, ()


def _reason_against(root: Path, county: Path) -> str:
    if root.is_relative_to(county):
        return "inside the county folder"
    if county.is_relative_to(root):
        return "around the county folder"
    if any((folder / ".git").exists() for folder in (root, *root.parents)):
        return "inside a git work tree"
    if root.exists() and not root.is_dir():
        return "not a folder"
    return ""
