"""The shapes of what an audience may see of a disclosure or record: plain texts, so that they can be stored in ``published/``
and shown again years later. :mod:`sitegen.views.audience` makes them."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model.catalogue import Kind


class PublicColumn(Struct, frozen=True, array_like=True):
    """A column as shown: name, kind, unit."""

    name: str
    kind: Kind
    unit: str


class PublicGroup(Struct, frozen=True, array_like=True):
    """A subtotal: the group's name, its rows, the sum of the table's figure column as plain text."""

    name: str
    size: int
    total: str


class PublicTable(Struct, frozen=True):
    """Rows as plain texts (see ``model.plain.to_plain``). ``hidden`` says why there are none: ``ended`` the posting days
    are over, ``private`` names are never shown here, ``few`` there are so few that a total would tell; empty when the rows
    are there."""

    name: str
    columns: tuple[PublicColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]
    """One a row: its key columns joined, as in positions of corrections; empty for tables without a key."""
    groups: tuple[PublicGroup, ...]
    hidden: str = ""

    def texts_of(self, name: str) -> tuple[str, ...]:
        """The cells of one column from top to bottom; empty ones where the table has no such column."""
        at = next((index for index, column in enumerate(self.columns) if column.name == name), None)
        return ("",) * len(self.rows) if at is None else tuple(row[at] for row in self.rows)


class PublicFigure(Struct, frozen=True, array_like=True):
    """A figure sentences may use, as plain text."""

    name: str
    kind: Kind
    value: str
    unit: str


class PublicReview(Struct, frozen=True):
    """Who looked at it when and what they said."""

    reviewer: str
    day: str
    agreed: bool
    words: str
    answer: str


class PublicCorrection(Struct, frozen=True):
    """A changed figure, in plain texts."""

    day: str
    kind: str
    position: str
    table: str
    key: str
    column: str
    column_kind: Kind
    before: str
    after: str
    reason: str
    checked_by: str


class PublicAttachment(Struct, frozen=True):
    """A file that may be shown: path below 附件/, caption."""

    path: str
    caption: str


class PublicBody(Struct, frozen=True):
    """Fields and tables of a disclosure's part or of a record, for one audience."""

    fields: tuple[PublicFigure, ...]
    tables: tuple[PublicTable, ...]
    figures: tuple[PublicFigure, ...]
    notes: str
    attachments: tuple[PublicAttachment, ...]


class PublicDisclosure(Struct, frozen=True):
    """One disclosure for one audience, complete in itself."""

    item: str
    period: str
    part: str
    part_label: str
    nothing: bool
    posted: str
    posted_until: str
    body: PublicBody
    reviews: tuple[PublicReview, ...]
    corrections: tuple[PublicCorrection, ...]
    check_code: str = ""
    """As it is printed and stored; empty on its way to a page, which does not say it."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """Item number, period code, part code."""
        return (self.item, self.period, self.part)


class PublicRecord(Struct, frozen=True):
    """One record for one audience."""

    item: str
    number: str
    name: str
    ended: str
    body: PublicBody

    @property
    def identity(self) -> tuple[str, str, str]:
        """Item number, own number, nothing."""
        return (self.item, self.number, "")


SMALLEST_GROUP = 3
"""Totals of fewer households would say of a person what their list does not say."""
FEW = "few"
"""Why a table shows nothing at all, not even a total."""
KIND_OF_CORRECTION = {"transcription": "公开表抄错", "adjustment": "账务调整"}
