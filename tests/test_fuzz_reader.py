"""Nothing a file may hold gives an exception; edits of a good ledger are reported at a place inside the file."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.fuzz_reader import SLIPS, fuzz_edits, good_ledgers
from sitegen.diagnostics import Place, error
from sitegen.load.commas import read_csv
from sitegen.load.grids import read_text_table
from sitegen.load.values import parse
from sitegen.load.workbook_tables import read_sheet
from sitegen.model.catalogue import KIND_WORDS
from sitegen.model.period import Period, quarter
from sitegen.source import Document, Entries, Scalar, load_document
from sitegen.source.text import without_odd_blanks
from tests.test_source import GOOD, plain

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
PIECES = st.sampled_from(
    [
        *("：，:,[]{}\"'|>&*!%@`#-?\u3000\t\n\\ \u200b\u2028\u00a0\0\ufeff中"),
        *("- ", ": ", " #1", "\n\t", "\n\u3000", "<<: ", "1,234.50", "---\n"),
    ]
)


def check(data: bytes) -> Document:
    document, found = load_document("x", data)
    lines = document.text.split("\n")
    for diagnostic in found:
        place = diagnostic.place
        if place.line and document.text:
            assert place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1, diagnostic
            assert place.column < place.end_column
    return document


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    check(data)
    read_csv("x", data)
    read_sheet("x", data, "")
    read_sheet("x", b"PK\x03\x04" + data, "")


@QUICK
@given(st.lists(PIECES, max_size=40))
def test_any_signs(pieces: list[str]) -> None:
    check("".join(pieces).encode())
    read_csv("x", "".join(pieces).encode())


@QUICK
@given(st.integers(0, len(GOOD)), PIECES, st.integers(0, 3))
def test_edits_of_a_good_ledger(at: int, piece: str, cut: int) -> None:
    document = check((GOOD[:at] + piece + GOOD[at + cut :]).encode())
    if isinstance(document.root, Entries):
        for _, node in document.root.pairs:
            if isinstance(node, Scalar):
                read_text_table(document, node)


@QUICK
@given(st.integers(0, len(GOOD)), PIECES)
def test_what_is_read_without_a_word_is_what_yaml_reads(at: int, piece: str) -> None:
    """A file of which nothing is said must mean to us what it means to every other reader (blank lines being blank)."""
    text = GOOD[:at] + piece + GOOD[at:]
    document, found = load_document("x", text.encode())
    if not found:
        assert plain(document.root) == yaml.load(without_odd_blanks(text), Loader=yaml.CBaseLoader)


@QUICK
@given(
    st.sampled_from(list(KIND_WORDS.values())),
    st.one_of(st.text(max_size=30), st.text("0123456789.,-年月日万元¥%（）() 　一二", max_size=12)),
    st.one_of(st.none(), st.just(quarter(2026, 3))),
)
def test_any_value(kind: str, text: str, period: Period | None) -> None:
    value, problem = parse(kind, text, period=period)  # type: ignore[arg-type]
    assert value is None or problem is None
    assert value is None or isinstance(value, int | Decimal | date | str | Period)
    if problem:
        assert error(problem.code, Place("x"), **dict(problem.values))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.booleans(),
                st.integers(-(10**20), 10**20),
                st.floats(allow_nan=False, allow_infinity=False),
                st.text("ab=#/0123一 ", max_size=6),
                st.dates(date(1950, 1, 1)),
            ),
            max_size=4,
        ),
        max_size=5,
    )
)
def test_any_sheet(rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    read_sheet("x", file.getvalue(), "")


@pytest.mark.parametrize("run", ["一", "a", "号", "|", "[", "\u3000", " ", "{{", "1", "1,2,3;", "- "])
def test_a_long_run_of_one_sign_is_not_read_again_from_each_of_its_signs(run: str) -> None:
    """That would take minutes at this length. ``bench/fuzz_reader.py`` throws all kinds of runs at all kinds of places."""
    for ledger in good_ledgers()[::97]:
        for at in range(0, len(ledger.text), len(ledger.text) // 4):
            text = ledger.text[:at] + run * (40_000 // len(run)) + ledger.text[at:]
            assert all(each.place.line <= text.count("\n") + 1 for each in ledger.load(text.encode())[1])


@pytest.mark.parametrize("run", ["一", "1", "a 1 "])
def test_rows_joined_over_a_long_word_are_not_parted_at_each_of_its_signs(run: str) -> None:
    ledger = next(each for each in good_ledgers() if each.text.count(" | ") > 20)
    row = next(line for line in reversed(ledger.text.split("\n")) if line.count(" | ") > 3)
    joined = ledger.text.replace(row, row + run * (200_000 // len(run)) + row.strip())
    assert {each.code for each in ledger.load(joined.encode())[1]} & {"SYN-CELLS", "LIM-LONG"}


def test_carets_stand_on_the_edited_line() -> None:
    """A few of the slips that ``bench/fuzz_reader.py`` makes by the hundred thousand, every kind several times."""
    tallies = fuzz_edits(4 * len(SLIPS), seed=11).values()
    carets, there = (sum(getattr(each, name) for each in tallies) for name in ("carets", "there"))
    assert carets > 2 * len(SLIPS)
    assert there >= 0.985 * carets
