"""What must hold between villages: one code and one address number each, and every printed address leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import VillageSummary
from sitegen.model.site import Answer, Link, Settings


class _File(Protocol):
    @property
    def path(self) -> str: ...


def check_addresses(summaries: Iterable[VillageSummary]) -> tuple[Diagnostic, ...]:
    """Codes and address numbers used by more than one village, those of former villages among them."""
    seen: dict[tuple[str, str], str] = {}
    found = []
    for village in summaries:
        numbers = [("代码", village.code), ("地址号", village.address)]
        numbers += [("地址号", address) for address, _ in village.forerunners]
        for what, value in numbers:
            other = seen.setdefault((what, value), village.name)
            if other != village.name:
                place = Place(f"villages/{village.code}-{village.name}/村情.yaml")
                found.append(error("CODE-TWICE", place, what=what, value=value, other=other))
    return tuple(found)


def check_links(
    registers: Mapping[str, tuple[Link, ...]], summaries: Iterable[VillageSummary], rolled: Iterable[_File]
) -> tuple[Diagnostic, ...]:
    """Printed addresses behind which there would be no page."""
    villages = tuple(summaries)
    known = {path for village in villages for path in village.addresses}
    known |= {"/" + file.path.removesuffix("index.html") for file in rolled}
    names = {village.address: village.name for village in villages}
    names |= {address: name for village in villages for address, name in village.forerunners}
    return tuple(
        error("LINK-LOST", Place(f"links/{address}.csv"), path=path, village=names.get(address, ""))
        for address, links in registers.items()
        for path in dict.fromkeys(link.path for link in links)
        if path not in known
    )


def check_roots(settings: Settings, answers: Iterable[Answer]) -> tuple[Diagnostic, ...]:
    """Addresses below which codes were printed for good, and which the settings no longer speak of."""
    if settings.host.endswith(".invalid"):
        return ()  # 网址 itself is wrong, which is said elsewhere
    spoken = (settings.root, *settings.former_roots)
    forgotten = dict.fromkeys(each.root for each in answers if each.root not in spoken)
    return tuple(error("LINK-OLDHOST", Place("sitegen.yaml"), root=root, now=settings.root) for root in forgotten)
