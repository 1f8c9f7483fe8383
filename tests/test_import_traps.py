"""What can be wrong with a workbook: each trap answered at its cell, and nothing lost or guessed in silence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sitegen.diagnostics import Diagnostic
from sitegen.importing.journal import to_voucher
from sitegen.importing.words import Words, find_subject, load_words
from sitegen.load.spreadsheets import read_spreadsheet
from sitegen.load.workbooks import Workbook, _trim_sheet
from sitegen.overlay import read_data

from .test_import import LEDGER, Run, saved, sitegen, text_of
from .worlds import World, small_county

FIXTURES = Path(__file__).parent / "fixtures" / "excel"
HEAD = ("日期", "凭证号", "摘要", "类别", "收入", "支出", "余额")
ROWS: tuple[tuple[object, ...], ...] = (
    (None, None, "期初余额", None, None, None, 1000),
    ("2026-07-03", "记-001", "东塘承包费", "经营收入", 12000, None, 13000),
    ("2026-07-15", "记-002", "修排水沟", "公益支出", None, 8600, 4400),
)
Tweak = Callable[[Any], None]


def book_with(tweak: Tweak, *, rows: tuple[tuple[object, ...], ...] = ROWS) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "三季度"
    sheet.append(("清溪村2026年3季度收支明细",))
    for row in (HEAD, *rows):
        sheet.append(row)
    tweak(sheet)
    return saved(book)


def imported(root: Path, data: bytes, name: str = "账.xlsx") -> tuple[World, Run]:
    """A run that takes the proposal as it is."""
    world = small_county(root).remove(LEDGER).write(name, data)
    return world, sitegen(root, "import", "--yes", str(root / name))


def put(cell: str, value: object, form: str = "") -> Tweak:
    def tweak(sheet: Any) -> None:
        sheet[cell] = value
        if form:
            sheet[cell].number_format = form

    return tweak


@pytest.mark.parametrize(
    ("tweak", "code", "cell"),
    [
        (put("E4", "#DIV/0!"), "XLS-ERROR", "E4"),
        (put("F5", "=F4*2"), "XLS-FORMULA", "F5"),
        (put("F5", 0.86, '0.00"万元"'), "XLS-FORMAT", "F5"),
        (put("F5", 8600, "0.0,"), "XLS-FORMAT", "F5"),
        (put("F5", 8600.001), "AMT-FEN", "F5"),
        (put("F5", "（8600）"), "AMT-SIGN", "F5"),
        (put("F5", "八千六"), "AMT-TEXT", "F5"),
        (put("F5", 8500), "XLS-BALANCE", "G5"),
        (put("A5", "7-8-26"), "DATE-SHORT", "A5"),
        (put("A5", "农历六月初二"), "DATE-LUNAR", "A5"),
        (put("A5", datetime(2026, 2, 3)), "XLS-STRAY", "A5"),
        (put("A4", datetime(2026, 6, 30)), "XLS-LEFT", ""),
        (put("B5", datetime(2026, 1, 2)), "XLS-DATED", "B5"),
        (put("A5", datetime(2026, 7, 1), 'yyyy"年"m"月"'), "DATE-DAY", "A5"),
        (put("A5", datetime(2026, 7, 1), "m月"), "DATE-DAY", "A5"),
        (put("B5", 1.1e17), "XLS-DIGITS", "B5"),
        (put("B5", None), "KEY-MISSING", "A5"),
        (put("C5", "付 13800138000"), "PII-PHONE", "C5"),
        (put("D5", "村庄绿化"), "XLS-SUBJECT", "D5"),
        (lambda sheet: sheet.merge_cells("E4:E5"), "XLS-MERGED", "E4"),
        (lambda sheet: setattr(sheet.row_dimensions[5], "hidden", True), "XLS-HIDDEN", "A5"),
        (lambda sheet: setattr(sheet.column_dimensions["F"], "hidden", True), "XLS-HIDDEN", "F2"),
    ],
)
def test_each_trap_is_named_at_its_cell(tmp_path: Path, tweak: Tweak, code: str, cell: str) -> None:
    _, run = imported(tmp_path, book_with(tweak))
    where = f"账.xlsx 三季度!{cell}: " if cell else "账.xlsx 三季度: "
    assert any(line.startswith(where) and code in line for line in run.err.splitlines()), run.err
    assert "0138" not in run.err


@pytest.mark.parametrize(
    "tweak",
    [
        put("F5", "8,600.00 "),
        put("F5", "8600\u00a0"),
        put("F5", "８６００元"),
        put("F5", "0.86万元"),
        put("A5", "2026年7月15日"),
        put("A5", "7.15"),
        put("A5", "20260715"),
        put("A5", datetime(2026, 7, 15), "m月d日"),
        put("B5", "记字第2号"),
        put("B5", "记 - 2"),
        put("C5", "修\n排水沟"),
        put("D5", "公益支出-水利"),
        put("D5", "公益支出—水利"),
    ],
)
def test_many_ways_to_write_the_same(tmp_path: Path, tweak: Tweak) -> None:
    world, run = imported(tmp_path, book_with(tweak))
    assert run.code == 0, run.err
    text = text_of(world)
    assert "7月15日 | 记-002 | 7-1" in text
    assert "8,600.00" in text
    assert "期末余额: 4400.00" in text


def test_cells_merged_down_are_filled_and_bars_do_not_break_the_table(tmp_path: Path) -> None:
    rows = (
        *ROWS[:2],
        ("2026-07-15", "记-002", "修沟|人工", "公益支出", None, 600, 12400),
        (None, None, "修沟 材料", "公益支出", None, 8000, 4400),
    )

    def merge(sheet: Any) -> None:
        sheet.merge_cells("A5:A6")
        sheet.merge_cells("B5:B6")

    world, run = imported(tmp_path, book_with(merge, rows=rows))
    assert run.code == 0, run.err
    text = text_of(world)
    assert '摘要: "修沟|人工"' in text
    assert "序号: 7-2" in text
    assert sitegen(tmp_path, "import", "--yes", str(tmp_path / "账.xlsx")).out.startswith("写了 0 个文件")


def test_empty_rows_and_a_filter_lose_nothing(tmp_path: Path) -> None:
    def spread(sheet: Any) -> None:
        sheet.insert_rows(5, 3)
        sheet.auto_filter.ref = "A2:G8"
        sheet.row_dimensions[4].hidden = True

    world, run = imported(tmp_path, book_with(spread))
    assert run.code == 0
    assert "XLS-HIDDEN" in run.err
    assert "12,000.00" in text_of(world)


def test_the_calendar_of_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    for row in (("清溪村2026年3季度",), HEAD, *ROWS):
        sheet.append(row)
    sheet["A5"] = datetime(2026, 7, 15)
    world, run = imported(tmp_path, saved(book))
    assert run.code == 0, run.err
    assert "7月15日" in text_of(world)


def test_formulas_with_a_value_are_their_value(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("清溪村2026年3季度")
    for number, row in enumerate((HEAD, *ROWS)):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    sheet.write_formula(3, 5, "='[1]别的账本'!F5", None, 8600)
    book.close()
    world, run = imported(tmp_path, stream.getvalue())
    assert run.code == 0, run.err
    assert "8,600.00" in text_of(world)


# ---- other programs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "name"),
    [("xlsx", ""), ("xls", ""), ("ods", ""), ("xlsm", ""), ("xls", "et"), ("xlsx", "et"), ("xlsx", "xls")],
)
def test_workbooks_of_another_office_program(tmp_path: Path, ending: str, name: str) -> None:
    """A list of vouchers: the lines of cash and bank say what was paid, the others for what. WPS calls .et what is .xls."""
    world, run = imported(tmp_path, (FIXTURES / f"清溪村.{ending}").read_bytes(), f"清溪村.{name or ending}")
    assert run.code == 0, run.err
    rows = [" ".join(line.replace("|", " ").split()) for line in text_of(world).splitlines() if "记-" in line]
    assert rows == [
        "7月3日 记-001 7-1 经营收入 东塘承包费 12,000.00",
        "7月15日 记-002 7-1 公益支出 修复村东排水沟 8,600.00",
        "8月5日 记-001 8-1 管理费用 办公费 买纸 120.50",
    ]
    assert "不动钱的凭证" in run.err
    assert "藏起来的工作表" in run.err


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "xlsm"])
def test_no_office_program_hides_a_trap(ending: str) -> None:
    book, _ = read_spreadsheet("a", (FIXTURES / f"清溪村.{ending}").read_bytes())
    assert book
    page = next(page for page in book.pages if page.name == "陷阱")
    said = {cells[1].text: (cells[2].text, cells[2].fault) for _, cells in page.lines}
    assert said["错误"] == ("#DIV/0!", "XLS-ERROR")
    assert said["万元格式"] == ("12.5", "XLS-FORMAT")
    assert said["前导零"] == ("0012", "")
    assert said["百分比"] == ("12.5%", "")
    assert said["日期"] == ("2026-07-03", "")
    assert said["文本数字"] == ("00123", "")
    assert said["长号码"][1] == "XLS-DIGITS"
    assert said["公式"] == ("6", "")
    assert page.hidden_rows == {10}
    assert [page.name for page in book.pages if page.hidden] == ["藏"]


HTML = """<html><head><meta charset="gbk"></head><body><table>
<tr><td colspan=7>清溪村现金日记账（2026年第三季度）</td></tr>
<tr><th>日期</th><th>凭证号</th><th>摘要</th><th>类别</th><th>收入</th><th>支出</th><th>余额</th></tr>
<tr><td>&nbsp;</td><td></td><td>上季结转</td><td></td><td></td><td></td><td>1,000.00</td></tr>
<tr><td>07-03</td><td>记-1</td><td>东塘承包费</td><td>经营收入</td><td>12,000.00</td><td></td><td>13,000.00</td></tr>
<tr><td>07-15</td><td>记-2</td><td>修排水沟</td><td>公益支出</td><td></td><td>8,600.00</td><td>4,400.00</td></tr>
<tr><td colspan=4>合  计</td><td>12,000.00</td><td>8,600.00</td><td></td></tr>
</table></body></html>"""
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="清溪村2026年3季度"><Table>'
    + "".join(
        "<Row>"
        + "".join(
            f'<Cell ss:Index="{column}"><Data ss:Type="{"Number" if isinstance(value, int) else "String"}">{value}</Data></Cell>'
            for column, value in enumerate(row, start=1)
            if value is not None
        )
        + "</Row>"
        for row in (HEAD, *ROWS)
    )
    + "</Table></Worksheet></Workbook>"
)
CSV = "\n".join(",".join("" if value is None else str(value) for value in row) for row in (HEAD, *ROWS))


@pytest.mark.parametrize(
    "data",
    [HTML.encode("gbk"), XML.encode(), CSV.encode("gbk"), CSV.replace(",", "\t").encode("utf-16")],
    ids=["html", "xml", "csv", "tsv"],
)
def test_what_calls_itself_xls_is_read_as_what_it_is(tmp_path: Path, data: bytes) -> None:
    world, run = imported(tmp_path, data, "清溪村2026年3季度.xls")
    assert run.code == 0, run.err
    assert "期末余额: 4400.00" in text_of(world)


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def archive(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FILE-EMPTY"),
        (locked(), "XLS-PASSWORD"),
        ((FIXTURES / "有密码.xlsx").read_bytes(), "XLS-PASSWORD"),
        (b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 8, "XLS-KIND"),
        (b"PK\x03\x04 broken", "XLS-DAMAGED"),
        (archive(xl__workbook_xml=b" " * 60_000_000), "XLS-SIZE"),
        (archive(mimetype=b"x", content_xml=b" " * 60_000_000), "XLS-SIZE"),
        (archive(mimetype=b"x", content_xml=b"<a>"), "XLS-DAMAGED"),
        (archive(xl__workbook_bin=b"x"), "XLS-KIND"),
        (b"%PDF-1.7\n\0\0", "XLS-KIND"),
        (bytes(range(1, 256)) * 40, "XLS-KIND"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, code: str) -> None:
    assert codes(read_spreadsheet("a.xls", data)) == [code]


def codes(opened: tuple[Workbook | None, tuple[Diagnostic, ...]]) -> list[str]:
    book, found = opened
    assert book is None
    return [each.code for each in found]


def test_entities_are_not_expanded() -> None:
    data = bytearray(book_with(lambda _: None))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE a [<!ENTITY b "c">]>' + content
            new.writestr(entry.filename, content)
    assert codes(read_spreadsheet("a.xlsx", stream.getvalue())) == ["XLS-DAMAGED"]


@pytest.mark.parametrize(
    "cell",
    [b'<c r="A%d" s="1"/>', b'<c r="A%d" s="1" t="n"></c>', b'<c r="A%d" s="1"><v></v></c>', b'<c r="A%d"><v /></c>'],
)
def test_formats_over_a_million_rows_and_merges_over_whole_columns_cost_nothing(cell: bytes) -> None:
    """100,000 styled rows and a merge of a thousand million cells: openpyxl alone would not come back."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_with(lambda _: None))) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                rows = b"".join(b'<row r="%d">' % row + cell % row + b"</row>" for row in range(50, 100_000))
                merged = b'<mergeCells count="1"><mergeCell ref="I1:XFD1048576"/></mergeCells>'
                content = content.replace(b"</sheetData>", rows + b"</sheetData>" + merged)
            new.writestr(entry.filename, content)
    book, _ = read_spreadsheet("a.xlsx", stream.getvalue())
    assert book
    assert len(book.pages[0].lines) == 5
    assert b"<c " not in _trim_sheet(b"<worksheet><sheetData><row>" + cell % 9 + b"</row></sheetData></worksheet>")[0]


# ---- words -----------------------------------------------------------------------------------------------------------


def words() -> Words:
    return load_words([read_data(f"importing/{name}.yaml").encode() for name in ("words", "subjects")], None)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("经营收入", ("经营收入", "")),
        ("501 经营收入", ("经营收入", "")),
        ("501002经营收入-发包收入", ("经营收入", "")),
        ("发包及上交收入/承包金", ("经营收入", "")),
        ("管理费用—办公费", ("", "管理费用")),
        ("管理费用_差旅费", ("", "管理费用")),
        ("1002 银行存款-农商行", ("钱", "钱")),
        ("库存现金", ("钱", "钱")),
        ("村庄绿化", None),
    ],
)
def test_subjects_at_any_level(text: str, sides: tuple[str, str] | None) -> None:
    assert find_subject(text, words()) == sides


@pytest.mark.parametrize("text", ["记-001", "记-1", "记字第1号", "记字1号", "记1", "记 字第 001 号", "记字-1"])
def test_vouchers_are_written_one_way(text: str) -> None:
    assert to_voucher(text) == "记-001"


def test_vouchers_without_a_word_stay() -> None:
    assert [to_voucher(text) for text in ("0012", "2026-07-001A", "银付-12")] == ["0012", "2026-07-001A", "银付-012"]
