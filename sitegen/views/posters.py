"""A village's posters and tags: which codes they carry, and what stands beside them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sitegen import codes
from sitegen.model.ledger import Telephone
from sitegen.views.frame import full_url, page_path, shown_url
from sitegen.views.home import poster_items
from sitegen.views.records import say_record
from sitegen.views.say import plain
from sitegen.views.sheets import CodeView, PosterView, TagSheetView, TagView
from sitegen.views.shown import ShownRecord
from sitegen.views.village import VillagePages

ROOM: dict[str, int] = {"a4": 5, "a3": 9}
"""Codes besides the home page's: texts of the A4 and A3 poster."""
_ALSO = ("ask", "提问与答复", "村民问了什么、怎么答的")


def view_poster(
    pages: VillagePages, size: Literal["a4", "a3"], batch: str, made_on: date, *, proof: bool
) -> tuple[PosterView, tuple[str, ...]]:
    """The poster and the site paths of its codes, home first."""
    village, settings = pages.village, pages.around.settings
    chosen = poster_items(pages)[: ROOM[size]]
    wanted = [(page_path(village.address, item.number), item.poster, item.promise) for item in chosen]
    if size == "a3" and len(wanted) < ROOM["a3"]:
        wanted.append((page_path(village.address, _ALSO[0]), _ALSO[1], _ALSO[2]))
    home = page_path(village.address)
    township = pages.around.regions[-1].name if pages.around.regions else ""
    outside = settings.telephones[0].number if settings.telephones else ""
    view = PosterView(
        size=size,
        village=village.name,
        township=township,
        main=_code(pages, home, "村里的账和事（全部）", "账、补贴、租包、工程，都在里面"),
        codes=tuple(_code(pages, path, title, promise) for path, title, promise in wanted),
        telephones=tuple(map(_telephone, _telephones(pages))),
        complaint=outside or next((each.number for each in village.telephones), ""),
        first_line=village.name,
        check_word=codes.check_word(village.address),
        batch=batch,
        made_on=made_on,
        proof=proof,
    )
    return view, (home, *(path for path, _, _ in wanted))


def _code(pages: VillagePages, path: str, title: str, promise: str) -> CodeView:
    url = full_url(pages.around.settings, path)
    return CodeView(title, promise, url, shown_url(url))


def _telephones(pages: VillagePages) -> tuple[Telephone, ...]:
    village, settings = pages.village, pages.around.settings
    return (
        *village.telephones,
        *village.supervisor_telephones,
        *settings.telephones,
        *settings.supervision_telephones,
    )


def _telephone(telephone: Telephone) -> tuple[str, str]:
    return (telephone.label, telephone.number)


def view_tags(pages: VillagePages, batch: str, made_on: date, *, proof: bool) -> tuple[TagSheetView, tuple[str, ...]]:
    """A tag for every asset, resource, contract and project that has not ended, and the site paths of their codes."""
    records = [each for each in pages.records if each.view is not None and not each.view.ended]
    tags = tuple(_tag(pages, record) for record in records)
    paths = tuple(page_path(pages.village.address, each.item.number, each.number) for each in records)
    return TagSheetView(tags, batch, made_on, proof), paths


def _tag(pages: VillagePages, record: ShownRecord) -> TagView:
    village = pages.village
    name = record.view.name if record.view else ""
    path = page_path(village.address, record.item.number, record.number)
    telephone = village.telephones[0] if village.telephones else Telephone("", "")
    return TagView(
        village=village.name,
        name=name,
        number=f"{record.item.register_file}第{record.number}号",
        line=_line(pages, record, name),
        code=_code(pages, path, name, record.item.promise),
        telephone=_telephone(telephone),
    )


def _line(pages: VillagePages, record: ShownRecord, name: str) -> str:
    """One short sentence that does not only repeat the name."""
    for sentence in say_record(pages, record):
        text = plain(sentence).rstrip("。")
        if name not in text and len(text) <= 30:
            return text
    return ""
