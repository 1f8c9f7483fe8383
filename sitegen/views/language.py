"""The language of a page: how sentences, labels, amounts and days are said in it.

Views are written in Chinese, and their sentences are the keys of every translation: ``language.say("已公开{n}项", n=3)``.
What clerks typed is never translated. A translation therefore tells two kinds of text apart by their type: ``Said`` is text
in the language of the page; a plain ``str`` with Chinese characters is Chinese as it was written, and is marked as such. What
has no translation is said in Chinese and marked in the same way. For Chinese itself all of this is plain formatting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from gettext import c2py
from typing import TYPE_CHECKING, SupportsIndex

from msgspec import Struct, field

from sitegen.figures import Figure
from sitegen.model.ledger import Fen
from sitegen.model.money import plain_money
from sitegen.model.period import Period
from sitegen.views import amounts

if TYPE_CHECKING:
    from babel import Locale

OPEN, CLOSE = "\ue000", "\ue001"
"""Around Chinese in a text of another language; :mod:`sitegen.outputs.html` makes ``lang`` attributes of them."""
_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]")
_ENDS = ("。", "！", "？", "：")
_OTHER_ENDS = (*_ENDS, ".", "!", "?", ":", *(end + CLOSE for end in _ENDS))


class Said(str):
    """Text in the language of the page. ``source`` is the same in Chinese, for sentences that have no translation."""

    __slots__ = ("source",)
    source: str

    def __new__(cls, text: str, source: str) -> Said:
        said = super().__new__(cls, text)
        said.source = source
        return said

    def __add__(self, other: str) -> Said:
        return _together(str.__add__(self, quote(other)), self.source + source_of(other))

    def __radd__(self, other: str) -> Said:
        return _together(quote(other) + str(self), source_of(other) + self.source)

    def splitlines(self, keepends: bool = False) -> list[str]:
        """As of any text; the Chinese of a line is not known."""
        return [Said(line, line) for line in super().splitlines(keepends)]

    def replace(self, old: str, new: str, count: SupportsIndex = -1) -> Said:
        """As of any text."""
        return Said(super().replace(old, new, count), self.source.replace(old, new, count))


def quote(text: str) -> str:
    """The text with Chinese marked that is not in the language of the page; what holds a mark already is put together of
    parts that were looked at."""
    known = isinstance(text, Said) or OPEN in text
    return text if known or not _HAN.search(text) else f"{OPEN}{text}{CLOSE}"


_MARKED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_LETTER = re.compile(r"\w")


def _together(text: str, source: str) -> Said:
    """Pieces put together: where all of them are Chinese they are one Chinese text, and read in its own direction."""
    whole = OPEN in text and not _LETTER.search(_MARKED.sub("", text))
    return Said(quote(source) if whole else text, source)


def source_of(text: str) -> str:
    """The text in Chinese."""
    return text.source if isinstance(text, Said) else text


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
        return tuple(each if each.endswith(_ENDS) else each + "。" for each in sentences if each)

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

Messages = Mapping[str, str | tuple[str, ...]]


class Translation(Language, frozen=True, dict=True, eq=False):
    """Another language: sentences by their Chinese, plural forms in the order of ``plural``."""

    messages: Messages = field(default_factory=dict)
    plural: str = "0"
    """The expression of gettext's ``Plural-Forms``: ``n != 1``."""
    missing: int = 0
    """Sentences nobody has translated yet."""

    def say(self, text: str, /, **values: object) -> str:
        """The sentence in this language; in Chinese, marked, where it has no translation."""
        source = text.format(**{name: source_of(v) if isinstance(v, str) else v for name, v in values.items()})
        translated = self._find(text, values.get("n"))
        if translated is None:
            return Said(quote(source), source)
        return Said(
            translated.format(**{name: quote(v) if isinstance(v, str) else v for name, v in values.items()}), source
        )

    def label(self, text: str) -> str:
        """The word in this language; in Chinese, marked, where it has no translation."""
        translated = self._find(text, None)
        return Said(quote(text) if translated is None else translated, text)

    def find(self, text: str, /, **values: str) -> str:
        """The sentence where it is to stand beside the Chinese: empty where nobody translated it; nothing is marked."""
        translated = self._find(text, None)
        return translated.format(**values) if translated else ""

    def _find(self, text: str, n: object) -> str | None:
        found = self.messages.get(text)
        if isinstance(found, tuple):
            return found[self._plural(n) if isinstance(n, int) else 0]
        return found

    @cached_property
    def _plural(self) -> Callable[[int], int]:
        return _to_plural(self.plural)

    def put(self, text: str) -> str:
        """Marked, where it is Chinese."""
        return quote(text)

    def fill(self, template: str, filler: Callable[[Language, str], str]) -> str:
        """The same in this language; in Chinese, marked, where the template has no translation."""
        source, translated = filler(CHINESE, template), self._find(template, None)
        if not source or translated is None:
            return Said(quote(source), source) if source else ""
        return Said(filler(self, translated), source)

    def join(self, mark: str, texts: Iterable[str]) -> str:
        """The texts with what stands for the mark between them."""
        texts = tuple(texts)
        between = self._find(mark, None) or mark
        return _together(between.join(map(quote, texts)), mark.join(map(source_of, texts)))

    def finish(self, sentences: Iterable[str]) -> tuple[str, ...]:
        """The sentences, each with its full stop."""
        return tuple(self._finish(Said(quote(each), source_of(each))) for each in sentences if each)

    def _finish(self, sentence: Said) -> str:
        if sentence.endswith(_OTHER_ENDS):
            return sentence
        whole = sentence.startswith(OPEN) and sentence.find(CLOSE) == len(sentence) - 1
        return Said(f"{sentence[:-1]}。{CLOSE}", f"{sentence.source}。") if whole else sentence + self.label("。")

    def unit(self, number: str, unit: str) -> str:
        """A number and what it counts."""
        return self.say("{number}{unit}", number=number, unit=self.label(unit)) if unit else number

    @property
    def spells(self) -> bool:
        """Chinese alone says 万 and 角."""
        return self.tag.startswith("zh")

    def money(self, fen: Fen) -> str:
        """``127,799.70 yuan``; traditional Chinese says it in words."""
        said = amounts.say_money(fen)
        if self.spells:
            return Said("".join(self._sign(each) for each in said), said)
        return Said(self._yuan(plain_money(fen).removesuffix(".00")), said)

    def _sign(self, sign: str) -> str:
        found = self.messages.get(sign)
        return found if isinstance(found, str) else sign

    def exact(self, fen: Fen) -> str:
        """To the fen."""
        return Said(self._yuan(plain_money(fen)), amounts.exact_money(fen))

    def _yuan(self, amount: str) -> str:
        return self.say("{amount}元", amount=amount)

    def about(self, fen: Fen) -> str:
        """Rounded to whole yuan from ten yuan up."""
        rounded = amounts.round_yuan(fen)
        return self.money(fen) if rounded == fen else self.say("约{money}", money=self.money(rounded))

    def share(self, part: Fen, whole: Fen) -> str:
        """How much of the whole, as a word where there is one."""
        return self.label(said) if (said := amounts.say_share(part, whole)) else ""

    # ---- by CLDR ----------------------------------------------------------------------------------------------------

    @cached_property
    def _locale(self) -> Locale | None:
        """None for a language in which CLDR cannot name a month: days are then said in Chinese."""
        from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only counties with several languages pay for it

        try:
            found = Locale.parse(self.tag, sep="-")
        except (UnknownLocaleError, ValueError):
            return None
        return None if found.months["format"]["wide"][1].endswith("01") else found

    def day(self, day: date) -> str:
        """``October 12, 2026``."""
        return self._by_cldr(day, day, "", amounts.say_full_day(day))

    def day_near(self, day: date, near: date) -> str:
        """``October 12``, or with the year."""
        same = day.year == near.year
        return self._by_cldr(day, day, "MMMMd", amounts.say_day_near(day, near)) if same else self.day(day)

    def month(self, number: int) -> str:
        """``July``."""
        first = date(2000, number, 1)
        return self._by_cldr(first, first, "MMMM", super().month(number))

    def period(self, period: Period) -> str:
        """``Jul – Sep 2026``."""
        if period.kind == "day":
            return self.day(period.first)
        form = {"quarter": "yMMM", "month": "yMMMM"}.get(period.kind, "y")
        return self._by_cldr(period.first, period.last, form, period.plain)

    def quarter(self, period: Period) -> str:
        """``Q3 2026``."""
        return self._by_cldr(period.first, period.first, "yQQQ", super().quarter(period))

    def period_label(self, period: Period) -> str:
        """The same as in sentences."""
        return self.period(period)

    def span(self, period: Period, near: date) -> str:
        """Always with the year."""
        source = super().span(period, near)
        return Said(source if self.spells else self.period(period), source)

    def _by_cldr(self, first: date, last: date, form: str, source: str) -> str:
        if self.spells:
            return Said(source, source)
        said = _say_days(self._locale, first, last, form) if self._locale else ""
        return Said(said or quote(source), source)


@lru_cache(32)
def _to_plural(expression: str) -> Callable[[int], int]:
    made: Callable[[int], int] = c2py(expression)
    return made


@lru_cache(4096)
def _say_days(locale: Locale, first: date, last: date, form: str) -> str:
    """One day by CLDR's skeleton (empty: the long form), or first and last joined as the language joins them."""
    from babel.dates import format_date, format_interval, format_skeleton  # noqa: PLC0415 - as above

    if not form:
        return format_date(first, "long", locale)
    if form == "yMMM" and first != last:
        return format_interval(first, last, form, locale=locale)
    if form == "MMMM":
        return format_date(first, form, locale)
    return format_skeleton(form, first, locale=locale)


def say_as_written(language: Language) -> str:
    """What every page of a translation says of itself: what stays in Chinese; and in Chinese, how much still does."""
    if not isinstance(language, Translation):
        return ""
    said = language.say("账里的名字、事由和说明是照原样公布的中文。")
    if not language.missing:
        return said
    return said + f"这种文字还有{language.missing}句没有译，先写中文；已经译的，要请母语的人核对。"
