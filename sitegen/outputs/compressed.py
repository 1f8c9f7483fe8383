"""Smaller copies beside a file, for web servers that hand them out as they are (``gzip_static``, ``brotli_static``)."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

_TEXTS = (".html", ".xml", ".json", ".csv", ".txt", ".svg")
_SMALLEST = 600
"""Bytes below which a copy saves no packet."""
_GZIP_LEVEL, _BROTLI_LEVEL = 6, 5
"""Beyond these a page takes many times as long for a few per cent less."""


def make_compressed(files: Mapping[str, bytes], *, brotli: bool) -> dict[str, bytes]:
    """``.gz`` copies of all texts, and ``.br`` copies with ``brotli``; equal files give equal copies.

    Raises ``ImportError`` where brotli is asked for and not installed.
    """
    texts = {path: data for path, data in files.items() if path.endswith(_TEXTS) and len(data) >= _SMALLEST}
    copies = {f"{path}.gz": gzip.compress(data, _GZIP_LEVEL, mtime=0) for path, data in texts.items()}
    if brotli:
        from brotli import compress  # noqa: PLC0415 - an extra part

        copies |= {f"{path}.br": compress(data, quality=_BROTLI_LEVEL) for path, data in texts.items()}
    return copies
