"""What a county has besides its villages' ledgers: settings, regions, the register of printed addresses, releases."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from sitegen.model.catalogue import Kind
from sitegen.model.ledger import Telephone


class Settings(Struct, frozen=True):
    """``sitegen.yaml``. ``base_path`` begins and ends with ``/``; ``host`` is lower case with scheme, without a slash."""

    name: str
    host: str
    base_path: str
    former_roots: tuple[str, ...]
    """旧网址: what stood before a page's path once, such as ``https://old.example.cn/``; printed codes still say so."""
    organiser: str
    operator: str
    site_code: str
    icp: str
    preset: str
    today: date | None
    theme: str
    languages: tuple[str, ...]
    telephones: tuple[Telephone, ...]
    supervision_telephones: tuple[Telephone, ...]
    required_items: tuple[str, ...]
    """Item numbers due here beyond those the catalogue requires."""

    @property
    def root(self) -> str:
        """Everything before the path of a page: ``https://gk.example.cn/``."""
        return self.host + self.base_path


class Region(Struct, frozen=True):
    """A node of the five levels; code of 2, 4, 6, 9 or 12 digits, always text."""

    code: str
    name: str

    @property
    def parent(self) -> str:
        """Code of the level above; empty at the top."""
        return parent_of(self.code)


def parent_of(code: str) -> str:
    """Code of the level above; empty at the top."""
    return {12: code[:9], 9: code[:6], 6: code[:4], 4: code[:2]}.get(len(code), "")


def missing_above(code: str, known: Container[str], shortest: int) -> tuple[str, ...]:
    """Codes of the levels above that are not known, the nearest first, up to those as long as ``shortest``."""
    above = []
    while len(code := parent_of(code)) >= shortest:
        above += [code] if code not in known else []
    return tuple(above)


class Link(Struct, frozen=True):
    """One line of ``links/<address>.csv``: an address that was printed and what it means now.

    ``act`` is ``print``, ``move`` (to ``target``) or ``retire`` (with ``reason``); ``chain`` ties it to the line before.
    """

    day: date
    act: str
    path: str
    """Site path with leading and trailing slash, without the base path: ``/103201/021/``."""
    target: str
    reason: str
    batch: str
    """A number for what hangs for years; the kind of sheet (公示表, 群卡, 走访单) for what does not."""
    chain: str


class Answer(Struct, frozen=True):
    """One line of ``links/answered.csv``: a day on which every printed address was opened below ``root`` and was right."""

    day: date
    root: str
    addresses: int
    chain: str


_LABEL = '"part_label":'
_DECODER = json.JSONDecoder()


class Version(Struct, frozen=True):
    """One published version of one disclosure (or record): the public view and digests of what was not shown.

    ``state`` is ``published``, ``corrected`` or ``withdrawn``.
    """

    sequence: int
    day: date
    identity: tuple[str, str, str]
    state: str
    reason: str
    digest: str
    """Of the public view."""
    view: str
    """The public view as canonical JSON; empty when withdrawn."""
    figures: Mapping[str, str]
    """Published figures by position, such as ``出账/记-014,1/金额`` → ``6800.00``: what 更正前 is held against."""
    check_code: str
    lost: bool = False
    """Whether what was published is gone or was changed, so that only its check code can be held against it."""
    absent: tuple[str, ...] = ()
    """Codes of the books that were missing beside it when it was published."""

    @property
    def is_whole(self) -> bool:
        """Whether what was published can still be read as it was."""
        return bool(self.view) and not self.lost

    @property
    def part_label(self) -> str:
        """With which name a book, lot or group was published; empty where the view is gone. (In canonical JSON no text of a
        ledger can look like the key.)"""
        at = self.view.rfind(_LABEL)
        return str(_DECODER.raw_decode(self.view, at + len(_LABEL))[0]) if at >= 0 else ""


class Moved(NamedTuple):
    """A cell of a table whose rows show no key: which row of the ledger it stands in, and what was published in its place."""

    table: str
    row: int
    column: str
    before: str


class Retold(NamedTuple):
    """A published text of which a figure is no longer what it was: a field alone, or table, key (empty where rows show none)
    and column; the sentences with it then and now."""

    where: tuple[str, ...]
    before: str
    after: str


class Uncovered(NamedTuple):
    """A published text that covered somebody whom it would name now: where, as of a ``Retold``, the name, what stood for it."""

    where: tuple[str, ...]
    name: str
    told: str


class Change(NamedTuple):
    """A figure of a thing on a register: where it stands, as of a ``Retold``, and what it was and is."""

    where: tuple[str, ...]
    kind: Kind
    unit: str
    before: str
    after: str


class Parts(Struct, frozen=True):
    """Which kinds of files are wanted besides pages."""

    codes: bool = True
    downloads: bool = True
    compressed: Literal["", "gz", "br"] = ""
    """Smaller copies beside the pages: none, gzip, or gzip and brotli."""


ALL_PARTS = Parts()
