"""Whose sheet it is: village, account and period, from a column, the sheet's name, the titles, the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sitegen.importing.words import to_plain_word
from sitegen.model.ledger import Account
from sitegen.model.period import Period, from_text, quarter
from sitegen.source import nearest

_PERIOD = re.compile(
    r"20\d\d\s*年\s*第?\s*[一二三四1-4]\s*季度?|20\d\d\s*[-.]?\s*[Qq][1-4]|20\d\d\s*年\s*\d{1,2}\s*月(?!\s*\d{1,2}\s*日)|20\d\d[-.]\d{1,2}(?!\d)"
)
_MONTHS = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月?\s*[-—–~至到]+\s*(\d{1,2})\s*月")
_KINDS = (("村委", "村民委员会", "村务"), ("合作社", "集体经济", "经济联合", "经联社"))
"""Whose books there are in a village, as they are called."""
_YEAR = re.compile(r"(20\d\d)\s*年")
_BRACKETED = re.compile(r"[(（〔\[][^)）〕\]]*[)）〕\]]")


class Hints(Struct, frozen=True):
    """What may say whose a sheet is and of when, nearest first: its titles, its name, the file's, the folders'."""

    titles: tuple[str, ...]
    page: str
    file: str
    folders: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.titles, self.page, self.file, *self.folders)

    @property
    def own(self) -> tuple[tuple[str, ...], ...]:
        """What was written for this one sheet, each of which may be left over from another."""
        return (self.titles, (self.page,), (self.file,))


class Villages(Struct, frozen=True):
    """The county's villages: folder by plain name, and other names the mapping gives them."""

    folders: tuple[str, ...]
    names: Mapping[str, str]

    def nearest(self, text: str) -> str:
        """The village that was probably meant; empty when none is near."""
        return nearest(text, [folder[13:] for folder in self.folders])


def to_villages(folders: Sequence[str], names: Mapping[str, str]) -> Villages:
    """Names, codes, address numbers and the mapping's own names of the villages."""
    known: dict[str, str] = {}
    for folder in folders:
        known |= {folder[13:]: folder, folder[:12]: folder, folder[6:12]: folder}
    for other, target in names.items():
        hit = next((folder for folder in folders if target in (folder, folder[:12], folder[13:], folder[6:12])), "")
        known |= {other: hit} if hit else {}
    return Villages(tuple(folders), known)


def find_village(texts: Iterable[str], villages: Villages) -> str:
    """The folder of the village a text names; the first text that names just one decides. Empty when none does."""
    for text in texts:
        plain = to_plain_word(text) or text
        hits = _named(text, villages) or {folder for folder in villages.folders if plain == folder[8:12]}
        hits = hits or {
            folder for folder in villages.folders if len(folder) > 14 and folder[13:].removesuffix("村") in plain
        }
        longest = _longest(hits)
        if len(longest) == 1:
            return longest.pop()
    return ""


def find_villages_said(hints: Hints, villages: Villages) -> tuple[str, ...]:
    """Folders of the villages that titles, sheet and file name in full: two, where one was left over from another."""
    said: dict[str, None] = {}
    for texts in hints.own:
        singles = (each for text in texts if len(each := _longest(_named(text, villages))) == 1)
        said |= dict.fromkeys(next(singles, ()))
    return tuple(said)


def _named(text: str, villages: Villages) -> set[str]:
    """Folders of the villages a text names in full, or by a short name that is all it says."""
    plain = to_plain_word(text) or text
    hits = {folder for name, folder in villages.names.items() if name in plain or name in text}
    return hits or {folder for folder in villages.folders if plain == folder[13:].removesuffix("村")}


def _longest(hits: set[str]) -> set[str]:
    """Without villages whose name is a part of another one's."""
    return {
        folder for folder in hits if not any(folder[13:] != other[13:] and folder[13:] in other[13:] for other in hits)
    }


def find_account(texts: Iterable[str], accounts: tuple[Account, ...]) -> Account | None:
    """The account a text names, or the only one there is."""
    for text in texts:
        hits = [each for each in accounts if each.name in text or each.plain in text]
        if len(hits) == 1:
            return hits[0]
    return accounts[0] if len(accounts) == 1 else None


def names_another(text: str, account: Account) -> bool:
    """Whether a text that names whose books these are means books of another kind: 合作社 where the account is 村委会's."""
    said, own = find_kinds((text,)), find_kinds((account.name, account.plain))
    return bool(said) and bool(own) and not said & own


def find_kinds(texts: Iterable[str]) -> frozenset[int]:
    """The kinds of books that texts speak of."""
    every = tuple(texts)
    return frozenset(
        index for index, words in enumerate(_KINDS) if any(word in text for word in words for text in every)
    )


def find_period(texts: Iterable[str]) -> Period | None:
    """The month or quarter a text names."""
    for text in texts:
        months = _MONTHS.search(text)
        if months and int(months[2]) % 3 == 1 and int(months[3]) == int(months[2]) + 2 <= 12:
            return quarter(int(months[1]), (int(months[2]) + 2) // 3)
        match = _PERIOD.search(text)
        if match and (found := from_text("".join(match[0].split()))):
            return found
    return None


def find_periods_said(hints: Hints) -> tuple[Period, ...]:
    """Months and quarters that titles, sheet and file name, where they have not a day in common; else nothing."""
    said = tuple(period for texts in hints.own if (period := find_period(texts)))
    apart = any(one.last < other.first for one in said for other in said)
    return tuple(dict.fromkeys(said)) if apart else ()


def find_year(texts: Iterable[str]) -> int | None:
    """The year a text names."""
    return next((int(match[1]) for text in texts if (match := _YEAR.search(text))), None)


def find_years_said(hints: Hints) -> tuple[int, ...]:
    """The years that titles, sheet and file name, where they name several; else nothing. What brackets hold is beside."""
    said: dict[int, None] = {}
    for texts in hints.own:
        years = ([int(year) for year in _YEAR.findall(_BRACKETED.sub("", text))] for text in texts)
        said |= dict.fromkeys(next(filter(None, years), []))
    return tuple(said) if len(said) > 1 else ()
