"""Lines as good ledgers have them, read without libyaml, give the nodes that libyaml gives – or are left to it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.fuzz_reader import SLIPS, good_ledgers
from bench.ledgers import as_lists, publications, villages
from sitegen.source.builder import Builder
from sitegen.source.draft import Draft
from sitegen.source.nodes import Scalar
from sitegen.source.plain import Plain
from tests.test_fuzz_reader import PIECES
from tests.test_source import GOOD

_LINES = [
    *(
        "甲: 1",
        "乙:",
        "丙: |",
        "丁: {子: 1, 丑: 2}",
        "戊: [1, 2]",
        "己: []",
        '庚: "1: 2"',
        "- 1",
        "- 甲: 1",
        "- {子: 1}",
        "- |",
    ),
    *(
        "# 甲",
        "",
        " ",
        "字",
        "字|字",
        "- 字",
        "甲 : 1",
        "甲: 1 # 二",
        "甲: 1: 2",
        "甲: a:",
        "甲: '1'",
        "甲: -1",
        "甲: - 1",
    ),
    *(
        "- - 1",
        "-",
        "甲: {子: {丑: 1}}",
        "甲: [{子: 1}, [2]]",
        "甲: {子: 1,234}",
        "甲: {子: 1:2, 丑: 3#4}",
        "甲: {子}",
        "甲: {}",
    ),
    *(
        "甲: {子: }",
        "甲: {子: 1, }",
        "甲: {子: 1} # 二",
        "甲:\t1",
        "甲: \u2028",
        "---",
        "...",
        "%甲",
        "甲: &a 1",
        "甲: !!str 1",
    ),
    *(
        "甲: |-",
        "甲: >",
        "甲: {子: 1",
        "甲: 1\u3000",
        "甲: ，",
        '甲: "a\\n"',
        "甲: [1, 2]]",
        "甲: {子: 'a', 丑: \"b\" }",
        "甲: ?",
    ),
    *("'甲': 1", "<<: 1", "甲: a?b"),
]


def _by_place(suspects: list[tuple[str, Scalar]]) -> list[tuple[str, Scalar]]:
    return sorted(suspects, key=lambda suspect: (suspect[1].line, suspect[1].column))


def compare(text: str) -> bool:
    """Whether the text was read without libyaml; if so, libyaml must say the same."""
    draft = Draft("x", text)
    plain = Plain(draft, draft.signed.union(draft.odd))
    root = plain.read()
    if root is None:
        return False
    builder = Builder(draft)
    try:
        assert repr(builder.build_from_events()) == repr(root), text
    except yaml.YAMLError as problem:
        raise AssertionError(text) from problem
    assert _by_place(builder.suspects) == _by_place(plain.suspects), text
    assert (builder.keys, builder.nodes) == (plain.keys, plain.nodes), text
    assert not (builder.wide or builder.bare or builder.slips), text
    return True


def _good() -> Iterator[str]:
    for village in villages():
        yield from (data.decode() for path, data in village.files.items() if path.endswith(".yaml"))
    for ledger in publications():
        yield as_lists(ledger.text)
        yield as_lists(ledger.text, block=True)


def test_good_ledgers_are_read_without_libyaml() -> None:
    assert all(map(compare, _good()))


def test_slips() -> None:
    chance = random.Random(4)
    ledgers = good_ledgers()
    read = 0
    for name in 60 * list(SLIPS):
        edited = SLIPS[name](chance, chance.choice(ledgers).text.split("\n"))
        read += bool(edited) and compare(edited[0].decode("utf-8", "replace"))  # type: ignore[index] # it is there
    assert read > 300


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(GOOD)), PIECES, st.integers(0, 3))
def test_edits_of_a_good_ledger(at: int, piece: str, cut: int) -> None:
    compare(GOOD[:at] + piece + GOOD[at + cut :])


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(_LINES), st.sampled_from([0, 0, 0, 1, 2, 2, 4])), max_size=7), st.booleans())
def test_any_lines(lines: list[tuple[str, int]], ended: bool) -> None:
    compare("\n".join(" " * depth + line for line, depth in lines) + "\n" * ended)
