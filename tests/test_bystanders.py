"""Whoever stands on a list whose names stay inside is named in no text of anything else."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from sitegen.cli import main
from sitegen.plan import Parts
from sitegen.publish import publish
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
