"""Who may be named where, until when: the catalogue against the list, and every way around it."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image, PngImagePlugin

from sitegen.assessments import FOLDER as RECORDS
from sitegen.build import build
from sitegen.checks.output import check_output
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import read_county
from sitegen.load.published import content_digest, to_log_line
from sitegen.model.catalogue import Catalogue, Column, Item
from sitegen.model.site import Parts
from sitegen.outputs.pictures import make_attachment
from sitegen.publish import publish
from sitegen.withdrawing import withdraw
from tests.worlds import FOLDER, TODAY, World, small_county

ROOT = Path(__file__).parent.parent
LIST_FILE = f"villages/{FOLDER}/2026/稻谷补贴.yaml"
LIST = """
期间: 2026年
公开日期: 2026-10-08
审核: [{村务监督委员会: 2026-10-06 同意 王五的面积量过了}]
稻谷补贴:
  名单: |
    序号 | 户主   | 村民小组 | 面积 | 标准 | 金额
    1    | 李四明 | 3        | 5.4  | 38   | 205.20
    2    | 王五   | 3        | 2    | 38   | 76
    3    | 赵大山 | 3        | 2    | 38   | 76
  说明: 李四明家的面积重新量过。
"""
ENDED = date(2026, 10, 23)


def private_list(rows: int) -> str:
    names = ("孙奶奶", "钱爷爷", "周奶奶", "吴爷爷")
    lines = "".join(f"    {n + 1} | {names[n]} | 80—89岁 | 100\n" for n in range(rows))
    head = "期间: 2026年3季度\n公开日期: 2026-10-12\n审核: [{村务监督委员会: 2026-10-10 同意}]\n高龄津贴:\n  名单: |\n"
    return f"{head}    序号 | 姓名 | 年龄段 | 金额\n{lines}  说明: 孙奶奶上月刚满八十。\n"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    files = read_county(ROOT)
    return load_catalogue(files.built_in_catalogue, files.presets, {})[0]


def columns_of(item: Item) -> list[Column]:
    return [*item.fields, *(column for form in item.tables for column in form.columns)]


# ---- the list in docs/personal-data.md, item by item -------------------------------------------------------------------

OFF_THE_WEB = {
    "低保": "251",
    "特困": "252",
    "临时和医疗救助": "253",
    "残疾补贴": "254",
    "高龄津贴": "255",
    "危房": "245",
    "宅基地申请人": "271",
    "选民": "233",
    "成员名册、股权": "146",
    "征地款到户": "065",
    "欠款欠费农户": "022",
    "发展党员": "005",
    "处分": "008",
    "救灾领取人": "061",
}
WITHOUT_NAMES = {
    "优抚": "256",
    "监测户": "257",
    "儿童": "258",
    "参保缴费": "259",
    "欠费": "261",
    "户籍变更": "262",
    "党费": "007",
    "分红到户": "025",
}
WHILE_POSTED = {"耕地": "241", "稻谷": "242", "其他惠农": "243", "公益岗": "244", "误工": "222", "评优": "006"}


@pytest.mark.parametrize("number", OFF_THE_WEB.values(), ids=OFF_THE_WEB)
def test_names_of_these_lists_are_never_on_the_web(catalogue: Catalogue, number: str) -> None:
    item = catalogue.by_number(number)
    assert item is not None
    hidden = [
        form for form in item.tables if any(c.kind in ("person", "payee") and c.web == "absent" for c in form.columns)
    ]
    assert hidden
    for form in hidden:
        assert {column.web for column in form.columns} <= {"absent", "totals"}
        assert all(column.total for column in form.columns if column.web == "totals")


@pytest.mark.parametrize("number", WITHOUT_NAMES.values(), ids=WITHOUT_NAMES)
def test_these_have_no_place_for_a_name_at_all(catalogue: Catalogue, number: str) -> None:
    item = catalogue.by_number(number)
    assert item is not None
    assert [column.name for column in columns_of(item) if column.kind in ("person", "payee")] == []


@pytest.mark.parametrize("number", WHILE_POSTED.values(), ids=WHILE_POSTED)
def test_these_are_masked_while_they_are_posted(catalogue: Catalogue, number: str) -> None:
    item = catalogue.by_number(number)
    assert item is not None
    assert any(column.kind == "person" and column.web == "masked" for column in columns_of(item))
    for column in columns_of(item):
        assert column.kind != "person" or column.web == "full" or (column.web == "masked" and column.names_until_end)


def test_votes_on_a_person_stay_on_the_wall_and_payees_are_masked(catalogue: Catalogue) -> None:
    for number, names in (("231", ("称职", "基本称职", "不称职")), ("233", ("得票",)), ("001", ("得票",))):
        item = catalogue.by_number(number)
        assert item is not None
        assert {column.web for column in columns_of(item) if column.name in names and column.kind == "count"} == {
            "absent"
        }
    payees = [column for item in catalogue.items for column in columns_of(item) if column.kind == "payee"]
    assert payees
    assert {column.web for column in payees} <= {"masked", "absent"}


def test_no_column_has_a_place_for_what_is_shown_nowhere(catalogue: Catalogue) -> None:
    from sitegen.load.floor import hold_floor

    for item in catalogue.items:
        floor = columns_of(hold_floor(None, replace(item, number="801"))[0])
        absent = [c.name for c in floor if c.board == "absent" and not c.kept]
        assert absent == [], item.name


# ---- a county's catalogue may be stricter, never looser ------------------------------------------------------------------

LOCAL = """
- 编号: "{number}"
  名称: {name}
  俗称: {name}
  组: 村务
  形态: 名单
  频率: 每季
  一句: 看看
  解释: 看看。
  核对: 原文
  依据: [{{法: 石桥镇公开目录, 条: 第3项}}]
  表:
    名单:
      行: {{首: [{lead}], 数: 金额}}
      栏:
        序号: {{类型: 编号}}
        {column}
        金额: {{类型: 金额, 合计: 是}}
"""
TRICKS = {
    "made full": ("251", "最低生活保障", "户主", "户主: {类型: 人名, 网上: 全}"),
    "renamed": ("251", "最低生活保障", "当家人", "当家人: {类型: 人名, 网上: 全}"),
    "retyped": ("251", "最低生活保障", "户主", "户主: {类型: 文字, 网上: 全}"),
    "renamed and retyped": ("251", "最低生活保障", "领取人", "领取人: {类型: 文字}"),
    "a new column of the list": ("251", "最低生活保障", "情况", "情况: {类型: 文字}"),
    "kept for ever": ("242", "稻谷补贴", "户主", "户主: {类型: 人名, 网上: 遮}"),
    "an item of its own": ("801", "爱心慰问", "姓名", "姓名: {类型: 人名, 网上: 全}"),
    "an item of its own, retyped": ("801", "爱心慰问", "姓名", "姓名: {类型: 文字, 网上: 全}"),
    "a pupil in words": ("804", "上学慰问", "学生", "学生: {类型: 文字, 网上: 全}"),
    "a child": ("802", "学生补助", "姓名", "姓名: {类型: 人名, 网上: 遮, 上墙: 全}"),
    "a card": ("803", "慰问发放", "银行卡号", "银行卡号: {类型: 编号, 网上: 全}"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_countys_catalogue_is_never_looser(tmp_path: Path, trick: str) -> None:
    number, name, lead, column = TRICKS[trick]
    world = small_county(tmp_path).write(
        "catalogue/本县.yaml", LOCAL.format(number=number, name=name, lead=lead, column=column)
    )
    rows = "".join(f"    {n} | 李四明 | 100\n" for n in range(1, 5))
    head = "期间: 2026年3季度\n公开日期: 2026-10-01\n审核: [{村务监督委员会: 2026-09-30 同意}]\n"
    world.publication(f"{head}{name}:\n  名单: |\n    序号 | {lead} | 金额\n{rows}", "2026/名单.yaml")
    world.build(today=date(2026, 11, 20), parts=Parts(codes=False))
    assert "CAT-LOOSE" in world.errors
    assert [path for path, data in world.files().items() if "李四明".encode() in data] == []
    assert trick in ("an item of its own, retyped",) or all(
        "李*明".encode() not in data for data in world.files().values()
    )


def test_children_are_named_neither_on_the_web_nor_on_the_wall() -> None:
    local = LOCAL.format(number="802", name="学生补助", lead="姓名", column="姓名: {类型: 人名, 网上: 遮, 上墙: 全}")
    files = read_county(ROOT)
    loaded, _ = load_catalogue(files.built_in_catalogue, files.presets, {"本县.yaml": local.encode()})
    item = loaded.by_number("802")
    assert item is not None
    assert {(column.web, column.board) for column in columns_of(item) if column.name == "姓名"} == {
        ("absent", "absent")
    }


# ---- masked everywhere, few hidden, ended gone ---------------------------------------------------------------------------


def test_a_masked_name_is_masked_in_every_text(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(LIST, "2026/稻谷补贴.yaml")
    world.write("cases/990106103201.yaml", "- {编号: 2026-001, 提出: 2026-10-11, 问题: 李四明家为什么多}\n")
    world.change(f"villages/{FOLDER}/2026/2026年3季度.yaml", "修复村东排水沟 | 清溪建筑队", "付赵大山修沟款 | 赵大山")
    world.build(parts=Parts(codes=False))
    assert world.errors == []
    assert [
        path for path, data in world.files().items() if any(n.encode() in data for n in ("李四明", "王五", "赵大山"))
    ] == []
    page = world.page("/103201/242/").text
    assert "李*明家的面积重新量过" in page
    assert "付赵某修沟款" in world.page("/103201/021/").text
    assert "李某家为什么多" in world.page("/103201/ask/").text


def test_after_the_end_nobody_is_named_in_any_file(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(LIST, "2026/稻谷补贴.yaml").build(parts=Parts(codes=False))
    world.build(today=ENDED, parts=Parts(codes=False))
    assert world.report.made == 1
    named = [path for path, data in world.files().items() if any(n.encode() in data for n in ("李*明", "王*", "赵*山"))]
    assert named == []
    assert "某人家的面积重新量过" in world.page("/103201/242/").text
    assert "357元2角" in world.page("/103201/242/").text


@pytest.mark.parametrize(("rows", "shown"), [(1, False), (2, False), (3, True)])
def test_a_total_over_one_or_two_is_not_shown(tmp_path: Path, rows: int, shown: bool) -> None:
    world = small_county(tmp_path).publication(private_list(rows), "2026/高龄.yaml").build(parts=Parts(codes=False))
    assert world.errors == []
    page = world.page("/103201/255/")
    assert (f"{rows}00元" in page.text) is shown
    assert ("少于3户" in page.text) is not shown
    files = {path: data for path, data in world.files().items() if "/255/" in path or path in ("103201/index.html",)}
    amounts = [
        path for path, data in files.items() if f"{rows}00.00".encode() in data and path.endswith((".json", ".csv"))
    ]
    assert bool(amounts) is shown
    assert all("奶奶".encode() not in data for data in world.files().values())


def test_what_tells_it_by_subtraction_goes_too(tmp_path: Path) -> None:
    head = "期间: 2026年3季度\n公开日期: 2026-10-12\n审核: [{村务监督委员会: 2026-10-10 同意}]\n"
    table = "  名单: |\n    序号 | 姓名 | 金额\n" + "".join(f"    {n} | 孙某{n} | 210\n" for n in range(1, 5))
    fields = "  生活补贴人数: 4\n  生活补贴金额: 730\n  护理补贴人数: 1\n  护理补贴金额: 110\n"
    world = small_county(tmp_path).publication(f"{head}残疾人两项补贴:\n{fields}{table}", "2026/残.yaml").build()
    assert world.errors == []
    page = world.page("/103201/254/").text
    assert "840元" in page
    assert "730" not in page
    assert "110" not in page.replace("12388", "")


# ---- stored versions -----------------------------------------------------------------------------------------------------


def stored(world: World) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (world.root / "published").rglob("*") if path.is_file()}


def test_names_leave_the_published_folder_when_their_days_are_over(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(LIST, "2026/稻谷补贴.yaml")
    publish(tmp_path, tmp_path / "out.zip", TODAY, 1)
    assert any("李*明".encode() in data for data in stored(world).values())
    publish(tmp_path, tmp_path / "out.zip", ENDED, 1)
    assert not any("李*明".encode() in data for data in stored(world).values())
    world.build(today=ENDED)
    assert [code for code in world.errors if code.startswith(("LINK", "COR"))] == []
    assert len((tmp_path / "published/103201/log.jsonl").read_text(encoding="utf-8").splitlines()) == 3
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert all("李*明".encode() not in archive.read(name) for name in archive.namelist())
    world.change(LIST_FILE, "205.20", "二百").build(today=ENDED)
    assert "李" not in world.page("/103201/242/").source.replace("李子", "")


def publish_unseen(world: World, change: Callable[[dict[str, Any]], None]) -> None:
    """Publish, and have it as if nobody had looked at what that wrote into the stored version of the cash book."""
    publish(world.root, world.root / "out", TODAY, 1)
    log = world.root / "published/103201/log.jsonl"
    record = json.loads(log.read_text(encoding="utf-8"))
    path = world.root / "published/103201" / record["file"]
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["view"]["body"])
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    line, _ = to_log_line(
        {name: each for name, each in record.items() if name != "chain"} | {"digest": content_digest(content)}, ""
    )
    log.write_text(line + "\n", encoding="utf-8")
    shutil.rmtree(world.root / "build/.state/published")


def in_rows(body: dict[str, Any], cells: list[str], column: str) -> None:
    """Some rows of 出账 that say this in one column."""
    table = next(each for each in body["tables"] if each["name"] == "出账")
    at = [name for name, *_ in table["columns"]].index(column)
    (row,) = table["rows"]
    table["rows"] = [[*row[:at], cell, *row[at + 1 :]] for cell in cells]
    table["keys"] = [f"记-{number}" for number in range(len(cells))]


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.update(notes="打 13912345678"),
        lambda body: in_rows(body, ["打 1391", "2345678"], "摘要"),
    ],
    ids=["in a text", "torn over two rows"],
)
def test_a_version_published_before_the_check_is_not_shown_and_leaves(
    tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    world = small_county(tmp_path)
    publish_unseen(world, change)
    world.change(f"villages/{FOLDER}/2026/2026年3季度.yaml", "8,600.00", "八千六").build()
    assert "PII-STORED" in world.errors
    assert "资料有误，正在更正" in world.page("/103201/021/").text
    assert all(b"2345678" not in data for data in world.files().values())
    world.change(f"villages/{FOLDER}/2026/2026年3季度.yaml", "八千六", "8,600.00")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert not any(b"2345678" in data for data in stored(world).values())
    assert world.build().errors == []
    assert world.page("/103201/021/").key_figure == "8,600元"


def test_withdrawing_exchanges_the_built_site_at_once(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    withdraw(tmp_path, "清溪村", "资金收支", "2026q3", "含个人信息", TODAY)
    page = world.page("/103201/021/2026q3/")
    assert "这一期已经撤下：含个人信息" in page.text
    assert all(b"8,600" not in data for data in world.files().values())
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert "8,600" not in (tmp_path / "out/103201/021/2026q3/index.html").read_text(encoding="utf-8")


# ---- records of what was weighed -------------------------------------------------------------------------------------------


def test_the_private_root_gets_a_record_and_the_county_none(tmp_path: Path) -> None:
    world = small_county(tmp_path / "county").publication(LIST, "2026/稻谷补贴.yaml").build()
    assert world.codes == ["PII-RECORD"]
    private = tmp_path / "inside"
    report = build(world.root, TODAY, workers=1, parts=Parts(codes=False, downloads=False), private=private)
    assert report.diagnostics == ()
    (record,) = (private / RECORDS).iterdir()
    text = record.read_text(encoding="utf-8")
    assert record.name == "清溪村-稻谷补贴-2026y.md"
    for said in (
        "第五十五条",
        "涉及人数：3",
        "2026-10-22以后网上撤下姓名",
        "村务监督委员会 2026-10-06 同意",
        "到2029年10月22日",
    ):
        assert said in text
    assert not any(name in text for name in ("李", "王五", "赵"))
    stamp = record.stat().st_mtime_ns
    build(world.root, TODAY, workers=1, parts=Parts(codes=False, downloads=False), private=private)
    assert record.stat().st_mtime_ns == stamp
    assert not any("影响评估" in path.name for path in world.root.rglob("*"))


# ---- pictures and documents ------------------------------------------------------------------------------------------------


def picture(form: str, **extra: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, form, **extra)
    return stream.getvalue()


SECRET = b"11010519491231002X"


def test_a_redrawn_picture_keeps_nothing_but_itself() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    given = {
        ".jpg": picture("JPEG", exif=exif, comment=SECRET, xmp=b"<x>" + SECRET + b"</x>") + SECRET,
        ".png": picture("PNG", pnginfo=notes) + SECRET,
    }
    for ending, data in given.items():
        assert SECRET in data
        assert [each.code for each in check_output(f"a{ending}", data, frozenset())] == ["PII-OUTPUT"]
        clean, reason = make_attachment(data, ending)
        assert (clean is not None, reason) == (True, "")
        assert clean is not None
        assert SECRET not in clean
        assert check_output(f"a{ending}", clean, frozenset()) == ()


def test_an_ending_that_lies_and_a_bomb_are_refused() -> None:
    assert make_attachment(picture("PNG"), ".jpg")[0] is None
    assert make_attachment(picture("GIF"), ".png")[0] is None
    assert make_attachment(b"<svg xmlns='http://www.w3.org/2000/svg'/>", ".png")[0] is None
    assert make_attachment(b"<html></html>", ".pdf")[0] is None
    stream = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(stream, "PNG")
    assert make_attachment(stream.getvalue(), ".png") == (None, "图片太大")


def document(text: str = "road", **extra: str) -> bytes:
    """A document of one page, written by hand, with notes of its own."""
    stream = f"BT /F1 12 Tf 20 60 Td ({text}) Tj ET"
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {extra.get('root', '')} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Author ({extra.get('author', 'nobody')}) /CreationDate (D:20260101000000) >>",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(parts) + 1} /Root 1 0 R /Info 6 0 R >>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF\n".encode("latin-1")


def test_what_is_noted_on_a_page_of_a_document_stays_behind() -> None:
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(300, 300))
        notes = [
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=text)
            for text in ("call 13912345678", "again")
        ]
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(note) for note in notes])
        stream = io.BytesIO()
        made.save(stream)
    clean, _ = make_attachment(stream.getvalue(), ".pdf")
    assert clean is not None
    with pikepdf.open(io.BytesIO(clean)) as copied:
        assert "/Annots" not in copied.pages[0] or not list(copied.pages[0].Annots)
        assert not any(
            isinstance(each, pikepdf.Dictionary) and "/Contents" in each and "/Rect" in each for each in copied.objects
        )
    assert b"13912345678" not in clean


def test_a_document_is_copied_without_its_notes_and_read_before() -> None:
    given = document(author="ZhangSan") + SECRET
    clean, reason = make_attachment(given, ".pdf")
    assert reason == ""
    assert clean is not None
    assert b"ZhangSan" not in clean
    assert SECRET not in clean
    assert make_attachment(given, ".pdf") == (clean, "")
    with pypdfium2.PdfDocument(clean) as copied:
        assert copied[0].get_textpage().get_text_bounded().strip() == "road"
    assert make_attachment(document("ID 11010519491231002X"), ".pdf")[0] is None
    assert make_attachment(document("call 0000-8812345"), ".pdf", frozenset({"00008812345"}))[0] is not None
    assert make_attachment(document(root="/OpenAction << /S /JavaScript /JS (1) >>"), ".pdf")[0] is None


@pytest.mark.parametrize("packed", [False, True])
def test_numbers_no_reader_shows_are_not_published_with_a_document(packed: bool) -> None:
    places = (
        lambda made: made.pages[0].__setitem__("/Contents", made.make_stream(b"q % 13912345678\nQ")),
        lambda made: made.pages[0].__setitem__("/PieceInfo", pikepdf.Dictionary(App=pikepdf.String(SECRET.decode()))),
        lambda made: made.pages[0].__setitem__("/Contents", made.make_stream(b"0.13912345678 0 0 1 0 0 cm")),
        lambda made: made.pages[0].__setitem__("/PieceInfo", pikepdf.String(f"张三{SECRET.decode()}")),
        lambda made: made.pages[0].__setitem__("/PieceInfo", pikepdf.Name(f"/Of{SECRET.decode()}")),
    )
    for number, place in enumerate(places):
        with pikepdf.new() as made:
            made.add_blank_page(page_size=(300, 300))
            place(made)
            stream = io.BytesIO()
            made.save(stream, compress_streams=packed)
        reason = make_attachment(stream.getvalue(), ".pdf")[1]
        assert reason == ("" if number == 2 else "里面有看不见的不能公开的号码")


def test_numbers_amid_a_sound_are_not_published() -> None:
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    assert make_attachment(frame * 9, ".mp3") == (frame * 9, "")
    for said in (SECRET, b"LYR00018" + SECRET + b"000028", SECRET.decode().encode("utf-16-le")):
        assert make_attachment(frame * 9 + frame[:9] + said + frame, ".mp3") == (None, "声音里夹着不能公开的号码")


def test_groups_written_in_several_ways_are_one(tmp_path: Path) -> None:
    mixed = LIST.replace("| 王五   | 3 ", "| 王五   | 三组").replace("| 赵大山 | 3 ", "| 赵大山 | 第4组")
    world = small_county(tmp_path).publication(mixed, "2026/稻谷补贴.yaml").build()
    text = world.page("/103201/242/").text
    assert "3组2户，281.20元" in text.replace(" ", "").replace("\n", "")
    assert "三组" not in text
