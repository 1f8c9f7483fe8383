"""A publication file → disclosures; see docs/formats.md §5."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from sitegen.diagnostics import NOWHERE, Diagnostic, Place, error, info, warning
from sitegen.load.attempts import Names
from sitegen.load.body import Surroundings, files_beside, last_lines, load_attachments, load_body, words_of
from sitegen.load.corrections import load_corrections
from sitegen.load.reading import Reader, is_empty
from sitegen.load.reviews import load_reviews
from sitegen.model.catalogue import NOTHING, PART_KEYS, PART_WORDS, Catalogue, Item, Preset
from sitegen.model.ledger import Account, Body, Disclosure, Part, Review, Span
from sitegen.model.period import Period, from_text
from sitegen.source import Document, Entries, Items, Node, Scalar, nearest

_COMMON = ("公开日期", "公示至", "审核", "草稿")
HEAD_KEYS = ("期间", *_COMMON)
"""What a file says before its items."""
_HEAD_KEYS = ("格式", *HEAD_KEYS)
_FAR = timedelta(days=366)
"""Between the figures of a period and the day they are put up; plans are put up before their year, old ledgers soon after."""
_LONG = 92
"""Days a posting hardly ever lasts: a quarter, after which the next one is put up."""


class _Head(Struct, frozen=True):
    """What holds for a whole file unless an item says otherwise."""

    period: Period
    dated: Place
    posted: date | None
    posted_until: date | None
    draft: bool
    reviews: tuple[Review, ...]
    posted_place: Place = NOWHERE
    until_place: Place = NOWHERE
    draft_place: Place = NOWHERE


def publication_names(catalogue: Catalogue) -> Names:
    """What may be written in a publication."""
    items = [each for each in catalogue.items if each.shape != "register"]
    inside = {name: words_of(each) for each in items for name in (each.name, *each.aliases)}
    columns = {column.name for each in items for table in each.tables for column in table.columns}
    known = columns.union(_HEAD_KEYS, PART_KEYS, inside, *inside.values())
    tables = frozenset(table.name for each in items for table in each.tables)
    return Names(frozenset(known), (*_HEAD_KEYS, *inside), inside, tables)


def load_publication(around: Surroundings, reader: Reader, document: Document) -> tuple[Disclosure, ...]:
    """All disclosures of one file; a file without a readable period gives none."""
    if document.root is None:
        reader.report_empty()
        return ()
    entries = reader.spelt(reader.root(document.root, document.file), _HEAD_KEYS)
    if not entries.pairs:
        return ()
    period = _load_period(reader, entries)
    if period is None:
        _read_all_the_same(around, reader, document, entries)
        return ()
    return _load_items(around, reader, document, entries, period)


def _read_all_the_same(around: Surroundings, reader: Reader, document: Document, entries: Entries) -> None:
    """What else is wrong in a file whose period nobody knows; days without a year are not, for the period gives it."""
    named = re.search(r"/(\d{4})/([^/]*)\.yaml$", document.file)
    period = (from_text(named[2]) or from_text(f"{named[1]}年")) if named else None
    if period is not None:
        inside = replace(reader, found=[])
        _load_items(around, inside, document, entries, period)
        reader.found.extend(each for each in inside.found if each.code != "DATE-YEAR")


def _load_items(
    around: Surroundings, reader: Reader, document: Document, entries: Entries, period: Period
) -> tuple[Disclosure, ...]:
    dated = entries.get("期间")
    outside = _Head(period, reader.place(dated or entries), None, None, False, ())
    items = tuple(around.catalogue.by_name(key.text) for key, _ in entries.pairs if key.text not in _HEAD_KEYS)
    head = _load_head(reader, entries, entries.by_name(), outside, items)
    entries = _under_their_items(reader, entries, around.catalogue)
    disclosures: list[Disclosure] = []
    for (key, node), last in zip(
        entries.pairs, last_lines(document, [key.line for key, _ in entries.pairs]), strict=True
    ):
        if key.text in _HEAD_KEYS or (not dated and nearest(key.text, _HEAD_KEYS) == "期间"):
            continue
        span = Span(document.file, key.line, last)
        item = around.catalogue.by_name(key.text)
        if item is None or item.shape == "register":
            _report_item(reader, key, around.catalogue, item)
            continue
        disclosures += _load_item(reader, document, item, node, span, head, around)
    return tuple(disclosures)


def _load_period(reader: Reader, entries: Entries) -> Period | None:
    node = entries.get("期间")
    scalar = reader.scalar(node, "期间")
    if scalar is None:
        return _find_period(reader, entries, node) if node is None or is_empty(node) else None
    period = from_text(scalar.text)
    if period is None or not 1900 <= period.first.year <= 2200:
        reader.report(error("PER-TEXT", reader.place(scalar), text=scalar.text))
        return None
    reader.note(scalar, "PER-READ", period.label)
    return period


def _find_period(reader: Reader, entries: Entries, empty: Node | None) -> Period | None:
    """The period under a name that is nearly 期间 (期問), which is reported; else that none is written, behind the name
    where that stands there with nothing after it."""
    for key, node in entries.pairs:
        period = from_text(node.text) if isinstance(node, Scalar) else None
        if period is not None and nearest(key.text, _HEAD_KEYS) == "期间":
            reader.report_unknown(key, "期间", _HEAD_KEYS)
            return period
    reader.report(error("PER-MISSING", reader.place(empty or entries)))
    return None


def _under_their_items(reader: Reader, entries: Entries, catalogue: Catalogue) -> Entries:
    """The items with the fields and tables that stand out of line behind them; each of these is reported."""
    if all(key.text in _HEAD_KEYS or catalogue.by_name(key.text) is not None for key, _ in entries.pairs):
        return entries
    kept: list[tuple[Scalar, Node]] = []
    for key, node in entries.pairs:
        item = catalogue.by_name(kept[-1][0].text) if kept else None
        strange = key.text not in _HEAD_KEYS and catalogue.by_name(key.text) is None
        if item is None or not strange or not (item.field(key.text) or item.table(key.text) or key.text in PART_KEYS):
            kept.append((key, node))
            continue
        reader.report(error("SYN-ALIGN", reader.place(key)))
        name, whole = kept[-1]
        inside = whole.pairs if isinstance(whole, Entries) else ()
        if isinstance(whole, Entries) or (isinstance(whole, Scalar) and not whole.text.strip()):
            kept[-1] = (name, Entries((*inside, (key, node)), name.line, name.column))
    return replace(entries, pairs=tuple(kept))


def _report_item(reader: Reader, key: Scalar, catalogue: Catalogue, item: Item | None) -> None:
    if item is not None:
        reader.report(error("KEY-REGISTER", reader.place(key), key=key.text, file=f"登记/{item.register_file}.yaml"))
        return
    known = [name for each in catalogue.items if each.shape != "register" for name in (each.name, *each.aliases)]
    near = nearest(key.text, [*known, *HEAD_KEYS])
    if not reader.report_colon(key, near) and not catalogue.lacks(key.text, near):
        reader.report(error("KEY-ITEM", reader.place(key), key=key.text, nearest=near))


def _load_head(
    reader: Reader, entries: Entries, said: Mapping[str, Node], inherited: _Head, items: tuple[Item | None, ...]
) -> _Head:
    """What stands above these ``items``, or in one of them."""
    if said.keys().isdisjoint(_COMMON):
        return inherited
    period, begin, end = inherited.period, said.get("公开日期"), said.get("公示至")
    posted = reader.day(begin, "公开日期", period) or inherited.posted
    until = reader.day(end, "公示至", period) or inherited.posted_until
    reviews, draft = said.get("审核"), said.get("草稿")
    _check_posted(reader, entries, period, posted, until, items)
    return _Head(
        period=period,
        dated=inherited.dated,
        posted=posted,
        posted_until=until,
        draft=reader.yes(draft, "草稿") if draft else inherited.draft,
        reviews=load_reviews(reader, reviews) if reviews else inherited.reviews,
        posted_place=reader.place(begin) if begin else inherited.posted_place,
        until_place=reader.place(last) if (last := end or begin) else inherited.until_place,
        draft_place=reader.place(draft) if draft else inherited.draft_place,
    )


def _check_posted(
    reader: Reader,
    entries: Entries,
    period: Period,
    posted: date | None,
    until: date | None,
    items: tuple[Item | None, ...],
) -> None:
    """When the figures were put up: those of a month or a quarter not before it was over, and nothing years after; a period
    that is still to come is named by itself. What may be told at once is told on its day."""
    written, end = entries.get("公开日期"), entries.get("公示至")
    over = posted is not None and until is not None and until < posted
    doubted = False
    if posted is not None and written is not None and not over:
        far = posted > period.last + _FAR
        early = period.first - _FAR <= posted < period.last and period.kind in ("month", "quarter")
        doubted = far or early
        if doubted:
            at_once = early and all(item is not None and item.by_day for item in items)
            said = {"period": period.label, "posted": posted.isoformat(), "when": "far" if far else "early"}
            day = posted.isoformat() if at_once else ""
            reader.report(warning("PER-POSTED", reader.place(written), **said, day=day))
    if posted is None or until is None or (end or written) is None:
        return
    place, days = reader.place(end or written or entries), (until - posted).days + 1
    if over:
        place = reader.place(written) if written and posted > period.last + _FAR else place  # that day is the odd one
        reader.report(error("DATE-BACKWARDS", place, first="公开日期", begin=posted, last="公示至", end=until))
    elif not doubted and days > max(_LONG, *(each.posting_days or 0 for each in items if each)):
        said = {"until": until.isoformat(), "posted": posted.isoformat(), "days": str(days)}
        reader.report(warning("PER-UNTIL", place, **said))


def _load_item(
    reader: Reader, document: Document, item: Item, node: Node, span: Span, head: _Head, around: Surroundings
) -> list[Disclosure]:
    if isinstance(node, Scalar) and node.text.strip() == NOTHING:
        return [_nothing(reader, item, node, span, head, around)]
    if isinstance(node, Items) and not (node.items and all(isinstance(child, Scalar) for child in node.items)):
        parts = [reader.entries(child, item.name) for child in reader.only_written(node.items)]
    elif isinstance(node, Entries):
        parts = [node]
    else:
        reader.report_type(node, item.name, "part", NOTHING)
        return []
    lines = [entries.line for entries in parts]
    spans = [
        Span(span.file, first, last) for first, last in zip(lines, last_lines(document, lines, span.last), strict=True)
    ]
    return [
        _load_part(reader, document, item, entries, own, head, around)
        for entries, own in zip(parts, spans, strict=True)
    ]


def _nothing(reader: Reader, item: Item, node: Node, span: Span, head: _Head, around: Surroundings) -> Disclosure:
    until = head.posted_until or _posting_end(head.posted, item, around.preset)
    return Disclosure(
        item.number, head.period, Part(), Body(), True, head.posted, until, head.draft, head.reviews,
        (), (), "", reader.place(node), span, head.dated, head.posted_place, head.until_place, head.draft_place,
    )  # fmt: skip


def _load_part(
    reader: Reader, document: Document, item: Item, entries: Entries, span: Span, head: _Head, around: Surroundings
) -> Disclosure:
    said = entries.by_name()
    own = _load_head(reader, entries, said, head, (item,))
    before = len(reader.found)
    body = load_body(reader, document, entries, item, head.period, around.beside, PART_KEYS, span.last)
    notes = reader.value(said.get("说明"), "markdown", "说明")
    if own.draft:
        reader.found[before:] = map(_soften, reader.found[before:])
        reader.report(info("KEY-DRAFT", reader.place(entries), item=item.name))
    return Disclosure(
        item=item.number,
        period=head.period,
        part=_load_part_name(reader, entries, said, item, around.accounts),
        body=body,
        nothing=False,
        posted=own.posted,
        posted_until=own.posted_until or _posting_end(own.posted, item, around.preset),
        draft=own.draft,
        reviews=own.reviews,
        corrections=load_corrections(reader, said.get("更正"), item, head.period),
        attachments=load_attachments(reader, said.get("附件")),
        notes=notes if isinstance(notes, str) else "",
        place=reader.place(entries),
        span=Span(span.file, span.first, span.last, files_beside(body, document.file)),
        dated=head.dated,
        posted_place=own.posted_place,
        until_place=own.until_place,
        draft_place=own.draft_place,
    )


def _soften(diagnostic: Diagnostic) -> Diagnostic:
    """In a draft, what is not filled in yet is no mistake."""
    return replace(diagnostic, severity="warning") if diagnostic.code == "KEY-FILL" else diagnostic


def _posting_end(posted: date | None, item: Item, preset: Preset) -> date | None:
    return posted + posting_days(item, preset) if posted else None


def posting_days(item: Item, preset: Preset) -> timedelta:
    """From the day it goes up to the last day of posting, where none is written; the first counts (组织法 35: at least 15
    days)."""
    return timedelta(days=(item.posting_days or preset.posting_days) - 1)


def _load_part_name(
    reader: Reader, entries: Entries, said: Mapping[str, Node], item: Item, accounts: tuple[Account, ...]
) -> Part:
    account, batch, group = [reader.scalar(said.get(key), key) for key in PART_WORDS.values()]
    if account is not None:
        name = account.text.strip()
        known = next((each for each in accounts if each.name == name), None)
        if known is None:
            names = [each.name for each in accounts]
            near, listed = nearest(name, names), "、".join(names)
            reader.report(error("REF-ACCOUNT", reader.place(account), account=name, nearest=near, known=listed))
            return Part()
        return Part(known.code, known.name)
    if batch is not None and (number := reader.count(batch, "批次")):
        return Part(f"b{number}", f"第{number}批")
    if group is not None and (number := reader.count(group, "村民小组")):
        return Part(f"g{number}", f"{number}组")
    if item.parts == "account" and len(accounts) > 1:
        reader.report_missing(entries, "账套", ("账套", *PART_KEYS), item.name)
    if item.parts == "account" and len(accounts) == 1:
        return Part(accounts[0].code, accounts[0].name)
    return Part()
