"""The language of a page: how sentences, labels, amounts and days are said in it.

Views are written in Chinese, and their sentences are the keys of every translation: ``language.say("已公开{n}项", n=3)``.
What clerks typed is never translated. A translation therefore tells two kinds of text apart by their type: ``Said`` is text
in the language of the page; a plain ``str`` with Chinese characters is Chinese as it was written, and is marked as such. What
has no translation is said in Chinese and marked in the same way. For Chinese itself all of this is plain formatting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from msgspec import Struct

from sitegen.figures import Figure
from sitegen.model.ledger import Fen
from sitegen.model.period import Period
from sitegen.views import amounts
from sitegen.views.said import source_of

ENDS = ("。", "！", "？", "：")
"""After these a sentence needs no full stop."""


class Language(Struct, frozen=True, dict=True, eq=False):
    """Chinese as it is written in the code: every sentence is said as it stands."""

    tag: str = "zh-Hans"
    """BCP 47, as in ``lang`` and in addresses."""

    def say(self, text: str, /, **values: object) -> str:
        """The sentence with its values. The value ``n`` decides the plural of languages that have one."""
        return text.format(**values) if values else text

    def label(self, text: str) -> str:
        """A fixed word of the catalogue or of a theme."""
        return text

    def find(self, text: str, /, **values: str) -> str:  # noqa: ARG002 - there is no Chinese beside Chinese
        """The sentence where it is to stand beside the Chinese: empty where nobody translated it, as always for Chinese."""
        return ""

    def put(self, text: str) -> str:
        """What is put into a sentence of this language, whatever language it was said in."""
        return source_of(text)

    def fill(self, template: str, filler: Callable[[Language, str], str]) -> str:
        """A sentence of the catalogue, whose holes ``filler`` fills; empty where that gives nothing."""
        return filler(self, template)

    def join(self, mark: str, texts: Iterable[str]) -> str:
        """The texts with a Chinese mark between them, or what stands for it."""
        return mark.join(texts)

    def unit(self, number: str, unit: str) -> str:
        """A number and what it counts: ``18.5亩``."""
        return number + unit

    def finish(self, sentences: Iterable[str]) -> tuple[str, ...]:
        """The sentences, each with its full stop."""
        return tuple(each if each.endswith(ENDS) else each + "。" for each in sentences if each)

    # ---- amounts, numbers, days -------------------------------------------------------------------------------------

    @property
    def spells(self) -> bool:
        """Whether amounts are said in words that may differ from the exact figure."""
        return True

    def money(self, fen: Fen) -> str:
        """As people say it: ``12万7,799元7角``."""
        return amounts.say_money(fen)

    def exact(self, fen: Fen) -> str:
        """To the fen: ``127,799.70元``."""
        return amounts.exact_money(fen)

    def day(self, day: date) -> str:
        """``2026年10月12日``."""
        return amounts.say_full_day(day)

    def day_near(self, day: date, near: date) -> str:
        """Without the year when it is the same as ``near``'s."""
        return amounts.say_day_near(day, near)

    def month(self, number: int) -> str:
        """``7月``."""
        return f"{number}月"

    def period(self, period: Period) -> str:
        """As villagers say it: ``2026年7—9月``."""
        return period.plain

    def quarter(self, period: Period) -> str:
        """Short, for a drawing: ``26年3季``."""
        return f"{period.first.year % 100}年{period.quarter}季"

    def share(self, part: Fen, whole: Fen) -> str:
        """How much of the whole: ``约三成``; empty without a whole."""
        return amounts.say_share(part, whole)

    def about(self, fen: Fen) -> str:
        """``约146元``; exact where nothing is rounded."""
        return amounts.say_about(fen)

    def figure(self, figure: Figure, how: str = "") -> str:
        """A figure in a sentence. ``how``: empty for words, ``元`` for the exact amount, ``约`` for about."""
        if figure.kind == "money" and isinstance(figure.value, int):
            return {"元": self.exact, "约": self.about}.get(how, self.money)(figure.value)
        return self.value(figure.kind, figure.value)

    def value(self, kind: str, value: object) -> str:
        """A typed value as a person reads it, without its unit; empty for nothing."""
        if isinstance(value, str):
            return self.label(value) if kind == "choice" and value else value
        if type(value) is int:
            return amounts.say_value(kind, value)
        if isinstance(value, bool):
            return self.say("是") if value else self.say("否")
        if isinstance(value, Period):
            return self.period_label(value)
        if isinstance(value, date):
            return self.day(value)
        return amounts.say_value(kind, value)

    def period_label(self, period: Period) -> str:
        """As clerks write it: ``2026年3季度``."""
        return period.label

    def span(self, period: Period, near: date) -> str:
        """A period that begins a sentence, without the year when it is ``near``'s: ``7到9月``."""
        first, last = period.first, period.last
        months = f"{first.month}到{last.month}月" if first.month != last.month else f"{first.month}月"
        return months if first.year == near.year else f"{first.year}年{months}"


CHINESE = Language()
"""What ledgers, sheets and the first edition of most counties are written in."""
