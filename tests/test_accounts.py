"""Several books of one village: none of them is left out in silence."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sitegen.codes import to_canonical
from sitegen.load.published import content_digest, to_log_line
from sitegen.publish import publish
from tests.worlds import FOLDER, PROFILE, TODAY, World, county

BOTH = PROFILE.replace("{编号: 1, 名称: 村委会}", "{编号: 1, 名称: 村委会}\n  - {编号: 2, 名称: 合作社}")
BOOK = "  - 账套: {name}\n    期初余额: {left}\n    期末余额: {left}\n"
HEAD = "期间: {period}\n公开日期: {day}\n审核: [{{村监会: {day} 同意}}]\n资金收支:\n"


def quarters(root: Path, first: dict[str, str], second: dict[str, str], *more: str) -> World:
    """Two quarters with the books and what is left in each."""
    world = county(root).village(BOTH)
    for number, books in ((2, first), (3, second)):
        text = HEAD.format(period=f"2026年{number}季度", day="2026-07-08" if number == 2 else "2026-10-08")
        parts = "".join(BOOK.format(name=name, left=left) for name, left in books.items())
        world.publication(text + parts, f"2026/2026年{number}季度.yaml")
    for month in more:
        world.publication(
            HEAD.format(period=month, day="2026-10-08") + BOOK.format(name="合作社", left="900"), f"2026/{month}.yaml"
        )
    return world.build()


def test_a_book_that_is_gone_from_one_quarter_to_the_next_is_missed(tmp_path: Path) -> None:
    world = quarters(tmp_path, {"村委会": "500", "合作社": "900"}, {"村委会": "500"})
    said = world.console("PER-ACCOUNT")
    assert "2026年3季度.yaml:5:5: 提醒 PER-ACCOUNT  “资金收支”2026年3季度没有“合作社”这本账，上一期还有钱" in said
    assert "改法：在“资金收支”下面加一段“- 账套: 合作社”；没有进账、出账的，也写上期初余额和期末余额" in said


@pytest.mark.parametrize(
    ("first", "second", "more"),
    [
        ({"村委会": "500", "合作社": "900"}, {"村委会": "500", "合作社": "900"}, ()),
        ({"村委会": "500", "合作社": "0"}, {"村委会": "500"}, ()),
        ({"村委会": "500"}, {"村委会": "500", "合作社": "900"}, ()),
        ({"村委会": "500", "合作社": "900"}, {"村委会": "500"}, ("2026年7月",)),
    ],
)
def test_books_that_were_closed_or_are_shown_otherwise_are_not(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], more: tuple[str, ...]
) -> None:
    assert "PER-ACCOUNT" not in quarters(tmp_path, first, second, *more).codes


def test_other_items_of_the_quarter_and_their_books_hide_none_that_is_gone(tmp_path: Path) -> None:
    world = quarters(tmp_path, {"村委会": "500", "合作社": "900"}, {"村委会": "500"})
    debts = "债权债务:\n  - {账套: 合作社, 别人欠村里: 0, 村里欠别人: 0}\n会议决定: 本期无发生\n"
    world.change(f"villages/{FOLDER}/2026/2026年3季度.yaml", "资金收支:\n", f"{debts}资金收支:\n")
    assert "没有“合作社”这本账" in world.build().console("PER-ACCOUNT")


HOME, LOG = f"villages/{FOLDER}/村情.yaml", "published/103201/log.jsonl"
NEXT = date(2026, 10, 13)
ONE, TWO = "{编号: 1, 名称: 村委会}", "{编号: 2, 名称: 合作社}"
Q2, Q3 = (f"villages/{FOLDER}/2026/2026年{number}季度.yaml" for number in (2, 3))


def released(root: Path) -> World:
    """Two quarters of two books, published: 500 and 900 left."""
    world = quarters(root, {"村委会": "500", "合作社": "900"}, {"村委会": "500", "合作社": "900"})
    publish(root, root / "out", TODAY, 1)
    return world


def seen(world: World) -> list[str]:
    """What readers see of the money: of the village, of a quarter and of one book, in its township and in the county."""
    paths = ("/103201/", "/103201/021/", "/103201/021/2026q2/", "/103201/021/2026q3-1/", "/r/990106103/", "/")
    return [world.page(path).text for path in paths]


def log_of(world: World) -> list[tuple[str, str]]:
    """Period and part of each line of the log."""
    lines = map(json.loads, (world.root / LOG).read_text(encoding="utf-8").splitlines())
    return [(line["period"], line["part"]) for line in lines]


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [("编号: 3, 名称: 村委会", "编号: 2, 名称: 合作社", 1), ("编号: 2, 名称: 村委会", "编号: 1, 名称: 合作社", 2)],
)
def test_a_book_keeps_the_number_it_was_published_with(tmp_path: Path, one: str, two: str, count: int) -> None:
    world = released(tmp_path)
    before, lines = seen(world), log_of(world)
    assert "1,400" in before[0]
    world.change(HOME, ONE, f"{{{one}}}").change(HOME, TWO, f"{{{two}}}").build(today=NEXT)
    assert world.errors == ["COR-NUMBER"] * count
    assert "“村委会”这本账公布时的编号是 1" in world.console()
    assert "村情.yaml:5:" in world.console()
    publish(tmp_path, tmp_path / "out", NEXT, 1)
    assert (seen(world), log_of(world)) == (before, lines)
    world.change(HOME, f"{{{one}}}", ONE).change(HOME, f"{{{two}}}", TWO)
    publish(tmp_path, tmp_path / "out", NEXT, 1)
    assert world.build(today=NEXT).errors == []
    assert (seen(world), log_of(world)) == (before, lines)


def test_what_comes_later_is_recorded_under_the_number_that_was_published(tmp_path: Path) -> None:
    world = released(tmp_path).change(HOME, "编号: 1", "编号: 3")
    text = (tmp_path / Q3).read_text(encoding="utf-8").replace("2026年3季度", "2026年9月")
    world.write(f"villages/{FOLDER}/2026/2026年9月.yaml", text)
    publish(tmp_path, tmp_path / "out", NEXT, 1)
    assert {part for _, part in log_of(world)} == {"1", "2"}


def test_a_new_book_does_not_get_the_number_of_another(tmp_path: Path) -> None:
    world = released(tmp_path)
    before = seen(world)
    world.change(HOME, ONE, "{编号: 3, 名称: 村委会}\n  - {编号: 1, 名称: 1组}").build(today=NEXT)
    assert world.errors == ["COR-NUMBER"]
    assert seen(world) == before


def test_a_book_with_another_number_and_name_does_not_count_beside_itself(tmp_path: Path) -> None:
    world = released(tmp_path)
    lines = log_of(world)
    world.change(HOME, ONE, "{编号: 3, 名称: 村民委员会}")
    for path in (Q2, Q3):
        world.change(path, "账套: 村委会", "账套: 村民委员会")
    assert world.build(today=NEXT).errors == ["COR-BOOK"]
    said = "“资金收支”2026年2季度等 2 处公布过的“村委会”不见了，多了没有公布过的“村民委员会”"
    assert said in world.console()
    publish(tmp_path, tmp_path / "out", NEXT, 1)
    assert log_of(world) == lines
    assert "村里账上还剩1,400元" in world.page("/103201/").text
    page = world.page("/103201/021/2026q3/").text
    assert "村委会500.00元" in page
    assert "村民委员会500" not in page


def test_a_published_name_stands_on_what_is_kept(tmp_path: Path) -> None:
    world = released(tmp_path).change(HOME, ONE, "{编号: 1, 名称: 村民委员会}")
    for path in (Q2, Q3):
        world.change(
            path,
            "账套: 村委会\n    期初余额: 500\n    期末余额: 500",
            "账套: 村民委员会\n    期初余额: 5元5\n    期末余额: 500",
        )
    page = world.build(today=NEXT).page("/103201/021/2026q3/").text
    assert "村委会500.00元" in page
    assert "村民委员会500" not in page


def test_a_book_more_in_a_published_period_is_told_by_a_correction(tmp_path: Path) -> None:
    world = released(tmp_path)
    before, lines = seen(world), log_of(world)
    world.change(HOME, TWO, TWO + "\n  - {编号: g1, 名称: 1组}")
    world.change(Q3, HEAD[-6:], HEAD[-6:] + BOOK.format(name="1组", left="70")).build(today=NEXT)
    assert world.errors == ["COR-ADDED"]
    publish(tmp_path, tmp_path / "out", NEXT, 1)
    assert (seen(world), log_of(world)) == (before, lines)
    found = next(each for each in world.report.diagnostics if each.code == "COR-ADDED")
    line = dict(found.values)["line"].replace("为什么", "漏报").replace("谁", "村监会")
    assert "位置: {栏: 期末余额}, 更正前: 没有, 更正后: 70.00" in line
    world.change(Q3, "账套: 1组\n", f"账套: 1组\n    更正:\n      {line}\n")
    publish(tmp_path, tmp_path / "out", NEXT, 1)
    assert world.build(today=NEXT).errors == []
    assert log_of(world)[len(lines) :] == [("2026q3", "g1")]
    assert "1,470" in world.page("/103201/").text
    assert "原来没有" in world.page("/103201/021/2026q3/").text


def test_a_book_that_was_recorded_under_two_numbers_counts_once(tmp_path: Path) -> None:
    """By a release from before this was asked: the number was put back since."""
    world = released(tmp_path)
    before = seen(world)
    folder = world.root / "published/103201"
    name = next((folder / "021").glob("2026q3-1.*.json")).relative_to(folder).as_posix()
    content = json.loads((folder / name).read_text(encoding="utf-8"))
    content["view"]["part"] = "3"
    lines = (world.root / LOG).read_text(encoding="utf-8").splitlines()
    again = f"021/2026q3-3.{len(lines) + 1}.json"
    (folder / again).write_text(to_canonical(content), encoding="utf-8")
    last = json.loads(lines[-1])
    said = {**last, "sequence": len(lines) + 1, "file": again, "part": "3", "period": "2026q3", "item": "021"}
    chain = said.pop("chain")
    text, _ = to_log_line({**said, "digest": content_digest(content)}, chain)
    (world.root / LOG).write_text("\n".join((*lines, text, "")), encoding="utf-8")
    for code in ("1", "3"):
        world.change(HOME, ONE, f"{{编号: {code}, 名称: 村委会}}").build(today=NEXT)
        assert world.errors == ([] if code == "1" else ["COR-NUMBER"])
        assert seen(world) == before


def test_a_book_whose_name_is_misspelt_is_said_once(tmp_path: Path) -> None:
    world = released(tmp_path)
    world.change(Q3, "账套: 村委会", "账套: 村委员会").build(today=NEXT)
    assert world.errors == ["REF-ACCOUNT"]
    assert "1,400" in world.page("/103201/").text
