"""A place on the map: latitude and longitude in degrees, in whichever order and with whatever words they were written."""

from __future__ import annotations

import re
from decimal import Decimal

from sitegen.load.written import Parsed, narrow, wrong

_LATITUDES, _LONGITUDES = (3, 54), (73, 136)
"""Of the whole country with its waters: no latitude is a longitude there, so that the order cannot be mistaken."""
_WORDS = re.compile(r"北纬|东经|纬度|经度|[NEne°度:：]")


def read_point(text: str) -> Parsed:
    """``30.1234,124.5012``, latitude first: from ``30.1234, 124.5012`` ``124.5012 30.1234`` ``北纬30.1234° 东经124.5012°``.

    Degrees with minutes, and places outside the country, are refused.
    """
    numbers = re.split(r"[,;、\s]+", _WORDS.sub(" ", narrow(text)).strip())
    if len(numbers) != 2 or not all(re.fullmatch(r"\d{1,3}\.\d{2,8}", number) for number in numbers):
        return wrong("CODE-POINT", text)
    first, second = (Decimal(number) for number in numbers)
    if _is_in(second, _LATITUDES):
        first, second = second, first
    if not _is_in(first, _LATITUDES) or not _is_in(second, _LONGITUDES):
        return wrong("CODE-POINT", text)
    return f"{first},{second}", None


def _is_in(degrees: Decimal, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= degrees <= bounds[1]
