"""Digests, canonical JSON, check codes and check words: how equal things are known to be equal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from msgspec import json

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs that cannot be taken for one another when read out or written by hand: no 0 O 1 I."""

_WORDS = (
    "稻花 荷塘 竹林 春雨 秋收 山泉 梨园 麦田 桑叶 茶山 石桥 柳岸 杏林 菜畦 谷仓 炊烟 "
    "晨露 晚霞 清风 明月 小溪 古井 老槐 青松 白云 红枣 银杏 油菜 花生 蜂箱 鱼塘 水车 "
    "羊群 牧歌 草垛 田埂 瓜棚 豆角 莲藕 菱角 橘树 桃花 枇杷 板栗 核桃 石榴 葡萄 向日葵"
).split()


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_parts(parts: Iterable[bytes]) -> str:
    """SHA-256 over parts, each preceded by its length, so that no two lists of parts look alike."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


def to_canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no blanks, Chinese as it is."""
    return json.encode(value, order="sorted").decode()


def short_code(text: str, signs: int) -> str:
    """The first ``signs`` signs, five bits each, of the digest of a text."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    return "".join(_ALPHABET[(number >> (256 - 5 * place)) & 31] for place in range(1, signs + 1))


def check_code(text: str) -> str:
    """Four signs that a reviewer quotes: the first 20 bits of the digest of what they saw."""
    return short_code(text, 4)


def is_check_code(text: str) -> bool:
    """Whether the text could be a check code."""
    return len(text) == 4 and all(sign in _ALPHABET for sign in text)


def check_word(address: str) -> str:
    """The word printed on a village's posters and repeated on its pages; chosen by its permanent address number."""
    number = int.from_bytes(hashlib.sha256(address.encode()).digest()[:4], "big")
    return _WORDS[number % len(_WORDS)]


def chain(previous: str, line: str) -> str:
    """Digest that ties a line to the one before it: 16 hex signs."""
    return hashlib.sha256(f"{previous}\n{line}".encode()).hexdigest()[:16]
