"""What stands beside a village's figures: ways of questions with their limits, votes, flow charts, what was due when."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import indent

import pytest

from sitegen.load.holidays import load_holidays
from sitegen.model.catalogue import Preset
from sitegen.model.ledger import Case
from sitegen.model.limits import answer_by, taken_by
from sitegen.model.site import Parts
from sitegen.model.workdays import Holidays
from sitegen.outputs.pictures import make_attachment
from sitegen.overlay import find_themes, read_data
from sitegen.publish import publish
from tests.worlds import CASH, World, small_county

HOLIDAYS, _ = load_holidays(read_data("holidays.yaml").encode())
WORKDAYS = {"受理": 1, "咨询": 2, "一般": 5, "复杂": 15}


def preset(**days: int) -> Preset:
    return Preset("全国", {"quarter": 15}, 15, 10, "", "primary", days)


def case(world: World, text: str) -> World:
    return world.write("cases/990106103201.yaml", text)


# Working days --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "kind", "due"),
    [
        ("2026-09-14", "一般", "2026-09-20"),  # the 20th is a Sunday that is worked
        ("2026-09-30", "一般", "2026-10-13"),  # a week of holidays, and Saturday the 10th is worked
        ("2026-09-30", "咨询", "2026-10-09"),
        ("2026-02-13", "一般", "2026-02-27"),  # the spring festival
        ("2026-03-02", "复杂", "2026-03-23"),
    ],
)
def test_limits_count_working_days(asked: str, kind: str, due: str) -> None:
    asked_on = date.fromisoformat(asked)
    question = Case("1", asked_on, "", "？", (), "", None, kind)  # type: ignore[arg-type]
    assert answer_by(question, preset(**WORKDAYS), HOLIDAYS) == date.fromisoformat(due)


def test_a_regions_law_counts_calendar_days() -> None:
    question = Case("1", date(2026, 9, 30), "", "？", (), "", None)  # type: ignore[arg-type]
    assert answer_by(question, preset(受理=1), HOLIDAYS) == date(2026, 10, 10)
    assert taken_by(question, preset(受理=1), HOLIDAYS) == date(2026, 10, 8)


def test_the_table_has_whole_years_and_says_where_it_ends() -> None:
    assert HOLIDAYS.years >= {2025, 2026}
    assert all(day.weekday() >= 5 for day in HOLIDAYS.worked), "only weekend days are worked instead"
    assert not HOLIDAYS.free & HOLIDAYS.worked
    assert HOLIDAYS.knows(date(2026, 12, 1), date(2026, 12, 31))
    assert not HOLIDAYS.knows(date(2026, 12, 30), date(2030, 1, 8))
    assert Holidays().after(date(2026, 10, 2), 1) == date(2026, 10, 5), "weekends only where no table is known"


def test_a_county_adds_a_year_and_its_mistakes_are_named() -> None:
    mine = "- {年: 2027, 放假: [1月1日, 2月6日—2月8日], 上班: [1月31日]}"
    both, found = load_holidays(read_data("holidays.yaml").encode(), mine.encode())
    assert found == ()
    assert not both.is_workday(date(2027, 2, 7))
    assert both.is_workday(date(2027, 1, 31))
    assert both.years == HOLIDAYS.years | {2027}
    _, found = load_holidays(b"", "- {年: 2027, 放假: [2月30日], 上班: [], 调休: []}".encode())
    assert {each.code for each in found} == {"DATE-NONE", "KEY-UNKNOWN"}


# Questions -----------------------------------------------------------------------------------------------------------

OPEN = """
- 编号: 2026-001
  提出: 2026-10-08
  类别: 复杂
  问题: 水沟为什么又堵了？
  经过:
    - {步骤: 受理, 日期: 2026-10-09, 内容: 村里收到}
"""


def test_an_open_question_says_when_it_came_and_by_when_it_is_answered(tmp_path: Path) -> None:
    world = case(small_county(tmp_path), OPEN).build()
    page = world.page("/103201/ask/")
    assert "还没有答复，2026年10月8日提出，应在10月28日前答复" in page.text
    assert "过了期限" not in page.text
    assert '<li class="open">' in page.source
    assert "复杂" not in page.text
    assert "难办的15个工作日" in page.text


def test_the_day_after_its_limit_the_page_says_so(tmp_path: Path) -> None:
    world = case(small_county(tmp_path), OPEN).build()
    world.build(today=date(2026, 10, 28))
    assert "过了期限" not in world.page("/103201/ask/").text
    world.build(today=date(2026, 10, 29))
    assert world.report.made == 1, "the limit is a turning day"
    assert "应在10月28日前答复，已经过了期限" in world.page("/103201/ask/").text
    assert "LATE-CASE" in world.codes


def test_a_limit_beyond_the_table_is_a_warning(tmp_path: Path) -> None:
    world = case(small_county(tmp_path), OPEN.replace("2026-10-0", "2030-10-0")).build(today=date(2030, 10, 12))
    assert "没有 2030 年的放假安排" in world.console("LATE-HOLIDAYS")


def test_mending_is_visible_step_by_step(tmp_path: Path) -> None:
    steps = """
    - {步骤: 答复, 日期: 2026-10-10, 内容: 是堵了}
    - {步骤: 整改, 日期: 2026-10-11, 内容: 清了淤}
  满意: 基本满意
"""
    page = case(small_county(tmp_path), OPEN.rstrip() + steps).build().page("/103201/ask/")
    order = ["提出", "受理", "答复", "整改", "检视（看改得怎么样）", "完善（把规矩补上）"]
    way = page.text[page.text.index("提出 2026年10月8日") :]
    places = [way.index(f"{name} ") for name in order]
    assert places == sorted(places)
    assert page.text.count("还没有做") == 2
    assert "答复了，还在改" in page.text
    assert "问的人怎么说：基本满意1个" in page.text


def test_a_clue_is_refused_with_the_way_to_the_discipline_office(tmp_path: Path) -> None:
    world = case(small_county(tmp_path), OPEN.replace("水沟为什么又堵了？", "举报某某贪污")).build()
    assert world.errors == ["KEY-REPORT"]
    assert "12388" in world.console("KEY-REPORT")
    assert "贪污" not in world.page("/103201/ask/").text


# Ways and flow charts ------------------------------------------------------------------------------------------------


def test_decisions_show_every_step_with_day_and_votes(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(
        """
        期间: 2026年7月30日
        公开日期: 2026-07-30
        审核: [{村务监督委员会: 2026-07-28 同意}]
        四议两公开:
          事项: 东渠清淤
          步骤: |
            步骤             | 日期       | 应到 | 实到 | 同意 | 内容
            两委商议         | 2026-06-18 | 8    | 8    | 7    | 定方案
            村民代表会议决议 | 2026-07-28 | 46   | 42   | 41   |
        """,
        "2026/四议.yaml",
    )
    page = world.build().page("/103201/205/")
    assert "两委商议 2026年6月18日 应到8人，到8人，同意7人 定方案" in page.text
    assert "应到46人，到42人，同意41人" in page.text
    assert page.source.count('<ol class="way">') == 1


def test_a_meeting_says_what_was_decided_and_by_how_many(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(
        """
        期间: 2026年3季度
        公开日期: 2026-10-12
        审核: [{村务监督委员会: 2026-10-10 同意}]
        会议决定:
          决定: |
            日期     | 会议         | 议题     | 应到 | 实到 | 同意 | 反对 | 弃权 | 决定           | 进度
            7月28日 | 村民代表会议 | 东渠清淤 | 46   | 42   | 39   | 2    | 1    | 三家报价选最低 | 已开工
        """,
        "2026/会议.yaml",
    )
    text = world.build().page("/103201/201/").text
    assert "决定：三家报价选最低 · 7月28日 · 村民代表会议 · 应到：46 · 实到：42 · 同意：39 · 反对：2 · 弃权：1" in text


def test_one_of_several_days_is_called_by_its_name(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(
        """
        期间: 2026年3季度
        公开日期: 2026-10-12
        审核: [{村务监督委员会: 2026-10-10 同意}]
        村民意见和答复:
          意见:
            - {编号: 1, 提出日期: 7月9日, 意见: 路灯不亮, 答复: 换了灯泡, 答复日期: 7月16日, 满意: 基本满意}
        """,
        "2026/意见.yaml",
    )
    text = world.build().page("/103201/221/").text
    assert "提出日期：7月9日 · 答复：换了灯泡 · 答复日期：7月16日 · 基本满意" in text


def test_small_powers_are_drawn_as_flow_charts(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(
        """
        期间: 2026年7月30日
        公开日期: 2026-07-30
        审核: [{村务监督委员会: 2026-07-28 同意}]
        小微权力清单:
          清单:
            - {序号: 1, 类别: 便民服务, 事项: 开证明, 步骤: 带户口本来 → 当场写 -> 盖章}
        """,
        "2026/权力.yaml",
    )
    page = world.build().page("/103201/209/")
    assert "怎么办（3步）" in page.text
    assert page.source.count("<svg") == 2, "an arrow between each two steps"
    assert "步骤 带户口本来" not in page.text


# Accounts of villagers' groups ---------------------------------------------------------------------------------------

GROUP = """  - 账套: 3组
    期初余额: 500.00
    进账:
      - {日期: 7月9日, 凭证号: 组-001, 类别: 经营收入, 摘要: 晒谷场出租, 金额: 800}
    出账:
      - {日期: 8月1日, 凭证号: 组-002, 类别: 公益支出, 摘要: 修机井水泵, 收款单位: 清溪农机站, 金额: 300}
    期末余额: 1000.00
"""


def test_a_group_has_its_own_account_beside_the_villages(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.change("villages/990106103201-清溪村/村情.yaml", "名称: 村委会}", "名称: 村委会}\n  - {编号: g3, 名称: 3组}")
    head, _, body = CASH.partition("资金收支:\n")
    world.publication(f"{head}资金收支:\n  - 账套: 村委会\n{indent(body, '  ')}{GROUP}").build()
    assert world.codes == []
    assert "村里账上还剩5,400元，其中各村民小组自己的1,000元。" in world.page("/103201/").text
    assert "分两本账：村委会4,400.00元；3组1,000.00元。" in world.page("/103201/021/").text
    own = world.page("/103201/021/2026q3-g3/")
    assert own.key_figure == "300元"
    assert "钱账 3组 2026年7—9月" in own.text
    assert "还剩1,000元，比6月底多500元" in own.text
    assert "修复村东排水沟" not in own.text


def test_days_are_counted_as_what_they_are_and_not_as_persons(tmp_path: Path) -> None:
    """Who worked twice stands there twice."""
    days = """
误工补贴:
  误工: |
    日期    | 姓名   | 事由 | 天数 | 标准 | 金额
    7月2日  | 何清珍 | 割草 | 1    | 100  | 100
    7月24日 | 何清珍 | 割草 | 1    | 100  | 100
    7月24日 | 王大水 | 割草 | 1    | 100  | 100
"""
    world = small_county(tmp_path).publication(CASH + days).build()
    text = world.page("/103201/222/").text
    assert "3天，3笔" in text
    assert "误工 3笔，合计300.00元" in text
    assert "3人" not in text


def test_a_balance_that_holds_is_confirmed_in_words(tmp_path: Path) -> None:
    """Of a single account and of each of several, below the sum itself; of one that does not hold nothing of the kind is said."""
    world = small_county(tmp_path / "one").build()
    text = world.page("/103201/021/").text
    assert "原来有1,000.00元＋进账12,000.00元－出账8,600.00元＝还剩4,400.00元。 一笔一笔加减过，收支是平的。" in text
    wrong = small_county(tmp_path / "two").publication(CASH.replace("4400.00", "4500.00")).build()
    assert wrong.errors == ["SUM-BALANCE"]
    assert "收支是平的" not in wrong.page("/103201/021/").text


# What was due when ---------------------------------------------------------------------------------------------------


def test_the_village_says_what_was_due_and_when_it_came(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.change("villages/990106103201-清溪村/村情.yaml", "户数", "起始: 2026年2季度\n户数")
    spring = CASH.replace("3季度", "2季度").replace("2026-10-12", "2026-07-20").replace("7月", "5月")
    world.publication(spring.replace("8,600.00", "12,000.00").replace("4400.00", "1000.00"), "2026/二季.yaml")
    page = world.build().page("/103201/posted/")
    assert "应在7月15日前公开的哪天公开 钱账7月20日晚了5天" in page.text
    assert "没有公开过了期限" in page.text
    assert "应在10月15日前公开的哪天公开 钱账10月12日" in page.text
    assert page.key_figure == "2项"


@pytest.mark.parametrize(("online", "told"), [(16, False), (17, True), (30, True)])
def test_what_hung_in_time_and_went_online_late_says_so(tmp_path: Path, online: int, told: bool) -> None:
    """公开日期 is what somebody typed; the log of releases is not. What was put up a day later is no matter."""
    world = small_county(tmp_path)
    world.change("villages/990106103201-清溪村/村情.yaml", "户数", "起始: 2026年3季度\n户数")
    day = date(2026, 10, online)
    publish(world.root, world.root / "out", day, 1)
    text = world.build(today=day).page("/103201/posted/").text
    assert "按时的1项" in text
    assert "应在10月15日前公开的哪天公开 钱账10月12日" in text
    assert (f"网上10月{online}日才有" in text) == told
    assert ("按时贴出的里面，网上过了期限才有的1项。" in text) == told


# Corrections ---------------------------------------------------------------------------------------------------------

SLIPS = """
  更正:
    - {日期: 2026-10-13, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-014, 栏: 金额},
       更正前: 6800, 更正后: 8600, 原因: 抄错一位, 核对人: 报账员}
    - {日期: 2026-10-14, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-015, 栏: 金额},
       更正前: 300, 更正后: 100, 原因: 抄串行, 核对人: 报账员}
    - {日期: 2026-10-14, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-016, 栏: 金额},
       更正前: 100, 更正后: 300, 原因: 抄串行, 核对人: 报账员}
"""
MORE = """
    7月16日 | 记-015 | 管理费用 | 买纸   | 石桥文具店 | 100
    7月17日 | 记-016 | 管理费用 | 买灯泡 | 石桥五金店 | 300
"""


def test_a_slip_of_copying_names_every_total_that_changed(tmp_path: Path) -> None:
    text = CASH.replace("8,600.00\n", "8,600.00" + MORE.rstrip() + "\n").replace("4400.00", "4000.00")
    world = small_county(tmp_path).publication(text.rstrip() + SLIPS)
    world.build(today=date(2026, 10, 20))
    assert world.errors == []
    page = world.page("/103201/021/2026q3/")
    assert "出账合计由7,200元改成9,000元。" in page.text, "before the swap of the day after"
    assert "“公益上花的”小计由6,800元改成8,600元。" in page.text or "小计由6,800元改成8,600元。" in page.text
    assert page.text.count("出账合计没有变，还是9,000元。") == 2
    assert 'href="#c1"' in page.source
    assert '<a href="#t12-1">' in page.source
    assert 'id="t12-1"' in page.source
    changes = world.page("/103201/changes/")
    assert "/103201/021/2026q3/#t12-1" in changes.source
    assert "由7,200元改成9,000元" in changes.text
    feed = (world.root / "build/site/103201/changes/feed.xml").read_text(encoding="utf-8")
    assert feed.count("<entry>") == 3
    assert "抄错一位" in feed


def test_a_later_voucher_changes_no_total_of_the_past(tmp_path: Path) -> None:
    slip = SLIPS[: SLIPS.index("    - {日期: 2026-10-14")].replace("公开表抄错", "账务调整")
    world = small_county(tmp_path).publication(CASH.rstrip() + slip)
    world.build(today=date(2026, 10, 20))
    assert "改成8,600元。" not in world.page("/103201/021/2026q3/").text


# Data ----------------------------------------------------------------------------------------------------------------


POWERS = """
期间: 2026年7月30日
公开日期: 2026-07-30
审核: [{村务监督委员会: 2026-07-28 同意}]
小微权力清单:
  清单: [{序号: 1, 类别: 便民服务, 事项: 开证明}]
"""


def test_the_data_package_describes_every_column_of_every_csv(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(POWERS, "2026/权力.yaml").build(parts=Parts(codes=False))
    folder = world.root / "build/site/103201"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["name"], package["profile"]) == ("village-990106103201", "tabular-data-package")
    resources = {each["path"]: each["schema"]["fields"] for each in package["resources"]}
    assert set(resources) == {path.relative_to(folder).as_posix() for path in folder.rglob("data.csv")}
    for path, fields in resources.items():
        header, *rows = csv.reader((folder / path).read_text(encoding="utf-8-sig").splitlines())
        assert [field["name"] for field in fields] == header
        assert len(set(header)) == len(header), "also where a table has a column 事项 of its own"
        for row in rows:
            for field, cell in zip(fields, row, strict=True):
                if cell and field["type"] == "number":
                    assert Decimal(cell) is not None
                if cell and field["type"] == "date":
                    assert date.fromisoformat(cell)
    types = {field["name"]: field["type"] for field in resources["021/2026q3/data.csv"]}
    assert (types["金额（元）"], types["日期"], types["摘要"]) == ("number", "date", "string")
    assert "/103201/datapackage.json" in world.page("/103201/about/").source


# Looks ---------------------------------------------------------------------------------------------------------------


def test_a_theme_may_be_nothing_but_overrides(tmp_path: Path) -> None:
    """``harvest`` is one short style sheet; pages, words, script and sheets are those of ``plain``."""
    assert [path.name for path in (find_themes() / "harvest").rglob("*") if path.is_file()] == ["more.css"]
    plain = small_county(tmp_path / "plain").build()
    other = small_county(tmp_path / "harvest").change("sitegen.yaml", "名称:", "主题: harvest\n名称:").build()
    assert other.errors == []
    theirs, ours = plain.page("/103201/").source, other.page("/103201/").source
    assert "--paper:#fffaf0" in ours
    assert "--paper:#fffaf0" not in theirs
    assert _without_style(ours) == _without_style(theirs)


def test_a_county_lays_its_own_theme_over(tmp_path: Path) -> None:
    world = small_county(tmp_path).write("themes/ours/more.css", "h1 { letter-spacing: .1em; }")
    world.change("sitegen.yaml", "名称:", "主题: ours\n名称:").build()
    assert "h1{letter-spacing:.1em}</style>" in world.page("/103201/").source


def _without_style(source: str) -> str:
    return re.sub(r"<style>.*?</style>|sha256-[\w+/=]+", "", source, flags=re.DOTALL)


# Recordings ----------------------------------------------------------------------------------------------------------

FRAMES = b"\xff\xfb\x90\x00" + bytes(400)
TAGGED = b"ID3\x04\x00\x00\x00\x00\x00\x0b" + "何秀兰家".encode()[:11] + FRAMES + b"TAG" + b"x" * 125


def test_a_recording_is_heard_on_the_page_without_its_tags(tmp_path: Path) -> None:
    text = CASH.rstrip() + "\n  附件: [{文件: 广播.mp3, 说明: 念给大家听, 已遮盖: 是}]\n"
    world = small_county(tmp_path).publication(text)
    world.write("villages/990106103201-清溪村/附件/广播.mp3", TAGGED).build()
    page = world.page("/103201/021/2026q3/")
    source = re.search(r'<audio controls preload="none" src="/(103201/files/\w+\.mp3)">', page.source)
    assert world.errors == []
    assert source is not None
    assert (world.root / "build/site" / source[1]).read_bytes() == FRAMES
    assert "media-src 'self'" in page.source
    assert "念给大家听" in page.text


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (TAGGED, FRAMES),
        (FRAMES + b"APETAGEX" + b"names" * 9, FRAMES),
        (b"MZ not a sound", None),
        (b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f", None),
        (b"ID3", None),
    ],
)
def test_sounds_leave_only_sound(data: bytes, kept: bytes | None) -> None:
    clean, reason = make_attachment(data, ".mp3")
    assert clean == kept
    assert bool(reason) == (kept is None)


# Found from the front page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [400, 0])
def test_a_village_of_an_unknown_township_is_found_from_the_front_page(
    tmp_path: Path, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether all villages stand there or only regions, because there are so many."""
    monkeypatch.setattr("sitegen.above.LINES_A_PAGE", lines)
    world = small_county(tmp_path).change("regions.csv", "990106103,石桥镇\n", "990106104,桥头镇\n").build()
    front = world.page("/")
    assert "CODE-PARENT" in world.errors
    assert "其他的村 清溪村" in front.text
    assert 'href="/103201/"' in front.source
    world.change("regions.csv", "990106104,桥头镇\n", "990106103,石桥镇\n").build()
    assert "其他的村" not in world.page("/").text
