"""The files of one village → ``Village``; see docs/formats.md §3, §4, §7."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.load.attempts import Names
from sitegen.load.body import files_beside, fits_record, load_attachments, load_body, words_of
from sitegen.load.cells import Cells
from sitegen.load.explaining import Load, find_readings, read_explained
from sitegen.load.files import VillageFiles
from sitegen.load.grids import read_text_table
from sitegen.load.publication import Surroundings, last_lines, load_publication, publication_names
from sitegen.load.reading import Reader
from sitegen.load.tables import Beside
from sitegen.model.catalogue import RECORD_KEYS, Catalogue, Item, Preset
from sitegen.model.ledger import (
    Account,
    Case,
    CaseStep,
    Disclosure,
    Forerunner,
    Officer,
    Record,
    Span,
    Village,
)
from sitegen.model.period import Period, from_text
from sitegen.source import Document, Entries, Scalar, nearest

_PROFILE_KEYS = "格式 地址号 户数 人口 起始 简介 情况 账套 干部 公开电话 监督电话 前身".split()
_SATISFIED = ("满意", "基本满意", "不满意")
_STEPS = ("受理", "办理", "答复", "整改", "检视", "完善", "回访")
CASE_KINDS = ("咨询", "一般", "复杂")
_CASE_KEYS = ("编号", "提出", "事项", "类别", "问题", "经过", "满意")
_PROFILE_NAMES = Names(
    frozenset((*_PROFILE_KEYS, "编号", "名称", "俗称", "职务", "姓名", "分工", "代码", "日期")),
    tuple(_PROFILE_KEYS),
    {},
)
_CASE_NAMES = Names(frozenset(("反映", *_CASE_KEYS, "步骤", "日期", "内容", "佐证")), ("反映",), {})
_FOLDER = re.compile(r"(\d{12})-(.+)")
_COPY = re.compile(r"(副本|\(\d+\)|（\d+）|copy)", re.IGNORECASE)
_SMELLS_OF_REPORT = re.compile(r"举报|贪污|受贿|行贿|挪用公款|侵吞|回扣|违纪")


def load_village(given: VillageFiles, catalogue: Catalogue, preset: Preset) -> tuple[Village, tuple[Diagnostic, ...]]:
    """What the village's files say, as far as it could be understood, and everything that was wrong with them."""
    found: list[Diagnostic] = []
    village, profile_found = load_profile(given)
    found += profile_found
    around = Surroundings(catalogue, preset, village.accounts, Beside(given.files))
    records: list[Record] = []
    disclosures: list[Disclosure] = []
    for path, inside in _inside(given):
        if not _is_ledger(inside):
            if _looks_like_ledger(inside):
                found.append(warning("KEY-UNREAD", Place(path), file="/".join(inside)))
            continue
        if _COPY.search(inside[-1]):
            found.append(warning("KEY-COPY", Place(path), file=inside[-1]))
            continue
        data, name = given.files[path], inside[-1][:-5]
        if inside[0] == "登记":
            read, problems = read_explained(
                path, data, partial(_load_register, name, around), partial(_register_names, catalogue, name)
            )
            records += read
        else:
            shown, problems = read_explained(
                path, data, partial(load_publication, around), partial(publication_names, catalogue)
            )
            disclosures += shown
        found += problems
    cases, case_found = _load_cases(given, village.code, catalogue)
    found += case_found
    whole = replace(village, records=tuple(records), disclosures=tuple(disclosures), cases=cases)
    return whole, tuple(found)


def list_readings(given: VillageFiles, catalogue: Catalogue, preset: Preset) -> tuple[Diagnostic, ...]:
    """What was understood without a word in the village's files: each value that is kept otherwise than it was written."""
    village, _ = load_profile(given)
    around = Surroundings(catalogue, preset, village.accounts, Beside(given.files))
    loads: dict[str, Load[object]] = {f"cases/{village.code}.yaml": partial(_read_cases, catalogue)}
    for path, inside in _inside(given):
        if inside == ("村情.yaml",):
            loads[path] = partial(_read_profile, given.folder, village.code, village.name)
        elif _is_ledger(inside) and not _COPY.search(inside[-1]):
            register = partial(_load_register, inside[-1][:-5], around)
            loads[path] = register if inside[0] == "登记" else partial(load_publication, around)
    read = (find_readings(path, given.files[path], load) for path, load in loads.items() if path in given.files)
    return tuple(reading for readings in read for reading in readings)


def _inside(given: VillageFiles) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The village's files by path, and their names below its own folder."""
    root = f"villages/{given.folder}"
    for path in sorted(given.files):
        yield path, PurePosixPath(path).relative_to(root).parts if path.startswith(f"{root}/") else ()


def _is_ledger(inside: tuple[str, ...]) -> bool:
    return (
        len(inside) == 2
        and inside[-1].endswith(".yaml")
        and not inside[-1].startswith((".", "~$"))
        and (inside[0] == "登记" or bool(re.fullmatch(r"\d{4}", inside[0])))
    )


def _looks_like_ledger(inside: tuple[str, ...]) -> bool:
    """A file somebody meant to be read: Notepad's ``.yaml.txt``, ``.yml``, or the right name in the wrong folder."""
    return (
        bool(inside)
        and inside != ("村情.yaml",)
        and inside[-1].lower().endswith((".yaml", ".yml", ".yaml.txt", ".yml.txt"))
    )


def load_profile(given: VillageFiles) -> tuple[Village, tuple[Diagnostic, ...]]:
    """The village as its profile alone says, without records, disclosures and cases."""
    path = f"villages/{given.folder}/村情.yaml"
    folder = _FOLDER.fullmatch(given.folder)
    code, name = (folder[1], unicodedata.normalize("NFC", folder[2])) if folder else ("000000000000", given.folder)
    village, found = read_explained(
        path, given.files.get(path, b""), partial(_read_profile, given.folder, code, name), lambda: _PROFILE_NAMES
    )
    if path not in given.files:
        found = (error("FILE-MISSING", Place(path), path="村情.yaml", nearest=""), *found)
    if folder is None:
        found = (error("CODE-FOLDER", Place(path), folder=given.folder), *found)
    return village, found


def _read_profile(folder: str, code: str, name: str, reader: Reader, document: Document) -> Village:
    entries = reader.spelt(reader.root(document.root, "村情.yaml"), tuple(_PROFILE_KEYS))
    reader.check_keys(entries, _PROFILE_KEYS, "村情.yaml", required=("账套", "公开电话") if entries.pairs else ())
    village = Village(
        code=code,
        name=name,
        address=_load_address(reader, entries, code),
        folder=folder,
        township=code[:9],
        households=_load_count(reader, entries, "户数"),
        people=_load_count(reader, entries, "人口"),
        profile=tuple(
            (key.text, reader.text(value, key.text)) for key, value in reader.entries(entries.get("情况"), "情况").pairs
        ),
        accounts=_load_accounts(reader, entries),
        officers=_load_officers(reader, entries),
        telephones=reader.telephones(entries.get("公开电话"), "公开电话"),
        supervisor_telephones=reader.telephones(entries.get("监督电话"), "监督电话"),
        forerunners=_load_forerunners(reader, entries),
        first_period=None,
        introduction=reader.text(entries.get("简介"), "简介"),
        records=(),
        disclosures=(),
        cases=(),
        place=Place(document.file, 1, 1, 1),
    )
    return replace(village, first_period=_load_first_period(reader, entries))


def _load_count(reader: Reader, entries: Entries, key: str) -> int | None:
    """How many there are, never fewer than none."""
    number, node = reader.count(entries.get(key), key), entries.get(key)
    if number is not None and node is not None and number < 0:
        reader.report(error("AMT-NEGATIVE", reader.place(node), name=key, text=str(number)))
        return None
    return number


def _load_address(reader: Reader, entries: Entries, code: str) -> str:
    scalar = reader.scalar(entries.get("地址号"), "地址号")
    if scalar is None:
        return code[-6:]
    if not re.fullmatch(r"\d{6}", scalar.text.strip()):
        reader.report(error("CODE-ADDRESS", reader.place(scalar), value=scalar.text))
        return code[-6:]
    return scalar.text.strip()


def _load_first_period(reader: Reader, entries: Entries) -> Period | None:
    scalar = reader.scalar(entries.get("起始"), "起始")
    if scalar is None:
        return None
    period = from_text(scalar.text)
    if period is None:
        reader.report(error("PER-TEXT", reader.place(scalar), text=scalar.text))
    return period


def _load_accounts(reader: Reader, entries: Entries) -> tuple[Account, ...]:
    accounts: list[Account] = []
    for node in reader.items(entries.get("账套"), "账套"):
        line = reader.entries(node, "账套")
        reader.check_keys(line, ("编号", "名称", "俗称"), "账套", required=("编号", "名称"))
        code, name = (reader.text(line.get(key), key) for key in ("编号", "名称"))
        same = next((account for account in accounts if account.code == code or account.name == name), None)
        if same is not None:
            twice = line.get("编号" if same.code == code else "名称") or line
            reader.report(error("REF-TWICE", reader.place(twice), number=code, other=same.name))
        elif code and name:
            accounts.append(Account(code, name, reader.text(line.get("俗称"), "俗称") or name, reader.place(line)))
    return tuple(accounts)


def _load_officers(reader: Reader, entries: Entries) -> tuple[Officer, ...]:
    officers = []
    for node in reader.items(entries.get("干部"), "干部"):
        line = reader.entries(node, "干部")
        reader.check_keys(line, ("职务", "姓名", "分工"), "干部", required=("职务", "姓名"))
        officers.append(Officer(*(reader.text(line.get(key), key) for key in ("职务", "姓名", "分工"))))
    return tuple(officers)


def _load_forerunners(reader: Reader, entries: Entries) -> tuple[Forerunner, ...]:
    forerunners = []
    for node in reader.items(entries.get("前身"), "前身"):
        line = reader.entries(node, "前身")
        reader.check_keys(line, ("代码", "地址号", "名称", "日期"), "前身", required=("地址号", "名称"))
        code, address, name = (reader.text(line.get(key), key) for key in ("代码", "地址号", "名称"))
        if not re.fullmatch(r"\d{6}", address):
            reader.report(error("CODE-ADDRESS", reader.place(line.get("地址号") or line), value=address))
            continue
        forerunners.append(Forerunner(code, address, name, reader.day(line.get("日期"), "日期")))
    return tuple(forerunners)


def _load_register(name: str, around: Surroundings, reader: Reader, document: Document) -> list[Record]:
    if document.root is None:
        reader.report_empty()
        return []
    item = next((each for each in around.catalogue.items if each.register_file == name), None)
    if item is None:
        known = [each.register_file for each in around.catalogue.items if each.register_file]
        reader.report(
            error("KEY-UNKNOWN", Place(document.file), key=name, nearest=nearest(name, known), known="、".join(known))
        )
        return []
    records: dict[str, Record] = {}
    lines = _register_lines(reader, document, item)
    for entries, last in zip(lines, last_lines(document, [each.line for each in lines]), strict=True):
        span = Span(document.file, entries.line, last)
        record = _load_record(reader, document, item, entries, span, around)
        if record is None:
            continue
        if record.number in records:
            place, other = reader.place(entries.get("编号") or entries), records[record.number].name
            reader.report(error("REF-TWICE", place, number=record.number, other=other))
            continue
        records[record.number] = record
    return list(records.values())


def _register_names(catalogue: Catalogue, name: str) -> Names:
    """What may be written in ``登记/<name>.yaml``."""
    items = [each for each in catalogue.items if each.register_file == name]
    return Names(frozenset((name, *RECORD_KEYS, *(word for item in items for word in words_of(item)))), (name,), {})


def _register_lines(reader: Reader, document: Document, item: Item) -> list[Entries]:
    """The records as maps, whether written as a list or, under the register's name, as a table of text."""
    root, name = document.root, item.register_file
    if isinstance(root, Entries):
        root = reader.root(root, name)
        reader.check_keys(root, ("格式", name), f"登记/{name}.yaml", required=(name,))
        root = root.get(name)
    if not isinstance(root, Scalar) or not root.text.strip():
        return [reader.entries(node, name) for node in reader.items(root, name)]
    grid, found = read_text_table(document, root, (*RECORD_KEYS, *words_of(item)), fits_record(item))
    reader.found.extend(found)
    rows = grid.rows if grid else ()
    return [_to_entries(grid.header, row) for row in rows if grid]


def _to_entries(header: tuple[Scalar, ...], row: Cells) -> Entries:
    pairs = tuple((head, cell) for head, cell in zip(header, row, strict=False) if cell is not None and cell.text)
    first = next((cell for _, cell in pairs), header[0])
    return Entries(pairs, first.line, first.column)


def _load_record(
    reader: Reader, document: Document, item: Item, entries: Entries, span: Span, around: Surroundings
) -> Record | None:
    body = load_body(reader, document, entries, item, None, around.beside, RECORD_KEYS, span.last)
    scalar = reader.scalar(entries.get("编号"), "编号")
    name = reader.text(entries.get("名称"), "名称")
    if scalar is not None and not name:
        node = entries.get("名称")
        if node is None:
            reader.report_missing(entries, "名称", (*RECORD_KEYS, *(field.name for field in item.fields)), item.name)
        else:
            reader.report(error("KEY-FILL", reader.place(node), key="名称"))
        return None
    if scalar is None or not re.fullmatch(r"[1-9]\d{0,5}", scalar.text.strip()):
        place = reader.place(scalar or entries)
        reader.report(error("CODE-RECORD", place, value=scalar.text if scalar else "", register=item.register_file))
        return None
    notes = reader.value(entries.get("说明"), "markdown", "说明")
    return Record(
        item=item.number,
        number=scalar.text.strip(),
        name=name,
        body=body,
        attachments=load_attachments(reader, entries.get("附件")),
        notes=notes if isinstance(notes, str) else "",
        place=reader.place(entries),
        span=span._replace(beside=files_beside(body, document.file)),
        ended=reader.day(entries.get("终止"), "终止"),
    )


def _load_cases(
    given: VillageFiles, code: str, catalogue: Catalogue
) -> tuple[tuple[Case, ...], tuple[Diagnostic, ...]]:
    path = f"cases/{code}.yaml"
    if path not in given.files:
        return (), ()
    return read_explained(path, given.files[path], partial(_read_cases, catalogue), lambda: _CASE_NAMES)


def _read_cases(catalogue: Catalogue, reader: Reader, document: Document) -> tuple[Case, ...]:
    root = document.root
    if isinstance(root, Entries):
        reader.check_keys(reader.root(root, "反映"), ("格式", "反映"), document.file, required=("反映",))
        root = root.get("反映")
    cases: dict[str, Case] = {}
    for node in reader.items(root, "反映"):
        entries = reader.entries(node, "反映")
        case = _load_case(reader, entries, catalogue)
        same = cases.get(case.number) if case else None
        if same is not None:
            place = reader.place(entries.get("编号") or entries)
            reader.report(error("REF-TWICE", place, number=same.number, other=f"第 {same.place.line} 行"))
        elif case is not None:
            cases[case.number] = case
    return tuple(cases.values())


def _load_case(reader: Reader, entries: Entries, catalogue: Catalogue) -> Case | None:
    reader.check_keys(entries, _CASE_KEYS, "反映", required=("编号", "提出", "问题"))
    number, question = (reader.text(entries.get(key), key) for key in ("编号", "问题"))
    asked = reader.day(entries.get("提出"), "提出")
    name = reader.text(entries.get("事项"), "事项")
    item = catalogue.by_name(name) if name else None
    if name and item is None:
        reader.report(error("REF-ITEM", reader.place(entries.get("事项") or entries), text=name))
    if not number or asked is None or not question:
        return None
    if _SMELLS_OF_REPORT.search(question):
        reader.report(error("KEY-REPORT", reader.place(entries.get("问题") or entries), number=number))
        return None
    steps = tuple(
        step
        for node in reader.items(entries.get("经过"), "经过")
        if (step := _load_step(reader, reader.entries(node, "经过")))
    )
    return Case(
        number=number,
        asked=asked,
        item=item.number if item else "",
        question=question,
        steps=steps,
        satisfied=str(reader.value(entries.get("满意"), "choice", "满意", choices=_SATISFIED) or ""),
        place=reader.place(entries),
        kind=str(reader.value(entries.get("类别"), "choice", "类别", choices=CASE_KINDS) or "一般"),
        asked_place=reader.place(entries.get("提出") or entries),
    )


def _load_step(reader: Reader, entries: Entries) -> CaseStep | None:
    reader.check_keys(entries, ("步骤", "日期", "内容", "佐证"), "经过", required=("步骤", "日期"))
    step = reader.value(entries.get("步骤"), "choice", "步骤", choices=_STEPS)
    day = reader.day(entries.get("日期"), "日期")
    if not isinstance(step, str) or day is None:
        return None
    place, proof = reader.place(entries.get("日期") or entries), entries.get("佐证")
    return CaseStep(
        step,
        day,
        reader.text(entries.get("内容"), "内容"),
        reader.text(proof, "佐证"),
        place,
        reader.place(proof or entries),
    )
