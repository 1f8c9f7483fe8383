"""What a sheet says a second time, in another language under its Chinese: the same words as the pages, of the same files.

A text that nobody translated is empty here, and the sheet says it in Chinese alone: Chinese under Chinese would help nobody.
What a village or a thing is called stands in no file of ours; a county gives it in its own ``words/<tag>.local.po``.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.views.language import Language

_SENTENCES: Mapping[str, str] = {
    "heading": "码上公开",
    "scan": "打开微信“扫一扫”，对准一个码",
    "compare": "打开后第一行应是“{village}”，核对字：{word}",
    "safe": "这里只看信息。不要钱、不要密码、不要验证码、不要身份证号。",
    "false": "要钱的是假码，请打 {telephone}。",
}

_FROM_LEFT, _END = "\u2066", "\u2069"
"""Around what is read from the left in a text from the right: a telephone number would come out with its ends exchanged."""


class Second(Struct, frozen=True):
    """The sentences of posters, tags, plates and the table card in the second language."""

    tag: str
    """BCP 47: ``ug``."""
    direction: str
    """``ltr`` or ``rtl``; Mongolian, which would run from top to bottom, is set from left to right."""
    village: str
    heading: str
    scan: str
    compare: str
    """What the opened page begins with."""
    safe: str
    false: str
    """Whom to ring when a code asks for money."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The sentences nobody translated, in Chinese."""
        return tuple(text for name, text in _SENTENCES.items() if not getattr(self, name))


def view_second(language: Language, village: str, check_word: str, complaint: str) -> Second | None:
    """The sentences of a sheet in that language; None for Chinese."""
    if language.tag.startswith("zh"):
        return None
    direction = "rtl" if language.find("ltr") == "rtl" else "ltr"
    values = {"village": village, "word": check_word, "telephone": complaint}
    if direction == "rtl":
        values = {name: f"{_FROM_LEFT}{value}{_END}" for name, value in values.items()}
    said = {name: language.find(text, **values) for name, text in _SENTENCES.items()}
    return Second(language.tag, direction, language.find(village), **said)
