"""Sheets on disk: choose, make, read every code back, register the addresses, and only then keep the file."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen import codes
from sitegen.checks.personal import find_codes
from sitegen.checks.village import find_allowed
from sitegen.diagnostics import Diagnostic, Place, error, sort, warning
from sitegen.disk import write_file
from sitegen.jobs import Progress
from sitegen.load.files import holds_closed, list_villages, read_village
from sitegen.load.remembered import find_cut
from sitegen.loaded import Loaded, load_checked
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Village
from sitegen.outputs.fonts import FontSet, read_fonts
from sitegen.plan import Site
from sitegen.printing.holding import find_held, say_changed, say_ended, say_held, say_unreviewed
from sitegen.printing.knowing import Known, KnownVillage, find_village, read_known
from sitegen.printing.making import Made, find_untranslated, make, to_key
from sitegen.printing.planning import (
    BILINGUAL,
    FRONTS,
    PAPERS,
    SHOP_KINDS,
    SIZES,
    TABLES,
    Desk,
    Kind,
    Request,
    Sheet,
    find_left_out,
    find_papers,
    plan_sheets,
)
from sitegen.printing.shop import make_together
from sitegen.printing.stock import Stock, name_of, read_standing, read_stock, write_stock
from sitegen.registers import read_answers, read_register, register_printed
from sitegen.rollup import find_above
from sitegen.source import nearest
from sitegen.views.frame import Surroundings
from sitegen.views.home import poster_items
from sitegen.views.language import CHINESE
from sitegen.views.posters import Front

__all__ = ["BILINGUAL", "SHOP_KINDS", "SIZES", "Kind", "PrintReport", "Request", "print_sheets"]


_OFTEN = 1_000
"""After so many villages what was printed is remembered, so that an interrupted run need not begin anew."""
_EXAMPLES = 12
"""Texts without a translation that are named."""


class PrintReport(Struct, frozen=True):
    """What was printed: all files, how many of them were made anew, the addresses newly registered, what was in the way."""

    files: tuple[Path, ...]
    fresh: int
    registered: int
    diagnostics: tuple[Diagnostic, ...]
    untranslated: frozenset[str] = frozenset()
    """What stands in Chinese alone on sheets in two languages."""


NOTHING = PrintReport((), 0, 0, ())


class _Press(Struct, frozen=True):
    """What all sheets of one run share."""

    county: Path
    site: Site
    request: Request
    fonts: FontSet
    stock: Stock
    known: Known | None
    twins: frozenset[str]
    """Names that several villages of the county have."""


def print_sheets(
    county: Path, site: Site, request: Request, villages: tuple[str, ...] = (), progress: Progress | None = None
) -> PrintReport:
    """Print one kind of sheet for the villages named (all when none are); trial prints register nothing.

    Townships come one after the other, so that no more than one is held at a time. A sheet without figures asks for no ledger
    where the last build has read and checked it, and nothing of it has changed since.
    """
    folders, found = _choose_folders(county, villages)
    request, held = _hold_back(county, site, request)
    fonts = read_fonts((county / "fonts",))
    found += [*held, *(error("FONT-FILE", Place(f"fonts/{path.name}"), path=path.name) for path in fonts.unreadable)]
    known = read_known(county, site.today) if request.kind in FRONTS else None
    press = _Press(county, site, request, fonts, read_stock(county), known, _find_twins(county))
    total, done = NOTHING, 0
    try:
        for township, group in groupby(folders, key=lambda folder: folder[:9]):
            kept: list[Made] = []
            for folder in group:
                total = _add(total, _print_village(press, folder, kept))
                done += 1
                if done % _OFTEN == 0:
                    write_stock(county, press.stock)
                if progress:
                    progress(done, len(folders), folder)
            total = _add(total, _print_together(press, township, tuple(kept)))
    finally:
        write_stock(county, press.stock)
    found += _say_untranslated(request, total.untranslated)
    return replace(total, diagnostics=sort((*found, *total.diagnostics)))


def _print_village(press: _Press, folder: str, kept: list[Made]) -> PrintReport:
    """All sheets of one village; those to be bound together are added to ``kept``."""
    desk, kept_back = _set_out(press, folder)
    if desk is None:
        return PrintReport((), 0, 0, kept_back)
    cut = find_cut(press.county, desk.front.village.address)
    if cut is not None and not press.request.proof:
        return PrintReport((), 0, 0, (cut,))
    total = PrintReport((), 0, 0, kept_back)
    for sheet in plan_sheets(desk, press.request):
        made, report = _print(press, desk, sheet)
        total = _add(total, report)
        if press.request.together and made.data is not None:
            kept.append(made)
    return total


def _print_together(press: _Press, township: str, made: tuple[Made, ...]) -> PrintReport:
    place = press.county / "build" / "print" / press.site.name_of(township)
    files, problems = make_together(press.site, press.request, press.fonts, place, made)
    return PrintReport(tuple(files), len(files), 0, problems)


def _print(press: _Press, desk: Desk, sheet: Sheet) -> tuple[Made, PrintReport]:
    """One sheet, unless it stands as it would be made."""
    county, site, proof = press.county, press.site, press.request.proof
    key = to_key(site, sheet, press.request, press.fonts)
    standing = read_standing(county, sheet.file, key, press.stock)
    untranslated = find_untranslated(sheet.views)
    if standing is not None:
        registered = 0 if proof else _register(county, site, sheet)
        return Made(sheet, standing, b"", (), key), PrintReport(_files(sheet), 0, registered, (), untranslated)
    made = make(site, sheet, press.request, press.fonts, desk.allowed)
    if made.data is None:
        return made, PrintReport((), 0, 0, made.diagnostics)
    registered = 0 if proof else _register(county, site, made.sheet)
    _write(made)
    press.stock[name_of(county, made.sheet.file)] = (key, codes.digest(made.data))
    files = _files(made.sheet)
    return made, PrintReport(files, len(files), registered, made.diagnostics, untranslated)


def _say_untranslated(request: Request, texts: frozenset[str]) -> tuple[Diagnostic, ...]:
    if not texts:
        return ()
    tag = request.second.tag
    named = "、".join(f"“{text}”" for text in sorted(texts)[:_EXAMPLES])
    return (warning("PDF-WORDS", Place(f"themes/plain/words/{tag}.local.po"), tag=tag, number=len(texts), texts=named),)


def _add(one: PrintReport, other: PrintReport) -> PrintReport:
    return PrintReport(
        (*one.files, *other.files),
        one.fresh + other.fresh,
        one.registered + other.registered,
        (*one.diagnostics, *other.diagnostics),
        one.untranslated | other.untranslated,
    )


def _hold_back(county: Path, site: Site, request: Request) -> tuple[Request, tuple[Diagnostic, ...]]:
    """Codes stay trial prints until the site has answered once: nobody should hang up an address that nobody opened."""
    root = site.settings.root
    if request.proof or request.kind in PAPERS or any(each.root == root for each in read_answers(county)):
        return request, ()
    return replace(request, proof=True), (warning("LINK-UNSEEN", Place("sitegen.yaml"), root=root),)


def _set_out(press: _Press, folder: str) -> tuple[Desk | None, tuple[Diagnostic, ...]]:
    """What there is to print from, nothing of a village nobody could read; and why something stays off its sheets."""
    known = find_village(press.known, folder) if press.known else None
    return _set_out_known(press, known) if known else _set_out_loaded(press, folder)


def _set_out_known(press: _Press, known: KnownVillage) -> tuple[Desk, tuple[Diagnostic, ...]]:
    found = (press.site.catalogue.by_number(number) for number in known.posters)
    items = tuple(item for item in found if item is not None)
    allowed = find_allowed(known.village, press.site.settings)
    return _to_desk(press, known.village, items, allowed, None), _find_personal(known.diagnostics)


def _set_out_loaded(press: _Press, folder: str) -> tuple[Desk | None, tuple[Diagnostic, ...]]:
    site = press.site
    given, found = read_village(press.county, folder)
    if holds_closed(found):
        return None, found
    loaded = load_checked(site, given)
    pages = replace(loaded.pages, around=_in_chinese(loaded.pages.around))
    loaded = replace(loaded, pages=pages)
    allowed = find_allowed(loaded.village, site.settings) | find_codes(_without_personal(loaded), site.catalogue)
    desk = _to_desk(press, loaded.village, poster_items(pages), allowed, loaded)
    said = (*found, *_find_personal(loaded.diagnostics))
    if press.request.kind not in TABLES:
        return desk, said
    desk = replace(desk, held=find_held(loaded, board=press.request.kind == "board"))
    return desk, tuple(dict.fromkeys((*said, *_say_papers(desk, loaded, press.request))))


def _without_personal(loaded: Loaded) -> Village:
    village, personal = loaded.village, loaded.broken.personal
    return replace(
        village,
        disclosures=tuple(each for each in village.disclosures if each.identity not in personal),
        records=tuple(each for each in village.records if each.identity not in personal),
    )


def _say_papers(desk: Desk, loaded: Loaded, request: Request) -> tuple[Diagnostic, ...]:
    """What is wanted and stays off paper, and what is to be said of the papers there are."""
    said = say_held(loaded, desk.site.catalogue, desk.held, find_left_out(desk, request), request.period)
    papers = [each for paper in find_papers(desk, request) for each in paper.disclosures]
    if request.kind != "board":
        return (*said, *say_changed(loaded, papers))
    return (*said, *say_unreviewed(loaded, papers), *say_ended(desk.site.catalogue, papers, loaded.pages.around.today))


def _to_desk(
    press: _Press, village: Village, items: tuple[Item, ...], allowed: frozenset[str], loaded: Loaded | None
) -> Desk:
    site = press.site
    above = find_above(site.by_code, village.code)
    front = Front(_in_chinese(site.around(above)), village, items, press.request.second)
    name = f"{village.name}-{village.address}" if village.name in press.twins else village.name
    place = press.county / "build" / "print" / name
    return Desk(site, front, read_register(press.county, village.address), place, allowed, loaded)


def _in_chinese(around: Surroundings) -> Surroundings:
    """Sheets are Chinese, whatever language stands at the site's root."""
    return replace(around, language=CHINESE)


def _find_personal(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(each for each in found if each.code.startswith("PII-") and each.severity == "error")


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


def _find_twins(county: Path) -> frozenset[str]:
    """Their sheets would lie upon each other in one folder; the number printed below every code tells them apart."""
    names = Counter(folder[13:] for folder in list_villages(county))
    return frozenset(name for name, number in names.items() if number > 1)


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
