"""Reading good tables column by column gives what cell by cell gives, to the place of every cell."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

import sitegen.load.tables
from bench.fuzz_reader import SLIPS, good_ledgers
from bench.ledgers import Ledger, catalogue, publications, villages
from sitegen.load.village import load_village
from sitegen.model.ledger import Row

_CELLS = st.sampled_from(
    [
        *(
            "",
            " ",
            "-",
            "#",
            "7月3日",
            "2026-07-03",
            "7月33日",
            "记-101",
            "1.1E+17",
            "合计",
            "会计费",
            "金穗粮油店",
            "e\u0301",
        ),
        *(
            "1200",
            "1200.50",
            "-3.00",
            "1,200.00",
            "1200.555",
            "0",
            "约1200",
            "１２００",
            "99999999999999.00",
            "\u3000",
            "\u200b",
        ),
        *("公益支出", "公益 支出", "公益", "a" * 2001, "｜", "|", "---", "x\ty"),
    ]
)
_HEADS = st.permutations(["日期", "凭证号", "类别", "摘要", "收款单位", "金额"])


def plain(value: object) -> object:
    """A model with the places of all cells instead of what finds them."""
    if isinstance(value, Row):
        return value.columns, value.cells, value.place, [value.place_of(name) for name in value.columns]
    if isinstance(value, Struct):
        return [plain(getattr(value, name)) for name in value.__struct_fields__]
    return [*map(plain, value)] if isinstance(value, tuple) else value


def read_twice(ledger: Ledger, text: str | bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    data = text.encode() if isinstance(text, str) else text
    yield plain(ledger.load(data))
    with monkeypatch.context() as patched:
        patched.setattr(sitegen.load.tables, "read_columns", lambda *_: None)
        yield plain(ledger.load(data))


def test_villages_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for given_files in villages():
        fast = plain(load_village(given_files, *catalogue()))
        with monkeypatch.context() as patched:
            patched.setattr(sitegen.load.tables, "read_columns", lambda *_: None)
            assert plain(load_village(given_files, *catalogue())) == fast


def test_slips_are_said_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    ledgers = [ledger for ledger in good_ledgers() if " | " in ledger.text]
    for name in 2 * list(SLIPS):
        ledger = chance.choice(ledgers)
        if edited := SLIPS[name](chance, ledger.text.split("\n")):
            fast, slow = read_twice(ledger, edited[0], monkeypatch)
            assert fast == slow, (name, edited[0].decode("utf-8", "replace"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_HEADS, st.lists(st.lists(_CELLS, min_size=6, max_size=6), max_size=4), st.integers(3, 6), st.booleans())
def test_any_table(heads: list[str], rows: list[list[str]], width: int, closed: bool) -> None:
    ledger = next(publications())
    lines = [" | ".join(row[:width]) for row in (heads, *rows)]
    table = "\n".join(f"    | {line} |" if closed else f"    {line}" for line in lines)
    text = f"期间: 2026年3季度\n公开日期: 2026-10-12\n资金收支:\n  期初余额: 0\n  出账: |\n{table}\n  期末余额: 0\n"
    with pytest.MonkeyPatch.context() as monkeypatch:
        fast, slow = read_twice(ledger, text, monkeypatch)
    assert fast == slow


def test_most_tables_are_read_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would not be worth its lines."""
    read = sitegen.load.tables.read_columns
    ways = []
    monkeypatch.setattr(sitegen.load.tables, "read_columns", lambda *given: ways.append(rows := read(*given)) or rows)
    for ledger in islice(publications(), 20):
        ledger.load(ledger.text.encode())
    assert len(ways) > 50
    assert sum(way is not None for way in ways) > 0.95 * len(ways)
