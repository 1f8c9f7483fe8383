"""Which known word was probably meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TRADITIONAL = str.maketrans(
    "帳憑證號餘額財務資產戶東縣鄉鎮區長經營費開發貼補電話單價類別間總計說備註貸審製對數標準實組畝種積項內賬結轉領銀聯繫機構會",
    "账凭证号余额财务资产户东县乡镇区长经营费开发贴补电话单价类别间总计说备注贷审制对数标准实组亩种积项内账结转领银联系机构会",
)
_VARIANTS = str.maketrans(
    "帐己巳岀曰未人滴佘財務資產資金額戶號東縣鄉鎮區長陳張劉楊黃趙吳孫馬羅鄭謝韓馮蕭鄧許葉蔣餘經營費開發貼補電話單價類別間總計說",
    "账已已出日末入摘余财务资产资金额户号东县乡镇区长陈张刘杨黄赵吴孙马罗郑谢韩冯萧邓许叶蒋余经营费开发贴补电话单价类别间总计说",
)


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that was probably meant, or ``""``: forgives width, spaces, look-alikes, one wrong character."""
    return _nearest(word, tuple(sorted(candidates)))


def to_simplified(text: str) -> str:
    """Words of headings in the signs the catalogue is written in: ``憑證號`` → ``凭证号``."""
    return text.translate(_TRADITIONAL)


def alike(word: str, candidate: str) -> bool:
    """Whether one is the other but for width, spaces, look-alikes or one character among several."""
    one, other = _plain(word), _plain(candidate)
    return one == other or (len(other) > 2 and _one_edit(one, other))


_LONGEST = 500
"""Signs of a word that may be meant for a known one, remarks in brackets among them."""


@lru_cache(maxsize=1024)  # a clerk who writes a wrong word writes it in every row
def _nearest(word: str, candidates: tuple[str, ...]) -> str:
    plain = _plain(word)
    known = {_plain(candidate): candidate for candidate in reversed(candidates)}
    if not plain or plain in known or len(plain) > _LONGEST:
        return known.get(plain, "")
    close = difflib.get_close_matches(plain[:100], known, n=1, cutoff=0.6)
    if close:
        return known[close[0]]
    if near := _within(plain, known):
        return near
    return next((known[other] for other in sorted(known) if _one_edit(plain, other)), "")


def all_near(word: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """The candidates that look the same, else those one wrong character away: one of them alone is beyond doubt."""
    plain = _plain(word)
    known = {candidate: _plain(candidate) for candidate in sorted(set(candidates))}
    same = tuple(candidate for candidate, other in known.items() if plain and other == plain)
    return same or tuple(candidate for candidate, other in known.items() if _one_edit(plain, other))


def _within(plain: str, known: dict[str, str]) -> str:
    """``金额(元)`` is ``金额`` with a remark; ``资金收支表`` holds one known word only."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", "", plain)
    if bare in known:
        return known[bare]
    held = [candidate for candidate in known if len(candidate) > 1 and candidate in plain] if len(plain) < 40 else []
    return known[max(held, key=len)] if held and len(max(held, key=len)) * 2 >= len(plain) else ""


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).translate(_VARIANTS).split()).lower()


def _one_edit(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    if len(one) < 2 or len(other) - len(one) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return other[same + 1 :] == one[same + (len(one) == len(other)) :]
