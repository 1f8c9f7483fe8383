"""Personal data that must never leave: identity numbers, bank cards, private telephones, house numbers.

Check digits after GB 11643-1999 (ISO 7064 MOD 11-2) for identity numbers and Luhn with a bank's prefix for cards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.model.catalogue import Catalogue, Item, Kind
from sitegen.model.ledger import Attachment, Body, Village

Finding = Literal["PII-ID", "PII-CARD", "PII-PHONE", "PII-ADDRESS"]


class Personal(NamedTuple):
    """Personal data in a text: what kind, and where in the text as it was written."""

    code: Finding
    start: int
    end: int


_SKIPPED = re.compile(r"[\s\u00a0\u200b-\u200f\u2060\ufeff\u00ad·•\-‐-―_]")
_RUN = re.compile(r"\d[\dXx]*")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_BANKS = ("4", "5", "62", "60", "68", "69", "9")
_DIGITS_ONLY: frozenset[Kind] = frozenset({"voucher", "code"})
_HOUSE = re.compile(
    r"\d+\s*(?:号院|栋|幢|单元|弄)\s*\d+|[\u4e00-\u9fff](?:路|街|巷|村|组|弄)\s*\d{1,4}\s*号(?!文|令|窗|桥|井|渠|塘|机|泵|码|地|田|线|楼|厅|仓|棚|车|鱼|池|公)"
)


def find_personal(text: str, kind: Kind = "text") -> tuple[Personal, ...]:
    """All personal data in a text, spaced, dashed or full-width digits included."""
    if not any(sign.isdigit() for sign in text):
        return ()
    digits, places = _squeeze(text)
    found = [hit for run in _RUN.finditer(digits) for hit in _judge(run[0], run.start(), kind)]
    hits = [Personal(code, places[start], places[end - 1] + 1) for code, start, end in found]
    if kind in ("text", "markdown", "place", "payee", "person"):
        hits += [Personal("PII-ADDRESS", match.start(), match.end()) for match in _HOUSE.finditer(text)]
    return tuple(hits)


def _squeeze(text: str) -> tuple[str, list[int]]:
    """The text with full-width signs made narrow and separators between digits dropped, and where each sign stood."""
    signs: list[str] = []
    places: list[int] = []
    for index, sign in enumerate(text):
        plain = unicodedata.normalize("NFKC", sign)
        if _SKIPPED.fullmatch(sign) and signs and _joins(signs[-1], text, index):
            continue
        for each in plain:
            signs.append(each)
            places.append(index)
    return "".join(signs), places


def _joins(last: str, text: str, index: int) -> bool:
    """Whether separators at ``index`` stand between two digits of one written number: single ones, not line breaks."""
    if not last.isdigit() or text[index] in "\n\r":
        return False
    following = text[index + 1 : index + 3].lstrip(" \u00a0\u3000")
    return bool(following) and (unicodedata.normalize("NFKC", following[0]).isdigit() or following[0] in "Xx")


def _judge(run: str, start: int, kind: Kind) -> Iterator[tuple[Finding, int, int]]:
    plain = run.rstrip("Xx") if not re.fullmatch(r"\d{17}[\dXx]", run) else run
    length = len(plain)
    if length == 18 and is_identity_number(plain):
        yield "PII-ID", start, start + 18
    elif length == 15 and _is_old_identity(plain):
        yield "PII-ID", start, start + 15
    elif kind in _DIGITS_ONLY or kind in ("money", "number", "count"):
        return
    elif 16 <= length <= 19 and plain.isdigit() and is_card(plain):
        yield "PII-CARD", start, start + length
    elif re.fullmatch(r"(?:86)?1[3-9]\d{9}", plain):
        yield "PII-PHONE", start, start + length
    elif length > 18:
        for offset in range(length - 17):
            if is_identity_number(plain[offset : offset + 18]):
                yield "PII-ID", start + offset, start + offset + 18
                return


def is_identity_number(text: str) -> bool:
    """18 signs with a province, a day of birth and the right check digit (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[\dXx]", text) or text[:2] not in _PROVINCES or not _is_day(text[6:14]):
        return False
    total = sum(int(sign) * weight for sign, weight in zip(text, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[17].upper()


def _is_old_identity(text: str) -> bool:
    return text.isdigit() and text[:2] in _PROVINCES and _is_day("19" + text[6:12])


def _is_day(text: str) -> bool:
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return day.year >= 1900


def is_card(text: str) -> bool:
    """16 to 19 digits that begin like a bank card and satisfy Luhn."""
    if not text.startswith(_BANKS):
        return False
    digits = [int(sign) for sign in reversed(text)]
    total = sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return total % 10 == 0


def check_personal(village: Village, catalogue: Catalogue, allowed: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Every value of the village's ledgers that holds personal data; ``allowed`` are the telephones agreed to."""
    found: list[Diagnostic] = []
    for kind, text, place in _texts(village, catalogue):
        for hit in find_personal(text, kind):
            if hit.code == "PII-PHONE" and _only_digits(text[hit.start : hit.end]) in allowed:
                continue
            found.append(_report(hit, text, place))
    return tuple(found)


def _only_digits(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


def _report(hit: Personal, text: str, place: Place) -> Diagnostic:
    written = text[hit.start : hit.end]
    shown = written[:2] + "…" + written[-2:] if hit.code != "PII-ADDRESS" else written
    if place.column and place.end_column - place.column == len(text):
        place = Place(place.file, place.line, place.column + hit.start, place.column + hit.end, place.cell)
    return error(hit.code, place, shown=shown)


def _texts(village: Village, catalogue: Catalogue) -> Iterator[tuple[Kind, str, Place]]:
    yield "text", village.introduction, village.place
    for _, value in village.profile:
        yield "text", value, village.place
    for officer in village.officers:
        yield "text", f"{officer.name} {officer.duty}", village.place
    for disclosure in village.disclosures:
        item = catalogue.by_number(disclosure.item)
        yield "markdown", disclosure.notes, disclosure.place
        yield from _attachment_texts(disclosure.attachments)
        for review in disclosure.reviews:
            yield "text", f"{review.words} {review.answer}", review.place
        for correction in disclosure.corrections:
            yield "text", correction.reason, correction.place
        if item is not None:
            yield from _body_texts(item, disclosure.body)
    for record in village.records:
        item = catalogue.by_number(record.item)
        yield "text", record.name, record.place
        yield "markdown", record.notes, record.place
        yield from _attachment_texts(record.attachments)
        if item is not None:
            yield from _body_texts(item, record.body)
    for case in village.cases:
        yield "text", case.question, case.place
        for step in case.steps:
            yield "text", step.words, case.place


def _attachment_texts(attachments: Iterable[Attachment]) -> Iterator[tuple[Kind, str, Place]]:
    for attachment in attachments:
        yield "text", f"{attachment.path} {attachment.caption}", attachment.place


def _body_texts(item: Item, body: Body) -> Iterator[tuple[Kind, str, Place]]:
    for field in body.fields:
        column = item.field(field.name)
        if column is not None and isinstance(field.value, str):
            yield column.kind, field.value, field.place
    for table in body.tables:
        form = item.table(table.name)
        for row in table.rows:
            for name, cell in zip(row.columns, row.cells, strict=True):
                column = form.column(name) if form else None
                if column is not None and isinstance(cell, str):
                    yield column.kind, cell, row.place_of(name)
