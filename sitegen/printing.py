"""Sheets on disk: choose, register their addresses, make the PDF, read every code back, and only then keep it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sitegen.build import Loaded, Site, load_checked
from sitegen.diagnostics import Diagnostic, Place, error, has_errors, sort
from sitegen.figures import derive_review_code, group_reviewed
from sitegen.load.files import list_villages, read_village
from sitegen.model.site import Link
from sitegen.outputs.fonts import BUNDLED
from sitegen.outputs.proof import check_sheet
from sitegen.outputs.sheets import find_codes, make_sheet
from sitegen.registers import read_register, register_printed
from sitegen.source import nearest
from sitegen.tree import write_file
from sitegen.views.boards import view_board, view_review
from sitegen.views.posters import view_poster, view_tags
from sitegen.views.sheets import SheetView

Kind = Literal["poster", "tags", "board", "review"]
_UPRIGHT = {"a4": "竖", "a3": "横"}
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to be printed: its file, what it shows, and the site paths it makes permanent."""

    file: Path
    view: SheetView
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What was printed: the files, the addresses newly registered, and what was in the way."""

    files: tuple[Path, ...]
    registered: int
    diagnostics: tuple[Diagnostic, ...]


def print_sheets(
    county: Path,
    site: Site,
    kind: Kind,
    villages: tuple[str, ...],
    size: Literal["a4", "a3"],
    proof: bool,
    progress: Progress | None = None,
) -> PrintReport:
    """Print one kind of sheet for the villages named (all when none are); trial prints register nothing."""
    folders, found = _choose_folders(county, villages)
    files: list[Path] = []
    registered = 0
    for number, folder in enumerate(folders, start=1):
        given, _ = read_village(county, folder)
        loaded = load_checked(site, given)
        for sheet in _plan(county, site, loaded, kind, size, proof):
            if not proof:
                registered += _register(county, site, loaded, sheet)
            made, problems = _print(site, sheet)
            found += problems
            if made is not None:
                write_file(sheet.file, made)
                files.append(sheet.file)
        if progress:
            progress(number, len(folders), folder)
    return PrintReport(tuple(files), registered, sort(found))


def _choose_folders(county: Path, wanted: tuple[str, ...]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Folders by village name, code or address number; unknown ones are reported with the nearest name."""
    folders = list_villages(county)
    if not wanted:
        return folders, []
    chosen: list[str] = []
    found: list[Diagnostic] = []
    for word in wanted:
        hits = [folder for folder in folders if word in (folder, folder[:12], folder[13:], folder[6:12])]
        chosen += hits
        if not hits:
            near = nearest(word, [folder[13:] for folder in folders])
            found.append(error("CODE-VILLAGE", Place("villages"), village=word, nearest=near))
    return tuple(dict.fromkeys(chosen)), found


def _plan(
    county: Path, site: Site, loaded: Loaded, kind: Kind, size: Literal["a4", "a3"], proof: bool
) -> Iterator[Sheet]:
    village = loaded.village
    folder = county / "build" / "print" / village.name
    mark = "-样张" if proof else ""
    register = read_register(county, village.address)
    if kind == "poster":
        _, paths = view_poster(loaded.pages, size, "", site.today, proof=proof)
        view, _ = view_poster(loaded.pages, size, _batch(register, paths), site.today, proof=proof)
        yield Sheet(folder / f"{village.name}-海报-{size.upper()}{_UPRIGHT[size]}{mark}.pdf", view, paths)
    elif kind == "tags":
        _, paths = view_tags(loaded.pages, "", site.today, proof=proof)
        if paths:
            tags, _ = view_tags(loaded.pages, _batch(register, paths), site.today, proof=proof)
            yield Sheet(folder / f"{village.name}-码牌-A4{mark}.pdf", tags, paths)
    else:
        yield from _plan_disclosures(folder, site, loaded, kind, mark, proof)


def _plan_disclosures(folder: Path, site: Site, loaded: Loaded, kind: Kind, mark: str, proof: bool) -> Iterator[Sheet]:
    """The newest period's disclosures; drafts and those without content do not hang."""
    village = loaded.village
    newest = max((each.period.last for each in village.disclosures), default=None)
    for together in group_reviewed(village.disclosures):
        code = derive_review_code(together)
        for disclosure in together:
            item = site.catalogue.by_number(disclosure.item)
            if item is None or disclosure.period.last != newest:
                continue
            label = "-".join(part for part in (item.plain, disclosure.period.label, disclosure.part.label) if part)
            view = view_board if kind == "board" else view_review
            word = "公示表" if kind == "board" else "审核单"
            file = folder / f"{village.name}-{word}-{label}{mark}.pdf"
            yield Sheet(file, view(loaded.pages, disclosure, code, site.today, proof=proof), ())


def _batch(register: tuple[Link, ...], paths: tuple[str, ...]) -> str:
    """The batch printed on a sheet: a new one when it carries an address that was never printed before."""
    batches = {link.path: link.batch for link in register}
    last = max((int(batch) for batch in batches.values() if batch.isdigit()), default=0)
    return f"{last + any(path not in batches for path in paths):02}"


def _register(county: Path, site: Site, loaded: Loaded, sheet: Sheet) -> int:
    batch = getattr(sheet.view, "batch", "")
    return register_printed(county, loaded.village.address, sheet.paths, batch, site.today)


def _print(site: Site, sheet: Sheet) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The PDF, once every code on it has been read back by a decoder that did not make it."""
    name = sheet.file.name
    pdf, found = make_sheet(name, sheet.view, _templates(site.sheets), BUNDLED)
    if pdf is None:
        return None, found
    unread = check_sheet(name, pdf, tuple(code.url for code in find_codes(sheet.view)))
    return (None if has_errors(unread) else pdf), (*found, *unread)


def _templates(sheets: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("sheets/"): text for name, text in sheets.items()}
