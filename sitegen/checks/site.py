"""What must hold between villages: one code and one address number each, and every printed address leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.model.site import Answer, Link, Region, Settings, missing_above
from sitegen.source import nearest

_CODE, _ADDRESS = "代码", "地址号"


def check_addresses(villages: Mapping[str, tuple[str, ...]]) -> tuple[Diagnostic, ...]:
    """Codes and address numbers used by more than one village, those of former villages among them.

    ``villages``: address numbers, its own and its forerunners', by village folder.
    """
    used = [*(folder[:12] for folder in villages), *chain.from_iterable(villages.values())]
    if len(set(used)) == len(used):  # codes have twelve signs, address numbers never
        return ()
    owners: dict[tuple[str, str], str] = {}
    for folder, addresses in sorted(villages.items()):
        owners.setdefault((_CODE, folder[:12]), folder)
        for address in addresses:  # a number that is the end of a village's own code is no one else's
            owners[_ADDRESS, address] = folder if folder[6:12] == address else owners.get((_ADDRESS, address), folder)
    return tuple(
        problem
        for folder, addresses in sorted(villages.items())
        for problem in _find_doubles(folder, addresses, owners)
    )


def _find_doubles(
    folder: str, addresses: tuple[str, ...], owners: Mapping[tuple[str, str], str]
) -> Iterator[Diagnostic]:
    """What another village has, too, and where that says so; an address number that only goes with a code is not said again."""
    code = folder[:12]
    other = owners[_CODE, code]
    if other != folder:
        said = {"what": "文件夹名里的代码", "value": code, "other": other[13:], "where": f"villages/{other}"}
        yield error("CODE-TWICE", Place(f"villages/{folder}"), **said)
    for address in addresses:
        other = owners[_ADDRESS, address]
        if other != folder and other[:12] != code:
            said = {"what": _ADDRESS, "value": address, "other": other[13:], "where": f"villages/{other}/村情.yaml"}
            yield error("CODE-TWICE", Place(f"villages/{folder}/村情.yaml"), **said)


def check_regions(
    folders: Iterable[str], regions: Iterable[Region], read: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Villages whose township is not in ``regions.csv``, though others are: the first one of each township.

    Nothing is said where ``regions.csv`` was ``read`` with errors: it may stand in a line that could not be.
    """
    if any(each.place.file == "regions.csv" and each.severity == "error" for each in read):
        return ()
    known = {region.code for region in regions}
    lost = sorted(folder for folder in folders if known and folder[:9] not in known)
    missing = {folder[:9]: folder[:12] for folder in reversed(lost) if re.match(r"\d{12}-", folder)}
    shortest = min(map(len, known), default=2)
    return tuple(
        error("CODE-PARENT", Place("regions.csv"), code=code, above="、".join(missing_above(code, known, shortest)))
        for code in missing.values()
    )


def check_cases_of(stems: Iterable[str], folders: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Files of questions that no village has: ``stems`` are the names of the files in ``cases/``, without ``.yaml``."""
    stems = tuple(stems)
    if not stems:
        return ()
    known = {folder[:12]: folder for folder in folders}
    names = {folder[13:]: folder[:12] for folder in known.values()}
    return tuple(
        error(
            "CODE-VILLAGE", Place(f"cases/{stem}.yaml"), village=stem, nearest=names.get(stem) or nearest(stem, known)
        )
        for stem in sorted(stems)
        if stem not in known
    )


def check_published_of(published: Iterable[str], addresses: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Address numbers below which something was ``published``, and which no village has or had before a merger."""
    lost = sorted(set(published) - set(addresses))
    return tuple(error("COR-VILLAGE", Place(f"published/{address}"), address=address) for address in lost)


def check_links(address: str, links: Iterable[Link], files: Iterable[str], village: str = "") -> tuple[Diagnostic, ...]:
    """Printed addresses of one register behind which there would be no page, or one that leads to where there is none.

    ``files`` are those there will be, below the site's root; ``village`` is the name of whoever has that address number.
    """
    pages = {"/" + file.removesuffix("index.html") for file in files}
    place, last = Place(f"links/{address}.csv"), {link.path: link for link in links}
    lost = (error("LINK-LOST", place, path=path, village=village) for path in last if path not in pages)
    own = {path.split("/")[1] for path in pages}
    moved = (link.target for link in last.values() if link.act == "move" and link.target.split("/")[1:2] != [])
    ways = (target for target in moved if target.split("/")[1] in own and target not in pages)
    return (*lost, *(error("LINK-TARGET", place, target=target) for target in dict.fromkeys(ways)))


def check_roots(settings: Settings, answers: Iterable[Answer]) -> tuple[Diagnostic, ...]:
    """Addresses below which codes were printed for good, and which the settings no longer speak of."""
    if settings.host.endswith(".invalid"):
        return ()  # 网址 itself is wrong, which is said elsewhere
    spoken = (settings.root, *settings.former_roots)
    forgotten = dict.fromkeys(each.root for each in answers if each.root not in spoken)
    return tuple(error("LINK-OLDHOST", Place("sitegen.yaml"), root=root, now=settings.root) for root in forgotten)
