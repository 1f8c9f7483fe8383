"""What each printed sheet shows. Every value is ready to be set; sentences without values stand in the theme's sheets.

``made_on`` is the day printed on the sheet and written into the file, so that no clock is read while it is made.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from sitegen.views.bilingual import Second

Telephone = tuple[str, str]
"""Whose it is, and the number: ``("村里", "0000-8812345")``; a number that speaks for itself: ``("", "12345")``."""


class CodeView(Struct, frozen=True):
    """One code: what it opens, what one finds there, the address it holds, and the same address for the eye."""

    title: str
    promise: str
    url: str
    printed: str
    """Without ``https://``."""
    also: str = ""
    """The title in the sheet's second language."""


PosterSize = Literal["a4", "a3", "a2", "stand"]
PlateSize = Literal["570x370", "270x170", "150x90"]


class PosterView(Struct, frozen=True):
    """The poster of one village: the code of its home page, large, and one code for each thing that has data."""

    size: PosterSize
    village: str
    township: str
    main: CodeView
    codes: tuple[CodeView, ...]
    """At most five on A4 and on the stand of 60 × 90 cm, nine on A3, eleven on A2."""
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
    second: Second | None = None


class TagView(Struct, frozen=True):
    """One tag, to hang at a pond, a building site or a machine."""

    village: str
    name: str
    number: str
    """Kind and number of the record: ``资源第7号``."""
    line: str
    """One line more: ``水面18.5亩，2027年12月到期``; may be empty."""
    code: CodeView
    telephone: Telephone
    also: str = ""
    """Kind and number in the second language; what the thing is called in it is the title of its code."""
    head: str = ""
    """The beginning of the name behind which it may break; empty where nothing tells where its words end."""


class LabelForm(Struct, frozen=True):
    """A label sheet on A4, in tenths of a millimetre."""

    columns: int
    rows: int
    width: int
    height: int
    left: int
    top: int
    gap: int
    """Between columns; rows touch."""


class TagSheetView(Struct, frozen=True):
    """Tags to be cut apart or peeled off, in the order given, over as many A4 pages as they need."""

    form: LabelForm
    tags: tuple[TagView, ...]
    check_word: str
    batch: str
    made_on: date
    proof: bool = False
    second: Second | None = None


class PlateView(Struct, frozen=True):
    """A door plate of metal: the village office's own, or that of one thing."""

    size: PlateSize
    tag: TagView
    check_word: str
    batch: str
    made_on: date
    proof: bool = False
    second: Second | None = None


class DeskView(Struct, frozen=True):
    """The table card of the village office."""

    village: str
    main: CodeView
    telephones: tuple[Telephone, ...]
    check_word: str
    batch: str
    made_on: date
    proof: bool = False
    second: Second | None = None


class PrintedCode(Struct, frozen=True):
    """A code that hangs somewhere, without the code itself: to be ticked off."""

    title: str
    printed: str


class MonthlyView(Struct, frozen=True):
    """查码表: every printed code of a village against the months of a year."""

    village: str
    township: str
    year: str
    host: str
    codes: tuple[PrintedCode, ...]
    complaint: str
    check_word: str
    made_on: date
    proof: bool = False


class VisitCode(Struct, frozen=True):
    """One thing an inspector compares: its code, its newest period, and what the page says first."""

    code: CodeView
    period: str
    fact: str


class VisitView(Struct, frozen=True):
    """走访单: what an inspector looks at in the village; nothing on it is private."""

    village: str
    township: str
    host: str
    codes: tuple[VisitCode, ...]
    missing: tuple[str, ...]
    """What was due and is not there, a line each."""
    check_word: str
    made_on: date
    proof: bool = False


class CardView(Struct, frozen=True):
    """群卡: a picture for the village's chat group, with the figure in words, the period and the code."""

    village: str
    title: str
    period: str
    sentences: tuple[str, ...]
    """The first one large; each short enough to be read on a phone without opening the picture."""
    code: CodeView
    check_word: str
    telephone: Telephone
    made_on: date
    proof: bool = False


# ---- for the print shop ----------------------------------------------------------------------------------------------


class SlipLine(Struct, frozen=True):
    """One village's pages of a print shop's file."""

    page: str
    """``1``, ``2—9``."""
    village: str
    pages: str
    number: str
    """How many of each page are wanted."""
    where: str
    height: str
    """Of the code's centre above the ground."""


class SlipView(Struct, frozen=True):
    """印制单: material, size, number, place; nothing for the print shop to guess."""

    facts: tuple[tuple[str, str], ...]
    lines: tuple[SlipLine, ...]
    notes: tuple[str, ...]
    made_on: date
    proof: bool = False


class OverviewLine(Struct, frozen=True):
    """One village's sheets in the overview; ``picture`` is the name of the preview of the first one beside the templates."""

    page: str
    """Of the bound file: ``1``, ``2—9``."""
    village: str
    number: str
    """How many codes it has."""
    batch: str
    picture: str


class OverviewView(Struct, frozen=True):
    """小样总览: all sheets of one kind of a township, small; of a village with several the first."""

    place: str
    kind: str
    lines: tuple[OverviewLine, ...]
    pages: str
    """How many there are of all."""
    made_on: date
    proof: bool = False
