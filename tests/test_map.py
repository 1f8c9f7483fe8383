"""The map of assets, resources and works: what is read as coordinates, what is drawn, and who is never on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.load.points import read_point
from sitegen.outputs.map import make_map
from sitegen.views.language import CHINESE
from sitegen.views.map import Point
from tests.worlds import FOLDER, PAGES_ONLY, World, small_county

ASSET = """
- 编号: {number}
  名称: {name}
  类别: 房屋建筑
  数量: 1
  地点: 村口
  坐标: {point}
  原值: 1000
  使用状态: 自用
"""


def assets(world: World, *records: tuple[str, str]) -> World:
    texts = (ASSET.format(number=n, name=name, point=point) for n, (name, point) in enumerate(records, start=1))
    return world.write(f"villages/{FOLDER}/登记/资产.yaml", "".join(texts))


@pytest.mark.parametrize(
    "text",
    ["30.1234,124.5012", "124.5012 30.1234", "北纬30.1234° 东经124.5012°", "30.1234，124.5012", "N30.1234, E124.5012"],
)
def test_coordinates_are_read_in_either_order(text: str) -> None:
    assert read_point(text) == ("30.1234,124.5012", None)


@pytest.mark.parametrize(
    "text", ["30.1234", "30度7分,124度3分", "村口", "51.5,-0.12", "30,124", "1.23,4.56", "30.1,124.5,3.2"]
)
def test_what_is_no_place_in_the_country_is_refused(text: str) -> None:
    value, problem = read_point(text)
    assert value is None
    assert problem is not None and problem.code == "CODE-POINT"


def test_points_are_drawn_apart_and_to_scale() -> None:
    drawing = make_map((Point(0, 0), Point(5, 5), Point(1000, 600)), "三处", CHINESE)
    marks = [tuple(map(int, each)) for each in re.findall(r'class="p" cx="(\d+)" cy="(\d+)"', drawing)]
    assert len(marks) == 3
    assert all((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 > 28**2 for a in marks for b in marks if a != b)
    assert drawing.count('<path d="M') == 3, "a line from the mark that had to move, the bar of metres, the arrow"
    bar = re.search(r"v6h(\d+)v-6", drawing)
    assert bar is not None
    assert abs(int(bar[1]) / 200 - 268 / 1000) < 0.01, "200 metres are as long in the bar as between the points"
    assert "200米" in drawing and "<title>三处</title>" in drawing
    assert not re.search(r"href|url\(|style=|<image", drawing)


def test_a_place_alone_and_a_place_twice_can_be_drawn() -> None:
    assert make_map((Point(0, 0),), "", CHINESE).count('class="p"') == 1
    assert make_map((Point(0, 0), Point(0, 0)), "", CHINESE).count('class="p"') == 2


def test_the_map_leads_to_the_records(tmp_path: Path) -> None:
    world = assets(small_county(tmp_path), ("办公楼", "30.123456,124.501234"), ("门面", "30.127,124.505"))
    world.build(parts=PAGES_ONLY)
    page = world.page("103201/map/")
    assert "2处" in page.text and "办公楼" in page.text and "人家和住房不在图上" in page.text
    assert 'href="/103201/101/1/"' in page.source and "<svg" in page.source
    assert 'href="/103201/map/"' in world.page("103201/101/").source
    record = world.page("103201/101/1/").source
    assert "30.1235,124.5012" in record and "30.123456" not in record, "four decimals are shown: about ten metres"


def test_a_county_may_show_less_and_not_more(tmp_path: Path) -> None:
    world = assets(small_county(tmp_path), ("办公楼", "30.123456,124.501234"), ("门面", "30.127,124.505"))
    text = (Path(__file__).parents[1] / "sitegen/data/catalogue/assets.yaml").read_text("utf-8")
    item = text.partition('- 编号: "103"')[0]
    for digits, shown in (("2", "30.12,124.50"), ("6", "30.1235,124.5012")):
        world.write("catalogue/本县.yaml", item.replace("{类型: 坐标}", f"{{类型: 坐标, 精度: {digits}}}"))
        world.build(parts=PAGES_ONLY)
        assert shown in world.page("103201/101/1/").source


def test_without_places_there_is_no_map(tmp_path: Path) -> None:
    world = assets(small_county(tmp_path), ("办公楼", "30.1234,124.5012")).build(parts=PAGES_ONLY)
    assert not world.has("103201/map/index.html")
    assert "/map/" not in world.page("103201/101/").source
