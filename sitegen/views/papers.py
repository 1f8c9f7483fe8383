"""What the papers with tables show: 公示表, 审核单, 核销单. Every value is ready to be set.

``made_on`` is the day printed on the paper and written into the file, so that no clock is read while it is made.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from sitegen.views.sheets import CodeView, Telephone

PaperSize = Literal["a4", "a3"]


class ColumnView(Struct, frozen=True):
    """One column; figures stand right and never break."""

    title: str
    align: Literal["left", "center", "right"] = "left"
    longest: str = ""
    """The widest text of the column, sums included: it has room on one line unless ``share`` is set."""
    share: int = 0
    """Above 0: the column breaks its lines and takes this share of the width that is left."""


class TableView(Struct, frozen=True):
    """One table of a disclosure. ``running`` has one line a row, one text a column: the sums from the first row to this
    one, empty where a column is not summed; a table whose columns have no sums has none. Its last line is the total."""

    title: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[str, ...], ...]
    running: tuple[tuple[str, ...], ...] = ()
    remark: str = ""
    """Why rows are missing, or sums whose single figures are not shown; empty when everything is there."""


class DisclosureView(Struct, frozen=True):
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
    facts: tuple[tuple[str, str], ...]
    """What is said in words: ``("资金来源", "上级财政")``."""
    tables: tuple[TableView, ...]
    notes: tuple[str, ...]
    corrections: tuple[str, ...]
    """What was changed after it went up: from what, to what, why, checked by whom."""
    check_code: str


class Signer(Struct, frozen=True):
    """A party that signs and seals: ``("村务监督委员会", "主任")``."""

    party: str
    office: str


class BoardView(Struct, frozen=True):
    """公示表: what hangs on the board for the days the law demands."""

    content: DisclosureView
    size: PaperSize
    posted_from: str
    """Empty: not decided yet, a place to write it is left."""
    posted_until: str
    reviewers: tuple[tuple[str, str], ...]
    """Who, and what they said: ``("村务监督委员会", "2026年10月10日 同意公开")``."""
    signers: tuple[Signer, ...]
    """The three parties."""
    telephones: tuple[Telephone, ...]
    code: CodeView | None
    made_on: date
    landscape: bool = False
    proof: bool = False


class ReviewView(Struct, frozen=True):
    """审核单: what the supervision committee reads on paper before it agrees or objects, with places to sign."""

    content: DisclosureView
    size: PaperSize
    remarks: tuple[str, ...]
    """What the check noticed and a reviewer should look at: late, changed since last time, larger than usual."""
    number: int
    together: int
    """Which of the papers that one 审核 line stands for, from 1, and how many there are: they share the check code."""
    agreed_line: str
    """The line to copy into the ledger: ``- 村务监督委员会: ____-__-__ 同意 校验码 7K3Q``."""
    objected_line: str
    signers: tuple[Signer, ...]
    made_on: date
    landscape: bool = False
    proof: bool = False


class VouchersView(Struct, frozen=True):
    """核销单: every voucher of a disclosure once, to be ticked off against the paper it stands for."""

    content: DisclosureView
    """One table, its last columns empty boxes to fill in."""
    size: PaperSize
    signers: tuple[Signer, ...]
    made_on: date
    landscape: bool = True
    proof: bool = False


PaperView = BoardView | ReviewView | VouchersView
