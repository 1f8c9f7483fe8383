"""File names that the next computer cannot hold: a county's folder goes from Linux to Windows and back on a stick."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from sitegen.diagnostics import Diagnostic, Place, warning

LONGEST = 180
"""Characters below the county's folder: Windows takes 260 for a whole path, its own folders included."""
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
"""Names of devices, with any ending (Microsoft, Naming Files, Paths, and Namespaces)."""
_SIGNS = re.compile(r'[<>:"|?*\\\x00-\x1f]')


def check_names(paths: Iterable[str], checked: Iterable[Diagnostic] = ()) -> tuple[Diagnostic, ...]:
    """FILE-NAME for what Windows cannot hold, FILE-TWIN for two names it takes for one; ``paths`` from the county folder.

    What is ``checked`` where a ledger speaks of it is not said again.
    """
    said = {dict(each.values)["name"] for each in checked if each.code == "FILE-NAME"}
    seen: dict[str, str] = {}
    found: list[Diagnostic] = []
    for path in sorted(paths):
        found += (each for each in _check_path(path) if dict(each.values)["name"] not in said)
        twin = seen.setdefault(path.casefold(), path)
        if twin != path:
            found.append(warning("FILE-TWIN", Place(path), path=path, other=twin))
    return tuple(found)


def check_name(path: str, place: Place) -> Diagnostic | None:
    """FILE-NAME for the first part of a path that Windows cannot hold, said at ``place``."""
    for part in PurePosixPath(path).parts:
        if reason := _reason_against(part):
            return warning("FILE-NAME", place, name=part, reason=reason, cure=_cure(part))
    return None


def _check_path(path: str) -> Iterator[Diagnostic]:
    if found := check_name(path, Place(path)):
        yield found
    elif len(path.encode("utf-16-le")) // 2 > LONGEST:
        yield warning("FILE-NAME", Place(path), name=PurePosixPath(path).name, reason="too long", cure="")


def _reason_against(name: str) -> str:
    if _RESERVED.fullmatch(name):
        return "reserved"
    if _SIGNS.search(name):
        return "forbidden signs"
    return "ends with a dot or a space" if name.endswith((".", " ")) else ""


def _cure(name: str) -> str:
    plain = _SIGNS.sub("-", name).rstrip(". ")
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain
