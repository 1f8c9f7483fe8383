"""Sheets: drawn again from the PDF, every code is read, large enough, and surrounded by white."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from sitegen.outputs import typesetting
from sitegen.outputs.fonts import FOLDER, OWN, FontSet
from sitegen.outputs.proof import check_pages, check_sheet, read_codes
from sitegen.outputs.qr import make_symbol
from sitegen.outputs.sheets import SheetView, find_codes, make_sheet
from sitegen.outputs.typesetting import Job, is_true
from sitegen.views.bilingual import Second
from sitegen.views.papers import BoardView, ColumnView, DisclosureView, PaperView, ReviewView, Signer, TableView
from sitegen.views.posters import LABELS
from sitegen.views.sheets import (
    CardView,
    CodeView,
    DeskView,
    MonthlyView,
    OverviewLine,
    OverviewView,
    PlateView,
    PosterView,
    PrintedCode,
    TagSheetView,
    TagView,
    VisitCode,
    VisitView,
)

THEME = Path(__file__).parent.parent / "themes" / "plain" / "sheets"
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in sorted(THEME.glob("*.typ"))}
DAY = date(2026, 10, 12)
DPI = 200
"""Twelve dots a module of 1.6 mm: a quarter of a module is still three."""
SHORT, LONG, LONGEST = "gk.example.cn", "cunwu.example.gov.cn", "cunwugongkai.example.gov.cn"
ITEMS = (
    ("钱账", "收了多少、花在哪、还剩多少"),
    ("补贴", "发了什么、每亩多少、有没有我家"),
    ("租包", "塘、地、房租给谁、多少钱、到哪年"),
    ("工程", "谁干、多少钱、干到哪"),
    ("报酬误工", "干部报酬、误工补贴"),
    ("会议决定", "开了什么会、定了什么"),
    ("低保救助", "人数和条件"),
    ("提问与答复", "别人问了什么、怎么答的"),
    ("正在公示", "现在可以提意见"),
    ("家底", "房子、机器、塘、地"),
    ("干部", "谁管什么事"),
)


def code(title: str, promise: str, path: str, host: str = SHORT) -> CodeView:
    return CodeView(title, promise, f"https://{host}/{path}", f"{host}/{path}")


def poster(count: int, size: str = "a4", host: str = SHORT, village: str = "清溪村") -> PosterView:
    return PosterView(
        size=size,  # type: ignore[arg-type]
        village=village,
        township="石桥镇",
        main=code("村里的账和事（全部）", "", "103201/", host),
        codes=tuple(
            code(title, promise, f"103201/{21 + n:03}/", host) for n, (title, promise) in enumerate(ITEMS[:count])
        ),
        telephones=(("村里", "0000-8812345"), ("村监会", "0000-8812346"), ("镇里", "0000-8856789"), ("", "12345")),
        complaint="0000-8856789",
        first_line=village,
        check_word="稻花",
        batch="01",
        made_on=DAY,
    )


TELEPHONE = ("村委会", "0000-8812345")


def tags(count: int, host: str = SHORT, size: str = "a4") -> TagSheetView:
    things = [("东塘", "水面18.5亩"), ("呼和塔拉嘎查村民委员会活动室", "")]
    return TagSheetView(
        LABELS[size],
        tuple(
            TagView("清溪村", name, f"资源第{n}号", line, code(name, "", f"103201/031/{n}/", host), TELEPHONE)
            for n in range(1, count + 1)
            for name, line in [things[n % 2]]
        ),
        "稻花",
        "01",
        DAY,
    )


def plate(size: str, host: str = SHORT) -> PlateView:
    tag = TagView(
        "清溪村", "呼和塔拉水库", "资源第7号", "水面18.5亩", code("东塘", "", "103201/141/7/", host), TELEPHONE
    )
    return PlateView(size, tag, "稻花", "01", DAY)  # type: ignore[arg-type]


def desk() -> DeskView:
    return DeskView("清溪村", code("村里的账和事", "", "103201/"), (TELEPHONE, ("", "12345")), "稻花", "01", DAY)


def visit() -> VisitView:
    codes = tuple(
        VisitCode(code(title, "", f"103201/{n}/"), "2026年7—9月", "出账13万元")
        for n, (title, _) in enumerate(ITEMS[:6], 21)
    )
    return VisitView("清溪村", "石桥镇", SHORT, codes, ("2026年7—9月的帮扶，应在2026年10月15日前公开",), "稻花", DAY)


def monthly() -> MonthlyView:
    printed = tuple(PrintedCode(title, f"{SHORT}/103201/{n}/") for n, (title, _) in enumerate(ITEMS))
    return MonthlyView("清溪村", "石桥镇", "2026", SHORT, printed, "0000-8856789", "稻花", DAY)


def card() -> CardView:
    said = ("出账 13万1,750元5角", "进账13万1,200元", "还剩12万7,799元7角")
    return CardView("清溪村", "钱账", "2026年7—9月", said, code("钱账", "", "103201/021/"), "稻花", TELEPHONE, DAY)


def content(rows: int) -> DisclosureView:
    """A table whose every row says 8,600.00, so that the sum of n rows is known."""
    titles = ("日期", "摘要", "金额")
    columns = (
        ColumnView(titles[0], "left", "7月15日"),
        ColumnView(titles[1], "left", "修复村东排水沟"),
        ColumnView(titles[2], "right", "9,999,999.00"),
    )
    lines = tuple(("7月15日", f"第{number}笔", "8,600.00") for number in range(1, rows + 1))
    running = tuple(("", "", f"{8600 * number:,}.00") for number in range(1, rows + 1))
    return DisclosureView(
        village="清溪村",
        township="石桥镇",
        title="资金收支",
        period="2026年3季度",
        part="集体经济组织",
        unit="元",
        summary=(("期末余额", "127,799.70"),),
        facts=(("资金来源", "上级财政"),),
        tables=(TableView("出账", columns, lines, running),),
        notes=("七月暴雨后先抢修了排水沟。",),
        corrections=("2026年10月20日，出账，记-014的金额由6,800.00改为8,600.00。原因：抄表时看错一位",),
        check_code="7K3Q",
    )


PARTIES = (Signer("村民委员会", "负责人"), Signer("村务监督委员会", "主任"), Signer("农村“三资”服务中心", "经办人"))


def board(rows: int) -> BoardView:
    return BoardView(
        content(rows),
        "a4",
        "2026年10月12日",
        "2026年10月22日",
        reviewers=(("村务监督委员会", "2026年10月10日 同意公开"),),
        signers=PARTIES,
        telephones=(("村里", "0000-8812345"),),
        code=code("资金收支", "", "103201/021/"),
        made_on=DAY,
    )


def review(rows: int) -> ReviewView:
    return ReviewView(
        content(rows),
        "a4",
        remarks=("比上一季多花1万元。",),
        number=2,
        together=3,
        agreed_line="- 村务监督委员会: ____-__-__ 同意 校验码 7K3Q",
        objected_line="- 村务监督委员会: ____-__-__ 有异议：________ 校验码 7K3Q",
        signers=(Signer("村务监督委员会", "主任"), Signer("村报账员", "")),
        made_on=DAY,
    )


def make(sheet: SheetView) -> bytes:
    pdf, faults = make_sheet("样张.pdf", sheet, TEMPLATES)
    assert faults == ()
    assert pdf is not None
    return pdf


def draw(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    document.close()
    return pictures


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def measure(pdf: bytes) -> list[tuple[str, float, bool]]:
    """Address, side of a module in millimetres, and whether four modules around are white, for each code."""
    measured = []
    for picture in draw(pdf):
        for found in zxingcpp.read_barcodes(picture):
            place = found.position
            corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
            left, right = min(corner.x for corner in corners), max(corner.x for corner in corners)
            top, bottom = min(corner.y for corner in corners), max(corner.y for corner in corners)
            module = (right - left) / make_symbol(found.text).side
            around = picture.crop(
                tuple(round(v) for v in (left - 4 * module, top - 4 * module, right + 4 * module, bottom + 4 * module))
            )
            inside = tuple(round(4 * module) + d for d in (-3, -3, 3 + right - left, 3 + bottom - top))
            around.paste(255, tuple(map(round, inside)))
            rim = around.crop((2, 2, around.width - 2, around.height - 2))
            measured.append((found.text, module / DPI * 25.4, rim.getextrema() == (255, 255)))
    return measured


POSTERS = [
    *(poster(count) for count in range(6)),
    poster(5, host=LONG, village="呼和塔拉嘎查村民委员会"),
    poster(4, host=LONGEST),
    poster(5, host=LONGEST, village="呼和塔拉嘎查村民委员会"),
    replace(poster(5), proof=True),
    *(poster(count, "a3") for count in (0, 1, 3, 5, 7, 9)),
    poster(9, "a3", host=LONGEST, village="呼和塔拉嘎查村民委员会"),
    *(poster(count, "a2") for count in (0, 4, 11)),
    *(poster(count, "stand") for count in (1, 5)),
]


@pytest.mark.parametrize(
    "sheet", POSTERS, ids=lambda p: f"{p.size}-{len(p.codes)}-{p.main.printed}{'-proof' * p.proof}"
)
def test_every_code_of_a_poster_is_read_large_enough_and_in_white(sheet: PosterView) -> None:
    pdf = make(sheet)
    measured = measure(pdf)
    assert sorted(url for url, _, _ in measured) == sorted(view.url for view in find_codes(sheet))
    assert all(white for _, _, white in measured)
    assert min(module for _, module, _ in measured) >= 1.6 * 0.99
    assert len(draw(pdf)) == 1


def test_a_full_a3_poster_is_read_from_75_centimetres() -> None:
    pdf = make(poster(9, "a3"))
    assert min(module for _, module, _ in measure(pdf)) >= 3 * 0.75 * 0.99
    assert "站75厘米远" in text_of(pdf)[0]


def test_a_poster_says_what_a_villager_needs() -> None:
    text = text_of(make(poster(5)))[0].replace("\r\n", "").replace("： ", "：")
    for words in (
        "清溪村",
        "码上公开",
        "打开微信“扫一扫”，站半米远，对准一个码",
        "gk.example.cn/103201/021/",
        "打开后第一行应是“清溪村”",
        "核对字：稻花",
        "不会扫？",
        "只看信息。不要钱、不要密码、不要验证码、不要身份证号。要钱的是假码，请打 0000-8856789。",
        "石桥镇清溪村 · 2026年10月印 · 批次01",
        "50毫米",
    ):
        assert words in text
    assert "https" not in text
    assert "样张" not in text


@pytest.mark.parametrize("sheet", [poster(2), tags(3), board(3), review(3)], ids=lambda s: type(s).__name__)
def test_a_trial_print_says_so_and_a_real_one_does_not(sheet: SheetView) -> None:
    assert "样张" not in "".join(text_of(make(sheet)))
    assert "样张·不得张贴" in "".join(text_of(make(replace(sheet, proof=True))))


LABEL_SHEETS = [
    *((size, SHORT, form.columns * form.rows) for size, form in LABELS.items()),
    *((size, LONGEST, 6) for size in ("a4-6", "label-99x93")),
]


@pytest.mark.parametrize(("size", "host", "each"), LABEL_SHEETS)
def test_tags_fill_the_label_sheets_that_are_sold(size: str, host: str, each: int) -> None:
    sheet = tags(each + 1, host, size)
    pdf = make(sheet)
    measured = measure(pdf)
    assert [len(page) for page in read_codes(pdf)] == [each, 1]
    assert sorted(url for url, _, _ in measured) == sorted(view.url for view in find_codes(sheet))
    assert all(white and module >= 1.6 * 0.99 for _, module, white in measured)


@pytest.mark.parametrize("size", ["570x370", "270x170", "150x90"])
@pytest.mark.parametrize("host", [SHORT, LONGEST])
def test_plates_have_their_size_and_a_code_that_is_read_from_where_they_say(size: str, host: str) -> None:
    pdf = make(plate(size, host))
    document = pypdfium2.PdfDocument(pdf)
    width, height = (round(points / 72 * 25.4) for points in document[0].get_size())
    document.close()
    assert f"{width}x{height}" == size
    ((url, module, white),) = measure(pdf)
    assert url == f"https://{host}/103201/141/7/"
    assert white and module >= 1.6 * 0.99
    metres = {"半米": 0.5, "一米": 1, "一米半": 1.5, "两米": 2}
    said = re.search(r"站(.+?)远", "".join(text_of(pdf)))
    assert said
    far = metres.get(said[1]) or int(said[1].removesuffix("厘米")) / 100
    assert module >= 3 * far * 0.99


@pytest.mark.parametrize("sheet", [desk(), visit()], ids=lambda s: type(s).__name__)
def test_papers_with_codes_are_read_in_white(sheet: SheetView) -> None:
    pdf = make(sheet)
    measured = measure(pdf)
    assert sorted(url for url, _, _ in measured) == sorted(view.url for view in find_codes(sheet))
    assert all(white and module >= 1.6 * 0.99 for _, module, white in measured)
    assert "稻花" in "".join(text_of(pdf))


def test_the_monthly_form_has_every_code_and_a_box_for_every_month() -> None:
    text = "".join(text_of(make(monthly())))
    assert all(title in text and f"{SHORT}/103201/{n}/" in text for n, (title, _) in enumerate(ITEMS))
    assert all(f"{number}月" in text for number in range(1, 13))
    assert "核对字是“稻花”" in text and "签名" in text


def test_the_card_for_the_chat_group_is_a_picture_1080_dots_wide() -> None:
    png, faults = make_sheet("群卡.png", card(), TEMPLATES, form="png")
    assert faults == ()
    assert png is not None
    picture = Image.open(BytesIO(png))
    assert picture.size == (1080, 1440)
    assert len(png) < 200_000
    assert check_pages("群卡.png", (picture.convert("L"),), ("https://gk.example.cn/103201/021/",)) == ()


SHOP = [poster(5), tags(9), plate("150x90"), desk()]


@pytest.mark.parametrize("sheet", SHOP, ids=lambda s: type(s).__name__)
def test_a_print_shop_gets_black_ink_alone_and_marks_outside_the_cut(sheet: SheetView) -> None:
    pdf, faults = make_sheet("海报.pdf", sheet, TEMPLATES, press=True)
    assert faults == ()
    assert pdf is not None
    colours = set(list_colours(pdf))
    assert colours and all(re.fullmatch(r"0 0 0 [01](\.\d+)? [kK]", line) for line in colours), colours
    document = pypdfium2.PdfDocument(pdf)
    media, trim = document[0].get_mediabox(), document[0].get_trimbox()
    document.close()
    assert [round((a - b) / 72 * 25.4) for a, b in zip(media, trim, strict=True)] == [-8, -8, 8, 8]
    assert read_codes(pdf) == read_codes(make(sheet))


def list_colours(pdf: bytes) -> list[str]:
    """Every operator that sets a colour, from all content streams: CMYK ``k`` and ``K``, RGB, grey, colour spaces."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            continue
        if b" re\n" in content or b" Td" in content or b"BT" in content or b" l\n" in content:
            text = content.decode("latin-1")
            found += re.findall(r"(?m)(?:^|(?<=\s))((?:[\d.]+ )+(?:k|K|rg|RG|g|G|sc|SC|scn|SCN))$", text)
    return found


@pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript is not installed")
def test_ghostscript_finds_no_ink_but_black(tmp_path: Path) -> None:
    pdf, _ = make_sheet("海报.pdf", poster(5), TEMPLATES, press=True)
    (tmp_path / "x.pdf").write_bytes(pdf or b"")
    ran = subprocess.run(
        ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", str(tmp_path / "x.pdf")], capture_output=True, text=True, check=True
    )
    assert re.match(r"\s*0\.00000\s+0\.00000\s+0\.00000\s+0\.[1-9]", ran.stdout)


def test_many_sheets_in_one_file_are_as_many_pages() -> None:
    villages = tuple(replace(poster(5), village=name, first_line=name) for name in ("清溪村", "梨园村", "风岭村"))
    pdf, faults = make_sheet("合订.pdf", villages, TEMPLATES)
    assert faults == ()
    pages = text_of(pdf or b"")
    assert [name in page for name, page in zip(("清溪村", "梨园村", "风岭村"), pages, strict=True)] == [True] * 3


@pytest.mark.parametrize("make_view", [board, review])
@pytest.mark.parametrize("size", ["a4", "a3"])
def test_a_long_table_carries_its_sums_from_sheet_to_sheet(make_view: Callable[[int], PaperView], size: str) -> None:
    pages = text_of(make(replace(make_view(120), size=size)))  # type: ignore[arg-type]
    rows = [[int(number) for number in re.findall(r"第(\d+)笔", page)] for page in pages]
    assert [number for page in rows for number in page] == list(range(1, 121))
    tables = [(page, numbers) for page, numbers in zip(pages, rows, strict=True) if numbers]
    assert len(tables) >= 3
    for page, numbers in tables:
        assert "摘要" in page
        assert "校验码 7K3Q" in page
        opening, closing = f"{8600 * (numbers[0] - 1):,}.00", f"{8600 * numbers[-1]:,}.00"
        assert re.search(rf"承前页\s+{opening}" if numbers[0] > 1 else "共120行", page)
        assert re.search(rf"{'合计' if numbers[-1] == 120 else '过次页'}\s+{closing}", page)


def test_the_board_sheet_carries_its_code_and_the_marks_of_three_parties() -> None:
    ((url, module, white),) = measure(make(board(5)))
    assert url == "https://gk.example.cn/103201/021/"
    assert white and module >= 1.6 * 0.99
    text = "".join(text_of(make(board(5))))
    for words in ("2026年10月12日 至 2026年10月22日", "0000-8812345", "资金来源", "由6,800.00改为8,600.00"):
        assert words in text
    assert text.count("（盖章）") == 3
    assert all(signer.party in text for signer in PARTIES)


def test_days_of_posting_not_yet_fixed_are_left_to_be_written() -> None:
    text = "".join(text_of(make(replace(board(5), posted_from="", posted_until=""))))
    assert re.search(r"公示时间\s*年\s*月\s*日\s*至\s*年\s*月\s*日", text)


def test_the_review_sheet_says_which_line_to_write() -> None:
    text = "".join(text_of(make(review(5))))
    for words in (
        "村务监督委员会主任签名",
        "同意公开",
        "有意见",
        "一起审核的3张，这是第2张",
        "____-__-__ 同意 校验码 7K3Q",
    ):
        assert words in text


def test_an_empty_disclosure_says_that_there_was_nothing() -> None:
    empty = replace(content(0), tables=(), summary=(), notes=(), corrections=())
    assert "本期无发生" in text_of(make(replace(board(0), content=empty, code=None)))[0]


ALL = [poster(5), tags(2), plate("150x90"), desk(), visit(), monthly(), board(4), review(4)]


@pytest.mark.parametrize("sheet", ALL, ids=lambda s: type(s).__name__)
def test_equal_views_give_equal_bytes(sheet: SheetView) -> None:
    first = make(sheet)
    assert make(sheet) == first
    assert b"pdfaid:part" in first


def test_colours_are_greys_only() -> None:
    document = pypdfium2.PdfDocument(make(replace(poster(5), proof=True)))
    red, green, blue = document[0].render(scale=1).to_pil().convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    document.close()


def test_a_character_that_no_font_has_is_named_with_its_place() -> None:
    pdf, faults = make_sheet("海报.pdf", replace(poster(1), township="𣒍镇"), TEMPLATES)
    assert pdf is None
    assert [(fault.code, fault.place.file, dict(fault.values)) for fault in faults] == [
        ("FONT-MISSING", "海报.pdf", {"character": "𣒍", "codepoint": "U+2348D", "where": "𣒍镇"})
    ]


def test_a_name_that_only_the_regular_font_has_is_printed_all_the_same() -> None:
    assert "龘村" in text_of(make(poster(1, village="龘村")))[0]


def test_an_address_too_long_for_the_sheet_is_refused() -> None:
    pdf, faults = make_sheet("海报.pdf", poster(5, host="a-very-long-host-name.of-a-county.example.gov.cn"), TEMPLATES)
    assert pdf is None
    assert {fault.code for fault in faults} == {"PDF-ROOM"}


def test_a_theme_is_read_once_for_many_sheets_and_stays_where_it_is_read_from() -> None:
    opened = typesetting._open_once.cache_info().misses
    theme = {**TEMPLATES, "more.typ": "// one of its own"}
    sheets = [make_sheet(f"{number}.pdf", poster(number), theme)[0] for number in (1, 2)]
    for other in range(8):  # more themes than are remembered
        assert is_true(Job({"x.typ": f"#metadata(true) <yes> // {other}"}, "x.typ", "{}", DAY, OWN), "yes")
    assert make_sheet("1.pdf", poster(1), theme) == (sheets[0], ())
    assert None not in sheets
    assert typesetting._open_once.cache_info().misses == opened + 1


def test_a_fault_in_a_theme_is_a_diagnostic() -> None:
    broken = {**TEMPLATES, "poster.typ": '#import "common.typ": *\n#nonsense'}
    pdf, faults = make_sheet("海报.pdf", poster(1), broken)
    assert pdf is None
    assert [fault.code for fault in faults] == ["PDF-COMPILE"]
    assert "nonsense" in dict(faults[0].values)["message"]


def test_a_theme_fetches_nothing_from_the_network() -> None:
    fetching = {**TEMPLATES, "poster.typ": '#import "@preview/cetz:0.3.0"'}
    (fault,) = make_sheet("海报.pdf", poster(1), fetching)[1]
    assert (fault.code, dict(fault.values)["template"]) == ("PDF-COMPILE", "poster.typ")


def test_without_its_font_a_sheet_is_not_made_empty() -> None:
    other = FontSet(families=("No Such Font",))
    assert [fault.code for fault in make_sheet("海报.pdf", poster(1), TEMPLATES, other)[1]] == ["PDF-COMPILE"]


def test_a_code_that_is_not_there_and_one_that_is_not_meant_are_reported() -> None:
    pdf = make(poster(1))
    assert check_sheet("海报.pdf", pdf, tuple(view.url for view in find_codes(poster(1)))) == ()
    faults = check_sheet("海报.pdf", pdf, ("https://gk.example.cn/999999/", "https://gk.example.cn/103201/021/"))
    assert {(fault.code, dict(fault.values)["address"]) for fault in faults} == {
        ("PDF-CODE", "https://gk.example.cn/999999/"),
        ("PDF-CODE", "https://gk.example.cn/103201/"),
    }


def test_the_fonts_are_where_the_sheets_look_for_them() -> None:
    assert {path.name for path in FOLDER.glob("*.otf")} == {"SitegenSans-Regular.otf", "SitegenSans-Bold.otf"}


SIGNED = {board: "（盖章）", review: "看过以后，我们的意见"}


def _pages_of(view: PaperView, signed: str) -> tuple[list[list[int]], int]:
    """The rows on each page, and the page that is signed."""
    pages = text_of(make(view))
    rows = [[int(number) for number in re.findall(r"第(\d+)笔", page)] for page in pages]
    return rows, next(number for number, page in enumerate(pages) if signed in page)


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_nobody_signs_a_board_sheets_page_without_a_row(size: str) -> None:
    """For every number of rows: wherever the page ends, what is signed stands below the last ones."""
    moved = 0
    for number in range(8, 40):
        view = replace(board(number), size=size)  # type: ignore[arg-type]
        rows, signed = _pages_of(view, SIGNED[board])
        assert [each for page in rows for each in page] == list(range(1, number + 1))
        assert rows[signed], number
        moved += len(rows[signed]) == ROWS_ALONG and len(rows) > 1
        assert "出账" in text_of(make(view))[0]
    assert moved, "some page ended so that rows had to come along"


ROWS_ALONG = 4


def test_sums_are_carried_to_rows_that_come_along() -> None:
    number = next(
        number
        for number in range(8, 40)
        if [len(page) for page in _pages_of(board(number), "（盖章）")[0]][1:] == [ROWS_ALONG]
    )
    first, last = text_of(make(board(number)))
    assert re.search(rf"过次页\s+{8600 * (number - ROWS_ALONG):,}.00", first)
    assert re.search(rf"承前页\s+{8600 * (number - ROWS_ALONG):,}.00", last)
    assert re.search(rf"合计\s+{8600 * number:,}.00", last)


def test_an_opinion_too_long_for_any_page_with_rows_stands_where_it_stood() -> None:
    notes = tuple(
        f"第{number}条说明，写得很长，讲清楚这一笔钱为什么要花、花在了什么地方、谁经手、谁验收。"
        for number in range(12)
    )
    view = replace(review(30), content=replace(content(30), notes=notes))
    rows, signed = _pages_of(view, SIGNED[review])
    assert [each for page in rows for each in page] == list(range(1, 31))
    assert not rows[signed]
    assert not {1, 2, ROWS_ALONG} & {len(page) for page in rows[1:] if page}


def test_where_four_rows_have_no_room_beside_an_opinion_one_comes_along() -> None:
    notes = tuple(f"第{number}条说明，讲清楚这一笔钱为什么要花、花在了什么地方。" for number in range(9))
    came = set()
    for number in range(22, 40):
        view = replace(review(number), content=replace(content(number), notes=notes))
        rows, signed = _pages_of(view, SIGNED[review])
        assert [each for page in rows for each in page] == list(range(1, number + 1))
        assert rows[signed], number
        came.add(len(rows[signed]))
    assert came & {1, 2}


@pytest.mark.parametrize("view", [board, review])
def test_no_row_of_a_long_table_stands_alone_on_a_page(view: Callable[[int], PaperView]) -> None:
    """Wherever the pages end: neither its first nor its last one."""
    for number in (4, *range(16, 32)):
        rows = [page for page in _pages_of(view(number), SIGNED[view])[0] if page]
        assert min(map(len, rows)) >= 2, number


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_short_table_goes_whole_to_the_page_that_is_signed(number: int) -> None:
    rows, signed = _pages_of(replace(review(number), landscape=True), SIGNED[review])
    assert rows[signed] == list(range(1, number + 1))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_opinion_comes_closer_where_that_saves_a_page(number: int) -> None:
    short = replace(content(number), notes=(), corrections=(), summary=())
    whole = replace(review(number), landscape=True, remarks=())
    assert len(text_of(make(replace(whole, content=short)))) == 1


def test_rows_with_many_lines_part_rather_than_leave_the_page() -> None:
    long = "这一笔钱为什么要花、花在了什么地方、谁经手、谁验收，开会的时候都讲清楚了。" * 20
    columns = (ColumnView("日期", longest="7月15日"), ColumnView("摘要", share=1))
    rows = tuple((f"7月{day}日", f"第{day}笔{long}") for day in (1, 2, 3))
    sheet = replace(board(0), content=replace(content(0), tables=(TableView("出账", columns, rows),)))
    assert [re.findall(r"第(\d)笔", page) for page in text_of(make(sheet))] == [["1", "2"], ["3"]]


# ---- what the eye would find --------------------------------------------------------------------------------------------

TELEPHONES = (
    ("村委会", "0000-8812345"), ("村监会", "0000-8812346"), ("镇里", "0000-8856789"),
    ("政务热线", "12345"), ("纪检举报", "12388"),
)  # fmt: skip
NAMES = ("村东排水沟", "村口门面（3间）", "粮食烘干机（10吨）", "村委会办公楼", "2号冷库出租", "呼和塔拉嘎查活动室")

PAID = "合同价118万6,000元，已付115万6,000元（九成多）"


def named_tags(size: str, host: str = SHORT) -> TagSheetView:
    """Tags with names of every length, and the longest lines that stand below them."""
    sheet = tags(len(NAMES), host, size)
    lines = ("当初花了11万9,600元", PAID, "12.3亩，水面，现在：闲置")
    return replace(
        sheet,
        tags=tuple(
            replace(tag, name=name, line=lines[n % 3], code=replace(tag.code, title=name))
            for n, (tag, name) in enumerate(zip(sheet.tags, NAMES, strict=True))
        ),
    )


def named_plate(size: str, name: str) -> PlateView:
    tag = plate(size).tag
    return replace(plate(size, LONG), tag=replace(tag, name=name, line=PAID))


LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis-QX-2026-CONTRACT-000000123456789"


def worded(view: BoardView | ReviewView) -> PaperView:
    """A paper whose cells, facts and notes are words longer than their rooms."""
    columns = (
        ColumnView("摘要", share=2),
        ColumnView("收款单位", share=1),
        ColumnView("凭证号", longest="记-014", share=1),
    )
    table = TableView("出账", columns, ((LONG_WORD, LONG_WORD, LONG_WORD),) * 5)
    said = LONG_WORD * 2
    return replace(
        view,
        content=replace(view.content, tables=(table,), facts=(("合同编号", said),), notes=(said,), corrections=(said,)),
    )


LOOKED_AT = [
    *(replace(poster(count, size, host, village), telephones=TELEPHONES)
      for size, count in (("a4", 5), ("a4", 3), ("a3", 9), ("a2", 11), ("stand", 5))
      for host, village in ((SHORT, "清溪村"), (LONG, "呼和塔拉嘎查村民委员会"))),
    replace(poster(4, host=LONGEST, village="呼和塔拉嘎查村民委员会"), telephones=TELEPHONES),
    *(named_tags(size, host) for size in LABELS for host in (SHORT, LONG)),
    named_tags("a4-6", LONGEST),
    *(plate(size, host) for size in ("570x370", "270x170", "150x90") for host in (SHORT, LONGEST)),
    *(named_plate(size, name) for size in ("570x370", "270x170", "150x90") for name in NAMES),
    desk(), visit(), monthly(), board(20), review(20), replace(board(60), size="a3"), worded(board(0)), worded(review(0)),
]  # fmt: skip


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_the_white_above_a_code_does_not_cover_the_mark_of_a_trial(size: str) -> None:
    pdf = make(replace(board(3), proof=True, size=size))
    document = pypdfium2.PdfDocument(pdf)
    _, left, low, right, high = max(
        (line for line in list_lines(document[0]) if "样张" in line[0] and line[4] - line[2] < 15),
        key=lambda line: line[4],
    )
    top = document[0].get_height()
    document.close()
    around = tuple(round(side / 72 * DPI) for side in (left - 2, top - high - 2, right + 2, top - low + 2))
    levels = draw(pdf)[0].crop(around).histogram()
    assert sum(levels[:64]) > sum(levels[64:])


@pytest.mark.parametrize("sheet", LOOKED_AT, ids=lambda view: type(view).__name__)
def test_no_words_lie_over_each_other_or_over_the_edge(sheet: SheetView) -> None:
    document = pypdfium2.PdfDocument(make(sheet))
    for page in document:
        width, height = page.get_size()
        boxes = list_lines(page)
        assert all(left >= 0 and right <= width and low >= 0 and high <= height for _, left, low, right, high in boxes)
        for number, (one, *a) in enumerate(boxes):
            for other, *b in boxes[number + 1 :]:
                wide, high = (min(a[k + 2], b[k + 2]) - max(a[k], b[k]) for k in (0, 1))
                assert wide < 1 or high < 1, (one, other)
    document.close()


def list_lines(page: pypdfium2.PdfPage) -> list[tuple[str, float, float, float, float]]:
    """Text with the box of its ink, a line each; typst paints one text object a line and font."""
    text = page.get_textpage()
    found = []
    for number in range(text.count_rects()):
        box = text.get_rect(number)
        found.append((text.get_text_bounded(*box), *box))
    return found


@pytest.mark.parametrize("sheet", [named_tags(size) for size in LABELS], ids=lambda view: f"{view.form.width}")
def test_no_name_and_no_line_leaves_a_single_sign_for_its_last_line(sheet: TagSheetView) -> None:
    lines = [line.strip() for page in text_of(make(sheet)) for line in page.splitlines()]
    assert [line for line in lines if len(line) == 1] == []
    assert [line for line in lines if line and line[0] in "，。、；：！？）”"] == []


def test_no_cell_of_a_table_leaves_a_single_sign_for_its_last_line() -> None:
    words = ("打印纸、硒鼓、档案盒一批", "青石县供电所", "幼儿园围墙修补18米", "代理记账费（一季）", "石桥便民超市")
    columns = (ColumnView("摘要", share=1), ColumnView("收款单位", share=1), ColumnView("金额", "right", "9,999.00"))
    for room in range(1, 5):
        spread = (*columns[:1], replace(columns[1], share=room), columns[2])
        rows = tuple((one, other, "1,200.00") for one in words for other in words)
        table = TableView("出账", spread, rows, ())
        pages = text_of(make(replace(board(0), content=replace(content(0), tables=(table,), notes=(), corrections=()))))
        lines = [line.strip() for page in pages for line in page.splitlines()]
        assert [line for line in lines if len(line) == 1 and line != "元"] == []


def cells_of(room: int, *words: str) -> list[str]:
    """The lines in which words stand in a column that has a share of the page, one part of three beside ``room``."""
    columns = (ColumnView("收款单位", share=room), ColumnView("摘要", share=1), ColumnView("金额", "right", "9,999.00"))
    table = TableView("出账", columns, tuple(("石桥五金", each, "1,200.00") for each in words))
    (page,) = text_of(make(replace(board(0), content=replace(content(0), tables=(table,), notes=(), corrections=()))))
    return [line.strip() for line in page.splitlines()]


def test_cells_break_between_clauses_and_leave_amounts_their_units() -> None:
    lines = cells_of(
        3, "公开栏喷绘、打印公示表（重记）", "幼儿园东西围墙修补18,600.50元", "三家报价，最低的干；验收前不付"
    )
    wanted = ("公开栏喷绘、", "打印公示表（重记）", "18,600.50元", "三家报价，最低的干；")
    assert [words for words in wanted if not any(words in line for line in lines)] == []


def test_a_word_wider_than_its_column_is_broken_within_it() -> None:
    word = "QX-2026-CONTRACT-000000123456789-REV-B"
    lines = cells_of(3, word)
    first = next(number for number, line in enumerate(lines) if "QX-" in line)
    assert (
        "".join(lines[first : first + 4])
        .replace("石桥五金", "")
        .replace("1,200.00", "")
        .replace(" ", "")
        .startswith(word)
    )
    assert "\u200b" not in "".join(lines)


@pytest.mark.parametrize("name", ["后山果园承包", "旧小学教室出租", "东渠清淤护坡"])
def test_a_name_breaks_where_that_of_another_thing_ends(name: str) -> None:
    head = name[:-2] if name[:2] != "东渠" else name[:2]
    sheet = tags(1)
    (page,) = text_of(make(replace(sheet, tags=(replace(sheet.tags[0], name=name, head=head),))))
    assert {head, name.removeprefix(head)} <= {line.strip() for line in page.splitlines()}


@pytest.mark.parametrize(("size", "count"), [("a4", 5), ("a3", 9), ("a2", 11)])
def test_codes_of_a_row_stand_at_one_height_though_one_has_a_second_title(size: str, count: int) -> None:
    sheet = poster(count, size)
    second = Second("en", "ltr", "", "", "", "", "", "")
    codes = tuple(replace(view, also="Building works" if n == 3 else "") for n, view in enumerate(sheet.codes))
    (picture,) = draw(make(replace(sheet, codes=codes, second=second)))
    tops = [min(found.position.top_left.y, found.position.top_right.y) for found in zxingcpp.read_barcodes(picture)]
    assert len(tops) == count + 1
    rows = {"a4": 2, "a3": 2, "a2": 3}[size]
    apart = [after - before for before, after in zip(sorted(tops), sorted(tops)[1:], strict=False)]
    assert sum(step > 20 for step in apart) == rows - 1
    assert all(step <= 2 or step > 20 for step in apart)


def test_a_lying_sheet_is_whole_in_the_overview() -> None:
    picture = BytesIO()
    Image.new("L", (400, 200), 200).save(picture, "PNG")
    line = OverviewLine("1", "清溪村", "1", "01", "page-1.png")
    view = OverviewView("石桥镇", "门牌", (line,), "1", DAY)
    pdf, faults = make_sheet("小样总览.pdf", view, TEMPLATES, pictures=(("page-1.png", picture.getvalue()),))
    assert faults == ()
    document = pypdfium2.PdfDocument(pdf or b"")
    (left, bottom, right, top), = (
        each.get_bounds() for each in document[0].get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    )  # fmt: skip
    document.close()
    assert (right - left) / (top - bottom) == pytest.approx(2, rel=0.01)
    assert right - left < 45 / 25.4 * 72
