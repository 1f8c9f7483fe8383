"""Numbered points as a calm drawing: a frame, the points, an arrow to the north, a bar of metres. Nothing is loaded.

The picture is as wide as a phone, one unit a pixel, so that its numbers are as large as the text beside it. A number whose
place is taken stands beside it with a line to its point.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, hypot, pi, sin

from markupsafe import escape

from sitegen.views.language import Language
from sitegen.views.map import Point

WIDTH = 320
MARGIN = 26
RADIUS = 14
"""Of a numbered mark, in units."""
_LOWEST, _HIGHEST = 120, 420
_SMALLEST = 50.0
"""Metres that a map spans at least."""
_FOOT = 44
"""Room for the bar of metres and the arrow."""
_STEPS = (1, 2, 5)


def make_map(points: tuple[Point, ...], title: str, language: Language) -> str:
    """The drawing as HTML, safe to be put into a page; ``title`` says what it shows."""
    scale, height = _fit(points)
    east, south = _offset(points, scale, height)
    places = [(east + each.east * scale, south + each.south * scale) for each in points]
    marks = "".join(_draw_marks(places, height))
    length = _nice_length(WIDTH / 3 / scale)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height + _FOOT}" role="img"><title>{escape(title)}</title>'
        f'<rect x="1" y="1" width="{WIDTH - 2}" height="{height}" fill="none" stroke="currentColor"/>'
        f"{marks}{_draw_foot(length, scale, height + _FOOT - 10, language)}</svg>"
    )


def _fit(points: tuple[Point, ...]) -> tuple[float, int]:
    """Units a metre, and the height of the frame."""
    wide = max(_SMALLEST, *(each.east for each in points))
    deep = max(_SMALLEST, *(each.south for each in points))
    scale = min((WIDTH - 2 * MARGIN) / wide, (_HIGHEST - 2 * MARGIN) / deep)
    return scale, max(_LOWEST, round(deep * scale + 2 * MARGIN))


def _offset(points: tuple[Point, ...], scale: float, height: int) -> tuple[float, float]:
    """Where the north-west corner of the points lies so that they stand in the middle."""
    wide, deep = max(each.east for each in points) * scale, max(each.south for each in points) * scale
    return (WIDTH - wide) / 2, (height - deep) / 2


def _draw_marks(places: list[tuple[float, float]], height: int) -> Iterator[str]:
    """Lines below, marks above."""
    at = _find_rooms(places, height)
    for (x, y), (to_x, to_y) in zip(places, at, strict=True):
        if (x, y) != (to_x, to_y):
            yield f'<path d="M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}" stroke="currentColor"/>'
            yield f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="currentColor"/>'
    for number, (x, y) in enumerate(at, start=1):
        yield f'<circle class="p" cx="{x:.0f}" cy="{y:.0f}" r="{RADIUS}"/>'
        yield f'<text x="{x:.0f}" y="{y + 6:.0f}" text-anchor="middle">{number}</text>'


def _find_rooms(places: list[tuple[float, float]], height: int) -> list[tuple[float, float]]:
    """For each its place itself, else the nearest on circles around it at which no mark stands yet."""
    taken: list[tuple[float, float]] = []
    for place in places:
        taken.append(next((at for at in _around(*place) if _is_free(at, taken, height)), place))
    return taken


def _around(x: float, y: float) -> Iterator[tuple[float, float]]:
    yield (x, y)
    for ring in range(1, 24):
        for step in range(8 * ring):
            angle = 2 * pi * step / (8 * ring)
            yield (round(x + ring * RADIUS * cos(angle)), round(y + ring * RADIUS * sin(angle)))


def _is_free(at: tuple[float, float], taken: list[tuple[float, float]], height: int) -> bool:
    inside = RADIUS < at[0] < WIDTH - RADIUS and RADIUS < at[1] < height - RADIUS
    return inside and all(hypot(at[0] - x, at[1] - y) > 2 * RADIUS for x, y in taken)


def _nice_length(metres: float) -> int:
    """The longest of 1, 2, 5, 10, 20, 50 … metres that is no longer than that."""
    power = int("1".ljust(len(str(int(metres))), "0"))
    return max((step * power for step in _STEPS if step * power <= metres), default=power)


def _draw_foot(length: int, scale: float, y: int, language: Language) -> str:
    """The bar of metres on the left, the arrow to the north on the right."""
    wide = length * scale
    said = language.say("{metres:,}米", metres=length)
    x = WIDTH - 16
    return (
        f'<path d="M2 {y - 6}v6h{wide:.0f}v-6" fill="none" stroke="currentColor" stroke-width="2"/>'
        f'<text x="{wide + 10:.0f}" y="{y}">{escape(said)}</text>'
        f'<path d="M{x} {y - 24}l6 22l-6 -5l-6 5z" fill="currentColor"/>'
        f'<text x="{x - 14}" y="{y}" text-anchor="end">{escape(language.say("北"))}</text>'
    )
