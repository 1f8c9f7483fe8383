"""Every fixed word of the pages, in Chinese: the keys of translations, collected from code, theme and catalogue.

``to_po`` writes them with what is translated already, so that a translator finds everything there is and nothing else.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from sitegen import overlay
from sitegen.load.catalogue import load_catalogue
from sitegen.load.theme import load_words
from sitegen.model.catalogue import Catalogue, Column

_HAN = re.compile("[一-鿿]")
_HOLE = re.compile(r"\{[a-z]+\}")
_VIEWS = (
    "amounts beside cash ask changes about corrections disclosure frame home item_pages language map posted records regions "
    "registered reworded say tables translation upcoming village"
).split()
_SOURCES = (
    *(f"views/{name}.py" for name in _VIEWS),
    "outputs/chart.py",
    "outputs/map.py",
    "views/bilingual.py",
    "views/posters.py",
    "model/ledger.py",
    "views/public.py",
)
PUNCTUATION = ("。", "、", "，", "；", "：")
"""Marks that join and end, which every language has its own of."""
SIGNS = tuple("零一两三四五六七八九万亿角分")
"""Amounts in words and small counts are made of them."""
SHARES = (*(f"{about}{sign}成" for sign in "一二三四六七八九" for about in ("", "约")), "约一半")
"""Of ``amounts.say_share``."""
CASES = ("受理", "办理", "答复", "整改", "检视", "完善", "回访", "满意", "基本满意", "不满意", "村务监督委员会")
"""What a ledger says in fixed words."""
NO_WORDS = frozenset(
    {
        "(村|社区|嘎查)$",
        "[㐀-鿿\U00020000-\U0003ffff]",
        "零一两三四五六七八九",
        "一二三四五六七八九",
        "附件/",
        "不",
        "成",
        "0元",
        "总表",
        "账、补贴、租包、工程，都在里面",
        "村民问了什么、怎么答的",
        r"（[\d,]+\.\d\d元）",
        "有不对的地方，请打村委会电话。",
        "有不对的地方，请打页面上的电话。",
        "([一-鿿])",
        ".最大",
        ".同",
    }
)
"""Patterns and keys; and the loudspeaker's words, which are spoken in Chinese only."""


def read_catalogue() -> Catalogue:
    """The built-in catalogue."""
    files = overlay.read_folder((overlay.PACKAGE / "data" / "catalogue",), "*.yaml")
    return load_catalogue(files, (overlay.PACKAGE / "data" / "presets.yaml").read_bytes(), {})[0]


def collect_pages() -> tuple[str, ...]:
    """Sentences of views, and the words of the theme, in the order they stand."""
    words = load_words((overlay.find_themes() / "plain/words/zh-Hans.yaml").read_text("utf-8"))
    sentences = (text for name in _SOURCES for text in _in_code(overlay.PACKAGE / name))
    fixed = (*PUNCTUATION, *SIGNS, *SHARES, *CASES)
    return tuple(dict.fromkeys((*filter(None, words.values()), *fixed, *sentences)))


def _in_code(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values}
    others = remarks | inner
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in others)
    texts = (node.value for node in constants if isinstance(node.value, str) and node.value not in NO_WORDS)
    yield from (text for text in texts if _HAN.search(text) or _HOLE.search(text))


def collect_catalogue() -> tuple[str, ...]:
    """Everything of the catalogue that stands on pages, in its order."""
    pages = set(collect_pages())
    return tuple(
        dict.fromkeys(each for each in _in_catalogue(read_catalogue()) if _HAN.search(each) and each not in pages)
    )


def _in_catalogue(catalogue: Catalogue) -> Iterator[str]:
    for item in catalogue.items:
        yield from (item.group, item.name, item.plain, item.poster, item.promise, item.explanation, item.register_file)
        yield from item.say
        yield from _in_columns(item.fields)
        for table in item.tables:
            yield table.name
            yield from _in_columns(table.columns)


def _in_columns(columns: tuple[Column, ...]) -> Iterator[str]:
    for column in columns:
        yield from (column.name, column.unit, *column.choices, *(plain for _, plain in column.plain))


LANGUAGES = ("bo", "en", "mn-Mong", "ug", "zh-Hant")
"""The prepared ones."""
FILES = {"": collect_pages, ".catalogue": collect_catalogue}
"""What a language's files hold, by what stands after its tag."""
_COUNTS = re.compile(r"\{n(:,)?\}")


def to_po(tag: str, sources: tuple[str, ...], known: Mapping[str, str | tuple[str, ...]], fuzzy: frozenset[str]) -> str:
    """The file in gettext's format: every source in its order, translated where ``known`` has it."""
    catalog = Catalog(tag.replace("-", "_"), header_comment=f"# {tag}", fuzzy=False)
    forms = catalog.num_plurals
    for source in sources:
        said = known.get(source, "")
        if _COUNTS.search(source) and forms > 1:
            strings = said if isinstance(said, tuple) else (said,) * forms
            catalog.add((source, source), strings, flags=["fuzzy"] if source in fuzzy else [])
        else:
            catalog.add(source, said if isinstance(said, str) else said[0], flags=["fuzzy"] if source in fuzzy else [])
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0)
    head, _, rest = buffer.getvalue().decode().partition("\n\n")
    kept = (line for line in head.splitlines() if not line.startswith(_CHANGING))
    return "\n".join(kept) + "\n\n" + rest


_CHANGING = (
    '"Project-Id',
    '"Report-Msgid',
    '"POT-Creation',
    '"PO-Revision',
    '"Last-Translator',
    '"Language-Team',
    '"Generated',
)
