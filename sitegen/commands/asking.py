"""Questions on the terminal, each with a sensible answer ready: a village, a period, one of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from sitegen.commands.session import Session
from sitegen.commands.words import WrongUseError
from sitegen.initials import find_initials
from sitegen.model.period import Period, from_text
from sitegen.sensitive import conceal

_LISTED = 40
"""A list that a screen holds; of longer ones nobody knows the numbers."""


def find_names(word: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names meant by a number (from 1) in a list that is shown, the name, a part of it, or the first letters of its pinyin."""
    typed = word.strip().lower()
    if len(names) <= _LISTED and typed.isdecimal() and 1 <= int(typed) <= len(names):
        return (names[int(typed) - 1],)
    same = tuple(name for name in names if name.lower() == typed)
    part = same or tuple(name for name in names if typed and typed in name.lower())
    if part or not typed.isascii() or not typed.isalpha():
        return part
    return tuple(name for name in names if any(sound.startswith(typed) for sound in _sounds(name)))


def _sounds(name: str) -> tuple[str, str]:
    """The pinyin of a name: its initials, and all of it."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a quarter of a second that only letters pay

    return find_initials(name), "".join(lazy_pinyin(name)).lower()


def refuse_numbers(reason: str) -> None:
    """Nothing private may stand in a reason: it goes into a register from which nothing is ever taken out."""
    if conceal(reason) != reason:
        said = conceal(reason)
        raise WrongUseError(
            f"原因会永远留在记录里，也写在页面上，不能有证件号、卡号、手机号：{said}",
            f"the reason stays for ever and is shown: no numbers of persons in it: {said}",
        )


def ask_one(session: Session, question: tuple[str, str], names: Sequence[str], default: str = "") -> str:
    """One of the names; the only one is not asked for."""
    if len(names) == 1:
        return names[0]
    _list(session, names)
    while True:
        hits = find_names(ask(session, *question, default=default), names)
        if len(hits) == 1:
            return hits[0]
        if hits:
            session.say(f"有 {len(hits)} 个都像，再写清楚一点：{'、'.join(hits)}", f"which of {', '.join(hits)}?")
        else:
            session.say(
                "没有这一个。写名字里的字，或拼音的头几个字母；列出来的，写号码也行。",
                "none is called so; number, name or pinyin",
            )


def _list(session: Session, names: Sequence[str]) -> None:
    if len(names) <= _LISTED:
        session.say(*["\n".join(f"    {number:>2}  {name}" for number, name in enumerate(names, start=1))] * 2)
    else:
        session.say(f"    一共 {len(names)} 个，写名字里的字", f"    {len(names)} of them: write a part of the name")


def ask_period(session: Session, default: Period) -> Period:
    """A period; Enter is the one that is due."""
    while True:
        period = from_text(ask(session, "哪一期", "which period", default=default.label))
        if period is not None:
            return period
        session.say("看不出是哪一期，写成 2026年3季度、2026年9月 或 2026年", "write 2026q3, 2026m09 or 2026y")


def ask(session: Session, chinese: str, english: str, default: str = "") -> str:
    """A line of text; Enter is the default."""
    return str(click.prompt("  " + session.choose(chinese, english), default=default or None)).strip()


_DRAGGED = re.compile(r"(?:&\s+)?([\"'“‘]?)(.*?)[\"'”’]?")


def ask_path(session: Session, chinese: str, english: str, default: str = "") -> str:
    """A file or a folder, without what a window puts around one that was dragged into it."""
    typed = ask(session, chinese, english, default=default)
    if typed.startswith("file://"):
        return url2pathname(urlsplit(typed).path)
    match = _DRAGGED.fullmatch(typed)
    return match[2].strip() if match and match[1] else typed


def say_list(names: Sequence[str], unit: str, most: int = 3) -> str:
    """``清溪村、梨园村``, or ``清溪村等 5 个村`` when there are many."""
    if len(names) <= most:
        return "、".join(names)
    return f"{names[0]}等 {len(names)} {unit}"
