"""Sheets on disk: choose, make, read every code back, register the addresses, and only then keep the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from sitegen import codes
from sitegen.checks.personal import find_codes
from sitegen.checks.village import allowed_numbers, find_broken
from sitegen.diagnostics import Diagnostic, Place, error, sort, warning
from sitegen.disk import write_file
from sitegen.jobs import Progress
from sitegen.load.files import list_villages, read_village
from sitegen.outputs.fonts import FontSet, read_fonts
from sitegen.plan import Site
from sitegen.printing.making import Made, make, to_key
from sitegen.printing.planning import PAPERS, SHOP_KINDS, SIZES, Desk, Kind, Request, Sheet, plan_sheets
from sitegen.printing.shop import make_together
from sitegen.printing.stock import Stock, name_of, read_standing, read_stock, write_stock
from sitegen.registers import read_answers, read_register, register_printed
from sitegen.source import nearest
from sitegen.village import load_checked

__all__ = ["SHOP_KINDS", "SIZES", "Kind", "PrintReport", "Request", "print_sheets"]


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What was printed: all files, how many of them were made anew, the addresses newly registered, what was in the way."""

    files: tuple[Path, ...]
    fresh: int
    registered: int
    diagnostics: tuple[Diagnostic, ...]


def print_sheets(
    county: Path, site: Site, request: Request, villages: tuple[str, ...] = (), progress: Progress | None = None
) -> PrintReport:
    """Print one kind of sheet for the villages named (all when none are); trial prints register nothing.

    Townships come one after the other, so that no more than one is held at a time.
    """
    folders, found = _choose_folders(county, villages)
    request, held = _hold_back(county, site, request)
    fonts = read_fonts((county / "fonts",))
    found += [*held, *(error("FONT-FILE", Place(f"fonts/{path.name}"), path=path.name) for path in fonts.unreadable)]
    stock = read_stock(county)
    total = PrintReport((), 0, 0, ())
    try:
        for township, group in groupby(folders, key=lambda folder: folder[:9]):
            done = _print_township(county, site, request, fonts, stock, township, tuple(group))
            total = _add(total, done)
            if progress:
                progress(sum(folder[:9] <= township for folder in folders), len(folders), township)
    finally:
        write_stock(county, stock)
    return replace(total, diagnostics=sort((*found, *total.diagnostics)))


def _print_township(
    county: Path, site: Site, request: Request, fonts: FontSet, stock: Stock, township: str, folders: tuple[str, ...]
) -> PrintReport:
    total = PrintReport((), 0, 0, ())
    kept: list[Made] = []
    for folder in folders:
        desk, kept_back = _set_out(county, site, folder)
        total = _add(total, PrintReport((), 0, 0, kept_back))
        for sheet in plan_sheets(desk, request):
            made, report = _print(county, desk, request, fonts, stock, sheet)
            total = _add(total, report)
            if request.together and made.data is not None:
                kept.append(made)
    place = county / "build" / "print" / site.name_of(township)
    files, problems = make_together(site, request, fonts, place, tuple(kept))
    return _add(total, PrintReport(tuple(files), len(files), 0, problems))


def _print(
    county: Path, desk: Desk, request: Request, fonts: FontSet, stock: Stock, sheet: Sheet
) -> tuple[Made, PrintReport]:
    """One sheet, unless it stands as it would be made."""
    site = desk.site
    key = to_key(site, sheet, request, fonts)
    standing = read_standing(county, sheet.file, key, stock)
    if standing is not None:
        registered = 0 if request.proof else _register(county, site, sheet)
        return Made(sheet, standing, b"", (), key), PrintReport(_files(sheet), 0, registered, ())
    made = make(site, sheet, request, fonts, desk.allowed)
    if made.data is None:
        return made, PrintReport((), 0, 0, made.diagnostics)
    registered = 0 if request.proof else _register(county, site, made.sheet)
    _write(made)
    stock[name_of(county, made.sheet.file)] = (key, codes.digest(made.data))
    return made, PrintReport(_files(made.sheet), len(_files(made.sheet)), registered, made.diagnostics)


def _add(one: PrintReport, other: PrintReport) -> PrintReport:
    return PrintReport(
        (*one.files, *other.files),
        one.fresh + other.fresh,
        one.registered + other.registered,
        (*one.diagnostics, *other.diagnostics),
    )


def _hold_back(county: Path, site: Site, request: Request) -> tuple[Request, tuple[Diagnostic, ...]]:
    """Codes stay trial prints until the site has answered once: nobody should hang up an address that nobody opened."""
    root = site.settings.root
    if request.proof or request.kind in PAPERS or any(each.root == root for each in read_answers(county)):
        return request, ()
    return replace(request, proof=True), (warning("LINK-UNSEEN", Place("sitegen.yaml"), root=root),)


def _set_out(county: Path, site: Site, folder: str) -> tuple[Desk, tuple[Diagnostic, ...]]:
    """What there is to print from; what holds personal data is left out and said: it may hang on no wall either."""
    loaded = load_checked(site, read_village(county, folder)[0])
    _, personal = find_broken(loaded.village, loaded.diagnostics)
    village = replace(
        loaded.village,
        disclosures=tuple(each for each in loaded.village.disclosures if each.identity not in personal),
        records=tuple(each for each in loaded.village.records if each.identity not in personal),
    )
    place = county / "build" / "print" / village.name
    allowed = allowed_numbers(village, site.settings) | find_codes(village, site.catalogue)
    desk = Desk(site, replace(loaded, village=village), read_register(county, village.address), place, allowed)
    return desk, tuple(each for each in loaded.diagnostics if each.code.startswith("PII-") and each.severity == "error")


def _register(county: Path, site: Site, sheet: Sheet) -> int:
    """Addresses are permanent before the file that carries them is there."""
    paths = sheet.paths
    address = paths[0].strip("/").partition("/")[0] if paths else ""
    return register_printed(county, address, paths, sheet.batch, site.today) if paths else 0


def _files(sheet: Sheet) -> tuple[Path, ...]:
    return (sheet.file, sheet.file.with_suffix(".txt")) if sheet.text else (sheet.file,)


def _write(made: Made) -> None:
    assert made.data is not None
    write_file(made.sheet.file, made.data)
    write_file(made.preview_file, made.preview)
    if made.sheet.text:
        write_file(made.sheet.file.with_suffix(".txt"), made.sheet.text.encode())


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
