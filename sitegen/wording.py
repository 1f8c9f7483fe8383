"""The wording of messages: ``data/messages/<language>.yaml`` → :class:`~sitegen.diagnostics.Wording`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import cast

from sitegen.diagnostics import Message, Severity, Wording
from sitegen.source import Entries, Node, Scalar, load_document

_OPTIONAL = re.compile(r"〔([^〔〕]*\{(\w+)\}[^〔〕]*)〕")
_SEVERITIES = ("error", "warning", "info")


class Template(str):
    """A sentence whose ``〔是不是“{nearest}”？〕`` is left out when that value is missing or empty."""

    __slots__ = ()

    def format_map(self, mapping: Mapping[str, object], /) -> str:  # type: ignore[override] # narrower on purpose
        """The sentence with its values."""
        chosen = _OPTIONAL.sub(lambda match: match[1] if mapping[match[2]] else "", self)
        return str.format_map(chosen, mapping)


def load_wording(text: str) -> Wording:
    """The messages of one language. A mistake in them is a mistake of ours: ValueError names it."""
    document, found = load_document("messages", text.encode())
    if found or not isinstance(document.root, Entries):
        problem = found[0] if found else None
        raise ValueError(f"messages: {problem.code if problem else 'no map'} in line {problem and problem.place.line}")
    root = document.root
    words = root.get("词")
    entries = ((key.text, node) for key, node in root.pairs if isinstance(node, Entries) and key.text != "词")
    messages = {code: _message(code, node) for code, node in entries}
    return Wording(_text(root.get("语言")), messages, _texts(words) if isinstance(words, Entries) else {})


def _message(code: str, node: Entries) -> Message:
    fields = _texts(node)
    severity = fields.get("级别", "error")
    unknown = set(fields) - {"级别", "说", "改法", "解释", "例"}
    if severity not in _SEVERITIES or unknown or not fields.get("说"):
        raise ValueError(f"messages: {code}: {unknown or severity}")
    text, hint = _template(code, fields["说"]), _template(code, fields.get("改法", ""))
    return Message(code, cast(Severity, severity), text, hint, fields.get("解释", ""), fields.get("例", ""))


def _template(code: str, text: str) -> Template:
    names = [(name, form, conversion) for _, name, form, conversion in Formatter().parse(text) if name is not None]
    if any(not re.fullmatch(r"\w+", name) or form or conversion for name, form, conversion in names):
        raise ValueError(f"messages: {code}: {text}")
    return Template(text)


def _texts(entries: Entries) -> dict[str, str]:
    return {key.text: value.text for key, value in entries.pairs if isinstance(value, Scalar)}


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""
