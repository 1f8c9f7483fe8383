"""What a theme would fetch from elsewhere: pages show only what the site itself has, and a visit tells nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sitegen.diagnostics import Diagnostic, Place, error

_REMOTE = r"(?:https?:)?//[^\s\"')>]+"
_STYLE = re.compile(rf"@import\b[^;\n]*|url\(\s*[\"']?{_REMOTE}[\"']?\s*\)", re.IGNORECASE)
_PAGE = re.compile(
    rf"<(?:script|img|iframe|link|source|video|audio|embed|object)\b[^>]*?\b(?:src|href|data)\s*=\s*[\"']?({_REMOTE})",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def check_looks(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Imports and addresses of other sites in the style sheets and pages of themes, by ``<theme>/<path>``."""
    for path, data in files.items():
        pattern = _STYLE if path.endswith(".css") else _PAGE if path.endswith(".html") else None
        if pattern is not None:
            text = data.decode("utf-8", errors="replace")
            written = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
            for mark in pattern.finditer(written):
                start, end = mark.span(1 if pattern is _PAGE else 0)
                yield error("LINK-REMOTE", _place(f"themes/{path}", text, start, end), text=text[start:end][:80])


def _place(path: str, text: str, start: int, end: int) -> Place:
    line_start = text.rfind("\n", 0, start) + 1
    return Place(path, text.count("\n", 0, start) + 1, start - line_start + 1, end - line_start + 1)
