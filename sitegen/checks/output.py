"""Every file is read once more, byte by byte, before it may be shown: no personal data gets out by any way."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator

from sitegen.checks.personal import find_personal
from sitegen.diagnostics import Diagnostic, Place, error

_TEXTS = (".json", ".xml", ".txt")
_MARKUP = re.compile(r"<(?:style|script)[^>]*>.*?</(?:style|script)>|<meta http-equiv[^>]*>", re.DOTALL)
_INLINE = re.compile(r"</?(?:span|strong|b|wbr|em|a)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_KINDS = {"PII-ID": "身份证号", "PII-CARD": "银行卡号", "PII-PHONE": "手机号"}


def check_output(path: str, data: bytes, allowed: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Personal data in a finished file; ``allowed`` are telephones agreed to and numbers known to be vouchers."""
    hits = (hit for text in _texts(path, data) for hit in _find(text, allowed))
    return tuple(error("PII-OUTPUT", Place(path), path=path, kind=_KINDS[code]) for code in dict.fromkeys(hits))


def _texts(path: str, data: bytes) -> Iterator[str]:
    yield path
    if path.endswith(".html"):
        text = _MARKUP.sub(" ", data.decode("utf-8", errors="replace"))
        yield html.unescape(_TAG.sub("|", _INLINE.sub("", text)))
        yield "|".join(_ATTRIBUTE.findall(text))
    elif path.endswith(".csv"):
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace")))
        yield "|".join(cell for row in rows for cell in row)
    elif path.endswith(_TEXTS):
        yield data.decode("utf-8", errors="replace")
    elif path.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for name in book.namelist():
                if not name.startswith("xl/worksheets/"):  # cells there are amounts and numbers of texts kept elsewhere
                    yield _TAG.sub("|", book.read(name).decode("utf-8", errors="replace"))


def _find(text: str, allowed: frozenset[str]) -> Iterator[str]:
    for hit in find_personal(text, "choice"):
        number = re.sub(r"\D", "", text[hit.start : hit.end])
        if hit.code in _KINDS and number not in allowed:
            yield hit.code
