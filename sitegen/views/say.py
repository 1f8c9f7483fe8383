"""Sentences of the first screen: the catalogue's templates filled with figures, and comparisons with what was before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sitegen.figures import Figure
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Village
from sitegen.model.period import Period, before, year_before
from sitegen.views.amounts import divide_money, say_figure, say_more_or_less

_HOLE = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")


def say_all(templates: tuple[str, ...], figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """The sentences whose every figure is known; the others are left out."""
    filled = (fill(template, figures) for template in templates)
    return tuple(sentence for sentence in filled if sentence)


def fill(template: str, figures: Mapping[str, Figure]) -> str:
    """One sentence; empty when a figure is missing. ``{a/b}`` divides, ``{名:元}`` says the exact amount."""
    missing = False

    def hole(match: re.Match[str]) -> str:
        nonlocal missing
        figure = find_figure(match[1].strip(), figures)
        text = say_figure(figure, match[2] or "") if figure else ""
        missing = missing or not text
        return text

    sentence = _HOLE.sub(hole, template)
    return "" if missing else sentence


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
    rounded = share if share < 10_000 else round(share / 100) * 100
    return Figure(top.kind, rounded, top.unit)


def with_village(figures: Mapping[str, Figure], village: Village, period: Period | None) -> dict[str, Figure]:
    """The figures and what every sentence may name besides: 村, 户数, 人口, 期间."""
    whole = dict(figures)
    whole["村"] = Figure("text", village.name)
    if village.households:
        whole.setdefault("户数", Figure("count", village.households))
    if village.people:
        whole.setdefault("人口", Figure("count", village.people))
    if period is not None:
        whole["期间"] = Figure("text", period.plain)
    return whole


def compare(
    item: Item, period: Period, figures: Mapping[str, Figure], others: Mapping[str, Mapping[str, Figure]]
) -> tuple[str, ...]:
    """``比去年多2,723元6角``: the item's compared figure against last period and last year, by period code."""
    now = figures.get(item.compare)
    if not item.compare or now is None or not isinstance(now.value, int) or period.kind == "day":
        return ()
    sentences = []
    for words, then_period in _comparisons(period):
        then = others.get(then_period.code, {}).get(item.compare)
        if then is not None and isinstance(then.value, int):
            sentences.append(f"比{words}{_difference(now, then)}")
    return ("，".join(sentences),) if sentences else ()


def _comparisons(period: Period) -> tuple[tuple[str, Period], ...]:
    if period.kind == "year":
        return (("上一年", before(period)),)
    last = {"quarter": "上一季", "month": "上个月"}[period.kind]
    same = {"quarter": "去年同季", "month": "去年同月"}[period.kind]
    return ((last, before(period)), (same, year_before(period)))


def _difference(now: Figure, then: Figure) -> str:
    if now.kind == "money":
        return say_more_or_less(int(str(now.value)), int(str(then.value)))
    difference = int(str(now.value)) - int(str(then.value))
    if difference == 0:
        return "一样多"
    return f"{'多' if difference > 0 else '少'}{abs(difference):,}{now.unit}"


def finish(sentences: Iterable[str]) -> tuple[str, ...]:
    """The sentences, each with its full stop."""
    return tuple(each if each.endswith(("。", "！", "？", "：")) else f"{each}。" for each in sentences if each)


def plain(text: str) -> str:
    """The text without the marks for strong."""
    return text.replace("**", "")
