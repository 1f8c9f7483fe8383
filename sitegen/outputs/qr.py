"""A QR code from a text: cut as cheaply as can be, at the highest level that costs nothing, masked by the standard's
rule, then drawn as one contour or one small picture.

The ``qrcode`` library does the coding proper; the cut (:mod:`sitegen.outputs.segments`) and the choice of the mask
(:mod:`sitegen.outputs.masks`) are made here and handed over.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import BIT_LIMIT_TABLE, QRData

from sitegen.outputs.masks import choose_mask, to_lines
from sitegen.outputs.segments import MODES, count_bits, segments

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004, 6.3.8); without them few decoders read a code on a dark ground."""

_PNG = b"\x89PNG\r\n\x1a\n"
_RUN = re.compile("1+")

Point = tuple[int, int]
Polygon = tuple[Point, ...]
Steps = tuple[int, ...]
"""Where a polygon begins, and by turns how far to the right and how far down, until it is back."""

_LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}


class Symbol(Struct, frozen=True):
    """A finished code; ``rows`` from top to bottom without the quiet zone, true is black; ``level`` is L, M, Q or H."""

    text: str
    version: int
    level: str
    rows: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """Modules along one side, without the quiet zone."""
        return len(self.rows)


@lru_cache(maxsize=1024)
def make_symbol(text: str, mask: int | None = None) -> Symbol:
    """The smallest code of ``text`` at level M, raised to the highest level that has room at that size.

    ``mask`` (0–7) is the one that scores best by ISO/IEC 18004, 7.8.3, unless one is given.
    """
    version, level = _fit(text)
    code: QRCode[object] = QRCode(version=version, error_correction=_LEVELS[level], mask_pattern=mask or 0)
    for mode, piece in segments(text, version):
        code.add_data(QRData(piece.encode(), mode=MODES[mode], check_data=False))
    code.make(fit=False)
    lines = to_lines(code.modules)
    if mask is None:
        lines = choose_mask(lines, version, _LEVELS[level])
    return Symbol(text, version, level, tuple(tuple(map("1".__eq__, line)) for line in lines))


def _fit(text: str) -> tuple[int, str]:
    if not text:
        raise ValueError("a code needs a text")
    version = next((v for v in range(1, 41) if count_bits(text, v) <= _room(v, "M")), None)
    if version is None:
        raise ValueError(f"no code has room for {len(text)} characters at level M")
    bits = count_bits(text, version)
    return version, next(level for level in "HQM" if bits <= _room(version, level))


def _room(version: int, level: str) -> int:
    return int(BIT_LIMIT_TABLE[_LEVELS[level]][version])


def to_png(symbol: Symbol, least: int = 300) -> bytes:
    """One bit a pixel, at least ``least`` pixels wide with the quiet zone, a whole number of pixels a module.

    Written here and not by Pillow, which looks for patterns in every line: nearly all lines repeat the one above, and saying
    so (the filter Up of the PNG standard, 9.2) takes a fifth of the time and fewer bytes.
    """
    side = symbol.side + 2 * QUIET
    scale = -(-least // side)
    white = (False,) * symbol.side
    rows = (*(white,) * QUIET, *symbol.rows, *(white,) * QUIET)
    above = b"\2" + bytes(-(-side * scale // 8))
    data = b"".join(b"\0" + _to_pixels(row, scale) + above * (scale - 1) for row in rows)
    head = struct.pack(">IIBBBBB", side * scale, side * scale, 1, 0, 0, 0, 0)
    return _PNG + b"".join(map(_to_chunk, (b"IHDR", b"IDAT", b"IEND"), (head, zlib.compress(data), b"")))


def _to_pixels(row: tuple[bool, ...], scale: int) -> bytes:
    """A row with its quiet zone, 1 is white, up to the next whole byte."""
    quiet = "1" * (QUIET * scale)
    bits = quiet + "".join("10"[black] * scale for black in row) + quiet
    size = -(-len(bits) // 8)
    return int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")


def _to_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def to_path(symbol: Symbol, quiet: int = QUIET) -> str:
    """The contour as the ``d`` of one SVG path, one unit a module, to be filled with ``fill-rule="evenodd"``."""
    return "".join(_to_subpath(steps, quiet) for steps in to_steps(symbol))


def _to_subpath(steps: Steps, quiet: int) -> str:
    x, y, *rest = steps
    return f"M{x + quiet} {y + quiet}" + "".join(f"{'hv'[turn % 2]}{step}" for turn, step in enumerate(rest[:-1])) + "z"


@lru_cache(maxsize=1024)
def to_steps(symbol: Symbol) -> tuple[Steps, ...]:
    """The contour's polygons as one walks them: few different numbers instead of many points."""
    return tuple(map(_walk, to_contour(symbol)))


def _walk(polygon: Polygon) -> Steps:
    round_trip = pairwise((*polygon, polygon[0]))
    return (*polygon[0], *((right - left) + (down - up) for (left, up), (right, down) in round_trip))


def to_contour(symbol: Symbol) -> tuple[Polygon, ...]:
    """The borders between black and white as closed polygons of corner points, x to the right and y down, in modules.

    Outlines and holes together make one even-odd path: neighbouring squares would show hairlines where a renderer
    smooths their common edge. Where two squares touch at a corner the borders cross and go straight on, which even-odd
    filling does not mind, so that every point is a turn.
    """
    lines = ["".join("01"[black] for black in row) for row in symbol.rows]
    columns = ["".join(column) for column in zip(*lines, strict=True)]
    across = {end: other for y, start, stop in _edges(lines) for end, other in _both_ways((start, y), (stop, y))}
    down = {end: other for x, start, stop in _edges(columns) for end, other in _both_ways((x, start), (x, stop))}
    polygons = []
    while across:
        polygons.append(_take_loop(across, down))
    return tuple(polygons)


def _edges(lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """Straight borders along the lines' common edges: number of the edge, where it starts, where it stops."""
    white = "0" * len(lines)
    for number, (before, after) in enumerate(pairwise((white, *lines, white))):
        differing = format(int(before, 2) ^ int(after, 2), f"0{len(lines)}b")
        for run in _RUN.finditer(differing):
            yield number, run.start(), run.end()


def _both_ways(start: Point, end: Point) -> tuple[tuple[Point, Point], tuple[Point, Point]]:
    return ((start, end), (end, start))


def _take_loop(across: dict[Point, Point], down: dict[Point, Point]) -> Polygon:
    """Follows borders in turn across and down from the first corner until they close, and removes those across.

    Each corner ends exactly one border of either direction.
    """
    point = first = next(iter(across))
    loop: list[Point] = []
    while not loop or point != first:
        turn = across.pop(point)
        del across[turn]
        loop += (point, turn)
        point = down[turn]
    return tuple(loop)
