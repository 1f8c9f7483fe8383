"""Whether an amount without a column of its own came in or went out: told by a word, a section, a category, a subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sitegen.importing.words import Words, find_subject
from sitegen.load.looks import STRUCK
from sitegen.load.workbooks import Cell
from sitegen.model.catalogue import Item

_SECTION = re.compile(
    r"[(（]?[一二三四五]?[)）]?[、.．]?(?:本[期季月])?(?:收入|进账|支出|出账)(?:部分|情况|类|项目|方|合计)?[:：]?"
)
_RED = re.compile(r"红字?|红冲|红字冲[销账]|负数?|[(（]?(?:已|本笔|此笔|此单|此票)?作废[)）]?|废[单票]")
"""What says of an amount, in a cell of its own, that it is less than nothing, or none."""
_VOIDED = re.compile(
    r"[(（\[【](?:已|本笔|此笔|此单|此票)?(?:作废|红字|红冲)[)）\]】].*|.*[(（\[【](?:已|本笔|此笔|此单|此票)?(?:作废|红字|红冲)[)）\]】]"
    r"|作废[:：,，、].*"
)
"""The same, before or behind what the line is of: ``（作废）购灯泡``."""
_PART = re.compile(r"\s*[(（]?其中\s*(?:[:：]|\S)")
_NOUGHT = re.compile(r"0(?:\.0+)?")
_POSITIVE = re.compile(r"[¥￥]?\s*[\d０-９].*")
_IN, _OUT = re.compile(r"[收借进入增+]"), re.compile(r"[支贷付出减-]")


def is_section(text: str) -> bool:
    """Whether a text says on which side the lines below are: ``一、收入``."""
    return bool(_SECTION.fullmatch("".join(text.split())))


def is_section_in(text: str) -> bool:
    """Whether the lines below such a text are money in."""
    return bool(side_of_word(text))


def is_part(cell: Cell) -> bool:
    """Whether a line says that it is a part of what the line above it says: ``其中：人工费``."""
    return bool(_PART.match(cell.text))


def find_section(line: Mapping[int, Cell]) -> Cell | None:
    """Such a text, when it is all a line says."""
    only = next(iter(line.values())) if len(line) == 1 else None
    return only if only and is_section(only.text) else None


def side_of_word(text: str) -> bool | None:
    """``收``, ``借``, ``增加``, ``+`` came in; ``支``, ``付``, ``贷``, ``-`` went out; None for any other word, and for both."""
    return _one(bool(_IN.search(text)), bool(_OUT.search(text)))


def side_of_category(text: str, item: Item) -> bool | None:
    """Where just one of 进账 and 出账 has the category."""
    columns = (form.column("类别") for name in ("进账", "出账") if (form := item.table(name)) is not None)
    return _one(*(column is not None and text in column.choices for column in columns))


def side_of_subject(text: str, words: Words) -> bool | None:
    """Where an accounting subject is only ever one of the two."""
    incoming, outgoing = find_subject(text, words) or ("", "")
    return _one(bool(incoming), bool(outgoing))


def _one(incoming: bool, outgoing: bool) -> bool | None:
    return incoming if incoming != outgoing else None


def find_red(line: Mapping[int, Cell], amounts: Mapping[str, Cell]) -> dict[str, Cell]:
    """Those amounts of a line that have no minus though the line says beside them that they are red: they are at fault."""
    texts = ["".join(cell.text.split()) for cell in line.values()]
    said = next((text for text in texts if _RED.fullmatch(text) or _VOIDED.fullmatch(text)), "")
    return {name: _doubted(cell, said) for name, cell in amounts.items() if said and _adds(cell)}


def find_drawn(line: Mapping[int, Cell], amounts: Mapping[str, Cell]) -> dict[str, Cell]:
    """Those amounts that are red or struck out and have no minus, and those of a line that is: they are at fault, too."""
    struck = STRUCK if any(cell.drawn == STRUCK for cell in line.values()) else ""
    doubted = {name: struck or cell.drawn for name, cell in amounts.items() if _adds(cell)}
    return {name: _doubted(amounts[name], said) for name, said in doubted.items() if said}


def without_taste(
    lines: Iterable[tuple[int, Mapping[int, Cell]]],
) -> tuple[tuple[int, Mapping[int, Cell]], ...]:
    """The lines without looks that say nothing: where more than half of them are drawn, or a whole column of amounts is red."""
    every = tuple(lines)
    drawn = [any(cell.drawn for cell in line.values()) for _, line in every]
    columns: dict[int, list[Cell]] = {}
    for _, line in every:
        for column, cell in line.items():
            columns.setdefault(column, []).append(cell)
    red = {
        column
        for column, cells in columns.items()
        if len(amounts := [cell for cell in cells if _adds(cell)]) > 1
        and all(cell.drawn and cell.drawn != STRUCK for cell in amounts)
    }
    plain = set(columns) if 2 * sum(drawn) > len(drawn) else red
    if not plain or not any(drawn):
        return every
    return tuple(
        (row, {column: cell._replace(drawn="") if column in plain else cell for column, cell in line.items()})
        for row, line in every
    )


def _adds(cell: Cell) -> bool:
    return not cell.fault and bool(_POSITIVE.fullmatch(cell.text)) and not _NOUGHT.fullmatch(cell.text)


def _doubted(cell: Cell, said: str) -> Cell:
    return cell._replace(fault="XLS-RED", values=(("said", said), ("text", cell.text)))
