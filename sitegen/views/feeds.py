"""What a feed holds."""

from __future__ import annotations

from msgspec import Struct

from sitegen.views.corrected import say_place
from sitegen.views.frame import full_url, page_path
from sitegen.views.village import VillagePages


class FeedEntry(Struct, frozen=True):
    """One change: an id that never changes, where it is explained, its ISO day."""

    id: str
    url: str
    title: str
    day: str
    summary: str


class FeedView(Struct, frozen=True):
    """A village's feed of corrections."""

    url: str
    title: str
    author: str
    entries: tuple[FeedEntry, ...]


def view_feed(pages: VillagePages) -> FeedView:
    """Corrections of a village, newest first."""
    settings, village = pages.around.settings, pages.village
    entries = []
    for shown in pages.shown:
        for part in shown.parts:
            for correction in part.corrections:
                url = full_url(settings, page_path(village.address, shown.item.number, shown.period.code))
                title = f"{village.name}更正：{shown.period.plain}{shown.item.plain} {say_place(correction)}"
                entries.append(
                    FeedEntry(
                        f"{url}#{correction.day}/{correction.position}", url, title, correction.day, correction.reason
                    )
                )
    ordered = tuple(sorted(entries, key=lambda entry: (entry.day, entry.id), reverse=True))
    url = full_url(settings, page_path(village.address, "changes")) + "feed.xml"
    return FeedView(url, f"{village.name}更正记录", village.name, ordered)
