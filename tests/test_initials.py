"""The small table of first letters says what the dictionary behind it says."""

from __future__ import annotations

import os
import random
from pathlib import Path

from pypinyin.constants import PHRASES_DICT

from sitegen import manifest
from sitegen.initials import derive_initials, find_initials, make_table
from sitegen.overlay import PACKAGE, read_data


def test_the_table_is_what_the_dictionary_gives() -> None:
    """``UPDATE=1`` writes it anew, after another version of the dictionary."""
    if os.environ.get("UPDATE"):
        (PACKAGE / "data" / "initials.txt").write_text(make_table(), encoding="utf-8")
    assert read_data("initials.txt") == make_table()


def test_names_begin_as_the_dictionary_says() -> None:
    chance = random.Random(67)
    phrases = sorted(PHRASES_DICT)
    for _ in range(3000):
        signs = "".join(chr(chance.randrange(0x4E00, 0xA000)) for _ in range(chance.randint(0, 3)))
        pieces = [
            signs,
            *chance.choices(phrases, k=chance.randint(0, 2)),
            chance.choice(("村", "A区", " 1-2社区", "〇", "㐂")),
        ]
        chance.shuffle(pieces)
        name = "".join(pieces)
        assert find_initials(name) == derive_initials(name), name


def test_some_names() -> None:
    assert [find_initials(name) for name in ("清溪村", "长兴村", "重阳社区", "B区")] == ["qxc", "cxc", "cysq", "bq"]


def test_letters_of_regions_are_kept_for_the_same_names_and_program(tmp_path: Path) -> None:
    manifest.write_initials(tmp_path, "one", {"石桥镇": "sqz"})
    assert manifest.read_initials(tmp_path, "one") == {"石桥镇": "sqz"}
    assert manifest.read_initials(tmp_path, "two") == {}
    (tmp_path / "initials.msgpack").write_bytes(b"\xc1")
    assert manifest.read_initials(tmp_path, "one") == {}
