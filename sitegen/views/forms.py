"""Papers around the codes: the table card, the clerk's monthly round, the inspector's visit, the card for the chat group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sitegen import codes
from sitegen.model.catalogue import Item
from sitegen.views.amounts import say_full_day
from sitegen.views.disclosure import newest_fact, say_banner, say_disclosure
from sitegen.views.frame import full_url, page_path, shown_url
from sitegen.views.home import home_sentences, newest_cash_period, poster_items
from sitegen.views.posters import (
    ROOM,
    Front,
    Paths,
    complaint_of,
    second_of,
    township_of,
    view_code,
    view_home_code,
    view_telephones,
)
from sitegen.views.say import plain
from sitegen.views.sheets import CardView, DeskView, MonthlyView, PrintedCode, VisitCode, VisitView
from sitegen.views.village import VillagePages

_FIXED = {"": "村里的账和事（全部）", "ask": "提问与答复", "changes": "更正", "about": "说明"}
"""Pages of a village that belong to no item."""


def view_desk(pages: Front, batch: str, made_on: date, *, proof: bool) -> tuple[DeskView, Paths]:
    """The table card: the home page's code, read from both sides."""
    village = pages.village
    view = DeskView(
        village=village.name,
        main=view_home_code(pages, pages.second),
        telephones=view_telephones(pages),
        check_word=codes.check_word(village.address),
        batch=batch,
        made_on=made_on,
        proof=proof,
        second=second_of(pages, pages.second),
    )
    return view, (page_path(village.address),)


def view_monthly(pages: VillagePages, printed: Iterable[str], made_on: date, *, proof: bool) -> MonthlyView:
    """Every address that was printed, to be scanned once a month."""
    village, settings = pages.village, pages.around.settings
    return MonthlyView(
        village=village.name,
        township=township_of(pages),
        year=f"{made_on.year}",
        host=shown_url(settings.host),
        codes=tuple(PrintedCode(title_of(pages, path), shown_url(full_url(settings, path))) for path in printed),
        complaint=complaint_of(pages),
        check_word=codes.check_word(village.address),
        made_on=made_on,
        proof=proof,
    )


def title_of(pages: VillagePages, path: str) -> str:
    """What an address leads to, in a word: ``钱账``, ``东塘``; its path where the ledger no longer knows it."""
    _, *rest = path.strip("/").split("/")
    if (fixed := _FIXED.get("/".join(rest))) is not None:
        return fixed
    record = next((each for each in pages.records if [each.item.number, each.number] == rest[:2]), None)
    if record is not None and record.view:
        return f"{record.view.name}（{record.item.register_file}第{record.number}号）"
    item = pages.around.catalogue.by_number(rest[0])
    return (item.poster or item.plain) if item else path


def view_visit(pages: VillagePages, made_on: date, *, proof: bool) -> tuple[VisitView, Paths]:
    """What an inspector compares: the home page and what posters name first, with what the pages say of it."""
    village = pages.village
    items = poster_items(pages)[: ROOM["a4"]]
    home = VisitCode(view_home_code(pages), newest_cash_period(pages), plain(home_sentences(pages)[0]))
    view = VisitView(
        village=village.name,
        township=township_of(pages),
        host=shown_url(pages.around.settings.host),
        codes=(home, *(_visit(pages, item) for item in items)),
        missing=tuple(_missing(pages)),
        check_word=codes.check_word(village.address),
        made_on=made_on,
        proof=proof,
    )
    return view, (page_path(village.address), *(page_path(village.address, item.number) for item in items))


def _visit(pages: VillagePages, item: Item) -> VisitCode:
    code = view_code(pages, page_path(pages.village.address, item.number), item.poster, item.promise)
    shown = next((each for each in pages.of_item(item.number) if each.parts), None)
    if shown is not None:
        return VisitCode(code, shown.period.plain, newest_fact(pages, shown))
    count = sum(1 for each in pages.records if each.item.number == item.number and each.view and not each.view.ended)
    return VisitCode(code, "", f"现有{count}项")


def _missing(pages: VillagePages) -> Iterable[str]:
    today = pages.around.today
    for due in sorted(pages.missing(), key=lambda each: (each.due, each.item)):
        item = pages.around.catalogue.by_number(due.item)
        if item is not None and due.due < today:
            yield f"{due.period.plain}的{item.plain}，应在{say_full_day(due.due)}前公开"


def view_card(
    pages: VillagePages, item: Item | None, made_on: date, *, proof: bool
) -> tuple[CardView, str, Paths] | None:
    """The card of the home page or of an item's newest period, and the short text to forward; none where nothing is
    shown."""
    village, settings = pages.village, pages.around.settings
    if item is None:
        path, title, period = page_path(village.address), "村里的账和事", newest_cash_period(pages)
        sentences = home_sentences(pages)
    else:
        shown = next((each for each in pages.of_item(item.number) if each.parts), None)
        if shown is None:
            return None
        path, title, period = page_path(village.address, item.number), item.plain, shown.period.plain
        sentences = say_disclosure(pages, shown) or (say_banner(pages, shown, newest=True),)
    said = tuple(plain(sentence) for sentence in sentences[:3])
    telephone = view_telephones(pages)[:1]
    card = CardView(
        village=village.name,
        title=title,
        period=period,
        sentences=said,
        code=view_code(pages, path, title, ""),
        check_word=codes.check_word(village.address),
        telephone=telephone[0] if telephone else ("", ""),
        made_on=made_on,
        proof=proof,
    )
    head = "　".join(part for part in (village.name, title, period) if part)
    lines = (head, *said, f"看每一笔：{full_url(settings, path)}", f"数不对？打 {card.telephone[1]}")
    return card, "\n".join((*lines, "只看信息。不要钱、不要密码、不要验证码。")) + "\n", (path,)
