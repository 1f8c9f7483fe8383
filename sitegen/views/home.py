"""村里的账和事: the village's home, where the poster's large code leads."""

from __future__ import annotations

import re
from datetime import date

from msgspec.structs import replace

from sitegen.figures import Cash, Due
from sitegen.model.catalogue import CASH, GROUPS, Item
from sitegen.views.beside import how_to_ask
from sitegen.views.disclosure import name_absent, newest_fact
from sitegen.views.frame import fit_title, href, page_path
from sitegen.views.pages import Anchor, GroupLine, HomeView, ItemLine
from sitegen.views.said import Said
from sitegen.views.say import plain
from sitegen.views.shown import Shown
from sitegen.views.upcoming import say_upcoming, view_upcoming
from sitegen.views.village import VillagePages

ORDER = (CASH, "241", "242", "141", "211", "031", "201", "251", "221")
"""Which items come first on posters and homes: what people ask for most."""
MOST = 6
"""Of days to keep in mind; the township's page has them all."""
QUARTERS_SHOWN = 8
"""Two years of the chart."""


def view_home_page(pages: VillagePages, chart: str = "") -> tuple[str, HomeView]:
    """The village's home with its site path; ``chart`` is the picture of :func:`cash_series`, drawn elsewhere."""
    village, say = pages.village, pages.around.language.say
    path = page_path(village.address)
    sentences = home_sentences(pages)
    frame = pages.frame(
        path,
        title=fit_title(pages.around.language, say("{village}·村里的账和事", village=village.name), _title_fact(pages)),
        description=plain(sentences[0]),
    )
    return path, HomeView(
        frame=frame,
        heading=say("村里的账和事"),
        sentences=sentences,
        main=_main(pages),
        chart=chart,
        chart_title=say("每季进账和出账") if chart else "",
        posted_now=_posted_now(pages),
        upcoming=tuple(
            Anchor(
                href(pages.around.settings, each.path),
                each.name,
                say_upcoming(pages.around.language, each.kind, each.day, each.past),
            )
            for each in view_upcoming(pages)[:MOST]
        ),
        completeness=_completeness(pages),
        missing=_missing(pages),
        groups=tuple(group for name in GROUPS if (group := _group(pages, name)).items),
        ask=how_to_ask(pages),
        merged=_merged(pages),
    )


def find_newest_cash(pages: VillagePages) -> tuple[Shown, Cash] | None:
    """The newest period of which all books are there, and what they say together: a part is no village's money."""
    whole = (each for each in pages.of_item(CASH) if each.parts and not each.absent)
    newest = next((each for each in whole if not _is_nothing(each)), None)
    return (newest, newest.cash) if newest else None


def _is_nothing(shown: Shown) -> bool:
    return all(part.nothing for part in shown.parts)


def _title_fact(pages: VillagePages) -> str:
    newest, language = find_newest_cash(pages), pages.around.language
    return language.say(" 还剩{money}", money=language.money(newest[1].closing)) if newest else ""


def newest_cash_period(pages: VillagePages) -> str:
    """The newest period whose cash is shown, as people say it; empty when there is none."""
    newest = find_newest_cash(pages)
    return newest[0].period.plain if newest else ""


def home_sentences(pages: VillagePages) -> tuple[str, ...]:
    """How much is left, and what came and went in the newest period."""
    newest, language = find_newest_cash(pages), pages.around.language
    say, money = language.say, language.money
    if newest is None:
        known = pages.of_item(CASH)
        if partly := _say_partly(pages, None):
            return language.finish(partly)
        return (say("钱账现在看不到，原因写在钱账那一页。") if known else say("村里还没有公开过钱账。"),)
    shown, cash = newest
    left = say("村里账上还剩**{money}**", money=money(cash.closing))
    if cash.earmarked > 0:
        left += say("，其中专款{money}，只能用在指定的事上", money=money(cash.earmarked))
    groups = replace(shown, parts=tuple(part for part in shown.parts if part.part.startswith("g"))).cash.closing
    if groups:
        words = "；各村民小组自己的{money}也算在里面" if cash.earmarked > 0 else "，其中各村民小组自己的{money}"
        left += say(words, money=money(groups))
    when = language.span(shown.period, pages.around.today)
    flow = say(
        "{when}：进账{income}，出账{expense}",
        when=when,
        income=money(cash.income.total),
        expense=money(cash.expense.total),
    )
    return language.finish((left, flow, *_say_partly(pages, shown)))


def _say_partly(pages: VillagePages, newest: Shown | None) -> tuple[str, ...]:
    """That of a later period some books are there and others are not."""
    partly = next((each for each in pages.of_item(CASH) if each.parts and each.absent), None)
    if partly is None or (newest is not None and partly.period < newest.period):
        return ()
    language, books = pages.around.language, name_absent(pages, partly)
    return (language.say("{period}的钱账缺{books}的，还不全", period=language.period(partly.period), books=books),)


def cash_series(pages: VillagePages) -> tuple[tuple[str, int, int], ...]:
    """Income and expense of the last quarters, oldest first: label, fen, fen."""
    series = [
        (pages.around.language.quarter(each.period), each.cash.income.total, each.cash.expense.total)
        for each in pages.of_item(CASH)
        if each.parts and not each.absent and each.period.kind == "quarter"
    ]
    return tuple(reversed(series[:QUARTERS_SHOWN]))


def _main(pages: VillagePages) -> tuple[Anchor, ...]:
    """Links that stand large under the figure: the items that posters name and that have data."""
    label = pages.label
    return tuple(
        Anchor(pages.href(each.number), label(each.poster), label(each.promise)) for each in poster_items(pages)
    )


def poster_items(pages: VillagePages) -> tuple[Item, ...]:
    """Items with a word for posters and with data, the most asked for first, one of each word."""
    rank = {number: index for index, number in enumerate(ORDER)}
    found = [item for item in pages.around.catalogue.items if item.poster and has_data(pages, item)]
    found.sort(key=lambda item: (rank.get(item.number, len(rank)), item.number))
    unique: dict[str, Item] = {}
    for item in found:
        unique.setdefault(item.poster, item)
    return tuple(unique.values())


def has_data(pages: VillagePages, item: Item) -> bool:
    """Whether the item shows anything: a period with content, or a record."""
    if item.shape == "register":
        return any(record.item.number == item.number and record.view for record in pages.records)
    return any(each.parts and not _is_nothing(each) for each in pages.of_item(item.number))


def _posted_now(pages: VillagePages) -> tuple[Anchor, ...]:
    """Events and named lists whose posting days are running: they are what people can still object to."""
    today, language = pages.around.today, pages.around.language
    found = []
    for shown in pages.shown:
        until = max((part.posted_until for part in shown.parts), default="")
        if not until or date.fromisoformat(until) < today or _is_nothing(shown):
            continue
        if shown.period.kind == "day" or shown.item.named:
            note = language.say("到{day}", day=language.day_near(date.fromisoformat(until), today))
            found.append(Anchor(pages.href(shown.item.number, shown.period.code), pages.label(shown.item.plain), note))
    return tuple(found)


def _newest_period(pages: VillagePages) -> tuple[Due, ...]:
    quarters = [due for due in pages.dues if due.period.kind == "quarter"]
    newest = max((due.period for due in quarters), default=None)
    return tuple(due for due in quarters if due.period == newest)


def _completeness(pages: VillagePages) -> tuple[str, ...]:
    dues = _newest_period(pages)
    if not dues:
        return ()
    done = [due for due in dues if due.done]
    today, language = pages.around.today, pages.around.language
    if len(done) == len(dues):
        when = language.span(dues[0].period, today)
        sentence = language.say("**{when}该公开的{n}项都公开了**", when=when, n=len(dues))
    else:
        sentence = language.say(
            "**{period}应公开{due}项，已公开{done}项**",
            period=language.period(dues[0].period),
            due=len(dues),
            done=len(done),
        )
    waiting = [due for due in dues if not due.done and due.due >= today]
    late = [due for due in pages.missing() if due.due < today]
    if waiting:
        day = language.day_near(waiting[0].due, today)
        sentence += language.say("，另{n}项{day}前公开", n=len(waiting), day=day)
    sentences = [sentence]
    if late:
        sentences.append(language.say("过了期限还没有公开的有{n}项，列在下面。", n=len(late)))
    return language.finish(sentences)


def _missing(pages: VillagePages) -> tuple[Anchor, ...]:
    language = pages.around.language
    anchors = []
    for due in sorted(pages.missing(), key=lambda each: (each.due, each.item)):
        item = pages.around.catalogue.by_number(due.item)
        if item is None:
            continue
        name = language.say("{period}的{item}", period=language.period(due.period), item=language.label(item.plain))
        anchors.append(_missing_line(pages, item, due, name))
    return tuple(anchors)


def _missing_line(pages: VillagePages, item: Item, due: Due, name: str) -> Anchor:
    """By when it has to be public; of what was, and was taken down, that."""
    language, shown = pages.around.language, pages.find(item.number, due.period)
    if shown is not None and shown.state == "withdrawn":
        return Anchor(pages.href(item.number, due.period.code), name, language.say("公开过，已撤下"))
    note = "应在{day}前公开" if due.due < pages.around.today else "将在{day}前公开"
    return Anchor(pages.href(item.number), name, language.say(note, day=language.day(due.due)))


def _group(pages: VillagePages, name: str) -> GroupLine:
    items = [item for item in pages.around.catalogue.items if item.group == name]
    lines = tuple(line for item in items if (line := _line(pages, item)))
    return GroupLine(pages.label(name), lines)


def _line(pages: VillagePages, item: Item) -> ItemLine | None:
    language, plain_name = pages.around.language, pages.label(item.plain)
    if item.shape == "register":
        count = sum(
            1 for each in pages.records if each.item.number == item.number and each.view and not each.view.ended
        )
        said = language.say("{n}项", n=count)
        return ItemLine(pages.href(item.number), plain_name, said, "") if count else None
    shown = pages.of_item(item.number)
    if not shown:
        missing = any(due.item == item.number for due in pages.missing())
        return ItemLine(pages.href(item.number), plain_name, language.say("还没有公开"), "") if missing else None
    newest = next((each for each in shown if not _is_nothing(each)), shown[0])
    fact = _short(newest_fact(pages, newest))
    return ItemLine(pages.href(item.number), plain_name, fact, language.period(newest.period))


def _short(text: str, length: int = 16) -> str:
    """The clause with the figure when the whole is too long; lists need one look, not a paragraph. No figure is cut.
    Other languages join their clauses in other ways, and keep them."""
    if isinstance(text, Said):
        return text
    last = re.split("[，；：]", text)[-1]
    return last if len(text) > length >= len(last) else text


def _merged(pages: VillagePages) -> tuple[str, ...]:
    language = pages.around.language
    return tuple(
        language.say(
            "{former}{day}并入{village}，原来贴出的码照样能用。",
            former=each.name,
            day=language.day(each.day) if each.day else "",
            village=pages.village.name,
        )
        for each in pages.village.forerunners
    )
