"""Marks of web pages, of forms and of spreadsheets in texts: shown as they are or left out, and hardly ever meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sitegen.diagnostics import Diagnostic, Place, warning
from sitegen.source import decode

_TAGS = (
    "a|abbr|audio|b|base|big|blockquote|body|br|button|center|code|dd|div|dl|dt|em|embed|font|form|h[1-6]|head|hr|html|i|iframe"
    "|img|input|li|link|meta|object|ol|p|pre|script|select|small|span|strong|style|sub|sup|svg|table|tbody|td|textarea|th|tr|u|ul"
    "|video"
)
_PERHAPS = re.compile(
    rb"[<{&JjVv(=@+$_](?:(?<=<)[A-Za-z/!]|(?<=\{)[{%]|(?<=&)[naglq#]|(?<=[Jj])[Aa][Vv][Aa][Ss]|(?<=[Vv])[Bb][Ss]"
    rb"|(?<=\()\s*[Dd][Aa][Tt][Aa]:|(?<=[=@+])[A-Za-z]+[(|]|(?<=\$)\{|(?<=_)__)"
)  # one class of first signs: re leaps from one of these to the next
_MARKS = re.compile(
    rf"(?P<tag></?(?:{_TAGS})(?=[\s/>])[^<>\n]*>?|<!--|&(?:nbsp|amp|lt|gt|quot|#\d{{1,5}});)"
    r"|(?P<hole>\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\$\{[^{}\n]*\}|(?<![0-9A-Za-z_])_{3,}(?![0-9A-Za-z_]))"
    r"|(?P<script>(?<![A-Za-z])(?:javascript|vbscript):[^)\s]*|(?<=\()\s*data:[^)\s]*)"
    r"|(?:(?<=^)|(?<=[|,:]))\s*[\"']?(?P<formula>[=@+][A-Za-z]+[(|][^\n|,\"']*)",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST = 40
_LOOKED_AT = ("villages/", "cases/", "sitegen.yaml")


def check_markup(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """The first mark of each line of the ledgers and lists; what stands in remarks is nobody's text."""
    for path, data in files.items():
        if path.startswith(_LOOKED_AT) and path.endswith((".yaml", ".csv")) and _PERHAPS.search(data):
            yield from _check_file(path, decode(path, data)[0] or "")


def _check_file(path: str, text: str) -> Iterator[Diagnostic]:
    for number, line in enumerate(text.split("\n"), 1):
        mark = _MARKS.search(line)
        kind = mark.lastgroup if mark else None
        if (
            mark is None
            or kind is None
            or (path.endswith(".yaml") and re.search(r"^\s*#|\s#", line[: mark.start(kind)]))
        ):
            continue
        start, end = mark.span(kind)
        said = mark[kind] if end - start <= _LONGEST else f"{mark[kind][:_LONGEST]}…"
        yield warning("SYN-MARKUP", Place(path, number, start + 1, end + 1), text=said, mark=kind)
