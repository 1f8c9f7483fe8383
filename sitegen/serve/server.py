"""The server of the preview: files of the site, news of changes, and the clerk's desk for this machine alone."""

from __future__ import annotations

import errno
import mimetypes
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from sitegen.serve.additions import decorate
from sitegen.serve.preview import DESK, EVENTS, DeskReader, Preview

_OWN = ("127.0.0.1", "::1")
_TRIED_PORTS = 20
_BREATH = 15.0
"""Seconds after which an open page is told that we are still here, and a closed one is noticed."""


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
        path = urlsplit(self.path).path
        if path == EVENTS:
            self._send_events()
        elif path == DESK.rstrip("/"):
            self._answer(HTTPStatus.FOUND, "text/plain", b"", location=DESK)
        elif path == DESK and self.server.preview.desk is not None and self._is_local():
            self._send_desk(self.server.preview.desk)
        else:
            self._send_file()

    def _is_local(self) -> bool:
        """Whether it is this machine that asks, and under its own name: another name may be a page from elsewhere."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        return self.client_address[0] in _OWN and host in (*_OWN, "localhost")

    def _send_desk(self, desk: DeskReader) -> None:
        preview = self.server.preview
        try:
            with preview.gate:
                body = desk.read(preview.shown.version)
        except OSError:  # a file that was just being saved under another name; the next look finds it
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain; charset=utf-8", "再刷新一次".encode())
            return
        self._answer(HTTPStatus.OK, "text/html; charset=utf-8", body)

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
