"""What is added to a page while it is served: the script that reloads it, and the list of what is wrong."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from sitegen.diagnostics import Diagnostic, Wording
from sitegen.serve.preview import EVENTS, Shown

_PANEL_CAP = 10

RELOAD = (
    f'new EventSource("{EVENTS}").onmessage=function(e){{'
    'if(e.data!==document.documentElement.getAttribute("data-build"))location.reload()}'
)
"""The script of every page that is served: it reloads when another build is shown."""
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
    return data.replace(b"</body>", f"<script>{RELOAD}</script></body>".encode(), 1)


def _widen(policy: bytes, *, with_style: bool) -> bytes:
    """The page's own policy, which also lets through what is added to it here, and nothing else."""
    directives = dict(part.strip().partition(" ")[::2] for part in policy.decode().split(";") if part.strip())
    added = {"script-src": hash_of(RELOAD), "connect-src": "'self'"}
    if with_style:
        added["style-src"] = hash_of(_PANEL_STYLE)
    for name, source in added.items():
        present = [each for each in directives.get(name, "").split() if each not in ("'none'", source)]
        directives[name] = " ".join((*present, source))
    return "; ".join(f"{name} {value}" for name, value in directives.items()).encode()


def hash_of(text: str) -> str:
    """The source expression of a policy that lets through exactly this text."""
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
