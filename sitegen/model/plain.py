"""The one plain text of a value, for keys, comparisons and check codes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sitegen.model.ledger import Value
from sitegen.model.period import Period


def to_plain(value: Value | None) -> str:
    """The one plain text of a value: fen as fen, days in ISO, decimals without trailing zeros, nothing as empty."""
    if value is None:
        return ""
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return value.code
    return str(value)
