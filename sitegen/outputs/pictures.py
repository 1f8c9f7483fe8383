"""Attachments made fit to be shown: pictures redrawn without any metadata, documents refused when they hold more than text."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Iterator
from contextlib import suppress

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2 import raw

from sitegen.checks.contents import LARGEST_SOUND, MOST_PIXELS, TOO_LONG_A_SOUND
from sitegen.checks.personal import find_private
from sitegen.sensitive import is_identity_number

LONGEST = 1600
"""Pixels of the longer side: readable at full width on a phone held sideways."""
_MOST_PAGES = 200
_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
_DANGEROUS = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA", b"/OpenAction", b"/AA")


def make_attachment(data: bytes, ending: str, allowed: frozenset[str] = frozenset()) -> tuple[bytes | None, str]:
    """The bytes that may be published, or None and why not; ``allowed`` are the telephones a document may name."""
    if not data:
        return None, "文件是空的"
    if ending == ".mp3":
        return _make_sound(data, allowed)
    return _make_document(data, allowed) if ending == ".pdf" else _make_picture(data, ending)


_BARE = re.compile(rb"(?<![0-9A-Za-z.])(?:1[3-9][0-9]{9}|[0-9]{15,19}|[0-9]{17}[Xx])(?![0-9A-Za-z.])")
_LETTERED = re.compile(rb"(?<![0-9.])[0-9]{17,40}[0-9Xx]")
_IN_HEX = re.compile(rb"<((?:[0-9A-Fa-f]{2}){14,400})>")
"""How a document may write its texts: two figures for each byte."""
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_UNPACKED = 50_000_000
"""Bytes of a document's unpacked parts that are looked at."""


def _holds_number(data: bytes, allowed: frozenset[str]) -> bool:
    """Whether private numbers stand amid bytes that no reader shows: notes of programs, what a recorder wrote in between."""
    views = (data, data.replace(b"\0", b"")) if b"\0" in data else (data,)
    hexed = (bytes.fromhex(match[1].decode()).replace(b"\0", b"") for match in _IN_HEX.finditer(data))
    return any(_is_private(view, allowed) for view in (*views, *hexed))


def _is_private(data: bytes, allowed: frozenset[str]) -> bool:
    bare = (match[0].decode() for match in _BARE.finditer(data))
    if any(find_private(number, allowed) for number in bare):
        return True
    runs = (match[0].decode() for match in _LETTERED.finditer(data))
    return any(is_identity_number(run[at : at + 18]) for run in runs for at in range(len(run) - 17))


def _unpacked(data: bytes) -> Iterator[bytes]:
    """A document as it is, and each of its packed parts."""
    yield data
    left = _UNPACKED
    for match in _STREAM.finditer(data):
        with suppress(zlib.error):
            part = zlib.decompressobj().decompress(match[1], max(left, 1))
            left -= len(part)
            yield part


def _make_sound(data: bytes, allowed: frozenset[str]) -> tuple[bytes | None, str]:
    """The sound without what recorders write around it (ID3, APE): names, places and pictures stay behind."""
    if len(data) > LARGEST_SOUND:
        return None, TOO_LONG_A_SOUND
    plain = _strip_tags(data)
    is_sound = len(plain) > 4 and plain[0] == 0xFF and plain[1] & 0xE0 == 0xE0
    if _holds_number(plain, allowed):
        return None, "声音里夹着不能公开的号码"
    return (plain, "") if is_sound else (None, "后缀是 mp3，内容不是")


def _strip_tags(data: bytes) -> bytes:
    """MPEG frames only: ID3v2 in front (its size in four times seven bits), ID3v1 and APEv2 behind."""
    while data[:3] == b"ID3" and len(data) > 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
        data = data[10 + size + (10 if data[5] & 0x10 else 0) :]
    if data[-128:-125] == b"TAG":
        data = data[:-128]
    marked = data.find(b"APETAGEX", max(len(data) - 100_000, 0))
    return data[:marked] if marked >= 0 else data


def _make_document(data: bytes, allowed: frozenset[str]) -> tuple[bytes | None, str]:
    """The pages copied into a new document, so that nothing of the old one's own notes comes along."""
    if not data.startswith(b"%PDF-"):
        return None, "后缀是 pdf，内容不是"
    found = next((mark for mark in _DANGEROUS if mark in data), None)
    if found:
        return None, f"里面有脚本或附件（{found.decode()}）"
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > _MOST_PAGES:
                return None, f"超过{_MOST_PAGES}页"
            return _copy_pages(document, allowed)
    except pypdfium2.PdfiumError:
        return None, "打不开，可能有密码或者坏了"


_LONGEST_NUMBER = 40
"""Signs at the end of a page in which a number may begin that goes on on the next."""


def _copy_pages(document: pypdfium2.PdfDocument, allowed: frozenset[str]) -> tuple[bytes | None, str]:
    if raw.FPDFDoc_GetAttachmentCount(document.raw) or raw.FPDFDoc_GetJavaScriptActionCount(document.raw):
        return None, "里面有脚本或附件"
    end = ""
    for number, page in enumerate(document, start=1):
        text = page.get_textpage().get_text_bounded()
        if find_private(f"{end}\n{text}", allowed):
            return None, f"第{number}页有不能公开的号码或住址"
        end = text[-_LONGEST_NUMBER:]
        for _ in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            raw.FPDFPage_RemoveAnnot(page.raw, 0)
    with pypdfium2.PdfDocument.new() as copy:
        copy.import_pages(document)
        stream = io.BytesIO()
        copy.save(stream)
    made = _without_chance(stream.getvalue())
    if any(_holds_number(part, allowed) for part in _unpacked(made)):
        return None, "里面有看不见的不能公开的号码"
    return made, ""


_MADE = re.compile(rb"(?<=Date\(D:)\d+|(?<=ID\[<)[0-9A-F]{32}><[0-9A-F]{32}(?=>\])")


def _without_chance(data: bytes) -> bytes:
    """The day of copying and a number drawn by lot are no facts of the document: equal documents give equal bytes. Only
    digits are replaced, by zeros, so that every offset holds."""
    return _MADE.sub(lambda match: re.sub(rb"[0-9A-F]", b"0", match[0]), data)


def _make_picture(data: bytes, ending: str) -> tuple[bytes | None, str]:
    """Redrawn pixel by pixel: no EXIF, no place, no comment, no thumbnail survives."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return None, "图片太大"
                if opened.format != _FORMATS.get(ending):
                    return None, f"后缀是 {ending.lstrip('.')}，内容却是 {opened.format}"
                upright = ImageOps.exif_transpose(opened)
                return _redraw(upright, ending), ""
    except Image.DecompressionBombWarning:
        return None, "图片太大"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None, "读不出图片"


def _redraw(picture: Image.Image, ending: str) -> bytes:
    picture.thumbnail((LONGEST, LONGEST))
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
    stream = io.BytesIO()
    if ending == ".png":
        clean.quantize(64).save(stream, "PNG", optimize=True)
    else:
        clean.save(stream, "JPEG", quality=80, optimize=True)
    return stream.getvalue()
