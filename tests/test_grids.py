"""Tables from text, CSV and Excel: the same cells at the right places, and the traps of spreadsheets."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from sitegen.diagnostics import Diagnostic
from sitegen.load import workbooks
from sitegen.load.cells import cell_of
from sitegen.load.commas import read_csv
from sitegen.load.grids import Grid, read_text_table
from sitegen.load.workbook_tables import read_sheet
from sitegen.source import Entries, Scalar, load_document

TABLE = """\
出账: |
  日期    | 凭证号 | 金额     | 附件
  7月15日 | 记-014 | 8,600.00 | a.jpg

  # 一句备注
  7月16日 | 记-015 |      300 |
期末: 1
"""


def text_table(text: str) -> tuple[Grid | None, tuple[Diagnostic, ...]]:
    document, found = load_document("x.yaml", text.encode())
    assert found == ()
    assert isinstance(document.root, Entries)
    scalar = document.root.pairs[0][1]
    assert isinstance(scalar, Scalar)
    return read_text_table(document, scalar)


def texts(grid: Grid | None) -> list[list[str | None]]:
    assert grid
    return [[cell and cell.text for cell in row] for row in (grid.header, *grid.rows)]


def test_text_table() -> None:
    grid, found = text_table(TABLE)
    assert found == ()
    assert texts(grid) == [
        ["日期", "凭证号", "金额", "附件"],
        ["7月15日", "记-014", "8,600.00", "a.jpg"],
        ["7月16日", "记-015", "300", None],
    ]
    lines = TABLE.split("\n")
    assert grid
    for row in (grid.header, *grid.rows):
        for cell in row:
            assert cell is None or lines[cell.line - 1][cell.column - 1 : cell.end_column - 1] == cell.text


@pytest.mark.parametrize(
    "table",
    [
        "| a | b |\n  |---|:-:|\n  | 1 | 2 |",
        "a｜b\n  1｜2",
        "a | b\n  1 | 2 |",
        "a | b |\n  1 | 2",
        "　a | b\n  --|--\n\n\n  | 1 | 2 |",
    ],
)
def test_bars_at_the_ends_and_rules_are_tolerated(table: str) -> None:
    assert texts(text_table(f"t: |\n  {table}\n")[0]) == [["a", "b"], ["1", "2"]]


def test_empty_cells_at_the_ends_are_cells() -> None:
    grid, found = text_table("t: |\n  a | b | c\n   | 2 | \n  | 2 | 3\n  1 | 2 |\n")
    assert found == ()
    assert texts(grid)[1:] == [[None, "2", None], [None, "2", "3"], ["1", "2", None]]


def test_rows_of_another_width_are_reported_and_left_out() -> None:
    grid, found = text_table("t: |\n  a | b\n  1 | 2 | 3\n  1\n  5 | 6\n")
    assert [(d.code, d.place.line, d.place.column, d.place.end_column) for d in found] == [
        ("SYN-CELLS", 3, 3, 12),
        ("SYN-CELLS", 4, 3, 4),
    ]
    assert found[0].excerpt == "  1 | 2 | 3"
    assert texts(grid) == [["a", "b"], ["5", "6"]]


def test_heads() -> None:
    assert [d.code for d in text_table("t: |\n  a | a\n")[1]] == ["KEY-DUP"]
    assert [d.code for d in text_table("t: |\n  a | | b\n")[1]] == ["SYN-HEADER"]
    assert [d.code for d in text_table("t: a | b\n")[1]] == ["SYN-TABLE"]
    assert [d.code for d in text_table("t: >\n  a | b\n")[1]] == ["SYN-TABLE"]
    assert text_table("t: |\n")[0] is None


CSV = '姓名,金额,备注\n张三,"1,200.50","说 ""好""\n两行"\n\n李四,300,\n,,\n="0012",5,x\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv(encoding: str) -> None:
    grid, found = read_csv("a.csv", CSV.encode(encoding))
    assert [d.code for d in found] == ([] if encoding.startswith("utf-8") else ["ENC-GBK"])
    assert texts(grid) == [
        ["姓名", "金额", "备注"],
        ["张三", "1,200.50", '说 "好" 两行'],
        ["李四", "300", None],
        ["0012", "5", "x"],
    ]
    assert grid
    cell = cell_of(grid.rows[1], 1)
    assert cell
    assert (cell.line, cell.column, cell.end_column) == (5, 4, 7)


@pytest.mark.parametrize("text", ["a;b\n1;2\n", "a\tb\n1\t2", "sep=;\na;b\n1;2", "a，b\r\n1，2\r\n"])
def test_separators(text: str) -> None:
    assert texts(read_csv("a.csv", text.encode())[0]) == [["a", "b"], ["1", "2"]]


def test_csv_traps() -> None:
    _, found = read_csv("a.csv", "编号,金额\n1.10105E+17,1,234.50\n1.10105E+17,#DIV/0!\n".encode())
    assert [(d.code, d.place.line) for d in found] == [("SYN-CELLS", 2), ("XLS-DIGITS", 3), ("XLS-ERROR", 3)]
    assert [d.code for d in read_csv("a.csv", b"PK\x03\x04")[1]] == ["XLS-KIND"]
    assert [d.code for d in read_csv("a.csv", b"")[1]] == ["FILE-EMPTY"]


def workbook(*rows: tuple[object, ...]) -> tuple[Any, Any]:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "三月"
    for row in rows:
        sheet.append(row)
    return book, sheet


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_sheet() -> None:
    book, sheet = workbook(
        ("清溪村补贴发放表",),
        (),
        ("姓名", "日 期", "金额", "编号", "比例", "有"),
        ("张三", date(2026, 7, 3), 1200.5, 12, 0.3, True),
        (),
        ("李四", datetime(2026, 7, 4, 10, 20), 0.1 + 0.2, 7, 0.125, False),
        (" 王五 ", "7月5日", 8600.0, "0012", None, "x"),
    )
    sheet.merge_cells("A1:F1")
    sheet["D4"].number_format = sheet["D6"].number_format = "0000"
    sheet["E4"].number_format = "0%"
    sheet["E6"].number_format = "0.0%"
    sheet["C4"].number_format = '#,##0.00_ "元"'
    grid, found = read_sheet("a.xlsx", saved(book), "")
    assert found == ()
    assert texts(grid) == [
        ["姓名", "日期", "金额", "编号", "比例", "有"],
        ["张三", "2026-07-03", "1200.5", "0012", "30%", "是"],
        ["李四", "2026-07-04 10:20", "0.3", "0007", "12.5%", "否"],
        ["王五", "7月5日", "8600", "0012", None, "x"],
    ]
    assert grid
    cell = grid.rows[0][2]
    assert cell
    assert (cell.cell, cell.line, cell.column) == ("三月!C4", 4, 3)


def codes(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(d.code, d.place.cell) for d in found]


def test_sheet_traps() -> None:
    book, sheet = workbook(("a", "b"), (1.1e17, "#DIV/0!"), ("=A1+1", 12.5), ("x", 3), ("y", 4))
    sheet["B3"].number_format = '0.0"万元"'
    sheet.merge_cells("A4:A5")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["B"].hidden = True
    _, found = read_sheet("a.xlsx", saved(book), "三月")
    assert codes(found) == [
        ("XLS-DIGITS", "三月!A2"),
        ("XLS-ERROR", "三月!B2"),
        ("XLS-FORMULA", "三月!A3"),
        ("XLS-FORMAT", "三月!B3"),
        ("XLS-MERGED", "三月!A4"),
        ("XLS-HIDDEN", "三月!A5"),
        ("XLS-HIDDEN", "三月!B1"),
    ]


@pytest.mark.parametrize("form", ["0.0,", "0!.0,", "#,##0,", '0.0"万"'])
def test_formats_that_show_another_number(form: str) -> None:
    book, sheet = workbook(("a", "b"), (1, 125000))
    sheet["B2"].number_format = form
    assert codes(read_sheet("a.xlsx", saved(book), "")[1]) == [("XLS-FORMAT", "三月!B2")]


@pytest.mark.parametrize("form", ["General", "#,##0.00", "0.00", "0000", "¥#,##0.00;[Red]-¥#,##0.00", "@", '0"元"'])
def test_formats_that_show_the_number(form: str) -> None:
    book, sheet = workbook(("a", "b"), (1, 1250))
    sheet["B2"].number_format = form
    assert read_sheet("a.xlsx", saved(book), "")[1] == ()


def test_which_sheet() -> None:
    book, sheet = workbook(("a", "b"), (1, 2))
    other = book.create_sheet("四月")
    other.append(("c", "d"))
    sheet.sheet_state = "hidden"
    data = saved(book)
    assert texts(read_sheet("a.xlsx", data, "")[0]) == [["c", "d"]]
    grid, found = read_sheet("a.xlsx", data, "三月")
    assert texts(grid) == [["a", "b"], ["1", "2"]]
    assert [d.code for d in found] == ["XLS-HIDDEN"]
    _, found = read_sheet("a.xlsx", data, "五月")
    assert [d.code for d in found] == ["XLS-SHEET"]
    assert dict(found[0].values)["known"] == "三月、四月"


def test_a_stray_format_far_below_costs_nothing() -> None:
    book, sheet = workbook(("a", "b"), (1, 2))
    sheet["A1048576"].number_format = "0.00"
    assert texts(read_sheet("a.xlsx", saved(book), "")[0]) == [["a", "b"], ["1", "2"]]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "XLS-KIND"),
        (b"<html>", "XLS-KIND"),
        (b"\xd0\xcf\x11\xe0 old", "XLS-KIND"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "XLS-PASSWORD"),
        (bomb(), "XLS-SIZE"),
    ],
)
def test_what_is_not_opened(data: bytes, code: str) -> None:
    assert [d.code for d in read_sheet("a.xlsx", data, "")[1]] == [code]


def test_a_damaged_workbook_is_reported() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<x")
    assert [d.code for d in read_sheet("a.xlsx", file.getvalue(), "")[1]] == ["XLS-DAMAGED"]
    data = bytearray(saved(workbook(("a", "b"))[0]))
    at = data.index(b"xl/worksheets/sheet1.xml") + 40
    data[at : at + 60] = b"\0" * 60
    assert read_sheet("a.xlsx", bytes(data), "")[0] is None


def test_an_empty_sheet() -> None:
    assert [d.code for d in read_sheet("a.xlsx", saved(workbook()[0]), "")[1]] == ["FILE-EMPTY"]


def test_a_workbook_with_more_cells_than_any_list_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number in range(5):
        sheet.append([number, "东塘", 300])
    monkeypatch.setattr(workbooks, "MOST_CELLS", 14)
    grid, found = read_sheet("a.xlsx", saved(book), "")
    assert grid is None
    assert codes(found) == [("LIM-COUNT", "")]
    monkeypatch.setattr(workbooks, "MOST_CELLS", 15)
    assert read_sheet("a.xlsx", saved(book), "")[0] is not None


@pytest.mark.parametrize(
    ("row", "column"), [("2,李四,1,437.00", 7), ("2，李四，437.00", 2), ("2,李四;437.00", 5), ("2,李四 437.00", 5)]
)
def test_a_quoted_cell_elsewhere_does_not_hide_where_a_row_is_wrong(row: str, column: int) -> None:
    def fits(index: int, text: str) -> bool:
        return text.replace(",", "").replace(".", "").isdigit() if index != 1 else text.isalpha()

    data = f'序号,户主,金额\n{row}\n3,"温木根",522.50\n'
    _, found = read_csv("a.csv", data.encode(), ("序号", "户主", "金额"), lambda _: fits)
    assert [(each.code, each.place.line, each.place.column) for each in found] == [("SYN-CELLS", 2, column)]
