"""Sheets in two languages: Chinese first and large, the other under it, from the words of the pages; nothing invented."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from msgspec.structs import replace

from sitegen.cli import main
from sitegen.load.files import read_county
from sitegen.outputs.fonts import BUNDLED
from sitegen.outputs.proof import read_codes
from sitegen.outputs.sheets import SheetView, find_codes
from sitegen.printing import Kind, PrintReport, Request, print_sheets
from sitegen.registers import read_register
from sitegen.shared import load_second, load_site
from sitegen.views.bilingual import Second, view_second
from sitegen.views.posters import LABELS
from sitegen.views.translation import Translation
from tests.test_print import CONTRACT, read_text
from tests.test_sheets import LONG, desk, make, measure, plate, poster, tags
from tests.worlds import FOLDER, SETTINGS, TODAY, World, small_county

UYGHUR = """
msgid "码上公开"
msgstr "كەنت چىقىم"

msgid "钱账"
msgstr "كىرىم"

msgid "要钱的是假码，请打 {telephone}。"
msgstr "تېلېفون {telephone}"
"""


def two(tmp_path: Path, languages: str = "[zh-Hans, en]") -> World:
    """A county with a further language, a contract, and what its village and its pond are called in English."""
    world = small_county(tmp_path).write("sitegen.yaml", f"{SETTINGS}语言: {languages}\n")
    world.write(f"villages/{FOLDER}/登记/资源合同.yaml", CONTRACT)
    names = 'msgid "清溪村"\nmsgstr "Qingxi Village"\n\nmsgid "东塘承包"\nmsgstr "East Pond"\n'
    return world.write("themes/plain/words/en.local.po", names)


def print_in(world: World, kind: Kind = "poster", tag: str = "", size: str = "a4") -> PrintReport:
    files = read_county(world.root)
    site, found = load_site(files, TODAY)
    assert found == ()
    second = load_second(files, site, tag)
    assert second is not None
    return print_sheets(world.root, site, Request(kind, size, second=second))


def text_of(report: PrintReport) -> str:
    return " ".join(read_text(report.files[0]).split())


# ---- English: the words are complete, and the bundled font has all signs ------------------------------------------------


def test_a_poster_says_its_words_in_the_countys_second_language(tmp_path: Path) -> None:
    report = print_in(two(tmp_path))
    assert report.diagnostics == ()
    text = text_of(report)
    for words in (
        "清溪村　码上公开".replace("　", " "),
        "Qingxi Village · Village affairs, open to all",
        "Open WeChat, tap Scan, and point the phone at one code.",
        "钱账 Cash account",
        "Accounts and affairs of the village (all)",
        "The page must begin with “清溪村”; its check word is",
        "Nobody here asks for money, a password, a verification code or an identity number.",
        "A code that asks for money is false: call 0000-8856789.",
    ):
        assert words in text, (words, text)


def test_the_codes_lead_where_they_led_and_are_registered_once(tmp_path: Path) -> None:
    world = two(tmp_path)
    both = read_codes(print_in(world).files[0].read_bytes())
    alone = read_codes(print_in(world, tag="zh-Hans").files[0].read_bytes())
    assert both == alone
    assert not any("/en/" in url for page in both for url in page)
    assert [link.path for link in read_register(tmp_path, "103201")] == ["/103201/", "/103201/021/", "/103201/141/"]


@pytest.mark.parametrize(
    ("kind", "size", "words"),
    [
        ("tags", "a4", ("东塘承包", "East Pond", "资源合同第7号", "Contracts on resources No. 7")),
        ("tags", "150x90", ("East Pond", "Contracts on resources No. 7")),
        ("plate", "270x170", ("村里的账和事", "Accounts and affairs of the village")),
        ("desk", "a4", ("Qingxi Village · Village affairs, open to all", "Nobody here asks for money")),
    ],
)
def test_tags_plates_and_the_table_card_do_so_too(
    tmp_path: Path, kind: Kind, size: str, words: tuple[str, ...]
) -> None:
    report = print_in(two(tmp_path), kind, size=size)
    assert report.diagnostics == ()
    assert all(each in text_of(report) for each in words), text_of(report)


def test_one_language_is_chinese_alone(tmp_path: Path) -> None:
    world = two(tmp_path, "[zh-Hans, zh-Hant]")
    assert "WeChat" not in text_of(print_in(world))


def test_sheets_are_chinese_first_whatever_stands_at_the_sites_root(tmp_path: Path) -> None:
    world = two(tmp_path, "[en, zh-Hans]")
    for kind in ("poster", "tags", "board", "visit"):
        report = print_in(world, kind)  # type: ignore[arg-type]
        assert report.diagnostics == ()
        assert "清溪村" in text_of(report)
    assert "2023年1月1日— 2027年12月31日" in text_of(print_in(world, "tags"))


# ---- the command --------------------------------------------------------------------------------------------------------


def run(world: World, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(world.root), "--today", TODAY.isoformat(), "print", *words])


def test_the_command_asks_for_another_language_or_for_none(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    file = tmp_path / "build/print/清溪村/清溪村-海报-A4竖.pdf"
    assert run(world, "poster").exit_code == 0
    assert "WeChat" not in read_text(file)
    assert run(world, "poster", "--second", "en").exit_code == 0
    assert "WeChat" in read_text(file)
    assert run(world.write("sitegen.yaml", f"{SETTINGS}语言: [zh-Hans, en]\n"), "poster").exit_code == 0
    assert "WeChat" in read_text(file)
    assert run(world, "海报", "--双语", "zh-Hans").exit_code == 0
    assert "WeChat" not in read_text(file)


def test_a_language_without_words_and_a_sheet_in_chinese_alone_are_wrong_use(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    unknown = run(world, "poster", "--second", "xx")
    assert (unknown.exit_code, "没有“xx”这种文字的译文" in unknown.output) == (2, True)
    assert run(world, "board", "--second", "en").exit_code == 2
    assert run(world, "board").exit_code == 0


# ---- what is not translated, and what cannot be drawn --------------------------------------------------------------------


def test_what_nobody_translated_stays_chinese_and_is_named(tmp_path: Path) -> None:
    world = small_county(tmp_path).write("themes/plain/words/bo.po", 'msgid "钱账"\nmsgstr ""\n')
    report = print_in(world, tag="bo")
    assert [each.code for each in report.diagnostics] == ["PDF-WORDS"]
    assert dict(report.diagnostics[0].values)["number"] == "7"
    assert len(report.files) == 1
    with_words = text_of(report)
    assert with_words == text_of(print_in(world, tag="zh-Hans"))


def test_a_sign_no_font_has_is_named_with_its_code_point_and_cure(tmp_path: Path) -> None:
    world = small_county(tmp_path).write("themes/plain/words/ug.local.po", UYGHUR)
    report = print_in(world, tag="ug")
    assert report.files == ()
    missing = [dict(each.values) for each in report.diagnostics if each.code == "FONT-MISSING"]
    assert ("ك", "U+0643") in {(each["character"], each["codepoint"]) for each in missing}
    result = run(world, "poster", "--second", "ug")
    assert result.exit_code == 1
    assert "字体里没有“ك”（U+0643）" in result.output
    assert "把带这个字的字体放到 fonts/" in result.output
    assert read_register(tmp_path, "103201") == ()


def test_uyghur_is_drawn_from_the_right_with_a_font_of_the_county(tmp_path: Path) -> None:
    world = small_county(tmp_path).write("themes/plain/words/ug.local.po", UYGHUR)
    make_script(tmp_path / "fonts/uyghur.otf", "".join(sorted({c for c in UYGHUR if "\u0600" <= c <= "\u06ff"})))
    report = print_in(world, tag="ug")
    assert [each.code for each in report.diagnostics] == ["PDF-WORDS"]
    places = places_of(report.files[0], "كىرىم")
    assert places == sorted(places, reverse=True)
    digits = places_of(report.files[0], "0000-8856789", nth=-2)
    assert digits == sorted(digits), "a telephone number is read from the left"
    assert len(read_codes(report.files[0].read_bytes())[0]) == 2


def make_script(path: Path, letters: str) -> None:
    """A font with these letters, each with a sign of ours for its shape."""
    shapes = "".join(map(chr, range(0x4E00, 0x4E00 + len(letters))))
    font = TTFont(BUNDLED[0])
    cmap = font.getBestCmap()
    glyphs = {ord(letter): cmap[ord(shape)] for letter, shape in zip(letters, shapes, strict=True)}
    subsetter = Subsetter()
    subsetter.populate(text=shapes)
    subsetter.subset(font)
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = glyphs
    font["cmap"].tables = [table]
    for number in (1, 16):
        font["name"].setName("Script", number, 3, 1, 0x409)
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)


def places_of(pdf: Path, text: str, nth: int = 0) -> list[float]:
    """Where the characters of a text stand, from the left, in the order in which they are read."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].get_textpage()
    whole = "".join(page.get_text_range(index, 1) for index in range(page.count_chars()))
    starts = [index for index in range(len(whole)) if whole.startswith(text, index)]
    assert starts, whole
    start = starts[nth]
    return [page.get_charbox(start + index)[0] for index in range(len(text))]


# ---- how it is laid out --------------------------------------------------------------------------------------------------

ENGLISH = Second(
    "en", "ltr", "Qingxi Village", "Village affairs, open to all",
    "Open WeChat, tap Scan, and point the phone at one code.",
    "The page must begin with “清溪村”; its check word is 稻花.",
    "Information only. Nobody here asks for money, a password, a verification code or an identity number.",
    "A code that asks for money is false: call 0000-8856789.",
)  # fmt: skip
LONG_WORDS = "Accounts and affairs of the village (all)"


def in_two(sheet: SheetView) -> SheetView:
    """The sheet with long English titles everywhere."""
    view = replace(sheet, second=ENGLISH)  # type: ignore[call-arg]
    for name in ("main", "codes", "tags", "tag"):
        if hasattr(view, name):
            view = replace(view, **{name: _in_two(getattr(view, name))})  # type: ignore[arg-type]
    return view


def _in_two(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_in_two, value))
    if hasattr(value, "code"):
        return replace(value, code=_in_two(value.code), also="Contracts on resources No. 7")  # type: ignore[type-var]
    return replace(value, also=LONG_WORDS)  # type: ignore[type-var]


SHEETS = [
    *(poster(count) for count in range(6)),
    poster(5, host=LONG, village="呼和塔拉嘎查村民委员会"),
    *(poster(count, "a3") for count in (1, 5, 9)),
    *(poster(count, "a2") for count in (0, 4, 11)),
    *(poster(count, "stand") for count in (1, 5)),
    *(tags(3, size=size) for size in LABELS),
    *(plate(size) for size in ("570x370", "270x170", "150x90")),
    desk(),
]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda each: f"{type(each).__name__}")
def test_every_code_stays_large_and_white_beside_two_languages(sheet: SheetView) -> None:
    pdf = make(in_two(sheet))
    measured = measure(pdf)
    assert sorted(url for url, _, _ in measured) == sorted(view.url for view in find_codes(sheet))
    assert all(white and module >= 1.6 * 0.99 for _, module, white in measured)


def test_chinese_has_no_second_chinese() -> None:
    assert view_second(Translation("zh-Hant", {"码上公开": "碼上公開"}), "清溪村", "稻花", "") is None
    second = view_second(Translation("en", {"码上公开": "Open"}), "清溪村", "稻花", "")
    assert second is not None
    assert (second.heading, second.village, second.scan, len(second.missing)) == ("Open", "", "", 4)
