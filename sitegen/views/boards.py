"""公示表 and 审核单: a disclosure as it hangs on the board, by the 上墙 columns."""

from __future__ import annotations

from datetime import date

from sitegen.model.catalogue import Item, Kind
from sitegen.model.ledger import Disclosure
from sitegen.model.money import plain_money
from sitegen.views import sheets
from sitegen.views.amounts import from_plain, say_full_day, say_value
from sitegen.views.frame import full_url, page_path, shown_url
from sitegen.views.public import PublicDisclosure, PublicTable, view_disclosure
from sitegen.views.say import plain
from sitegen.views.village import VillagePages

SIGNERS = ("村务监督委员会主任", "村务监督委员会成员", "村民委员会主任", "村报账员")
_RIGHT: frozenset[Kind] = frozenset({"money", "number", "count", "share"})
_WIDE: frozenset[Kind] = frozenset({"text", "markdown"})
_COLUMNS_UPRIGHT = 6
"""More columns than these need the sheet on its side."""


def view_board(
    pages: VillagePages, disclosure: Disclosure, check_code: str, made_on: date, *, proof: bool
) -> sheets.BoardView:
    """The sheet that hangs on the board for the days of posting."""
    item = pages.around.catalogue.by_number(disclosure.item)
    assert item is not None
    content, widest = _content(pages, item, disclosure, check_code)
    url = full_url(pages.around.settings, page_path(pages.village.address, item.number))
    return sheets.BoardView(
        content=content,
        posted_from=say_full_day(disclosure.posted) if disclosure.posted else "",
        posted_until=say_full_day(disclosure.posted_until) if disclosure.posted_until else "",
        reviewers=tuple(
            (each.reviewer, f"{say_full_day(each.day)} {'同意公开' if each.agreed else '有异议'}")
            for each in disclosure.reviews
        ),
        telephones=_telephones(pages),
        code=sheets.CodeView(item.plain, item.promise, url, shown_url(url)),
        made_on=made_on,
        landscape=widest > _COLUMNS_UPRIGHT,
        proof=proof,
    )


def view_review(
    pages: VillagePages, disclosure: Disclosure, check_code: str, made_on: date, *, proof: bool
) -> sheets.ReviewView:
    """What the supervision committee reads and signs, with the check code its 审核 line quotes; the same on all sheets of
    a file that is reviewed with one line."""
    item = pages.around.catalogue.by_number(disclosure.item)
    assert item is not None
    content, widest = _content(pages, item, disclosure, check_code)
    remarks = tuple(
        f"{say_full_day(each.day)}更正：{each.column}，原因：{each.reason}" for each in disclosure.corrections
    )
    return sheets.ReviewView(content, remarks, SIGNERS, made_on, widest > _COLUMNS_UPRIGHT, proof)


def _telephones(pages: VillagePages) -> tuple[tuple[str, str], ...]:
    village, settings = pages.village, pages.around.settings
    telephones = (
        *village.telephones,
        *village.supervisor_telephones,
        *settings.telephones,
        *settings.supervision_telephones,
    )
    return tuple((each.label, each.number) for each in telephones)


def _content(
    pages: VillagePages, item: Item, disclosure: Disclosure, check_code: str
) -> tuple[sheets.DisclosureView, int]:
    view = view_disclosure(item, disclosure, "board", pages.around.today, check_code)
    tables = tuple(_table(item, table) for table in view.body.tables if table.rows)
    township = pages.around.regions[-1].name if pages.around.regions else ""
    content = sheets.DisclosureView(
        village=pages.village.name,
        township=township,
        title=item.name,
        period=disclosure.period.label,
        part=disclosure.part.label,
        unit="元" if any(column.kind == "money" for table in view.body.tables for column in table.columns) else "",
        summary=_summary(view),
        tables=tables,
        notes=_notes(view),
        check_code=view.check_code,
    )
    return content, max((len(table.columns) for table in tables), default=0)


def _summary(view: PublicDisclosure) -> tuple[tuple[str, str], ...]:
    if view.nothing:
        return (("本期", "无发生"),)
    return tuple(
        (field.name, _say(field.kind, field.value) + field.unit) for field in view.body.fields if field.kind != "file"
    )


def _notes(view: PublicDisclosure) -> tuple[str, ...]:
    lines = (line.strip().lstrip("-*# ").strip() for line in view.body.notes.splitlines())
    return tuple(plain(line) for line in lines if line)


def _say(kind: Kind, text: str) -> str:
    return say_value(kind, from_plain(kind, text))


def _table(item: Item, table: PublicTable) -> sheets.TableView:
    form = item.table(table.name)
    columns = [(index, column) for index, column in enumerate(table.columns) if column.kind != "file"]
    heads = tuple(
        sheets.ColumnView(
            column.name + (f"（{column.unit}）" if column.unit and column.kind in _RIGHT else ""),
            "right" if column.kind in _RIGHT else "left",
            column.kind in _WIDE,
        )
        for _, column in columns
    )
    rows = tuple(tuple(_say(column.kind, row[index]) for index, column in columns) for row in table.rows)
    totals = tuple(
        (f"{column.name}合计", plain_money(sum(int(row[index] or 0) for row in table.rows)))
        for index, column in columns
        if column.kind == "money" and form is not None and (spec := form.column(column.name)) is not None and spec.total
    )
    return sheets.TableView(table.name, heads, rows, (("行数", f"{len(rows)}"), *totals))
