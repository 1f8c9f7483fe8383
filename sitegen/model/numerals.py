"""Chinese numerals as digits."""

from __future__ import annotations

import re

_DIGITS = {sign: index % 10 for index, sign in enumerate("零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖")} | {
    "两": 2,
    "○": 0,
    "元": 1,
    "Ｏ": 0,
}
_STEPS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_RUN = re.compile(r"元(?=月)|[零〇○一二三四五六七八九十]+")
_WHOLE = re.compile(r"[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+")


def to_digits(text: str) -> str:
    """``二〇二六年十月十二日`` → ``2026年10月12日``: numerals of years, months and days, each run by itself."""
    return _RUN.sub(lambda run: _to_number(run[0]), text)


def _to_number(run: str) -> str:
    if "十" not in run:
        return "".join(str(_DIGITS[sign]) for sign in run)
    tens, _, ones = run.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return run
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))


def spoken_number(text: str) -> int | None:
    """``一万二`` → 12000, ``三百五`` → 350, ``壹万贰仟`` → 12000; None when it says no plain whole number."""
    if not _WHOLE.fullmatch(text) or text.count("万") > 1:
        return None
    total = part = digit = 0
    step = 1
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            step = 1 if digit == 0 else step
        elif sign in _STEPS:
            step = _STEPS[sign]
            part, digit = part + (digit or 1) * step, 0
        else:
            total, part, digit, step = (part + digit) * 10_000, 0, 0, 10_000
    return total + part + digit * (step // 10 if step > 1 else 1)


_GROUP = re.compile(r"第?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:村民)?小?组?")


def group_number(text: str) -> int | None:
    """The number of a group of villagers: ``1``, ``1组``, ``第一村民小组`` → 1; None for a name."""
    match = _GROUP.fullmatch(text)
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else spoken_number(match[1])
