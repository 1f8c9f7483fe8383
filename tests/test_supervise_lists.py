"""Lists from departments: matched by number, a name alone is a hint, numbers are written nowhere, missing lists switch off."""

# ruff: noqa: E501 - a row of a ledger or a list stands on one line

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from sitegen.model.catalogue import Catalogue
from sitegen.overlay import read_data
from sitegen.supervise.database import Database
from sitegen.supervise.findings import Finding
from sitegen.supervise.keys import to_key
from sitegen.supervise.lists import Given, find_kind, load_lists
from sitegen.supervise.lists import Surroundings as ListSurroundings
from sitegen.supervise.store import Store
from sitegen.supervising import Supervision, supervise
from tests.planted import CONTRACT, HEAD, PROFILE, Q3, TODAY, cash
from tests.planted_more import RESOURCE, people
from tests.test_cli import run
from tests.test_tree import another_holding
from tests.worlds import World, county

FIXTURES = Path(__file__).parent / "fixtures"
NUMBERS = {
    name: f"11010519491231{code}X"
    for code, name in enumerate(("王五", "赵六", "孙七", "另一个赵六", "丁一", "马跑", "牛同", "另一个牛同"), start=100)
}
"""Made-up numbers: none has a right check digit, none belongs to a person."""

LABOUR = "误工补贴:\n  误工: |\n    日期|姓名|事由|天数|标准|金额\n"
JIA = "990106103301-甲村"
YI = "990106103302-乙村"
LOW = "1|王五|1组|2|500|2023年4月\n2|赵六|1组|1|300|2024年1月\n3|孙七|2组|1|300|2026年7月\n4|钱八|2组|1|310|2026年7月\n5|李九|2组|1|320|2026年7月"
BOUGHT = (
    HEAD.replace("3季度", "2季度").replace("2026-10", "2026-07")
    + "资金收支:\n  期初余额: 100000\n  出账: |\n    日期|凭证号|类别|摘要|收款单位|品名|计量单位|单价|数量|金额\n"
    "    5月6日|记-1|公益支出|水泥|水泥厂|水泥|吨|500|1|500\n    5月7日|记-2|公益支出|河沙|沙场|河沙|吨|100|2|200\n  期末余额: 99300\n"
)
"""Cement above the library's price, sand at it."""
OUT = "7月5日|记-1|公益支出||修沟|乌龙建筑公司||5000"


def _jia() -> dict[str, str]:
    return {
        "2026/2026年2季度.yaml": BOUGHT,
        Q3: cash(
            OUT, opening="99300", income="7月3日|记-9|经营收入|塘租|甲方||6000\n8月9日|记-10|经营收入|店租|乙方||4000"
        )
        + people("最低生活保障", "序号|户主|村民小组|人口|金额|起始月份", *LOW.splitlines(), head="")
        + people("公益性岗位", "序号|姓名|岗位|金额", "1|范金|保洁|1200", head="")
        + LABOUR
        + "    7月9日|周外|巡塘|1|100|100\n    7月10日|高寿|巡塘|1|100|100\n    7月20日|马跑|清淤|1|100|100\n    7月21日|牛同|清淤|1|100|100\n",
        "2026/耕地.yaml": people(
            "耕地地力保护补贴",
            "序号|户主|村民小组|面积|标准|金额",
            "1|陈田|1组|9|50|450",
            "2|王五|1组|2|50|100",
            head=HEAD.replace("2026年3季度", "2026年"),
        ),
        "登记/资源.yaml": RESOURCE.format(area=10, used="租出去"),
        "登记/资源合同.yaml": CONTRACT.format(
            party="李塘", starts="2024-01-01", ends="2027-12-31", rent="500", purpose="鱼", method="公开竞价"
        )
        + "  标的: 资源/1\n",
    }


LISTS = {
    "全名单.csv": "村,事项,期间,序号,姓名,身份证号\n"
    + "".join(
        f"甲村,最低生活保障,2026年3季度,{n},{name},{NUMBERS[name]}\n"
        for n, name in enumerate(("王五", "赵六", "孙七"), start=1)
    )
    + f"乙村,最低生活保障,2026年3季度,1,孙七,{NUMBERS['孙七']}\n乙村,最低生活保障,2026年3季度,2,赵六,{NUMBERS['另一个赵六']}\n",
    "全名单-误工.csv": "村,事项,期间,序号,姓名,身份证号\n"
    + f"甲村,误工补贴,2026年3季度,3,马跑,{NUMBERS['马跑']}\n乙村,误工补贴,2026年3季度,1,马跑,{NUMBERS['马跑']}\n"
    + f"甲村,误工补贴,2026年3季度,4,牛同,{NUMBERS['牛同']}\n乙村,误工补贴,2026年3季度,2,牛同,{NUMBERS['另一个牛同']}\n",
    "死亡-2026.csv": f"姓名,身份证号,村,死亡日期\n王五,{NUMBERS['王五']},甲村,2026-06-08\n赵六,{NUMBERS['另一个赵六']},甲村,2026-03-08\n"
    "钱八,,甲村,2026-01-05\n李九,,甲村,2026-07-05\n",
    "迁出.csv": f"姓名,身份证号,村,迁出日期\n孙七,{NUMBERS['孙七']},甲村,2026-06-28\n",
    "财政供养.csv": f"姓名,身份证号,单位\n孙七,{NUMBERS['孙七']},石桥小学\n赵六,{NUMBERS['另一个赵六']},别处\n",
    "干部亲属.csv": f"村,干部,关系,姓名,身份证号\n甲村,周山河,妻子,范金,\n甲村,周山河,弟弟,丁一,{NUMBERS['丁一']}\n甲村,何秀兰,母亲,李九,\n",
    "企业登记.csv": f"企业,身份,姓名,身份证号\n乌龙建筑公司,法人,丁一,{NUMBERS['丁一']}\n",
    "车房企业.csv": f"姓名,身份证号,种类,内容\n王五,{NUMBERS['王五']},车辆,轿车\n孙七,{NUMBERS['孙七']},车辆,农用三轮\n",
    "服刑.csv": f"姓名,身份证号,起始,截止\n孙七,{NUMBERS['孙七']},2026-01-01,2027-01-01\n",
    "资格.csv": "村,事项,姓名,身份证号,起始\n"
    + "".join(
        f"甲村,最低生活保障,{name},{NUMBERS.get(name, '')},2025-01-01\n"
        for name in ("王五", "赵六", "孙七", "钱八", "漏掉的人")
    ),
    "户籍成员.csv": "村,姓名\n"
    + "".join(f"甲村,成员{n}\n" for n in range(60))
    + "".join(f"甲村,{name}\n" for name in ("王五", "赵六", "孙七", "钱八", "陈田")),
    "确权面积.csv": "村,户主,确权面积,流转面积\n甲村,陈田,5,0\n甲村,王五,1,1\n",
    "地块.csv": "村,资源编号,面积\n甲村,1,8\n",
    "银行流水.csv": "村,日期,收入\n甲村,2026-06-20,1\n甲村,2026-08-10,4000\n甲村,2026-09-30,1\n",
    "发放文件.csv": "村,事项,姓名,账号,金额,代领\n"
    + "".join(f"甲村,最低生活保障,{name},6222000000000000001,300,\n" for name in ("王五", "赵六", "孙七"))
    + "".join(f"甲村,最低生活保障,院民{n},6222000000000000002,300,敬老院代领\n" for n in range(4)),
    "外出.csv": "村,姓名,身份证号,外出日期,返回日期\n甲村,周外,,2026-03-01,2026-12-01\n甲村,高寿,,2026-08-01,\n"
    f"甲村,马跑,{NUMBERS['马跑']},2026-05-01,\n甲村,牛同,{NUMBERS['另一个牛同'].replace('X', '0')},2026-05-01,\n",
    "失能高龄.csv": "村,姓名,身份证号,出生日期,重度失能\n甲村,高寿,,1940-01-01,否\n甲村,周外,,1990-01-01,否\n"
    f"甲村,马跑,{NUMBERS['马跑']},1940-01-01,否\n甲村,牛同,{NUMBERS['另一个牛同'].replace('X', '0')},1940-01-01,否\n",
    "租金指导价.csv": "登记,类别,指导价\n资源,水面,100\n",
    "项目申报.csv": "村,部门,项目,地点,补助,年度\n甲村,水利局,东渠清淤护坡,东渠,50000,2026\n甲村,农业农村局,东渠清淤护坡,东渠,40000,2026\n"
    "甲村,交通局,村道硬化,南坡,40000,2026\n",
    "造价库.csv": "品名,单位,参考价\n水泥,吨,420\n河沙,吨,100\n水泥,车,400\n",
    "凭证.csv": "村,日期,凭证号,支付方式,发票号码\n甲村,2026-07-05,记-1,现金,24000000000000000001\n",
}

EXPECTED = {
    "benefit_deceased": {("王五", "first"), ("赵六", "first"), ("钱八", "hint")},
    "benefit_moved_out": {("孙七", "doubt")},
    "benefit_public_payroll": {("孙七", "doubt"), ("赵六", "doubt")},
    "benefit_official_relative": {("李九", "hint")},
    "welfare_job_relative": {("范金", "hint")},
    "relative_supplier": {("丁一", "doubt")},
    "benefit_car_house_company": {("王五", "doubt")},
    "benefit_prisoner": {("孙七", "doubt")},
    "benefit_missed": {("漏掉的人", "hint")},
    "benefit_status_mismatch": {("李九", "hint")},
    "benefit_nonmember": {("李九", "hint")},
    "benefit_area_over": {("陈田", "hint")},
    "labor_absent": {("周外", "hint"), ("马跑", "doubt")},
    "labor_unfit": {("高寿", "hint"), ("马跑", "doubt")},
    "benefit_double_village": {("孙七", "first")},
    "same_name_collision": {("赵六", "hint")},
    "labor_double_village": {("马跑", "doubt")},
}
SAYS = {
    "unit_price_over_library": "凭证 记-1买“水泥”每吨 500.00元，参考价 420.00元",
    "area_vs_survey": "登记 10 亩，确权或三调 8 亩",
    "receipt_no_deposit": "“塘租”进账 6,000.00元",
    "same_account_many": "3 个人用同一个账户：孙七、王五、赵六",
    "rent_below_guide": "每亩一年 50.00元，指导价 100.00元",
    "project_duplicate_funds": "向农业农村局和水利局都申报了，合计 90,000.00元",
    "cash_payment_large": "凭证 记-1“修沟”用现金付 5,000.00元",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path, Supervision]:
    root = tmp_path_factory.mktemp("lists")
    world = county(root / "县")
    for folder, files in ((JIA, _jia()), (YI, _yi())):
        world.village(PROFILE.format(address=folder[6:12]), folder)
        for path, text in files.items():
            world.write(f"villages/{folder}/{path}", text)
    private = root / "内部"
    for name, text in LISTS.items():
        (private / "名单").mkdir(parents=True, exist_ok=True)
        (private / "名单" / name).write_text(text, encoding="utf-8")
    return world, private, supervise(world.root, private, TODAY, workers=1)


def _yi() -> dict[str, str]:
    rows = ("1|孙七|3组|1|300|2026年7月", "2|赵六|3组|1|300|2026年7月")
    worked = LABOUR + "    7月20日|马跑|修路|1|100|100\n    7月21日|牛同|修路|1|100|100\n"
    return {Q3: people("最低生活保障", "序号|户主|村民小组|人口|金额|起始月份", *rows) + worked}


def of_rule(done: Supervision, key: str) -> tuple[Finding, ...]:
    outcome = next(each for each in done.outcomes if each.rule.key == key)
    assert not outcome.off, outcome.off
    return outcome.findings


def line_of(world: World, found: Finding) -> str:
    """The line of the ledger on which the finding stands."""
    return (world.root / found.file).read_text(encoding="utf-8").splitlines()[found.line - 1]


@pytest.mark.parametrize("key", EXPECTED)
def test_people_are_matched_by_number_and_names_alone_are_hints(
    place: tuple[World, Path, Supervision], key: str
) -> None:
    found = of_rule(place[2], key)
    assert {(each.people[0], each.level) for each in found} == EXPECTED[key], [each.sentence for each in found]
    assert all(each.file and each.line for each in found)
    if key != "benefit_missed":  # who was left out stands on no line
        assert all(any(name in line_of(place[0], each) for name in each.people) for each in found)


@pytest.mark.parametrize("key", SAYS)
def test_other_lists_are_held_against_the_ledgers(place: tuple[World, Path, Supervision], key: str) -> None:
    (found,) = of_rule(place[2], key)
    assert SAYS[key] in found.sentence
    assert line_of(place[0], found).strip()


ELIGIBLE = (("王五", "100"), ("赵六", "101"), ("孙七", "102"), ("马跑", "105"), ("马跑", "106"), ("漏掉的人", "107"))
"""Six who may have it, two of one name; the list pays the first four."""


@pytest.mark.parametrize("numbered", [True, False])
def test_who_is_missing_is_missing_by_number_or_it_is_a_hint(tmp_path: Path, numbered: bool) -> None:
    """The namesake of one who is paid is another person; where only names are known, nobody can say so."""
    world = county(tmp_path / "县").village(PROFILE.format(address="103301"), JIA)
    rows = (f"{n}|{who}|1组|1|300|2025年1月" for n, (who, _) in enumerate(ELIGIBLE[:4], start=1))
    world.write(f"villages/{JIA}/{Q3}", people("最低生活保障", "序号|户主|村民小组|人口|金额|起始月份", *rows))
    private = tmp_path / "内部"
    (private / "名单").mkdir(parents=True)
    known = "".join(f"甲村,最低生活保障,{who},11010519491231{code}X\n" for who, code in ELIGIBLE)
    (private / "名单/资格.csv").write_text(f"村,事项,姓名,身份证号\n{known}", encoding="utf-8")
    if numbered:
        paid = "".join(
            f"甲村,最低生活保障,2026年3季度,{n},{who},11010519491231{code}X\n"
            for n, (who, code) in enumerate(ELIGIBLE[:4], start=1)
        )
        (private / "名单/全名单.csv").write_text(f"村,事项,期间,序号,姓名,身份证号\n{paid}", encoding="utf-8")
    (private / "阈值.yaml").write_text("应享未享: {一份名册里最多几成对不上才列: 50%}\n", encoding="utf-8")
    done = supervise(world.root, private, TODAY, workers=1)
    found = {(each.people[0], each.level, "同名" in each.sentence) for each in of_rule(done, "benefit_missed")}
    by_number = {("马跑", "doubt", True), ("漏掉的人", "doubt", False)}
    assert found == (by_number if numbered else {("漏掉的人", "hint", False)})
    page = (done.folder / "监督报告.html").read_text(encoding="utf-8")
    assert "漏掉的人在“最低生活保障”资格名册里" in page[page.index('id="owed"') : page.index('id="villages"')]


def test_no_number_and_no_account_is_written_anywhere(place: tuple[World, Path, Supervision]) -> None:
    """Canaries: the numbers stand in the lists themselves and in no other byte, private or public, whole or in part."""
    world, private, _ = place
    world.build()
    canaries = [
        number.encode() for number in (*NUMBERS.values(), "6222000000000000001", "110105194912311", "622200000000")
    ]
    for path in (*private.rglob("*"), *world.root.rglob("*")):
        if path.is_file() and path.parent.name != "名单":
            data = path.read_bytes()
            assert [canary for canary in canaries if canary in data] == [], path


def test_a_spoilt_list_is_said_without_its_values(place: tuple[World, Path, Supervision], tmp_path: Path) -> None:
    world, _, _ = place
    (tmp_path / "名单").mkdir()
    (tmp_path / "名单/死亡.csv").write_text(f"名字,号\n王五,{NUMBERS['王五']}\n", encoding="utf-8")
    done = supervise(world.root, tmp_path, TODAY, workers=1)
    (problem,) = [each for each in done.diagnostics if each.place.file == "名单/死亡.csv"]
    assert problem.code == "KEY-MISSING"
    assert dict(problem.values)["key"] == "姓名、死亡日期"
    off = {each.rule.key: each.off for each in done.outcomes}
    assert off["benefit_moved_out"] == "没有“迁出”名单，放一份进 名单/ 就查"


def test_a_mapping_names_other_heads(place: tuple[World, Path, Supervision], tmp_path: Path) -> None:
    world, _, _ = place
    (tmp_path / "名单").mkdir()
    (tmp_path / "名单/表一.csv").write_text("名字,所在,哪天\n钱八,甲村,2026-01-05\n", encoding="utf-8")
    (tmp_path / "名单/映射.yaml").write_text(
        "- 文件: 表一.csv\n  名单: 死亡\n  栏: {姓名: 名字, 村: 所在, 死亡日期: 哪天}\n", encoding="utf-8"
    )
    done = supervise(world.root, tmp_path, TODAY, workers=1)
    assert [each.people[0] for each in of_rule(done, "benefit_deceased")] == ["钱八"]


def test_lists_as_departments_write_them_are_read(place: tuple[World, Path, Supervision], tmp_path: Path) -> None:
    """Titles above the head, blanks in heads, a township before the village, a day as Excel keeps it, a sum below; GBK."""
    world, _, _ = place
    book = openpyxl.Workbook()
    for row in (
        ["石桥镇2026年死亡人员名单"],
        ["填报单位：民政办", None, None, "2026年9月"],
        ["序号", "姓  名", "公民身份证号（18位）", "所在村（社区）", "死亡时间"],
        [1, "王五", NUMBERS["王五"], "石桥镇甲村村委会", datetime(2026, 3, 8)],
        [2, "外人", NUMBERS["丁一"], "没有这个村", "2026.5.6"],
        [3, "钱八", None, "甲村", "前年"],
        ["合计", "3人"],
    ):
        book.active.append(row)
    (tmp_path / "名单").mkdir()
    book.save(tmp_path / "名单/石桥镇死亡人员.xlsx")
    payroll = f"姓名,身份证号码,工作单位\n孙七,{NUMBERS['孙七']},石桥小学\n"
    (tmp_path / "名单/全镇财政供养人员.csv").write_bytes(payroll.encode("gb18030"))
    (tmp_path / "名单/全名单.csv").write_text(LISTS["全名单.csv"], encoding="utf-8")
    (tmp_path / "名单/表一.xlsx").write_bytes(b"PK")
    done = supervise(world.root, tmp_path, TODAY, workers=1)
    assert {each.people[0] for each in of_rule(done, "benefit_deceased")} == {"王五"}
    assert {each.people[0] for each in of_rule(done, "benefit_public_payroll")} == {"孙七"}
    told = [
        (each.code, each.place.file, each.place.line) for each in done.diagnostics if each.place.file.startswith("名单")
    ]
    assert sorted(told) == [("FILE-LIST", "名单/表一.xlsx", 0), ("FILE-ROWS", "名单/石桥镇死亡人员.xlsx", 6)]


def test_an_old_excel_file_is_read_and_digits_it_has_lost_are_said(
    place: tuple[World, Path, Supervision], tmp_path: Path
) -> None:
    """A small x, a number kept as a number: of that one only the name is left, and a name alone is a hint."""
    world, _, _ = place
    (tmp_path / "名单").mkdir()
    shutil.copy(FIXTURES / "excel/死亡人员.xls", tmp_path / "名单")
    (tmp_path / "名单/全名单.csv").write_text(LISTS["全名单.csv"], encoding="utf-8")
    done = supervise(world.root, tmp_path, TODAY, workers=1)
    found = {(each.people[0], each.level) for each in of_rule(done, "benefit_deceased")}
    assert found == {("王五", "first"), ("钱八", "hint"), ("李九", "hint")}
    (told,) = [each for each in done.diagnostics if each.place.file.startswith("名单")]
    assert (told.code, told.place.line, "1101" in repr(told)) == ("XLS-DIGITS", 5, False)


def test_one_person_has_one_key_however_the_number_is_written() -> None:
    plain = to_key("11010519491231002X", b"k")
    for written in (
        "'11010519491231002x",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105491231002",
    ):
        assert to_key(written, b"k") == plain, written
    assert to_key("1.10105E+17", b"k") is None
    assert to_key("1234567", b"k") is None
    assert to_key("110105491331002", b"k") != plain  # no month has the number 13: an account


def test_a_finding_over_several_rows_of_a_workbook_says_the_cell_of_its_first(tmp_path: Path) -> None:
    world = county(tmp_path / "县").village(PROFILE.format(address="103301"), JIA)
    book = openpyxl.Workbook()
    book.active.title = "发放明细"
    for row in (
        ["2026年发放表"],
        ["序号", "户主", "村民小组", "面积", "标准", "金额"],
        [1, "陈田", "1组", 9.5, 50, 475],
    ):
        book.active.append(row)
    (world.root / f"villages/{JIA}/2026").mkdir()
    book.save(world.root / f"villages/{JIA}/2026/耕地.xlsx")
    head = HEAD.replace("2026年3季度", "2026年")
    world.write(f"villages/{JIA}/2026/耕地.yaml", f"{head}耕地地力保护补贴:\n  名单: {{表格: 耕地.xlsx}}\n")
    (tmp_path / "名单").mkdir()
    (tmp_path / "名单/确权面积.csv").write_text("村,户主,确权面积\n甲村,陈 田,5\n", encoding="utf-8")
    (found,) = of_rule(supervise(world.root, tmp_path, TODAY, workers=1), "benefit_area_over")
    assert (found.file, found.line, found.cell) == (f"villages/{JIA}/2026/耕地.xlsx", 3, "发放明细!A3")


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("死亡", "死亡"),
        ("2026死亡", "死亡"),
        ("2026死亡和迁出", None),
        ("表一", None),
        ("低保资格", "资格"),
        ("村干部及亲属备案表", "干部亲属"),
        ("高龄津贴全名单", "全名单"),
        ("车辆和不动产", "车房企业"),
        ("高龄务工", None),
    ],
)
def test_a_file_is_known_by_its_name_where_it_says_one_kind_only(name: str, called: str | None) -> None:
    kind = find_kind(name)
    assert (kind.called if kind else None) == called


def supervise_said(world: World, private: Path, *words: str) -> str:
    """Everything the command prints, out and err, whatever the exit code."""
    result = run("supervise", "-C", world.root, "--private", private, "--today", TODAY.isoformat(), *words)
    return result.stdout + result.stderr


def carriers(folder: Path, wanted: tuple[str, ...]) -> list[Path]:
    """Files below the folder that hold one of the texts."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "名单")
    return [path for path in files if any(text.encode() in path.read_bytes() for text in wanted)]


@pytest.mark.parametrize("words", [(), ("--json",), ("--lang", "en")])
def test_nothing_printed_holds_a_number_even_of_spoilt_lists_and_rules(
    place: tuple[World, Path, Supervision], tmp_path: Path, words: tuple[str, ...]
) -> None:
    world, _, _ = place
    number = NUMBERS["王五"]
    for name, text in LISTS.items():
        spoilt = text.replace("身份证号", "证") if name == "服刑.csv" else text.replace("甲村", f"甲村{number}")
        (tmp_path / "名单").mkdir(exist_ok=True)
        (tmp_path / "名单" / name).write_text(spoilt + f'{number},"', encoding="utf-8")
    (tmp_path / "规则").mkdir()
    head = (read_data("rules/benefit_deceased.sql").partition("*/")[0] + "*/\n").replace(
        "需要: [list_rows.person]\n", ""
    )
    (tmp_path / "规则/wrong.sql").write_text(
        f"{head}SELECT CAST(person AS INTEGER) FROM list_deaths WHERE '{number}' <> ''"
    )
    printed = supervise_said(world, tmp_path, *words)
    assert "CAT-SQL" in printed
    assert "FILE-ROWS" in printed
    assert number not in printed
    assert "王五" not in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("kind", [ValueError, RuntimeError, duckdb.ConversionException, duckdb.InternalException])
@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("sitegen.supervising.to_report", ()),
        ("sitegen.commands.supervise.note", ("note", "ABCDEFGH", "核查", "--by", "甲", "--words", "看")),
        ("sitegen.commands.supervise.release", ("release", "ABCDEFGH")),
    ],
)
def test_a_fault_of_ours_keeps_to_the_private_root_and_conceals(
    place: tuple[World, Path, Supervision],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[Exception],
    where: str,
    words: tuple[str, ...],
) -> None:
    """The database's own errors quote the cell they fail at; the county's state folder would take the traceback else."""
    world, _, _ = place
    (world.root / "build/.state").mkdir(parents=True, exist_ok=True)

    def broken(*_: object) -> None:
        raise kind(f"金丝雀四二七 {NUMBERS['王五']}")

    monkeypatch.setattr(where, broken)
    printed = supervise_said(world, tmp_path, *words)
    assert "SYS-BUG" in printed
    assert "金丝雀四二七" not in printed
    assert carriers(world.root, ("金丝雀四二七",)) == []
    assert carriers(tmp_path, ("金丝雀四二七",)) == [tmp_path / "库/故障.log"]
    assert carriers(tmp_path, (NUMBERS["王五"],)) == []


KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from sitegen.supervise.database import Database
from sitegen.supervise.lists import Given
database = Database(Path(sys.argv[1]), date(2026, 10, 12), Given({}))
database.run("SET memory_limit='20MB'")
database.run("CREATE TEMP TABLE spilt AS SELECT '金丝雀' || hash(x) AS person FROM range(3000000) AS r(x)")
os.kill(os.getpid(), 9)
"""


def test_what_a_killed_run_spilled_is_gone_with_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "库"
    Store(folder, fresh=True).commit(())
    before = set(Path(tempfile.gettempdir()).glob("*duckdb*"))
    subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False, cwd=tmp_path)
    assert list((folder / "tmp").iterdir()), "nothing was spilled: the test has lost its point"
    assert set(Path(tempfile.gettempdir()).glob("*duckdb*")) == before
    assert [path.name for path in tmp_path.iterdir()] == ["库"]
    Database(folder, TODAY, Given({})).close()
    assert not (folder / "tmp").exists()


def test_two_runs_at_once_are_refused(place: tuple[World, Path, Supervision], tmp_path: Path) -> None:
    world, _, _ = place
    with another_holding(tmp_path / "库"):
        assert "SYS-LOCK" in supervise_said(world, tmp_path)


def test_the_database_itself_holds_no_number(tmp_path: Path) -> None:
    """What it may spill to the disk while it sorts are digests and names, in the private root; a number it never sees."""
    folder = tmp_path / "库"
    Store(folder, fresh=True).commit(())
    files = {name: text.encode() for name, text in LISTS.items()}
    given, _ = load_lists(files, ListSurroundings({"甲村": JIA[:12], "乙村": YI[:12]}, Catalogue((), ()), b"k" * 32))
    database = Database(folder, TODAY, given)
    held = {kind: str(database.ask(f"SELECT * FROM list_{kind}")) for kind in given.rows}
    database.close()
    assert all(each != "[]" for kind, each in held.items() if kind not in ("people", "eligible", "paid_out"))
    assert [kind for kind, each in held.items() if re.search(r"\d{11}X|6222", re.sub(r"[0-9a-f]{32}", "", each))] == []
    assert not (folder / "tmp").exists()
