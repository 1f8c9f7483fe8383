"""The clerk's handbook: chapters in Markdown → pages that read well on a screen and print well.

A chapter is plain Markdown, and blocks between lines of three backticks whose first line says what they are::

    运行             commands to type               显示    what the program answers
    文件 路径         a file as it has to be           改 路径   lines of a file: - before, + after

So the tests can do what a chapter says, step by step, and hold its answers to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, cast

from jinja2 import DictLoader
from jinja2.sandbox import SandboxedEnvironment
from markdown import Markdown
from markupsafe import Markup

BlockKind = Literal["text", "运行", "显示", "文件", "改"]

_FENCE = re.compile(r"^```(运行|显示|文件|改)(?: +(\S[^\n]*))?\n(.*?)^```$\n?", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


class Block(NamedTuple):
    """A piece of a chapter: running text, or something typed, answered or written."""

    kind: BlockKind
    path: str
    text: str


class Chapter(NamedTuple):
    """A chapter: the name of its page, its title, the sentence under it, and its blocks."""

    name: str
    title: str
    lead: str
    blocks: tuple[Block, ...]


def parse_chapter(name: str, text: str) -> Chapter:
    """The chapter of a Markdown text, whose first line is ``# title`` and whose first paragraph says what it is for."""
    head, _, rest = text.lstrip().partition("\n")
    body = rest.strip() + "\n"
    lead, _, _ = _COMMENT.sub("", body).partition("\n\n")
    return Chapter(name, head.removeprefix("# ").strip(), lead.strip(), tuple(_blocks(body)))


def _blocks(text: str) -> Iterator[Block]:
    end = 0
    for match in _FENCE.finditer(text):
        if before := text[end : match.start()].strip():
            yield Block("text", "", before)
        yield Block(cast(BlockKind, match[1]), match[2] or "", match[3])
        end = match.end()
    if after := text[end:].strip():
        yield Block("text", "", after)


def make_handbook(texts: Mapping[str, str], theme: Mapping[str, str]) -> dict[str, bytes]:
    """File name → page: one a chapter (``texts``: name → Markdown, in order), and ``index.html`` that lists them.

    ``theme`` holds ``handbook/page.html`` and ``handbook/style.css``.
    """
    chapters = tuple(parse_chapter(name, text) for name, text in sorted(texts.items()))
    environment = SandboxedEnvironment(loader=DictLoader(dict(theme)), autoescape=True, trim_blocks=True)
    environment.filters["prose"] = _to_html
    page, style = environment.get_template("handbook/page.html"), Markup(theme["handbook/style.css"])
    made = {"index.html": page.render(style=style, chapters=chapters, chapter=None)}
    for number, chapter in enumerate(chapters):
        before = chapters[number - 1] if number else None
        after = chapters[number + 1] if number + 1 < len(chapters) else None
        made[f"{chapter.name}.html"] = page.render(
            style=style, chapters=chapters, chapter=chapter, before=before, after=after
        )
    return {name: html.encode() for name, html in made.items()}


def _to_html(text: str) -> Markup:
    """Running text of our own; the only pictures and links are those of the handbook."""
    html = Markdown(extensions=["tables"], output_format="html").convert(_COMMENT.sub("", text))
    return Markup(re.sub(r'(<a href="[^":]*)\.md(#[^"]*)?"', r'\1.html\2"', html))
