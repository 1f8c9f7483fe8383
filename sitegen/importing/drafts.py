"""What was read of other people's files, typed: drafts of disclosures and records, not yet laid over the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.checks.personal import find_personal
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.reading import Reader
from sitegen.load.workbooks import Cell
from sitegen.model.catalogue import Column, Item, Kind
from sitegen.model.ledger import Body, Row, Value
from sitegen.model.period import Period

Month = tuple[int, int]
"""Year and month of the books."""
_BLANK = re.compile(r"[-—–─―－/\\]*|无")
NOUGHT = re.compile(r"0(?:\.0+)?")
_TENTH = re.compile(r"\d{1,2}\.[123]")
_DATED = re.compile(r"\d{4}-\d\d-\d\d")
"""What a spreadsheet makes of ``7-1``: a day; as text, where no day belongs."""
_NUMBERED = ("voucher", "code", "money", "number", "count")


class Draft(Struct, frozen=True):
    """One part of one item of one village and period – or, of a register, all records of one sheet."""

    village: str
    """Its folder."""
    item: Item
    period: Period | None
    account: str
    """The part as it is written: name of the account, number of the batch or group; empty for the only one."""
    body: Body
    source: str
    """File and sheet it came from."""
    months: frozenset[Month] | None = None
    """Months the rows cover, when they may be only some of the period's; None: the rows are all there are."""
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By table: the columns the sheet has; others of a known row stay as they were written by hand."""
    nothing: bool = False
    notes: str = ""
    records: tuple[tuple[str, Body], ...] = ()
    """For a register: number and content; 名称 and 终止 stand among the fields."""
    found: tuple[Diagnostic, ...] = ()
    """What was wrong; with an error in it nothing of the draft is written."""


class Sheet(Struct, frozen=True):
    """Reads cells of one file as typed values and gathers what was wrong with them."""

    file: str
    unit: str = "元"
    period: Period | None = None
    found: list[Diagnostic] = field(default_factory=list)
    units: Mapping[int, str] = {}
    """By column of the sheet: the unit its own heading states."""

    def value(self, cell: Cell | None, column: Column) -> Value | None:
        """The cell as the column's type; faults of the cell and personal data are reported, and it is none."""
        if cell is None or is_blank(cell):
            return None
        fault = cell.report(self.file)
        if fault is None and column.kind != "telephone":
            code = find_private(cell.text, column.kind)
            fault = error(code, cell.place(self.file)) if code else None
        if fault is not None:
            self.found.append(fault)
            return None
        if column.kind == "date" and lost_zero(cell):
            self.found.append(error("DATE-TENTH", cell.place(self.file), text=cell.text, **_two_days(cell.text)))
            return None
        if column.kind in _NUMBERED and _DATED.fullmatch(cell.text):
            self.found.append(error("XLS-DATED", cell.place(self.file), text=cell.text))
            return None
        scalar = replace(cell.to_scalar(), text=self._in_yuan(cell, column.kind))
        reader = Reader(self.file, self.found)
        return reader.typed(scalar, column.kind, choices=column.choices, period=self.period)

    def say(self, text: str, place: Place) -> str:
        """A text that may be shown; personal data in it is reported, and nothing of it is said."""
        code = find_private(text, "text")
        if not code:
            return text
        self.found.append(error(code, place))
        return ""

    def money(self, cell: Cell | None) -> int:
        """Whole fen; nothing is 0."""
        value = self.value(cell, Column("金额", "money"))
        return value if isinstance(value, int) else 0

    def _in_yuan(self, cell: Cell, kind: Kind) -> str:
        """The written amount with the unit the column or the sheet states."""
        text, unit = cell.text, self.units.get(cell.column, self.unit)
        if kind != "money" or unit == "元" or text.rstrip("元").endswith(("万", "千", "亿")):
            return text
        return _shifted(text, _ZEROS.get(unit, 0)) or f"{text}{unit}"


def find_private(text: str, kind: Kind = "text") -> str:
    """The code of personal data in a text; an amount or a day that is an identity number is one, too."""
    stray = kind in ("money", "date")
    hits = find_personal(text, "text" if stray else kind)
    return next((hit.code for hit in hits if not (stray and hit.code == "PII-ADDRESS")), "")


def lost_zero(cell: Cell) -> bool:
    """Whether a day was taken for a number that may have lost a zero: ``8.2`` is 8月2日 or 8月20日."""
    return cell.number and bool(_TENTH.fullmatch(cell.text))


def _two_days(text: str) -> dict[str, str]:
    month, _, tenth = text.partition(".")
    return {"first": f"{month}月{tenth}日", "second": f"{month}月{tenth}0日"}


_ZEROS = {"百元": 2, "千元": 3}
"""Units that ledgers do not write, 万元 being read as it is."""


def _shifted(text: str, zeros: int) -> str:
    """The number with its point so many digits on; empty for what is no plain number, or without a digit to move."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, rest = digits.replace(",", "").partition(".")
    if not zeros or not (whole + rest).isdigit():
        return ""
    return f"{sign}{whole}{rest[:zeros].ljust(zeros, '0')}" + (f".{rest[zeros:]}" if rest[zeros:] else "")


def is_blank(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, or only dashes."""
    return not cell.fault and bool(_BLANK.fullmatch(cell.text.strip()))


def gather(pairs: Iterable[tuple[str, Cell]]) -> dict[str, Cell]:
    """Cells by what they mean, without empty ones; where two in a line mean the same, the second is at fault, unless it is 0."""
    found: dict[str, Cell] = {}
    for target, cell in pairs:
        if is_blank(cell):
            continue
        first = found.setdefault(target, cell)
        if first is cell or first.text == cell.text or NOUGHT.fullmatch(cell.text):
            continue
        said = (("target", target), ("first", first.name))
        found[target] = cell if NOUGHT.fullmatch(first.text) else cell._replace(fault="XLS-COLUMNS", values=said)
    return found


def make_row(values: dict[str, Value], place: Place, places: dict[str, Place]) -> Row:
    """A row of those columns."""
    names = tuple(values)
    return Row(names, tuple(values[name] for name in names), place, tuple(places.get(name, place) for name in names))
