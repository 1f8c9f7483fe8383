"""Corrections and releases: whatever was published and changed since, by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from sitegen.asked import Difference, is_asked
from sitegen.model.ledger import identity_of_case
from sitegen.model.period import from_code
from sitegen.model.site import Change, Version
from sitegen.views.ask import say_amended
from sitegen.views.corrections import view_corrections
from sitegen.views.frame import page_path
from sitegen.views.language import Language
from sitegen.views.pages import Anchor, ChangesView, CorrectionView, FactView
from sitegen.views.registered import find_changes, read_record, say_changes
from sitegen.views.reworded import say_retold
from sitegen.views.village import VillagePages


def view_changes_page(pages: VillagePages, formers: Iterable[VillagePages] = ()) -> tuple[str, ChangesView]:
    """All corrections, newest first, and what was published again or withdrawn when; where the same of its ``formers``, the
    villages merged into it, stands."""
    village = pages.village
    path = page_path(village.address, "changes")
    corrections = _all_corrections(pages)
    again = _find_registered(pages)
    things = {each.identity for each in pages.versions if each.sequence in again}
    asked = _find_amended(pages)
    say = pages.around.language.say
    questions = len({each.identity for each in pages.versions if each.sequence in asked})
    texts = sum(map(len, pages.retold.values()))
    sentences = tuple(_sum_up(say, len(corrections), len(things), texts, questions))
    frame = pages.frame(
        path,
        title=say("{village}更正记录", village=village.name),
        description=say("{village}公开以后改过的数", village=village.name),
    )
    newest_first = sorted(pages.versions, key=lambda version: version.sequence, reverse=True)
    return path, ChangesView(
        frame=frame,
        sentences=(*filter(None, (pages.kept_since,)), *sentences),
        corrections=corrections,
        releases=tuple(
            _view_asked(pages, each, asked.get(each.sequence, ()))
            if is_asked(each)
            else _view_release(pages, each, again.get(each.sequence, ()))
            for each in newest_first
            if each.state == "withdrawn"
            or (each.state == "corrected" and (each.sequence in asked or not is_asked(each)))
        ),
        first=_first_releases(pages, newest_first),
        formers=tuple(
            Anchor(each.href("changes"), say("{village}更正记录", village=each.village.name)) for each in formers
        ),
    )


def _all_corrections(pages: VillagePages) -> tuple[CorrectionView, ...]:
    found: list[tuple[str, CorrectionView]] = []
    for shown in pages.shown:
        raw = tuple(each for part in shown.parts for each in part.corrections)
        link = pages.href(shown.item.number, shown.period.code)
        views = view_corrections(pages.around.language, shown.item, shown.parts, shown.period, link)
        item = pages.label(shown.item.plain)
        found += [
            (each.day, replace(view, what=pages.around.language.join(" ", (item, view.what))))
            for each, view in zip(raw, views, strict=True)
        ]
    newest_first = sorted(found, key=lambda pair: pair[0], reverse=True)
    return tuple(replace(view, anchor=f"c{number}") for number, (_, view) in enumerate(newest_first, start=1))


def _sum_up(say: Callable[..., str], figures: int, things: int, texts: int, questions: int) -> Iterator[str]:
    if figures:
        yield say("公开过的数改了**{n}处**，原来是多少、改成多少、为什么改，都写在这里。", n=figures)
    if things:
        yield say("登记的家当、合同和工程改了**{n}件**的数，原来是多少、改成多少，也写在这里。", n=things)
    if texts:
        yield say("写在文字里的数改了**{n}处**，原来怎么写、现在怎么写，也写在这里。", n=texts)
    if questions:
        yield say("公布过的问题和答复改了**{n}件**，原来怎么写、改成什么，也写在这里。", n=questions)
    if not any((figures, things, texts, questions)):
        yield say("公开过的数没有改过。哪天改了，原来是多少、为什么改，都会写在这里。")


def _find_registered(pages: VillagePages) -> dict[int, tuple[Change, ...]]:
    """By the number of the version, the figures with which a thing on a register was published again."""
    catalogue = pages.around.catalogue
    before: dict[tuple[str, str, str], Version] = {}
    found: dict[int, tuple[Change, ...]] = {}
    for version in pages.versions:
        item, last = catalogue.by_number(version.identity[0]), before.get(version.identity)
        again = version.state == "corrected" and version.is_whole
        if last and last.is_whole and again and item and item.shape == "register":
            found[version.sequence] = find_changes(item, read_record(last), read_record(version))
        before[version.identity] = version
    return {number: changes for number, changes in found.items() if changes}


def _find_amended(pages: VillagePages) -> dict[int, tuple[Difference, ...]]:
    """By the number of the version, what of a question was published and became another with it."""
    return {each.sequence: each.differences for case in pages.cases for each in case.amended if each.sequence}


def _view_asked(pages: VillagePages, version: Version, differences: tuple[Difference, ...]) -> FactView:
    language = pages.around.language
    numbers = {identity_of_case(each.number): each.number for each in pages.cases}
    name = language.say("{number}号问题", number=numbers.get(version.identity, version.identity[1]))
    said = version.reason or say_amended(language, differences)
    reason = language.say("：{reason}", reason=said) if said else ""
    what = language.label(RELEASE_WORDS[version.state])
    return FactView(language.join(" ", (language.day(version.day), what)), name + reason)


def _view_release(pages: VillagePages, version: Version, changes: tuple[Change, ...]) -> FactView:
    number, period, _ = version.identity
    item, language = pages.around.catalogue.by_number(number), pages.around.language
    what = language.label(RELEASE_WORDS[version.state])
    pieces = (
        language.label(item.plain) if item else number,
        _period_text(language, period),
        _part_text(pages, version),
    )
    name = language.join(" ", filter(None, pieces))
    retold = say_retold(language, pages.retold.get(version.sequence, ()))
    said = version.reason or language.join("；", (*say_changes(language, changes), *retold))
    reason = language.say("：{reason}", reason=said) if said else ""
    return FactView(language.join(" ", (language.day(version.day), what)), name + reason)


RELEASE_WORDS: Mapping[str, str] = {"corrected": "改动后重新公布", "withdrawn": "撤下"}
FEW_ITEMS = 3
"""Named one by one where a day's releases are listed."""


def _part_text(pages: VillagePages, version: Version) -> str:
    """Which of several books, lots or groups; empty where there is one only."""
    number, period, code = version.identity
    same = [each for each in pages.shown if each.key == (number, period)]
    labels = [part.part_label for each in same for part in each.parts if part.part == code]
    account = pages.village.account(code)
    return pages.label(labels[0] if labels else account.name if account else "")


def _first_releases(pages: VillagePages, newest_first: Iterable[Version]) -> tuple[FactView, ...]:
    """What was published for the first time, one line a day. Many of one period are counted, and stand by name on the page
    of what was due; records are counted together."""
    days: dict[date, dict[str, list[str]]] = {}
    for version in newest_first:
        number, code, _ = version.identity
        item = pages.around.catalogue.by_number(number)
        if version.state == "published" and item is not None:
            names = days.setdefault(version.day, {}).setdefault(code if from_code(code) else "", [])
            names += [item.plain] if item.plain not in names or not from_code(code) else []
    language = pages.around.language
    return tuple(
        FactView(language.day(day), language.join("；", (_say_first(pages, *each) for each in by_period.items())))
        for day, by_period in days.items()
    )


def _say_first(pages: VillagePages, code: str, names: list[str]) -> str:
    language, period = pages.around.language, from_code(code)
    if period is None:
        return language.say("登记的家当、合同和工程{n}件", n=len(names))
    if len(names) > FEW_ITEMS:
        return language.say("{period}的{n}项", period=language.period(period), n=len(names))
    return language.join("、", map(pages.label, reversed(names)))


def _period_text(language: Language, code: str) -> str:
    period = from_code(code)
    return language.period(period) if period else language.say("{number}号", number=code)
