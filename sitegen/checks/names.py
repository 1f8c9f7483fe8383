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


def check_names(paths: Iterable[str]) -> tuple[Diagnostic, ...]:
    """FILE-NAME for what Windows cannot hold, FILE-TWIN for two names it takes for one; ``paths`` from the county folder."""
    seen: dict[str, str] = {}
    found: list[Diagnostic] = []
    for path in sorted(paths):
        found += _check_path(path)
        twin = seen.setdefault(path.casefold(), path)
        if twin != path:
            found.append(warning("FILE-TWIN", Place(path), path=path, other=twin))
    return tuple(found)


def _check_path(path: str) -> Iterator[Diagnostic]:
    for part in PurePosixPath(path).parts:
        if reason := _reason_against(part):
            yield warning("FILE-NAME", Place(path), name=part, reason=reason, cure=_cure(part))
            return
    if len(path.encode("utf-16-le")) // 2 > LONGEST:
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
