"""Cheap questions before dear ones: whether a text may hold at all what is then looked for. Each is wider than what it saves."""

from __future__ import annotations

import re
from functools import cache

from sitegen.sensitive.writing import BETWEEN


def may_hold_number(plain: str) -> bool:
    """Whether a flattened text may hold a number of seven digits or more, in groups or with letters among them."""
    return _long_number().search(plain) is not None


def may_stand(part: re.Pattern[str], plain: str) -> bool:
    """Whether the rare piece of a form stands in a text."""
    return part.search(plain) is not None


@cache
def _long_number() -> re.Pattern[str]:
    """From where a run of digits begins: seven digits, or three and four with a blank or hyphen between; ten in groups; six
    and four with any sign between; letters like digits between two digits."""
    between = rf"[{BETWEEN}:：#=;；。]"
    return re.compile(
        "[0-9](?<![0-9][0-9])(?:"
        rf"[0-9]{{6}}|[0-9]{{2,}}+[- ][0-9]{{4}}|(?:{between}{{0,4}}+[0-9]){{9}}"
        r"|[0-9]{5}\s*+[^\w\s]\s*+[0-9]{4}|[0-9]*+[OoIl]{1,6}+[0-9])"
    )
