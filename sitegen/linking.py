"""Printed addresses in the world: walked from outside, led on from former hosts, moved with a whole village."""

from __future__ import annotations

import html
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from msgspec import Struct

from sitegen.addresses import find_filled
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.disk import write_file
from sitegen.jobs import Progress
from sitegen.load.files import list_villages, read_addresses, read_village
from sitegen.load.published import load_links
from sitegen.load.remembered import read_registers
from sitegen.loaded import Loaded, load_checked
from sitegen.model.ledger import Disclosure, Record
from sitegen.model.site import Settings
from sitegen.outputs.redirects import Moves, list_moves, make_redirects
from sitegen.plan import Site
from sitegen.registers import append_answer, append_link
from sitegen.views.bystanders import cover_reason

_AT_ONCE = 8
_SECONDS = 15
_MOST = 3_000_000
"""Bytes of a page that are looked at."""


class Walk(Struct, frozen=True):
    """What a walk along the printed addresses saw: how many, which failed, and whether this was the site's first answer."""

    addresses: int
    diagnostics: tuple[Diagnostic, ...]
    first_answer: bool


def list_printed(county: Path) -> dict[str, str]:
    """Every address that was ever printed, with the name of the village that answers for it now; where nothing was
    printed yet, the villages' homes."""
    names = {address: folder[13:] for folder in list_villages(county) for address in read_addresses(county, folder)}
    printed = {
        link.path: names.get(address, "")
        for address, data in read_registers(county).items()
        for link in load_links(address, data)[0]
    }
    return printed or {f"/{address}/": name for address, name in names.items()}


def cover_names(county: Path, site: Site, path: str, reason: str) -> str:
    """The reason as it may stand in a register that is never changed: without whom the lists of the village do not name that
    answers for the address, nor whom the item hides that stands there."""
    loaded = _load_answering(county, site, path)
    if loaded is None:
        return reason
    village, item = loaded.village, f"{path.strip('/')}//".split("/")[1]
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    own = [each for each in sources if each.item == item]
    return cover_reason(reason, village, site.catalogue, site.settings, site.places, own)


def is_filled(county: Path, site: Site, path: str) -> bool:
    """Does the page of the village that answers for the address still show something of its own?"""
    loaded = _load_answering(county, site, path)
    return loaded is not None and path in find_filled(loaded.pages)


def _load_answering(county: Path, site: Site, path: str) -> Loaded | None:
    """The village that has the address, or had it before it was merged."""
    address = path.strip("/").partition("/")[0]
    folder = next((each for each in list_villages(county) if address in read_addresses(county, each)), None)
    return load_checked(site, read_village(county, folder)[0]) if folder is not None else None


def walk(county: Path, settings: Settings, target: str, today: date, progress: Progress | None = None) -> Walk:
    """Open every printed address below ``target`` (``https://…`` or a folder) and see whether it is that village's page.

    When all are right and ``target`` is the county's own address, the site has answered, and that is registered.
    """
    printed = list_printed(county)
    web = "://" in target
    look = partial(_look_at_page, target.rstrip("/")) if web else partial(_look_at_file, Path(target))
    found: list[Diagnostic] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for number, problem in enumerate(pool.map(look, printed.items()), start=1):
            found += [problem] if problem else []
            if progress:
                progress(number, len(printed), "")
    own = web and target.rstrip("/") == settings.root.rstrip("/")
    first = own and bool(printed) and not found and append_answer(county, settings.root, len(printed), today)
    return Walk(len(printed), tuple(found), first)


def _look_at_page(root: str, asked: tuple[str, str]) -> Diagnostic | None:
    path, village = asked
    request = Request(root + quote(path), headers={"User-Agent": "sitegen links check"})
    try:
        with urlopen(request, timeout=_SECONDS) as answer:
            return _judge(path, village, answer.read(_MOST))
    except HTTPError as problem:
        problem.close()
        return _dead(path, f"HTTP {problem.code}")
    except (URLError, OSError, ValueError) as problem:
        return _dead(path, str(getattr(problem, "reason", problem)))


def _look_at_file(folder: Path, asked: tuple[str, str]) -> Diagnostic | None:
    path, village = asked
    file = folder / path.lstrip("/") / "index.html"
    return _judge(path, village, file.read_bytes()) if file.is_file() else _dead(path, "index.html")


def _judge(path: str, village: str, page: bytes) -> Diagnostic | None:
    """A page that does not name the village may be anybody's: a parked domain answers everything with 200."""
    if village and village not in html.unescape(page.decode("utf-8", errors="replace")):
        return error("LINK-WRONG", _place(path), path=path, village=village)
    return None


def _dead(path: str, reason: str) -> Diagnostic:
    return error("LINK-DEAD", _place(path), path=path, reason=reason)


def _place(path: str) -> Place:
    return Place(f"links/{path.strip('/').partition('/')[0]}.csv")


# ---- leading on ---------------------------------------------------------------------------------------------------------


def write_redirects(county: Path, settings: Settings) -> tuple[Path, int]:
    """Rules and pages for whoever keeps the former hosts, in ``build/redirects``; how many addresses they lead on."""
    links = [link for address, data in read_registers(county).items() for link in load_links(address, data)[0]]
    moves = Moves(
        root=settings.root,
        former=settings.former_roots,
        pages=list_moves((link.path, link.act, link.target) for link in links),
        printed=tuple(dict.fromkeys(link.path for link in links)),
    )
    folder = county / "build" / "redirects"
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in make_redirects(moves).items():
        write_file(folder / name, data)
    return folder, len(moves.former) * len(moves.printed) + len(moves.pages)


def move_village(county: Path, address: str, target: str, reason: str, today: date) -> tuple[tuple[str, str], ...]:
    """Every printed address of one village moves to another: to the same thing there, else to that village's home."""
    links = load_links(address, read_registers(county).get(address, b""))[0]
    pages = known_pages(county)
    moved = tuple(
        (path, same if (same := f"/{target}/{path.partition(f'/{address}/')[2]}") in pages else f"/{target}/")
        for path in dict.fromkeys(link.path for link in links)
    )
    for path, to in moved:
        append_link(county, address, "move", path, to, reason, "", today)
    return moved


def known_pages(county: Path) -> frozenset[str]:
    """Site paths of the last build's village pages; nothing when there was none."""
    root = county / "build" / "site"
    pages = root.glob("[0-9]*/**/index.html")
    return frozenset(f"/{page.parent.relative_to(root).as_posix()}/" for page in pages)
