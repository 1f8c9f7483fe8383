"""Public tables → rows in two lines, under subtotals; and facts, notes, attachments that disclosures and records share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import MINYEAR, date
from functools import partial
from itertools import repeat

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model.catalogue import Column, Item, Kind, TableForm
from sitegen.model.money import plain_money
from sitegen.views.amounts import from_plain
from sitegen.views.language import Language
from sitegen.views.pages import Anchor, FactView, GroupView, RowView, StepView, TableView
from sitegen.views.public import FEW, PublicBody, PublicColumn, PublicCorrection, PublicTable

ROWS_A_PAGE = 150
"""More would be long to load and to scroll on a cheap phone: longer lists are split."""

_SELF_EXPLAINING: frozenset[Kind] = frozenset({"date", "choice", "voucher", "payee", "organisation", "month", "yesno"})

ENDED = "公示期已满，姓名已撤下，只留合计。本村村民可以到村委会查全表。"
PRIVATE = "网上只出合计，不出姓名。本村村民可以到村委会看公开栏或查全表。"
TOO_FEW = "这一项少于3户（人）。写出金额就等于说出是谁，所以网上不写户数和金额。本村村民可以到村委会查。"
REMARKS: Mapping[str, str] = {"ended": ENDED, "private": PRIVATE, FEW: TOO_FEW}


class Links(Struct, frozen=True):
    """Where words of a row lead: records by ``文件/编号``, files by path, corrections by table and key; and in which
    language rows are said."""

    language: Language
    records: Mapping[str, Anchor]
    files: Mapping[str, str]
    corrections: Mapping[tuple[str, str], str]
    """(table, key) → anchor of the correction on the page."""
    year: int = 0
    """The page's own year: days of it are said without it; 0 when the page has none."""


def view_tables(item: Item, body: PublicBody, links: Links, prefix: str) -> tuple[TableView, ...]:
    """All tables of a part or record in the catalogue's order."""
    forms = {form.name: form for form in item.tables}
    tables = {table.name: table for table in body.tables}
    return tuple(
        _view_table(form, tables[name], links, f"{prefix}{index}")
        for index, (name, form) in enumerate(forms.items(), start=1)
        if name in tables and (tables[name].rows or tables[name].hidden)
    )


def _view_table(form: TableForm, table: PublicTable, links: Links, prefix: str) -> TableView:
    say = links.language
    figure = form.column(form.figure) if form.figure else None
    if table.hidden:
        groups = tuple(
            GroupView(
                "", "", (RowView(_group_label(say, form, group.name), _say_total(say, figure, group.total), count),)
            )
            for group in table.groups
            for count in (_count(say, form, group.size),)
        )
        groups = (GroupView("", "", tuple(row for group in groups for row in group.rows)),) if groups else ()
        remark = say.label(REMARKS[table.hidden])
        return TableView(say.label(form.name), "", groups, remark, len(table.groups))
    if form.way:
        steps = tuple(_view_step(form, table, index, links) for index in range(len(table.rows)))
        return TableView(say.label(form.name), say.say("{n}步", n=len(steps)), (), row_count=len(steps), steps=steps)
    rows = _view_rows(form, table, links, prefix)
    return TableView(
        caption=say.label(form.name),
        total=_total(say, form, table, figure),
        groups=_group(say, form, table, rows, figure, prefix),
        row_count=len(rows),
        figure_head=_head(say, figure),
        lead_head=say.join("、", map(say.label, form.lead)),
    )


def _head(say: Language, column: Column | None) -> str:
    if column is None:
        return ""
    unit = column.unit or ("元" if column.kind == "money" else "")
    name = say.label(column.name)
    return say.say("{name}（{unit}）", name=name, unit=say.label(unit)) if unit else name


def _say_total(say: Language, column: Column | None, text: str) -> str:
    if column is None or text == "":
        return ""
    value = from_plain(column.kind, text)
    if column.kind == "money" and isinstance(value, int):
        return say.exact(value)
    return say.unit(say.value(column.kind, value), column.unit)


def _cells(form: TableForm, table: PublicTable, index: int) -> dict[str, tuple[Kind, str, str]]:
    return {
        column.name: (column.kind, _in_plain_words(form, column, text), column.unit)
        for column, text in zip(table.columns, table.rows[index], strict=True)
        if text != ""
    }


def _in_plain_words(form: TableForm, column: PublicColumn, text: str) -> str:
    found = form.column(column.name) if column.kind == "choice" else None
    return found.say(text) if found else text


_LINKING: frozenset[Kind] = frozenset({"file", "reference"})


def _view_rows(form: TableForm, table: PublicTable, links: Links, prefix: str) -> tuple[RowView, ...]:
    """The rows in order; where a cell stands and how it is said is found once for all of them."""
    say, at = links.language, {column.name: index for index, column in enumerate(table.columns)}
    own = form.details or tuple(name for name in at if name not in (*form.lead, form.figure))
    unsaid = (form.group_by if len(table.groups) > 1 else "", form.flow)
    several = sum(table.columns[at[name]].kind == "date" for name in own if name in at) > 1
    detail = partial(_say_detail, say, year=links.year, named=several)

    def tell(names: Iterable[str], how: Callable[[PublicColumn, str], str]) -> Iterator[list[str]]:
        columns = [_say_cells(form, table, at[name], how) for name in names if name in at]
        return map(_said, zip(*columns, strict=True)) if columns else repeat([], len(table.rows))

    leads = tell(form.lead, partial(_say_column, say))
    figures = tell((form.figure,), partial(_say_figure, say))
    others = [
        name for name in own if name in at and name not in unsaid and table.columns[at[name]].kind not in _LINKING
    ]
    details = tell(others, detail)
    linked = any(column.kind in _LINKING for column in table.columns)
    rows = []
    for index, (texts, lead, figure, told) in enumerate(zip(table.rows, leads, figures, details, strict=True)):
        key = table.keys[index] if table.keys else ""
        corrected = links.corrections.get((form.name, key)) if key else None
        rows.append(
            RowView(
                lead=say.join(" ", lead) or "—",
                figure="".join(figure),
                detail=say.join(" · ", told),
                anchor=f"{prefix}-{index + 1}",
                links=_row_links(_cells(form, table, index), links) if linked else (),
                corrections=(Anchor(f"#{corrected}", say.say("更正过")),) if corrected else (),
                flow=split_flow(texts[at[form.flow]]) if form.flow in at else (),
            )
        )
    return tuple(rows)


def _say_cells(form: TableForm, table: PublicTable, index: int, how: Callable[[PublicColumn, str], str]) -> list[str]:
    """The cells of one column as they are said, the same ones once; empty where nothing is."""
    column, texts = table.columns[index], [row[index] for row in table.rows]
    said = {text: how(column, _in_plain_words(form, column, text)) if text else "" for text in dict.fromkeys(texts)}
    return [said[text] for text in texts]


def _said(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell]


_VOTES: Mapping[str, str] = {
    "应到": "应到{number}人",
    "实到": "到{number}人",
    "同意": "同意{number}人",
    "反对": "反对{number}人",
    "弃权": "弃权{number}人",
}


def _view_step(form: TableForm, table: PublicTable, index: int, links: Links) -> StepView:
    """A row of a way: its day, its votes in one sentence, then what else it says."""
    say, cells = links.language, _cells(form, table, index)
    votes = [say.say(words, number=cells[name][1]) for name, words in _VOTES.items() if name in cells]
    day = next((name for name, (kind, _, _) in cells.items() if kind == "date"), "")
    rest = [
        _say_cell(say, *cell)
        for name, cell in cells.items()
        if name not in (*form.lead, *_VOTES, day) and cell[0] not in ("file", "reference")
    ]
    return StepView(
        name=say.join(" ", (_say_cell(say, *cells[name]) for name in form.lead if name in cells)) or "—",
        day=_say_cell(say, *cells[day]) if day else "",
        words=tuple(filter(None, (say.join("，", votes), *rest))),
        links=_row_links(cells, links),
    )


def split_flow(text: str) -> tuple[str, ...]:
    """Steps written with arrows between them."""
    return tuple(step for piece in re.split(r"→|->|－>|⇒", text) if (step := piece.strip()))


def _row_links(cells: dict[str, tuple[Kind, str, str]], links: Links) -> tuple[Anchor, ...]:
    found = []
    for name, (kind, text, _) in cells.items():
        if kind == "reference" and text in links.records:
            found.append(links.records[text])
        elif kind == "file" and text in links.files:
            words = links.language.label("看凭证" if name in ("附件", "原始凭证") else name)
            found.append(Anchor(links.files[text], words))
    return tuple(found)


def _say_cell(say: Language, kind: Kind, text: str, unit: str) -> str:
    value = say.value(kind, from_plain(kind, text))
    return say.unit(value, unit or ("元" if kind == "money" else "")) if kind in ("money", "number", "count") else value


def _say_column(say: Language, column: PublicColumn, text: str) -> str:
    return _say_cell(say, column.kind, text, column.unit)


def _say_figure(say: Language, column: PublicColumn, text: str) -> str:
    value = from_plain(column.kind, text)
    if column.kind == "money" and isinstance(value, int):
        return plain_money(value)
    return say.unit(say.value(column.kind, value), column.unit)


def _say_detail(say: Language, column: PublicColumn, text: str, *, year: int, named: bool) -> str:
    """A cell of the second line under its name; days only where the table has ``named`` several of them apart."""
    name, kind, unit = column.name, column.kind, column.unit
    value = from_plain(kind, text)
    if isinstance(value, date):
        day = say.day_near(value, date(year or MINYEAR, 1, 1))
        return say.say("{name}：{value}", name=say.label(name), value=day) if named else day
    if kind == "money":
        said = say.unit(say.value(kind, value).removesuffix(".00"), unit or "元")
    else:
        said = _say_cell(say, kind, text, unit)
    if kind in _SELF_EXPLAINING or (kind == "number" and unit) or "/" in unit:
        return said
    return say.say("{name}：{value}", name=say.label(name), value=said)


def _total(say: Language, form: TableForm, table: PublicTable, figure: Column | None) -> str:
    count = _count(say, form, len(table.rows))
    index = next((i for i, column in enumerate(table.columns) if figure and column.name == figure.name), None)
    if figure is None or not figure.total or figure.kind != "money" or index is None:
        return say.say("共{count}", count=count)
    values = [from_plain(figure.kind, row[index]) for row in table.rows]
    total = sum(value for value in values if isinstance(value, int))
    return say.say("{count}，合计{total}", count=count, total=_say_total(say, figure, str(total)))


def _count(say: Language, form: TableForm, count: int) -> str:
    """How many rows: 户 of households, 人 of persons, 笔 of vouchers and of what is paid by the day, 条 of anything else.

    Where a day is part of the key, who is named may stand there once for each of them.
    """
    kinds = {column.kind for column in form.columns if column.name in form.lead}
    by_day = any(column.kind == "date" for column in form.columns if column.name in form.key)
    if "户主" in form.lead and not by_day:
        return say.say("{n}户", n=count)
    if "person" in kinds and not by_day:
        return say.say("{n}人", n=count)
    paid = by_day and any(column.kind == "money" and column.name == form.figure for column in form.columns)
    if paid or any(column.kind == "voucher" for column in form.columns):
        return say.say("{n}笔", n=count)
    return say.say("{n}条", n=count)


def _group(
    say: Language, form: TableForm, table: PublicTable, rows: tuple[RowView, ...], figure: Column | None, prefix: str
) -> tuple[GroupView, ...]:
    if len(table.groups) < 2:
        return (GroupView("", "", rows),)
    index = next(i for i, column in enumerate(table.columns) if column.name == form.group_by)
    groups = []
    for number, group in enumerate(table.groups, start=1):
        members = tuple(row for row, cells in zip(rows, table.rows, strict=True) if cells[index] == group.name)
        subtotal = _say_total(say, figure, group.total) if figure and figure.total else ""
        remark = say.join("，", filter(None, (_count(say, form, group.size), subtotal)))
        groups.append(GroupView(_group_label(say, form, group.name), remark, members, f"{prefix}-g{number}"))
    return tuple(groups)


def _group_label(say: Language, form: TableForm, name: str) -> str:
    if form.group_by == "村民小组" and name.isdigit():
        return say.say("{number}组", number=name)
    column = form.column(form.group_by)
    if column is None or column.kind != "choice":
        return name or say.say("未分类")
    return say.label(column.say(name)) if name else say.say("未分类")


def split_pages(tables: tuple[TableView, ...]) -> tuple[tuple[TableView, ...], ...]:
    """The tables cut into pages of at most ``ROWS_A_PAGE`` rows; subtotals stay with the first piece of their group."""
    pages: list[list[TableView]] = [[]]
    room = ROWS_A_PAGE
    for table in tables:
        pending: list[GroupView] = []
        for group in table.groups:
            rows = group.rows
            while rows:
                if room == 0:
                    _put(pages, table, pending)
                    pages.append([])
                    pending, room = [], ROWS_A_PAGE
                piece, rows = rows[:room], rows[room:]
                pending = [*pending, replace(group, rows=piece)]
                room -= len(piece)
        if pending or not table.groups:
            _put(pages, table, pending)
    return tuple(tuple(page) for page in pages)


def _put(pages: list[list[TableView]], table: TableView, groups: list[GroupView]) -> None:
    pages[-1].append(replace(table, groups=tuple(groups)))


def view_facts(body: PublicBody, links: Links, leave_out: Iterable[str] = ()) -> tuple[FactView, ...]:
    """Fields as named facts, those already said in sentences included: the exact value belongs on the page."""
    say, skip = links.language, set(leave_out)
    facts = []
    for field in body.fields:
        if field.name in skip or field.value == "":
            continue
        record = links.records.get(field.value) if field.kind == "reference" else None
        if record is not None:
            facts.append(FactView(say.label(field.name), record.text, record.href))
            continue
        href = ""
        if field.kind == "file":
            href = links.files.get(field.value, "")
            if not href:
                continue
        facts.append(FactView(say.label(field.name), _say_cell(say, field.kind, field.value, field.unit), href))
    return tuple(facts)


def correction_links(corrections: Iterable[PublicCorrection], first: int = 1) -> dict[tuple[str, str], str]:
    """Anchors of corrections by the row they changed; ``first`` is the number of the first of them on the page."""
    return {(each.table, each.key): f"c{number}" for number, each in enumerate(corrections, start=first)}
