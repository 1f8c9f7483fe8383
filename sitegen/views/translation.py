"""A language beside Chinese: sentences by their Chinese, days by CLDR, and what has no translation in Chinese, marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from gettext import c2py
from typing import TYPE_CHECKING

from msgspec import field

from sitegen.model.ledger import Fen
from sitegen.model.money import plain_money
from sitegen.model.period import Period
from sitegen.views import amounts
from sitegen.views.language import CHINESE, ENDS, Language
from sitegen.views.said import CLOSE, OPEN, Said, put_together, quote, source_of

if TYPE_CHECKING:
    from babel import Locale

_OTHER_ENDS = (*ENDS, ".", "!", "?", ":", *(end + CLOSE for end in ENDS))

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
        return put_together(between.join(map(quote, texts)), mark.join(map(source_of, texts)))

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
