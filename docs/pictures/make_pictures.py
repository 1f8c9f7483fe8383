"""Makes the README's picture: a page on a phone beside the poster that leads to it. Run after ``make run`` has built both.

.venv/bin/python docs/pictures/make_pictures.py
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "build/site/103201/021/index.html"
POSTER = ROOT / "build/print/清溪村/清溪村-海报-A4竖.pdf"
HEIGHT = 1100
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def take_page() -> Image.Image:
    """The first screens of the page on a phone of 360 × 780."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 360, "height": 780}, device_scale_factor=2)
        page.goto(PAGE.as_uri())
        picture = page.screenshot()
        browser.close()
    return Image.open(io.BytesIO(picture)).convert("RGB")


def take_poster() -> Image.Image:
    document = pypdfium2.PdfDocument(POSTER)
    return document[0].render(scale=2).to_pil().convert("RGB")


def in_frame(picture: Image.Image) -> Image.Image:
    """A phone drawn with two rounded corners and nothing else."""
    edge, radius = 18, 54
    phone = Image.new("RGB", (picture.width + 2 * edge, picture.height + 4 * edge), "#e9e6dc")
    draw = ImageDraw.Draw(phone)
    draw.rounded_rectangle((0, 0, phone.width - 1, phone.height - 1), radius, fill="#22241f")
    phone.paste(picture, (edge, 2 * edge))
    return phone


def to_height(picture: Image.Image, height: int) -> Image.Image:
    return picture.resize((round(picture.width * height / picture.height), height), Image.Resampling.LANCZOS)


def main() -> None:
    phone, poster = to_height(in_frame(take_page()), HEIGHT), to_height(take_poster(), HEIGHT)
    gap = 60
    whole = Image.new("RGB", (phone.width + poster.width + 3 * gap, HEIGHT + 2 * gap), "#e9e6dc")
    whole.paste(phone, (gap, gap))
    whole.paste(poster, (phone.width + 2 * gap, gap))
    whole.quantize(64).save(ROOT / "docs/pictures/page-and-poster.png", optimize=True)


if __name__ == "__main__":
    main()
