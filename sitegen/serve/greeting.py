"""Where to look: the address, and the same as a code that a phone reads from the terminal."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

from sitegen.outputs.qr import QUIET, Symbol, make_symbol
from sitegen.serve.preview import DESK

Say = Callable[[str, str], None]


def greet(port: int, base: str, *, lan: bool, say: Say) -> None:
    address = f"http://{_find_own_address() if lan else '127.0.0.1'}:{port}{base}"
    say(f"打开 {address}（Ctrl-C 结束）", f"open {address} (Ctrl-C ends)")
    desk = f"http://127.0.0.1:{port}{DESK}"
    say(f"办公桌 {desk}（要改的、该填的、等审核的；只在这台电脑上看得到）", f"desk {desk} (on this machine only)")
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
