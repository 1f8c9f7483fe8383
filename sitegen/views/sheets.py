"""What each printed sheet shows. Every value is ready to be set; sentences without values stand in the theme's sheets.

``made_on`` is the day printed on the sheet and written into the file, so that no clock is read while it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Telephone = tuple[str, str]
"""Whose it is, and the number: ``("村里", "0000-8812345")``; a number that speaks for itself: ``("", "12345")``."""


@dataclass(frozen=True, slots=True)
class CodeView:
    """One code: what it opens, what one finds there, the address it holds, and the same address for the eye."""

    title: str
    promise: str
    url: str
    printed: str
    """Without ``https://``."""


@dataclass(frozen=True, slots=True)
class PosterView:
    """The poster of one village: the code of its home page, large, and one code for each thing that has data."""

    size: Literal["a4", "a3"]
    village: str
    township: str
    main: CodeView
    codes: tuple[CodeView, ...]
    """At most five on A4, nine on A3."""
    telephones: tuple[Telephone, ...]
    complaint: str
    """The number to ring when a code asks for money."""
    first_line: str
    """What the opened page begins with, to be compared."""
    check_word: str
    """A word that the opened page shows too; empty when there is none."""
    batch: str
    made_on: date
    proof: bool = False


@dataclass(frozen=True, slots=True)
class TagView:
    """One tag, to hang at a pond, a building site or a machine."""

    village: str
    name: str
    number: str
    """Kind and number of the record: ``资源第7号``."""
    line: str
    """One line more: ``水面18.5亩，2027年12月到期``; may be empty."""
    code: CodeView
    telephone: Telephone


@dataclass(frozen=True, slots=True)
class TagSheetView:
    """Tags to be cut apart, eight on each A4 page, in the order given."""

    tags: tuple[TagView, ...]
    batch: str
    made_on: date
    proof: bool = False
