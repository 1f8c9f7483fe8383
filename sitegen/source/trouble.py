"""Where reading a text stopped, and what was read last."""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.source.builder import Wide
from sitegen.source.nodes import Scalar


class Trouble(NamedTuple):
    """Where libyaml stopped (from 0), what it says, and what was read last."""

    lines: list[str]
    line: int
    column: int
    opened: int
    """Line and column where the thing began that it was reading."""
    opened_column: int
    says: str
    last: Scalar
    wide: Wide | None

    @property
    def text(self) -> str:
        """The line of the problem."""
        return self.lines[self.line]

    @property
    def rest(self) -> str:
        """The line from the problem on."""
        return self.text[self.column :]


def value_text(line: str, start: int) -> str:
    """The value that begins there, without what ends it."""
    text = line[start:].split(" #", maxsplit=1)[0].rstrip(" ,}]")
    inside = any(line.count(opener, 0, start) > line.count(closer, 0, start) for opener, closer in ("{}", "[]"))
    return text[:1] + re.split("[,}]", text[1:], maxsplit=1)[0].rstrip() if inside else text
