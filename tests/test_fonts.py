"""The bundled fonts: small, free, and with every character that a village's papers usually hold."""

from __future__ import annotations

import runpy
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

from sitegen.outputs.fonts import BUNDLED, FOLDER, missing_characters

REGULAR, BOLD = BUNDLED


def test_nothing_usual_is_missing_from_either_font() -> None:
    text = "清溪村　码上公开：“扫一扫”，├50毫米┤ — …… ①⑳ ㎡ ㎏ ℃ ¥1,234.50 №3 lǚ ü é ✓ □■●→《》【】〔〕·"
    for font in BUNDLED:
        assert missing_characters(text, (font,)) == ()


def test_the_whole_standard_table_is_in_both_fonts() -> None:
    script = runpy.run_path(str(FOLDER / "make_subset.py"))
    standard = "".join(script["STANDARD_BEYOND_GB2312"])
    assert len(standard) == len(set(standard)) == 1467
    for font in BUNDLED:
        assert missing_characters(standard + "".join(script["_gb2312"]()), (font,)) == ()


def test_regular_has_all_of_gbk_for_names_and_bold_the_names_of_places() -> None:
    assert missing_characters("".join(map(chr, range(0x4E00, 0x9FA6))), (REGULAR,)) == ()
    assert missing_characters("坵垅氹砦甽埨鲶墕坬峧塝湾𡌶"[:-1], (BOLD,)) == ()


def test_each_missing_character_is_named_once() -> None:
    assert missing_characters("བོད་ཀྱི་ཀ", BUNDLED)[0] == "་"
    assert missing_characters("𣒍村𣒍", BUNDLED) == ("𣒍",)


def test_what_is_not_drawn_is_not_missing() -> None:
    assert missing_characters("清\n溪\u200b\ufeff村\ufe0f", BUNDLED) == ()


def test_one_font_may_have_what_the_other_lacks_and_bytes_do_as_well_as_a_path() -> None:
    assert missing_characters("龘", (BOLD,)) == ("龘",)
    assert missing_characters("龘", (BOLD, REGULAR.read_bytes())) == ()


def test_the_licence_stays_with_the_fonts_and_the_name_is_our_own() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert sum(font.stat().st_size for font in BUNDLED) < 9_000_000
    for font in BUNDLED:
        names = TTFont(font)["name"]
        assert names.getDebugName(1) == "Sitegen Sans"
        assert "Adobe" in names.getDebugName(0)
        assert "SIL Open Font License" in names.getDebugName(13)


def test_the_script_makes_the_folder_it_writes_to(tmp_path: Path) -> None:
    script = runpy.run_path(str(FOLDER / "make_subset.py"))
    small = TTCollection()
    small.fonts = [TTFont(REGULAR)]
    small.fonts[0]["name"].setName("Noto Sans CJK SC", 4, 3, 1, 0x409)
    small.save(tmp_path / "small.ttc")
    script["make_subset"].__globals__["list_characters"] = lambda _: frozenset(map(ord, "清溪村"))
    script["make_subset"](tmp_path / "small.ttc", "Regular", tmp_path / "not/there/x.otf")
    assert missing_characters("清溪村", (tmp_path / "not/there/x.otf",)) == ()
