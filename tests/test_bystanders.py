"""Whoever stands on a list whose names stay inside is named in no text of anything else."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from PIL import Image

from sitegen.cli import main
from sitegen.load.adrift import find_adrift
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import read_county
from sitegen.plan import Parts
from sitegen.publish import publish, rollback
from sitegen.registers import append_link, register_printed
from sitegen.views.masking import mask_payee, mask_person, names_in
from sitegen.views.names import Names
from sitegen.withdrawing import withdraw
from tests.worlds import FOLDER, PROFILE, TODAY, World, small_county

HEAD = "期间: 2026年3季度\n公开日期: 2026-10-01\n审核: [{村务监督委员会: 2026-09-30 同意}]\n"
QUARTER = "2026/2026年3季度.yaml"
RELIEF = f"""{HEAD}最低生活保障:
  名单: |
    序号 | 户主   | 村民小组 | 人口 | 金额
    1    | 鸮大山 | 1        | 1    | 500
    2    | 鸮五   | 2        | 2    | 700
    3    | 何秀兰 | 2        | 2    | 700
    4    | 石桥   | 2        | 2    | 700
"""
SUBSIDY = """期间: 2026年
公开日期: 2026-10-08
审核: [{村务监督委员会: 2026-10-06 同意}]
稻谷补贴:
  名单: |
    序号 | 户主   | 村民小组 | 面积 | 标准 | 金额
    1    | 枭小田 | 3        | 5.4  | 38   | 205.20
    2    | 高山   | 3        | 2    | 38   | 76
    3    | 鸮大山 | 3        | 2    | 38   | 76
"""
CASH = f"""{HEAD}资金收支:
  期初余额: 1000
  出账: |
    日期    | 凭证号 | 类别     | 摘要                 | 收款单位         | 金额
    7月15日 | 记-014 | 公益支出 | 慰问鸮大山等困难户   | 石桥镇高山茶公司 | 100
    7月16日 | 记-015 | 公益支出 | 石桥镇高山茶园修路   | 枭小田           | 100
  期末余额: 800
  说明: 鸮　五家的房顶由枭小田修；经手人何秀兰，见石桥镇人民政府通知。
  附件: [{{文件: a.jpg, 说明: 在鸮大山家门口, 已遮盖: 是}}]
"""


def county_with_lists(root: Path) -> World:
    world = small_county(root).village(PROFILE + "干部: [{职务: 报账员, 姓名: 何秀兰}]\n简介: 鸮大山是村里的老户。\n")
    world.publication(CASH, QUARTER).publication(RELIEF, "2026/低保.yaml").publication(SUBSIDY, "2026/稻谷.yaml")
    world.write(
        f"villages/{FOLDER}/登记/项目.yaml",
        "项目: [{编号: 1, 名称: 鸮大山家危房改造, 建设内容: 换鸮五家的瓦, 地点: 鸮大山家, 资金来源: 上级, 合同价: 100, 已付: 0,"
        " 承建单位: 清溪建筑队, 签订日期: 2026-03-01, 现状: 在建}]\n",
    )
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, "JPEG")
    world.write(f"villages/{FOLDER}/附件/a.jpg", stream.getvalue())
    return world.write("cases/990106103201.yaml", "- {编号: 2026-001, 提出: 2026-09-11, 问题: 鸮大山和高山谁多}\n")


def test_names_of_lists_stand_in_no_other_text(tmp_path: Path) -> None:
    world = county_with_lists(tmp_path).build(parts=Parts(codes=False))
    assert world.errors == []
    named = {
        name: [path for path, data in world.files().items() if name.encode() in data]
        for name in ("鸮大山", "鸮五", "枭小田")
    }
    assert named == {"鸮大山": [], "鸮五": [], "枭小田": []}
    page = world.page("/103201/021/2026q3/").text
    for said in (
        "慰问某人等困难户",
        "石桥镇高山茶园修路",
        "石桥镇高山茶公司",
        "某人家的房顶由枭某修",
        "经手人何秀兰",
        "石桥镇人民政府",
    ):
        assert said in page, said
    assert "某人家危房改造" in world.page("/103201/211/1/").text
    assert "某人和高某谁多" in world.page("/103201/ask/").text
    assert "某人是村里的老户" in world.page("/103201/about/").text


def test_a_name_that_comes_onto_a_list_later_is_covered_in_what_was_published(tmp_path: Path) -> None:
    world = (
        county_with_lists(tmp_path)
        .remove(f"villages/{FOLDER}/2026/低保.yaml")
        .remove(f"villages/{FOLDER}/2026/稻谷.yaml")
    )
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert "慰问鸮大山" in world.page("/103201/021/2026q3/").text
    world.change(f"villages/{FOLDER}/{QUARTER}", "期末余额: 800", "期末余额: 八百")
    world.publication(RELIEF, "2026/低保.yaml").build(parts=Parts(codes=False))
    page = world.page("/103201/021/2026q3/").text
    assert "慰问某人等困难户" in page
    assert all("鸮大山".encode() not in data for data in world.files().values())


def test_who_stands_beside_an_organisation_in_a_text_is_covered(tmp_path: Path) -> None:
    world = county_with_lists(tmp_path)
    world.change(f"villages/{FOLDER}/登记/项目.yaml", "地点: 鸮大山家", "地点: 村委会旁鸮大山家")
    world.change(f"villages/{FOLDER}/{QUARTER}", "石桥镇高山茶园修路", "付鸮大山到供销社")
    world.change(f"villages/{FOLDER}/村情.yaml", "姓名: 何秀兰", "姓名: 何秀兰, 分工: 联系低保户鸮五")
    world.build(parts=Parts(codes=False))
    assert [
        path for path, data in world.files().items() if re.search("鸮大山|鸮五", data.decode(errors="ignore"))
    ] == []
    assert "村委会旁某人家" in world.page("/103201/211/1/").text
    assert "付某人到供销社" in world.page("/103201/021/2026q3/").text
    assert "联系低保户某人" in world.page("/103201/about/").text


def test_a_reason_for_taking_down_names_nobody_on_the_page_nor_in_the_log(tmp_path: Path) -> None:
    world = county_with_lists(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    withdraw(tmp_path, "清溪村", "资金收支", "2026q3", "鸮大山要求，高山也说不对", TODAY)
    world.build(parts=Parts(codes=False))
    assert "某人要求，高某也说不对" in world.page("/103201/changes/").text
    assert "鸮大山" not in (tmp_path / "published/103201/log.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("act", [("retire", "103201/021"), ("move", "103201/021", "103201")])
def test_nor_does_one_for_the_end_of_a_printed_address(tmp_path: Path, act: tuple[str, ...]) -> None:
    """The register of printed addresses is never changed either; what was written into one before is covered on its page."""
    world = county_with_lists(tmp_path)
    register_printed(tmp_path, "103201", ["/103201/021/", "/103201/022/"], "1", TODAY)
    append_link(tmp_path, "103201", "retire", "/103201/022/", "", "鸮大山不让写", "", TODAY)
    command = ["-C", str(tmp_path), "--today", TODAY.isoformat(), "links", *act, "--reason", "鸮大山要求，高山也说不对"]
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, "某人要求，高某也说不对" in result.output) == (0, True)
    assert "鸮大山要求" not in (tmp_path / "links/103201.csv").read_text(encoding="utf-8")
    page = world.build().page("/103201/022/")
    assert "某人不让写" in page.text
    assert "鸮大山" not in page.source


def test_a_file_named_after_a_person_of_a_private_list_stops_what_shows_it(tmp_path: Path) -> None:
    world = county_with_lists(tmp_path).change(
        f"villages/{FOLDER}/{QUARTER}", "文件: a.jpg", "文件: 枭小田/鸮大山家.jpg"
    )
    world.build(parts=Parts(codes=False))
    assert "附件的文件名里有不公开名单上的人名：枭小田/某人家.jpg" in world.console("PII-FILE")
    assert "资料有误，正在更正" in world.page("/103201/021/2026q3/").text


@pytest.mark.parametrize(
    ("written", "masked", "paid"),
    [
        ("王　五", "王*", "王某"),
        ("欧阳 明", "欧阳*", "欧阳某"),
        ("李四明（妻王芳）", "李*明", "李某"),
        ("王五 李四明", "王*、李*明", "王某、李某"),
        ("王五、李四", "王*、李*", "王某、李某"),
        ("低保户", "低*户", "低保户"),
    ],
)
def test_names_are_told_apart_however_a_cell_is_filled(written: str, masked: str, paid: str) -> None:
    assert (mask_person(written), mask_payee(written)) == (masked, paid)


def test_names_are_found_with_padding_and_the_longest_word_counts() -> None:
    names = Names({"王五": "王*", "高山": "某人", "高山峰": "高*峰"}, ["高山茶厂"])
    assert names.mask("王 五和王　五、高山峰、高山、高山茶厂") == "王*和王*、高*峰、某人、高山茶厂"
    assert names_in("王　五、李四") == ("王五", "李四")


@pytest.mark.parametrize(
    "written",
    [
        "阿卜杜热合曼·鸮逊",
        "阿卜杜热合曼•鸮逊",
        "阿卜杜热合曼・鸮逊",
        "阿卜杜热合曼．鸮逊",
        "阿卜杜热合曼.鸮逊",
        "阿卜杜热合曼 鸮逊",
        "阿卜杜热合曼鸮逊",
        "阿卜杜热合曼",
        "鸮大\n山",
        "**鸮**大山",
        "鸮\u200b大山",
        "欧阳　鸮",
    ],
)
def test_names_are_found_whatever_stands_between_their_signs(written: str) -> None:
    names = Names({"阿卜杜热合曼·鸮逊": "某人", "鸮大山": "某人", "欧阳鸮": "某人"}, ["阿卜杜热合曼·鸮逊合作社"])
    assert names.mask(f"慰问{written}家").replace("*", "") == "慰问某人家"
    assert names.mask("付阿卜杜热合曼·鸮逊合作社") == "付阿卜杜热合曼·鸮逊合作社"


# ---- lists that cannot be read, or are gone ------------------------------------------------------------------------------

LAND = """期间: 2026年10月8日
公开日期: 2026-10-08
审核: [{村务监督委员会: 2026-10-07 同意}]
宅基地:
  批次: 1
  阶段: 申请公示
  意见受理: 村委会
  名单:
    - {序号: 1, 户主: 鸮小荷, 村民小组: 2组, 申请类型: 翻建, 四至: 老屋原址, 面积: 120}
    - {序号: 2, 户主: 鸮大明, 村民小组: 4组, 申请类型: 新建, 四至: 东到机耕路, 面积: 110}
"""
LAND_FILE = f"villages/{FOLDER}/2026/宅.yaml"
MEETING = """期间: 2026年10月9日
公开日期: 2026-10-09
审核: [{村务监督委员会: 2026-10-08 同意}]
会议决定:
  决定:
    - {日期: 10月9日, 会议: 村民代表会议, 议题: 鸮小荷的宅基地申请, 决定: 鸮小荷有精神病史，不同意,
       应到: 46, 实到: 40, 同意: 40, 反对: 0, 弃权: 0}
"""
MEETING_FILE = f"villages/{FOLDER}/2026/会.yaml"
MEETING_PAGE = "/103201/201/2026d1009/"
IN_A_TABLE = """  名单: |
    序号 | 户主   | 村民小组 | 申请类型 | 四至       | 面积
    1    | 鸮小荷 | 2组      | 翻建     | 老屋原址   | 120
    2    | 鸮大明 | 4组      | 新建     | 东到机耕路 | 110
"""


def county_with_a_decision(root: Path, land: str = LAND) -> World:
    """A list for the wall only, and a decision that tells of somebody on it: published."""
    world = small_county(root).publication(land, "2026/宅.yaml").publication(MEETING, "2026/会.yaml")
    publish(root, root / "out", TODAY, 1)
    assert "某人有精神病史，不同意" in world.page(MEETING_PAGE).text
    return world


def public_files(root: Path) -> dict[str, str]:
    folders = (root / "out", root / "build/site", root / "published")
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes().decode(errors="ignore") for path in files}


ROWS = LAND[LAND.index("  名单") :]
NO_DAY = ("2026年10月8日\n", "2026年13月9日\n")


@pytest.mark.parametrize(
    "changes",
    [
        [NO_DAY],
        [("期间: 2026年10月8日\n", "")],
        [("宅基地:", "宅基地申清:")],
        [("宅基地:", "建房的:")],
        [("名单:", "批的人:")],
        [NO_DAY, ("户主: 鸮小荷", '"户 主" : "鸮 小荷"')],
        [NO_DAY, (ROWS, IN_A_TABLE)],
        [("宅基地:", "建房的:"), (ROWS, IN_A_TABLE)],
        [(ROWS, IN_A_TABLE.replace("名单", "批准的"))],
        [NO_DAY, (ROWS, "  名单: {表格: 名单.csv}\n")],
        [("宅基地:", "建房的:"), (ROWS, "  名单: {表格: 名单.xlsx}\n")],
    ],
    ids=str,
)
def test_a_list_that_cannot_be_read_still_keeps_its_people(tmp_path: Path, changes: list[tuple[str, str]]) -> None:
    world = county_with_a_decision(tmp_path)
    for old, new in changes:
        world.change(LAND_FILE, old, new)
    rows = ("序号,户主,面积", "1,鸮小荷,120")
    world.write(f"villages/{FOLDER}/2026/名单.csv", "\n".join(rows) + "\n")
    book = Workbook()
    for row in rows:
        book.active.append(row.split(","))
    book.save(tmp_path / f"villages/{FOLDER}/2026/名单.xlsx")
    world.change(MEETING_FILE, "不同意", "没有同意").change(
        MEETING_FILE, "日期: 10月9日", "日期: 10月9日, 进度: 鸮　小荷另报"
    )
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    text = world.page(MEETING_PAGE).text
    assert "某人有精神病史，没有同意" in text
    assert "某人另报" in text
    assert [path for path, said in public_files(tmp_path).items() if "鸮小荷" in said and "published" not in path] == []


@pytest.mark.parametrize(
    "text",
    [
        "  名单:\n" + "    - {户主: 鸮小荷}\n" * 40_000,
        "  名单: |\n    户主 | 面积\n" + "    鸮小荷 | 1\n" * 60_000,
        "  名单: [{户主: 鸮小荷}]\n  说明: " + "a.csv " * 150_000,
        "  名单: [{户主: 鸮小荷}]\n户" + " " * 900_000,
        "  名单: [{户主: 鸮小荷}]\n  说明: " + ("户" + " " * 999) * 900,
    ],
    ids=lambda text: text[:30],
)
def test_a_long_one_is_looked_through_once(text: str, tmp_path: Path) -> None:
    """Each took minutes where every place was looked for from the beginning again."""
    data = f"期间: 2026年13月9日\n宅基地:\n{text}".encode()
    files = read_county(tmp_path)
    catalogue, _ = load_catalogue(files.built_in_catalogue, files.presets, {})
    begun = time.process_time()
    found = find_adrift("村/账.yaml", {"村/账.yaml": data}, catalogue)
    assert {each.text for each in found} == {"鸮小荷"}
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("name", ["2026/宅.yml", "2026/宅.yaml.txt", "宅.yaml", "2026/宅 副本.yaml"])
def test_so_does_one_in_a_file_that_is_not_looked_for(tmp_path: Path, name: str) -> None:
    world = county_with_a_decision(tmp_path).remove(LAND_FILE).publication(LAND, name)
    world.change(MEETING_FILE, "不同意", "没有同意")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert "某人有精神病史，没有同意" in world.page(MEETING_PAGE).text


def test_who_was_read_from_a_file_with_a_mistake_is_told_as_before(tmp_path: Path) -> None:
    """A wrong sum in a list that is shown masked makes no 某人 of its people, and no name of a word."""
    world = county_with_lists(tmp_path).change(f"villages/{FOLDER}/2026/稻谷.yaml", "205.20", "205.2o")
    page = world.build(parts=Parts(codes=False)).page("/103201/021/2026q3/").text
    assert "枭某修" in page
    assert "石桥镇高山茶园修路" in page


def drop(world: World) -> None:
    world.remove(LAND_FILE)


def take_down(world: World) -> None:
    withdraw(world.root, "清溪村", "宅基地", "2026d1008", "申请不符合条件", TODAY)
    world.remove(LAND_FILE)


def strike_out(world: World) -> None:
    world.change(
        LAND_FILE, "    - {序号: 1, 户主: 鸮小荷, 村民小组: 2组, 申请类型: 翻建, 四至: 老屋原址, 面积: 120}\n", ""
    )


def hold(world: World) -> None:
    world.change(LAND_FILE, "名单:", "# 名单:")


OTHER_WORDS = [
    ([], "某人有精神病史，不同意"),
    ([("不同意", "没有同意")], "某人有精神病史，没有同意"),
    ([("鸮小荷有精神病史", "鸮小荷家里有病史")], "某人家里有病史，不同意"),
]


@pytest.mark.parametrize("lose", [drop, take_down, strike_out, hold])
@pytest.mark.parametrize(("changes", "told"), OTHER_WORDS, ids=str)
def test_who_was_covered_when_it_was_published_stays_covered_without_the_list(
    tmp_path: Path, lose: Callable[[World], None], changes: list[tuple[str, str]], told: str
) -> None:
    world = county_with_a_decision(tmp_path)
    lose(world)
    for old, new in changes:
        world.change(MEETING_FILE, old, new)
    world.build(parts=Parts(codes=False))
    assert told in world.page(MEETING_PAGE).text
    assert [path for path, data in world.files().items() if "小荷" in data.decode(errors="ignore")] == []
    if lose is not hold:  # its table is read as text
        said = "公布时“会议决定”议题里有个名字写的是“某人”，照现在的账本名字会露出来：还写“某人”"
        assert said in world.console("PII-COVERED")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert [path for path, said in public_files(tmp_path).items() if "小荷" in said and "published" not in path] == []
    versions = list((tmp_path / "published/103201/201").glob("*.json"))
    assert len(versions) == (2 if changes else 1)


def test_nor_is_it_said_elsewhere_who_stood_on_a_list_that_is_gone(tmp_path: Path) -> None:
    world = county_with_a_decision(tmp_path).remove(LAND_FILE)
    world.publication(MEETING.replace("10月9日", "10月10日").replace("2026-10-09", "2026-10-10"), "2026/又会.yaml")
    world.write("cases/990106103201.yaml", "- {编号: 2026-001, 提出: 2026-09-11, 问题: 鸮小荷家的地批了没有}\n")
    world.build(parts=Parts(codes=False))
    assert "某人有精神病史" in world.page("/103201/201/2026d1010/").text
    assert "某人家的地批了没有" in world.page("/103201/ask/").text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("慰问鸮大山等困难户", "慰问两家困难户", "慰问两家困难户"),
        ("慰问鸮大山等困难户", "慰问低保户等困难户", "慰问低保户等困难户"),
        ("慰问鸮大山等困难户", "慰问何秀兰等困难户", "慰问何秀兰等困难户"),
        ("鸮　五家的房顶", "村委会的房顶", "村委会的房顶"),
    ],
)
def test_other_words_where_a_name_was_covered_are_shown(tmp_path: Path, old: str, new: str, told: str) -> None:
    """困难户 names nobody, 何秀兰 holds an office, and both lists are there."""
    world = county_with_lists(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    page = world.change(f"villages/{FOLDER}/{QUARTER}", old, new).build().page("/103201/021/2026q3/").text
    assert told in page
    assert "PII-COVERED" not in world.codes


def test_a_firm_that_is_known_later_is_named(tmp_path: Path) -> None:
    """So it is cured that a firm with the name of somebody on a list in it was half covered (decision 158)."""
    world = county_with_lists(tmp_path).change(f"villages/{FOLDER}/{QUARTER}", "石桥镇高山茶园修路", "付鸮大山茶厂")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert "付某人茶厂" in world.page("/103201/021/2026q3/").text
    world.change(f"villages/{FOLDER}/登记/项目.yaml", "承建单位: 清溪建筑队", "承建单位: 鸮大山茶厂").build()
    assert "付鸮大山茶厂" in world.page("/103201/021/2026q3/").text
    assert "PII-COVERED" not in world.codes


@pytest.mark.parametrize("lose", [None, drop])
def test_going_back_does_not_name_who_is_covered_now(tmp_path: Path, lose: Callable[[World], None] | None) -> None:
    """The first release was made before anybody stood on a list, the second covers."""
    world = small_county(tmp_path).publication(MEETING, "2026/会.yaml")
    world.village(PROFILE.replace("103201", "103202"), "990106103202-柳塘村")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert "鸮小荷" in public_files(tmp_path)["out/103201/201/2026d1009/index.html"]
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    world.publication(LAND, "2026/宅.yaml")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    if lose:
        lose(world)
    handed = rollback(tmp_path, tmp_path / "out", 1, TODAY, 1).handed
    assert handed
    assert handed.held == ("清溪村",)
    assert [path for path, said in public_files(tmp_path).items() if "小荷" in said and path.startswith("out")] == []


def test_a_word_that_stands_everywhere_keeps_no_village_from_going_back(tmp_path: Path) -> None:
    """Somebody is called 更正, as the page of changes is."""
    world = small_county(tmp_path).publication(LAND.replace("鸮小荷", "更正"), "2026/宅.yaml")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    world.change(f"villages/{FOLDER}/村情.yaml", "户数: 287", "户数: 288")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    handed = rollback(tmp_path, tmp_path / "out", 1, TODAY, 1).handed
    assert handed
    assert handed.held == ()
