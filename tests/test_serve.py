"""The preview: what it gives out, what it refuses, and that pages follow the ledgers."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple

import pytest

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.outputs.qr import make_symbol
from sitegen.overlay import read_data
from sitegen.serve.additions import decorate
from sitegen.serve.greeting import to_blocks
from sitegen.serve.preview import DeskReader, Preview, Shown
from sitegen.serve.server import find_file, open_server
from sitegen.wording import load_wording
from tests.worlds import World, small_county

WORDING = load_wording(read_data("messages/zh.yaml"))
WRONG = error("SUM-BALANCE", Place("villages/x/2026/<3>.yaml", 12, 3, 5), account="村委会", opening="1", closing="2")
LEDGER = "villages/990106103201-清溪村/2026/2026年3季度.yaml"


class Answer(NamedTuple):
    status: int
    body: str
    response: HTTPResponse


@contextmanager
def serving(
    root: Path, base: str = "/", found: tuple[Diagnostic, ...] = (), desk: DeskReader | None = None
) -> Iterator[tuple[Preview, int]]:
    preview = Preview(root, WORDING, Shown("one", base, found), desk)
    server = open_server(preview, "127.0.0.1", None)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield preview, server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def get(port: int, path: str, method: str = "GET") -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_host=False)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read().decode("utf-8", errors="replace")
    connection.close()
    return Answer(response.status, body, response)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = small_county(tmp_path_factory.mktemp("serve")).build()
    root = world.root / "build/site"
    (root / ".secret").write_text("secret")
    (root / "out.txt").symlink_to(world.root / "sitegen.yaml")
    (root / "folder").mkdir()
    return root


# ---- what it gives out -----------------------------------------------------------------------------------------------


def test_pages_come_with_a_script_that_is_not_on_disk(site: Path) -> None:
    with serving(site) as (_, port):
        answer = get(port, "/103201/021/")
    assert answer.status == 200
    assert answer.response.getheader("Content-Type") == "text/html; charset=utf-8"
    assert "EventSource" in answer.body
    assert "EventSource" not in (site / "103201/021/index.html").read_text("utf-8")
    assert "sitegen-wrong" not in answer.body


@pytest.mark.parametrize("found", [(), (WRONG,)])
def test_the_policy_lets_through_what_was_added_and_no_more(site: Path, found: tuple[Diagnostic, ...]) -> None:
    page = (site / "index.html").read_bytes()
    served = decorate(page, Path("index.html"), Shown("one", "/", found), WORDING).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', served)
    assert policy
    directives = dict(part.strip().partition(" ")[::2] for part in policy[1].split(";"))
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        texts = re.findall(rf"<{tag}>(.*?)</{tag}>", served, re.DOTALL)
        hashes = {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts}
        assert hashes == set(directives[directive].split())
    assert directives["default-src"] == "'none'"
    assert directives["connect-src"] == "'self'"


def test_the_panel_says_what_is_wrong_and_is_escaped(site: Path) -> None:
    page = (site / "index.html").read_bytes()
    served = decorate(page, Path("index.html"), Shown("one", "/", (WRONG,)), WORDING).decode()
    assert "账里还有 1 处错误" in served
    assert "&lt;3&gt;.yaml:12:3" in served
    assert "改法：" in served
    assert served.index("<body") < served.index("sitegen-wrong", served.index("<body")) < served.index("<main")


def test_head_and_the_page_for_what_is_not_there(site: Path) -> None:
    with serving(site) as (_, port):
        assert get(port, "/", "HEAD").body == ""
        lost = get(port, "/990000/")
        assert get(port, "/103201/021").response.getheader("Location") == "/103201/021/"
        assert get(port, "/", "POST").status in (405, 501)
    assert lost.status == 404
    assert "EventSource" in lost.body


def test_the_base_path_is_kept(site: Path) -> None:
    with serving(site, base="/gk/") as (_, port):
        assert get(port, "/gk/103201/").status == 200
        assert get(port, "/103201/").status == 404
        assert get(port, "/").response.getheader("Location") == "/gk/"


@pytest.mark.parametrize(
    "path",
    [
        "/../sitegen.yaml",
        "/%2e%2e/%2e%2e/sitegen.yaml",
        "/103201/..%2f..%2f..%2fsitegen.yaml",
        "/..%5c..%5csitegen.yaml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/.secret",
        "/out.txt",
        "/folder/",
        "/103201/files/",
        "/index.html%00.txt",
        "/%ff",
        "/" + "a" * 5000,
    ],
)
def test_nothing_outside_hidden_or_listed_is_given_out(site: Path, path: str) -> None:
    with serving(site) as (_, port):
        answer = get(port, path)
    assert answer.status == 404
    assert "名称: 青石县" not in answer.body
    assert "root:" not in answer.body


def test_files_are_found_inside_only(site: Path) -> None:
    assert find_file(site, "/", "/") == (site / "index.html").resolve()
    assert find_file(site, "/gk/", "/") is None
    assert find_file(site, "/", "/robots.txt") is not None


# ---- following the ledgers -------------------------------------------------------------------------------------------


def test_open_pages_hear_of_a_new_build(site: Path) -> None:
    with serving(site) as (preview, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/.sitegen/events")
        events = connection.getresponse()
        assert events.readline() == b"data: one\n"
        events.readline()
        preview.update(Shown("two", "/", ()))
        assert events.readline() == b"data: two\n"
        connection.close()


def test_requests_wait_while_a_build_exchanges_files(site: Path) -> None:
    answers: list[int] = []
    with serving(site) as (preview, port):
        preview.gate.acquire()
        asking = threading.Thread(target=lambda: answers.append(get(port, "/").status))
        asking.start()
        time.sleep(0.3)
        assert answers == []
        preview.gate.release()
        asking.join(timeout=20)
    assert answers == [200]


@contextmanager
def running(world: World) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "sitegen.cli", "serve", "-C", str(world.root), "--today", "2026-10-12"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = None
        while found is None:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        yield process, int(found[1])
    finally:
        process.kill()
        process.communicate()


def wait_for(port: int, path: str, wanted: str, *, present: bool) -> str:
    for _ in range(150):
        body = get(port, path).body
        if (wanted in body) is present:
            return body
        time.sleep(0.1)
    raise AssertionError(f"{wanted} is {'not ' if present else ''}in the page")


def test_a_mistake_shows_in_the_page_until_it_is_mended(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    with running(world) as (process, port):
        assert "sitegen-wrong" not in get(port, "/103201/").body
        world.change(LEDGER, "期末余额: 4400.00", "期末余额: 4400.01")
        assert "SUM-BALANCE" in wait_for(port, "/103201/", "sitegen-wrong", present=True)
        world.change(LEDGER, "期末余额: 4400.01", "期末余额: 4400.00")
        wait_for(port, "/103201/", "sitegen-wrong", present=False)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    with serving(tmp_path) as (_, port):
        command = [sys.executable, "-m", "sitegen.cli", "serve", "-C", str(world.root), "--port", str(port)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 3
    assert f"端口 {port} 被占用了" in ran.stderr


def test_a_folder_that_comes_later_is_followed(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    with running(world) as (_, port):
        case = "- 编号: 2026-001\n  提出: 2026-10-01\n  问题: 路灯什么时候修？\n"
        world.write("cases/990106103201.yaml", case)
        wait_for(port, "/103201/ask/", "路灯", present=True)
        world.change("cases/990106103201.yaml", "路灯", "水渠")
        wait_for(port, "/103201/ask/", "水渠", present=True)


# ---- the code in the terminal ----------------------------------------------------------------------------------------


def test_the_code_in_the_terminal_can_be_read() -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    from PIL import Image

    address = "http://192.168.1.23:8000/gk/"
    lines = to_blocks(make_symbol(address)).splitlines()
    picture = Image.new("L", (len(lines[0]), 2 * len(lines)), 0)
    for y, line in enumerate(lines):
        for x, sign in enumerate(line):
            picture.putpixel((x, 2 * y), 255 if sign in "█▀" else 0)
            picture.putpixel((x, 2 * y + 1), 255 if sign in "█▄" else 0)
    large = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    assert [each.text for each in zxingcpp.read_barcodes(large)] == [address]
