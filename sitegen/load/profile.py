"""``村情.yaml``: the village as its profile alone says; see docs/formats.md §3."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.attempts import Names
from sitegen.load.explaining import read_explained
from sitegen.load.files import VillageFiles
from sitegen.load.reading import Reader
from sitegen.model.ledger import Account, Forerunner, Officer, Village
from sitegen.model.period import Period, from_text
from sitegen.source import Document, Entries

_PROFILE_KEYS = "格式 地址号 户数 人口 起始 简介 情况 账套 干部 公开电话 监督电话 前身".split()
_NAMES = Names(
    frozenset((*_PROFILE_KEYS, "编号", "名称", "俗称", "职务", "姓名", "分工", "代码", "日期")),
    tuple(_PROFILE_KEYS),
    {},
)
_OPEN = ("公开电话", "监督电话", "情况")
"""Under these stand names that are the village's own."""
_FOLDER = re.compile(r"(\d{12})-(.+)")


def load_profile(given: VillageFiles) -> tuple[Village, tuple[Diagnostic, ...]]:
    """The village as its profile alone says, without records, disclosures and cases."""
    path = f"villages/{given.folder}/村情.yaml"
    folder = _FOLDER.fullmatch(given.folder)
    code, name = (folder[1], unicodedata.normalize("NFC", folder[2])) if folder else ("000000000000", given.folder)
    village, found = read_explained(
        path, given.files.get(path, b""), partial(read_profile, given.folder, code, name), lambda: _NAMES
    )
    if path not in given.files:
        found = (error("FILE-MISSING", Place(path), path="村情.yaml", nearest="", where="profile"), *found)
    if folder is None:
        found = (error("CODE-FOLDER", Place(path), folder=given.folder), *found)
    return village, found


def read_profile(folder: str, code: str, name: str, reader: Reader, document: Document) -> Village:
    """The village of that folder, code and name."""
    entries = reader.spelt(reader.root(document.root, "村情.yaml"), tuple(_PROFILE_KEYS))
    entries = reader.under_their_names(entries, _PROFILE_KEYS, _OPEN)
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
        if code and not re.fullmatch(r"g?[1-9]\d{0,3}", code, re.ASCII):
            place = reader.place(line.get("编号") or line)
            reader.report(error("CODE-RECORD", place, value=code, register="账套"))
        elif same is not None and same.code == code:
            reader.report(error("REF-TWICE", reader.place(line.get("编号") or line), number=code, other=same.name))
        elif same is not None:
            first = same.place.line
            reader.report(error("KEY-DUP", reader.place(line.get("名称") or line), key=name, line=first))
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
        if code and not re.fullmatch(r"\d{12}", code, re.ASCII):
            reader.report(error("CODE-REGION", reader.place(line.get("代码") or line), code=code))
        forerunners.append(Forerunner(code, address, name, reader.day(line.get("日期"), "日期")))
    return tuple(forerunners)
