"""Theme files → texts, fixed words and translations: the county's own laid over the built-in ones, the chosen theme over
``plain``.

A language is a file: ``words/<tag>.po`` in gettext's format, its keys the Chinese of pages and catalogue; what a county adds
or says otherwise stands beside it in ``words/<tag>.<name>.po``. What the county says
counts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from sitegen.diagnostics import Diagnostic, Place, warning
from sitegen.source import Entries, Scalar, load_document

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

_LANGUAGE = re.compile(r"[^/]+/words/([A-Za-z-]+)\.po")
WORDS, BUILT_IN_WORDS = "words/zh-Hans.yaml", "words/zh-Hans.plain.yaml"
"""Fixed words in Chinese: what a theme says, and our own, which hold where it says nothing."""
_HOLE = re.compile(r"\{[^{}]*\}")
_MAY_BE_LEFT_OUT = frozenset({"{n}", "{exact}"})
"""``one entry`` needs no number, and languages that say amounts in figures need them once."""

Messages = dict[str, str | tuple[str, ...]]


def find_themes(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Names of the themes there are."""
    return tuple(sorted({path.partition("/")[0] for path in files if "/" in path}))


def find_languages(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Tags of the languages there are words of, Chinese first."""
    found = (match[1] for path in files if (match := _LANGUAGE.fullmatch(path)))
    return tuple(dict.fromkeys(("zh-Hans", *sorted(found))))


def load_theme_files(files: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Texts of a theme by path inside it; what ``name`` lacks is taken from ``plain``."""
    texts: dict[str, str] = {}
    for base in dict.fromkeys(("plain", name)):
        for path, data in files.items():
            if path.startswith(f"{base}/"):
                texts[path.removeprefix(f"{base}/")] = data.decode("utf-8", errors="replace")
    return texts


def load_words(text: str) -> dict[str, str]:
    """The fixed words of a theme in Chinese, by key."""
    document, _ = load_document("words.yaml", text.encode())
    root = document.root if isinstance(document.root, Entries) else Entries((), 1, 1)
    return {key.text: value.text for key, value in root.pairs if isinstance(value, Scalar)}


class Translated(NamedTuple):
    """What a language's files say."""

    messages: Messages
    """By their Chinese; those without a translation, or with one that is marked fuzzy, are left out."""
    plural: str
    """Its plural expression."""
    missing: int
    """How many messages are left out."""
    diagnostics: tuple[Diagnostic, ...]


def load_messages(texts: Mapping[str, str], tag: str) -> Translated:
    """A language's sentences, and what cannot be used of its files."""
    messages: Messages = {}
    sources: set[str] = set()
    plural, found = "0", list[Diagnostic]()
    built_in = (f"words/{tag}.po", f"words/{tag}.catalogue.po")
    own = (path for path in texts if path.startswith(f"words/{tag}.") and path.endswith(".po") and path not in built_in)
    for path in (*(path for path in built_in if path in texts), *sorted(own)):
        catalog = read_catalog(texts[path])
        if catalog is None:
            found.append(warning("CAT-WORDS", Place(f"themes/{path}"), text="", problem="file"))
            continue
        plural = catalog.plural_expr if path == built_in[0] else plural
        for message in filter(lambda each: each.id, catalog):
            sources.add(source_of(message))
            problem = _find_problem(message) if is_translated(message) else ""
            if problem:
                place = Place(f"themes/{path}", message.lineno or 1, 1)
                found.append(warning("CAT-WORDS", place, text=source_of(message), problem=problem))
            elif is_translated(message):
                strings = strings_of(message)
                messages[source_of(message)] = strings if len(strings) > 1 else strings[0]
    return Translated(messages, plural, len(sources - messages.keys()), tuple(found))


def read_catalog(text: str) -> Catalog | None:
    """The messages of a file in gettext's format; None where there are none to be found."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - only other languages need it

    try:
        catalog = read_po(io.BytesIO(text.encode()), abort_invalid=True, ignore_obsolete=True)
    except (PoFileError, ValueError):
        return None
    return catalog if any(message.id for message in catalog) else None


def source_of(message: Message) -> str:
    """Its Chinese."""
    return message.id if isinstance(message.id, str) else message.id[0]


def strings_of(message: Message) -> tuple[str, ...]:
    """What it says, one a plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def is_translated(message: Message) -> bool:
    """Whether it says anything, and somebody stands by it."""
    return all(strings_of(message)) and not message.fuzzy


def _find_problem(message: Message) -> str:
    """Translations whose holes or strong marks are not those of the Chinese could not be filled."""
    source = source_of(message)
    wanted = set(_HOLE.findall(source))
    for text in strings_of(message):
        holes = set(_HOLE.findall(text))
        if holes - wanted or wanted - holes - _MAY_BE_LEFT_OUT or text.count("{") != text.count("}"):
            return "holes"
        if text.count("**") != source.count("**"):
            return "strong"
    return ""
