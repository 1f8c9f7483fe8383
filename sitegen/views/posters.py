"""A village's posters, tags and plates: which codes they carry, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from sitegen import codes
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Telephone, Village
from sitegen.views.bilingual import Second, view_second
from sitegen.views.frame import Surroundings, full_url, page_path, shown_url
from sitegen.views.language import CHINESE, Language
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

_EXACT = re.compile(r"（[\d,]+\.\d\d元）")
"""An amount said a second time, for which a tag has no room."""

Paths = tuple[str, ...]
"""Site paths of a sheet's codes, in the codes' order: what becomes permanent when it is printed."""


class Front(Struct, frozen=True):
    """What a poster, a plate or the table card shows of a village: no figure, so no ledger is needed to make one."""

    around: Surroundings
    village: Village
    """What its profile says."""
    items: tuple[Item, ...]
    """Items with a word for posters that have data, the most asked for first."""
    second: Language = CHINESE
    """The language under the Chinese; Chinese itself: none."""


def view_poster(
    pages: Front, size: PosterSize, batch: str, made_on: date, *, proof: bool, most: int = 99
) -> tuple[PosterView, Paths]:
    """The poster with at most ``most`` codes besides the home page's."""
    village, room = pages.village, min(ROOM[size], most)
    chosen = pages.items[:room]
    wanted = [(page_path(village.address, item.number), item.poster, item.promise) for item in chosen]
    if ROOM[size] > ROOM["a4"] and len(wanted) < room:
        wanted.append((page_path(village.address, _ALSO[0]), _ALSO[1], _ALSO[2]))
    home = page_path(village.address)
    view = PosterView(
        size=size,
        village=village.name,
        township=township_of(pages),
        main=view_home_code(pages, pages.second),
        codes=tuple(view_code(pages, path, title, promise, pages.second) for path, title, promise in wanted),
        telephones=view_telephones(pages),
        complaint=complaint_of(pages),
        first_line=village.name,
        check_word=codes.check_word(village.address),
        batch=batch,
        made_on=made_on,
        proof=proof,
        second=second_of(pages, pages.second),
    )
    return view, (home, *(path for path, _, _ in wanted))


def view_home_code(pages: Front | VillagePages, second: Language = CHINESE) -> CodeView:
    """The code of the village's home."""
    path = page_path(pages.village.address)
    return view_code(pages, path, "村里的账和事（全部）", "账、补贴、租包、工程，都在里面", second)


def view_code(pages: Front | VillagePages, path: str, title: str, promise: str, second: Language = CHINESE) -> CodeView:
    """The code of one page of the site."""
    url = full_url(pages.around.settings, path)
    return CodeView(title, promise, url, shown_url(url), second.find(title))


def second_of(pages: Front | VillagePages, second: Language) -> Second | None:
    """What the village's sheets say in the second language."""
    village = pages.village
    return view_second(second, village.name, codes.check_word(village.address), complaint_of(pages))


def township_of(pages: Front | VillagePages) -> str:
    """Name of the region right above the village; empty when none is known."""
    return pages.around.regions[-1].name if pages.around.regions else ""


def complaint_of(pages: Front | VillagePages) -> str:
    """The number to ring about a false code: outside the village where there is one."""
    outside = (*pages.around.settings.telephones, *pages.village.telephones)
    return outside[0].number if outside else ""


def view_telephones(pages: Front | VillagePages) -> tuple[tuple[str, str], ...]:
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
    pages: VillagePages,
    size: str,
    batch: str,
    made_on: date,
    *,
    proof: bool,
    item: str = "",
    second: Language = CHINESE,
) -> tuple[TagSheetView, Paths]:
    """A tag for every record that has not ended, all of them or those of one item, on one of :data:`LABELS`."""
    records = find_records(pages, item)
    tags = tuple(_tag(pages, record, second) for record in records)
    word, also = codes.check_word(pages.village.address), second_of(pages, second)
    return TagSheetView(LABELS[size], tags, word, batch, made_on, proof, also), _paths(pages, records)


def view_plates(
    pages: VillagePages,
    size: PlateSize,
    batch: str,
    made_on: date,
    *,
    proof: bool,
    item: str = "",
    second: Language = CHINESE,
) -> tuple[tuple[PlateView, ...], Paths]:
    """A plate of its own for each of the same records."""
    records = find_records(pages, item)
    word, also = codes.check_word(pages.village.address), second_of(pages, second)
    plates = tuple(PlateView(size, _tag(pages, each, second), word, batch, made_on, proof, also) for each in records)
    return plates, _paths(pages, records)


def view_village_plate(
    pages: Front, size: PlateSize, batch: str, made_on: date, *, proof: bool
) -> tuple[PlateView, Paths]:
    """The plate beside the village office's door."""
    village = pages.village
    tag = TagView(
        village=village.name,
        name="村里的账和事",
        number="",
        line="账、补贴、租包、工程，都在里面",
        code=view_home_code(pages, pages.second),
        telephone=_village_telephone(pages),
    )
    also = second_of(pages, pages.second)
    plate = PlateView(size, tag, codes.check_word(village.address), batch, made_on, proof, also)
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


def _tag(pages: VillagePages, record: ShownRecord, second: Language) -> TagView:
    name = record.view.name if record.view else ""
    path = page_path(pages.village.address, record.item.number, record.number)
    return TagView(
        village=pages.village.name,
        name=name,
        number=f"{record.item.register_file}第{record.number}号",
        line=_line(pages, record, name),
        code=view_code(pages, path, name, record.item.promise, second),
        telephone=_village_telephone(pages),
        also=_say_number(second, record),
        head=_find_head(pages, name),
    )


def _find_head(pages: VillagePages, name: str) -> str:
    """What another thing of the village is called, where the name begins so: ``后山果园`` of ``后山果园承包``."""
    others = (each.view.name for each in pages.records if each.view)
    return max((each for each in others if each != name and name.startswith(each)), key=len, default="")


def _say_number(second: Language, record: ShownRecord) -> str:
    """``Contracts on resources No. 7``; empty where the register's name has no translation."""
    register = second.find(record.item.register_file)
    return second.find("{register}第{number}号", register=register, number=record.number) if register else ""


def _village_telephone(pages: Front | VillagePages) -> tuple[str, str]:
    telephone = pages.village.telephones[0] if pages.village.telephones else Telephone("", complaint_of(pages))
    return (telephone.label, telephone.number)


def _line(pages: VillagePages, record: ShownRecord, name: str) -> str:
    """One short sentence that does not only repeat the name."""
    for sentence in say_record(pages, record):
        text = _EXACT.sub("", plain(sentence)).rstrip("。")
        if name not in text and len(text) <= 30:
            return text
    return ""
