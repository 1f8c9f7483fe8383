"""Numbers as they are compared, however they were written; those of people and accounts as keyed digests only."""

from __future__ import annotations

import hmac
import re
import unicodedata

from sitegen.load.workbooks import LOST


def to_key(number: str, key: bytes) -> str | None:
    """A keyed digest (HMAC-SHA-256) of a number as it is plainly written; None for what is none or has lost its end."""
    if LOST.search(number):
        return None
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", number).upper())
    return hmac.digest(key, _with_century(plain).encode(), "sha256").hex()[:32] if len(plain) >= 8 else None


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of the check digit of identity numbers, GB 11643-1999."""


def _with_century(plain: str) -> str:
    """An identity number of fifteen digits as the one of eighteen that took its place; anything else as it is."""
    if not re.fullmatch(r"[1-8]\d{7}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}", plain):
        return plain
    longer = f"{plain[:6]}19{plain[6:]}"
    return longer + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(longer, _WEIGHTS, strict=True)) % 11]


def to_slip_number(text: str) -> str:
    """A number of an invoice or receipt as it is compared: narrow signs, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())
