"""The three lists as one Excel workbook: 问题清单, 责任清单, 整改清单, and the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from sitegen.supervise.findings import Outcome
from sitegen.supervise.handling import NEXT, TAKES, Handling, Step
from sitegen.supervise.report import Precision, Report
from sitegen.supervise.rules import LEVELS

Cell = str | int | date | None
_WIDTHS = {
    "编号": 11,
    "事项": 60,
    "规则": 20,
    "金额（元）": 14,
    "位置": 42,
    "说明": 40,
    "进度": 40,
    "没查的和原因": 50,
    "措施": 36,
    "村": 12,
}


def make_workbook(report: Report, handlings: Mapping[str, Handling]) -> bytes:
    """The workbook; money in yuan as numbers, days as days."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": "监督清单（内部）", "created": _noon(report.today)})
    _write(book, "问题清单", _PROBLEMS, report.entries)
    _write(book, "责任清单", _DUTIES, report.entries)
    _write(
        book, "整改清单", _mendings(report), sorted(handlings.values(), key=lambda each: (each.village, each.number))
    )
    _write(book, "规则", _rules(report.precision), report.outcomes)
    book.close()
    return buffer.getvalue()


def _noon(day: date) -> datetime:
    """A workbook is dated by a time: noon of the run's day."""
    return datetime(day.year, day.month, day.day, 12)


Columns = Sequence[tuple[str, Callable[[Any], Cell]]]

_PROBLEMS: Columns = (
    ("编号", lambda each: each.finding.number),
    ("乡镇", lambda each: each.town),
    ("村", lambda each: each.village),
    ("级别", lambda each: LEVELS[each.finding.level]),
    ("规则", lambda each: each.rule.name),
    ("事项", lambda each: each.finding.sentence),
    ("金额（元）", lambda each: each.finding.amount),
    ("最早查出", lambda each: each.since),
    ("状态", lambda each: each.state),
    ("位置", lambda each: f"{each.finding.file} {each.finding.cell or each.finding.line or ''}".strip()),
    ("去看什么", lambda each: each.rule.visit),
)
_DUTIES: Columns = (
    ("编号", lambda each: each.finding.number),
    ("村", lambda each: each.village),
    ("事项", lambda each: each.rule.name),
    ("下一步", lambda each: "、".join(NEXT[each.state]) if each.open else ""),
    ("下一步应在", lambda each: each.due),
    ("超期", lambda each: "超期" if each.overdue else ""),
    ("责任单位", lambda each: TAKES.get(each.state, "").format(town=each.town, village=each.village)),
    ("责任人（职务）", lambda _: ""),
    ("督办人", lambda _: ""),
    ("签收", lambda _: ""),
)


def _rules(precision: Iterable[Precision]) -> Columns:
    turned_out = {each.rule.key: each for each in precision}

    def decided(part: str) -> Callable[[Outcome], Cell]:
        return lambda each: getattr(turned_out[each.rule.key], part) if each.rule.key in turned_out else None

    return (*_RULES, ("属实", decided("confirmed")), ("说明清楚", decided("cleared")), ("还在办", decided("waiting")))


_RULES: Columns = (
    ("规则", lambda each: each.rule.name),
    ("键", lambda each: each.rule.key),
    ("查了几个村", lambda each: each.asked),
    ("查出", lambda each: each.count),
    ("列出", lambda each: len(each.findings)),
    (
        "没查的和原因",
        lambda each: each.off or "；".join(f"{reason}：{len(codes)} 个村" for reason, codes in each.unasked),
    ),
)


def _mendings(report: Report) -> Columns:
    """Every finding that was ever handled: what was mended is not found any more, and stays on the list."""
    villages = {each.code: each.name for each in report.villages}
    rules = {each.rule.key: each.rule.name for each in report.outcomes}
    found = {each.finding.number: each for each in report.entries}

    def words(handling: Handling, *states: str) -> str:
        return "；".join(step.words for step in handling.steps if step.state in states)

    def last(handling: Handling, state: str) -> Step | None:
        return next((step for step in reversed(handling.steps) if step.state == state), None)

    def day(handling: Handling, state: str) -> date | None:
        step = last(handling, state)
        return step.day if step else None

    def who(handling: Handling, state: str) -> str:
        step = last(handling, state)
        return step.who if step else ""

    return (
        ("编号", lambda each: each.number),
        ("村", lambda each: villages.get(each.village, each.village)),
        ("规则", lambda each: rules.get(each.rule, each.rule)),
        ("状态", lambda each: each.state),
        ("核查", lambda each: words(each, "核查")),
        ("说明", lambda each: words(each, "说明", "消除")),
        ("期限", lambda each: found[each.number].due if each.number in found else None),
        ("措施", lambda each: words(each, "整改")),
        ("进度", lambda each: words(each, "申请销号", "验收")),
        ("验收人", lambda each: who(each, "验收")),
        ("销号日", lambda each: day(each, "销号")),
        ("回头看日", lambda each: day(each, "回头看")),
        ("这次", lambda each: "还查得出" if each.number in found else "没有再查出"),
    )


def _write(book: Any, name: str, columns: Columns, rows: Iterable[Any]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#F3F0E6", "border": 1, "text_wrap": True, "valign": "vcenter"})
    text = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#DDD8CA"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "border": 1, "border_color": "#DDD8CA"})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top", "border": 1, "border_color": "#DDD8CA"})
    listed = list(rows)
    for index, (title, _) in enumerate(columns):
        sheet.set_column(index, index, _WIDTHS.get(title, max(10, 2 * len(title) + 2)))
        sheet.write_string(0, index, title, head)
    for number, each in enumerate(listed, start=1):
        for index, (title, value) in enumerate(columns):
            _write_cell(sheet, number, index, value(each), money if title == "金额（元）" else text, day)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(listed)), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&C内部材料　不上网　不外传")


def _write_cell(sheet: Any, row: int, column: int, value: Cell, form: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, int):
        fen = form.num_format == "#,##0.00"
        sheet.write_number(row, column, Decimal(value) / 100 if fen else value, form)
    else:
        sheet.write_string(row, column, value or "", form)
