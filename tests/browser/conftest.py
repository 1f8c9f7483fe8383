"""A telephone to look at pages with: the system's Chromium, and a site served on this machine only."""

from __future__ import annotations

import gzip
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.worlds import World

sys.path.insert(0, str(Path(__file__).parent.parent))  # the hand-built village stands in tests/test_pages.py

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SAMPLE = (
    "/",
    "/r/990106/",
    "/103201/",
    "/103201/021/",
    "/103201/242/",
    "/103201/101/",
    "/103201/209/",
    "/103201/posted/",
    "/103201/254/",
    "/103201/141/1/",
    "/103201/211/1/",
    "/103207/021/",
    "/103206/ask/",
)
"""One address of each kind of page."""
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.103 "
    "Mobile Safari/537.36 XWEB/1300473 MMWEBSDK/20241202 MicroMessenger/8.0.57.2820 NetType/3G Language/zh_CN"
)


class _Zipping(SimpleHTTPRequestHandler):
    """Sends pages as a real server would: in gzip."""

    def log_message(self, *_: object) -> None:
        """Requests are not news."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if page.suffix != ".html" or not page.is_file():
            super().do_GET()
            return
        body = gzip.compress(page.read_bytes(), 6)
        self.send_response(200)
        for name, value in (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", len(body))):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Address of ``folder`` on this machine, without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Zipping, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, sample: World) -> Iterator[Mapping[str, str]]:
    """Page name → address: the hand-built pages, one of each kind, and the same kinds of the sample county."""
    from test_pages import write_pages

    folder = tmp_path_factory.mktemp("site")
    paths = write_pages(folder)
    with serve_folder(folder) as base, serve_folder(sample.root / "build/site") as county:
        real = {f"sample {path}": county + path for path in SAMPLE}
        yield {name: base + path for name, path in paths.items()} | real


@dataclass(frozen=True, slots=True)
class Phone:
    """Opens pages as a cheap Android telephone would, or as a desk computer from 500 px on."""

    browser: Any

    @contextmanager
    def open(
        self, url: str, *, width: int = 360, dark: bool = False, script: bool = True, wait: str = "load"
    ) -> Iterator[Any]:
        small = width < 500
        context = self.browser.new_context(
            viewport={"width": width, "height": 640},
            device_scale_factor=2 if small else 1,
            is_mobile=small,
            has_touch=small,
            user_agent=WECHAT,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="zh-CN",
        )
        page = context.new_page()
        page.goto(url, wait_until=wait)
        yield page
        context.close()


@pytest.fixture(scope="session")
def phone() -> Iterator[Phone]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("NO CHROMIUM ON THIS MACHINE: no page was looked at. Install the package “chromium”.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield Phone(browser)
        browser.close()
