"""A text cut into segments as cheaply as can be: bytes, alphanumerics and digits, by dynamic programming.

Modes and bit counts are those of ISO/IEC 18004, 7.4. The ``qrcode`` library by itself only cuts out runs of twenty
characters; a short address that ends in digits gets error level Q at the size that would otherwise only allow M.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, MODE_NUMBER, mode_sizes_for_version

MODES = {"byte": MODE_8BIT_BYTE, "alphanumeric": MODE_ALPHA_NUM, "numeric": MODE_NUMBER}
_DIGITS = frozenset("0123456789")
_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_LARGEST_OF_RANGE = (9, 26, 40)
"""Within versions 1–9, 10–26 and 27–40 a segment's header keeps its length, so the best cut is the same."""


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
    headers = {mode: 6 * (4 + int(sizes[number])) for mode, number in MODES.items()}
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
