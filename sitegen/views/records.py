"""Registers and their records: the page a tag on the pond leads to."""

from __future__ import annotations

from datetime import date

from sitegen.figures import Figure, derive_figures
from sitegen.model.catalogue import Item
from sitegen.model.limits import EXPIRING_DAYS
from sitegen.views.amounts import from_plain, say_day_near, say_figure, say_full_day, say_money
from sitegen.views.disclosure import KEPT, WRONG, how_to_ask, view_attachments, view_laws, view_related
from sitegen.views.frame import fit_title, page_path, reference, village_frame
from sitegen.views.pages import (
    Anchor,
    CommonParts,
    GroupView,
    RecordView,
    RegisterView,
    RowView,
    TableView,
)
from sitegen.views.public import PublicRecord, PublicTable, to_figures
from sitegen.views.say import find_figure, finish, plain, say_all, with_exact, with_village
from sitegen.views.shown import Shown, ShownRecord
from sitegen.views.tables import view_facts, view_tables
from sitegen.views.village import VillagePages


def view_record_page(pages: VillagePages, shown: ShownRecord) -> tuple[str, RecordView]:
    """The page of one record with its site path."""
    village, item = pages.village, shown.item
    path = page_path(village.address, item.number, shown.number)
    name = shown.view.name if shown.view else f"{shown.number}号"
    sentences = finish(say_record(pages, shown))
    frame = village_frame(
        pages.around,
        village,
        path,
        title=fit_title(
            f"{village.name}{item.plain}{shown.number}号", f" {name}", f" {plain(''.join(_strong(sentences)))}"
        ),
        description=plain("".join(sentences[:2])) or f"{village.name}{item.name}：{name}",
    )
    links = pages.links()
    quote = reference(village, item, f"{shown.number}号")
    return path, RecordView(
        frame=frame,
        heading=name,
        number=f"{item.register_file}第{shown.number}号",
        state="ended" if shown.view and shown.view.ended else "current",
        banner=_banner(shown),
        sentences=sentences,
        facts=view_facts(shown.view.body, links) if shown.view else (),
        tables=view_tables(item, shown.view.body, links, "t") if shown.view else (),
        history=_history(pages, shown),
        notes=shown.view.body.notes if shown.view else "",
        attachments=view_attachments(shown.view.body, links) if shown.view else (),
        explanation=item.explanation,
        common=CommonParts(how_to_ask(pages), quote, view_laws(item, pages.around.today), (), "", ()),
    )


def _strong(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sentence.split("**")[1] for sentence in sentences[:1] if sentence.count("**") >= 2)


def _banner(shown: ShownRecord) -> str:
    if shown.view is None:
        return WRONG
    if shown.view.ended:
        return f"{say_full_day(date.fromisoformat(shown.view.ended))}起已经结束，这一页留着备查。"
    if shown.state == "kept":
        return KEPT
    return ""


def say_record(pages: VillagePages, shown: ShownRecord) -> tuple[str, ...]:
    """The first screen's sentences: the catalogue's, then what its payments and its last day say."""
    if shown.view is None:
        return ()
    figures = with_village(to_figures(shown.view.body.figures), pages.village, None)
    figures["名称"] = Figure("text", shown.view.name)
    figures["编号"] = Figure("text", shown.number)
    return (
        with_exact(say_all(shown.item.say, figures), figures)
        + _say_payments(shown.view, pages.around.today)
        + _say_expiry(shown.view, figures, pages.around.today)
    )


def _say_payments(view: PublicRecord, today: date) -> tuple[str, ...]:
    """``租金交到2026年12月31日，不欠；已收9万6,000元`` from the table 应缴 (due, amount, paid on)."""
    table = next((table for table in view.body.tables if table.name == "应缴" and table.rows), None)
    if table is None:
        return ()
    names = [column.name for column in table.columns]

    def cells(row: tuple[str, ...]) -> dict[str, str]:
        return dict(zip(names, row, strict=True))

    rows = [cells(row) for row in table.rows]
    paid = sum(int(row.get("金额") or 0) for row in rows if row.get("缴清日期"))
    owed = [row for row in rows if not row.get("缴清日期") and row.get("到期日", "9999") < today.isoformat()]
    ahead = [row for row in rows if not row.get("缴清日期") and row.get("到期日", "") >= today.isoformat()]
    sentence = f"已经收到{say_money(paid)}"
    if owed:
        sentence += f"；还欠**{say_money(sum(int(row.get('金额') or 0) for row in owed))}**"
        sentence += f"，最早一笔应在{say_full_day(date.fromisoformat(owed[0]['到期日']))}前交"
    else:
        sentence += "，**不欠**"
    if ahead:
        following = min(ahead, key=lambda row: row["到期日"])
        by = say_full_day(date.fromisoformat(following["到期日"]))
        sentence += f"；下一笔{say_money(int(following.get('金额') or 0))}，{by}前交"
    return (sentence,)


def _say_expiry(view: PublicRecord, figures: dict[str, Figure], today: date) -> tuple[str, ...]:
    end = find_figure("到期", figures)
    if end is None or not isinstance(end.value, date) or view.ended:
        return ()
    if end.value < today:
        return (f"合同{say_full_day(end.value)}已经到期，还没有重新公告",)
    if (end.value - today).days <= EXPIRING_DAYS:
        return (f"合同{say_day_near(end.value, today)}到期，要重新公开招租",)
    return ()


def _history(pages: VillagePages, shown: ShownRecord) -> tuple[Anchor, ...]:
    """Ledger rows, contracts and other records that speak of this one, newest first."""
    name = f"{shown.item.register_file}/{shown.number}"
    found: list[Anchor] = []
    found += [
        Anchor(pages.href(other.item.number, other.number), other.view.name, other.item.plain)
        for other in pages.records
        if other.view is not None and any(field.value == name for field in other.view.body.fields)
    ]
    for disclosure in sorted(pages.shown, key=lambda each: each.period, reverse=True):
        for part in disclosure.parts:
            for table in part.body.tables:
                found += _rows_about(pages, disclosure, table, name)
    return tuple(found)


def _rows_about(pages: VillagePages, shown: Shown, table: PublicTable, name: str) -> list[Anchor]:
    names = [column.name for column in table.columns]
    target = pages.href(shown.item.number, shown.period.code)
    rows = []
    for row in table.rows:
        if name not in row:
            continue
        cells = dict(zip(names, row, strict=True))
        amount = from_plain("money", cells.get("金额", ""))
        money = say_money(amount) if isinstance(amount, int) else ""
        what = f"{cells.get('摘要', shown.item.plain)} {money}".strip()
        rows.append(Anchor(target, what, f"{shown.period.plain} {table.name}"))
    return rows


def view_register_page(pages: VillagePages, item: Item) -> tuple[str, RegisterView]:
    """All records of one register with its site path."""
    village = pages.village
    path = page_path(village.address, item.number)
    records = [each for each in pages.records if each.item.number == item.number]
    current = [each for each in records if each.view is not None and not each.view.ended]
    ended = [each for each in records if each not in current]
    bodies = [record.body for record in village.records if record.item == item.number and not record.ended]
    sums = {name: figure for name, figure in derive_figures(item, bodies).items() if _may_sum(item, name)}
    frame = village_frame(
        pages.around,
        village,
        path,
        title=fit_title(f"{village.name}{item.name}", f" 共{len(current)}项"),
        description=f"{village.name}{item.name}，共{len(current)}项。{item.promise}",
    )
    quote = reference(village, item, "总表")
    tables = [_register_table(pages, item, "", current)] if current else []
    if ended:
        tables.append(_register_table(pages, item, "已经结束的", ended))
    return path, RegisterView(
        frame=frame,
        heading=item.name,
        sentences=finish(_register_sentences(item, len(current), sums)),
        explanation=item.explanation,
        tables=tuple(tables),
        common=CommonParts(
            how_to_ask(pages),
            quote,
            view_laws(item, pages.around.today),
            _downloads(pages, item) if records else (),
            "",
            (),
        ),
        related=view_related(pages, item),
    )


def _downloads(pages: VillagePages, item: Item) -> tuple[Anchor, ...]:
    base = pages.href(item.number)
    labels = (("xlsx", "表格 XLSX"), ("csv", "表格 CSV"), ("json", "数据 JSON"))
    return tuple(Anchor(f"{base}data.{ending}", label) for ending, label in labels)


def _may_sum(item: Item, name: str) -> bool:
    column = item.field(name)
    return column is not None and column.web != "absent" and column.total


def _register_sentences(item: Item, count: int, sums: dict[str, Figure]) -> tuple[str, ...]:
    totals = tuple(
        f"{name}合计{say_figure(figure)}{figure.unit if figure.kind != 'money' else ''}"
        for name, figure in sums.items()
    )
    return (f"{item.plain}一共 **{count}项**", *totals)


def _register_table(pages: VillagePages, item: Item, caption: str, records: list[ShownRecord]) -> TableView:
    rows = tuple(_register_row(pages, record) for record in records)
    return TableView(caption or item.name, f"{len(rows)}项", (GroupView("", "", rows),), "", len(rows), "", "名称")


def _register_row(pages: VillagePages, record: ShownRecord) -> RowView:
    link = (Anchor(pages.href(record.item.number, record.number), "详情"),)
    if record.view is None:
        return RowView(f"{record.number}号", "", "资料有误，正在更正", links=link)
    sentences = say_record(pages, record)
    said = [plain(sentence) for sentence in sentences]
    detail = next((text for text in said if record.view.name not in text), said[0] if said else "")
    return RowView(record.view.name, f"{record.number}号", detail, links=link)
