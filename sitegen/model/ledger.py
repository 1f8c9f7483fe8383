"""The ledger of one village: what its files say, typed and placed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from msgspec import Struct

from sitegen.codes import digest
from sitegen.diagnostics import NOWHERE, Place
from sitegen.model.period import Period

Fen = int
"""Money, exact: whole fen."""

Value = int | Decimal | date | str | bool | Period
"""A typed value: money and counts are ``int`` (fen, pieces), numbers and shares ``Decimal``, the rest as named."""


class Origin(Protocol):
    """Where a row was written; looked up only when a message asks for it."""

    @property
    def file(self) -> str:
        """The file, from the county folder."""

    def place(self) -> Place:
        """Where the row stands."""

    def place_of(self, column: str) -> Place | None:
        """Where the cell of that column stands; None where nothing was written."""


class Row(Struct, frozen=True, gc=False):
    """One line of a table; ``cells`` stand in the order of ``columns``, None where nothing was written."""

    columns: tuple[str, ...]
    cells: tuple[Value | None, ...]
    origin: Place | Origin
    places: tuple[Place, ...] = ()
    """One place a cell, where they were known when the row was made; else its origin finds them."""

    @property
    def place(self) -> Place:
        """Where the row stands."""
        return self.origin if isinstance(self.origin, Place) else self.origin.place()

    def get(self, column: str) -> Value | None:
        """The cell of that column; None where nothing was written or the table has no such column."""
        return self.cells[self.columns.index(column)] if column in self.columns else None

    def is_written(self, column: str) -> bool:
        """Whether something stands in the cell of that column, be it understood or not."""
        return isinstance(self.origin, Place) or self.origin.place_of(column) is not None

    def place_of(self, column: str) -> Place:
        """Where that cell stands, else where the row does."""
        if self.places and column in self.columns:
            return self.places[self.columns.index(column)]
        found = None if isinstance(self.origin, Place) else self.origin.place_of(column)
        return found or self.place


class Table(Struct, frozen=True, dict=True):
    """Rows of one table of an item."""

    name: str
    rows: tuple[Row, ...]
    place: Place
    readable: bool = True
    """Whether its source could be read at all; no sum is drawn from one that could not."""

    @cached_property
    def cells(self) -> Mapping[str, tuple[Value | None, ...]]:
        """Its columns by name, each from the first row to the last; None where nothing was written."""
        columns = {row.columns for row in self.rows}
        if len(columns) == 1:  # so it is with every table that was read from a file
            return dict(zip(columns.pop(), zip(*(row.cells for row in self.rows), strict=True), strict=True))
        return {name: tuple(row.get(name) for row in self.rows) for each in columns for name in each}

    @cached_property
    def texts(self) -> Mapping[str, tuple[Value | None, ...]]:
        """Those of its columns in which a text stands."""
        return {name: cells for name, cells in self.cells.items() if str in set(map(type, cells))}

    def column(self, name: str) -> tuple[Value | None, ...]:
        """The cells of that column; nothing written in any row where the table has no such column."""
        return self.cells.get(name) or (None,) * len(self.rows)


class Field(Struct, frozen=True, gc=False):
    """One scalar of an item."""

    name: str
    value: Value
    place: Place


class Body(Struct, frozen=True):
    """What an item says in one part, or what a record says: its fields and tables."""

    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()

    def get(self, name: str) -> Value | None:
        """A field's value, or None."""
        return next((field.value for field in self.fields if field.name == name), None)

    def place_of(self, name: str, otherwise: Place) -> Place:
        """Where a field stands."""
        return next((field.place for field in self.fields if field.name == name), otherwise)

    def table(self, name: str) -> Table | None:
        """The table of that name, or None."""
        return next((table for table in self.tables if table.name == name), None)


class Review(Struct, frozen=True):
    """Who looked at it when, agreed or objected, and the check code of what they saw (empty: none given)."""

    reviewer: str
    day: date
    agreed: bool
    check_code: str
    words: str
    answer: str
    place: Place
    day_place: Place = NOWHERE
    code_place: Place = NOWHERE
    """Of its day and of its check code."""


class Correction(Struct, frozen=True):
    """A published figure that was changed: where, from what, to what, why, and who checked it."""

    day: date
    kind: Literal["transcription", "adjustment"]
    """公开表抄错 (the books were right) or 账务调整 (a later voucher)."""
    table: str
    key: tuple[tuple[str, str], ...]
    """Key columns and their written values that find the row; empty for a field, and for a sum over all rows."""
    column: str
    before: Value | None
    after: Value | None
    """None where there was nothing, or is nothing any more."""
    reason: str
    checked_by: str
    place: Place
    position_place: Place = NOWHERE
    before_place: Place = NOWHERE
    after_place: Place = NOWHERE
    is_new_row: bool = False
    """Whether the whole row was not there before."""


class Part(Struct, frozen=True):
    """Which part of an item: an account (账套), a batch (批次) or a villagers' group (村民小组).

    ``code`` is its piece of the address: empty for the only part, else ``1``, ``2``, ``b2``, ``g3``.
    """

    code: str = ""
    label: str = ""


class Attachment(Struct, frozen=True):
    """A photo, scanned voucher or document: path relative to the village's 附件/ folder."""

    path: str
    caption: str
    redacted: bool
    place: Place


class Span(Struct, frozen=True):
    """Which lines of which file, and which files beside it, say what a disclosure or record says."""

    file: str
    first: int
    last: int
    beside: tuple[str, ...] = ()


class Disclosure(Struct, frozen=True, dict=True):
    """One item of one village, one period, one part: identity ``(village, item, period, part)``."""

    item: str
    period: Period
    part: Part
    body: Body
    nothing: bool
    """本期无发生."""
    posted: date | None
    """公开日期: the day it went up."""
    posted_until: date | None
    draft: bool
    reviews: tuple[Review, ...]
    corrections: tuple[Correction, ...]
    attachments: tuple[Attachment, ...]
    notes: str
    """说明, Markdown."""
    place: Place
    span: Span
    dated: Place = NOWHERE
    """Where its file says of which period it is."""
    posted_place: Place = NOWHERE
    until_place: Place = NOWHERE
    """Where its last day is written, or the first, from which that is reckoned."""
    draft_place: Place = NOWHERE

    @cached_property
    def identity(self) -> tuple[str, str, str]:
        """Item number, period code, part code."""
        return (self.item, self.period.code, self.part.code)


class Record(Struct, frozen=True):
    """A thing with a number of its own, for ever: asset, resource, contract, project."""

    item: str
    number: str
    name: str
    body: Body
    attachments: tuple[Attachment, ...]
    notes: str
    place: Place
    span: Span
    ended: date | None = None
    """Day it was sold, scrapped or ended; its address stays."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """Item number, own number, nothing: never equal to a disclosure's, whose period code has a letter."""
        return (self.item, self.number, "")


class Account(Struct, frozen=True):
    """One set of books (账套): 村委会, 集体经济组织, a 村民小组. ``code`` is permanent: 1, 2, … or g3."""

    code: str
    name: str
    plain: str
    place: Place


class Officer(Struct, frozen=True):
    """Who holds which office; a telephone only when it is among 公开电话."""

    office: str
    name: str
    duty: str


class Telephone(Struct, frozen=True):
    """A telephone its holder agreed to have published."""

    label: str
    number: str


class Forerunner(Struct, frozen=True):
    """A former village merged into this one: its code, its permanent address number, its name, the day."""

    code: str
    address: str
    name: str
    day: date | None


_ENDS_AS_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{2,3}$")
MENDED = "更正"
"""The step that says what was wrong in what was published of a question, what is right, and why."""
CASES = "反映"
"""What questions are called where items are named."""
ASKED = "ask"
"""What stands in the place of an item's number where it is a question that was published."""
_PLAIN_NUMBER = re.compile(r"[0-9A-Za-z-]{1,40}")


def identity_of_case(number: str) -> tuple[str, str, str]:
    """What is published of a question, by its number; whatever is written there makes the name of a file."""
    return (ASKED, number if _PLAIN_NUMBER.fullmatch(number) else f"x{digest(number.encode())[:16]}", "")


class CaseStep(Struct, frozen=True):
    """One step of a case: 受理 办理 答复 整改 回访 检视 完善 更正, its day and what was said."""

    step: str
    day: date
    words: str
    proof: str = ""
    """A file below 附件/, or a sentence."""
    place: Place = NOWHERE
    """Of its day."""
    proof_place: Place = NOWHERE

    @property
    def proof_file(self) -> str:
        """The file that proves it, below 附件/; empty when there is none or a sentence."""
        return self.proof.removeprefix("附件/") if _ENDS_AS_FILE.search(self.proof) else ""


class Case(Struct, frozen=True):
    """反映: a question or complaint and its way, kept by the township; never with the asker's name."""

    number: str
    asked: date
    item: str
    question: str
    steps: tuple[CaseStep, ...]
    satisfied: str
    place: Place
    kind: str = "一般"
    """咨询, 一般 or 复杂: how long an answer may take."""
    asked_place: Place = NOWHERE
    span: Span = Span("", 0, 0)

    @property
    def identity(self) -> tuple[str, str, str]:
        """Where it stands among what was published."""
        return identity_of_case(self.number)

    def step(self, name: str) -> CaseStep | None:
        """The first step of that name, or None."""
        return next((step for step in self.steps if step.step == name), None)


class Adrift(NamedTuple):
    """What stands in a column of names of a file that was not read as a whole: the number of its item, empty where nobody knows
    that, the column, and the cell."""

    item: str
    column: str
    text: str


class Village(Struct, frozen=True):
    """One village: its profile, its accounts, its records, its disclosures and its cases."""

    code: str
    name: str
    address: str
    folder: str
    township: str
    """Code of the region above."""
    households: int | None
    people: int | None
    profile: tuple[tuple[str, str], ...]
    accounts: tuple[Account, ...]
    officers: tuple[Officer, ...]
    telephones: tuple[Telephone, ...]
    supervisor_telephones: tuple[Telephone, ...]
    forerunners: tuple[Forerunner, ...]
    first_period: Period | None
    """起始: before it nothing is late."""
    introduction: str
    records: tuple[Record, ...]
    disclosures: tuple[Disclosure, ...]
    cases: tuple[Case, ...]
    place: Place
    adrift: tuple[Adrift, ...] = ()

    def account(self, code: str) -> Account | None:
        """The account of that code, or None."""
        return next((account for account in self.accounts if account.code == code), None)
