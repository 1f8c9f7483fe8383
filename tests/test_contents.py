"""What ``check`` says of files beside the ledgers: attachments that are something else, looks that fetch from elsewhere, what the
settings say to supervision; and of marks of web pages in texts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from sitegen.checking import check
from sitegen.diagnostics import to_text
from sitegen.outputs.pictures import make_attachment
from sitegen.overlay import read_data
from sitegen.supervise.thresholds import laid_over, load_public_thresholds, load_thresholds
from sitegen.supervising import read_rules
from sitegen.wording import load_wording
from tests.worlds import FOLDER, SETTINGS, TODAY, World, small_county

QUARTER = f"villages/{FOLDER}/2026/2026年3季度.yaml"
RULES, _ = read_rules()


def picture(kind: str, size: tuple[int, int] = (60, 40)) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(stream, kind)
    return stream.getvalue()


def said(world: World, *codes: str) -> list[tuple[str, str, int, int]]:
    """Code, file, line and column of what is found, of these codes or of all."""
    found = check(world.root, TODAY).diagnostics
    return [
        (each.code, each.place.file, each.place.line, each.place.column)
        for each in found
        if not codes or each.code in codes
    ]


def with_attachment(tmp_path: Path, name: str, data: bytes) -> World:
    world = small_county(tmp_path).write(f"villages/{FOLDER}/附件/{name}", data)
    return world.change(QUARTER, "  期末余额", f"  附件:\n    - {{文件: {name}, 已遮盖: 是}}\n  期末余额")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("沟.jpg", b"MZ\x90\x00" + bytes(3000)),
        ("沟.png", b"<html><script>alert(1)</script>"),
        ("沟.pdf", picture("PNG")),
        ("沟.mp3", b"%PDF-1.7\n"),
        ("沟.pdf", b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n%%EOF\n"),
    ],
)
def test_a_file_of_another_kind_is_named_where_it_is_spoken_of(tmp_path: Path, name: str, data: bytes) -> None:
    world = with_attachment(tmp_path, name, data)
    assert said(world) == [("FILE-KIND", QUARTER, 13, 12)]
    (found,) = check(world.root, TODAY).diagnostics
    assert f"后缀是 {name[2:]}，内容不是" in to_text(found, load_wording(read_data("messages/zh.yaml")))
    assert make_attachment(data, Path(name).suffix)[0] is None, "a build refuses it, too"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("沟.jpg", picture("JPEG")[:-500]),
        ("沟.png", picture("PNG")[:-500]),
        ("沟.pdf", b"%PDF-1.7\n" + bytes(3000)),
        ("沟.jpg", picture("PNG")),
        ("沟.png", picture("PNG")[:16] + (90_000).to_bytes(4, "big") * 2 + picture("PNG")[24:]),
        ("沟.mp3", b"\xff\xfb" + bytes(6_000_000)),
    ],
    ids=["jpg cut", "png cut", "pdf cut", "png as jpg", "too many pixels", "long sound"],
)
def test_a_picture_that_cannot_be_shown_is_named_before_anything_is_built(
    tmp_path: Path, name: str, data: bytes
) -> None:
    assert said(with_attachment(tmp_path, name, data)) == [("FILE-PICTURE", QUARTER, 13, 12)]
    assert make_attachment(data, Path(name).suffix)[0] is None, "a build refuses it, too"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("沟.jpg", picture("JPEG")),
        ("沟.JPEG", picture("JPEG") + b"a film of three seconds" * 500),
        ("沟.png", picture("PNG")),
        ("沟.pdf", b"%PDF-1.7\n" + bytes(3000) + b"%%EOF\n"),
        ("沟.mp3", b"ID3" + bytes(3000)),
    ],
)
def test_whole_files_are_let_be(tmp_path: Path, name: str, data: bytes) -> None:
    assert said(with_attachment(tmp_path, name, data)) == []


@pytest.mark.parametrize("path", ["内部", "./villages/内部", ".."])
def test_a_private_root_that_could_leak_is_named_by_check(tmp_path: Path, path: str) -> None:
    world = small_county(tmp_path)
    world.write("sitegen.yaml", (world.root / "sitegen.yaml").read_text("utf-8") + f"内部文件夹: {path}\n")
    assert said(world) == [("SYS-PRIVATE", "sitegen.yaml", 6, 8)]


def test_limits_in_the_settings_are_held_to_the_rules(tmp_path: Path) -> None:
    limits = "阈值:\n  拆份工程: {限额: 5万元}\n  应享未享: {一份名册里最多几成对不上才列: 一半}\n"
    world = small_county(tmp_path)
    world.write("sitegen.yaml", (world.root / "sitegen.yaml").read_text("utf-8") + limits)
    assert said(world) == [("KEY-RULE", "sitegen.yaml", 7, 3), ("AMT-SHARE", "sitegen.yaml", 8, 26)]


def test_what_the_private_root_says_of_a_limit_counts_before_the_settings() -> None:
    rule = next(each for each in RULES if each.name == "应享未享")
    limit = rule.limits[0]
    public, _ = load_public_thresholds(f"阈值: {{应享未享: {{{limit.says}: 50%}}}}\n".encode(), RULES)
    private, _ = load_thresholds(f"应享未享: {{{limit.says}: 20%}}\n".encode(), RULES)
    assert laid_over(load_thresholds(b"", RULES)[0], public).of(rule, limit, "990106103201") == 50
    assert laid_over(private, public).of(rule, limit, "990106103201") == 20


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("more.css", "h1 { color: #222 }\n@import url('https://cdn.example.com/x.css');\n", (2, 1)),
        ("more.css", "body { background: url(//x.example.com/a.png) }\n", (1, 20)),
        ("pages/foot.html", "<p>x</p>\n<script async src='https://x.example.com/a.js'></script>\n", (2, 20)),
    ],
)
def test_a_look_that_fetches_from_elsewhere_is_named(
    tmp_path: Path, path: str, text: str, place: tuple[int, int]
) -> None:
    world = small_county(tmp_path).write(f"themes/own/{path}", text)
    assert said(world) == [("LINK-REMOTE", f"themes/own/{path}", *place)]


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("more.css", "h1 { color: #222 }\n.banner::after { content: '找张会计13912345678' }\n", (2, 32)),
        ("more.css", "main::after { content: '\\31\\33\\39 \\31\\32\\33\\34\\35\\36\\37\\38' }\n", (1, 25)),
        ("page.js", "h1.append('\\u0031\\x33\\u{39}12345678')\n", (1, 12)),
        ("pages/foot.html", "<p>x</p>\n<p>找张会计13912345678</p>\n", (2, 8)),
    ],
)
def test_a_private_number_in_a_look_is_named_where_it_stands(
    tmp_path: Path, path: str, text: str, place: tuple[int, int]
) -> None:
    world = small_county(tmp_path).write(f"themes/own/{path}", text)
    assert said(world) == [("PII-PHONE", f"themes/own/{path}", *place)]


def test_a_private_number_in_a_look_that_is_used_keeps_the_site_back(tmp_path: Path) -> None:
    css = "main::after { content: '\\31\\33\\39 \\31\\32\\33\\34\\35\\36\\37\\38' }\n"
    world = small_county(tmp_path).write("themes/own/more.css", css)
    world.change("sitegen.yaml", "主办单位", "主题: own\n主办单位").build()
    assert {"PII-PHONE", "PII-OUTPUT"} <= set(world.errors)
    assert not world.has("/103201/021/index.html")


@pytest.mark.parametrize("theme", ["own", "plain"])
def test_a_look_says_only_the_words_it_changes(tmp_path: Path, theme: str) -> None:
    world = small_county(tmp_path).write(f"themes/{theme}/words/zh-Hans.yaml", "wrong_figure: 账不对？\n")
    world.change("sitegen.yaml", "主办单位", f"主题: {theme}\n主办单位").build()
    assert world.report.faults == ()
    assert "账不对？" in world.page("/103201/021/").text
    assert "看清单" in world.page("/103201/021/").source


def test_a_look_may_name_what_it_does_not_fetch(tmp_path: Path) -> None:
    css = "/* from https://example.com: url(https://x/y.png) */ h1 { background: url(data:image/png;base64,AA==) }\n"
    world = small_county(tmp_path).write("themes/own/more.css", css)
    assert said(world.write("themes/own/pages/foot.html", "<a href='https://www.example.com/'>县政府</a>\n")) == []


@pytest.mark.parametrize(
    ("mark", "column"),
    [
        ("修<script>alert(1)</script>沟", 29),
        ("修沟<img src=x onerror=alert(1)>", 30),
        ("修沟</b>", 30),
        ("修沟{{ 村名 }}", 30),
        ("=HYPERLINK('http://x')", 28),
    ],
)
def test_marks_of_pages_forms_and_spreadsheets_are_named(tmp_path: Path, mark: str, column: int) -> None:
    world = small_county(tmp_path).change(QUARTER, "修复村东排水沟", mark)
    assert said(world) == [("SYN-MARKUP", QUARTER, 11, column)]


@pytest.mark.parametrize("text", ["修沟<3米宽>", "水位<T2", "三组{修沟}", "a<b的那段", "《沟》", "修沟 # <b>"])
def test_signs_that_are_text_are_no_marks(tmp_path: Path, text: str) -> None:
    world = small_county(tmp_path).change(QUARTER, "修复村东排水沟", text)
    assert said(world, "SYN-MARKUP") == []


def test_a_link_in_a_note_that_would_run_is_named(tmp_path: Path) -> None:
    note = "  说明: |\n    [点这里](javascript:alert(1))看照片\n  期末余额"
    assert said(small_county(tmp_path).change(QUARTER, "  期末余额", note)) == [("SYN-MARKUP", QUARTER, 13, 11)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [("使用年限: 40", "使用年限: 4000", "AMT-SIZE"), ("购建日期: 2014-10-20", "购建日期: 2104-10-20", "DATE-NONE")],
)
def test_years_that_cannot_be_are_named(tmp_path: Path, old: str, new: str, found: str) -> None:
    asset = (
        "- 编号: 1\n  名称: 办公楼\n  类别: 房屋建筑\n  归属: 村委会\n  数量: 1\n  地点: 村口\n  购建日期: 2014-10-20\n"
        "  使用年限: 40\n  原值: 9\n  累计折旧: 4\n  净值: 5\n  使用状态: 自用\n"
    )
    path = f"villages/{FOLDER}/登记/资产.yaml"
    world = small_county(tmp_path).write(path, asset)
    assert said(world) == []
    assert [each[0] for each in said(world.change(path, old, new))] == [found]


@pytest.mark.parametrize("number", ["0000-8812346转801", "0000-8812346-801"])
def test_a_number_with_its_extension_is_the_number_agreed_to(tmp_path: Path, number: str) -> None:
    assert said(small_county(tmp_path).change(f"villages/{FOLDER}/村情.yaml", "0000-8812346", number)) == []


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (
            f"villages/{FOLDER}/2026/出账.csv",
            "日期,凭证号，类别,摘要,收款单位,金额\n7月15日,记-014,公益支出,修沟,建筑队,8600\n",
            ("SYN-HEADBAR", 1, 7),
        ),
        (
            "catalogue/本县.yaml",
            "- {编号: '801', 名称: 食堂, 组: 村务, 形态: 报告, 频率: 每年, 解释: 吃, 依据: [{法: 目录}], 分部: 小组}\n",
            ("CAT-VALUE", 1, 72),
        ),
        ("sitegen.yaml", SETTINGS + "基路径: /../x/\n", ("LINK-HOST", 6, 6)),
        ("regions.csv", "code,name\n99,云岭省\n9901,江北市\n9.9E+05,青石县\n990106103,石桥镇\n", ("CODE-LOST", 4, 1)),
    ],
)
def test_beside_the_ledgers_the_very_place_is_named(
    tmp_path: Path, path: str, text: str, found: tuple[str, int, int]
) -> None:
    world = small_county(tmp_path).write(path, text)
    if path.endswith("出账.csv"):
        ledger = (world.root / QUARTER).read_text("utf-8")
        table = ledger[ledger.index("  出账: |") : ledger.index("  期末余额")]
        world.change(QUARTER, table, "  出账: {表格: 出账.csv}\n")
    assert [(code, line, column) for code, file, line, column in said(world)] == [found]
