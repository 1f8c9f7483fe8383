"""What a book says of itself: the balance beside its lines, the totals below them, a minus that may say no more than the side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.importing.drafts import Sheet
from sitegen.load.workbooks import Cell
from sitegen.model.money import plain_money

AMOUNTS = ("借方", "贷方", "收入", "支出", "金额")
"""Columns in which a movement may stand."""


class Entry(Struct, frozen=True):
    """One movement of money, or one line of a voucher: amounts in whole fen."""

    day: date
    voucher: str
    summary: str
    subject: str
    money_in: int
    money_out: int
    cells: Mapping[str, Cell]
    """All cells of its line by what they mean."""
    place: Place
    village: str = ""
    account: str = ""


class Journal(Struct, frozen=True):
    """What one sheet says of one village and account."""

    entries: tuple[Entry, ...]
    opening: int | None
    closing: int | None
    """The balance of the last line, where the sheet has one."""
    found: tuple[Diagnostic, ...]


class Reckoner:
    """Adds up the lines of one book, and says where something else is stated."""

    def __init__(self, sheet: Sheet, has: Collection[str], *, flows: bool) -> None:
        """``has``: what its columns mean; ``flows``: whether lines are money in and out, and no sides of subjects."""
        self.sheet = sheet
        self.opening: int | None = None
        self.balance: int | None = None
        self.wrong = False
        """Whether a line could not be read, or a balance was wrong: what follows from that is not said as well."""
        self._has = has
        self._flows = flows
        self._month: int | None = None
        self._sums = {name: [0, 0] for name in ("月", "季", "段", "全")}

    def open(self, cells: Mapping[str, Cell]) -> None:
        """The first line that says what was left opens the book; those of later months repeat the balance."""
        cell = cells.get("余额") or next((cells[name] for name in ("借方", "收入", "金额") if name in cells), None)
        amount = self._balance(cells) if "余额" in cells else self.sheet.money(cell)
        if self.opening is None and cell is not None and self._flows:
            self.opening = self.balance = amount

    def add(self, entry: Entry) -> None:
        """One more line, and its own balance: what is missing, doubled or on the wrong side shows there."""
        if self._month != entry.day.month and self._sums["全"] != [0, 0]:
            self._sums["月"] = [0, 0]
            if (entry.day.month - 1) // 3 != ((self._month or entry.day.month) - 1) // 3:
                self._sums["季"] = [0, 0]
        self._month = entry.day.month
        for pair in self._sums.values():
            pair[0] += entry.money_in
            pair[1] += entry.money_out
        if self._flows:
            self._check_balance(entry)

    def check_total(
        self, kind: str, cells: Mapping[str, Cell], read: Callable[[Mapping[str, Cell]], tuple[int, int]]
    ) -> None:
        """A total that none of the sums so far gives is said; what a year's running total began with is not known."""
        sums = [tuple(pair) for pair in self._sums.values()]
        self._sums["段"] = [0, 0]
        cell = next((cells[name] for name in AMOUNTS if name in cells), None)
        if kind != "合计" or cell is None or self.wrong or any(each.fault for each in cells.values()):
            return
        stated = read(cells)
        if stated not in sums and not ("金额" in self._has and sum(stated) in {sum(pair) for pair in sums}):
            best = sums[0] if "月" in "".join(each.text for each in cells.values()) else sums[-1]
            values = {
                "stated": " / ".join(map(plain_money, stated)),
                "computed": " / ".join(map(plain_money, best)),
            }
            self.sheet.found.append(warning("XLS-TOTAL", cell.place(self.sheet.file), **values))

    def _check_balance(self, entry: Entry) -> None:
        cell = entry.cells.get("余额")
        if self.balance is not None:
            self.balance += entry.money_in - entry.money_out
        if cell is None or self.wrong:
            return
        before = len(self.sheet.found)
        stated = self._balance(entry.cells)
        self.wrong = len(self.sheet.found) > before
        if self.wrong:
            return
        if self.balance is None:
            self.opening = stated - entry.money_in + entry.money_out
        elif stated != self.balance:
            self.wrong = True
            values = {"stated": plain_money(stated), "computed": plain_money(self.balance)}
            self.sheet.found.append(error("XLS-BALANCE", cell.place(self.sheet.file), **values))
        self.balance = stated

    def _balance(self, cells: Mapping[str, Cell]) -> int:
        amount = self.sheet.money(cells.get("余额"))
        side = cells.get("余额方向")
        return -amount if side is not None and side.text == "贷" else amount


def ask_about_minus(sheet: Sheet, entries: Iterable[Entry]) -> None:
    """Where all money out of one column of amounts is less than nothing, the minus may say no more than the side."""
    paid = [entry for entry in entries if entry.money_out]
    for entry in paid if all(entry.money_out < 0 for entry in paid) else ():
        cell = entry.cells["金额"]
        sheet.found.append(error("XLS-SIDE", cell.place(sheet.file), text=cell.text))
