"""Who has not published what: as values, as a text for the work group, as a workbook. Facts that anybody can see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import xlsxwriter
from msgspec import Struct

from sitegen.figures import Due
from sitegen.model.catalogue import Catalogue


class Late(Struct, frozen=True):
    """One item of one village that should have been published by ``due``."""

    town: str
    village: str
    code: str
    item: str
    period: str
    due: date
    days: int


def find_late(
    code: str, village: str, town: str, dues: Iterable[Due], catalogue: Catalogue, today: date
) -> tuple[Late, ...]:
    """What one village is late with, oldest first."""
    names = {item.number: item.name for item in catalogue.items}
    late = (each for each in dues if not each.done and each.due < today)
    return tuple(
        Late(town, village, code, names[each.item], each.period.label, each.due, (today - each.due).days)
        for each in sorted(late, key=lambda each: (each.due, each.item))
    )


def to_text(late: tuple[Late, ...], villages: int, today: date) -> str:
    """What is sent to the work group: by village, no blame, what to do; without any village's place in a row."""
    head = f"【村务公开提醒】截至 {today.year}年{today.month}月{today.day}日"
    if not late:
        return f"{head}，{villages} 个村该公开的都公开了。\n"
    behind = dict.fromkeys((each.code, each.village) for each in late)
    lines = [f"{head}，{villages} 个村里有 {len(behind)} 个村还有没公开的：", ""]
    for code, village in sorted(behind):
        lines.append(f"{village}：{_by_period([each for each in late if each.code == code])}")
    lines += ["", "补上就行；这一期确实没有的，写一句“本期无发生”。不会填的请在群里说一声，镇里帮着弄。"]
    return "\n".join(lines) + "\n"


def _by_period(late: list[Late]) -> str:
    periods = dict.fromkeys(each.period for each in late)
    return "；".join(
        f"{period}的{'、'.join(each.item for each in late if each.period == period)}" for period in periods
    )


_HEAD = ("乡镇", "村", "事项", "期间", "应在这天前公开", "已晚天数")
_WIDTHS = (12, 12, 28, 16, 16, 10)


def to_workbook(late: tuple[Late, ...], today: date) -> bytes:
    """The same as a workbook, one line an item."""
    from datetime import datetime  # noqa: PLC0415 - a workbook is dated by a time: noon of its day

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "迟报清单", "created": datetime(today.year, today.month, today.day, 12)})
    sheet = book.add_worksheet("迟报")
    bold, day = (
        book.add_format({"bold": True, "bg_color": "#F3F0E6", "border": 1}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
    )
    for index, (title, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, title, bold)
    for number, each in enumerate(late, start=1):
        for index, text in enumerate((each.town, each.village, each.item, each.period)):
            sheet.write_string(number, index, text)
        sheet.write_datetime(number, 4, datetime(each.due.year, each.due.month, each.due.day), day)
        sheet.write_number(number, 5, each.days)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(late)), len(_HEAD) - 1)
    book.close()
    return buffer.getvalue()
