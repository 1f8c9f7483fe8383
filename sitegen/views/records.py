"""Registers and their records: the page a tag on the pond leads to."""

from __future__ import annotations

from datetime import date

from sitegen.figures import Figure, add
from sitegen.model.catalogue import Item
from sitegen.model.limits import EXPIRING_DAYS
from sitegen.views.amounts import from_plain
from sitegen.views.audience import to_figures
from sitegen.views.beside import (
    KEPT,
    WRONG,
    how_to_ask,
    view_attachments,
    view_downloads,
    view_laws,
    view_related,
)
from sitegen.views.frame import fit_title, page_path, reference
from sitegen.views.language import Language
from sitegen.views.map import map_link
from sitegen.views.pages import (
    Anchor,
    CommonParts,
    GroupView,
    RecordView,
    RegisterView,
    RowView,
    TableView,
)
from sitegen.views.public import PublicRecord, PublicTable
from sitegen.views.say import find_figure, plain, say_all, with_exact, with_village
from sitegen.views.shown import Shown, ShownRecord
from sitegen.views.tables import view_facts, view_tables
from sitegen.views.village import VillagePages


def view_record_page(pages: VillagePages, shown: ShownRecord) -> tuple[str, RecordView]:
    """The page of one record with its site path."""
    village, item, language = pages.village, shown.item, pages.around.language
    say, plain_name = language.say, language.label(item.plain)
    path = page_path(village.address, item.number, shown.number)
    name = shown.view.name if shown.view else say("{number}号", number=shown.number)
    sentences = language.finish(say_record(pages, shown))
    strong = language.join("", _strong(sentences))
    frame = pages.frame(
        path,
        title=fit_title(
            language,
            say("{village}{item}{number}号", village=village.name, item=plain_name, number=shown.number),
            say(" {fact}", fact=name),
            say(" {fact}", fact=plain(strong)),
        ),
        description=plain(language.join("", sentences[:2]))
        or say("{village}{item}：{name}", village=village.name, item=language.label(item.name), name=name),
    )
    links = pages.links()
    quote = reference(village, item, f"{shown.number}号")
    return path, RecordView(
        frame=frame,
        heading=name,
        number=say("{register}第{number}号", register=language.label(item.register_file), number=shown.number),
        state="ended" if shown.view and shown.view.ended else "current",
        banner=_banner(pages, shown),
        sentences=sentences,
        facts=view_facts(shown.view.body, links) if shown.view else (),
        tables=view_tables(item, shown.view.body, links, "t") if shown.view else (),
        history=_history(pages, shown),
        notes=shown.view.body.notes if shown.view else "",
        attachments=view_attachments(shown.view.body, links) if shown.view else (),
        explanation=pages.label(item.explanation),
        common=CommonParts(how_to_ask(pages), quote, view_laws(language, item, pages.around.today), (), "", ()),
    )


def _strong(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sentence.split("**")[1] for sentence in sentences[:1] if sentence.count("**") >= 2)


def _banner(pages: VillagePages, shown: ShownRecord) -> str:
    language = pages.around.language
    if shown.state == "withdrawn":
        return language.say("这一项已经撤下：{reason}", reason=shown.reason)
    if shown.view is None:
        return language.say(WRONG)
    if shown.view.ended:
        ended = language.day(date.fromisoformat(shown.view.ended))
        return language.say("{day}起已经结束，这一页留着备查。", day=ended)
    if shown.state == "kept":
        return language.say(KEPT)
    return pages.kept_since


def say_record(pages: VillagePages, shown: ShownRecord) -> tuple[str, ...]:
    """The first screen's sentences: the catalogue's, then what its payments and its last day say."""
    if shown.view is None:
        return ()
    language = pages.around.language
    figures = with_village(
        language, to_figures((*shown.view.body.fields, *shown.view.body.figures)), pages.village, None
    )
    figures["名称"] = Figure("text", shown.view.name)
    figures["编号"] = Figure("text", shown.number)
    return (
        with_exact(language, say_all(language, shown.item.say, figures), figures)
        + _say_payments(language, shown.view, pages.around.today)
        + _say_expiry(language, shown.view, figures, pages.around.today)
    )


def _say_payments(language: Language, view: PublicRecord, today: date) -> tuple[str, ...]:
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
    say, money = language.say, language.money
    sentence = say("已经收到{money}", money=money(paid))
    if owed:
        debt = money(sum(int(row.get("金额") or 0) for row in owed))
        by = language.day(date.fromisoformat(owed[0]["到期日"]))
        sentence += say("；还欠**{money}**，最早一笔应在{day}前交", money=debt, day=by)
    else:
        sentence += say("，**不欠**")
    if ahead:
        following = min(ahead, key=lambda row: row["到期日"])
        by = language.day(date.fromisoformat(following["到期日"]))
        sentence += say("；下一笔{money}，{day}前交", money=money(int(following.get("金额") or 0)), day=by)
    return (sentence,)


def _say_expiry(language: Language, view: PublicRecord, figures: dict[str, Figure], today: date) -> tuple[str, ...]:
    end = find_figure("到期", figures)
    if end is None or not isinstance(end.value, date) or view.ended:
        return ()
    if end.value < today:
        return (language.say("合同{day}已经到期，还没有重新公告", day=language.day(end.value)),)
    if (end.value - today).days <= EXPIRING_DAYS:
        return (language.say("合同{day}到期，要重新公开招租", day=language.day_near(end.value, today)),)
    return ()


def _history(pages: VillagePages, shown: ShownRecord) -> tuple[Anchor, ...]:
    """Ledger rows, contracts and other records that speak of this one, newest first."""
    name = f"{shown.item.register_file}/{shown.number}"
    found: list[Anchor] = []
    found += [
        Anchor(pages.href(other.item.number, other.number), other.view.name, pages.label(other.item.plain))
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
    rows, language = [], pages.around.language
    for row in table.rows:
        if name not in row:
            continue
        cells = dict(zip(names, row, strict=True))
        amount = from_plain("money", cells.get("金额", ""))
        money = language.money(amount) if isinstance(amount, int) else ""
        what = language.join(" ", filter(None, (cells.get("摘要", pages.label(shown.item.plain)), money)))
        note = language.join(" ", (language.period(shown.period), language.label(table.name)))
        rows.append(Anchor(target, what, note))
    return rows


def view_register_page(pages: VillagePages, item: Item) -> tuple[str, RegisterView]:
    """All records of one register with its site path."""
    village, language = pages.village, pages.around.language
    say, whole_name = language.say, language.label(item.name)
    path = page_path(village.address, item.number)
    records = [each for each in pages.records if each.item.number == item.number]
    current = [each for each in records if each.view is not None and not each.view.ended]
    ended = [each for each in records if each.view is not None and each.view.ended]
    down = [each for each in records if each.view is None]
    frame = pages.frame(
        path,
        title=fit_title(
            language,
            say("{village}{item}", village=village.name, item=whole_name),
            say(" 共{n}项", n=len(current)),
        ),
        description=say(
            "{village}{item}，共{n}项。{promise}",
            village=village.name,
            item=whole_name,
            n=len(current),
            promise=language.label(item.promise),
        ),
    )
    quote = reference(village, item, "总表")
    tables = [_register_table(pages, whole_name, current)] if current else []
    if ended:
        tables.append(_register_table(pages, say("已经结束的"), ended))
    if down:
        tables.append(_register_table(pages, say("现在看不到的"), down))
    return path, RegisterView(
        frame=frame,
        heading=whole_name,
        sentences=language.finish(_register_sentences(language, item, current)),
        explanation=language.label(item.explanation),
        tables=tuple(tables),
        common=CommonParts(
            how_to_ask(pages),
            quote,
            view_laws(language, item, pages.around.today),
            view_downloads(pages, item.number) if records else (),
            "",
            (),
        ),
        related=(*map_link(pages), *view_related(pages, item)),
    )


def _register_sentences(language: Language, item: Item, current: list[ShownRecord]) -> tuple[str, ...]:
    totals = tuple(
        language.say("{name}合计{total}", name=language.label(name), total=_say_sum(language, figure))
        for name, figure in _sum_up(item, current).items()
    )
    return (language.say("{item}一共**{n}项**", item=language.label(item.plain), n=len(current)), *totals)


def _sum_up(item: Item, current: list[ShownRecord]) -> dict[str, Figure]:
    """The totals of what is shown, as it is shown."""
    figures = [to_figures(each.view.body.fields) for each in current if each.view]
    sums = {}
    for column in item.fields:
        known = [each[column.name] for each in figures if column.name in each]
        if column.total and known:
            sums[column.name] = Figure(column.kind, add(each.value for each in known), known[0].unit)
    return sums


def _say_sum(language: Language, figure: Figure) -> str:
    said = language.figure(figure)
    return said if figure.kind == "money" else language.unit(said, figure.unit)


def _register_table(pages: VillagePages, caption: str, records: list[ShownRecord]) -> TableView:
    rows = tuple(_register_row(pages, record) for record in records)
    say = pages.around.language.say
    total, head = say("{n}项", n=len(rows)), say("名称")
    return TableView(caption, total, (GroupView("", "", rows),), "", len(rows), "", head)


def _register_row(pages: VillagePages, record: ShownRecord) -> RowView:
    say = pages.around.language.say
    link = (Anchor(pages.href(record.item.number, record.number), say("详情")),)
    number = say("{number}号", number=record.number)
    if record.view is None:
        return RowView(number, "", say("已撤下" if record.state == "withdrawn" else "资料有误，正在更正"), links=link)
    sentences = say_record(pages, record)
    said = [plain(sentence) for sentence in sentences]
    detail = next((text for text in said if record.view.name not in text), said[0] if said else "")
    return RowView(record.view.name, number, detail, links=link)
