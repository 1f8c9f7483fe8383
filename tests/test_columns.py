"""Reading good tables column by column gives what cell by cell gives, to the place of every cell."""

from __future__ import annotations

import random
import unicodedata
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

import sitegen.load.tables
from bench.fuzz_reader import SLIPS, good_ledgers
from bench.ledgers import catalogue, profiles, publications, villages
from sitegen.load.files import VillageFiles
from sitegen.load.village import load_village
from sitegen.model.ledger import Row
from sitegen.source import find_hidden, is_usual

_WORDS = "- # 7月3日 2026-07-03 7月33日 记-101 1.1E+17 合计 会计费 金穗粮油店 公益 ｜ | -- e\u0301 甲\ufe0f 乙\u034f \u3164 \u200b"
_AMOUNTS = "1200 1200.50 -3.00 1,200.00 -1,200.00 1,23.00 1200.555 0 约1200 １２００ 99999999999999.00"
_CELLS = st.sampled_from(["", " ", "\u3000", "公益 支出", "x\ty", "a" * 2001, *_WORDS.split(" "), *_AMOUNTS.split(" ")])
_GOOD = {
    "日期": "7月3日",
    "凭证号": "记-7",
    "类别": "公益支出",
    "摘要": "修沟",
    "收款单位": "金穗粮油店",
    "金额": "120.50",
}
_HEADS = st.permutations(list(_GOOD))
_ROWS = st.lists(st.tuples(st.integers(0, 5), _CELLS), max_size=3)
"""In each row one cell may be another than the good one: of which head, and what it holds."""
_QUICK = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def plain(value: object) -> object:
    """A model with the places of all cells instead of what finds them."""
    if isinstance(value, Row):
        return value.columns, value.cells, value.place, [value.place_of(name) for name in value.columns]
    if isinstance(value, Struct):
        return [plain(getattr(value, name)) for name in value.__struct_fields__]
    return [*map(plain, value)] if isinstance(value, tuple) else value


def assert_same(files: VillageFiles) -> None:
    fast = plain(load_village(files, *catalogue()))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sitegen.load.tables, "read_columns", lambda *_: None)
        assert plain(load_village(files, *catalogue())) == fast


def world(path: str, **files: bytes) -> VillageFiles:
    """The village of the file at ``path``, with these files in its folder."""
    _, folder, year, _ = path.split("/")
    named = {f"villages/{folder}/{year}/{name.replace('_', '.')}": data for name, data in files.items()}
    profile = {f"villages/{folder}/村情.yaml": profiles()[folder]}
    return VillageFiles(folder, profile | named, {})


def test_usual_signs_are_seen_and_have_one_form() -> None:
    """A text made of them may be read by columns without a look at each table."""
    signs = [sign for sign in map(chr, range(0x110000)) if is_usual(sign) and sign not in " \n"]
    assert len(signs) > 20_000
    assert all(sign.isprintable() and not sign.isspace() and not unicodedata.combining(sign) for sign in signs)
    assert unicodedata.is_normalized("NFC", "".join(signs))
    assert not any(map(find_hidden, signs, signs))


def test_villages_are_the_same() -> None:
    for files in villages():
        assert_same(files)


def test_slips_are_said_the_same() -> None:
    chance = random.Random(3)
    ledgers = [ledger for ledger in good_ledgers() if " | " in ledger.text]
    for name in 2 * list(SLIPS):
        ledger = chance.choice(ledgers)
        if edited := SLIPS[name](chance, ledger.text.split("\n")):
            assert_same(world(ledger.path, ledger_yaml=edited[0]))


def written(heads: list[str], rows: list[tuple[int, str]]) -> list[list[str]]:
    return [heads, *([cell if index == at else _GOOD[head] for at, head in enumerate(heads)] for index, cell in rows)]


_LEDGER = "期间: 2026年3季度\n公开日期: 2026-10-12\n资金收支:\n  期初余额: 0\n  期末余额: 0\n  出账:"


@_QUICK
@given(_HEADS, _ROWS, st.sampled_from([6, 6, 5]), st.booleans())
def test_any_table(heads: list[str], rows: list[tuple[int, str]], width: int, closed: bool) -> None:
    lines = [" | ".join(row[:width]) for row in written(heads, rows)]
    table = "\n".join(f"    | {line} |" if closed else f"    {line}" for line in lines)
    assert_same(world(next(publications()).path, ledger_yaml=f"{_LEDGER} |\n{table}\n".encode()))


@_QUICK
@given(_HEADS, _ROWS, st.sampled_from(",;，"), st.sampled_from(["", "sep=,\n", "\n", "清单\n"]))
def test_any_csv(heads: list[str], rows: list[tuple[int, str]], separator: str, above: str) -> None:
    lines = "\n".join(map(separator.join, written(heads, rows)))
    files = {"ledger_yaml": f"{_LEDGER} {{表格: a.csv}}\n".encode(), "a_csv": (above + lines).encode()}
    assert_same(world(next(publications()).path, **files))


def test_most_tables_are_read_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would not be worth its lines."""
    read = sitegen.load.tables.read_columns
    ways = []
    monkeypatch.setattr(sitegen.load.tables, "read_columns", lambda *given: ways.append(rows := read(*given)) or rows)
    for ledger in islice(publications(), 20):
        ledger.load(ledger.text.encode())
    assert len(ways) > 50
    assert sum(way is not None for way in ways) > 0.95 * len(ways)
