"""What a number is, by its own digits: identity number, social credit code, bank card.

Check digits after GB 11643-1999 (ISO 7064 MOD 11-2), GB 32100-2015 and Luhn with a bank's prefix.
"""

from __future__ import annotations

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 99".split()
)
"""Of the country, and of made-up counties."""
_BANKS = ("62", "60", "68", "69", "955")
_FOREIGN_BANKS = ("4", "5")
_LAST_BIRTH = 2099
_LATELY = 2015


def is_identity_number(text: str) -> bool:
    """18 signs with a province, a day of birth and the right check digit (GB 11643-1999)."""
    if not looks_like_identity_number(text):
        return False
    total = sum(int(sign) * weight for sign, weight in zip(text, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[17].upper()


def looks_like_identity_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{17}[\dXx]", text)) and text[:2] in _PROVINCES and is_birthday(text[6:14])


def is_old_identity_number(text: str) -> bool:
    return text[:2] in _PROVINCES and is_birthday("19" + text[6:12])


def is_place(digits: str) -> bool:
    return digits[:2] in _PROVINCES


def is_piece(digits: str, sign: str) -> bool:
    """Whether nine digits or more may begin an identity number, or end one together with the sign behind them."""
    begins = digits[:2] in _PROVINCES and digits[6:8] in ("19", "20")
    month, day = (digits + sign)[-8:-6], (digits + sign)[-6:-4]
    return begins or ("01" <= month <= "12" and "01" <= day <= "31")


def is_birthday(text: str) -> bool:
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year <= _LAST_BIRTH


def is_born_lately(text: str) -> bool:
    """Whether 18 signs hold a day of ``_LATELY`` or later: in pieces they are rather a number of a file with its day."""
    return int(text[6:10]) >= _LATELY


_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_credit_code(text: str) -> bool:
    """18 signs of an organisation with the right check sign (GB 32100-2015)."""
    if len(text) != 18 or any(sign not in _CREDIT_SIGNS for sign in text.upper()):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, index, 31) for index, sign in enumerate(text.upper()[:17]))
    return _CREDIT_SIGNS[(31 - total % 31) % 31] == text[17].upper()


def is_card(text: str) -> bool:
    """16 to 19 digits that begin like a bank card and satisfy Luhn; those of foreign systems have sixteen."""
    if not text.startswith((*_BANKS, *_FOREIGN_BANKS) if len(text) == 16 else _BANKS):
        return False
    digits = [int(sign) for sign in reversed(text)]
    total = sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return total % 10 == 0
