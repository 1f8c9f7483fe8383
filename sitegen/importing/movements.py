"""Vouchers by subject → movements of money: the lines of 库存现金 and 银行存款 say what was paid, the others for what."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error, info
from sitegen.importing.reckoning import Entry
from sitegen.importing.words import CASH_SUBJECT, Words, find_subject, to_plain_word


def to_movements(
    entries: Iterable[Entry], words: Words, *, flows: bool
) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Movements of money only: of a list of vouchers, the lines that say for what money came or went."""
    lines = tuple(entries)
    if flows:
        return lines, ()
    if not any(_is_cash(entry, words) for entry in lines):
        return tuple(entry for entry in lines if not _is_closing(entry)), ()
    vouchers: dict[tuple[int, int, str], list[Entry]] = {}
    for entry in lines:
        vouchers.setdefault((entry.day.year, entry.day.month, entry.voucher), []).append(entry)
    kept: list[Entry] = []
    found: list[Diagnostic] = []
    left = 0
    for group in vouchers.values():
        cash = [entry for entry in group if _is_cash(entry, words)]
        others = [entry for entry in group if not _is_cash(entry, words)]
        received = sum(entry.money_out - entry.money_in for entry in cash)  # the debit of cash is money in
        if not cash:
            left += 1
            continue
        if received != sum(entry.money_in - entry.money_out for entry in others):
            found.append(error("XLS-VOUCHER", group[0].place, voucher=group[0].voucher))
        kept += others
    if left:
        found.append(info("XLS-LEFT", replace_cell(lines[0].place), count=left, what="不动钱的凭证"))
    return tuple(kept), tuple(found)


def replace_cell(place: Place) -> Place:
    """The sheet as a whole."""
    return replace(place, line=0, column=0, end_column=0, cell=place.cell.rpartition("!")[0])


def _is_cash(entry: Entry, words: Words) -> bool:
    sides = find_subject(entry.subject, words)
    return sides is not None and sides[0] == CASH_SUBJECT


def _is_closing(entry: Entry) -> bool:
    return "结转" in to_plain_word(entry.summary)
