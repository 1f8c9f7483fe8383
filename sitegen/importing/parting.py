"""Several tables on one sheet: one below the other, the same one in blocks side by side, money in beside money out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from sitegen.importing.headers import Heading, Layout, find_holding_unit, find_side, is_holding, is_side
from sitegen.importing.naming import Say
from sitegen.importing.words import find_unit
from sitegen.load.workbooks import Cell, Page

_FEWEST = 3
"""Known headings in a line before it is thought to begin another table."""
_NUMBER = re.compile(r"[-+¥￥]?[\d,.]+%?")
_NOTHING = ("", "-", "—", "/")
_FAR = 1_000_000
_AGAIN = re.compile(r" \(\d+\)$")


# ---- one below the other ---------------------------------------------------------------------------------------------


def part_below(page: Page, knows: Callable[[str], bool], say: Say) -> tuple[Page, ...]:
    """The page cut before every heading that is another than the one above it, or whose titles ``say`` something else:
    another village, period or item. Its titles go with it."""
    lines = page.lines
    starts: list[int] = []
    for index, (row, cells) in enumerate(lines):
        follows = index and lines[index - 1][0] == row - 1 and _is_head(lines[index - 1][1], knows)
        if not follows and _is_head(cells, knows) and not (starts and _goes_on(page, starts, index, say)):
            starts.append(index)
    cuts = [0, *(_first_title(page, start, above) for above, start in pairwise(starts))]
    ends = [*cuts[1:], len(lines)]
    return tuple(replace(page, lines=lines[first:end]) for first, end in zip(cuts, ends, strict=True))


def _goes_on(page: Page, starts: list[int], index: int, say: Say) -> bool:
    """Whether a heading is only the last one once more, as on the next printed page."""
    lines = page.lines
    if _texts(lines[index][1]) != _texts(lines[starts[-1]][1]):
        return False
    above = starts[-2] if len(starts) > 1 else -1
    old, new = (
        [cell.text for _, cells in lines[_first_title(page, at, stop) : at] for cell in cells.values()]
        for at, stop in ((starts[-1], above), (index, starts[-1]))
    )
    return not say(new).differs(say(old))


def _is_head(cells: Mapping[int, Cell], knows: Callable[[str], bool]) -> bool:
    known = len({cell.text for cell in cells.values() if knows(cell.text)})
    return known >= max(_FEWEST, len(cells) / 2) and not _has_number(cells)


def _has_number(cells: Mapping[int, Cell]) -> bool:
    return any(cell.number or cell.fault or _NUMBER.fullmatch(cell.text) for cell in cells.values())


def _texts(cells: Mapping[int, Cell]) -> frozenset[str]:
    return frozenset("".join(cell.text.split()) for cell in cells.values())


def _first_title(page: Page, start: int, above: int) -> int:
    """The first of the lines right over a heading that are titles."""
    first = start
    while first - 1 > above and _is_title(page.lines[first - 1][1]):
        first -= 1
    return first


def _is_title(cells: Mapping[int, Cell]) -> bool:
    alone = len(cells) == 1 or any(find_unit(cell.text) for cell in cells.values())
    return alone and not _has_number(cells)


# ---- beside each other -----------------------------------------------------------------------------------------------


def part_beside(page: Page, knows: Callable[[str], bool], say: Say) -> tuple[Page, ...]:
    """The page cut into columns where its titles stand beside each other and ``say`` different things."""
    head = next((index for index, (_, cells) in enumerate(page.lines) if _is_head(cells, knows)), 0)
    for _, cells in page.lines[:head]:
        starts = _different(cells, say)
        cuts = [0, *starts[1:], _FAR]
        parts = [_columns(page, first, end) for first, end in pairwise(cuts)]
        if len(parts) > 1 and all(any(_is_head(line, knows) for _, line in part.lines) for part in parts):
            return tuple(parts)
    return (page,)


def _different(cells: Mapping[int, Cell], say: Say) -> list[int]:
    """Columns of titles beside each other, each of which says something else than the one before it."""
    said = [(column, say((cell.text,))) for column, cell in sorted(cells.items())]
    return [column for at, (column, each) in enumerate(said) if at == 0 or each.differs(said[at - 1][1])]


def _columns(page: Page, first: int, end: int) -> Page:
    lines = ((row, {at: cell for at, cell in cells.items() if first <= at < end}) for row, cells in page.lines)
    return replace(page, lines=tuple((row, cells) for row, cells in lines if cells))


def split_sides(layout: Layout) -> tuple[tuple[str, Layout], ...]:
    """A table of two halves, money in on the left and money out on the right, each with days or texts of its own, as two.

    Nothing where there are no halves; columns before the halves belong to both.
    """
    groups: dict[str, list[Heading]] = {}
    for each in layout.headings:
        side = each.parts[0] if len(each.parts) > 1 and is_side(each.parts[0]) else ""
        groups.setdefault(side, []).append(each)
    common = groups.pop("", [])
    again = [frozenset("".join(each.parts[1:]) for each in group) for group in groups.values()]
    if len(groups) != 2 or len(again[0] & again[1]) < 2:
        return ()
    return tuple((side, _only(layout, (*common, *group))) for side, group in groups.items())


def _only(layout: Layout, headings: tuple[Heading, ...]) -> Layout:
    kept = {each.column for each in headings}
    lines = ((row, {column: cell for column, cell in cells.items() if column in kept}) for row, cells in layout.lines)
    ordered = tuple(map(_without_side, sorted(headings, key=lambda each: each.column)))
    return Layout(ordered, layout.titles, tuple((row, cells) for row, cells in lines if cells), layout.first_row)


def _without_side(heading: Heading) -> Heading:
    """Of a half, only the amount means its side, whatever is said of it: ``收入/项目`` is a 项目, ``收入方/金额`` 收入金额."""
    side = find_side(heading.parts[0]) if len(heading.parts) > 1 else ""
    if not side:
        return heading
    below = heading.parts[1:]
    return replace(heading, parts=(side, *below) if "额" in below[-1] else below)


def join_holdings(layout: Layout) -> Layout:
    """A table with 现金 and 银行 under (or over) each of 收入, 支出 and 余额, with one column for each of these.

    A balance that only one of the two shows on some lines is no balance of both: it is left out there.
    """
    groups: dict[str, list[Heading]] = {}
    for each in layout.headings:
        said = [part for part in each.parts if not is_holding(part)]
        if len(each.parts) == 2 and len(said) == 1:
            groups.setdefault(said[0], []).append(each)
    joined = {side: [each.column for each in group] for side, group in groups.items() if len(group) > 1}
    if len(joined) < 2 or not any(map(is_side, joined)):
        return layout
    gone = {column for columns in joined.values() for column in columns[1:]}
    units = {
        side: {find_holding_unit(part)[1] for each in groups[side] for part in each.parts if is_holding(part)}
        for side in joined
    }
    if any(len(said) > 1 for said in units.values()):
        return layout
    firsts = {columns[0]: side + units[side].pop() for side, columns in joined.items()}
    headings = tuple(
        replace(each, name=firsts[each.column], parts=(firsts[each.column],)) if each.column in firsts else each
        for each in layout.headings
        if each.column not in gone
    )
    partly = {
        side
        for side, columns in joined.items()
        if not is_side(side)
        and len({frozenset(cells.keys() & set(columns)) for _, cells in layout.lines} - {frozenset()}) > 1
    }
    lines = tuple((row, _join_cells(cells, joined, partly)) for row, cells in layout.lines)
    return Layout(headings, layout.titles, lines, layout.first_row)


def _join_cells(cells: Mapping[int, Cell], joined: Mapping[str, list[int]], partly: set[str]) -> Mapping[int, Cell]:
    kept = dict(cells)
    for side, columns in joined.items():
        written = [cell for column in columns if (cell := kept.pop(column, None)) and cell.text not in _NOTHING]
        if written and not (side in partly and len(written) < len(columns)):
            kept[columns[0]] = _add(written)._replace(column=columns[0])
    return dict(sorted(kept.items()))


def _add(cells: list[Cell]) -> Cell:
    """The sum of several amounts, at the place of the first; what is none stays as it is, and is said there."""
    wrong = next((cell for cell in cells if cell.fault or not _NUMBER.fullmatch(cell.text)), None)
    if wrong or len(cells) == 1:
        return wrong or cells[0]
    return cells[0]._replace(text=str(sum(Decimal(re.sub("[,¥￥]", "", cell.text)) for cell in cells)))


def join_blocks(layout: Layout, is_sum: Callable[[str], bool]) -> Layout:
    """A table printed in blocks side by side to save paper, the same headings over each, as one: block after block.

    ``is_sum`` tells the words of a line of sums, which stand in one block for all of them.
    """
    named = [each for each in layout.headings if each.parts]
    width = _width_of_block([_AGAIN.sub("", each.name) for each in named])
    if not width or any(not each.parts for each in layout.headings):
        return layout
    blocks = [frozenset(each.column for each in named[at : at + width]) for at in range(0, len(named), width)]
    lines = tuple(line for block in blocks for line in _lines_of(layout, block, is_sum))
    headings = tuple(replace(each, name=_AGAIN.sub("", each.name)) for each in named)
    return Layout(headings, layout.titles, lines, layout.first_row)


def _width_of_block(names: list[str]) -> int:
    """How many headings come again and again; 0 where they do not."""
    widths = (width for width in range(_FEWEST, len(names) // 2 + 1) if len(names) % width == 0)
    return next((width for width in widths if names == names[:width] * (len(names) // width)), 0)


def _lines_of(
    layout: Layout, block: frozenset[int], is_sum: Callable[[str], bool]
) -> Iterator[tuple[int, Mapping[int, Cell]]]:
    for row, cells in layout.lines:
        own = {column: cell for column, cell in cells.items() if column in block}
        summed = any(is_sum(cell.text) for cell in cells.values())
        if own and not (summed and not any(is_sum(cell.text) for cell in own.values())):
            yield row, own
