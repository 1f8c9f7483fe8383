"""What a township gets besides single sheets: all of them in one file, an overview, and the slip for the print shop."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitegen.diagnostics import Diagnostic
from sitegen.disk import write_file
from sitegen.outputs.fonts import FontSet
from sitegen.outputs.proof import check_sheet, draw_pages, make_preview
from sitegen.outputs.sheets import SheetView, make_sheet
from sitegen.plan import Site
from sitegen.printing.making import Made, templates_of, urls_of
from sitegen.printing.planning import Kind, Request
from sitegen.views.sheets import OverviewLine, OverviewView, SlipLine, SlipView

_WORDS: Mapping[Kind, str] = {"poster": "海报", "plate": "门牌", "tags": "码牌", "desk": "台卡"}
_MATERIAL: Mapping[Kind, str] = {
    "poster": "合成纸或相纸，覆哑膜（不要亮膜：反光扫不出）；颜料墨或激光黑",
    "plate": "铝板，哑面反光膜，黑色丝印或 UV 打印，四角孔径 4 毫米",
    "tags": "哑面合成纸不干胶，或塑封；户外用铝板",
    "desk": "250 克白卡纸，哑面，中间压折痕",
}
_WHERE: Mapping[Kind, tuple[str, str]] = {
    "poster": ("公开栏内，避雨避晒", "140 厘米"),
    "plate": ("村委会大门旁", "150 厘米"),
    "tags": ("挂在东西旁边", "130 厘米"),
    "desk": ("村委会办事的桌上", "桌面"),
}
_SIZES = {
    "a4": "210×297 毫米", "a3": "420×297 毫米", "a2": "420×594 毫米", "stand": "600×900 毫米",
    "570x370": "570×370 毫米", "270x170": "270×170 毫米", "150x90": "150×90 毫米",
}  # fmt: skip
_NOTES = (
    "按 100% 印，不要“适应页面”：纸上有 50 毫米的线，量一量。",
    "黑色只用黑墨（K100），不要四色黑；文件里 C、M、Y 都是 0。",
    "不要改动、移动、加图标，码的四周留白不能盖住。",
    "裁切线在成品线外 3 毫米；白底，没有出血的图。",
)


def make_together(
    site: Site, request: Request, fonts: FontSet, folder: Path, made: tuple[Made, ...]
) -> tuple[list[Path], tuple[Diagnostic, ...]]:
    """One file with all sheets, the overview, and with ``press`` the slip; where there is nothing, nothing."""
    if not made:
        return [], ()
    word = f"{folder.name}-{_WORDS[request.kind]}-{request.size.upper()}"
    marks = ("-印厂" if request.press else "") + ("-样张" if request.proof else "")
    views = tuple(view for each in made for view in each.sheet.views)
    whole, found = make_sheet(f"{word}-合订{marks}.pdf", views, templates_of(site), fonts, press=request.press)
    unread = check_sheet(f"{word}-合订{marks}.pdf", whole, urls_of(views)) if whole else ()
    files: dict[str, bytes | None] = {f"{word}-合订{marks}.pdf": None if unread else whole}
    overview, missing = _make_overview(site, request, fonts, folder.name, made)
    files[f"{word}-小样总览{marks}.pdf"] = overview
    if request.press:
        slip, more = _make_slip(site, request, fonts, made)
        files[f"{word}-印制单.pdf"] = slip
        missing = (*missing, *more)
    written = [folder / name for name, data in files.items() if data is not None]
    for path in written:
        write_file(path, files[path.name] or b"")
    return written, (*found, *unread, *missing)


def _make_overview(
    site: Site, request: Request, fonts: FontSet, place: str, made: tuple[Made, ...]
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    pictures = tuple((f"page-{number}.png", _preview_of(each)) for number, each in enumerate(made, 1))
    lines = tuple(
        OverviewLine(
            f"{number}", _village_of(each), f"{len(urls_of(each.sheet.views))}", each.sheet.batch, f"page-{number}.png"
        )
        for number, each in enumerate(made, 1)
    )
    view = OverviewView(place, _WORDS[request.kind], lines, site.today, request.proof)
    return make_sheet("小样总览.pdf", view, templates_of(site), fonts, pictures=pictures)


def _preview_of(made: Made) -> bytes:
    return made.preview or make_preview(draw_pages(made.data or b"")[0])


def _village_of(made: Made) -> str:
    return made.sheet.file.parent.name


def _make_slip(
    site: Site, request: Request, fonts: FontSet, made: tuple[Made, ...]
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    where, height = _WHERE[request.kind]
    size = _SIZES.get(request.size, "A4 不干胶")
    lines = tuple(
        SlipLine(f"{number}", _village_of(each), size, f"{len(each.sheet.views)}", where, height)
        for number, each in enumerate(made, 1)
    )
    facts = (
        ("什么", _WORDS[request.kind]),
        ("成品尺寸", f"{size}（裁切后）"),
        ("材料", _MATERIAL[request.kind]),
        ("颜色", "单黑（K）"),
        ("共", f"{sum(len(each.sheet.views) for each in made)} 张"),
        ("要印的单位", site.settings.organiser),
        ("联系", "　".join(f"{each.label} {each.number}" for each in site.settings.telephones)),
    )
    view: SheetView = SlipView(facts, lines, _NOTES, site.today)
    return make_sheet("印制单.pdf", view, templates_of(site), fonts)
