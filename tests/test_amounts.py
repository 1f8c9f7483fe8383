"""How figures are said: one place for all pages, right at zero, below it, at the first period and at huge sums."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen.figures import Figure
from sitegen.load.amounts import read_amounts, read_money
from sitegen.model.catalogue import Item
from sitegen.model.period import Period, from_text
from sitegen.views.amounts import exact_money, say_about, say_money, say_share
from sitegen.views.language import CHINESE
from sitegen.views.say import compare, fill, with_exact
from sitegen.views.spoken import speak, spell_number, to_heard

ITEM = Item(
    number="241",
    name="耕地地力保护补贴",
    plain="耕地补贴",
    group="村务",
    shape="list",
    frequency="quarter",
    promise="",
    explanation="",
    laws=(),
    checked="primary",
    required=True,
    compare="名单.金额",
)


def period(text: str) -> Period:
    found = from_text(text)
    assert found is not None
    return found


def money(fen: int) -> dict[str, Figure]:
    return {"名单.金额": Figure("money", fen)}


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "0元"),
        (1, "1分"),
        (10, "1角"),
        (5, "5分"),
        (105, "1元零5分"),
        (115, "1元1角5分"),
        (-5050, "负50元5角"),
        (1_000_000, "1万元"),
        (1_000_005, "1万元零5分"),
        (3_075_150, "3万零751元5角"),
        (12_779_970, "12万7,799元7角"),
        (10_000_000_000, "1亿元"),
        (10_000_050_000, "1亿零500元"),
        (10_500_000_000, "1亿零500万元"),
        (123_456_789_012, "12亿3,456万7,890元1角2分".replace("3,456万", "3456万")),
        (10**15, "100,000亿元"),
    ],
)
def test_money_is_said_as_people_say_it(fen: int, said: str) -> None:
    assert say_money(fen) == said


@given(st.integers(-(10**15), 10**15))
def test_what_is_said_is_the_amount(fen: int) -> None:
    """Words read back give the same fen: nothing is rounded."""
    text = say_money(fen).replace(",", "").replace("零", "")
    sign = -1 if text.startswith("负") else 1
    steps = {"亿": 10**10, "万": 10**6, "元": 100, "角": 10, "分": 1}
    pieces = re.findall(r"(\d+)(亿|万|元|角|分)", text.replace("亿元", "亿").replace("万元", "万"))
    assert sign * sum(int(number) * steps[unit] for number, unit in pieces) == fen


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (100, 100, "和上一季一样多"),
        (0, 0, "和上一季一样多"),
        (0, 12_345, "比上一季少123元4角5分"),
        (-500, 500, "比上一季少10元"),
        (500, -500, "比上一季多10元"),
        (10**15, 0, "比上一季多100,000亿元"),
    ],
)
def test_more_or_less(now: int, then: int, said: str) -> None:
    compared = compare(CHINESE, ITEM, period("2026年3季度"), money(now), {"2026q2": money(then)})
    assert compared == (said,)


def test_comparison_names_what_cannot_be_compared() -> None:
    quarter = period("2026年3季度")
    last, year = {"2026q2": money(900)}, {"2025q3": money(1200)}
    assert compare(CHINESE, ITEM, quarter, money(1000), {}, earlier=False) == ("这是头一回公开，没有以前的可比",)
    assert compare(CHINESE, ITEM, quarter, money(1000), {}, earlier=True) == ("没有上一季同样的数，没法比",)
    assert compare(CHINESE, ITEM, quarter, money(1000), last) == ("比上一季多1元",)
    assert compare(CHINESE, ITEM, quarter, money(1000), year) == ("比去年同季少2元",)
    assert compare(CHINESE, ITEM, quarter, money(1000), last | year) == ("比上一季多1元，比去年同季少2元",)
    assert compare(CHINESE, ITEM, period("2026年"), money(1000), {"2025y": money(1000)}) == ("和上一年一样多",)
    assert compare(CHINESE, ITEM, period("2026年1月"), money(0), {"2025m12": money(0)}) == ("和上个月一样多",)
    assert compare(CHINESE, ITEM, period("2026年9月15日"), money(1000), last) == (), "an event stands alone"
    assert compare(CHINESE, replace(ITEM, compare=""), quarter, money(1000), last) == ()


def test_shares_never_divide_by_nothing() -> None:
    figures = {"补": Figure("money", 4_189_880), "亩": Figure("number", 0), "户": Figure("count", 287)}
    assert fill(CHINESE, "平均每亩{补/亩}", figures) == ""
    assert fill(CHINESE, "平均每户约{补/户}", figures) == "平均每户约146元"
    assert fill(CHINESE, "平均每户约{补/户}", figures | {"补": Figure("money", -4_189_880)}) == "平均每户约负146元"
    assert fill(CHINESE, "平均每户{补/户}", figures | {"补": Figure("money", 0)}) == "平均每户0元"
    assert fill(CHINESE, "平均每户{补/户}", figures | {"补": Figure("money", 5)}) == "平均每户不到1分"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 100, "还没有"),
        (1, 100, "不到一成"),
        (30, 100, "三成"),
        (5_600_000, 18_600_000, "约三成"),
        (50, 100, "一半"),
        (99, 100, "九成多"),
        (100, 100, "全部"),
        (120, 100, "全部"),
        (5, 0, ""),
        (-5, 10, ""),
    ],
)
def test_share_in_words(part: int, whole: int, said: str) -> None:
    assert say_share(part, whole) == said
    figures = {"付": Figure("money", part), "价": Figure("money", whole)}
    assert fill(CHINESE, "（{付/价:成}）", figures) == (f"（{said}）" if said else "")


def test_about() -> None:
    assert say_about(14_599) == "约146元"
    assert say_about(999) == "9元9角9分"
    assert say_about(-14_550) == "约负146元"
    assert say_about(20_000) == "200元"


def test_key_figure_has_its_exact_amount_beside_it() -> None:
    figures = {"名单.金额": Figure("money", 4_189_880), "小": Figure("money", 980_000), "户": Figure("count", 287)}
    assert with_exact(CHINESE, ("共 **4万1,898元8角**", "还没发"), figures) == (
        "共 **4万1,898元8角**（41,898.80元）",
        "还没发",
    )
    assert with_exact(CHINESE, ("共 **4万1,898元8角**（每亩约38元）",), figures) == (
        "共 **4万1,898元8角**（41,898.80元，每亩约38元）",
    )
    assert with_exact(CHINESE, ("底价 **9,800元**",), figures) == ("底价 **9,800元**",), "the words are exact already"
    assert with_exact(CHINESE, ("共 **287户**",), figures) == ("共 **287户**",)
    assert with_exact(CHINESE, (), figures) == ()
    assert exact_money(4_189_880) == "41,898.80元"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("出账13万1,750元5角（131,750.50元，41笔）", "出账十三万一千七百五十元五角（四十一笔）"),
        ("共4万1,898元8角（41,898.80元），还没发", "共四万一千八百九十八元八角，还没发"),
        ("2026年7—9月的钱账", "二〇二六年七到九月的钱账"),
        ("10月8日—22日公示", "十月八日到二十二日公示"),
        ("2户，2元2角，还剩2万元", "两户，两元两角，还剩两万元"),
        ("2组、2月2日、第2页", "二组、二月二日、第二页"),
        ("30%，12.5亩，少1,000元", "百分之三十，十二点五亩，少一千元"),
        ("打0000-8812345或12345", "打零零零零八八一二三四五或一二三四五"),
        ("3万零751元、1万零2元", "三万零七百五十一元、一万零二元"),
        (
            "分两本账：村委会7,339.50元；合作社12,000.00元，-0.05元",
            "分两本账：村委会七千三百三十九元五角；合作社一万两千元，负五分",
        ),
        ("一亩12.345元，1.25万元，0.00元", "一亩十二点三四五元，一点二五万元，零元"),
        ("村庄规划2026—2035年", "村庄规划二〇二六到二〇三五年"),
        ("记-001号，账号00200", "记-零零一号，账号零零二零零"),
    ],
)
def test_broadcast_can_be_read_out(text: str, read: str) -> None:
    assert speak(text) == read


@pytest.mark.parametrize(
    ("sentence", "heard"),
    [
        ("出账13万1,750元5角（131,750.50元，41笔）。", "出账13万1,750元5角，41笔。"),
        ("共4万1,898元8角（41,898.80元）。", "共4万1,898元8角。"),
        (
            "进账12元（7笔）：村里自己的收入4元；上级拨的专款8元。",
            "进账12元，7笔，村里自己的收入4元，上级拨的专款8元。",
        ),
        ("2026年7—9月开会定了3件事。", "开会定了3件事。"),
        ("支部班子共3人，各管什么看下面。", "支部班子共3人。"),
        ("凭什么发：青财农〔2026〕6号。", ""),
        ("这是头一回公开，没有以前的可比。", ""),
        ("2026年7—9月已公开。", ""),
    ],
)
def test_what_is_for_the_eye_is_not_read_out(sentence: str, heard: str) -> None:
    assert to_heard(sentence, "2026年7—9月") == heard


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_a_share_is_said_for_every_part_of_every_whole(part: int, whole: int) -> None:
    said = say_share(part, whole)
    assert bool(said) == (whole > 0 and part >= 0)
    if not said:
        return
    bounds = {
        "还没有": (0, 0),
        "不到一成": (0, 0.05),
        "全部": (1, float("inf")),
        "九成多": (0.95, 1),
        "一半": (0.5, 0.5),
        "约一半": (0.45, 0.55),
    }
    tenths = {f"{'一二三四五六七八九'[n - 1]}成": n / 10 for n in range(1, 10)}
    low, high = bounds.get(said) or ((tenths[said.removeprefix("约")] - 0.05, tenths[said.removeprefix("约")] + 0.05))
    assert low - 1e-9 <= part / whole <= high + 1e-9


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_a_comparison_says_the_difference_and_its_direction(now: int, then: int) -> None:
    (said,) = compare(CHINESE, ITEM, period("2026年"), money(now), {"2025y": money(then)})
    difference = now - then
    much = f"{'多' if difference > 0 else '少'}{say_money(abs(difference))}" if difference else "一样多"
    assert said == f"{'比' if difference else '和'}上一年{much}"


def test_counts_are_compared_in_what_they_are_counted_in() -> None:
    meetings = replace(ITEM, say=("开会定了**{决定.行数}件事**",), compare="决定.行数")
    now, then = {"决定.行数": Figure("count", 3)}, {"决定.行数": Figure("count", 2)}
    assert compare(CHINESE, meetings, period("2026年"), now, {"2025y": then}) == ("比上一年多1件",)


@given(st.text("年月日元角分户—-.,%（）0123456789二零", max_size=40))
def test_nothing_that_is_read_out_keeps_a_digit(text: str) -> None:
    assert not re.search(r"[0-9]", speak(text))


@given(st.integers(0, 10**16 - 1))
def test_spelt_numbers_read_back(value: int) -> None:
    assert _read(spell_number(value)) == value


def _read(words: str) -> int:
    """The number that was spelt: an independent reading, one sign after the other."""
    signs = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2}
    total = section = digit = 0
    for sign in words:
        if sign in signs:
            digit = signs[sign]
        elif sign in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit


def test_an_odd_amount_below_many_plain_ones_is_seen_at_once() -> None:
    assert read_amounts(["1234.50"] * 400 + ["12,345.60", "-3.00"]) == [123450] * 400 + [1234560, -300]
    assert read_amounts(["1234.50"] * 400 + ["12"]) is None


def test_thousands_of_blanks_in_an_amount_or_a_period_are_passed_over_once() -> None:
    assert read_amounts(["人民币" + " " * 30_000 + "x"]) is None
    assert read_money("人民币" + " " * 30_000 + "x")[0] is None
    assert from_text("2026" + " " * 30_000 + "x") is None
