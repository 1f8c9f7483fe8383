"""Makes the handbook's pictures from the real program: a county from ``init``, its menu, desk, page, sheets and Excel form.

.venv/bin/python docs/handbook/make_pictures.py
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

import pypdfium2
from PIL import Image
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
        browser.close()


if __name__ == "__main__":
    main()
