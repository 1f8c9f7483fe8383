"""What check calls an error is on no paper; what is printed to be reviewed waits for nothing but the review."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from sitegen.cli import main
from sitegen.diagnostics import to_text
from sitegen.load.files import read_county
from sitegen.model.period import Period, quarter
from sitegen.overlay import read_data
from sitegen.printing import Kind, PrintReport, Request, print_sheets
from sitegen.publish import publish
from sitegen.shared import load_site
from sitegen.withdrawing import withdraw
from sitegen.wording import load_wording
from tests.test_publish import LOG, QUARTER
from tests.worlds import CASH, FOLDER, TODAY, World, small_county

TABLES: tuple[Kind, ...] = ("board", "review", "vouchers")
CHINESE = load_wording(read_data("messages/zh.yaml"))
DONATIONS = """
社会捐赠:
  捐赠:
    - {日期: 7月24日, 捐赠人: 清溪建筑队, 捐的什么: 现金, 金额: 500, 用途: 修沟}
"""
MEETING = """
会议决定:
  决定:
    - {日期: 7月13日, 会议: 村民代表会议, 议题: 修沟, 应到: 46, 实到: 39, 同意: 39, 决定: 先修后议价}
"""
LATER = date(2026, 10, 14)


def printed(world: World, kind: Kind, item: str = "", today: date = TODAY, period: Period | None = None) -> PrintReport:
    site, _ = load_site(read_county(world.root), today)
    known = site.catalogue.by_name(item)
    return print_sheets(world.root, site, Request(kind, "a4", period=period, item=known.number if known else ""))


def names(report: PrintReport) -> list[str]:
    """``公示表-钱账``, without village, period and part."""
    return ["-".join(file.stem.split("-")[1:3]) for file in report.files]


def codes(report: PrintReport) -> list[str]:
    return [each.code for each in report.diagnostics]


def said(report: PrintReport) -> str:
    return "\n".join(to_text(each, CHINESE) for each in report.diagnostics)


def text_of(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def run(world: World, *words: str, today: date = TODAY) -> Result:
    return CliRunner().invoke(main, ["-C", str(world.root), "--today", today.isoformat(), "print", *words])


ERRORS: dict[str, tuple[str, str, str]] = {
    "an amount that is none": ("8,600.00", "8,6OO.00", "AMT-TEXT"),
    "an account that does not balance": ("4400.00", "4400.10", "SUM-BALANCE"),
    "a row one cell short": ("修复村东排水沟 | ", "", "SYN-CELLS"),
    "a number of a person": ("修复村东排水沟", "修复村东排水沟 11010519491231002X", "PII-ID"),
    "a list torn in the middle": ("出账: |", "出账 |", "SYN-"),
    "a day that is none": ("7月15日", "7月35日", "DATE-"),
    "a day of posting that is none": ("公开日期: 2026-10-12", "公开日期: 十月", "DATE-"),
    "a period that is none": ("期间: 2026年3季度", "期间: 秋天", "PER-"),
}


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("slip", ERRORS)
def test_an_item_with_an_error_is_on_no_paper_and_the_error_is_said(tmp_path: Path, kind: Kind, slip: str) -> None:
    old, new, code = ERRORS[slip]
    world = small_county(tmp_path).change(QUARTER, old, new).build()
    report = printed(world, kind)
    assert report.files == ()
    errors = [each for each in report.diagnostics if each.severity == "error"]
    assert errors
    assert all(each in world.report.diagnostics for each in errors), "in the words of check"
    assert any(each.code.startswith(code) for each in errors)


@pytest.mark.parametrize("kind", TABLES)
def test_the_command_fails_and_says_what_was_left_out(tmp_path: Path, kind: Kind) -> None:
    world = small_county(tmp_path).change(QUARTER, "8,600.00", "8,6OO.00")
    ran = run(world, kind, "清溪村", "--item", "资金收支")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "金额“8,6OO.00”不是数字" in ran.stderr
    assert "“资金收支”村委会没有印" in ran.stderr
    assert not list(tmp_path.rglob("*.pdf"))


def test_the_board_lacks_the_item_with_the_error_alone(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(CASH.replace("8,600.00", "8,6OO.00") + MEETING)
    report = printed(world, "board")
    assert names(report) == ["公示表-会议决定"]
    assert codes(report) == ["PDF-HELD", "AMT-TEXT"]
    assert run(world, "board").exit_code == 1


def test_what_another_item_has_wrong_is_not_said_of_a_sound_one(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(CASH.replace("8,600.00", "8,6OO.00") + MEETING)
    report = printed(world, "board", "会议决定")
    assert (names(report), codes(report)) == (["公示表-会议决定"], [])
    assert run(world, "board", "--item", "会议决定").exit_code == 0


@pytest.mark.parametrize("kind", ["review", "vouchers"])
def test_one_error_holds_all_that_share_a_check_code(tmp_path: Path, kind: Kind) -> None:
    """The code would be another one when the error is mended, and what was signed worth nothing."""
    world = small_county(tmp_path).publication(CASH + MEETING.replace("应到: 46", "应到: 4O人"))
    report = printed(world, kind)
    assert report.files == ()
    assert "一行“审核”管的 2 项共一个校验码，要一起印" in said(report)
    own = "  审核:\n    - 村务监督委员会: 2026-10-10 同意\n"
    world.publication(CASH + MEETING.replace("应到: 46", "应到: 4O人") + own)
    assert names(printed(world, kind)) == [{"review": "审核单-钱账", "vouchers": "核销单-钱账"}[kind]]


def test_errors_of_other_periods_are_not_said(tmp_path: Path) -> None:
    earlier = CASH.replace("2026年3季度", "2026年2季度").replace("2026-10-1", "2026-07-1").replace("7月", "5月")
    world = small_county(tmp_path).publication(
        earlier.replace("12000", "8600").replace("4400.00", "1OOO.00"), "2026/2026年2季度.yaml"
    )
    report = printed(world, "board", period=quarter(2026, 2))
    assert (names(report), "AMT-TEXT" in codes(report)) == ([], True)
    world.change("villages/" + FOLDER + "/2026/2026年2季度.yaml", "期间: 2026年2季度", "期间: 春天")
    assert "AMT-TEXT" not in codes(printed(world, "board", period=quarter(2026, 3)))


# ---- the review ------------------------------------------------------------------------------------------------------


REVIEWS: dict[str, tuple[str, str]] = {
    "changed after its review": ("2026-10-10 同意 校验码 2222", "REV-CHANGED"),
    "a code that is none": ("2026-10-10 同意 校验码 7K3", "REV-CODE"),
    "a review nobody understands": ("没问题", "REV-TEXT"),
    "a review of tomorrow": ("2026-10-13 同意", "REV-DATE"),
}


@pytest.mark.parametrize("slip", REVIEWS)
def test_what_lacks_a_review_alone_is_printed_to_be_reviewed_and_hangs_nowhere(tmp_path: Path, slip: str) -> None:
    line, code = REVIEWS[slip]
    world = small_county(tmp_path).change(QUARTER, "2026-10-10 同意", line)
    board = printed(world, "board")
    assert (board.files, codes(board)) == ((), ["PDF-HELD", code])
    for kind in ("review", "vouchers"):
        report = printed(world, kind)
        assert (len(report.files), codes(report)) == (1, [])
        assert run(world, kind).exit_code == 0


UNREVIEWED = {
    "no review": ("审核:\n  - 村务监督委员会: 2026-10-10 同意\n", "", "REV-NONE"),
    "an objection without an answer": ("2026-10-10 同意", "2026-10-10 有异议：太贵了", "REV-OBJECT"),
}


@pytest.mark.parametrize("what", UNREVIEWED)
def test_the_board_of_what_is_not_reviewed_is_a_trial_print(tmp_path: Path, what: str) -> None:
    old, new, code = UNREVIEWED[what]
    world = small_county(tmp_path).change(QUARTER, old, new)
    report = printed(world, "board")
    assert (codes(report), report.registered) == ([code], 0)
    assert "样张·不得张贴" in text_of(report.files[0])
    assert report.files[0].stem.endswith("样张")
    assert "样张" not in text_of(printed(world, "review").files[0])
    world.change(QUARTER, "期间:", "草稿: 是\n期间:")
    assert "样张·不得张贴" in text_of(printed(world, "board").files[0])


def test_an_answered_objection_hangs(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(
        CASH.replace(
            "  - 村务监督委员会: 2026-10-10 同意",
            "  - 村务监督委员会: 2026-10-10 有异议：太贵了\n    答复: 三家里最便宜的",
        )
    )
    report = printed(world, "board")
    assert codes(report) == []
    assert "样张" not in text_of(report.files[0])


# ---- what was published ----------------------------------------------------------------------------------------------


@pytest.fixture
def changed(tmp_path: Path) -> World:
    """A figure that was published, and changed without a word."""
    world = small_county(tmp_path).build()
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    return world.change(QUARTER, "8,600.00", "8,700.00").change(QUARTER, "4400.00", "4300.00")


def test_a_figure_changed_without_a_word_is_reviewed_and_not_hung(changed: World) -> None:
    board = printed(changed, "board", today=LATER)
    assert board.files == ()
    assert set(codes(board)) == {"PDF-HELD", "COR-MISSING"}
    review = printed(changed, "review", today=LATER)
    assert (len(review.files), set(codes(review))) == (1, {"COR-MISSING"})
    assert "8,700.00" in text_of(review.files[0])
    assert run(changed, "review", today=LATER).exit_code == 1


WRONG_CORRECTIONS: dict[str, Callable[[str], str]] = {
    "COR-BEFORE": lambda text: text.replace("更正前: 8600", "更正前: 860"),
    "COR-AFTER": lambda text: text.replace("更正后: 8700", "更正后: 870"),
    "COR-PLACE": lambda text: text.replace("记-014", "记-114"),
    "COR-SAY": lambda text: text.replace("抄错一位", "为什么"),
}
CORRECTION = """\
  更正:
    - {日期: 2026-10-14, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-014, 栏: 金额},
       更正前: 8600, 更正后: 8700, 原因: 抄错一位, 核对人: 李清}
    - {日期: 2026-10-14, 类型: 公开表抄错, 位置: {栏: 期末余额}, 更正前: 4400, 更正后: 4300, 原因: 抄错一位, 核对人: 李清}
"""


@pytest.mark.parametrize("code", WRONG_CORRECTIONS)
def test_a_correction_that_is_wrong_itself_is_not_put_before_reviewers(changed: World, code: str) -> None:
    ledger = (changed.root / QUARTER).read_text(encoding="utf-8")
    changed.write(QUARTER, ledger + WRONG_CORRECTIONS[code](CORRECTION))
    for kind in TABLES:
        report = printed(changed, kind, today=LATER)
        assert report.files == ()
        assert code in codes(report)
    changed.write(QUARTER, ledger + CORRECTION)
    assert [codes(printed(changed, kind, today=LATER)) for kind in TABLES] == [[], [], []]


def test_what_was_taken_down_never_hangs_and_is_reviewed_to_come_back(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    withdraw(tmp_path, "清溪村", "资金收支", "2026q3", "含个人信息", TODAY)
    report = printed(world, "board", today=LATER)
    assert (report.files, codes(report)) == ((), ["PDF-WITHDRAWN"])
    assert "“资金收支”2026年3季度村委会已经撤下，不再上墙" in said(report)
    world.change(QUARTER, "8,600.00", "8,700.00").change(QUARTER, "4400.00", "4300.00")
    assert printed(world, "board", today=LATER).files == ()
    assert len(printed(world, "review", today=LATER).files) == 1
    world.change(QUARTER, "2026-10-10 同意", "2026-10-14 同意")
    report = printed(world, "board", today=LATER)
    assert (names(report), codes(report)) == (["公示表-钱账"], [])


def test_what_was_published_and_cannot_be_proved_the_same_does_not_hang(changed: World) -> None:
    shutil.rmtree((changed.root / LOG).parent)
    report = printed(changed, "board", today=LATER)
    assert report.files == ()
    assert "COR-CUT" in codes(report)


def test_a_village_nobody_may_read_is_not_printed_from_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_county(tmp_path)
    monkeypatch.setattr("sitegen.printing.holds_closed", lambda _found: True)
    assert printed(world, "board").files == ()


ROWS = "".join(f"    {number} | 王大{name} | 1组 | 2 | 100\n" for number, name in enumerate("山河水木", start=1))
LIST = f"""\
期间: 2026年2季度
公开日期: 2026-07-05
审核: [{{村务监督委员会: 2026-07-04 同意}}]
最低生活保障:
  名单: |
    序号 | 户主 | 村民小组 | 人口 | 金额
{ROWS}"""


def test_a_list_that_hangs_no_more_is_printed_for_the_files(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(LIST, "2026/低保.yaml").build()
    report = printed(world, "board", "最低生活保障", period=quarter(2026, 2))
    assert (names(report), codes(report)) == (["公示表-低保"], ["PDF-ENDED"])
    assert "“最低生活保障”2026年2季度的公示 2026-07-19 已经期满，纸上还有姓名" in said(report)
    hanging = printed(world, "board", "最低生活保障", date(2026, 7, 19), quarter(2026, 2))
    assert codes(hanging) == []


def test_pages_lead_to_names_on_the_board_only_while_they_hang(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(LIST, "2026/低保.yaml")
    page = world.build(date(2026, 7, 19)).page("/103201/251/2026q2/").text
    assert page.count("名单贴在村里公开栏") == 2  # on the first screen and in what is broadcast
    page = world.build(date(2026, 7, 20)).page("/103201/251/2026q2/").text
    assert "名单贴在村里公开栏" not in page
    assert "低保4户" in page


def test_what_is_not_paid_yet_is_said_only_while_the_list_hangs(tmp_path: Path) -> None:
    rows = "".join(
        f"    {number} | 王大{name} | 1组 | 2 | 100 | 200\n" for number, name in enumerate("山河水木", start=1)
    )
    fields = "  预计发放: 7月底打到一卡通\n  名单: |\n    序号 | 户主 | 村民小组 | 面积 | 标准 | 金额\n"
    text = f"期间: 2026年\n公开日期: 2026-07-05\n审核: [{{村务监督委员会: 2026-07-04 同意}}]\n稻谷补贴:\n{fields}{rows}"
    world = small_county(tmp_path).publication(text, "2026/稻谷.yaml")
    page = world.build(date(2026, 7, 19)).page("/103201/242/2026y/").text
    assert "还没发，计划是7月底打到一卡通。" in page
    page = world.build(date(2026, 7, 20)).page("/103201/242/2026y/").text
    assert "还没发" not in page
    assert "计划是7月底打到一卡通。" in page


OWN = """
- 编号: "251"
  名称: 最低生活保障
  组: 村务
  形态: 名单
  频率: 每季
  解释: 本县的写法。公告栏上看得到是谁。
  依据: [{法: 本县规定, 条: 第1条}]
  表:
    名单:
      行: {首: [户主], 数: 金额}
      栏:
        序号: {类型: 编号, 网上: 不出}
        户主: {类型: 人名, 网上: 不出, 上墙: 全}
        村民小组: {类型: 文字, 网上: 不出}
        人口: {类型: 个数, 网上: 合计}
        金额: {类型: 金额, 合计: 是, 网上: 合计}
  首屏:
    - '低保**{名单.行数}户**，名单贴在公告栏'
  公示时说: [名单贴在公告栏, 公告栏上看得到是谁。]
"""


def test_a_county_says_in_its_own_words_what_ends_with_the_posting(tmp_path: Path) -> None:
    world = small_county(tmp_path).write("catalogue/ours.yaml", OWN).publication(LIST, "2026/低保.yaml")
    page = world.build(date(2026, 7, 19)).page("/103201/251/2026q2/").text
    assert "低保4户，名单贴在公告栏" in page and "公告栏上看得到是谁" in page
    page = world.build(date(2026, 7, 20)).page("/103201/251/2026q2/").text
    assert "公告栏" not in page
    assert "低保4户" in page and "本县的写法。" in page
