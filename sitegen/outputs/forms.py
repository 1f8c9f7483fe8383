"""An item of the catalogue → an Excel form a clerk fills in: made from catalogue data alone, equal bytes for equal inputs.

The headings are locked (without a password), only cells to be filled in are open. A hidden sheet says which item and
which columns the form holds, so that ``import`` need not guess; docs/formats.md §14.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import xlsxwriter
from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from sitegen.load.plans import in_use
from sitegen.model.catalogue import NOTHING, PART_WORDS, Column, Item, Kind
from sitegen.model.period import Period, quarter

MACHINE_SHEET = "_sitegen"
"""Name of the hidden sheet; its rows are read by ``importing.forms``."""
FORM_VERSION = "1"
EXAMPLE = "示例"
"""What the first cell of the example row says; such rows are never imported."""
GUIDE = "填写说明"
OVERVIEW = "基本情况"
RECORDS = "登记"
NUMBERED = "序"
"""The heading of the running number, and of the mark of the example row."""
CARRIED = ("期初", "上期")
"""How fields begin that are carried over from the last period, and filled in beforehand."""
_CREATED = datetime(2026, 1, 1)
_LINES = 300
"""Rows with borders; more may be written below them."""
_LAST_ROW = 1_048_575
_WIDEST = 11
"""Columns that can still be read on one sheet of A4; more take two side by side."""
_INK, _GREY, _HEAD, _INPUT, _RULE = "#1a1a1a", "#6b6b6b", "#e8eef4", "#fffdf2", "#b8c0c8"


class FormSheet(Struct, frozen=True):
    """A sheet with one row an entry: ``table`` is its table, empty for the records of a register themselves."""

    name: str
    table: str
    columns: tuple[Column, ...]
    note: str = ""


class FormRequest(Struct, frozen=True):
    """What a form is for: the item, and what is known already (empty where the clerk is to write it)."""

    item: Item
    village: str = ""
    period: Period | None = None
    part: str = ""
    choices: tuple[str, ...] = ()
    """The accounts to choose from."""
    known: Mapping[str, str] | None = None
    """Fields filled in beforehand, as the carried-over 期初余额."""


def form_sheets(item: Item, period: Period | None) -> tuple[FormSheet, ...]:
    """The row sheets of an item's form; a register's records come first, and its tables say whose rows they are."""
    number = Column("编号", "code", required=True, note="一项一个号，印在码牌上，用过的不再用")
    if item.shape != "register":
        return tuple(
            FormSheet(table.name, table.name, _used(table.columns, period), table.note) for table in item.tables
        )
    ending = (Column("终止", "date", note="卖了、报废了、到期了再写"), Column("说明", "text"))
    own = (number, Column("名称", "text", required=True), *_used(item.fields, None), *ending)
    inner = (
        FormSheet(table.name, table.name, (number, *_used(table.columns, None)), table.note) for table in item.tables
    )
    return (FormSheet(RECORDS, "", own), *inner)


def _used(columns: tuple[Column, ...], period: Period | None) -> tuple[Column, ...]:
    return tuple(column for column in columns if in_use(column, period))


def overview_rows(request: FormRequest) -> tuple[tuple[Column, str], ...]:
    """The lines of 基本情况: village, period, part, whether there is anything, the item's fields, notes."""
    item, known = request.item, request.known or {}
    lines: list[tuple[Column, str]] = [(Column("村", "text", required=True, note="村名"), request.village)]
    if item.shape == "register":
        return tuple(lines)
    label = request.period.label if request.period else ""
    year = (request.period or _SAMPLE).first.year
    said = Column("期间", "text", required=True, note=f"如 {year}年3季度、{year}年9月、{year}年")
    lines.append((said, label))
    word = PART_WORDS[item.parts] if item.parts else ""
    if word:
        kind: Kind = "choice" if request.choices and word == "账套" else "text"
        notes = {"账套": "哪一本账；只有一本可以不写", "批次": "第几批，写数字", "村民小组": "第几组，写数字"}
        lines.append((Column(word, kind, choices=request.choices, note=notes[word]), request.part))
    empty = Column("有没有", "choice", choices=("有", NOTHING), note="这一期没有这件事，就选“本期无发生”，别的不用填")
    lines.append((empty, "有"))
    lines += [(column, known.get(column.name, "")) for column in _used(item.fields, request.period)]
    lines.append((Column("说明", "text", note="想对村民说的话，可以不写"), ""))
    return tuple(lines)


def make_form(request: FormRequest) -> bytes:
    """The workbook: 填写说明, 基本情况, a sheet a table, and the hidden sheet."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": request.item.name, "created": _CREATED})
    _Form(book, request).write()
    book.close()
    return stream.getvalue()


class _Form:
    """One writing of one form."""

    def __init__(self, book: Any, request: FormRequest) -> None:
        self.book = book
        self.request = request
        self.item = request.item
        self.sheets = form_sheets(request.item, request.period)
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self.machine_rows: list[tuple[str, ...]] = []
        self.lists = 0

    def write(self) -> None:
        """All sheets, in the order in which they are filled in."""
        title = "　".join(filter(None, (self.request.village, self.item.name, self._period_label())))
        guide = self.book.add_worksheet(GUIDE)
        overview = self.book.add_worksheet(OVERVIEW)
        pages = [self.book.add_worksheet(sheet.name) for sheet in self.sheets]
        self.machine = self.book.add_worksheet(MACHINE_SHEET)
        self._write_guide(guide, title)
        self._write_overview(overview, title)
        for page, sheet in zip(pages, self.sheets, strict=True):
            self._write_rows(page, sheet, title)
        self._write_machine()
        overview.activate()
        overview.set_first_sheet()

    def _day(self) -> str:
        day = _example_day(self.request.period)
        return f"{day.year}-{day.month}-{day.day}"

    def _period_label(self) -> str:
        return self.request.period.label if self.request.period else ""

    def _format(self, **more: object) -> Any:
        """A cell format; the same one for the same wishes."""
        wishes = {"font_name": "宋体", "font_size": 11, "font_color": _INK, "valign": "vcenter", **more}
        key = tuple(sorted(wishes.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(wishes)
        return self.formats[key]

    def _title(self, page: Any, text: str, note: str, width: int) -> None:
        page.set_row(0, 30)
        page.write_string(0, 0, text, self._format(font_size=16, bold=True))
        lines = max(1, -(-2 * len(note) // max(width, 20)))
        page.set_row(1, 17 * lines + 4)
        style = self._format(font_color=_GREY, text_wrap=True)
        page.merge_range(1, 0, 1, max(1, self._columns_of(page) - 1), note, style)

    def _columns_of(self, page: Any) -> int:
        sheet = next((sheet for sheet in self.sheets if sheet.name == page.get_name()), None)
        return len(sheet.columns) + 1 if sheet else 3

    # ---- 填写说明 ----------------------------------------------------------------------------------------------------

    def _write_guide(self, page: Any, title: str) -> None:
        page.hide_gridlines(2)
        page.set_column(0, 0, 96)
        page.set_row(0, 30)
        page.write_string(0, 0, title, self._format(font_size=16, bold=True))
        plain, head = self._format(text_wrap=True, valign="top"), self._format(bold=True, top=1, top_color=_RULE)
        row = 1
        for text in self._guide():
            style = head if text.startswith("【") else plain
            page.set_row(row, 22 if text.startswith("【") else 17 * max(1, -(-2 * len(text) // 96)))
            page.write_string(row, 0, text, style)
            row += 1
        self._finish(page, row, 1)

    def _guide(self) -> Iterator[str]:
        item = self.item
        yield from filter(None, (item.promise, item.explanation))
        yield "【怎么填】"
        yield f"一、先填“{OVERVIEW}”，再填后面的表。只有浅黄色的格子能写，别的锁住了，免得碰坏。"
        yield f"二、每张表里灰色的“{EXAMPLE}”一行只是样子，不用删，导入时不会算进去。"
        yield f"三、金额写到分，日期写 {self._day()} 这样。有下拉箭头的格子从里面选。标“必填”的不能空着。"
        yield "四、身份证号、银行卡号、手机号、门牌一律不要写。写了也不会收。"
        yield "五、存好以后运行：sitegen 导入 这个文件"
        for sheet in self.sheets:
            yield f"【{sheet.name}】" + sheet.note
            yield from (f"{column.name}：{column.remark}" for column in sheet.columns)

    # ---- 基本情况 ----------------------------------------------------------------------------------------------------

    def _write_overview(self, page: Any, title: str) -> None:
        page.hide_gridlines(2)
        page.set_column(0, 0, 20)
        page.set_column(1, 1, 34)
        page.set_column(2, 2, 58)
        self._title(page, title, self.item.promise or self.item.explanation, 112)
        for index, text in enumerate(("要填的", "填在这一栏", "说明")):
            page.write_string(2, index, text, self._format(bold=True, bg_color=_HEAD, border=1, border_color=_RULE))
        lines = overview_rows(self.request)
        for row, (column, value) in enumerate(lines, start=3):
            said = column.remark if column in self.item.fields else column.note
            page.set_row(row, 48 if column.name == "说明" else 24 if len(said) < 29 else 36)
            named = self._format(bold=column.required, border=1, border_color=_RULE)
            page.write_string(row, 0, column.name, named)
            self._write_input(page, row, 1, column, value)
            page.write_string(
                row, 2, said, self._format(font_color=_GREY, border=1, border_color=_RULE, text_wrap=True)
            )
            self._validate(page, row, 1, row, 1, column)
        self.machine_rows.append(("overview", OVERVIEW, "4", *(column.name for column, _ in lines)))
        page.freeze_panes(3, 0)
        self._finish(page, len(lines) + 3, 3)

    def _write_input(self, page: Any, row: int, column: int, form: Column, value: str) -> None:
        style = self._input_format(form)
        if form.kind == "money" and value:
            page.write_number(row, column, float(value), style)
        elif value:
            page.write_string(row, column, value, style)
        else:
            page.write_blank(row, column, None, style)

    def _input_format(self, column: Column, **more: object) -> Any:
        wishes: dict[str, object] = {
            "locked": False,
            "bg_color": _INPUT,
            "border": 1,
            "border_color": _RULE,
            "num_format": _NUMBER_FORMATS.get(column.kind, "@"),
            "text_wrap": column.kind in ("text", "markdown"),
            **more,
        }
        return self._format(**wishes)

    # ---- one row an entry --------------------------------------------------------------------------------------------

    def _write_rows(self, page: Any, sheet: FormSheet, title: str) -> None:
        columns = sheet.columns
        widths = [_width(column) for column in columns]
        page.hide_gridlines(2)
        page.set_column(0, 0, 6)
        for index, (column, width) in enumerate(zip(columns, widths, strict=True), start=1):
            page.set_column(index, index, width, self._input_format(column, bg_color="#ffffff", border=0))
        self._title(
            page, f"{title}　{sheet.name}", sheet.note or self.item.promise or self.item.explanation, sum(widths)
        )
        head = {
            "bold": True,
            "bg_color": _HEAD,
            "border": 1,
            "border_color": _RULE,
            "align": "center",
            "text_wrap": True,
        }
        small = {
            "font_color": _GREY,
            "font_size": 9,
            "border": 1,
            "border_color": _RULE,
            "align": "center",
            "text_wrap": True,
        }
        page.set_row(2, 24)
        page.set_row(3, 30)
        page.write_string(2, 0, NUMBERED, self._format(**head))
        page.write_string(3, 0, "", self._format(**small))
        page.write_string(4, 0, EXAMPLE, self._format(font_color=_GREY, italic=True, border=1, border_color=_RULE))
        for index, column in enumerate(columns, start=1):
            page.write_string(2, index, column.name, self._format(**head))
            page.write_string(3, index, hint_of(column), self._format(**small))
            example = self._format(font_color=_GREY, italic=True, border=1, border_color=_RULE, align=_align(column))
            page.write_string(4, index, example_of(column, self.request.period), example)
            self._validate(page, 5, index, _LAST_ROW, index, column)
        for row in range(5, 5 + _LINES):
            page.write_number(
                row, 0, row - 4, self._format(font_color=_GREY, border=1, border_color=_RULE, align="center")
            )
            for index, column in enumerate(columns, start=1):
                page.write_blank(row, index, None, self._input_format(column))
        page.freeze_panes(3, 1)
        page.repeat_rows(2)
        page.repeat_columns(0)
        self.machine_rows.append(("rows", sheet.name, "3", sheet.table, *(column.name for column in columns)))
        self._finish(page, 5 + 25, len(columns) + 1)

    def _finish(self, page: Any, rows: int, columns: int) -> None:
        """A4, lying, one page wide or two; locked but for the open cells, without a password."""
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(2 if columns > _WIDEST else 1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.print_area(0, 0, rows - 1, columns - 1)
        page.set_default_row(20)
        page.set_footer(f"&L{self.item.name}&R第 &P 页，共 &N 页")
        allowed = ("format_columns", "format_rows", "sort", "autofilter", "insert_rows", "delete_rows")
        page.protect("", dict.fromkeys(allowed, True))

    # ---- drop-downs --------------------------------------------------------------------------------------------------

    def _validate(self, page: Any, first: int, column: int, last: int, last_column: int, form: Column) -> None:
        rule = self._rule(form)
        if rule:
            page.data_validation(first, column, last, last_column, {"ignore_blank": True, **rule})

    def _rule(self, column: Column) -> dict[str, object]:
        choices = ("是", "否") if column.kind == "yesno" else column.choices
        if choices:
            return {
                "validate": "list", "source": self._list(choices),
                "error_title": column.name, "error_message": "请从下拉的几个里选一个",
            }  # fmt: skip
        if column.kind == "money":
            return {
                "validate": "decimal", "criteria": "between", "minimum": -(10**11), "maximum": 10**11,
                "error_title": column.name, "error_message": "这里写金额，只写数字，到分，如 8600.00",
            }  # fmt: skip
        if column.kind == "date":
            return {
                "validate": "date", "criteria": "between",
                "minimum": datetime(1950, 1, 1), "maximum": datetime(2199, 12, 31), "error_type": "warning",
                "error_title": column.name, "error_message": f"这里写日期，如 {self._day()}",
            }  # fmt: skip
        if column.kind in ("number", "count"):
            whole = column.kind == "count"
            return {
                "validate": "integer" if whole else "decimal", "criteria": "between",
                "minimum": -(10**9), "maximum": 10**9,
                "error_title": column.name, "error_message": "这里写整数" if whole else "这里写数字",
            }  # fmt: skip
        return {}

    def _list(self, choices: tuple[str, ...]) -> str:
        """The choices in a column of the hidden sheet: a list inside the rule may only have 255 characters."""
        column = 100 + self.lists
        self.lists += 1
        for row, choice in enumerate(choices):
            self.machine.write_string(row, column, choice)
        letter = xl_col_to_name(column, True)
        return f"={MACHINE_SHEET}!{letter}$1:{letter}${len(choices)}"

    def _write_machine(self) -> None:
        made_for = (("period", self.request.period.label),) if self.request.period else ()
        rows = (("sitegen", FORM_VERSION), ("item", self.item.number, self.item.name), *made_for, *self.machine_rows)
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                self.machine.write_string(row, column, text)
        self.machine.protect("")
        self.machine.very_hidden()


# ---- words, widths, examples -----------------------------------------------------------------------------------------

_NUMBER_FORMATS: Mapping[Kind, str] = {
    "money": "#,##0.00",
    "date": "yyyy-mm-dd",
    "number": "General",
    "count": "0",
}
"""Everything else is text, so that no leading zero and no voucher number is ever turned into something else."""

_WIDTHS: Mapping[Kind, int] = {
    "money": 14, "number": 10, "share": 10, "date": 13, "month": 13, "count": 9, "yesno": 8, "code": 9, "voucher": 12,
    "person": 12, "payee": 22, "organisation": 22, "choice": 14, "telephone": 16, "place": 20, "file": 20,
    "reference": 16, "point": 20, "text": 24, "markdown": 36,
}  # fmt: skip

_EXAMPLES: Mapping[Kind, str] = {
    "money": "8,600.00", "number": "2.5", "share": "30%", "count": "3",
    "yesno": "是", "code": "1", "voucher": "记-014", "person": "王某某", "payee": "某某建筑队", "organisation": "某某公司",
    "telephone": "0000-8812345", "place": "村东", "file": "票据/1.jpg", "reference": "资源合同/1", "point": "30.1234,124.5012",
    "text": "写几个字",
    "markdown": "写几句话",
}  # fmt: skip


_SAMPLE = quarter(2026, 3)
"""What examples are of where no period was named."""


def example_of(column: Column, period: Period | None = None) -> str:
    """What the example row of a form for that period says in that column; made up."""
    if column.choices:
        return column.choices[0]
    day = _example_day(period)
    days: Mapping[Kind, str] = {"date": day.isoformat(), "month": f"{day.year}年{day.month}月"}
    return days.get(column.kind) or _EXAMPLES.get(column.kind, "")


def _example_day(period: Period | None) -> date:
    first, last = (period.first, period.last) if period else (_SAMPLE.first, _SAMPLE.last)
    return min(first + timedelta(days=2), last)


def hint_of(column: Column) -> str:
    """What the small line below the heading says of that column."""
    what = "选一个" if column.choices else column.unit or ("元" if column.kind == "money" else "")
    return "，".join(filter(None, ("必填" if column.required else "", what)))


def _align(column: Column) -> str:
    return "right" if column.kind in ("money", "number", "count", "share") else "left"


def _width(column: Column) -> int:
    longest = max((len(choice) for choice in column.choices), default=0)
    return max(_WIDTHS.get(column.kind, 16), 2 * len(column.name) + 3, min(2 * longest + 4, 30))
