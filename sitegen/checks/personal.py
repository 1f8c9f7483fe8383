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
from sitegen.model.ledger import Attachment, Body, Disclosure, Village

Finding = Literal["PII-ID", "PII-CARD", "PII-PHONE", "PII-ADDRESS"]


class Personal(NamedTuple):
    """Personal data in a text: what kind, and where in the text as it was written."""

    code: Finding
    start: int
    end: int


_GROUP = re.compile(r"\d+")
_BETWEEN = re.compile(r"[\s\u00a0\u200b-\u200f\u2060\ufeff\u00ad·•.,，、/~_*()（）+\-‐-―]{1,4}")
"""What people write between the digits of one number."""
_REGION = re.compile(rf"\d(?:(?:{_BETWEEN.pattern})?\d){{10,}}")
"""Where there are digits enough for anything private; the rest of a text is not looked at closely."""
_CHECK_SIGN = "Xx×*✕ХхΧχ"
_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE_RUN = re.compile(r"[〇零一二三四五六七八九]{11,}")
_PHONE = re.compile(r"(?:0|86|0086)?1[3-9]\d{9}")
_LONGEST = 24
"""Digits of the longest window that is joined: more belong to no single number."""
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
    """All personal data in a text: whole, in groups, side by side, in full-width or Chinese digits."""
    hits: list[Personal] = []
    plain = _to_narrow(text)
    for region in _REGION.finditer(plain):
        found = _GROUP.finditer(plain, region.start(), region.end())
        groups = [(match[0], match.start(), match.end()) for match in found]
        for index in range(len(groups)):
            hits += _judge_windows(plain, groups, index, kind)
    if kind in ("text", "markdown", "place", "payee", "person"):
        hits += [Personal("PII-ADDRESS", match.start(), match.end()) for match in _HOUSE.finditer(text)]
    return _without_overlaps(hits)


def _to_narrow(text: str) -> str:
    """The same length: full-width signs narrow, long runs of Chinese digits as digits."""
    narrow = text if text.isascii() else "".join(_narrow(sign) for sign in text)
    return _CHINESE_RUN.sub(lambda run: run[0].translate(_CHINESE), narrow)


def _narrow(sign: str) -> str:
    if sign < "\u0080":
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 else sign


def _judge_windows(text: str, groups: list[tuple[str, int, int]], first: int, kind: Kind) -> Iterator[Personal]:
    """The group alone, then joined with those that follow it closely."""
    digits, sizes, start = "", [], groups[first][1]
    for index in range(first, len(groups)):
        group, begin, end = groups[index]
        if index > first and not _BETWEEN.fullmatch(text[groups[index - 1][2] : begin]):
            return
        digits += group
        sizes.append(len(group))
        if len(digits) > _LONGEST:
            if len(sizes) == 1:
                yield from _judge_long(digits, start, kind)
            return
        signed = end < len(text) and text[end] in _CHECK_SIGN
        code = _judge(digits, "X" if signed else "", sizes, kind)
        if code is not None:
            yield Personal(code, start, end + (signed and code == "PII-ID" and len(digits) == 17))


def _judge(digits: str, sign: str, sizes: list[int], kind: Kind) -> Finding | None:
    whole = len(sizes) == 1
    if len(digits) == 17 and sign and is_identity_number(digits + sign):
        return "PII-ID"
    if len(digits) == 18 and is_identity_number(digits):
        return "PII-ID"
    if len(digits) == 15 and whole and _is_old_identity(digits):
        return "PII-ID"
    if kind in _DIGITS_ONLY or kind in ("money", "number", "count"):
        return None
    if _PHONE.fullmatch(digits) and (whole or min(sizes[-2:]) >= 3):
        return "PII-PHONE"
    grouped = whole or all(size == 4 for size in sizes[:-1])
    if 16 <= len(digits) <= 19 and grouped and is_card(digits):
        return "PII-CARD"
    return None


def _judge_long(digits: str, start: int, kind: Kind) -> Iterator[Personal]:
    for offset in range(len(digits) - 17):
        if kind not in _DIGITS_ONLY and is_identity_number(digits[offset : offset + 18]):
            yield Personal("PII-ID", start + offset, start + offset + 18)
            return


def _without_overlaps(hits: list[Personal]) -> tuple[Personal, ...]:
    """Each place once, the longer finding first."""
    kept: list[Personal] = []
    for hit in sorted(hits, key=lambda each: (each.start - each.end, each.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda each: each.start))


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
    shown = _hide(written) if hit.code != "PII-ADDRESS" else written
    if place.column and place.end_column - place.column == len(text):
        place = Place(place.file, place.line, place.column + hit.start, place.column + hit.end, place.cell)
    return error(hit.code, place, shown=shown)


def _texts(village: Village, catalogue: Catalogue) -> Iterator[tuple[Kind, str, Place]]:
    yield "text", village.introduction, village.place
    for _, value in village.profile:
        yield "text", value, village.place
    for name, _ in village.profile:
        yield "text", name, village.place
    for officer in village.officers:
        yield "text", f"{officer.office} {officer.name} {officer.duty}", village.place
    for account in village.accounts:
        yield "text", f"{account.name} {account.plain}", account.place
    for telephone in (*village.telephones, *village.supervisor_telephones):
        yield "text", telephone.label, village.place
    yield "text", village.name, village.place
    for disclosure in village.disclosures:
        yield from _disclosure_texts(disclosure, catalogue.by_number(disclosure.item))
    for record in village.records:
        item = catalogue.by_number(record.item)
        yield "text", record.name, record.place
        yield "markdown", record.notes, record.place
        yield from _attachment_texts(record.attachments)
        if item is not None:
            yield from _body_texts(item, record.body)
    for case in village.cases:
        yield "text", f"{case.number}；{case.question}；{case.satisfied}", case.place
        for step in case.steps:
            yield "text", step.words, case.place


def check_lines(file: str, data: bytes, allowed: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Personal data in a file that is no ledger, line by line: ``sitegen.yaml``, ``regions.csv``."""
    found = []
    for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), start=1):
        for hit in find_personal(line):
            if (
                hit.code in ("PII-ID", "PII-CARD", "PII-PHONE")
                and _only_digits(line[hit.start : hit.end]) not in allowed
            ):
                place = Place(file, number, hit.start + 1, hit.end + 1)
                found.append(error(hit.code, place, shown=_hide(line[hit.start : hit.end])))
    return tuple(found)


def _hide(written: str) -> str:
    return written[:2] + "…" + written[-2:]


def _disclosure_texts(disclosure: Disclosure, item: Item | None) -> Iterator[tuple[Kind, str, Place]]:
    yield "markdown", disclosure.notes, disclosure.place
    yield from _attachment_texts(disclosure.attachments)
    for review in disclosure.reviews:
        yield "text", f"{review.reviewer}；{review.words}；{review.answer}", review.place
    for correction in disclosure.corrections:
        said = [each for each in (correction.before, correction.after) if isinstance(each, str)]
        yield "text", "；".join((correction.reason, correction.checked_by, *said)), correction.place
    if item is not None:
        yield from _body_texts(item, disclosure.body)


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
