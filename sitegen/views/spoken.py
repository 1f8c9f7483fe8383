"""Sentences as they are read out over the village loudspeaker: every number in the signs one says."""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.views.amounts import say_money

_DIGITS = "零一二三四五六七八九"
_STEPS = ((1000, "千"), (100, "百"), (10, "十"))
_ORDINAL_UNITS = "年月日号季组期页点第"
"""Before these a lone 2 stays 二: 二月, 二组; before what is counted it is 两: 两户, 两元."""

_EXACT = re.compile(r"（[\d,]+\.\d\d元(?:，|）)")
"""The exact amount after the one in words: it is for the eye."""
_YEAR = re.compile(r"(\d(?<!\d\d)\d{3})(?=年|[—–-]\d{4}年)")
_SPAN = re.compile(r"[—–-](?<=[\d月日年〇一二三四五六七八九].)(?=[\d二])")
_DASHES = frozenset("—–-")
_MINUS = re.compile(r"-(?<![一-鿿\d]-)(?=\d)")
_AMOUNT = re.compile(r"(?<![\d,.])(\d[\d,]{0,16})\.(\d\d)元")
"""An amount to the fen, as accounts write it; aloud it is told as the others are."""
_NUMBER = re.compile(r"(\d[\d,]*)(?:\.(\d+))?([%％]?)")
_TELEPHONE = re.compile(r"\d{3,4}-\d{7,8}|(?<!\d)12\d{3}(?!\d)")


def spell_number(value: int) -> str:
    """A whole number as one says it: ``十三万一千七百五十`` ``一百零五`` ``两千零二`` ``零``.

    Raises ``ValueError`` from 10¹⁶ on, where no village's money reaches.
    """
    if value < 0:
        return "负" + spell_number(-value)
    if value >= 10**16:
        raise ValueError(f"too large to say: {value}")
    return _spell(value, lead=True) or "零"


def _spell(value: int, *, lead: bool) -> str:
    """In steps of 亿 and 万; without ``lead`` something was said before, so that gaps need their 零."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        high, low = divmod(value, size)
        if high:
            most = "两" if high == 2 else _spell(high, lead=lead)
            return most + name + ("零" if 0 < low < size // 10 else "") + _spell(low, lead=False)
    return _spell_group(value, lead=lead)


@lru_cache(maxsize=20_000)
def _spell_group(group: int, *, lead: bool) -> str:
    said, rest, gap = "", group, False
    for size, name in _STEPS:
        digit, rest = divmod(rest, size)
        if not digit:
            gap = bool(said)
            continue
        one_ten = size == 10 and digit == 1 and not said and lead
        sign = "" if one_ten else "两" if digit == 2 and size == 1000 else _DIGITS[digit]
        said += ("零" if gap else "") + sign + name
        gap = False
    return said + (("零" if gap and said else "") + _DIGITS[rest] if rest else "")


_NOT_TOLD = re.compile("没有以前的可比|没法比|看“|〔")
"""Sentences of comparisons that cannot be made, that lead to another page, or name a document by its number."""
_FOR_THE_EYE, _NO_MORE = "下面", "已公开"
"""Clauses that point at the page, or say no more than that there is one."""
_PAUSE = re.compile("[，；：。（）]+")


def to_heard(sentence: str, period: str) -> str:
    """A sentence of the page as it is told to those who do not see it: without what is for the eye, without the
    ``period`` that was named before; marks that cannot be heard become pauses. Empty when nothing is left."""
    if _NOT_TOLD.search(sentence):
        return ""
    clauses = _PAUSE.split(_without_exact(sentence).replace(period, ""))
    kept = [clause for clause in clauses if clause and clause != _NO_MORE and _FOR_THE_EYE not in clause]
    return "，".join(kept) + "。" if kept else ""


@lru_cache(maxsize=2048)
def speak(text: str) -> str:
    """The sentence to be read aloud: amounts, days and counts spelt, telephones sign by sign, exact doubles left out."""
    spoken = _without_exact(text)
    if "-" in spoken or "12" in spoken:
        spoken = _TELEPHONE.sub(lambda found: _spell_signs(found[0].replace("-", "")), spoken)
    if "年" in spoken:
        spoken = _YEAR.sub(lambda found: _spell_signs(found[1]).replace("零", "〇"), spoken)
    if not _DASHES.isdisjoint(spoken):
        spoken = _MINUS.sub("负", _SPAN.sub("到", spoken))
    if "." in spoken:
        spoken = _AMOUNT.sub(lambda found: say_money(int(found[1].replace(",", "") + found[2])), spoken)
    return _NUMBER.sub(lambda found: _speak_number(found, spoken), spoken)


def _without_exact(text: str) -> str:
    return _EXACT.sub(lambda found: "（" if found[0].endswith("，") else "", text) if "（" in text else text


def _spell_signs(digits: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in digits)


def _speak_number(found: re.Match[str], text: str) -> str:
    whole, fraction, percent = found.groups()
    plain = whole.replace(",", "")
    said = "两" if _counts_two(found, text) else _spell_signs(plain) if _is_code(plain) else spell_number(int(plain))
    said += "点" + _spell_signs(fraction) if fraction else ""
    return "百分之" + said if percent else said


def _counts_two(found: re.Match[str], text: str) -> bool:
    following = text[found.end() : found.end() + 1]
    alone = found[0] == "2" and following != "" and following not in _ORDINAL_UNITS
    return alone and not text[: found.start()].endswith(("第", "零"))


def _is_code(digits: str) -> bool:
    """Digits that are read one by one: with a zero in front, or longer than any amount."""
    return len(digits) > 16 or (len(digits) > 1 and digits.startswith("0"))
