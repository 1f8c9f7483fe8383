"""Where on a sheet the table begins: its heading of one or several lines, the titles above, the lines below."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from sitegen.load.workbooks import Area, Cell, Page

_LOOKED_AT = 40
_DEEPEST = 3
_YEAR = re.compile(r"20\d\d年?度?")
"""What stands over 月 and 日 and is another next year: it is no part of a heading's name."""
_NUMBER = re.compile(r"[-+¥￥]?[\d,.]+%?")
_SIDE = re.compile(
    r"[一二、.]*(?:本[期季月])?(收入|支出|进账|出账|借方|贷方|收方|付方)(?:情况|部分|项目|方|金额|数额)?"
)


_DITTO = re.compile(r"[同仝]上|[〃″”\"]|''|′′|,,")
"""What repeats the cell above."""
_UNITS = re.compile(
    r"[(（]?(?:(?:万|千|百)?元|亩|平方米|㎡|立方米|米|公里|人|户|口|株|斤|公斤|吨|工日|天|元/[亩人天月年户])[)）]?"
)
"""What a line below the headings says that only states in what they are counted."""
_HOLDING = re.compile(r"(?:库存)?现金|银行(?:存款|转账)?|存款|转账|微信|支付宝")


class Heading(Struct, frozen=True):
    """One column of a sheet: its number, what stands over it, and the single texts of which that is made."""

    column: int
    name: str
    parts: tuple[str, ...]
    cell: str
    """Where its lowest text stands, such as ``三季度!D4``."""


class Layout(Struct, frozen=True):
    """A table on a sheet."""

    headings: tuple[Heading, ...]
    titles: tuple[str, ...]
    """Texts above the table, and groups of headings such as ``2026年``."""
    lines: tuple[tuple[int, Mapping[int, Cell]], ...]
    first_row: int


def find_layout(page: Page, knows: Callable[[str], bool]) -> Layout | None:
    """The table of a page; None where no line looks like a heading. ``knows`` tells words that are headings."""
    best, index = 0, -1
    for position, (_, cells) in enumerate(page.lines[:_LOOKED_AT]):
        score = len({cell.text for cell in cells.values() if knows(cell.text)})
        if score > best:
            best, index = score, position
    if best < 2:
        return None
    first, last = _span(page, index, knows)
    rows = dict(page.lines)
    last += _is_units(rows.get(last + 1, {}))
    head = [rows.get(row, {}) for row in range(first, last + 1)]
    again = [{column: cell.text for column, cell in cells.items()} for cells in head]
    titles = _titles_again(page, first, again)
    body = [(row, cells) for row, cells in page.lines if row > last and row not in titles]
    below = tuple((row, cells) for row, cells in body if not _is_again(cells, again))
    above = tuple(cell.text for row, cells in page.lines if row < first for cell in cells.values())
    filled = {column for _, cells in below for column in cells}
    columns = sorted({column for cells in head for column in cells} | filled)
    headings = _unique([_heading(page, head, first, column) for column in columns])
    used = tuple(each for each in headings if each.parts or each.column in filled)
    grouped = dict.fromkeys(cell.text for cells in head for cell in cells.values() if _YEAR.search(cell.text))
    return Layout(used, (*above, *grouped), below, first)


def is_side(text: str) -> bool:
    """Whether a text over several headings says that what is below is money in, or money out."""
    return bool(find_side(text))


def find_side(text: str) -> str:
    """The word of such a text: ``一、收入部分`` says 收入; empty for any other."""
    match = _SIDE.fullmatch(text)
    return match[1] if match else ""


def is_holding(text: str) -> bool:
    """Whether a text says where the money lies, over or under 收入 and 支出: 现金, 银行."""
    return bool(_HOLDING.fullmatch(find_holding_unit(text)[0]))


def find_holding_unit(text: str) -> tuple[str, str]:
    """Such a text and the unit it states in brackets, empty where it states none: ``现金（元）``."""
    match = re.fullmatch(r"(.*?)([(（](?:万|千|百)?元[)）])?", "".join(text.split()))
    return (match[1], match[2] or "") if match else (text, "")


def fill_ditto(layout: Layout, columns: frozenset[int], is_line: Callable[[str], bool]) -> Layout:
    """The table with what ``同上`` and ``〃`` repeat in those columns. ``is_line`` tells sums, which nobody repeats."""
    last: dict[int, Cell] = {}
    lines = []
    for row, cells in layout.lines:
        said = {column: _repeated(cell, last) if column in columns else cell for column, cell in cells.items()}
        lines.append((row, said))
        if not any(is_line(cell.text) for cell in said.values()):
            last |= said
    return Layout(layout.headings, layout.titles, tuple(lines), layout.first_row)


def _repeated(cell: Cell, last: Mapping[int, Cell]) -> Cell:
    above = last.get(cell.column) if _DITTO.fullmatch(cell.text.strip()) else None
    return (
        cell._replace(text=above.text, number=above.number, fault=above.fault, values=above.values) if above else cell
    )


def _span(page: Page, index: int, knows: Callable[[str], bool]) -> tuple[int, int]:
    """First and last row of the heading around the line that looks most like it."""
    row = page.lines[index][0]
    touching = [
        area
        for area in page.merged
        if area.first_row <= row <= area.last_row and 1 <= area.last_row - area.first_row < _DEEPEST
    ]
    if touching:
        return min(area.first_row for area in touching), max(area.last_row for area in touching)
    upper = page.lines[index - 1] if index else None
    if upper and upper[0] == row - 1 and _is_upper(page, upper, page.lines[index][1]):
        return row - 1, row
    lower = page.lines[index + 1] if index + 1 < len(page.lines) else None
    if lower and lower[0] == row + 1 and _is_heading(lower[1], knows):
        return row, row + 1
    return row, row


def _is_upper(page: Page, line: tuple[int, Mapping[int, Cell]], lower: Mapping[int, Cell]) -> bool:
    """Whether a line groups the headings below it: several texts, one of them over more than one column."""
    row, cells = line
    if len(cells) > 1 and all(is_side("".join(cell.text.split())) for cell in cells.values()):
        return True
    spread = [area for area in page.merged if area.first_row == area.last_row == row]
    across = any(area.last_column - area.first_column < len(lower) - 1 for area in spread)
    return len(cells) > 1 and across


def _is_heading(cells: Mapping[int, Cell], knows: Callable[[str], bool]) -> bool:
    known = sum(knows(cell.text) or is_holding(cell.text) for cell in cells.values())
    return known >= 2 and not any(_NUMBER.fullmatch(cell.text) for cell in cells.values())


def _is_units(cells: Mapping[int, Cell]) -> bool:
    """Whether a line only states in what the columns above it are counted."""
    return bool(cells) and all(_UNITS.fullmatch("".join(cell.text.split())) for cell in cells.values())


def _is_again(cells: Mapping[int, Cell], head: list[dict[int, str]]) -> bool:
    """Whether a line is the heading once more, as on every printed page of a book."""
    return {column: cell.text for column, cell in cells.items()} in head


def _titles_again(page: Page, first: int, head: list[dict[int, str]]) -> frozenset[int]:
    """Rows right above a heading that comes again in which the titles come again, whatever page they count."""
    titles = [_without_digits(cells) for row, cells in page.lines if row < first]
    found: set[int] = set()
    for index, (row, cells) in enumerate(page.lines):
        at = index - 1
        while row > first and _is_again(cells, head) and at >= 0 and _without_digits(page.lines[at][1]) in titles:
            found.add(page.lines[at][0])
            at -= 1
    return frozenset(row for row in found if row > first)


def _without_digits(cells: Mapping[int, Cell]) -> dict[int, str]:
    return {column: re.sub(r"\d+", "", "".join(cell.text.split())) for column, cell in cells.items()}


def _heading(page: Page, head: list[Mapping[int, Cell]], first: int, column: int) -> Heading:
    texts = [_text_at(page, head, first, offset, column) for offset in range(len(head))]
    said = dict.fromkeys("".join(text.split()) for text in texts if text)
    parts = tuple(text for text in said if len(said) == 1 or not _YEAR.fullmatch(text))
    if len(parts) > 1 and _UNITS.fullmatch(parts[-1]):
        parts = (*parts[:-2], f"{parts[-2]}（{parts[-1].strip('()（）')}）")
    low = next((first + offset for offset in range(len(head) - 1, -1, -1) if column in head[offset]), first)
    return Heading(column, "/".join(parts), parts, page.cell_name(low, column))


def _text_at(page: Page, head: list[Mapping[int, Cell]], first: int, offset: int, column: int) -> str:
    """What stands over a column in one line of the heading, merged cells and gaps to the right included."""
    cells, row = head[offset], first + offset
    if column in cells:
        return cells[column].text
    area = _area_over(page, row, column)
    if area is not None:
        start = area.first_row - first
        origin = head[start].get(area.first_column) if 0 <= start < len(head) else None
        return origin.text if origin else ""
    merged = any(area.first_row <= row <= area.last_row for area in page.merged)
    if offset == 0 and len(head) > 1 and not merged and any(column in below for below in head[1:]):
        left = [other for other in cells if other < column]
        return cells[max(left)].text if left else ""
    return ""


def _area_over(page: Page, row: int, column: int) -> Area | None:
    return next(
        (
            area
            for area in page.merged
            if area.first_row <= row <= area.last_row and area.first_column <= column <= area.last_column
        ),
        None,
    )


def _unique(headings: list[Heading]) -> list[Heading]:
    """The same name twice is two columns: the second is called ``金额 (2)``."""
    seen: dict[str, int] = {}
    found = []
    for each in headings:
        name = each.name or f"（{each.cell.rpartition('!')[2]} 没有栏名）"
        seen[name] = seen.get(name, 0) + 1
        number = f" ({seen[name]})" if seen[name] > 1 else ""
        found.append(Heading(each.column, name + number, each.parts, each.cell))
    return found


def fill_merged(page: Page, layout: Layout, columns: frozenset[int]) -> tuple[Layout, tuple[Area, ...]]:
    """The table with cells merged down filled in, in those columns; and merged cells elsewhere, which nobody can share out."""
    down = [area for area in page.merged if area.last_row >= layout.lines[0][0]] if layout.lines else []
    wrong = tuple(
        area
        for area in down
        if not set(range(area.first_column, area.last_column + 1)) <= columns
        and _origin(layout, area)
        and not _is_remark(layout, area)
    )
    lines = [(row, dict(cells)) for row, cells in layout.lines]
    blocks = _blocks(layout)
    for area in down:
        origin = _origin(layout, area)
        if area in wrong or origin is None or area.last_row - area.first_row > 5_000:
            continue
        for row, cells in lines:
            same = blocks.get(next(iter(cells), 0)) == blocks.get(area.first_column)
            if area.first_row < row <= area.last_row and same:
                cells.setdefault(area.first_column, origin)
    filled = tuple((row, dict(sorted(cells.items()))) for row, cells in lines)
    return Layout(layout.headings, layout.titles, filled, layout.first_row), wrong


def _is_remark(layout: Layout, area: Area) -> bool:
    """Whether all a line has is one text over its width: a note below the table, which nobody has to share out."""
    cells = next((cells for row, cells in layout.lines if row == area.first_row), {})
    only = next(iter(cells.values())) if len(cells) == 1 else None
    return area.first_row == area.last_row and only is not None and not (only.number or _NUMBER.fullmatch(only.text))


def _blocks(layout: Layout) -> Mapping[int, int]:
    """By column: in which of several blocks with the same headings it stands; 0 where there is only one."""
    seen: dict[str, int] = {}
    found = {}
    for each in layout.headings:
        found[each.column] = seen.get(each.name, 0)
        seen[each.name] = found[each.column] + 1
    return found


def _origin(layout: Layout, area: Area) -> Cell | None:
    at = area.first_column
    return next((cells[at] for row, cells in layout.lines if row == area.first_row and at in cells), None)
