"""The wording of messages: ``data/messages/<language>.yaml`` → :class:`~sitegen.diagnostics.Wording`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from string import Formatter
from typing import cast

from sitegen.diagnostics import Message, Severity, Wording
from sitegen.source import Entries, Node, Scalar, load_document

_SEVERITIES = ("error", "warning", "info")
_MESSAGE_KEYS = {"级别", "说", "改法", "解释", "例"}
_ENTRY = re.compile(r"^(?=\w)", re.MULTILINE)
_SAID_WITH_ALL = ("语言", "词")


def load_wording(text: str, codes: Collection[str] | None = None) -> Wording:
    """The messages of one language, or only those of some codes: a build says few, and all are as long as a year of ledgers.

    A mistake in them is a mistake of ours: ValueError names it.
    """
    if codes is not None:
        text = "".join(each for each in _ENTRY.split(text) if each.partition(":")[0] in {*_SAID_WITH_ALL, *codes})
    document, found = load_document("messages", text.encode())
    if found or not isinstance(document.root, Entries):
        problem = found[0] if found else None
        raise ValueError(f"messages: {problem.code if problem else 'no map'} in line {problem and problem.place.line}")
    root = document.root
    words = root.get("词")
    entries = ((key.text, node) for key, node in root.pairs if isinstance(node, Entries) and key.text != "词")
    messages = {code: _message(code, node) for code, node in entries}
    return Wording(_text(root.get("语言")), messages, dict(_words(words)) if isinstance(words, Entries) else {})


def _message(code: str, node: Entries) -> Message:
    fields = {key.text: _text(value) for key, value in node.pairs}
    severity = fields.get("级别", "error")
    unknown = set(fields) - _MESSAGE_KEYS
    if severity not in _SEVERITIES or unknown or not fields.get("说"):
        raise ValueError(f"messages: {code}: {unknown or severity}")
    text, hint = _checked(code, fields["说"]), _checked(code, fields.get("改法", ""))
    return Message(code, cast(Severity, severity), text, hint, fields.get("解释", ""), fields.get("例", ""))


def _checked(code: str, template: str) -> str:
    """The template, whose fields are plain names."""
    for _, name, form, conversion in Formatter().parse(template):
        if name is not None and (not re.fullmatch(r"\w+", name) or form or conversion):
            raise ValueError(f"messages: {code}: {template}")
    return template


def _words(entries: Entries) -> Iterator[tuple[str, str]]:
    """``error: 错误`` as it is; ``expected: {map: …}`` as ``expected.map``."""
    for key, value in entries.pairs:
        if isinstance(value, Entries):
            yield from ((f"{key.text}.{name.text}", _text(word)) for name, word in value.pairs)
        elif isinstance(value, Scalar):
            yield key.text, value.text  # as written: some end with a space


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


# ---- the page of all codes -------------------------------------------------------------------------------------------

_HEAD = """\
# 代码

<!-- 由 sitegen/data/messages/zh.yaml 生成，不要手改：UPDATE=1 .venv/bin/python -m pytest tests/test_messages.py -->

检查和构建时说的每一种要改的地方，都有一个永不改名的代码。`sitegen explain 代码` 说的就是这里的话。
**错误**的内容不会公布；**提醒**的照样公布，但列出来；**提示**不用改。同一个代码有时只是提醒，这里写的是最重的一种。
"""


def to_page(wording: Wording) -> str:
    """``docs/codes.md``: all codes with what is wrong, what to do, why, and an example, by the word before the dash."""
    sections: dict[str, list[Message]] = {}
    for message in wording.messages.values():
        sections.setdefault(message.code.partition("-")[0], []).append(message)
    parts = [_HEAD]
    for name, messages in sections.items():
        parts.append(f"## {name}\n")
        parts += [_to_section(message, wording) for message in messages]
    return "\n".join(parts)


def _to_section(message: Message, wording: Wording) -> str:
    lines = [f"### {message.code}", "", f"{wording.words[message.severity]}：{_plain(message.sentence)}。", ""]
    lines += [f"{wording.words['hint']}{_plain(message.cure)}。", ""] if message.cure else []
    lines += [_plain(message.explanation), "", f"例：`{message.example}`", ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """The text for Markdown, where some of its signs would mean something."""
    return re.sub(r"([\\*_<>\[\]|`#])", r"\\\1", text)
