"""Drafts laid over a village's ledger: which file says what afterwards, proven by reading it again before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import find_earlier
from sitegen.importing.drafts import Draft
from sitegen.importing.merging import Change, Merged, merge
from sitegen.importing.registers import rewrite_register, said_of
from sitegen.importing.rewriting import InlineError, Wanted, find_remarks, rewrite, to_lines
from sitegen.load.files import VillageFiles
from sitegen.load.village import load_village
from sitegen.model.catalogue import NOTHING, PART_WORDS, Catalogue, Item, Preset
from sitegen.model.ledger import Account, Body, Disclosure, Record, Row, Village
from sitegen.model.period import Period
from sitegen.model.plain import to_plain
from sitegen.outputs.blanks import ready_day
from sitegen.source import Document, Entries, Items, load_document


class Laid(Struct, frozen=True):
    """What laying one draft came to: the file and its new text (the old one where nothing changed), and the changes."""

    draft: Draft
    path: str
    text: str
    changes: tuple[Change, ...]
    published: bool
    """Whether a published figure may be among the changed ones."""
    found: tuple[Diagnostic, ...]


class Ledger(Struct, frozen=True):
    """One village as it is: its files and what they say."""

    files: VillageFiles
    village: Village
    published: frozenset[tuple[str, str, str]] = frozenset()
    """Identities of what was published and stands."""


def lay(draft: Draft, ledger: Ledger, catalogue: Catalogue, preset: Preset) -> Laid:
    """The draft over the ledger; where anything else would change, nothing is."""
    if draft.item.shape == "register":
        return _lay_register(draft, ledger, catalogue, preset)
    account = next((each for each in ledger.village.accounts if each.name == draft.account), None)
    old = _find(draft, ledger.village, account)
    path = old.span.file if old else _path_for(draft, ledger)
    document, _ = load_document(path, ledger.files.files.get(path, b""))
    merged = merge(draft.item, old.body if old else Body(), draft, _opening(draft, ledger.village, account))
    if draft.nothing:
        said = document.root.get(draft.item.name) if isinstance(document.root, Entries) else None
        if said is not None and (old is None or not old.nothing):
            place = Place(path, said.line, 1, 2)
            return Laid(draft, path, document.text, (), False, (error("XLS-NOTHING", place, text=NOTHING),))
        merged = Merged(Body(), (Change("changed", "", None, draft.item.name, None, NOTHING),), {})
    unchanged = old is not None and old.nothing == draft.nothing and (draft.nothing or not merged.changes)
    if unchanged:
        return Laid(draft, path, document.text, (), False, ())
    try:
        text = _new_text(draft, ledger, document, merged, old)
    except InlineError as problem:
        place = Place(path, int(str(problem)), 1, 2)
        return Laid(draft, path, document.text, (), False, (error("XLS-INLINE", place, item=draft.item.name),))
    found = _prove(draft, ledger, path, text, merged, catalogue, preset)
    published = old is not None and old.identity in ledger.published
    return Laid(draft, path, text if not found else document.text, merged.changes, published, found)


def _find(draft: Draft, village: Village, account: Account | None) -> Disclosure | None:
    """The disclosure the draft speaks of."""
    for each in village.disclosures:
        if each.item == draft.item.number and each.period == draft.period and _is_part(each, draft, account):
            return each
    return None


def _is_part(disclosure: Disclosure, draft: Draft, account: Account | None) -> bool:
    code = disclosure.part.code
    match draft.item.parts:
        case "account":
            return account is None or code in ("", account.code)
        case "batch":
            return code == (f"b{draft.account}" if draft.account else "")
        case "group":
            return code == (f"g{draft.account}" if draft.account else "")
    return True


def _path_for(draft: Draft, ledger: Ledger) -> str:
    """The file of that period, else a new one named after it."""
    period = draft.period
    assert period is not None
    root = f"villages/{ledger.village.folder}"
    same = sorted({each.span.file for each in ledger.village.disclosures if each.period == period})
    ending = f"-{draft.item.name}" if period.kind == "day" else ""
    name = period.first.isoformat() if period.kind == "day" else period.label
    usual = f"{root}/{period.first.year}/{name}{ending}.yaml"
    return usual if usual in ledger.files.files or not same else same[0]


def _opening(draft: Draft, village: Village, account: Account | None) -> int | None:
    """The closing balance of the same account in the newest period before this one."""
    if draft.item.shape != "cash" or draft.period is None:
        return None
    earlier = find_earlier(draft.item, village, account, draft.period)
    closing = earlier[0].body.get("期末余额") if earlier else None
    return closing if isinstance(closing, int) else None


def _new_text(draft: Draft, ledger: Ledger, document: Document, merged: Merged, old: Disclosure | None) -> str:
    period = draft.period
    assert period is not None
    if not document.text.strip():
        document, _ = load_document(document.file, _head(period).encode())
    if draft.nothing:
        return rewrite_nothing(document, draft.item)
    changed = (
        {change.table or change.column for change in merged.changes}
        if old and not old.nothing
        else _all_keys(merged.body)
    )
    remarks = _remarks(document, draft, merged, old)
    lines = to_lines(draft.item, merged.body, period, remarks, changed)
    if draft.notes and (old is None or not old.notes):
        lines["说明"] = ("说明: |", *(f"  {line}" for line in draft.notes.splitlines()))
    return rewrite(document, Wanted(draft.item, _part_of(draft, ledger.village), lines))


def rewrite_nothing(document: Document, item: Item) -> str:
    """The file with ``本期无发生`` for the item, of which it does not speak yet."""
    return document.text.rstrip("\n") + f"\n\n{item.name}: {NOTHING}\n"


def _all_keys(body: Body) -> set[str]:
    return {field.name for field in body.fields} | {table.name for table in body.tables}


def _head(period: Period) -> str:
    ready = ready_day(period)
    return (
        f"期间: {period.label}\n"
        f"# 贴出去的那天，贴了再写：\n# 公开日期: {ready}\n"
        f"# 村监会看过以后写：\n# 审核:\n#   - 村务监督委员会: {ready} 同意 校验码 XXXX\n"
    )


def _part_of(draft: Draft, village: Village) -> tuple[str, str] | None:
    word = PART_WORDS[draft.item.parts] if draft.item.parts else ""
    if word == "账套":
        return (word, draft.account) if draft.account and len(village.accounts) > 1 else None
    return (word, draft.account) if word and draft.account else None


def _remarks(
    document: Document, draft: Draft, merged: Merged, old: Disclosure | None
) -> dict[str, dict[int, tuple[str, ...]]]:
    entries, last = _entries_of(document, draft, old)
    if entries is None:
        return {}
    return {name: find_remarks(document, entries, name, last, rows) for name, rows in merged.former.items()}


def _entries_of(document: Document, draft: Draft, old: Disclosure | None) -> tuple[Entries | None, int]:
    root = document.root
    if old is None or not isinstance(root, Entries):
        return None, 0
    names = (draft.item.name, *draft.item.aliases)
    node = next((value for key, value in root.pairs if key.text in names), None)
    children = node.items if isinstance(node, Items) else (node,)
    found = next((each for each in children if isinstance(each, Entries) and each.line == old.place.line), None)
    return found, old.span.last


def _prove(
    draft: Draft, ledger: Ledger, path: str, text: str, merged: Merged, catalogue: Catalogue, preset: Preset
) -> tuple[Diagnostic, ...]:
    """Read again: the draft's part says what was wanted, and everything else what it said before."""
    files = replace(ledger.files, files={**ledger.files.files, path: text.encode()})
    village, found = load_village(files, catalogue, preset)
    account = next((each for each in village.accounts if each.name == draft.account), None)
    now = _find(draft, village, account)
    wanted = _plain_body(merged.body)
    before = {_plain(each) for each in ledger.village.disclosures if each is not _find(draft, ledger.village, account)}
    after = {_plain(each) for each in village.disclosures if each is not now}
    old = _find(draft, ledger.village, account)
    kept = old is None or now is None or _handwritten(old) == _handwritten(now) or bool(draft.notes and not old.notes)
    if now is not None and _plain_body(now.body) == wanted and before == after and kept:
        return ()
    wrong = tuple(each for each in found if each.place.file == path and each.severity == "error")
    return wrong[:3] or (error("XLS-REWRITE", Place(path), item=draft.item.name),)


def _plain(disclosure: Disclosure) -> tuple[object, ...]:
    return (disclosure.identity, _plain_body(disclosure.body), _handwritten(disclosure))


def _handwritten(disclosure: Disclosure) -> tuple[object, ...]:
    corrections = tuple(replace(each, place=Place("")) for each in disclosure.corrections)
    reviews = tuple(replace(each, place=Place("")) for each in disclosure.reviews)
    attachments = tuple(replace(each, place=Place("")) for each in disclosure.attachments)
    return (disclosure.notes, disclosure.posted, disclosure.draft, corrections, reviews, attachments)


def _plain_body(body: Body) -> tuple[object, ...]:
    fields = tuple(sorted((field.name, to_plain(field.value)) for field in body.fields))
    tables = {table.name: tuple(map(_plain_row, table.rows)) for table in body.tables if table.rows}
    return (fields, tuple(sorted(tables.items())))


def _plain_row(row: Row) -> tuple[tuple[str, str], ...]:
    said = zip(row.columns, row.cells, strict=True)
    return tuple(sorted((name, to_plain(cell)) for name, cell in said if cell is not None))


# ---- registers -------------------------------------------------------------------------------------------------------


def _lay_register(draft: Draft, ledger: Ledger, catalogue: Catalogue, preset: Preset) -> Laid:
    path = f"villages/{ledger.village.folder}/登记/{draft.item.register_file}.yaml"
    document, _ = load_document(path, ledger.files.files.get(path, b""))
    old = {each.number: each for each in ledger.village.records if each.item == draft.item.number}
    missing = tuple(_find_missing(draft, old))
    if missing:
        return Laid(draft, path, document.text, (), False, missing)
    try:
        text, changes = rewrite_register(document, draft, old)
    except InlineError as problem:
        place = Place(path, int(str(problem)), 1, 2)
        return Laid(draft, path, document.text, (), False, (error("XLS-INLINE", place, item=draft.item.name),))
    found = _prove_register(draft, ledger, path, text, old, catalogue, preset) if changes else ()
    published = any((draft.item.number, number, "") in ledger.published for number, _ in draft.records)
    return Laid(draft, path, document.text if found else text, changes, published, found)


def _find_missing(draft: Draft, old: Mapping[str, Record]) -> Iterator[Diagnostic]:
    """What a new record must say and the sheet does not: once where no new one says it, else at each."""
    new = [body for number, body in draft.records if number not in old and body.fields]
    for name in ("名称", *(column.name for column in draft.item.fields if column.required)):
        silent = [body for body in new if body.get(name) is None]
        if silent and len(silent) == len(new):
            yield error("KEY-MISSING", silent[0].fields[0].place, key=name, where="这张表")
        else:
            yield from (error("KEY-MISSING", body.fields[0].place, key=name, where="这一行") for body in silent)


def _prove_register(
    draft: Draft, ledger: Ledger, path: str, text: str, old: Mapping[str, Record], catalogue: Catalogue, preset: Preset
) -> tuple[Diagnostic, ...]:
    files = replace(ledger.files, files={**ledger.files.files, path: text.encode()})
    village, found = load_village(files, catalogue, preset)
    now = {each.number: each for each in village.records if each.item == draft.item.number}
    wrong = tuple(each for each in found if each.place.file == path and each.severity == "error")
    drafted = dict(draft.records)
    kept = all(number in now and _same_record(each, now[number], drafted.get(number)) for number, each in old.items())
    if kept and not wrong and all(number in now and _says(now[number], body) for number, body in drafted.items()):
        return ()
    return wrong[:3] or (error("XLS-REWRITE", Place(path), item=draft.item.name),)


def _same_record(one: Record, other: Record, drafted: Body | None) -> bool:
    """Attachments always, everything else where the draft does not speak of it."""
    same = [each.path for each in one.attachments] == [each.path for each in other.attachments]
    noted = one.notes == other.notes or (drafted is not None and drafted.get("说明") is not None)
    return same and noted and (drafted is not None or _plain_body(one.body) == _plain_body(other.body))


def _says(record: Record, drafted: Body) -> bool:
    """Whether a record says what was wanted of it."""
    said = said_of(record)
    return all(to_plain(said.get(each.name)).strip() == to_plain(each.value).strip() for each in drafted.fields)
