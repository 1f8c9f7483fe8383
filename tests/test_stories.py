"""From a clerk's lines to what a villager reads."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from sitegen.model.site import Parts
from sitegen.overlay import PACKAGE
from sitegen.views.masking import mask_payee, mask_person
from tests.worlds import CASH, FOLDER, PROFILE, small_county

QUARTER = f"villages/{FOLDER}/2026/2026年3季度.yaml"


def test_a_quarter_of_cash_becomes_a_page_that_says_it_first(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    assert world.codes == []
    page = world.page("/103201/021/")
    assert page.key_figure == "8,600元"
    assert "进账1万2,000元（1笔）" in page.text
    assert "还剩4,400元，比6月底多3,400元" in page.text
    assert "修复村东排水沟8,600.00" in page.text
    assert "村务监督委员会10月10日看过，同意公开" in page.text
    assert "打电话时报：清溪-钱账-26三季" in page.text
    assert page.title == "清溪村钱账最新：出账8,600元"


def test_the_home_says_what_is_left(tmp_path: Path) -> None:
    page = small_county(tmp_path).build().page("/103201/")
    assert page.key_figure == "4,400元"
    assert "7到9月：进账1万2,000元，出账8,600元" in page.text


def test_the_same_rows_as_text_list_and_csv_give_the_same_page(tmp_path: Path) -> None:
    table = CASH.partition("  出账: |\n")[2].partition("  期末余额")[0]
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    one = small_county(tmp_path / "one").build()
    as_list = ", ".join(f"{name}: {cell.replace(',', '')}" for name, cell in zip(*rows, strict=True))
    two = small_county(tmp_path / "two").change(QUARTER, f"|\n{table}", f"\n    - {{{as_list}}}\n").build()
    csv = "\n".join(",".join(cell.replace(",", "") for cell in row) for row in rows)
    three = small_county(tmp_path / "three").change(QUARTER, f"|\n{table}", " {表格: 出账.csv}\n")
    three.write(f"villages/{FOLDER}/2026/出账.csv", csv).build()
    assert two.codes == three.codes == []
    assert one.files() == two.files() == three.files()


def test_natural_persons_are_masked_and_organisations_are_not(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(QUARTER, "清溪建筑队", "赵大山").build()
    page = world.page("/103201/021/")
    assert "赵某" in page.text
    assert "赵大山" not in page.source


LIST = """
期间: 2026年
公开日期: 2026-10-08
审核: [{村务监督委员会: 2026-10-06 同意}]
稻谷补贴:
  名单: |
    序号 | 户主   | 村民小组 | 面积 | 标准 | 金额
    1    | 李四明 | 3        | 5.4  | 38   | 205.20
    2    | 王五   | 3        | 2    | 38   | 76
"""


def test_a_named_list_shows_masked_names_until_its_posting_ends(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(LIST, "2026/稻谷补贴.yaml").build()
    assert world.errors == []
    page = world.page("/103201/242/")
    assert "李*明" in page.text
    assert "王*" in page.text
    assert "李四明" not in page.source
    assert 'content="noindex' in page.source
    assert "281元2角" in page.text
    world.build(today=date(2026, 10, 22))
    assert "李*明" in world.page("/103201/242/").text
    world.build(today=date(2026, 10, 23))
    after = world.page("/103201/242/")
    assert "李*明" not in after.source
    assert "姓名已撤下" in after.text
    assert "281元2角" in after.text


def test_names_never_come_through_downloads_after_the_end(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(LIST, "2026/稻谷补贴.yaml")
    world.build(today=date(2026, 10, 23), parts=Parts())
    data = json.loads(world.files()["103201/242/2026y/data.json"])
    assert "李" not in json.dumps(data, ensure_ascii=False).replace("李子", "")
    assert "281.20" in json.dumps(data)


def test_private_lists_show_totals_only(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(
        """
        期间: 2026年3季度
        公开日期: 2026-10-12
        审核: [{村务监督委员会: 2026-10-10 同意}]
        高龄津贴:
          名单: |
            序号 | 姓名   | 年龄段  | 金额
            1    | 孙奶奶 | 80—89岁 | 100
            2    | 钱爷爷 | 80—89岁 | 100
            3    | 周奶奶 | 80—89岁 | 100
        """,
        "2026/高龄.yaml",
    ).build()  # fmt: skip
    page = world.page("/103201/255/")
    assert "孙" not in page.source
    assert "300元" in page.text


def test_nothing_happened_is_a_statement(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(QUARTER, "资金收支:", "社会捐赠: 本期无发生\n资金收支:").build()
    assert "没有发生" in world.page("/103201/062/").text


def test_drafts_and_unreviewed_items_do_not_go_up(tmp_path: Path) -> None:
    draft = small_county(tmp_path / "a").change(QUARTER, "资金收支:\n", "资金收支:\n  草稿: 是\n").build()
    assert not draft.has("/103201/021/2026q3/index.html")
    unreviewed = (
        small_county(tmp_path / "b").change(QUARTER, "审核:\n  - 村务监督委员会: 2026-10-10 同意\n", "").build()
    )
    assert unreviewed.codes == ["REV-NONE"]
    assert not unreviewed.has("/103201/021/2026q3/index.html")


def test_an_objection_goes_up_with_its_answer(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(
        QUARTER,
        "2026-10-10 同意",
        "2026-10-10 有异议 排水沟太贵\n    答复: 已请镇里核价，附单价表",
    )
    page = world.build().page("/103201/021/")
    assert "有异议：排水沟太贵。答复：已请镇里核价，附单价表" in page.text


def test_what_was_told_by_quarters_is_not_late_when_months_are_asked_for(tmp_path: Path) -> None:
    """The county asks for months from October on: July to September are public by their quarter."""
    world = small_county(tmp_path).change(f"villages/{FOLDER}/村情.yaml", "户数", "起始: 2026年3季度\n户数")
    finance = (PACKAGE / "data/catalogue/finance.yaml").read_text(encoding="utf-8")
    cash = next(each for each in finance.split("\n- ") if each.startswith('编号: "021"'))
    world.write("catalogue/本县.yaml", f"- {cash}\n".replace("频率: 每季", "频率: 每月")).build(
        today=date(2026, 11, 20)
    )
    late = [line for line in world.console("LATE-DUE").splitlines() if "资金收支" in line]
    assert len(late) == 1
    assert "2026年10月应在" in late[0]
    assert re.search("钱账.{0,9}10月12日", world.page("/103201/posted/").text)


def test_late_items_are_named_with_their_day(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(f"villages/{FOLDER}/村情.yaml", "户数", "起始: 2026年3季度\n户数")
    world.build(today=date(2026, 10, 16))
    assert "LATE-DUE" in world.codes
    home = world.page("/103201/").text
    assert "过了期限还没有公开的有" in home
    assert "2026年7—9月的干部报酬" in home
    missing = world.page("/103201/031/")
    assert "2026年7—9月的干部报酬还没有公开" in missing.text
    assert "按规定应在2026年10月15日前公开" in missing.text


def test_a_merged_village_answers_for_its_forerunner(tmp_path: Path) -> None:
    profile = PROFILE + '前身: [{代码: "990106103207", 地址号: "103207", 名称: 下塘村, 日期: 2025-06-30}]\n'
    world = small_county(tmp_path).village(profile).build()
    page = world.page("/103207/")
    assert "下塘村现在是清溪村" in page.text
    assert '<a href="/103201/" data-primary>' in page.source
    assert "下塘村2025年6月30日并入清溪村，原来贴出的码照样能用" in world.page("/103201/").text


def test_one_bad_file_never_stops_the_other_villages(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.village(PROFILE.replace("103201", "103202"), "990106103202-梨园村")
    world.write("villages/990106103202-梨园村/2026/坏.yaml", b"\xff\xfe\x00[[[[")
    world.build()
    assert world.errors
    assert world.page("/103201/").key_figure == "4,400元"
    assert world.has("/103202/index.html")


def test_building_twice_writes_nothing_and_a_new_day_remakes_nothing(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "build/site").rglob("*")}
    world.build()
    assert (world.report.made, world.report.written) == (0, 0)
    world.build(today=date(2026, 10, 13))
    assert (world.report.made, world.report.written) == (0, 0)
    assert stamps == {path: path.stat().st_mtime_ns for path in (tmp_path / "build/site").rglob("*")}


def test_serial_and_parallel_give_the_same_bytes(tmp_path: Path) -> None:
    worlds = []
    for name, workers in (("one", 1), ("two", 2)):
        world = small_county(tmp_path / name)
        for number in range(2, 7):
            folder = f"99010610320{number}-第{number}村"
            world.village(PROFILE.replace("103201", f"10320{number}"), folder).publication(CASH, folder=folder)
        worlds.append(world.build(workers=workers, parts=Parts()))
    assert worlds[0].files() == worlds[1].files()


def test_a_village_that_is_removed_leaves_no_page(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    folder = "990106103202-梨园村"
    world.village(PROFILE.replace("103201", "103202"), folder).build()
    assert world.has("/103202/index.html")
    world.remove(f"villages/{folder}/村情.yaml")
    (tmp_path / f"villages/{folder}").rmdir()
    world.build()
    assert not world.has("/103202/index.html")
    assert "梨园村" not in world.page("/").text


def test_an_old_column_still_loads(tmp_path: Path) -> None:
    """A county's item whose column ended in 2025: ledgers of 2024 keep it, those of 2026 need not write it."""
    world = small_county(tmp_path).write(
        "catalogue/local.yaml",
        """
        - 编号: "801"
          名称: 村民食堂
          俗称: 食堂
          组: 村务
          形态: 报告
          频率: 每年
          一句: 一年吃了多少
          解释: 村民食堂一年的用餐人次。
          核对: 原文
          依据: [{法: 石桥镇公开目录, 条: 第3项}]
          字段:
            粮票: {类型: 个数, 必填: 是, 止: 2025-12-31}
            人次: {类型: 个数, 必填: 是}
          首屏: ["全年用餐 **{人次}**次"]
        """,
    )
    head = "公开日期: {year}-02-01\n审核: [{{村务监督委员会: {year}-01-30 同意}}]\n"
    world.publication("期间: 2024年\n" + head.format(year=2025) + "村民食堂: {粮票: 3, 人次: 1200}\n", "2025/食堂.yaml")
    world.publication("期间: 2026年\n" + head.format(year=2026) + "村民食堂: {人次: 1300}\n", "2026/食堂.yaml")
    world.build()
    assert world.errors == []
    assert "1,200次" in world.page("/103201/801/2024y/").text
    assert "1,300次" in world.page("/103201/801/").text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("赵大山", "赵某"),
        ("欧阳建国", "欧阳某"),
        ("赵大山、钱小河", "赵某、钱某"),
        ("赵大山等3户", "赵某等3户"),
        ("李行", "李某"),
        ("王建社", "王某"),
        ("清溪建筑队", "清溪建筑队"),
        ("石桥镇财政所", "石桥镇财政所"),
        ("供电所", "供电所"),
        ("惠民店", "惠民店"),
        ("亮明电器", "亮明电器"),
        ("王五金", "王某"),
        ("李得所", "李某"),
        ("王建国家庭农场", "王建国家庭农场"),
        ("不留名", "不留名"),
        ("本村农户", "本村农户"),
        ("全体成员", "全体成员"),
        ("3组农户", "3组农户"),
        ("集体经济组织", "集体经济组织"),
    ],
)
def test_payees_are_masked_when_they_are_persons(written: str, shown: str) -> None:
    assert mask_payee(written) == shown


@pytest.mark.parametrize(("written", "shown"), [("李四明", "李*明"), ("王五", "王*"), ("欧阳建国", "欧阳*国")])
def test_persons_keep_their_family_name_and_last_sign(written: str, shown: str) -> None:
    assert mask_person(written) == shown


def test_a_register_may_be_a_table_of_text(tmp_path: Path) -> None:
    world = small_county(tmp_path).write(
        f"villages/{FOLDER}/登记/资产.yaml",
        """
        资产: |
          编号 | 名称     | 类别     | 数量 | 地点   | 原值     | 使用状态
          1    | 文化广场 | 公益设施 | 1    | 村口   | 7.65万元 | 自用
          2    | 抽水机   | 机器设备 | 2    | 村仓库 | 3,200    | 闲置
        """,
    ).build()  # fmt: skip
    assert world.errors == []
    assert "文化广场" in world.page("/103201/101/1/").text
    assert "7万9,700元" in world.page("/103201/101/").text


def test_a_long_list_is_split_and_every_row_stands_once(tmp_path: Path) -> None:
    rows = "\n".join(f"    {n} | 周{'甲乙丙丁'[n % 4]}{n % 7} | {n // 40 + 1} | 2 | 38 | 76" for n in range(1, 321))
    text = LIST.partition("    1    |")[0] + rows + "\n"
    world = small_county(tmp_path).publication(text, "2026/稻谷补贴.yaml").build()
    pages = [world.page(f"/103201/242/2026y/{piece}") for piece in ("", "p2/", "p3/")]
    assert sum(page.source.count('<td class="f">76.00') for page in pages) == 320
    assert len({page.title for page in pages}) == 3
    assert 'href="/103201/242/2026y/p2/"' in world.page("/103201/242/").source
    assert not world.has("/103201/242/p2/index.html")


def test_accounts_too_long_for_one_page_stand_on_their_own_pages(tmp_path: Path) -> None:
    def account(name: str) -> str:
        rows = "\n".join(f"      7月{n % 28 + 1}日 | {name[0]}-{n} | 公益支出 | 修路{n} | 1.00" for n in range(100))
        table = f"    出账: |\n      日期 | 凭证号 | 类别 | 摘要 | 金额\n{rows}\n"
        return f"  - 账套: {name}\n    期初余额: 100\n{table}    期末余额: 0\n"

    profile = PROFILE.replace("{编号: 1, 名称: 村委会}", "{编号: 1, 名称: 村委会}\n  - {编号: 2, 名称: 合作社}")
    text = CASH.partition("资金收支:")[0] + "资金收支:\n" + account("村委会") + account("合作社")
    world = small_county(tmp_path).village(profile).publication(text).build()
    assert world.errors == []
    whole = world.page("/103201/021/")
    assert whole.key_figure == "200元"
    assert "修路7" not in whole.text
    assert 'href="/103201/021/2026q3-2/"' in whole.source
    assert "修路99" in world.page("/103201/021/2026q3-2/").text
