"""What the county's address makes of the codes on its posters, and what a shorter one would gain."""

from __future__ import annotations

from msgspec import Struct

from sitegen.outputs.qr import Symbol, make_symbol

_TYPICAL = "103201/021/"
"""An address number and an item: what most codes on a poster hold after the site's root."""
_MOST = 4
"""The version up to which a poster on A4 keeps its six codes."""


class CodeReport(Struct, frozen=True):
    """A sentence in two languages, and whether posters keep all their codes."""

    chinese: str
    english: str
    fine: bool


def report_codes(root: str) -> CodeReport:
    """Which version the addresses below ``root`` (``https://gk.example.cn/``) need, and how many characters less in the
    host would save one; codes of equal width are then read from further away, in proportion to their modules."""
    symbol = make_symbol(root + _TYPICAL)
    chinese = f"海报的码：{len(symbol.text)} 个字符，{symbol.side}×{symbol.side} 格（{symbol.version} 版，纠错 {symbol.level}）"
    english = (
        f"codes on posters: {len(symbol.text)} characters, {symbol.side} modules "
        f"(version {symbol.version}-{symbol.level})"
    )
    shorter = find_shorter(symbol, root)
    if shorter:
        less, smaller = shorter
        further = round(100 * (symbol.side / smaller.side - 1))
        chinese += f"；网址短 {less} 个字符就是 {smaller.side} 格，同样大的码能远 {further}% 扫到"
        english += (
            f"; {less} characters less in the host give {smaller.side} modules, read from {further}% further away"
        )
    if symbol.version > _MOST:
        chinese += "；这么密，A4 海报放不下六个码"
        english += "; too dense for six codes on an A4 poster"
    return CodeReport(chinese, english, symbol.version <= _MOST)


def find_shorter(symbol: Symbol, root: str) -> tuple[int, Symbol] | None:
    """How many characters less make the code smaller, and that code; none when no sensible host does."""
    scheme, _, host = root.partition("://")
    for less in range(1, max(len(host) - 6, 1)):
        smaller = make_symbol(f"{scheme}://{host[less:]}{_TYPICAL}")
        if smaller.version < symbol.version:
            return less, smaller
    return None
