"""Names in the sentences of the first screen (首屏): each must be one the catalogue gives, or the sentence never appears."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.diagnostics import error
from sitegen.load.reading import Reader
from sitegen.model.catalogue import Item
from sitegen.source import Scalar, nearest, place_within

_HOLE = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
_ALWAYS = ("村", "户数", "人口", "期间")
_OF_RECORDS = ("编号", "名称")
_HOWS = ("", "元", "约", "成")
_DERIVED = ("最大", "同")


def check_holes(reader: Reader, sentence: Scalar, item: Item) -> None:
    """Report names in braces that stand for nothing, and ways of saying that there are not, at their places."""
    for hole in _HOLE.finditer(sentence.text):
        for name, start in _names_in(hole[1], hole.start(1)):
            if not _is_known(item, name):
                place = place_within(reader.file, sentence, start, start + len(name))
                reader.report(error("CAT-KEY", place, key=name, nearest=_nearest(item, name)))
        if (hole[2] or "") not in _HOWS:
            place = place_within(reader.file, sentence, *hole.span(2))
            reader.report(error("CAT-VALUE", place, key="首屏", value=hole[2]))


def _names_in(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The one name, or the two of a quotient, and where each begins."""
    for piece in re.finditer(r"[^/]+", text) if text.strip() else ():
        yield piece[0].strip(), start + piece.start() + len(piece[0]) - len(piece[0].lstrip())


def _is_known(item: Item, name: str) -> bool:
    table, _, rest = name.partition(".")
    if not rest:
        return name in _ALWAYS or item.field(name) is not None or (item.shape == "register" and name in _OF_RECORDS)
    form, (column, _, derived) = item.table(table), rest.partition(".")
    if form is None or derived not in ("", *_DERIVED):
        return False
    return form.column(column) is not None or rest == "行数"


def _nearest(item: Item, name: str) -> str:
    columns = (f"{form.name}.{each.name}" for form in item.tables for each in form.columns)
    rows = (f"{form.name}.行数" for form in item.tables)
    return nearest(name, [*(each.name for each in item.fields), *rows, *columns, *_ALWAYS])
