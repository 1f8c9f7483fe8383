"""A village's posters, tags and plates: which codes they carry, and what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sitegen import codes
from sitegen.model.ledger import Telephone
from sitegen.views.frame import full_url, page_path, shown_url
from sitegen.views.home import poster_items
from sitegen.views.records import say_record
from sitegen.views.say import plain
from sitegen.views.sheets import (
    CodeView,
    LabelForm,
    PlateSize,
    PlateView,
    PosterSize,
    PosterView,
    TagSheetView,
    TagView,
)
from sitegen.views.shown import ShownRecord
from sitegen.views.village import VillagePages

ROOM: Mapping[str, int] = {"a4": 5, "a3": 9, "a2": 11, "stand": 5}
"""Codes besides the home page's."""
_ALSO = ("ask", "提问与答复", "村民问了什么、怎么答的")

LABELS: Mapping[str, LabelForm] = {
    "a4": LabelForm(2, 4, 920, 660, 130, 140, 0),
    "a4-6": LabelForm(2, 3, 920, 880, 130, 140, 0),
    "label-105x74": LabelForm(2, 4, 1050, 742, 0, 0, 0),
    "label-99x68": LabelForm(2, 4, 991, 677, 47, 131, 25),
    "label-99x93": LabelForm(2, 3, 991, 931, 47, 88, 25),
    "label-105x148": LabelForm(2, 2, 1050, 1485, 0, 0, 0),
    "label-210x148": LabelForm(1, 2, 2100, 1485, 0, 0, 0),
}
"""Label sheets sold everywhere, and our own to be cut; smaller labels have no room for modules of 1.6 mm."""

Paths = tuple[str, ...]
"""Site paths of a sheet's codes, in the codes' order: what becomes permanent when it is printed."""


def view_poster(
    pages: VillagePages, size: PosterSize, batch: str, made_on: date, *, proof: bool, most: int = 99
) -> tuple[PosterView, Paths]:
    """The poster with at most ``most`` codes besides the home page's."""
    village, room = pages.village, min(ROOM[size], most)
    chosen = poster_items(pages)[:room]
    wanted = [(page_path(village.address, item.number), item.poster, item.promise) for item in chosen]
    if ROOM[size] > ROOM["a4"] and len(wanted) < room:
        wanted.append((page_path(village.address, _ALSO[0]), _ALSO[1], _ALSO[2]))
    home = page_path(village.address)
    view = PosterView(
        size=size,
        village=village.name,
        township=township_of(pages),
        main=view_home_code(pages),
        codes=tuple(view_code(pages, path, title, promise) for path, title, promise in wanted),
        telephones=view_telephones(pages),
        complaint=complaint_of(pages),
        first_line=village.name,
        check_word=codes.check_word(village.address),
        batch=batch,
        made_on=made_on,
        proof=proof,
    )
    return view, (home, *(path for path, _, _ in wanted))


def view_home_code(pages: VillagePages) -> CodeView:
    """The code of the village's home."""
    return view_code(pages, page_path(pages.village.address), "村里的账和事（全部）", "账、补贴、租包、工程，都在里面")


def view_code(pages: VillagePages, path: str, title: str, promise: str) -> CodeView:
    """The code of one page of the site."""
    url = full_url(pages.around.settings, path)
    return CodeView(title, promise, url, shown_url(url))


def township_of(pages: VillagePages) -> str:
    """Name of the region right above the village; empty when none is known."""
    return pages.around.regions[-1].name if pages.around.regions else ""


def complaint_of(pages: VillagePages) -> str:
    """The number to ring about a false code: outside the village where there is one."""
    outside = (*pages.around.settings.telephones, *pages.village.telephones)
    return outside[0].number if outside else ""


def view_telephones(pages: VillagePages) -> tuple[tuple[str, str], ...]:
    """Village first, then the supervision committee, then the township and higher."""
    village, settings = pages.village, pages.around.settings
    telephones = (
        *village.telephones,
        *village.supervisor_telephones,
        *settings.telephones,
        *settings.supervision_telephones,
    )
    return tuple((each.label, each.number) for each in telephones)


# ---- tags and plates ----------------------------------------------------------------------------------------------------


def view_tags(
    pages: VillagePages, size: str, batch: str, made_on: date, *, proof: bool, item: str = ""
) -> tuple[TagSheetView, Paths]:
    """A tag for every record that has not ended, all of them or those of one item, on one of :data:`LABELS`."""
    records = find_records(pages, item)
    tags = tuple(_tag(pages, record) for record in records)
    return TagSheetView(LABELS[size], tags, batch, made_on, proof), _paths(pages, records)


def view_plates(
    pages: VillagePages, size: PlateSize, batch: str, made_on: date, *, proof: bool, item: str = ""
) -> tuple[tuple[PlateView, ...], Paths]:
    """A plate of its own for each of the same records."""
    records = find_records(pages, item)
    word = codes.check_word(pages.village.address)
    plates = tuple(PlateView(size, _tag(pages, record), word, batch, made_on, proof) for record in records)
    return plates, _paths(pages, records)


def view_village_plate(
    pages: VillagePages, size: PlateSize, batch: str, made_on: date, *, proof: bool
) -> tuple[PlateView, Paths]:
    """The plate beside the village office's door."""
    village = pages.village
    tag = TagView(
        village=village.name,
        name="村里的账和事",
        number="",
        line="账、补贴、租包、工程，都在里面",
        code=view_home_code(pages),
        telephone=_village_telephone(pages),
    )
    plate = PlateView(size, tag, codes.check_word(village.address), batch, made_on, proof)
    return plate, (page_path(village.address),)


def find_records(pages: VillagePages, item: str) -> tuple[ShownRecord, ...]:
    """Records to be tagged: shown, not ended; of one item when its number is given."""
    return tuple(
        each
        for each in pages.records
        if each.view is not None and not each.view.ended and item in ("", each.item.number)
    )


def _paths(pages: VillagePages, records: tuple[ShownRecord, ...]) -> Paths:
    return tuple(page_path(pages.village.address, each.item.number, each.number) for each in records)


def _tag(pages: VillagePages, record: ShownRecord) -> TagView:
    name = record.view.name if record.view else ""
    path = page_path(pages.village.address, record.item.number, record.number)
    return TagView(
        village=pages.village.name,
        name=name,
        number=f"{record.item.register_file}第{record.number}号",
        line=_line(pages, record, name),
        code=view_code(pages, path, name, record.item.promise),
        telephone=_village_telephone(pages),
    )


def _village_telephone(pages: VillagePages) -> tuple[str, str]:
    telephone = pages.village.telephones[0] if pages.village.telephones else Telephone("", complaint_of(pages))
    return (telephone.label, telephone.number)


def _line(pages: VillagePages, record: ShownRecord, name: str) -> str:
    """One short sentence that does not only repeat the name."""
    for sentence in say_record(pages, record):
        text = plain(sentence).rstrip("。")
        if name not in text and len(text) <= 30:
            return text
    return ""
