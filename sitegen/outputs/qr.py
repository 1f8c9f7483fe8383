"""A QR code from a text: cut into segments as cheaply as can be, then drawn as one contour or one small picture.

Modes and bit counts are those of ISO/IEC 18004, 7.4. The ``qrcode`` library by itself only cuts out runs of twenty
characters, so the cutting is done here and handed over piece by piece: a short address that ends in digits then gets
error level Q at the size that would otherwise only allow M.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import groupby, pairwise
from operator import itemgetter

from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import BIT_LIMIT_TABLE, MODE_8BIT_BYTE, MODE_ALPHA_NUM, MODE_NUMBER, QRData, mode_sizes_for_version

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004, 6.3.8); without them few decoders read a code on a dark ground."""

Point = tuple[int, int]
Polygon = tuple[Point, ...]

_DIGITS = frozenset("0123456789")
_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_MODES = {"byte": MODE_8BIT_BYTE, "alphanumeric": MODE_ALPHA_NUM, "numeric": MODE_NUMBER}
_LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
_LARGEST_OF_RANGE = (9, 26, 40)
"""Within versions 1–9, 10–26 and 27–40 a segment's header keeps its length, so the best cut is the same."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A finished code; ``rows`` from top to bottom without the quiet zone, true is black; ``level`` is L, M, Q or H."""

    text: str
    version: int
    level: str
    rows: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """Modules along one side, without the quiet zone."""
        return len(self.rows)


@lru_cache(maxsize=4096)
def make_symbol(text: str, mask: int | None = None) -> Symbol:
    """The smallest code of ``text`` at level M, raised to the highest level that has room at that size.

    Most of the time goes into trying the eight masks; a fixed ``mask`` (0–7) is as valid and about five times as quick.
    """
    version, level = _fit(text)
    code: QRCode[object] = QRCode(version=version, error_correction=_LEVELS[level], mask_pattern=mask)
    for mode, piece in segments(text, version):
        code.add_data(QRData(piece.encode(), mode=_MODES[mode], check_data=False))
    code.make(fit=False)
    return Symbol(text, version, level, tuple(tuple(map(bool, row)) for row in code.modules))


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


def count_bits(text: str, version: int) -> int:
    """Bits that the best cut of ``text`` takes at this version, headers included."""
    return _cut(text, _range_of(version))[0]


def segments(text: str, version: int) -> tuple[tuple[str, str], ...]:
    """The cheapest cut of ``text`` at this version as (mode, piece); mode is byte, alphanumeric or numeric."""
    return _cut(text, _range_of(version))[1]


def _range_of(version: int) -> int:
    return next(largest for largest in _LARGEST_OF_RANGE if version <= largest)


@lru_cache(maxsize=4096)
def _cut(text: str, version: int) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Dynamic programming: for each mode the cheapest way to stand in it after each character.

    Costs are sixths of a bit, so that 5½ and 3⅓ bits a character are whole; a segment that ends is rounded up to a bit.
    A cheaper way into the same state never ends dearer, hence the result is the best of all cuts.
    """
    sizes = mode_sizes_for_version(version)
    headers = {mode: 6 * (4 + int(sizes[number])) for mode, number in _MODES.items()}
    costs = {"": 0}
    trail: list[dict[str, str]] = []
    for character in text:
        prices = _prices(character)
        origins = {mode: _best_origin(costs, mode, headers[mode]) for mode in prices}
        costs = {mode: _enter(costs, origins[mode], mode, headers[mode]) + prices[mode] for mode in prices}
        trail.append(origins)
    last = min(costs, key=lambda mode: _whole_bits(costs[mode]))
    return _whole_bits(costs[last]) // 6, _pieces(text, _walk_back(trail, last))


def _prices(character: str) -> dict[str, int]:
    prices = {"byte": 48 * len(character.encode())}
    if character in _ALPHANUMERIC:
        prices["alphanumeric"] = 33
    if character in _DIGITS:
        prices["numeric"] = 20
    return prices


def _best_origin(costs: dict[str, int], mode: str, header: int) -> str:
    """The mode to come from; staying wins a tie, so that pieces are not cut without gain."""
    return min(costs, key=lambda origin: (_enter(costs, origin, mode, header), origin != mode))


def _enter(costs: dict[str, int], origin: str, mode: str, header: int) -> int:
    return costs[origin] if origin == mode else _whole_bits(costs[origin]) + header


def _whole_bits(sixths: int) -> int:
    return -(-sixths // 6) * 6


def _walk_back(trail: list[dict[str, str]], last: str) -> list[str]:
    modes = []
    for origins in reversed(trail):
        modes.append(last)
        last = origins[last]
    return modes[::-1]


def _pieces(text: str, modes: list[str]) -> tuple[tuple[str, str], ...]:
    runs = groupby(zip(modes, text, strict=True), key=itemgetter(0))
    return tuple((mode, "".join(character for _, character in run)) for mode, run in runs)


def to_png(symbol: Symbol, least: int = 300) -> bytes:
    """One bit a pixel, at least ``least`` pixels wide with the quiet zone, a whole number of pixels a module."""
    side = symbol.side + 2 * QUIET
    edge, margin = b"\xff" * (QUIET * side), b"\xff" * QUIET
    middle = b"".join(margin + bytes(0 if black else 255 for black in row) + margin for row in symbol.rows)
    small = Image.frombytes("L", (side, side), edge + middle + edge).convert("1", dither=Image.Dither.NONE)
    scale = -(-least // side)
    picture = small.resize((side * scale, side * scale), Image.Resampling.NEAREST)
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def to_path(symbol: Symbol, quiet: int = QUIET) -> str:
    """The contour as the ``d`` of one SVG path, one unit a module, to be filled with ``fill-rule="evenodd"``."""
    return "".join(_to_subpath(polygon, quiet) for polygon in to_contour(symbol))


def _to_subpath(polygon: Polygon, quiet: int) -> str:
    x, y = polygon[0]
    steps = "".join(f"h{b[0] - a[0]}" if a[1] == b[1] else f"v{b[1] - a[1]}" for a, b in pairwise(polygon))
    return f"M{x + quiet} {y + quiet}{steps}z"


@lru_cache(maxsize=1024)
def to_contour(symbol: Symbol) -> tuple[Polygon, ...]:
    """The borders between black and white as closed polygons of corner points, x to the right and y down, in modules.

    Outlines and holes together make one even-odd path: neighbouring squares would show hairlines where a renderer
    smooths their common edge.
    """
    edges = _edges(symbol.rows)
    polygons = []
    while edges:
        polygons.append(_corners(_take_loop(edges)))
    return tuple(polygons)


def _edges(rows: tuple[tuple[bool, ...], ...]) -> dict[Point, list[Point]]:
    """Unit edges with black on their right, by starting point, in reading order."""
    edges: dict[Point, list[Point]] = {}
    for start, end in sorted(_borders(rows), key=lambda edge: (edge[0][1], edge[0][0], edge[1])):
        edges.setdefault(start, []).append(end)
    return edges


def _borders(rows: tuple[tuple[bool, ...], ...]) -> Iterator[tuple[Point, Point]]:
    side = len(rows)

    def black(x: int, y: int) -> bool:
        return 0 <= x < side and 0 <= y < side and rows[y][x]

    for y in range(side):
        for x in range(side):
            if not rows[y][x]:
                continue
            if not black(x, y - 1):
                yield (x, y), (x + 1, y)
            if not black(x + 1, y):
                yield (x + 1, y), (x + 1, y + 1)
            if not black(x, y + 1):
                yield (x + 1, y + 1), (x, y + 1)
            if not black(x - 1, y):
                yield (x, y + 1), (x, y)


def _take_loop(edges: dict[Point, list[Point]]) -> list[Point]:
    """Follows edges from the first one until it closes, and removes them.

    Where two squares only touch at a corner either turn will do: even-odd filling does not ask for the direction.
    """
    start = next(iter(edges))
    loop, point = [start], _take(edges, start)
    while point != start:
        loop.append(point)
        point = _take(edges, point)
    return loop


def _take(edges: dict[Point, list[Point]], start: Point) -> Point:
    ends = edges[start]
    end = ends.pop(0)
    if not ends:
        del edges[start]
    return end


def _corners(loop: list[Point]) -> Polygon:
    """The loop without the points where it goes straight on; closed from the last point to the first."""
    around = zip([loop[-1], *loop], loop, [*loop[1:], loop[0]], strict=False)
    return tuple(here for before, here, after in around if (before[0] == here[0]) != (here[0] == after[0]))
