"""Attachments made fit to be shown: pictures redrawn without any metadata, documents refused when they hold more than text."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST = 1600
"""Pixels of the longer side: readable at full width on a phone held sideways."""
_MOST_PIXELS = 50_000_000
_DANGEROUS = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")


def make_attachment(data: bytes, ending: str) -> tuple[bytes | None, str]:
    """The bytes that may be published, or None and why not."""
    if not data:
        return None, "文件是空的"
    return _check_pdf(data) if ending == ".pdf" else _make_picture(data, ending)


def _check_pdf(data: bytes) -> tuple[bytes | None, str]:
    if not data.startswith(b"%PDF-"):
        return None, "后缀是 pdf，内容不是"
    found = next((mark for mark in _DANGEROUS if mark in data), None)
    return (None, f"里面有脚本或附件（{found.decode()}）") if found else (data, "")


def _make_picture(data: bytes, ending: str) -> tuple[bytes | None, str]:
    """Redrawn pixel by pixel: no EXIF, no place, no comment, no thumbnail survives."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    return None, "图片太大"
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
