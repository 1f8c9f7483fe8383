"""Registers of printed addresses and logs of releases: what is only ever added to, as it is and as a build last saw it whole.

A line that goes missing at the end breaks no chain; the copy below ``build/.state`` tells (decisions 083, 135).
"""

from __future__ import annotations

import os
from pathlib import Path

from sitegen.diagnostics import Diagnostic
from sitegen.disk import write_file
from sitegen.load.published import find_lost_lines, log_of, to_memory
from sitegen.source import read_bytes

ANSWERS = "answered.csv"
"""In ``links/``, beside the registers of the villages: when the site answered from outside."""
LARGEST_RECORD = 200_000_000
"""Bytes of one file that the program itself writes: more than a village publishes in a thousand years."""


def _register(address: str) -> str:
    return f"links/{address}.csv"


def list_registers(county: Path) -> tuple[str, ...]:
    """Address numbers of all registers there are or are remembered, sorted."""
    names = {name for folder in ("links", to_memory("links")) for name in _list_names(county / folder)}
    own = (name for name in names if name.endswith(".csv") and name != ANSWERS and not name.startswith((".", "~$")))
    return tuple(sorted(name.removesuffix(".csv") for name in own))


def list_published(county: Path) -> tuple[str, ...]:
    """Address numbers below which something was published, or is remembered to have been."""
    roots = (county, county / to_memory(""))
    names = ((root, name) for root in roots for name in _list_names(root / "published"))
    return tuple(sorted({name for root, name in names if os.path.exists(f"{root}/{log_of(name)}")}))


def _list_names(folder: Path) -> list[str]:
    return os.listdir(folder) if folder.is_dir() else []


def read_register(county: Path, address: str) -> bytes:
    """The register of an address number; where lines of it are gone or changed, as it is remembered. Empty: there is none."""
    now, before = _read_both(county, _register(address))
    return now if now.startswith(before) else before


def read_registers(county: Path) -> dict[str, bytes]:
    """All registers of printed addresses: bytes by address number."""
    return {address: read_register(county, address) for address in list_registers(county)}


def read_memory(county: Path, address: str) -> dict[str, bytes]:
    """The log of an address number as it is remembered, by path; nothing where there is none."""
    path = to_memory(log_of(address))
    return {path: data} if (data := _read(county / path)) else {}


def find_cut(county: Path, address: str) -> Diagnostic | None:
    """That lines of the register which were there before are gone or changed; None where it has only grown."""
    return find_lost_lines("LINK-CUT", _register(address), *_read_both(county, _register(address)))


def find_lost_releases(county: Path, address: str) -> Diagnostic | None:
    """The same of the log of what was published: without its lines a figure could change quietly."""
    return find_lost_lines("COR-CUT", log_of(address), *_read_both(county, log_of(address)))


def list_cuts(county: Path) -> tuple[Diagnostic, ...]:
    """The same of all registers."""
    return tuple(cut for address in list_registers(county) if (cut := find_cut(county, address)))


def list_lost_releases(county: Path) -> tuple[Diagnostic, ...]:
    """The same of all logs of releases."""
    return tuple(cut for address in list_published(county) if (cut := find_lost_releases(county, address)))


def write_memory(county: Path, address: str) -> None:
    """Remember the register and the log of releases as they are, unless they are less than what is remembered."""
    for file in (_register(address), log_of(address)):
        now, before = _read_both(county, file)
        if now != before and now.startswith(before):
            write_file(county / to_memory(file), now, lasting=False)


def _read_both(county: Path, file: str) -> tuple[bytes, bytes]:
    """What is only ever added to, as it is, and as it is remembered."""
    return _read(county / file), _read(county / to_memory(file))


def _read(path: Path) -> bytes:
    return read_bytes(path, limit=LARGEST_RECORD)[0] or b""
