"""What a township gets besides single sheets: all of them in one file, an overview, and the slip for the print shop."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from sitegen.diagnostics import Diagnostic
from sitegen.disk import write_file
from sitegen.outputs.fonts import FontSet
from sitegen.outputs.proof import check_sheet, count_pages, draw_pages, make_preview
from sitegen.outputs.sheets import SheetView, make_sheet
from sitegen.plan import Site
from sitegen.printing.making import Made, templates_of, urls_of
from sitegen.printing.planning import Kind, Request
from sitegen.views.sheets import OverviewLine, OverviewView, SlipLine, SlipView

_WORDS: Mapping[Kind, str] = {"poster": "海报", "plate": "门牌", "tags": "码牌", "desk": "台卡"}
_MATERIAL: Mapping[Kind, str] = {
    "poster": "合成纸或相纸，覆哑膜（不要亮膜：反光扫不出）；颜料墨或激光黑",
    "plate": "铝板，哑面反光膜，黑色丝印或 UV打印，四角孔径4毫米",
    "tags": "哑面合成纸不干胶，或塑封；户外用铝板",
    "desk": "250克白卡纸，哑面，中间压折痕",
}
_WHERE: Mapping[Kind, tuple[str, str]] = {
    "poster": ("公开栏内，避雨避晒", "140厘米"),
    "plate": ("村委会大门旁", "150厘米"),
    "tags": ("挂在东西旁边", "130厘米"),
    "desk": ("村委会办事的桌上", "桌面"),
}
_SIZES = {
    "a4": "210×297毫米", "a3": "420×297毫米", "a2": "420×594毫米", "stand": "600×900毫米",
    "570x370": "570×370毫米", "270x170": "270×170毫米", "150x90": "150×90毫米",
}  # fmt: skip
_NAMES = {"a4": "A4", "a3": "A3", "a2": "A2", "stand": "展架60x90", "a4-6": "A4"}
"""Sizes as file names say them; the others say themselves."""
_NOTES = (
    "按100%印，不要“适应页面”：纸上有50毫米的线，量一量。",
    "黑色只用黑墨（K100），不要四色黑；文件里C、M、Y都是0。",
    "不要改动、移动、加图标，码的四周留白不能盖住。",
    "裁切线在成品线外3毫米；白底，没有出血的图。",
)


def make_together(
    site: Site, request: Request, fonts: FontSet, folder: Path, made: tuple[Made, ...]
) -> tuple[list[Path], tuple[Diagnostic, ...]]:
    """One file with all sheets, the overview, and with ``press`` the slip; where there is nothing, nothing."""
    if not made:
        return [], ()
    word = f"{folder.name}-{_WORDS[request.kind]}-{_NAMES.get(request.size, request.size)}"
    marks = ("-印厂" if request.press else "") + ("-样张" if request.proof else "")
    views = tuple(view for each in made for view in each.sheet.views)
    bound = f"{word}-合订{marks}.pdf"
    whole, found = make_sheet(bound, views, templates_of(site), fonts, press=request.press)
    unread = check_sheet(bound, whole, urls_of(views)) if whole else ()
    files: dict[str, bytes | None] = {bound: None if unread else whole}
    parts = _to_parts(made)
    overview, missing = _make_overview(site, request, fonts, folder.name, parts)
    files[f"{word}-小样总览{marks}.pdf"] = overview
    if request.press:
        slip, more = _make_slip(site, request, fonts, bound, parts)
        files[f"{word}-印制单.pdf"] = slip
        missing = (*missing, *more)
    written = [folder / name for name, data in files.items() if data is not None]
    for path in written:
        write_file(path, files[path.name] or b"")
    return written, (*found, *unread, *missing)


class _Part(Struct, frozen=True):
    """What one village has in the bound file: its pages, the first one counted from 1."""

    made: Made
    first: int
    pages: int

    @property
    def place(self) -> str:
        return f"{self.first}" if self.pages == 1 else f"{self.first}—{self.first + self.pages - 1}"

    @property
    def village(self) -> str:
        return self.made.sheet.file.parent.name


def _to_parts(made: tuple[Made, ...]) -> tuple[_Part, ...]:
    """A village's tags take as many pages as they need."""
    numbers = [count_pages(each.data or b"") for each in made]
    firsts = accumulate(numbers, initial=1)
    return tuple(_Part(*given) for given in zip(made, firsts, numbers, strict=False))


def _make_overview(
    site: Site, request: Request, fonts: FontSet, place: str, parts: tuple[_Part, ...]
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    pictures = tuple((f"page-{part.first}.png", _preview_of(part.made)) for part in parts)
    lines = tuple(
        OverviewLine(part.place, part.village, f"{len(urls_of(part.made.sheet.views))}", part.made.sheet.batch, picture)
        for part, (picture, _) in zip(parts, pictures, strict=True)
    )
    view = OverviewView(place, _WORDS[request.kind], lines, _count(parts), site.today, request.proof)
    return make_sheet("小样总览.pdf", view, templates_of(site), fonts, press=request.press, pictures=pictures)


def _preview_of(made: Made) -> bytes:
    return made.preview or make_preview(draw_pages(made.data or b"")[0])


def _count(parts: tuple[_Part, ...]) -> str:
    return f"{sum(part.pages for part in parts)}"


def _make_slip(
    site: Site, request: Request, fonts: FontSet, bound: str, parts: tuple[_Part, ...]
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    where, height = _WHERE[request.kind]
    lines = tuple(SlipLine(part.place, part.village, f"{part.pages}", "1张", where, height) for part in parts)
    facts = (
        ("什么", _WORDS[request.kind]),
        ("文件", bound),
        ("成品尺寸", f"{_SIZES.get(request.size, 'A4不干胶')}（裁切后）"),
        ("材料", _MATERIAL[request.kind]),
        ("颜色", "单黑（K）"),
        ("共", f"{_count(parts)}页，每页1张"),
        ("要印的单位", site.settings.organiser),
        ("联系", "　".join(f"{each.label} {each.number}" for each in site.settings.telephones)),
    )
    view: SheetView = SlipView(facts, lines, _NOTES, site.today)
    return make_sheet("印制单.pdf", view, templates_of(site), fonts, press=request.press)
