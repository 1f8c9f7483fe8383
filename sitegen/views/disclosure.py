"""One item in one period → the page villagers read: figure first, then how it came about, then what to do if it is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from sitegen.model.catalogue import CASH, Item
from sitegen.model.period import before, year_before
from sitegen.views.beside import (
    KEPT,
    WRONG,
    how_to_ask,
    say_broadcast,
    view_attachments,
    view_downloads,
    view_laws,
    view_related,
)
from sitegen.views.cash import say_account, say_cash
from sitegen.views.corrections import view_corrections
from sitegen.views.frame import fit_title, page_path, reference
from sitegen.views.hanging import explain, find_lines
from sitegen.views.language import CHINESE, Language
from sitegen.views.pages import (
    Anchor,
    CommonParts,
    DisclosureView,
    FactView,
    Frame,
    PartView,
    PeriodLine,
)
from sitegen.views.public import PublicDisclosure, PublicReview
from sitegen.views.said import CLOSE, OPEN, Said
from sitegen.views.say import compare, plain, say_all, with_exact, with_village
from sitegen.views.shown import Shown
from sitegen.views.tables import Links, view_facts, view_tables
from sitegen.views.village import VillagePages

Periods = Mapping[str, PeriodLine]
"""All periods of an item by their codes."""


def frame_of(
    pages: VillagePages, shown: Shown, path: str, when: str, sentences: tuple[str, ...], part_label: str = ""
) -> Frame:
    """The frame of one of its pages; ``when``: the period, or that it is the newest."""
    language = pages.around.language
    name = language.label(shown.item.plain)
    whole = language.say("{village}{item}{when}", village=pages.village.name, item=name, when=when)
    return pages.frame(
        path,
        title=fit_title(language, whole, part_label, _after_colon(language, _fact(sentences))),
        description=plain(language.join("", sentences[:2])) or plain(whole),
        noindex=shown.item.named,
    )


def view_period(pages: VillagePages, shown: Shown, periods: Periods, path: str, part_label: str = "") -> DisclosureView:
    """The page at ``path``: of the whole, or of the one part that ``part_label`` names."""
    item, period, language = shown.item, shown.period, pages.around.language
    sentences = language.finish(say_disclosure(pages, shown))
    several = len(shown.parts) + len(shown.absent) > 1
    return DisclosureView(
        frame=frame_of(pages, shown, path, language.period(period), sentences, part_label),
        heading=language.label(item.plain),
        period=language.join(" ", filter(None, (part_label, language.period(period)))),
        state=shown.state,
        banner=say_banner(pages, shown, newest=False),
        sentences=sentences,
        facts_line=_facts_line(pages, shown),
        explanation=explain(pages, shown),
        parts=_view_parts(pages, shown, plain(language.join("", sentences))),
        common=_common(pages, shown, sentences),
        older=list_periods(periods, shown, newest=False),
        part_pages=_part_pages(pages, shown) if several else (),
        related=view_related(pages, shown.item) if not part_label else (),
        filterable=item.shape == "list" and count_rows(shown) > 20,
    )


def _after_colon(language: Language, fact: str) -> str:
    return language.say("：{fact}", fact=fact) if fact else ""


def count_rows(shown: Shown) -> int:
    """The rows of all its parts."""
    return sum(len(table.rows) for part in shown.parts for table in part.body.tables)


def _fact(sentences: tuple[str, ...]) -> str:
    """The first sentence up to the end of its key figure: ``出账13万1,750元5角``."""
    first = sentences[0] if sentences else ""
    if isinstance(first, Said):
        return Said(_before_end(str(first)), _before_end(first.source).replace(" ", ""))
    return _before_end(first).replace(" ", "")


def _before_end(sentence: str) -> str:
    pieces = sentence.split("**")
    return pieces[0] + pieces[1] + CLOSE * (pieces[0].count(OPEN) > pieces[0].count(CLOSE)) if len(pieces) > 2 else ""


def view_missing_page(pages: VillagePages, item: Item, path: str = "") -> tuple[str, DisclosureView]:
    """The page of an item nothing was disclosed of yet: what is due when, and whom to ask."""
    village, language = pages.village, pages.around.language
    name, say = language.label(item.plain), language.say
    path = path or page_path(village.address, item.number)
    due = min((due for due in pages.missing() if due.item == item.number), key=lambda each: each.due, default=None)
    sentence = say("**{item}还没有公开。**", item=name)
    if due is not None:
        sentence = say(
            "**{period}的{item}还没有公开。**按规定应在{day}前公开。可以问村委会或镇里。",
            period=language.period(due.period),
            item=name,
            day=language.day(due.due),
        )
    frame = pages.frame(
        path,
        title=fit_title(language, say("{village}{item}", village=village.name, item=name), say(" 还没有公开")),
        description=plain(sentence),
    )
    quote = reference(village, item, "")
    return path, DisclosureView(
        frame=frame,
        heading=name,
        period=language.period(due.period) if due else "",
        state="missing",
        banner="",
        sentences=(sentence,),
        facts_line=(),
        explanation=pages.label(item.explanation),
        parts=(),
        common=CommonParts(how_to_ask(pages), quote, view_laws(language, item, pages.around.today), (), "", ()),
        older=(),
    )


# -- sentences --------------------------------------------------------------------------------------------------------


def say_disclosure(pages: VillagePages, shown: Shown) -> tuple[str, ...]:
    """The first screen's sentences, the key figure in the first."""
    known = (*shown.key, *(part.part for part in shown.parts), *shown.absent)
    if known not in pages.said:
        pages.said[known] = _say_disclosure(pages, shown) if shown.parts and not shown.absent else ()
    return pages.said[known]


def _say_disclosure(pages: VillagePages, shown: Shown) -> tuple[str, ...]:
    language = pages.around.language
    if all(part.nothing for part in shown.parts):
        return (language.say("{period}**没有发生**，这一项没有要公开的内容。", period=language.period(shown.period)),)
    if shown.item.number == CASH:
        return say_cash(pages, shown)
    figures = with_village(language, shown.figures, pages.village, shown.period)
    said = say_all(language, find_lines(pages, shown), figures)
    if not any("**" in sentence for sentence in said):
        said = (_say_count(language, shown), *said)
    others = {
        period.code: same.figures
        for period in (before(shown.period), year_before(shown.period))
        if (other := pages.find(shown.item.number, period)) and (same := pages.with_parts_of(shown, other))
    }
    earlier = any(other.period < shown.period and other.parts for other in pages.of_item(shown.item.number))
    compared = compare(language, shown.item, shown.period, figures, others, earlier=earlier)
    return with_exact(language, said, figures) + compared


def _say_count(language: Language, shown: Shown) -> str:
    """What can be said of anything: how much was disclosed."""
    count = sum(len(table.rows) for part in shown.parts for table in part.body.tables)
    if count:
        return language.say("{period}公开了**{n}条**", period=language.period(shown.period), n=count)
    return language.say("{period}**已公开**", period=language.period(shown.period))


# -- around the figures -----------------------------------------------------------------------------------------------


def say_banner(pages: VillagePages, shown: Shown, newest: bool) -> str:
    """The sentence above the figure; on the ``newest`` page what has not come since. Empty when all is well."""
    language = pages.around.language
    match shown.state:
        case "wrong":
            return language.say(WRONG)
        case "withdrawn":
            return language.say("这一期已经撤下：{reason}", reason=shown.reason)
        case "kept" | "partly":
            return _say_parts(pages, shown)
        case _:
            return pages.kept_since or (_missing_after(pages, shown) if newest else "")


def _say_parts(pages: VillagePages, shown: Shown) -> str:
    """Which books are missing, and of which the last published ones stand here."""
    language, own = pages.around.language, {part.part for part in shown.parts}
    labels = {part.part: part.part_label for part in shown.parts}
    said = []
    if shown.absent:
        words = "这里缺{books}的，正在核对，所以不写合计。"
        if shown.reason:
            words = "这里缺{books}的，所以不写合计；撤下的原因：{reason}。"
        elif shown.absent == shown.waiting:
            words = "这里缺{books}的，还没有公开，所以不写合计。"
        said.append(language.say(words, books=name_absent(pages, shown), reason=shown.reason))
    if own == {*shown.kept}:
        said.append(language.say(KEPT))
    elif kept := [label for code, label in labels.items() if code in shown.kept]:
        names = language.join("、", map(pages.label, kept))
        said.append(language.say("{books}的正在核对改动，写的是上次公布的。", books=names))
    return language.join("", said)


def name_absent(pages: VillagePages, shown: Shown) -> str:
    """The books, lots or groups that are missing."""
    accounts = ((code, pages.village.account(code)) for code in shown.absent)
    return pages.around.language.join("、", (pages.label(each.name if each else code) for code, each in accounts))


def _missing_after(pages: VillagePages, shown: Shown) -> str:
    """On the item's own page: the newest period that is due and not there."""
    late = [due for due in pages.missing() if due.item == shown.item.number and due.period > shown.period]
    if not late:
        return ""
    due, language = max(late, key=lambda each: each.period), pages.around.language
    newest = pages.find(due.item, due.period)
    if newest is not None and newest.state == "withdrawn":
        return language.say("{period}的公开过，已撤下。", period=language.period(due.period))
    day = language.day_near(due.due, pages.around.today)
    return language.say("{period}的还没公开，应在{day}前公开。", period=language.period(due.period), day=day)


def _facts_line(pages: VillagePages, shown: Shown) -> tuple[str, ...]:
    if not shown.parts:
        return ()
    part, around = shown.parts[0], pages.around
    lines = []
    if part.posted:
        lines.append(_posting(around.language, part, around.today, shown.item.shape in ("list", "event")))
    return (*lines, *_reviews(around.language, shown))


def _posting(language: Language, part: PublicDisclosure, today: date, open_to_objection: bool) -> str:
    posted, near = date.fromisoformat(part.posted), language.day_near
    if not part.posted_until:
        return language.say("{day}贴出", day=language.day(posted))
    until = date.fromisoformat(part.posted_until)
    if today <= until and open_to_objection:
        return language.say("**正在公示**：{first}—{last}", first=near(posted, today), last=near(until, today))
    return language.say("{day}贴出，公示到{until}", day=language.day(posted), until=near(until, posted))


def _reviews(language: Language, shown: Shown) -> list[str]:
    reviews = ((review, part) for part in shown.parts for review in part.reviews)
    return list(dict.fromkeys(_say_review(language, review, part) for review, part in reviews))


def _say_review(language: Language, review: PublicReview, part: PublicDisclosure) -> str:
    near = date.fromisoformat(part.posted or review.day)
    text = "{who}{day}看过，同意公开" if review.agreed else "{who}{day}有异议：{words}"
    day = language.day_near(date.fromisoformat(review.day), near)
    said = language.say(text, who=language.label(review.reviewer), day=day, words=review.words)
    if review.answer:
        return said + language.say("。答复：{answer}", answer=review.answer)
    changed = review.agreed and any(each.day > review.day for each in part.corrections)
    return said + language.say("；之后更正过") if changed else said


def _view_parts(pages: VillagePages, shown: Shown, said: str) -> tuple[PartView, ...]:
    """The parts in order; corrections are numbered through all of them. ``said`` is what the first screen says."""
    several, first, views = len(shown.parts) + len(shown.absent) > 1, 1, []
    for number, part in enumerate(shown.parts, start=1):
        links = replace(pages.links(part.corrections, first), year=shown.period.last.year)
        view = _view_part(pages, shown, part, links, several, number)
        views.append(replace(view, facts=tuple(fact for fact in view.facts if not _is_said(fact, said))))
        first += len(part.corrections)
    return tuple(views)


def _is_said(fact: FactView, said: str) -> bool:
    """Whether the first screen said it already, word for word; a bare number may stand there for something else."""
    value = plain(fact.value)
    if len(value) <= 2 or value.isdigit() or value not in said:
        return False
    return re.search(rf"(?<![\d,.]){re.escape(value)}(?![\d,.])", said) is not None


def _view_part(
    pages: VillagePages, shown: Shown, part: PublicDisclosure, links: Links, several: bool, number: int
) -> PartView:
    language, sentences = pages.around.language, tuple[str, ...]()
    if shown.item.number == CASH:
        sentences = say_account(language, part)
    elif several:
        figures = with_village(language, replace(shown, parts=(part,)).figures, pages.village, shown.period)
        sentences = say_all(language, shown.item.say[:1], figures)
    return PartView(
        label=part.part_label if several else "",
        anchor=f"part-{part.part}" if several else "",
        sentences=language.finish(sentences),
        facts=() if shown.item.number == CASH else view_facts(part.body, links),
        tables=view_tables(shown.item, part.body, links, f"t{number}"),
        notes=part.body.notes,
        attachments=view_attachments(part.body, links),
    )


def _common(pages: VillagePages, shown: Shown, sentences: tuple[str, ...]) -> CommonParts:
    quote = reference(pages.village, shown.item, shown.period.short)
    path = (shown.item.number, shown.period.code)
    filled = shown.parts and not all(part.nothing for part in shown.parts)
    language = pages.around.language
    return CommonParts(
        ask=how_to_ask(pages, shown),
        reference=quote,
        laws=view_laws(language, shown.item, shown.period.last),
        downloads=view_downloads(pages, *path) if filled else (),
        broadcast=say_broadcast(pages.village, shown, sentences) if language.tag == CHINESE.tag else "",
        corrections=view_corrections(language, shown.item, shown.parts, shown.period),
    )


def list_periods(periods: Periods, shown: Shown, newest: bool) -> tuple[PeriodLine, ...]:
    """All periods; the item's own page links to the newest one's lasting address, too."""
    own = periods[shown.period.code]
    here = PeriodLine(own.href if newest else "", own.text, own.note)
    return tuple(here if each is own else each for each in periods.values())


STATE_WORDS = {"wrong": "正在更正", "withdrawn": "已撤下", "kept": "正在核对", "partly": "还不全"}


def state_word(pages: VillagePages, shown: Shown) -> str:
    """What a list says beside a period that is not simply there."""
    if shown.parts and all(part.nothing for part in shown.parts):
        return pages.around.language.say("没有发生")
    return pages.label(STATE_WORDS[shown.state]) if shown.state in STATE_WORDS else ""


def _part_pages(pages: VillagePages, shown: Shown) -> tuple[Anchor, ...]:
    say = pages.around.language.say
    return tuple(
        Anchor(
            pages.href(shown.item.number, f"{shown.period.code}-{part.part}"), say("只看{part}", part=part.part_label)
        )
        for part in shown.parts
    )


def newest_fact(pages: VillagePages, shown: Shown) -> str:
    """One short fact for lists: the first sentence up to its key figure, without the period that stands beside it."""
    sentences = say_disclosure(pages, shown)
    if not sentences:
        return state_word(pages, shown)
    fact = _fact(sentences) or plain(sentences[0])
    if isinstance(fact, Said):
        period = pages.around.language.period(shown.period)
        return Said(str(fact).removeprefix(period).lstrip(":： "), fact.source)
    return fact.rstrip("。").replace(shown.period.plain, "").removeprefix(shown.period.label)
