"""Look at the site while the ledgers change: build, serve, watch, and reload the pages that are open.

Nothing is added to the files: the script that reloads and the list of what is wrong exist in the served bytes only.
"""

from __future__ import annotations

import contextlib
import errno
import html
import mimetypes
import queue
import re
import secrets
import socket
import threading
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from watchfiles import Change, watch

from sitegen.build import build, load_site
from sitegen.diagnostics import Diagnostic, Place, Wording, error
from sitegen.load.files import read_county
from sitegen.outputs.qr import QUIET, Symbol, make_symbol
from sitegen.plan import Parts

Say = Callable[[str, str], None]

_EVENTS = "/.sitegen/events"
_TRIED_PORTS = 20
_PANEL_CAP = 10
_BREATH = 15.0
"""Seconds after which an open page is told that we are still here, and a closed one is noticed."""
_PATIENCE = 10.0
"""Seconds within which watching must have begun."""
_WATCHED = ("villages", "cases", "links", "published", "catalogue", "themes", "fonts")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is being served: which build it is, where it is mounted, and what was wrong with the ledgers."""

    version: str
    base: str
    diagnostics: tuple[Diagnostic, ...]


class Preview:
    """The folder being served, and the one thing in this program that changes while others look: what is shown of it.

    ``gate`` is held while a build exchanges files: a page is read before it or after it, never between.
    """

    def __init__(self, root: Path, wording: Wording, shown: Shown) -> None:
        self.root = root
        self.wording = wording
        self.shown = shown
        self.gate = threading.Lock()
        self.news = threading.Condition()

    def update(self, shown: Shown) -> None:
        """Show something new, and tell the pages that are open."""
        with self.news:
            self.shown = shown
            self.news.notify_all()


def serve(
    county: Path,
    today: date,
    found: tuple[Diagnostic, ...],
    wording: Wording,
    *,
    lan: bool,
    port: int | None,
    say: Say,
) -> None:
    """Serve ``build/site`` as it was just built, and follow every change until Ctrl-C."""
    shown = Shown(secrets.token_hex(4), _read_base(county, today), found)
    preview = Preview(county / "build" / "site", wording, shown)
    server = open_server(preview, "0.0.0.0" if lan else "127.0.0.1", port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        changes = watch_county(county)
        if not next(changes):
            say("看不住文件夹的变化：改了账本请重新运行。", "changes cannot be watched: run again after a change")
        rebuild(preview, county, today)  # what changed before anybody watched
        _greet(server.server_address[1], preview.shown.base, lan=lan, say=say)
        for _ in changes:
            say("账本改了，正在重做……", "a ledger changed, building …")
            rebuild(preview, county, today)
            errors = sum(each.severity == "error" for each in preview.shown.diagnostics)
            say(f"好了，还有 {errors} 处错误。" if errors else "好了。", f"done, {errors} errors")
    server.shutdown()
    server.server_close()


def rebuild(preview: Preview, county: Path, today: date) -> None:
    """Build again and show it; with one worker, because a process must not be forked beside our threads."""
    with preview.gate:
        try:
            report = build(county, today, workers=1)
            found, base = report.diagnostics, _read_base(county, today)
        except OSError as problem:
            found, base = (
                (error("SYS-WRITE", Place(""), path=problem.filename, reason=problem.strerror),),
                preview.shown.base,
            )
        except Exception:  # a fault of ours must not end the preview; it is shown in the page
            log = county / "build" / ".state" / "fault.log"
            log.write_text(traceback.format_exc(), encoding="utf-8")
            found, base = (error("SYS-BUG", Place(""), log=log),), preview.shown.base
    preview.update(replace(preview.shown, version=secrets.token_hex(4), base=base, diagnostics=found))


def _read_base(county: Path, today: date) -> str:
    return load_site(read_county(county), today, Parts())[0].settings.base_path


# ---- watching -------------------------------------------------------------------------------------------------------


def watch_county(county: Path) -> Iterator[bool]:
    """Yields whether the county can be watched, then after every change of what speaks of it; never of ``build``."""
    changed: queue.SimpleQueue[bool] = queue.SimpleQueue()
    others = threading.Event()
    begun = threading.Semaphore(0)
    for work in (_watch_root, _watch_folders):
        threading.Thread(target=work, args=(county, changed, others, begun.release), daemon=True).start()
    yield all([begun.acquire(timeout=_PATIENCE), begun.acquire(timeout=_PATIENCE)])
    while True:
        with contextlib.suppress(queue.Empty):  # a time limit, because Windows hears Ctrl-C only between waits
            yield changed.get(timeout=1.0)


def _watch_root(
    county: Path, changed: queue.SimpleQueue[bool], others: threading.Event, begin: Callable[[], None]
) -> None:
    """``sitegen.yaml``, ``regions.csv``, and folders that come or go: ``others`` tells of those."""
    for changes in _watch((county,), begin, recursive=False):
        names = {Path(path).name for _, path in changes}
        if names & set(_WATCHED):
            others.set()
        if names & {"sitegen.yaml", "regions.csv"}:
            changed.put(True)


def _watch_folders(
    county: Path, changed: queue.SimpleQueue[bool], others: threading.Event, begin: Callable[[], None]
) -> None:
    """Everything in the folders there are; anew, and with a change, whenever there are others."""
    while True:
        others.clear()
        folders = tuple(county / name for name in _WATCHED if (county / name).is_dir())
        for changes in _watch(folders, begin, recursive=True, stop_event=others):
            if changes:
                changed.put(True)
        others.wait()
        changed.put(True)


def _watch(
    folders: tuple[Path, ...],
    begin: Callable[[], None],
    *,
    recursive: bool,
    stop_event: threading.Event | None = None,
) -> Iterator[set[tuple[Change, str]]]:
    """Changes below the folders, perhaps none; ``begin`` is called once they are being watched.

    Nothing comes where there is nothing to watch or the system cannot watch any more.
    """
    first = True
    if not folders:
        begin()
        return
    with contextlib.suppress(OSError):
        for changes in watch(
            *folders,
            recursive=recursive,
            stop_event=stop_event,
            rust_timeout=300,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            if first:
                begin()
            first = False
            yield changes


# ---- serving --------------------------------------------------------------------------------------------------------


class PortTakenError(Exception):
    """The port asked for cannot be had."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], preview: Preview) -> None:
        self.preview = preview
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is nothing to report."""


def open_server(preview: Preview, host: str, port: int | None) -> _Server:
    """A server on that port, or on the first free one from 8000 when none was asked for."""
    first = port or 8000
    for number in range(first, first + (1 if port else _TRIED_PORTS)):
        try:
            return _Server((host, number), preview)
        except OSError as problem:
            if problem.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            if port:
                raise PortTakenError from problem
    return _Server((host, 0), preview)


class _Handler(BaseHTTPRequestHandler):
    server_version = "sitegen"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:  # http.server's name
        if urlsplit(self.path).path == _EVENTS:
            self._send_events()
        else:
            self._send_file()

    def do_HEAD(self) -> None:  # http.server's name
        self._send_file()

    def log_message(self, format: str, *args: object) -> None:
        """Silence: a line for every picture would hide what matters."""

    def _send_file(self) -> None:
        preview = self.server.preview
        path = unquote(urlsplit(self.path).path, errors="replace")
        with preview.gate:
            shown = preview.shown
            target = find_file(preview.root, shown.base, path)
            data = target.read_bytes() if target is not None else b""
            missing = preview.root / "404.html"
            lost = missing.read_bytes() if target is None and missing.is_file() else b"404"
        if target is not None:
            self._answer(HTTPStatus.OK, _kind_of(target), decorate(data, target, shown, preview.wording))
        elif moved := _find_folder(preview.root, shown.base, path):
            self._answer(HTTPStatus.FOUND, "text/plain", b"", location=moved)
        else:
            body = decorate(lost, missing, shown, preview.wording)
            self._answer(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", body)

    def _answer(self, status: HTTPStatus, kind: str, body: bytes, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if location:
            self.send_header("Location", location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_events(self) -> None:
        """Which build is shown, now and after every change, for as long as the page is open."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        preview = self.server.preview
        told = ""
        while True:
            with preview.news:
                preview.news.wait_for(lambda: preview.shown.version != told, timeout=_BREATH)  # noqa: B023 - used at once
                now = preview.shown.version
            self.wfile.write(f"data: {now}\n\n".encode() if now != told else b": \n\n")
            self.wfile.flush()
            told = now


def find_file(root: Path, base: str, path: str) -> Path | None:
    """The file behind a path; None for what is not there, hidden, outside or behind a link that leads out."""
    inside = _inside(base, path)
    if inside is None:
        return None
    target = root / (inside + "index.html" if inside == "" or inside.endswith("/") else inside)
    try:
        real = target.resolve()
        return real if real.is_relative_to(root.resolve()) and real.is_file() else None
    except (OSError, ValueError):
        return None


def _inside(base: str, path: str) -> str | None:
    """The path below the site's root; None when it is not below it or tries to leave it."""
    if not path.startswith(base):
        return None
    inside = path[len(base) :]
    refused = any(part.startswith(".") for part in inside.split("/")) or re.search(r"[\\\x00-\x1f:]|//", inside)
    return None if refused or inside.startswith("/") else inside


def _find_folder(root: Path, base: str, path: str) -> str:
    """Where a path without its last slash, or outside the base path, should have gone; empty when nowhere."""
    if path == "/" and base != "/":
        return base
    return f"{quote(path)}/" if not path.endswith("/") and find_file(root, base, f"{path}/") is not None else ""


_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _kind_of(path: Path) -> str:
    return _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


# ---- what is added to a page ----------------------------------------------------------------------------------------

_RELOAD = (
    f'new EventSource("{_EVENTS}").onmessage=function(e){{'
    'if(e.data!==document.documentElement.getAttribute("data-build"))location.reload()}'
)
# The panel sticks to the window: a browser that reloads keeps its place in the page, and would leave it out of sight.
_PANEL_STYLE = (
    "#sitegen-wrong{margin:0;padding:.75rem 1rem;background:#fff4e5;color:#1a1a1a;border-bottom:3px solid #b34700;"
    "font:1rem/1.6 sans-serif;overflow-wrap:anywhere;"
    "position:sticky;top:0;z-index:9;max-height:45vh;overflow-y:auto}"
    "#sitegen-wrong ul{margin:.3rem 0 0;padding-left:1.2rem}"
    "#sitegen-wrong code{font-size:.9em}"
)
_META = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def decorate(data: bytes, path: Path, shown: Shown, wording: Wording) -> bytes:
    """A page with what reloads it and what is wrong; other files as they are."""
    if path.suffix != ".html":
        return data
    panel = make_panel(shown.diagnostics, wording)
    style = f"<style>{_PANEL_STYLE}</style>" if panel else ""
    data = _META.sub(lambda match: match[0].replace(match[1], _widen(match[1], with_style=bool(panel))), data)
    data = data.replace(b"<html", f'<html data-build="{shown.version}"'.encode(), 1)
    data = data.replace(b"</head>", f"{style}</head>".encode(), 1)
    data = re.sub(rb"<body[^>]*>", lambda match: match[0] + panel.encode(), data, count=1)
    return data.replace(b"</body>", f"<script>{_RELOAD}</script></body>".encode(), 1)


def _widen(policy: bytes, *, with_style: bool) -> bytes:
    """The page's own policy, which also lets through what is added to it here, and nothing else."""
    directives = dict(part.strip().partition(" ")[::2] for part in policy.decode().split(";") if part.strip())
    added = {"script-src": _hash(_RELOAD), "connect-src": "'self'"}
    if with_style:
        added["style-src"] = _hash(_PANEL_STYLE)
    for name, source in added.items():
        present = [each for each in directives.get(name, "").split() if each not in ("'none'", source)]
        directives[name] = " ".join((*present, source))
    return "; ".join(f"{name} {value}" for name, value in directives.items()).encode()


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def make_panel(diagnostics: tuple[Diagnostic, ...], wording: Wording) -> str:
    """The errors that are left, as HTML; empty when there are none."""
    errors = [each for each in diagnostics if each.severity == "error"]
    if not errors:
        return ""
    lines = "".join(f"<li>{_to_line(each, wording)}</li>" for each in errors[:_PANEL_CAP])
    more = len(errors) - _PANEL_CAP
    english = wording.language == "en"
    title = f"{len(errors)} errors in the ledgers" if english else f"账里还有 {len(errors)} 处错误"
    rest = (f"<li>{more} more</li>" if english else f"<li>还有 {more} 处</li>") if more > 0 else ""
    return f'<section id="sitegen-wrong" role="alert"><strong>{title}</strong><ul>{lines}{rest}</ul></section>'


def _to_line(diagnostic: Diagnostic, wording: Wording) -> str:
    place = diagnostic.place
    spot = f" {place.cell}" if place.cell else f":{place.line}:{place.column}" if place.line else ""
    said = html.escape(wording.to_sentence(diagnostic))
    hint = html.escape(wording.to_hint(diagnostic))
    cure = f"<br>{wording.words['hint']}{hint}" if hint else ""
    return f"<code>{html.escape(place.file)}{spot}</code> {diagnostic.code}<br>{said}{cure}"


# ---- greeting -------------------------------------------------------------------------------------------------------


def _greet(port: int, base: str, *, lan: bool, say: Say) -> None:
    address = f"http://{_find_own_address() if lan else '127.0.0.1'}:{port}{base}"
    say(f"打开 {address}（Ctrl-C 结束）", f"open {address} (Ctrl-C ends)")
    if lan:
        picture = to_blocks(make_symbol(address))
        say(f"手机连同一个无线网，扫这个码：\n{picture}", f"with a phone in the same network, scan:\n{picture}")


def _find_own_address() -> str:
    """This machine's address in its network; asking for a route sends nothing (192.0.2.1 is set aside for examples)."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"


_BLOCKS = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""A sign for two modules, the upper and the lower one; true is black, black is what a dark terminal leaves empty."""


def to_blocks(symbol: Symbol) -> str:
    """The code in half blocks with its white margin, for a terminal with light signs on a dark ground."""
    wide = symbol.side + 2 * QUIET
    blank = (False,) * wide
    margin = (False,) * QUIET
    rows = [blank] * QUIET + [(*margin, *row, *margin) for row in symbol.rows] + [blank] * QUIET
    rows += [blank] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(_BLOCKS[two] for two in zip(upper, lower, strict=True)) for upper, lower in pairs)
