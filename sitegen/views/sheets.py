"""What each printed sheet shows. Every value is ready to be set; sentences without values stand in the theme's sheets.

``made_on`` is the day printed on the sheet and written into the file, so that no clock is read while it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Telephone = tuple[str, str]
"""Whose it is, and the number: ``("村里", "0000-8812345")``; a number that speaks for itself: ``("", "12345")``."""


@dataclass(frozen=True, slots=True)
class CodeView:
    """One code: what it opens, what one finds there, the address it holds, and the same address for the eye."""

    title: str
    promise: str
    url: str
    printed: str
    """Without ``https://``."""


@dataclass(frozen=True, slots=True)
class PosterView:
    """The poster of one village: the code of its home page, large, and one code for each thing that has data."""

    size: Literal["a4", "a3"]
    village: str
    township: str
    main: CodeView
    codes: tuple[CodeView, ...]
    """At most five on A4, nine on A3."""
    telephones: tuple[Telephone, ...]
    complaint: str
    """The number to ring when a code asks for money."""
    first_line: str
    """What the opened page begins with, to be compared."""
    check_word: str
    """A word that the opened page shows too; empty when there is none."""
    batch: str
    made_on: date
    proof: bool = False


@dataclass(frozen=True, slots=True)
class TagView:
    """One tag, to hang at a pond, a building site or a machine."""

    village: str
    name: str
    number: str
    """Kind and number of the record: ``资源第7号``."""
    line: str
    """One line more: ``水面18.5亩，2027年12月到期``; may be empty."""
    code: CodeView
    telephone: Telephone


@dataclass(frozen=True, slots=True)
class TagSheetView:
    """Tags to be cut apart, eight on each A4 page, in the order given."""

    tags: tuple[TagView, ...]
    batch: str
    made_on: date
    proof: bool = False


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column; figures stand right and never break, a ``wide`` column takes the width that is left."""

    title: str
    align: Literal["left", "center", "right"] = "left"
    wide: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of a disclosure; ``totals`` are lines below it: ``("合计", "131,750.50")``."""

    title: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """The content of one disclosure as the board and the reviewers see it: the same figures, the same check code."""

    village: str
    township: str
    title: str
    period: str
    part: str
    """账套, 批次 or 村民小组; empty when the item has one part only."""
    unit: str
    """``元``; may be empty."""
    summary: tuple[tuple[str, str], ...]
    """The figures on top: ``("期末余额", "131,750.50")``."""
    tables: tuple[TableView, ...]
    notes: tuple[str, ...]
    check_code: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """公示表: what hangs on the board for the days the law demands."""

    content: DisclosureView
    posted_from: str
    posted_until: str
    reviewers: tuple[tuple[str, str], ...]
    """Who, and what they said: ``("村务监督委员会", "2026年10月10日 同意公开")``."""
    telephones: tuple[Telephone, ...]
    code: CodeView | None
    made_on: date
    landscape: bool = False
    proof: bool = False


@dataclass(frozen=True, slots=True)
class ReviewView:
    """审核单: what the supervision committee reads on paper before it agrees or objects, with places to sign."""

    content: DisclosureView
    remarks: tuple[str, ...]
    """What the check noticed and a reviewer should look at: late, changed since last time, larger than usual."""
    signers: tuple[str, ...]
    """``("村务监督委员会主任", "村务监督委员会成员", "村民委员会主任", "报账员")``."""
    made_on: date
    landscape: bool = False
    proof: bool = False


SheetView = PosterView | TagSheetView | BoardView | ReviewView
