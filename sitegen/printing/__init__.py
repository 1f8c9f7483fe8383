"""Sheets on disk: choose, register their addresses, make the PDF, read every code back, and only then keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.build import Site, load_checked
from sitegen.diagnostics import Diagnostic, Place, error, has_errors, sort
from sitegen.load.files import list_villages, read_village
from sitegen.outputs.fonts import BUNDLED
from sitegen.outputs.proof import check_sheet
from sitegen.outputs.sheets import find_codes, make_sheet
from sitegen.printing.planning import SIZES, Desk, Kind, Request, Sheet, plan_sheets
from sitegen.registers import read_register, register_printed
from sitegen.source import nearest
from sitegen.tree import write_file

__all__ = ["SIZES", "Kind", "PrintReport", "Request", "print_sheets"]

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What was printed: the files, the addresses newly registered, and what was in the way."""

    files: tuple[Path, ...]
    registered: int
    diagnostics: tuple[Diagnostic, ...]


def print_sheets(
    county: Path, site: Site, request: Request, villages: tuple[str, ...] = (), progress: Progress | None = None
) -> PrintReport:
    """Print one kind of sheet for the villages named (all when none are); trial prints register nothing."""
    folders, found = _choose_folders(county, villages)
    files: list[Path] = []
    registered = 0
    for number, folder in enumerate(folders, start=1):
        for sheet in plan_sheets(_set_out(county, site, folder), request):
            if not request.proof:
                registered += register_printed(county, folder_address(sheet), sheet.paths, sheet.batch, site.today)
            made, problems = _print(site, sheet)
            found += problems
            if made is not None:
                write_file(sheet.file, made)
                files.append(sheet.file)
        if progress:
            progress(number, len(folders), folder)
    return PrintReport(tuple(files), registered, sort(found))


def folder_address(sheet: Sheet) -> str:
    """The address number whose register the sheet's paths belong to; empty when it has none."""
    return sheet.paths[0].strip("/").partition("/")[0] if sheet.paths else ""


def _set_out(county: Path, site: Site, folder: str) -> Desk:
    loaded = load_checked(site, read_village(county, folder)[0])
    village = loaded.village
    return Desk(site, loaded, read_register(county, village.address), county / "build" / "print" / village.name)


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
