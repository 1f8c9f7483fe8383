"""One item in one period → the page villagers read: figure first, then how it came about, then what to do if it is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sitegen.model.catalogue import CASH, Item, Law
from sitegen.model.ledger import Village
from sitegen.model.period import before, year_before
from sitegen.views.amounts import (
    say_day_near,
    say_full_day,
    say_value,
)
from sitegen.views.cash import say_account, say_cash
from sitegen.views.corrections import view_corrections
from sitegen.views.frame import fit_title, href, page_path, reference, village_frame
from sitegen.views.pages import (
    Anchor,
    CommonParts,
    DisclosureView,
    Frame,
    LawView,
    PartView,
    PeriodLine,
    TableView,
)
from sitegen.views.public import PublicBody, PublicDisclosure
from sitegen.views.say import compare, finish, plain, say_all, with_exact, with_village
from sitegen.views.shown import Shown, figures_of
from sitegen.views.spoken import speak
from sitegen.views.tables import ROWS_A_PAGE, Links, split_pages, view_facts, view_tables
from sitegen.views.village import VillagePages

WRONG = "资料有误，正在更正，过几天再看。"
BROADCAST_LENGTH = 200
"""phone facts §3: what is listened to in one go."""
KEPT = "正在核对改动，下面是上次公布的。"
CHECK_MARKS = {"primary": "", "excerpt": "摘录", "partial": "待核"}


def view_disclosure_pages(pages: VillagePages, shown: Shown, *, newest: bool) -> tuple[tuple[str, DisclosureView], ...]:
    """All pages of one item in one period with their site paths: the page itself, its further pages, its parts' pages.

    With ``newest`` it is the item's own page, the printed address, which shows the newest period; its further pages are
    those of the period. Where the parts together are too long for one page, their rows stand on the parts' pages only.
    """
    address, number = pages.village.address, shown.item.number
    lasting = page_path(address, number, shown.period.code)
    path = page_path(address, number) if newest else lasting
    whole = _view(pages, shown, path, newest)
    gone = () if newest else _pages_of_absent(pages, shown)
    if len(shown.parts) < 2:
        return (*_split(pages, shown, path, lasting, whole), *gone)
    if len(split_pages(_all_tables(whole))) > 1:
        whole = replace(whole, parts=tuple(replace(part, tables=()) for part in whole.parts), filterable=False)
    parts = () if newest else tuple(page for part in shown.parts for page in _part_pages_of(pages, shown, part))
    return ((path, whole), *parts, *gone)


def _pages_of_absent(pages: VillagePages, shown: Shown) -> tuple[tuple[str, DisclosureView], ...]:
    """A part's page that stood once keeps its address and says why there is nothing now."""
    if len(shown.parts) + len(shown.absent) < 2:
        return ()
    made = []
    for code in shown.absent:
        path = page_path(pages.village.address, shown.item.number, f"{shown.period.code}-{code}")
        account = pages.village.account(code)
        nothing = replace(shown, parts=(), absent=(), state="withdrawn" if shown.reason else "wrong")
        made.append((path, _view(pages, nothing, path, newest=False, part_label=account.name if account else code)))
    return tuple(made)


def _part_pages_of(pages: VillagePages, shown: Shown, part: PublicDisclosure) -> tuple[tuple[str, DisclosureView], ...]:
    path = page_path(pages.village.address, shown.item.number, f"{shown.period.code}-{part.part}")
    view = _view(pages, replace(shown, parts=(part,)), path, newest=False, part_label=part.part_label)
    return _split(pages, shown, path, path, view)


def _all_tables(view: DisclosureView) -> tuple[TableView, ...]:
    return tuple(table for part in view.parts for table in part.tables)


def _split(
    pages: VillagePages, shown: Shown, path: str, lasting: str, view: DisclosureView
) -> tuple[tuple[str, DisclosureView], ...]:
    """A list too long for one page: its first piece at ``path``, the others below the ``lasting`` address, made once."""
    pieces = split_pages(_all_tables(view))
    if len(pieces) == 1:
        return ((path, view),)
    settings = pages.around.settings
    paths = [lasting, *(f"{lasting}p{number}/" for number in range(2, len(pieces) + 1))]
    anchors = tuple(
        Anchor(href(settings, own), _range(piece, number))
        for number, (own, piece) in enumerate(zip(paths, pieces, strict=True), start=1)
    )
    made = []
    for index, piece in enumerate(pieces if path == lasting else pieces[:1]):
        own = paths[index] if index else path
        here = tuple(replace(anchor, href="") if at == index else anchor for at, anchor in enumerate(anchors))
        frame = _frame_of_piece(pages, shown, view, own, index + 1)
        part = replace(view.parts[0], tables=piece)
        made.append((own, replace(view, frame=frame, parts=(part,), pages=here)))
    return tuple(made)


def _frame_of_piece(pages: VillagePages, shown: Shown, view: DisclosureView, path: str, number: int) -> Frame:
    if number == 1:
        return view.frame
    title = f"{view.frame.title.partition('：')[0][:22]} 第{number}页"
    description = view.frame.description
    return village_frame(
        pages.around, pages.village, path, title=title, description=description, noindex=shown.item.named
    )


def _range(tables: tuple[TableView, ...], number: int) -> str:
    labels = [group.label for table in tables for group in table.groups if group.label]
    if labels and labels[0] != labels[-1]:
        return f"第{number}页（{labels[0]}—{labels[-1]}）"
    return f"第{number}页（{labels[0]}）" if labels else f"第{number}页"


def _view(pages: VillagePages, shown: Shown, path: str, newest: bool, part_label: str = "") -> DisclosureView:
    item, village, period = shown.item, pages.village, shown.period
    sentences = finish(say_disclosure(pages, shown))
    title = fit_title(
        f"{village.name}{item.plain}{'最新' if newest else period.plain}", part_label, _after_colon(_fact(sentences))
    )
    frame = village_frame(
        pages.around,
        village,
        path,
        title=title,
        description=plain("".join(sentences[:2])) or f"{village.name}{item.name}{period.plain}",
        noindex=item.named,
    )
    several = len(shown.parts) > 1
    return DisclosureView(
        frame=frame,
        heading=item.plain,
        period=f"{part_label} {period.plain}".strip(),
        state=shown.state,
        banner=_banner(pages, shown, newest),
        sentences=sentences,
        facts_line=_facts_line(shown, pages.around.today),
        explanation=item.explanation,
        parts=_view_parts(pages, shown),
        common=_common(pages, shown, sentences),
        older=_older(pages, shown, newest),
        part_pages=_part_pages(pages, shown) if several else (),
        related=view_related(pages, shown.item) if not part_label else (),
        filterable=item.shape == "list" and _count_rows(shown) > 20,
    )


def _after_colon(fact: str) -> str:
    return f"：{fact}" if fact else ""


def _count_rows(shown: Shown) -> int:
    return sum(len(table.rows) for part in shown.parts for table in part.body.tables)


def _fact(sentences: tuple[str, ...]) -> str:
    """The first sentence up to the end of its key figure: ``出账13万1,750元5角``."""
    pieces = sentences[0].split("**") if sentences else []
    return (pieces[0] + pieces[1]).replace(" ", "") if len(pieces) > 2 else ""


def view_missing_page(pages: VillagePages, item: Item, path: str = "") -> tuple[str, DisclosureView]:
    """The page of an item nothing was disclosed of yet: what is due when, and whom to ask."""
    village = pages.village
    path = path or page_path(village.address, item.number)
    due = min((due for due in pages.missing() if due.item == item.number), key=lambda each: each.due, default=None)
    sentence = f"**{item.plain}还没有公开。**"
    if due is not None:
        day = say_full_day(due.due)
        sentence = f"**{due.period.plain}的{item.plain}还没有公开。** 按规定应在{day}前公开。可以问村委会或镇里。"
    frame = village_frame(
        pages.around,
        village,
        path,
        title=fit_title(f"{village.name}{item.plain}", " 还没有公开"),
        description=plain(sentence),
    )
    quote = reference(village, item, "")
    return path, DisclosureView(
        frame=frame,
        heading=item.plain,
        period=due.period.plain if due else "",
        state="missing",
        banner="",
        sentences=(sentence,),
        facts_line=(),
        explanation=item.explanation,
        parts=(),
        common=CommonParts(how_to_ask(pages), quote, view_laws(item, pages.around.today), (), "", ()),
        older=(),
    )


# -- sentences --------------------------------------------------------------------------------------------------------


def say_disclosure(pages: VillagePages, shown: Shown) -> tuple[str, ...]:
    """The first screen's sentences, the key figure in the first."""
    if not shown.parts:
        return ()
    if all(part.nothing for part in shown.parts):
        return (f"{shown.period.plain}**没有发生**，这一项没有要公开的内容。",)
    if shown.item.number == CASH:
        return say_cash(pages, shown)
    figures = with_village(figures_of(shown), pages.village, shown.period)
    said = say_all(shown.item.say, figures)
    if not any("**" in sentence for sentence in said):
        said = (_say_count(shown), *said)
    others = {
        code: figures_of(other)
        for code in {before(shown.period).code, year_before(shown.period).code}
        for other in pages.of_item(shown.item.number)
        if other.period.code == code and {p.part for p in other.parts} == {p.part for p in shown.parts}
    }
    earlier = any(other.period < shown.period and other.parts for other in pages.of_item(shown.item.number))
    return with_exact(said, figures) + compare(shown.item, shown.period, figures, others, earlier=earlier)


def _say_count(shown: Shown) -> str:
    """What can be said of anything: how much was disclosed."""
    count = sum(len(table.rows) for part in shown.parts for table in part.body.tables)
    return f"{shown.period.plain}公开了 **{count}条**" if count else f"{shown.period.plain}**已公开**"


# -- around the figures -----------------------------------------------------------------------------------------------


def _banner(pages: VillagePages, shown: Shown, newest: bool) -> str:
    match shown.state:
        case "wrong":
            return WRONG
        case "withdrawn":
            return f"这一期已经撤下：{shown.reason}"
        case "kept" if shown.parts:
            return KEPT
        case _:
            return _missing_after(pages, shown) if newest else ""


def _missing_after(pages: VillagePages, shown: Shown) -> str:
    """On the item's own page: the newest period that is due and not there."""
    late = [due for due in pages.missing() if due.item == shown.item.number and due.period > shown.period]
    if not late:
        return ""
    due = max(late, key=lambda each: each.period)
    day = say_day_near(due.due, pages.around.today)
    return f"{due.period.plain}的还没公开，应在{day}前公开。"


def _facts_line(shown: Shown, today: date) -> tuple[str, ...]:
    if not shown.parts:
        return ()
    part = shown.parts[0]
    lines = []
    if part.posted:
        lines.append(_posting(part, today, shown.item.shape in ("list", "event")))
    return (*lines, *_reviews(shown))


def _posting(part: PublicDisclosure, today: date, open_to_objection: bool) -> str:
    posted = date.fromisoformat(part.posted)
    if not part.posted_until:
        return f"{say_full_day(posted)}贴出"
    until = date.fromisoformat(part.posted_until)
    if today <= until and open_to_objection:
        return f"**正在公示**：{say_day_near(posted, today)}—{say_day_near(until, today)}"
    return f"{say_full_day(posted)}贴出，公示到{say_day_near(until, posted)}"


def _reviews(shown: Shown) -> list[str]:
    seen: dict[str, None] = {}
    for part in shown.parts:
        for review in part.reviews:
            day = say_value("date", date.fromisoformat(review.day))
            verdict = "看过，同意公开" if review.agreed else f"有异议：{review.words}"
            seen[f"{review.reviewer}{day}{verdict}" + (f"。答复：{review.answer}" if review.answer else "")] = None
    return list(seen)


def _view_parts(pages: VillagePages, shown: Shown) -> tuple[PartView, ...]:
    """The parts in order; corrections are numbered through all of them."""
    several, first, views = len(shown.parts) > 1, 1, []
    for number, part in enumerate(shown.parts, start=1):
        views.append(_view_part(pages, shown, part, pages.links(part.corrections, first), several, number))
        first += len(part.corrections)
    return tuple(views)


def _view_part(
    pages: VillagePages, shown: Shown, part: PublicDisclosure, links: Links, several: bool, number: int
) -> PartView:
    sentences: tuple[str, ...] = ()
    if several and shown.item.number == CASH:
        sentences = say_account(part)
    elif several:
        figures = with_village(figures_of(replace(shown, parts=(part,))), pages.village, shown.period)
        sentences = say_all(shown.item.say[:1], figures)
    return PartView(
        label=part.part_label if several else "",
        anchor=f"part-{part.part}" if several else "",
        sentences=finish(sentences),
        facts=() if shown.item.number == CASH else view_facts(part.body, links),
        tables=view_tables(shown.item, part.body, links, f"t{number}"),
        notes=part.body.notes,
        attachments=view_attachments(part.body, links),
    )


def view_attachments(body: PublicBody, links: Links) -> tuple[Anchor, ...]:
    """Files that may be shown and have been made."""
    return tuple(Anchor(links.files[each.path], each.caption) for each in body.attachments if each.path in links.files)


def _common(pages: VillagePages, shown: Shown, sentences: tuple[str, ...]) -> CommonParts:
    quote = reference(pages.village, shown.item, shown.period.short)
    path = (shown.item.number, shown.period.code)
    downloads: tuple[Anchor, ...] = ()
    if shown.parts and not all(part.nothing for part in shown.parts):
        downloads = tuple(
            Anchor(f"{pages.href(*path)}data.{ending}", label)
            for ending, label in (("xlsx", "表格 XLSX"), ("csv", "表格 CSV"), ("json", "数据 JSON"))
        )
    return CommonParts(
        ask=how_to_ask(pages, shown),
        reference=quote,
        laws=view_laws(shown.item, shown.period.last),
        downloads=downloads,
        broadcast=_broadcast(pages.village, shown, sentences),
        corrections=view_corrections(shown.item, shown.parts, shown.period),
    )


def how_to_ask(pages: VillagePages, shown: Shown | None = None) -> tuple[str, ...]:
    """数不对？ what to do and until when; telephones and the reference to quote stand below it on the page."""
    settings = pages.around.settings
    lines = []
    part = shown.parts[0] if shown and shown.parts else None
    named = bool(shown and shown.item.named and shown.item.shape == "list")
    if named and part and part.posted_until and date.fromisoformat(part.posted_until) >= pages.around.today:
        until = say_day_near(date.fromisoformat(part.posted_until), pages.around.today)
        lines.append(f"**没有我家，或数不对**，请在**{until}前**到村委会说，或打电话。")
    else:
        lines.append("到村委会问，或打电话。")
    others = [each.label for each in (*settings.telephones, *settings.supervision_telephones)]
    if others:
        lines.append(f"不想找村里，可以打{'、'.join(others)}。")
    return tuple(lines)


def view_laws(item: Item, day: date) -> tuple[LawView, ...]:
    """The item's legal bases in force on a day, in words; unconfirmed ones carry their mark."""
    mark = CHECK_MARKS[item.checked]
    return tuple(LawView(_law_text(law), mark) for law in item.laws_on(day))


def _law_text(law: Law) -> str:
    return f"《{law.name}》{law.article}" if not law.name.startswith("《") else f"{law.name}{law.article}"


def _broadcast(village: Village, shown: Shown, sentences: tuple[str, ...]) -> str:
    """At most 200 characters to be read over the loudspeaker; whole sentences only."""
    if not shown.parts or shown.state == "kept":
        return ""
    text = speak(f"{village.name}村民注意：{shown.period.plain}的{shown.item.plain}公开了。")
    ending = "数不对的，请打村委会电话。"
    for sentence in sentences:
        piece = speak(plain(sentence)).rstrip("。") + "。"
        if len(text) + len(piece) + len(ending) > BROADCAST_LENGTH:
            break
        text += piece
    return text + ending


def _older(pages: VillagePages, shown: Shown, newest: bool) -> tuple[PeriodLine, ...]:
    """All periods; the item's own page links to the newest one's lasting address, too."""
    return tuple(
        PeriodLine(
            "" if each.key == shown.key and not newest else pages.href(each.item.number, each.period.code),
            each.period.plain,
            _state_word(each),
            _inner_pages(pages, each) if each.key != shown.key else (),
        )
        for each in pages.of_item(shown.item.number)
    )


def _inner_pages(pages: VillagePages, shown: Shown) -> tuple[Anchor, ...]:
    """The pages below a period, so that nothing is further than two steps from the village's home."""
    if len(shown.parts) < 2:
        return _further_pages(pages, shown, shown.period.code, "")
    found: list[Anchor] = []
    for part in shown.parts:
        code = f"{shown.period.code}-{part.part}"
        found.append(Anchor(pages.href(shown.item.number, code), part.part_label))
        found += _further_pages(pages, replace(shown, parts=(part,)), code, part.part_label)
    return tuple(found)


def _further_pages(pages: VillagePages, shown: Shown, code: str, label: str) -> tuple[Anchor, ...]:
    count = -(-_count_rows(shown) // ROWS_A_PAGE)
    return tuple(
        Anchor(pages.href(shown.item.number, code, f"p{number}"), f"{label}第{number}页")
        for number in range(2, count + 1)
    )


def _state_word(shown: Shown) -> str:
    if shown.parts and all(part.nothing for part in shown.parts):
        return "没有发生"
    return {"wrong": "正在更正", "withdrawn": "已撤下", "kept": "正在核对"}.get(shown.state, "")


def view_related(pages: VillagePages, item: Item) -> tuple[Anchor, ...]:
    """Items that share this one's word on posters and show something."""
    shown = [each.item.number for each in pages.shown if each.parts]
    numbers = dict.fromkeys(sorted([*shown, *(record.item.number for record in pages.records)]))
    items = (pages.around.catalogue.by_number(number) for number in numbers)
    return tuple(
        Anchor(pages.href(each.number), each.plain, each.promise)
        for each in items
        if each is not None and item.poster and each.poster == item.poster and each.number != item.number
    )


def _part_pages(pages: VillagePages, shown: Shown) -> tuple[Anchor, ...]:
    return tuple(
        Anchor(pages.href(shown.item.number, f"{shown.period.code}-{part.part}"), f"只看{part.part_label}")
        for part in shown.parts
    )


def newest_fact(pages: VillagePages, shown: Shown) -> str:
    """One short fact for lists: the first sentence up to its key figure, without the period that stands beside it."""
    sentences = say_disclosure(pages, shown)
    if not sentences:
        return _state_word(shown)
    fact = _fact(sentences) or plain(sentences[0]).rstrip("。")
    return fact.removeprefix(shown.period.plain).removeprefix(shown.period.label)
