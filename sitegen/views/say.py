"""Sentences of the first screen: the catalogue's templates filled with figures, and comparisons with what was before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from msgspec.structs import replace

from sitegen.figures import Figure
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Village
from sitegen.model.money import plain_money
from sitegen.model.period import Period, before, year_before
from sitegen.views.amounts import divide_money, exact_money, round_yuan
from sitegen.views.language import Language
from sitegen.views.said import Said

_HOLE = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")


def say_all(language: Language, templates: tuple[str, ...], figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """The sentences whose every figure is known; the others are left out."""
    filled = (fill(language, template, figures) for template in templates)
    return tuple(sentence for sentence in filled if sentence)


def fill(language: Language, template: str, figures: Mapping[str, Figure]) -> str:
    """One sentence; empty when a figure is missing. ``{a/b}`` divides, ``{名:元}`` says the exact amount,
    ``{a/b:成}`` how much of b a is (``约三成``)."""

    def fill_holes(language: Language, template: str) -> str:
        start, holes = _part(template)
        pieces = [start]
        for name, how, text in holes:
            said = _say_hole(language, name, how, figures)
            if not said:
                return ""
            pieces += (language.put(said), text)
        return "".join(pieces)

    return language.fill(template, fill_holes)


@lru_cache(maxsize=1024)
def _part(template: str) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """What stands before the first hole; then each hole, how it is said, and what follows it."""
    start, *rest = _HOLE.split(template)
    holes = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    return start, tuple((name.strip(), how or "", text) for name, how, text in holes)


def _say_hole(language: Language, name: str, how: str, figures: Mapping[str, Figure]) -> str:
    if how == "成":
        part, whole = (find_figure(each.strip(), figures) for each in name.partition("/")[::2])
        amounts = [each.value for each in (part, whole) if each is not None and isinstance(each.value, int)]
        return language.share(*amounts) if len(amounts) == 2 else ""
    figure = find_figure(name, figures)
    return language.figure(figure, how) if figure else ""


def find_figure(name: str, figures: Mapping[str, Figure]) -> Figure | None:
    """A figure by its name in templates, quotients among them; a field that is only in rows is taken where all agree."""
    top, slash, bottom = name.partition("/")
    if slash:
        return _divide(find_figure(top.strip(), figures), find_figure(bottom.strip(), figures))
    return figures.get(name) or figures.get(f"{name}.同")


def _divide(top: Figure | None, bottom: Figure | None) -> Figure | None:
    if top is None or bottom is None or not isinstance(top.value, int) or not isinstance(bottom.value, int | Decimal):
        return None
    share = divide_money(top.value, bottom.value)
    if share is None:
        return None
    if share == 0 and top.value:
        return Figure("choice", "不到1分")  # a fixed word, as the choices of the catalogue are
    return Figure(top.kind, share if abs(share) < 10_000 else round_yuan(share), top.unit)


_KEY_FIGURE = re.compile(r"\*\*([^*]+)\*\*(（?)")


def with_exact(language: Language, sentences: tuple[str, ...], figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """The first sentence with the exact amount after its key figure in words, where the words are rounded or spelt:
    ``共 **4万1,898元8角**（41,898.80元）``; unchanged where the sentence says it itself or the figure is no money."""
    if not sentences or not language.spells:
        return sentences
    first = sentences[0]
    found = _KEY_FIGURE.search(first)
    exact = _find_exact(language, found[1], figures) if found else ""
    if found is None or not exact or exact in first:
        return sentences
    opening = f"（{exact}，" if found[2] else f"（{exact}）"
    whole = first[: found.end(1) + 2] + opening + first[found.end() :]
    return (Said(whole, first.source) if isinstance(first, Said) else whole, *sentences[1:])


def _find_exact(language: Language, words: str, figures: Mapping[str, Figure]) -> str:
    amounts = (figure.value for figure in figures.values() if figure.kind == "money" and isinstance(figure.value, int))
    amount = next((fen for fen in amounts if language.money(fen) == words), None)
    return exact_money(amount) if amount is not None and plain_money(amount).removesuffix(".00") + "元" != words else ""


def with_village(
    language: Language, figures: Mapping[str, Figure], village: Village, period: Period | None
) -> dict[str, Figure]:
    """The figures and what every sentence may name besides: 村, 户数, 人口, 期间."""
    whole = dict(figures)
    whole["村"] = Figure("text", village.name)
    if village.households:
        whole.setdefault("户数", Figure("count", village.households))
    if village.people:
        whole.setdefault("人口", Figure("count", village.people))
    if period is not None:
        whole["期间"] = Figure("text", language.period(period))
    return whole


def compare(
    language: Language,
    item: Item,
    period: Period,
    figures: Mapping[str, Figure],
    others: Mapping[str, Mapping[str, Figure]],
    *,
    earlier: bool = True,
) -> tuple[str, ...]:
    """``比去年多2,723元6角``: the item's compared figure against last period and last year, by period code.

    ``earlier`` says whether the item was ever disclosed before: then what cannot be compared is named, and else that
    this is the first time. Events are not compared.
    """
    now = figures.get(item.compare)
    if not item.compare or now is None or not isinstance(now.value, int) or period.kind == "day":
        return ()
    if not earlier:
        return (language.say("这是头一回公开，没有以前的可比"),)
    said, counted = [], replace(now, unit=now.unit or _counter(item))
    for words, then_period in comparisons(period):
        then = others.get(then_period.code, {}).get(item.compare)
        if then is not None and isinstance(then.value, int):
            said.append(_difference(language, language.label(words), counted, then))
    if not said:
        return (language.say("没有{when}同样的数，没法比", when=language.label(comparisons(period)[0][0])),)
    return (language.join("，", said),)


def comparisons(period: Period) -> tuple[tuple[str, Period], ...]:
    """What a period is compared with, and how people call it: the period before, and the same one last year."""
    if period.kind == "year":
        return (("上一年", before(period)),)
    if period.kind == "quarter":
        return (("上一季", before(period)), ("去年同季", year_before(period)))
    return (("上个月", before(period)), ("去年同月", year_before(period)))


@lru_cache(maxsize=1024)
def _counter(item: Item) -> str:
    """What the compared rows are counted in where the first screen counts them: ``开会定了{决定.行数}件事`` → 件."""
    found = re.search(re.escape(f"{{{item.compare}}}") + r"(\w)", "".join(item.say))
    return found[1] if found else ""


def _difference(language: Language, when: str, now: Figure, then: Figure) -> str:
    difference = int(str(now.value)) - int(str(then.value))
    if difference == 0:
        return language.say("和{when}一样多", when=when)
    amount = abs(difference)
    much = language.money(amount) if now.kind == "money" else language.unit(f"{amount:,}", now.unit)
    return language.say("比{when}多{much}" if difference > 0 else "比{when}少{much}", when=when, much=much)


def plain(text: str) -> str:
    """The text without the marks for strong."""
    return text.replace("**", "")
