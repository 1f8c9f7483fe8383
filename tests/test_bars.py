"""A bar too many or too few in a row: named at its place, and no cell is read under another column's name."""

from __future__ import annotations

import pytest

from sitegen.diagnostics import Diagnostic
from sitegen.load.bars import Fits
from sitegen.load.commas import read_csv
from sitegen.load.grids import Grid, read_text_table
from sitegen.source import Entries, Scalar, load_document

HEAD = "日期    | 凭证号 | 摘要       | 单位   |     金额 | 经手人 | 附件"
FULL = "7月15日 | 记-014 | 修复排水沟 | 建筑队 | 8,600.00 | 李满仓 | a.jpg"
OPEN = "7月16日 | 记-015 | 买铁锹     |        |   300.00 |        |"
BARE = "日期|摘要|备注|去向"


def fits(heads: tuple[str, ...]) -> Fits:
    def fit(position: int, text: str) -> bool:
        head = heads[position]
        if head == "金额":
            return text.replace(",", "").replace(".", "").isdigit()
        if head == "日期":
            return text.endswith("日") and text[0].isdigit()
        return text != "" if head in ("凭证号", "摘要") else not text.replace(",", "").replace(".", "").isdigit()

    return fit


def read(*rows: str) -> tuple[Grid, tuple[Diagnostic, ...]]:
    document, found = load_document("x.yaml", "".join(f"  {row}\n" for row in rows).join(("出账: |\n", "")).encode())
    assert found == ()
    assert isinstance(document.root, Entries)
    scalar = document.root.pairs[0][1]
    assert isinstance(scalar, Scalar)
    grid, found = read_text_table(document, scalar, (), fits)
    assert grid
    return grid, found


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in grid.rows]


def places(found: tuple[Diagnostic, ...]) -> list[tuple[str, int, int]]:
    return [(each.code, each.place.line, each.place.column) for each in found]


def test_a_stray_bar_before_empty_cells_is_named_and_nothing_is_shifted() -> None:
    right = texts(read(HEAD, OPEN)[0])
    last = OPEN.rstrip("| ").rindex("0")
    for at in range(1, last):
        grid, found = read(HEAD, OPEN[:at] + "|" + OPEN[at:])
        assert [each.code for each in found] == ["SYN-CELLS"], OPEN[:at]
        assert texts(grid) in (right, []), OPEN[:at]
        place = found[0].place
        assert place.column - 1 <= at + 3 <= max(place.end_column, at + 4), OPEN[
            :at
        ]  # of two side by side either is too many


@pytest.mark.parametrize("instead", ["", " ", "\t", "   "])
@pytest.mark.parametrize("row", [FULL, OPEN])
def test_a_missing_bar_is_named_where_it_has_to_be_put(row: str, instead: str) -> None:
    cells = [cell.strip() for cell in row.split("|")]
    for number in range(len(cells) - 1):
        if cells[number] and cells[number + 1]:
            glued = [*cells[:number], cells[number] + instead + cells[number + 1], *cells[number + 2 :]]
            grid, found = read(HEAD, FULL, " | ".join(glued))
            assert [each.code for each in found] == ["SYN-CELLS"], glued
            column = 3 + len(" | ".join(glued[:number])) + 3 * (number > 0)
            sure = len(grid.rows) == 2 or instead == "\t"
            expected = (column + len(cells[number]),) if sure else (column, 3)  # else the cells, or the row
            assert found[0].place.column in expected, glued
            assert texts(grid)[0] == [cell.strip() for cell in FULL.split("|")]
            assert texts(grid)[1:] in ([], [cells]), glued


def test_bars_that_only_close_a_line_are_no_slip() -> None:
    for row in (FULL + " |", "| " + FULL, OPEN + " |", "| " + OPEN + " |", OPEN + " | |"):
        grid, found = read(HEAD, FULL, row)
        assert found == (), row
        assert texts(grid)[1] in (texts(read(HEAD, FULL)[0])[0], texts(read(HEAD, OPEN)[0])[0])


def test_where_nothing_tells_the_row_is_named_and_left_out() -> None:
    grid, found = read(BARE, "7月1日|修桥|两处|", "7月2日|修路|材料费|水泥|")
    assert places(found) == [("SYN-CELLS", 4, 3)]
    assert found[0].place.end_column - found[0].place.column > 10
    assert len(grid.rows) == 1
    assert not grid.whole


def test_rows_that_all_end_in_a_bar_are_closed_by_it() -> None:
    grid, found = read(BARE, "7月1日|修桥|两处|镇里|", "7月2日|修路|材料费||")
    assert found == ()
    assert texts(grid) == [["7月1日", "修桥", "两处", "镇里"], ["7月2日", "修路", "材料费", ""]]


def test_a_comma_too_many_in_a_file_of_excel() -> None:
    head = "日期,摘要,金额,备注\n"
    grid, found = read_csv("a.csv", f"{head}7月1日,修桥,1,200.50,\n7月2日,修路,300,\n".encode(), (), fits)
    assert places(found) == [("SYN-CELLS", 2, 10)]
    assert grid
    assert texts(grid) == [["7月1日", "修桥", "1,200.50", ""], ["7月2日", "修路", "300", ""]]


def test_a_head_with_commas_behind_it() -> None:
    grid, found = read_csv("a.csv", "日期,摘要,金额,,,\n7月1日,修桥,200,,,\n7月2日,修路,300\n".encode(), (), fits)
    assert found == ()
    assert grid
    assert texts(grid) == [["7月1日", "修桥", "200"], ["7月2日", "修路", "300"]]


def test_a_table_of_one_column_with_a_bar_in_its_row() -> None:
    assert places(read("日期", "7月1日", "7月|2日")[1]) == [("SYN-CELLS", 4, 5)]
