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
        hits = {folder for name, folder in villages.names.items() if name in plain or name in text}
        hits = hits or {folder for folder in villages.folders if plain == folder[8:12]}
        hits = hits or {
            folder for folder in villages.folders if len(folder) > 14 and folder[13:].removesuffix("村") in plain
        }
        longest = {
            folder
            for folder in hits
            if not any(folder[13:] != other[13:] and folder[13:] in other[13:] for other in hits)
        }
        if len(longest) == 1:
            return longest.pop()
    return ""


def find_account(texts: Iterable[str], accounts: tuple[Account, ...]) -> Account | None:
    """The account a text names, or the only one there is."""
    for text in texts:
        hits = [each for each in accounts if each.name in text or each.plain in text]
        if len(hits) == 1:
            return hits[0]
    return accounts[0] if len(accounts) == 1 else None


def names_another(text: str, account: Account) -> bool:
    """Whether a text that names whose books these are means books of another kind: 合作社 where the account is 村委会's."""
    said, own = (
        {index for index, words in enumerate(_KINDS) if any(word in each for word in words)}
        for each in (text, f"{account.name} {account.plain}")
    )
    return bool(said) and bool(own) and not said & own


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


def find_year(texts: Iterable[str]) -> int | None:
    """The year a text names."""
    return next((int(match[1]) for text in texts if (match := _YEAR.search(text))), None)
