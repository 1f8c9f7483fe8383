"""Figures that texts mention: ``安排8600元`` ``百分之五`` ``一万二千元``, and which of them another wording does not have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from sitegen.model.numerals import spoken_number

_NUMERALS = "零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟"
_UNIT = "元圆块角分亩%户人天年月日号吨斤米个次"
_FIGURE = re.compile(
    r"第\s*\d+|\d+组|\d{3,4}-\d{7,8}|(?:[字记]-|(?<![A-Za-z])[A-Za-z]-?)\d[\d-]*|"
    r"^[ \t>*-]*(?:\d{1,2}[.、)](?!\d)|[(（]\d{1,2}[)）])|"
    r"(?P<number>(?:(?<![\dA-Za-z%元年月日])-)?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)\s?"
    rf"(?P<scale>[百千万亿]{{0,3}})(?P<unit>公里|公斤|[{_UNIT}])?|"
    rf"(?<![{_NUMERALS}])(?P<spoken>[{_NUMERALS}]{{2,}}+|[{_NUMERALS.replace('一', '')}])"
    r"(?=[多余几]?(?P<of>[圆亩户人天吨米块]|元(?![宵旦月])))|"
    rf"百分之(?P<share>[{_NUMERALS}]+)",
    re.MULTILINE | re.ASCII,
)
"""What only numbers something (第3条, 3组, 记-014, a telephone, the mark of a list) comes first and is no figure."""
_NARROW = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_SAME = {"圆": "元", "块": "元"}
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_MARKS = re.compile(r"\*\*|^[ \t>#|]*(?:[-*+] )?|[ \t\r|。；]+$")
"""Of Markdown, and what ends a sentence that is quoted."""


Figure = tuple[Decimal | str, str]
"""What is said, however it is written, and its unit."""
_LONGEST = 30
"""Digits; more are no number that anybody adds up."""


class Reworded(NamedTuple):
    """Sentences with figures of which one at least is no longer there, and those that stand for them; empty where none do."""

    before: str
    after: str


def find_figures(text: str) -> tuple[Figure, ...]:
    """Every figure of the text in order."""
    return tuple(_read_figures(text.translate(_NARROW)))


def _read_figures(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        said, unit = match["number"], match["unit"] or ""
        if said:
            value = _scale(said.replace(",", ""), match["scale"])
        elif said := match["spoken"] or match["share"]:
            spoken = spoken_number(said) if len(said) < _LONGEST else None
            value, unit = None if spoken is None else Decimal(spoken), match["of"] or "%"
        if said:
            yield (said if value is None else value.normalize(), _SAME.get(unit, unit))


def _scale(digits: str, scales: str) -> Decimal | None:
    number = Decimal(digits) if len(digits) < _LONGEST else None
    for scale in scales if number is not None else "":
        number = number * _SCALES[scale] if number is not None else None
    return number


class _Sentence(NamedTuple):
    figures: tuple[Figure, ...]
    words: str


def find_reworded(before: str, after: str) -> Reworded | None:
    """What tells of figures that ``before`` mentions and ``after`` does not, or of others; what ``after`` adds is no change,
    nor are the same sentences in another order, nor other words around the same figures."""
    if before == after:
        return None
    old, new = (_split(text) for text in (before, after))
    lost, instead = _without(old, new), _without(new, old)
    if _is_within(_figures_of(lost), _figures_of(instead)):
        return None
    others = [_without(*each, lambda sentence: sentence.figures) for each in ((lost, instead), (instead, lost))]
    told = others if others[0] else (lost, instead)  # exchanged between sentences
    return Reworded(*("……".join(each.words for each in sentences) for sentences in told))


def _split(text: str) -> list[_Sentence]:
    """Those of its sentences that mention any figure."""
    sentences = (_Sentence(find_figures(match[0]), _MARKS.sub("", match[0])) for match in _SENTENCE.finditer(text))
    return [each for each in sentences if each.figures]


def _without(
    some: list[_Sentence], others: list[_Sentence], key: Callable[[_Sentence], Hashable] = attrgetter("words")
) -> list[_Sentence]:
    """Those that are none of the others, one for one."""
    same = Counter(map(key, others))
    left = []
    for each in some:
        if same[key(each)]:
            same[key(each)] -= 1
        else:
            left.append(each)
    return left


def _figures_of(sentences: list[_Sentence]) -> Iterator[Figure]:
    return (figure for each in sentences for figure in each.figures)


def _is_within(some: Iterable[Figure], others: Iterator[Figure]) -> bool:
    return all(figure in others for figure in some)
