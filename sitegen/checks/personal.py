"""Personal data that must never leave: looked for in every value, every line, every cell and every name of a village's files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, partial

from msgspec import Struct
from msgspec.structs import replace

from sitegen.checks.workbooks import read_workbook_texts
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.model.catalogue import Catalogue, Item, Kind
from sitegen.model.ledger import Attachment, Body, Correction, Disclosure, Row, Telephone, Value, Village
from sitegen.model.period import Period
from sitegen.sensitive import (
    Finding,
    Hit,
    Sort,
    find_among,
    find_sensitive,
    hide,
    is_identity_number,
    is_landline,
    part_alone,
    to_digits,
)
from sitegen.source import decode

SORTS: Mapping[Kind, Sort] = {
    "voucher": "code",
    "code": "code",
    "money": "amount",
    "number": "amount",
    "count": "amount",
    "share": "amount",
}
"""What a column's kind says of digits in it; all others are free."""
LONG = frozenset(("PII-ID", "PII-CARD", "PII-PHONE"))
"""What may stand in pieces: 一组 and 12号井 below each other are no house."""
_TABLES = (".xlsx", ".xlsm")
_TEXTS = (".yaml", ".yml", ".csv", ".txt", ".md", ".json")


class Said(Struct, frozen=True):
    """Typed values of one column: what they are for, where each stands, and the words beside them (its name).

    None where nothing was written. The place of an amount says that digits there are a quantity.
    """

    sort: Sort
    values: tuple[Value | None, ...]
    find_place: Callable[[int], Place]
    beside: str = ""

    def places(self) -> Iterator[Place]:
        """Where its values stand."""
        return (self.find_place(index) for index, value in enumerate(self.values) if value is not None)

    def wholes(self) -> dict[str, str]:
        """Its different texts with the words beside them."""
        lead = f"{self.beside}：" if self.beside and self.sort == "free" else ""
        return {value: lead + value for value in self.values if isinstance(value, str) and value}


def check_personal(
    village: Village,
    catalogue: Catalogue,
    files: Mapping[str, bytes],
    attachments: Iterable[str],
    allowed: frozenset[str],
) -> tuple[Diagnostic, ...]:
    """All personal data of the village's files, each thing at its most exact place; ``allowed`` are telephones agreed to."""
    said = tuple(_texts(village, catalogue))
    own = {path: data for path, data in files.items() if path.startswith(("villages/", "cases/"))}
    numbers = cache(lambda: tuple(_texts(village, catalogue, numbers=True)))
    lines = [each for path, data in own.items() for each in _check_file(path, data, numbers, allowed)]
    known = {(each.place.file, each.code, dict(each.values)["shown"]) for each in lines}
    found = (problem for suspect in find_suspects(said, allowed) for problem in _check_value(*suspect, allowed))
    values = [each for each in found if (each.place.file, each.code, _shown(each)) not in known]
    root = f"villages/{village.folder}"
    names = [*own, *(f"{root}/附件/{path}" for path in attachments)]
    named = find_private_among(names, allowed)
    return (*lines, *values, *(each for name in names if name in named for each in _check_name(name, allowed)))


def _shown(diagnostic: Diagnostic) -> str:
    return dict(diagnostic.values)["shown"]


_EXTENSION = re.compile(r"(?<=\d{7})(?:-|转|ext)\d{1,6}$")


def numbers_of(telephones: Iterable[Telephone]) -> frozenset[str]:
    """Their digits, with their extensions and without: both ways a number is found in a text."""
    written = [each.number for each in telephones]
    return frozenset(to_digits(number) for text in written for number in (text, _EXTENSION.sub("", text)))


def addresses_in(names: Iterable[str]) -> frozenset[str]:
    """What in the names of places themselves has the form of an address: 小营西路32号院社区 tells of nobody."""
    hits = ((name, hit) for name in names if "号" in name for hit in find_sensitive(name))
    return frozenset(name[hit.start : hit.end] for name, hit in hits if hit.code == "PII-ADDRESS")


def is_allowed(code: Finding, written: str, allowed: frozenset[str]) -> bool:
    """Whether a finding is a telephone that may be shown, its area code left out or not, or an address in a place's name."""
    if code == "PII-ADDRESS":
        return written.endswith(tuple(allowed))
    digits = to_digits(written) if code == "PII-PHONE" else ""
    return digits in allowed or (len(digits) in (7, 8) and any(each.endswith(digits) for each in allowed))


def find_private(text: str, allowed: frozenset[str], sort: Sort = "free") -> tuple[Hit, ...]:
    """Everything in a text that may not be shown."""
    hits = find_sensitive(text, sort)
    return tuple(hit for hit in hits if not is_allowed(hit.code, text[hit.start : hit.end], allowed))


def find_personal(text: str, kind: Kind = "text") -> tuple[Hit, ...]:
    """Everything private in a value of that kind, telephones agreed to among it."""
    return find_sensitive(text, SORTS.get(kind, "free"))


# ---- values ----------------------------------------------------------------------------------------------------------


Suspect = tuple[Sort, str, str, Callable[[], Place]]
"""A value: what it is for, its text, the same with the words beside it, and where it stands."""


def find_suspects(said: Iterable[Said], allowed: frozenset[str]) -> Iterator[Suspect]:
    """Those values in which something may be found: they are read as one text, and only if that holds anything one by one."""
    columns = [(each, wholes) for each in said if (wholes := each.wholes())]
    known: dict[Sort, dict[str, None]] = {}
    for each, wholes in columns:
        known.setdefault(each.sort, {}).update(dict.fromkeys(wholes.values()))
    suspects = {sort: find_private_among(texts, allowed, sort) for sort, texts in known.items()}
    for each, wholes in columns:
        if not suspects[each.sort].isdisjoint(wholes.values()):
            for index, value in enumerate(each.values):
                if isinstance(value, str) and value and wholes[value] in suspects[each.sort]:
                    yield each.sort, value, wholes[value], partial(each.find_place, index)


def find_private_among(texts: Iterable[str], allowed: frozenset[str], sort: Sort = "free") -> set[str]:
    """Those texts in which something may be found that may not be shown."""
    alone, joint = part_alone(texts)
    found = {joint[at] for at in find_among(joint, sort)}
    return alone | {text for text in found if find_private(text, allowed, sort)}


def _check_value(
    sort: Sort, value: str, text: str, find_place: Callable[[], Place], allowed: frozenset[str]
) -> Iterator[Diagnostic]:
    lead = len(text) - len(value)
    hits = {hit for hit in find_private(text, allowed, sort) if hit.end > lead}
    hits |= {Hit(code, start + lead, end + lead) for code, start, end in find_private(value, allowed, sort)}
    place = find_place() if hits else Place("")
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.code)):
        start = max(hit.start - lead, 0)
        where = place
        if place.column and place.end_column - place.column == len(value):
            where = Place(place.file, place.line, place.column + start, place.column + hit.end - lead, place.cell)
        yield error(hit.code, where, shown=hide(text, hit))


_NO_TEXTS = frozenset((int, Decimal, date, bool, Period, type(None)))


def _texts(village: Village, catalogue: Catalogue, *, numbers: bool = False) -> Iterator[Said]:
    """Every column in which a text is typed; ``numbers``: the others, too, for their places."""
    for disclosure in village.disclosures:
        yield from _disclosure_texts(disclosure, catalogue.by_number(disclosure.item), numbers)
    for record in village.records:
        item = catalogue.by_number(record.item)
        yield _say(record.name, record.place)
        yield _say(record.notes, record.place)
        yield from _attachment_texts(record.attachments)
        if item is not None:
            yield from _body_texts(item, record.body, numbers)
    for case in village.cases:
        yield _say(f"{case.number}；{case.question}；{case.satisfied}", case.place)
        for step in case.steps:
            yield _say(step.words, case.place)


def _disclosure_texts(disclosure: Disclosure, item: Item | None, numbers: bool) -> Iterator[Said]:
    yield _say(disclosure.notes, disclosure.place)
    yield from _attachment_texts(disclosure.attachments)
    for review in disclosure.reviews:
        yield _say(f"{review.reviewer}；{review.words}；{review.answer}", review.place)
    for correction in disclosure.corrections:
        yield from _correction_texts(correction)
    if item is not None:
        yield from _body_texts(item, disclosure.body, numbers)


def _correction_texts(correction: Correction) -> Iterator[Said]:
    said = (each for each in (correction.before, correction.after) if isinstance(each, str))
    for text in (correction.reason, correction.checked_by, *said):
        yield _say(text, correction.place)


def _attachment_texts(attachments: Iterable[Attachment]) -> Iterator[Said]:
    for attachment in attachments:
        yield _say(attachment.path, attachment.place)
        yield _say(attachment.caption, attachment.place)


def _body_texts(item: Item, body: Body, numbers: bool) -> Iterator[Said]:
    for field in body.fields:
        column = item.field(field.name) if numbers or type(field.value) not in _NO_TEXTS else None
        if column is not None:
            yield Said(SORTS.get(column.kind, "free"), (field.value,), partial(_same, field.place), field.name)
    for table in body.tables:
        form = item.table(table.name)
        for name, cells in (table.cells if numbers else table.texts).items() if form else ():
            column = form.column(name) if form else None
            if column is not None:
                find_place = partial(_place_in, table.rows, name)
                yield Said(SORTS.get(column.kind, "free"), cells, find_place, name)


def _say(text: str, place: Place) -> Said:
    return Said("free", (text,), partial(_same, place))


def _same(place: Place, _: int) -> Place:
    return place


def _place_in(rows: tuple[Row, ...], name: str, index: int) -> Place:
    return rows[index].place_of(name)


def find_codes(village: Village, catalogue: Catalogue) -> frozenset[str]:
    """Long numbers of vouchers and codes: they are no bank cards and no telephones, whatever they look like."""
    said = (value for each in _texts(village, catalogue) if each.sort == "code" for value in each.values)
    numbers = (to_digits(value) for value in said if isinstance(value, str) and len(value) >= 10)
    return frozenset(number for number in numbers if not is_identity_number(number))


# ---- files -----------------------------------------------------------------------------------------------------------


def _check_file(
    path: str, data: bytes, numbers: Callable[[], Iterable[Said]], allowed: frozenset[str]
) -> Iterator[Diagnostic]:
    if path.endswith(_TABLES):
        yield from _check_workbook(path, data, {place.cell for place in _find_numbers(path, numbers())}, allowed)
    elif path.endswith(_TEXTS):
        text, _ = decode(path, data)
        hits = find_private(text or "", allowed)
        yield from _check_text(path, text or "", hits, _find_numbers(path, numbers())) if hits else ()


def _find_numbers(path: str, said: Iterable[Said]) -> list[Place]:
    places = (place for each in said if each.sort != "free" for place in each.places())
    return [place for place in places if place.file == path]


def _check_text(path: str, text: str, hits: Iterable[Hit], numbers: Iterable[Place]) -> Iterator[Diagnostic]:
    """Every line, comments and unknown keys among them; what stands in a column of numbers is judged by its type."""
    typed = [(place.line, place.column, place.end_column) for place in numbers]
    for found in _report_lines(path, text, hits):
        line, column = found.place.line, found.place.column
        if not any(at == line and first <= column < end for at, first, end in typed):
            yield found


def _report_lines(path: str, text: str, hits: Iterable[Hit]) -> Iterator[Diagnostic]:
    for hit in hits:
        line = text.count("\n", 0, hit.start) + 1
        column = hit.start - (text.rfind("\n", 0, hit.start) + 1) + 1
        last = min(hit.end, len(text) if (end := text.find("\n", hit.start)) < 0 else end)
        yield error(hit.code, Place(path, line, column, column + last - hit.start), shown=hide(text, hit))


def _check_workbook(path: str, data: bytes, numbers: set[str], allowed: frozenset[str]) -> Iterator[Diagnostic]:
    """Every cell of every sheet, hidden ones too, comments and properties."""
    for cell, text in read_workbook_texts(data):
        sort: Sort = "code" if cell in numbers else "free"
        for hit in find_private(text, allowed, sort):
            yield error(hit.code, Place(path, cell=cell), shown=hide(text, hit))


def _check_name(path: str, allowed: frozenset[str]) -> Iterator[Diagnostic]:
    for hit in find_private(path, allowed):
        yield error(hit.code, Place(path), shown=hide(path, hit))


def check_lines(file: str, data: bytes, telephones: Iterable[Telephone] = ()) -> tuple[Diagnostic, ...]:
    """Personal data in a file that is no ledger: ``sitegen.yaml``, ``regions.csv``, a county's catalogue.

    Offices stand there with their addresses and landlines.
    """
    allowed = numbers_of(telephones)
    text, _ = decode(file, data)
    hits = find_private(text or "", allowed)
    private = (hit for hit in hits if hit.code != "PII-ADDRESS" and not is_landline(text or "", hit))
    return tuple(_report_lines(file, text or "", private))


# ---- what is left out ------------------------------------------------------------------------------------------------


def without_personal_cases(village: Village, found: Iterable[Diagnostic]) -> Village:
    """The village without the questions that hold personal data: they are not shown until it is gone from them."""
    file = f"cases/{village.code}.yaml"
    lines = [each.place.line for each in found if each.code.startswith("PII-") and each.place.file == file]
    starts = sorted(case.place.line for case in village.cases)

    def holds(start: int, line: int) -> bool:
        following = next((each for each in starts if each > start), None)
        return line == 0 or (start <= line and (following is None or line < following))

    kept = (case for case in village.cases if not any(holds(case.place.line, line) for line in lines))
    return replace(village, cases=tuple(kept))


def without_personal_profile(village: Village, allowed: frozenset[str]) -> Village:
    """The village without those texts of its profile that hold personal data; everything else of it stays."""

    def clean(text: str) -> bool:
        return not find_private(text, allowed)

    whole = "\n".join(text.replace("\n", " ") for _, text in village.profile)
    torn = {
        line
        for hit in find_private(whole, allowed)
        if hit.code in LONG
        for line in range(whole.count("\n", 0, hit.start), whole.count("\n", 0, hit.end) + 1)
    }
    facts = (fact for line, fact in enumerate(village.profile) if line not in torn)
    return replace(
        village,
        introduction=village.introduction if clean(village.introduction) else "",
        profile=tuple((name, text) for name, text in facts if clean(f"{name}：{text}")),
        officers=tuple(each for each in village.officers if clean(f"{each.office} {each.name} {each.duty}")),
    )
