"""Fen as plain figures: the one place where money is cut into yuan and fen."""

from __future__ import annotations

from sitegen.model.ledger import Fen


def plain_money(fen: Fen) -> str:
    """For people: ``127,799.70``."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def decimal_money(fen: Fen) -> str:
    """For machines and ledgers: ``127799.70``."""
    return plain_money(fen).replace(",", "")
