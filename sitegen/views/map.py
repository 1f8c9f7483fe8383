"""Where the collective's assets, resources and works are: the points of records that carry one, in metres.

Only registers are looked at, and only what their catalogue shows on the web: no list of persons or houses has a point.
"""

from __future__ import annotations

from math import cos, radians

from msgspec import Struct

from sitegen.views.frame import fit_title, page_path
from sitegen.views.pages import Anchor, GroupView, MapView, RowView, TableView
from sitegen.views.shown import ShownRecord
from sitegen.views.village import VillagePages

FEWEST = 2
"""One point alone says nothing of where it is."""
_METRES = 111_320.0
"""Along a degree of latitude; of longitude that much times the cosine."""


class Point(Struct, frozen=True):
    """A place: metres east and south of the map's north-west corner."""

    east: float
    south: float


def has_map(pages: VillagePages) -> bool:
    """Whether enough records say where they are."""
    return len(_placed(pages)) >= FEWEST


def map_title(pages: VillagePages) -> str:
    """What the drawing shows, for those who hear the page."""
    return pages.around.language.say("{village}集体资产、资源和工程的位置", village=pages.village.name)


def view_points(pages: VillagePages) -> tuple[Point, ...]:
    """The points in the order of the list below them."""
    degrees = [tuple(map(float, place.split(","))) for _, place in _placed(pages)]
    if not degrees:
        return ()
    north, west = max(each[0] for each in degrees), min(each[1] for each in degrees)
    wide = _METRES * cos(radians(north))
    return tuple(Point((east - west) * wide, (north - latitude) * _METRES) for latitude, east in degrees)


def _placed(pages: VillagePages) -> list[tuple[ShownRecord, str]]:
    """Records that go on, with their point as the web may see it."""
    return [
        (record, field.value)
        for record in pages.records
        if record.view is not None and not record.view.ended
        for field in record.view.body.fields
        if field.kind == "point"
    ]


def map_link(pages: VillagePages) -> tuple[Anchor, ...]:
    """The way to the map; empty where there is none."""
    say = pages.around.language.say
    return (Anchor(pages.href("map"), say("都在哪里"), say("平面示意图")),) if has_map(pages) else ()


def view_map_page(pages: VillagePages, chart: str) -> tuple[str, MapView]:
    """The map's page with its site path; ``chart`` is the picture of :func:`view_points`, drawn elsewhere."""
    village, language = pages.village, pages.around.language
    say, placed = language.say, _placed(pages)
    path = page_path(village.address, "map")
    frame = pages.frame(
        path,
        title=fit_title(language, say("{village}集体资产和工程在哪里", village=village.name)),
        description=say("{village}集体的房屋设施、地水林和工程的平面示意图", village=village.name),
    )
    return path, MapView(
        frame=frame,
        heading=say("集体的东西在哪里"),
        sentences=(
            say("图上有集体的资产、资源和工程**{n}处**，号码跟下面的单子一样。", n=len(placed)),
            say("位置约到十米，只看大概；人家和住房不在图上。"),
        ),
        chart=chart,
        tables=(_table(pages, placed),),
    )


def _table(pages: VillagePages, placed: list[tuple[ShownRecord, str]]) -> TableView:
    say = pages.around.language.say
    rows = tuple(_row(pages, number, record) for number, (record, _) in enumerate(placed, start=1))
    return TableView(say("图上的各处"), say("{n}处", n=len(rows)), (GroupView("", "", rows),), "", len(rows), "", "")


def _row(pages: VillagePages, number: int, record: ShownRecord) -> RowView:
    view = record.view
    name = view.name if view else ""
    place = next((each.value for each in view.body.fields if each.kind == "place"), "") if view else ""
    kind = pages.label(record.item.register_file)
    detail = pages.around.language.join(" · ", filter(None, (kind, place)))
    return RowView(
        name, str(number), detail, f"m{number}", links=(Anchor(pages.href(record.item.number, record.number), name),)
    )
