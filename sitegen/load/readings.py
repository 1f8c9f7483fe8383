"""Readings: what was understood of a value that was written otherwise than it is kept, for those who ask (``check -v``)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from sitegen.model.catalogue import Kind
from sitegen.model.ledger import Value
from sitegen.model.money import decimal_money
from sitegen.model.period import Period

_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?%?", re.ASCII)
_CODES: dict[Kind, str] = {
    "money": "AMT-READ",
    "number": "AMT-READ",
    "count": "AMT-READ",
    "share": "AMT-READ",
    "date": "DATE-READ",
    "month": "DATE-READ",
    "telephone": "CODE-READ",
}


def find_reading(kind: Kind, text: str, value: Value | None) -> tuple[str, str]:
    """Code and understood text of a value written in another way than it is kept; two empty texts when it is not."""
    written = text.strip()
    if (
        value is None
        or kind == "markdown"
        or (kind in ("money", "number", "count") and _PLAIN_NUMBER.fullmatch(written))
    ):
        return "", ""
    understood = _understood(kind, value)
    if understood == written or (kind == "share" and _PLAIN_NUMBER.fullmatch(written)):
        return "", ""
    return _CODES.get(kind, "KEY-READ"), understood


def _understood(kind: Kind, value: Value) -> str:
    if kind == "yesno":
        return "是" if value else "否"
    if kind == "money" and isinstance(value, int):
        return decimal_money(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return value.label
    return f"{value:f}" + "%" * (kind == "share") if isinstance(value, Decimal) else str(value)
