"""Field types: what clerks write, and what is refused with its cure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sitegen.load.amounts import to_fen
from sitegen.load.values import parse
from sitegen.model import period as periods
from sitegen.model.catalogue import KIND_WORDS, Kind

QUARTER = periods.quarter(2026, 3)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12000", 1_200_000),
        ("8,600.00", 860_000),
        ("1,234.5", 123_450),
        ("¥300", 30_000),
        ("￥ 300", 30_000),
        ("300元", 30_000),
        ("300元整", 30_000),
        ("12.5万元", 12_500_000),
        ("1.2万", 1_200_000),
        ("1.234567万元", 1_234_567),
        ("0.5亿元", 5_000_000_000),
        ("１２，０００．５０", 1_200_050),
        ("-300", -30_000),
        ("－300", -30_000),
        ("¥-300", -30_000),
        ("-¥300", -30_000),
        ("+5", 500),
        ("0", 0),
        ("  5 ", 500),
        ("1,234,567.89", 123_456_789),
    ],
)
def test_amounts(text: str, fen: int) -> None:
    assert parse("money", text) == (fen, None)
    assert to_fen(text) == fen


@pytest.mark.parametrize(
    ("text", "code", "cure"),
    [
        ("一万二", "AMT-TEXT", "12000"),
        ("三百五", "AMT-TEXT", "350"),
        ("壹仟贰佰元整", "AMT-TEXT", "1200"),
        ("一千零五", "AMT-TEXT", "1005"),
        ("十几万", "AMT-ABOUT", None),
        ("1e5", "AMT-TEXT", "100000"),
        ("12 000", "AMT-GROUP", "12000"),
        ("约300", "AMT-ABOUT", None),
        ("3²", "AMT-TEXT", ""),
        ("1,23.4", "AMT-GROUP", "123.4"),
        ("620.3.0", "AMT-GROUP", ""),
        ("1.234,50", "AMT-GROUP", "1234.50"),
        ("1.2.3", "AMT-GROUP", ""),
        ("（300）", "AMT-SIGN", "-300"),
        ("(300)", "AMT-SIGN", "-300"),
        ("0.005", "AMT-FEN", None),
        ("=A1+1", "AMT-FORMULA", None),
        ("1000亿零1", "AMT-TEXT", ""),
        ("12万5千", "AMT-TEXT", "125000"),
        ("1万2", "AMT-TEXT", "12000"),
        ("300元5角", "AMT-TEXT", "300.50"),
        ("l2O0", "AMT-TEXT", "1200"),
        ("1200元（含税）", "AMT-TEXT", "1200"),
        ("1_200", "AMT-GROUP", "1200"),
        ("1200.", "AMT-GROUP", "1200"),
        (".5", "AMT-GROUP", "0.5"),
        ("无", "AMT-NONE", None),
        ("—", "AMT-NONE", None),
        ("1200-1300", "AMT-ABOUT", None),
        ("$12", "AMT-CURRENCY", None),
        ("1001亿", "AMT-SIZE", None),
        ("100000000001", "AMT-SIZE", None),
        ("9" * 300, "AMT-SIZE", None),
        ("1e99999999", "AMT-TEXT", ""),
    ],
)
def test_amounts_that_are_refused(text: str, code: str, cure: str | None) -> None:
    value, problem = parse("money", text)
    assert value is None
    assert problem is not None
    assert problem.code == code
    assert dict(problem.values).get("cure") == cure


@pytest.mark.parametrize(
    "text",
    [
        *("2026-7-3", "2026-07-03", "2026年7月3日", "2026.7.3", "2026/7/3", "20260703", "２０２６年７月３日"),
        *("二〇二六年七月三日", "2026年7月3日（周五）", "2026-07-03 星期五", "2026年7月3日上午", "“2026-07-03”"),
        *("2026、7、3", "2026 7 3", "2026.7.3.", "公历2026年7月3日", "2026年7月3日 下午3:05"),
        *("7月3日", "7-3", "7.3", "7/3", "07月03日", "7月3号", "2026-07-03 00:00:00", "2026 年 7 月 3 日"),
    ],
)
def test_days(text: str) -> None:
    assert parse("date", text, period=QUARTER) == (date(2026, 7, 3), None)


def test_a_day_alone_needs_a_month() -> None:
    assert parse("date", "3日", period=periods.month(2026, 7)) == (date(2026, 7, 3), None)
    for text, period, code in (
        ("3日", QUARTER, "DATE-YEAR"),
        ("7月3日", None, "DATE-YEAR"),
        ("2月30日", None, "DATE-NONE"),
    ):
        _, problem = parse("date", text, period=period)
        assert problem
        assert problem.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "DATE-NONE"),
        ("2月30日", "DATE-NONE"),
        ("13月1日", "DATE-NONE"),
        ("0026-01-01", "DATE-NONE"),
        ("正月初五", "DATE-LUNAR"),
        ("腊月廿三", "DATE-LUNAR"),
        ("26.3.5", "DATE-SHORT"),
        ("26年3月5日", "DATE-SHORT"),
        ("46086", "DATE-TEXT"),
        ("上个月", "DATE-DAY"),
        ("7月", "DATE-DAY"),
        ("2026年7月", "DATE-DAY"),
        ("7月中旬", "DATE-DAY"),
        ("7月13日-15日", "DATE-RANGE"),
        ("7.13-7.15", "DATE-RANGE"),
        ("2026-7-6-1", "DATE-TEXT"),
        ("丙午年七月", "DATE-LUNAR"),
        ("2026-07-13至2026-07-15", "DATE-RANGE"),
        ("13/7/2026", "DATE-ORDER"),
        ("八月十五", "DATE-LUNAR"),
        ("中秋", "DATE-LUNAR"),
        ("国庆节", "DATE-LUNAR"),
        ("清明节前", "DATE-LUNAR"),
        ("立秋", "DATE-LUNAR"),
        ("0月3日", "DATE-NONE"),
        ("2026-07-13 25:99", "DATE-TEXT"),
        ("2026年十月", "DATE-DAY"),
    ],
)
def test_days_that_are_refused(text: str, code: str) -> None:
    value, problem = parse("date", text, period=QUARTER)
    assert value is None
    assert problem
    assert problem.code == code


def test_an_excel_serial_is_named_as_its_day() -> None:
    _, problem = parse("date", "46086")
    assert problem
    assert dict(problem.values)["excel"] == "2026-03-05"


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("七月十三日", "7月13日"),
        ("26.7.13", "2026-07-13"),
        ("13.7.26", "2026-07-13"),
        ("7.8.26", "2026-08-07"),
        ("13/7/2026", "2026-07-13"),
        ("7/8/2026", ""),
        ("2O26-07-l3", "2026-07-13"),
        ("2026-0713", "2026-07-13"),
        ("2026--07-13", "2026-07-13"),
        ("13月7日", "7月13日"),
    ],
)
def test_the_day_that_was_probably_meant(text: str, cure: str) -> None:
    _, problem = parse("date", text, period=QUARTER)
    assert problem
    assert dict(problem.values)["cure"] == cure


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("month", "2026年7月", periods.month(2026, 7)),
        ("month", "2026-07", periods.month(2026, 7)),
        ("month", "202607", periods.month(2026, 7)),
        ("number", "1,234.567", Decimal("1234.567")),
        ("number", "-3", Decimal(-3)),
        ("share", "30%", Decimal(30)),
        ("share", "３０％", Decimal(30)),
        ("share", "30", Decimal(30)),
        ("count", "1,200", 1200),
        ("count", "12户", 12),
        ("count", "-1", -1),
        ("yesno", "是", True),
        ("yesno", "无", False),
        ("yesno", "√", True),
        ("yesno", "×", False),
        ("yesno", "Y", True),
        ("yesno", "false", False),
        ("telephone", "0000-8812345", "0000-8812345"),
        ("telephone", "（0000）8812345", "0000-8812345"),
        ("telephone", "12345", "12345"),
        ("telephone", "13000000000", "13000000000"),
        ("telephone", "130 0000 0000", "130-0000-0000"),
        ("file", "票据/07.jpg", "票据/07.jpg"),
        ("file", "./票据//07.jpg", "票据/07.jpg"),
        ("file", "表.xlsx#发放..明细", "表.xlsx#发放..明细"),
        ("code", "00123456", "00123456"),
        ("text", " e\u0301 ", "\u00e9"),
        ("markdown", "x" * 3000, "x" * 3000),
    ],
)
def test_other_kinds(kind: str, text: str, value: object) -> None:
    assert parse(kind, text) == (value, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("month", "2026年3季度", "DATE-MONTH"),
        ("number", "三", "AMT-NUMBER"),
        ("number", "1,2", "AMT-NUMBER"),
        ("share", "三成", "AMT-SHARE"),
        ("count", "1.5", "AMT-COUNT"),
        ("count", "若干", "AMT-COUNT"),
        ("yesno", "可能", "KEY-YESNO"),
        ("telephone", "八八一二", "CODE-PHONE"),
        ("telephone", "12", "CODE-PHONE"),
        ("file", "../x", "FILE-PATH"),
        ("file", "a/../../x", "FILE-PATH"),
        ("file", "/etc/passwd", "FILE-PATH"),
        ("file", "C:\\票据\\1.jpg", "FILE-PATH"),
        ("file", "票据\\1.jpg", "FILE-PATH"),
        ("code", "1.10105E+17", "CODE-LOST"),
        ("text", "x" * 2001, "LIM-LONG"),
    ],
)
def test_other_kinds_refused(kind: str, text: str, code: str) -> None:
    value, problem = parse(kind, text)  # type: ignore[arg-type]
    assert value is None
    assert problem
    assert problem.code == code


def test_choices() -> None:
    choices = ("经营收入", "补助收入", "其他（说明）")
    assert parse("choice", "经营 收入", choices=choices) == ("经营收入", None)
    assert parse("choice", "其他(说明)", choices=choices) == ("其他（说明）", None)
    _, problem = parse("choice", "经菅收入", choices=choices)
    assert problem
    assert dict(problem.values)["nearest"] == "经营收入"


def test_the_cure_of_a_path_is_a_path() -> None:
    _, problem = parse("file", "C:\\票据\\1.jpg")
    assert problem
    assert dict(problem.values)["cure"] == "票据/1.jpg"


@pytest.mark.parametrize("kind", KIND_WORDS.values())
def test_nothing_written_is_no_value_and_no_problem(kind: str) -> None:
    assert parse(kind, " 　") == (None, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "text", "cure"), [("money", "15九.6", ""), ("money", "12000（含税）", "12000"), ("date", "八月二号", "")]
)
def test_a_cure_is_said_only_where_following_it_is_right(kind: Kind, text: str, cure: str) -> None:
    _, problem = parse(kind, text)
    assert problem
    assert dict(problem.values).get("cure", "") == cure


@pytest.mark.parametrize(
    ("kind", "unit", "text", "value"),
    [
        ("number", "年", "3年", Decimal(3)),
        ("number", "亩", "12.3 亩", Decimal("12.3")),
        ("number", "平方米", "120㎡", Decimal(120)),
        ("number", "平方米", "120m2", Decimal(120)),
        ("count", "个月", "3个月", 3),
        ("money", "元/亩", "93.60元/亩", 9360),
        ("number", "亩", "8200平方米", None),
        ("number", "亩", "12亩3分", None),
        ("number", "年", "约3年", None),
        ("number", "", "3年", None),
    ],
)
def test_a_number_may_carry_the_unit_of_its_column_and_no_other(
    kind: Kind, unit: str, text: str, value: object
) -> None:
    assert parse(kind, text, unit=unit)[0] == value
