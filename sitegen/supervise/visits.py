"""Sheets to carry to the village: what is open, what to look at, room to write, and codes that lead to the public pages."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from markupsafe import Markup
from msgspec import Struct

from sitegen import overlay
from sitegen.outputs.qr import QUIET, make_symbol, to_path
from sitegen.supervise.page import load_template
from sitegen.supervise.report import Entry, Report


class Code(Struct, frozen=True):
    """A QR code as one path, and its side with the quiet zone."""

    path: str
    size: int


def make_visits(report: Report) -> bytes:
    """One HTML file, a sheet a village, for printing; findings that are closed or only hints stay at home."""
    wanted = (each for each in report.entries if each.open and each.finding.level != "hint")
    return (
        load_template("visits.html")
        .render(report=report, villages=_by_village(wanted), css=Markup(overlay.read_data("supervise/visits.css")))
        .encode()
    )


def _by_village(entries: Iterable[Entry]) -> tuple[tuple[str, tuple[tuple[Entry, Code | None], ...]], ...]:
    ordered = sorted(entries, key=lambda each: each.finding.village)
    groups = groupby(ordered, key=lambda each: (each.finding.village, each.village))
    return tuple((name, tuple((each, _code(each.page)) for each in group)) for (_, name), group in groups)


def _code(address: str) -> Code | None:
    if not address:
        return None
    symbol = make_symbol(address)
    return Code(to_path(symbol), symbol.side + 2 * QUIET)
