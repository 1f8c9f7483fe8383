"""Atom feed of a village's corrections and releases, the sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from html import escape

from sitegen.views.feeds import FeedView

_text = partial(escape, quote=False)


def _value(text: str) -> str:
    return f'"{escape(text)}"'


def make_feed(view: FeedView) -> bytes:
    """An Atom feed (RFC 4287); dates are the days of the entries, so equal inputs give equal bytes."""
    entries = "".join(
        f"<entry><title>{_text(entry.title)}</title><id>{_text(entry.id)}</id>"
        f"<link href={_value(entry.url)}/><updated>{entry.day}T00:00:00Z</updated>"
        f"<summary>{_text(entry.summary)}</summary></entry>\n"
        for entry in view.entries
    )
    updated = max((entry.day for entry in view.entries), default="2026-01-01")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-Hans">'
        f"<title>{_text(view.title)}</title><id>{_text(view.url)}</id>"
        f'<link rel="self" href={_value(view.url)}/><author><name>{_text(view.author)}</name></author>'
        f"<updated>{updated}T00:00:00Z</updated>\n{entries}</feed>\n"
    ).encode()


def make_sitemap(urls: Iterable[str]) -> bytes:
    """A sitemap of everything search engines may list (at most 50,000 addresses, the format's limit)."""
    lines = "".join(f"<url><loc>{_text(url)}</loc></url>\n" for url in list(urls)[:50_000])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    ).encode()


def make_sitemap_list(urls: Iterable[str]) -> bytes:
    """A list of sitemaps."""
    lines = "".join(f"<sitemap><loc>{_text(url)}</loc></sitemap>\n" for url in urls)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</sitemapindex>\n'
    ).encode()


def make_robots(sitemap: str) -> bytes:
    """Everything may be read; pages with names say ``noindex`` themselves."""
    return f"User-agent: *\nAllow: /\nSitemap: {sitemap}\n".encode()
