"""Which of the eight masks a code gets: the one with the fewest penalty points of ISO/IEC 18004, 7.8.3.

The same choice as the ``qrcode`` library's, made on the finished symbol (the library leaves the format bits out) and
on lines of signs instead of single modules, which takes a fifth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from qrcode.main import QRCode
from qrcode.util import mask_func

Lines = tuple[str, ...]
"""Rows from top to bottom, ``1`` black and ``0`` white."""

_RUNS = re.compile("0{5,}|1{5,}")
_FINDER_LIKE = re.compile("(?=10111010000|00001011101)")


def to_lines(modules: Sequence[Sequence[bool | None]]) -> Lines:
    """Rows of modules as lines."""
    return tuple("".join("1" if module else "0" for module in row) for row in modules)


def choose_mask(lines: Lines, version: int, level: int) -> Lines:
    """The symbol under its best mask; ``lines`` are the one under mask 0, ``level`` the library's number of the level."""
    data = _read_data(lines, version)
    candidates = (_apply(data, version, level, mask) for mask in range(8))
    return min(candidates, key=count_penalty)


def _read_data(lines: Lines, version: int) -> tuple[int, ...]:
    """The data bits without a mask, row by row; the rest is 0."""
    masks = _mask_rows(version, 0)
    return tuple(
        (int(line, 2) & area) ^ mask for line, area, mask in zip(lines, _data_area(version), masks, strict=True)
    )


def _apply(data: tuple[int, ...], version: int, level: int, mask: int) -> Lines:
    rows = zip(data, _mask_rows(version, mask), _function_rows(version, level, mask), strict=True)
    side = 17 + 4 * version
    return tuple(format(bits ^ flips | fixed, f"0{side}b") for bits, flips, fixed in rows)


@lru_cache(maxsize=512)
def _function_rows(version: int, level: int, mask: int) -> tuple[int, ...]:
    return tuple(int(line, 2) for line in to_lines(_set_up(version, level, mask)))


@lru_cache(maxsize=40)
def _data_area(version: int) -> tuple[int, ...]:
    rows = _set_up(version, 1, 0)
    return tuple(int("".join("1" if module is None else "0" for module in row), 2) for row in rows)


def _set_up(version: int, level: int, mask: int) -> list[list[bool | None]]:
    """All that is not data: finders, timing, alignment, format, version; ``None`` where data will stand."""
    code: QRCode[object] = QRCode(version=version, error_correction=level, mask_pattern=mask)
    side = code.modules_count = 17 + 4 * version
    code.modules = [[None] * side for _ in range(side)]
    for row, column in ((0, 0), (side - 7, 0), (0, side - 7)):
        code.setup_position_probe_pattern(row, column)
    code.setup_position_adjust_pattern()
    code.setup_timing_pattern()
    code.setup_type_info(False, mask)
    if version >= 7:
        code.setup_type_number(False)
    modules: list[list[bool | None]] = code.modules
    return modules


@lru_cache(maxsize=320)
def _mask_rows(version: int, mask: int) -> tuple[int, ...]:
    """Where a mask flips data bits."""
    flips, side = mask_func(mask), 17 + 4 * version
    rows = ("".join("01"[bool(flips(row, column))] for column in range(side)) for row in range(side))
    return tuple(int(row, 2) & area for row, area in zip(rows, _data_area(version), strict=True))


def count_penalty(lines: Lines) -> int:
    """Penalty points: long runs, blocks of four, what looks like a finder, and too much black or white."""
    columns = tuple("".join(column) for column in zip(*lines, strict=True))
    text = "|".join((*lines, *columns))
    runs = sum(len(run) - 2 for run in _RUNS.findall(text))
    finders = 40 * len(_FINDER_LIKE.findall(text)) if "1011101" in text else 0
    return runs + _count_blocks(lines) + finders + _count_balance(lines)


def _count_blocks(lines: Lines) -> int:
    rows = [int(line, 2) for line in lines]
    inner = (1 << (len(lines) - 1)) - 1
    blocks = 0
    for above, below in pairwise(rows):
        same = ~(above ^ below)
        blocks += (same & (same >> 1) & ~(above ^ (above >> 1)) & inner).bit_count()
    return 3 * blocks


def _count_balance(lines: Lines) -> int:
    black = sum(line.count("1") for line in lines)
    return 10 * int(abs(100 * black / len(lines) ** 2 - 50) / 5)
