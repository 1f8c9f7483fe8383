"""Sheets on disk: choose, make, read every code back, register the addresses, and only then keep the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.build import Site, load_checked
from sitegen.diagnostics import Diagnostic, Place, error, sort
from sitegen.load.files import list_villages, read_village
from sitegen.outputs.fonts import FontSet, read_fonts
from sitegen.printing.making import Made, make
from sitegen.printing.planning import SHOP_KINDS, SIZES, Desk, Kind, Request, plan_sheets
from sitegen.printing.shop import make_together
from sitegen.registers import read_register, register_printed
from sitegen.source import nearest
from sitegen.tree import write_file

__all__ = ["SHOP_KINDS", "SIZES", "Kind", "PrintReport", "Request", "print_sheets"]

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
    fonts = read_fonts((county / "fonts",))
    found += [error("FONT-FILE", Place(f"fonts/{path.name}"), path=path.name) for path in fonts.unreadable]
    files: list[Path] = []
    registered = 0
    kept: list[Made] = []
    for number, folder in enumerate(folders, start=1):
        for made in _make_village(county, site, folder, request, fonts):
            found += made.diagnostics
            if made.data is not None:
                registered += 0 if request.proof else _register(county, site, made)
                files += _write(made)
                kept.append(made)
        if request.together and (number == len(folders) or folders[number][:9] != folder[:9]):
            place = county / "build" / "print" / site.name_of(folder[:9])
            more, problems = make_together(site, request, fonts, place, tuple(kept))
            files += more
            found += problems
        if not request.together or number == len(folders) or folders[number][:9] != folder[:9]:
            kept.clear()
        if progress:
            progress(number, len(folders), folder)
    return PrintReport(tuple(files), registered, sort(found))


def _make_village(county: Path, site: Site, folder: str, request: Request, fonts: FontSet) -> Iterator[Made]:
    desk = _set_out(county, site, folder)
    for sheet in plan_sheets(desk, request):
        yield make(site, sheet, request, fonts)


def _set_out(county: Path, site: Site, folder: str) -> Desk:
    loaded = load_checked(site, read_village(county, folder)[0])
    village = loaded.village
    return Desk(site, loaded, read_register(county, village.address), county / "build" / "print" / village.name)


def _register(county: Path, site: Site, made: Made) -> int:
    """Addresses are permanent before the file that carries them is there."""
    paths = made.sheet.paths
    address = paths[0].strip("/").partition("/")[0] if paths else ""
    return register_printed(county, address, paths, made.sheet.batch, site.today) if paths else 0


def _write(made: Made) -> tuple[Path, ...]:
    assert made.data is not None
    write_file(made.sheet.file, made.data)
    if not made.sheet.text:
        return (made.sheet.file,)
    words = made.sheet.file.with_suffix(".txt")
    write_file(words, made.sheet.text.encode())
    return (made.sheet.file, words)


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
