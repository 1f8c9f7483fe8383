"""What all villages share: the files of a county beside its villages → ``Site``, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from sitegen.checks.looks import check_looks
from sitegen.checks.pages import say_digits
from sitegen.checks.personal import check_lines
from sitegen.diagnostics import Diagnostic, with_excerpts
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import CountyFiles
from sitegen.load.holidays import load_holidays
from sitegen.load.settings import load_regions, load_settings
from sitegen.load.theme import (
    BUILT_IN_WORDS,
    WORDS,
    find_languages,
    find_themes,
    load_messages,
    load_theme_files,
    load_words,
)
from sitegen.manifest import Shared, derive_fingerprint
from sitegen.model.site import ALL_PARTS, Parts, Settings
from sitegen.outputs.html import Theme
from sitegen.plan import Edition, Site
from sitegen.source import decode
from sitegen.views.language import CHINESE, Language
from sitegen.views.translation import Translation, say_as_written


def load_site(
    files: CountyFiles, today: date, parts: Parts = ALL_PARTS, known: Shared | None = None
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """What all villages share, and what is wrong with it; ``known``: what the same files gave when nothing was."""
    shared, shared_found = (known, ()) if known else _load_shared(files, parts)
    catalogue = shared.catalogue
    themes, languages = find_themes(files.themes), find_languages(files.themes)
    settings, settings_found = load_settings(files.settings, catalogue, themes, languages)
    holidays, holiday_found = load_holidays(*files.holidays)
    preset = next(preset for preset in catalogue.presets if preset.name == settings.preset)
    catalogue = catalogue.within(preset.name)
    texts = load_theme_files(files.themes, settings.theme)
    editions, language_found = load_editions(texts, settings.languages)
    site = Site(
        settings=settings,
        regions=shared.regions,
        catalogue=catalogue,
        preset=preset,
        holidays=holidays,
        editions=editions,
        sheets={name: text for name, text in texts.items() if name.startswith("sheets/")},
        today=today,
        parts=parts,
        fingerprint=shared.fingerprint,
    )
    if known:
        return site, ()
    found = (*shared_found, *settings_found, *holiday_found, *language_found)
    return site, _with_leaks(files, settings, found)


def _load_shared(files: CountyFiles, parts: Parts) -> tuple[Shared, tuple[Diagnostic, ...]]:
    catalogue, found = load_catalogue(files.built_in_catalogue, files.presets, files.catalogue)
    regions, region_found = load_regions(files.regions)
    return Shared(derive_fingerprint(files, parts), catalogue, regions), (*found, *region_found)


def _with_leaks(files: CountyFiles, settings: Settings, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Also what the shared files say of persons, and what looks would fetch; each with its line."""
    regions = _REGION_CODE.sub(lambda code: b" " * len(code[0]), files.regions)
    written = {"sitegen.yaml": files.settings, "regions.csv": regions, "holidays.yaml": files.holidays[1]}
    written |= {f"catalogue/{name}": data for name, data in files.catalogue.items()}
    themes = ((name, data) for name, data in files.themes.items() if name.endswith(_WRITTEN))
    written |= {f"themes/{name}": say_digits(data.decode("latin-1")).encode("latin-1") for name, data in themes}
    telephones = (*settings.telephones, *settings.supervision_telephones)
    leaks = tuple(leak for file, data in written.items() for leak in check_lines(file, data, telephones))
    looks = check_looks(files.themes)
    return with_lines((*found, *leaks, *looks), {**written, "regions.csv": files.regions})


_WRITTEN = (".css", ".html", ".js", ".po", ".typ", ".yaml")
"""What a theme writes on pages and sheets."""
_REGION_CODE = re.compile(rb"^(?:\d{2}){1,3}(?:\d{3})?(?=,)", re.MULTILINE)
"""Two codes of towns one after the other may have the form of an identity number: 410311195, 410311197."""


def load_editions(
    texts: Mapping[str, str], tags: tuple[str, ...]
) -> tuple[tuple[Edition, ...], tuple[Diagnostic, ...]]:
    """How pages are made in each language, and what is wrong with a county's own translations."""
    editions: list[Edition] = []
    found: list[Diagnostic] = []
    for tag in tags:
        language = CHINESE
        if tag != CHINESE.tag:
            known = load_messages(texts, tag)
            language = Translation(tag, known.messages, known.plural, known.missing)
            found += known.diagnostics
        editions.append(Edition(language, to_theme(texts, language), f"{tag}/" if editions else ""))
    return tuple(editions), tuple(found)


def load_second(files: CountyFiles, site: Site, tag: str = "") -> Language | None:
    """The language under the Chinese of posters: the one asked for, else the first of the county's that is not Chinese, else
    Chinese itself; None where nobody has words of it."""
    others = (each for each in site.settings.languages if not each.startswith("zh"))
    tag = tag or next(others, CHINESE.tag)
    if tag not in find_languages(files.themes):
        return None
    texts = load_theme_files(files.themes, site.settings.theme)
    return load_editions(texts, (tag,))[0][0].language


def to_theme(texts: Mapping[str, str], language: Language = CHINESE) -> Theme:
    """The part of a theme that pages are made with, its fixed words in that language."""
    pages = {name.removeprefix("pages/"): text for name, text in texts.items() if name.startswith("pages/")}
    said = dict.fromkeys(texts.get(name, "") for name in (BUILT_IN_WORDS, WORDS))
    fixed = {name: word for text in said for name, word in load_words(text).items()}
    words = {name: language.label(text) for name, text in fixed.items()}
    words |= {name: str(words[name]) for name in ("direction", "language") if name in words}
    css = texts.get("page.css", "") + texts.get("more.css", "")
    return Theme(pages, css, texts.get("page.js", ""), words, language.tag, say_as_written(language))


def with_lines(found: tuple[Diagnostic, ...], files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """Every diagnostic with the line it speaks of."""
    for file in {each.place.file for each in found if each.place.line and not each.excerpt}:
        text, _ = decode(file, files.get(file, b""))
        found = with_excerpts(found, file, text or "")
    return found
