"""Makes the handbook's pictures from the real program: a county from ``init``, its menu, desk, page, sheets and Excel form.

.venv/bin/python docs/handbook/make_pictures.py

The form is drawn by LibreOffice (apt-get install --no-install-recommends libreoffice-calc).
"""

from __future__ import annotations

import contextlib
import html
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
from PIL import Image, ImageChops
from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).resolve().parent / "pictures"
TODAY = "2026-10-12"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LEDGER = "villages/990106103201-清溪村/2026/2026年2季度.yaml"
SCREEN = """
<meta charset="utf-8"><style>
body { margin: 0; padding: 18px 22px; background: #22241f; color: #edebe3; }
pre { margin: 0; font: 17px/1.6 "Noto Sans Mono CJK SC", monospace; white-space: pre; }
.e { color: #ff9d8a; font-weight: 700; } .w { color: #f2d16b; font-weight: 700; } .t { color: #94d6bb; font-weight: 700; }
</style><pre>"""


def run(county: Path, *words: str) -> str:
    """What the program says, as a clerk sees it in the window."""
    command = [sys.executable, "-m", "sitegen.cli", "-C", str(county), "--today", TODAY, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    return done.stderr + done.stdout


def take_screen(browser: Browser, name: str, typed: str, said: str) -> None:
    """A window in which something was typed and answered."""
    text = re.sub(r"(错误)(?= [A-Z]+-)", r'<span class="e">\1</span>', html.escape(said.strip()))
    text = re.sub(r"(提醒)(?= [A-Z]+-)", r'<span class="w">\1</span>', text)
    page = browser.new_page(viewport={"width": 980, "height": 200}, device_scale_factor=1.5)
    page.set_content(f'{SCREEN}<span class="t">{html.escape(typed)}</span>\n{text}</pre>')
    keep(name, page.locator("body").screenshot())
    page.close()


def take_page(browser: Browser, name: str, url: str, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
    page.goto(url)
    keep(name, page.screenshot())
    page.close()


def take_sheet(name: str, path: Path) -> None:
    sheet = pypdfium2.PdfDocument(path)[0].render(scale=1.4).to_pil()
    data = io.BytesIO()
    sheet.convert("RGB").save(data, "PNG")
    keep(name, data.getvalue())


FILLED = {"B": "2026-9-20", "C": "记-029", "E": "管理费用", "F": "水电网络费", "H": "电费", "I": "供电所", "J": 620}
"""The first line of 出账, as chapter 2 has it."""


def take_form(name: str, path: Path) -> None:
    """The sheet 出账 of a form with one line filled in, with the letters and numbers that messages name its cells by."""
    book = openpyxl.load_workbook(path)
    sheet = book["出账"]
    for column, value in FILLED.items():
        sheet[f"{column}6"] = value
    for other in book.sheetnames:
        if other != "出账":
            del book[other]
    sheet.print_options.headings, sheet.print_area, sheet.page_setup.fitToWidth = True, "A1:J9", 1
    sheet.oddFooter.left.text = sheet.oddFooter.right.text = None
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder) / "form.xlsx"
        book.save(form)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(form)]
        subprocess.run(command, check=True, capture_output=True)
        page = pypdfium2.PdfDocument(form.with_suffix(".pdf"))[0].render(scale=2).to_pil().convert("RGB")
    left, top, right, bottom = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    data = io.BytesIO()
    page.crop((left - 12, top - 12, right + 12, bottom + 12)).save(data, "PNG")
    keep(name, data.getvalue())


def keep(name: str, data: bytes) -> None:
    """A few colours are enough for screens and sheets, and the handbook stays small."""
    PICTURES.mkdir(exist_ok=True)
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.quantize(64, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


@contextlib.contextmanager
def serving(county: Path) -> Iterator[str]:
    """The preview of a county, at its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "sitegen.cli", "-C", str(county), "--today", TODAY, "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(url, timeout=2).close()
                break
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    county = Path(tempfile.mkdtemp()) / "我的镇"
    run(county, "init")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        ledger = county / LEDGER
        good = ledger.read_text("utf-8")
        ledger.write_text(good.replace("8,600.00", "八千六"), encoding="utf-8")
        take_screen(browser, "检查", "sitegen 检查", run(county, "check"))
        with serving(county) as url:
            take_page(browser, "办公桌", f"{url}/_desk/", 980, 760)
        ledger.write_text(good, encoding="utf-8")
        with serving(county) as url:
            take_page(browser, "手机上的钱账", f"{url}/103201/021/", 360, 640)
        run(county, "print", "review", "清溪村")
        run(county, "print", "poster", "清溪村")
        take_sheet("审核单", sorted((county / "build/print").rglob("*审核单-钱账*.pdf"))[0])
        take_sheet("海报", sorted((county / "build/print").rglob("*海报-A4*.pdf"))[0])
        run(county, "template", "资金收支", "--village", "清溪村", "--period", "2026年3季度")
        take_form("表样", county / "导入/表样/清溪村-资金收支-村委会-2026年3季度.xlsx")
        browser.close()


if __name__ == "__main__":
    main()
