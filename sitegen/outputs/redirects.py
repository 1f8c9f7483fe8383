"""Rules that lead printed addresses on: for nginx, Caddy and object stores, and as plain pages for any web space.

Two kinds of moves: a whole site from a former address (``旧网址``), for ever (301); and single pages within the site,
which may move again (302).
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from msgspec import Struct


class Moves(Struct, frozen=True):
    """Where what was printed is now: ``root`` and ``former`` are addresses before a page's path (``https://gk.example.cn/``),
    ``pages`` single site paths that moved, ``printed`` all site paths that were ever printed."""

    root: str
    former: tuple[str, ...]
    pages: tuple[tuple[str, str], ...]
    printed: tuple[str, ...]


def make_redirects(moves: Moves) -> Mapping[str, bytes]:
    """Files by name, below one folder."""
    files = {
        "nginx.conf": to_nginx(moves),
        "Caddyfile": to_caddy(moves),
        "object-store.json": to_object_store(moves),
        "_redirects": to_list(moves),
    }
    made = {name: text.encode() for name, text in files.items()}
    for former in moves.former:
        host = urlsplit(former).hostname or ""
        base = urlsplit(former).path.lstrip("/")
        for path in ("/", *moves.printed):
            made[f"pages/{host}/{base}{path.lstrip('/')}index.html"] = make_redirect_page(moves.root + path.lstrip("/"))
    return made


def to_nginx(moves: Moves) -> str:
    """Server blocks for the former hosts, and locations for moved pages to be included in the site's own block."""
    lines = ["# 由 sitegen links redirects 生成，不要手改"]
    for former in moves.former:
        parts = urlsplit(former)
        lines += [
            "server {",
            "    listen 443 ssl;",
            f"    server_name {parts.hostname};",
            "    # ssl_certificate … ;  ssl_certificate_key … ;",
            f"    location {parts.path} {{ rewrite ^{parts.path}(.*)$ {moves.root}$1 permanent; }}",
            "}",
        ]
    base = urlsplit(moves.root).path
    lines += [
        f"location = {base}{path.lstrip('/')} {{ return 302 {base}{to.lstrip('/')}; }}" for path, to in moves.pages
    ]
    return "\n".join(lines) + "\n"


def to_caddy(moves: Moves) -> str:
    """The same for Caddy."""
    lines = ["# 由 sitegen links redirects 生成，不要手改"]
    for former in moves.former:
        parts = urlsplit(former)
        lines += [
            f"{parts.hostname} {{",
            f"    uri strip_prefix {parts.path.rstrip('/')}" if parts.path.rstrip("/") else "    # 全部转走",
            f"    redir {moves.root.rstrip('/')}{{uri}} permanent",
            "}",
        ]
    base = urlsplit(moves.root).path.rstrip("/")
    lines += [f"redir {base}{path} {base}{to} 302" for path, to in moves.pages]
    return "\n".join(lines) + "\n"


def to_object_store(moves: Moves) -> str:
    """Routing rules as S3 and compatible stores take them (``put-bucket-website``): one document a bucket."""
    root = urlsplit(moves.root)
    documents = {
        former: {
            "RoutingRules": [
                {
                    **_condition(urlsplit(former).path.lstrip("/")),
                    "Redirect": {
                        "Protocol": root.scheme,
                        "HostName": root.netloc,
                        "ReplaceKeyPrefixWith": root.path.lstrip("/"),
                        "HttpRedirectCode": "301",
                    },
                }
            ]
        }
        for former in moves.former
    }
    objects = {
        f"{root.path.lstrip('/')}{path.lstrip('/')}index.html": f"{root.path}{to.lstrip('/')}"
        for path, to in moves.pages
    }
    whole = {"website": documents, "x-amz-website-redirect-location": objects}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _condition(prefix: str) -> dict[str, object]:
    return {"Condition": {"KeyPrefixEquals": prefix}} if prefix else {}


def to_list(moves: Moves) -> str:
    """One redirect a line, as several page hosts read it from ``_redirects``."""
    base = urlsplit(moves.root).path.rstrip("/")
    lines = [f"{former}* {moves.root}:splat 301!" for former in moves.former]
    lines += [f"{base}{path} {base}{to} 302" for path, to in moves.pages]
    return "".join(f"{line}\n" for line in lines)


def make_redirect_page(url: str) -> bytes:
    """A page that leads on by itself, and by a link where a browser does not."""
    safe = html.escape(url)
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f'<meta http-equiv="refresh" content="0;url={safe}"><link rel="canonical" href="{safe}">'
        f'<title>搬到新网址了</title><p>搬到新网址了：<a href="{safe}">{safe}</a></html>\n'
    ).encode()


def list_moves(acts: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
    """Of (path, act, target), the last act of each path: those that moved, by path, followed to their last stop."""
    last = {path: (act, target) for path, act, target in acts}
    return tuple((path, _follow(last, target)) for path, (act, target) in sorted(last.items()) if act == "move")


def _follow(last: Mapping[str, tuple[str, str]], path: str) -> str:
    seen = {path}
    while path in last and last[path][0] == "move" and last[path][1] not in seen:
        path = last[path][1]
        seen.add(path)
    return path
