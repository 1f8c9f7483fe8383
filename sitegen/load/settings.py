"""``sitegen.yaml`` and ``regions.csv`` → ``Settings`` and ``Region``; see docs/formats.md §1, §2."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urlsplit

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.attempts import Names
from sitegen.load.bars import Fits
from sitegen.load.cells import texts_of
from sitegen.load.commas import read_csv
from sitegen.load.explaining import read_explained
from sitegen.load.grids import Grid
from sitegen.load.origins import GridOrigin
from sitegen.load.reading import Reader
from sitegen.load.workbooks import LOST
from sitegen.model.catalogue import Catalogue
from sitegen.model.site import Region, Settings, missing_above
from sitegen.source import Document, Entries, Scalar, nearest, place_of

_REGIONS = "regions.csv"
_KEYS = (
    "格式 名称 网址 基路径 旧网址 主办单位 承办单位 网站标识码 备案号 地区 基准日 主题 语言 电话 监督电话 应公开 阈值 内部文件夹"
).split()
_NAMES = Names(frozenset(_KEYS), tuple(_KEYS), {})


def load_settings(
    data: bytes, catalogue: Catalogue, themes: tuple[str, ...] = (), languages: tuple[str, ...] = ("zh-Hans",)
) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The county's settings, with sensible values where something is missing or wrong; ``languages`` are those the
    theme has words of."""
    load = partial(_read_settings, catalogue, themes, languages)
    return read_explained("sitegen.yaml", data, load, lambda: _NAMES)


def _read_settings(
    catalogue: Catalogue, themes: tuple[str, ...], languages: tuple[str, ...], reader: Reader, document: Document
) -> Settings:
    entries = reader.spelt(reader.root(document.root, "sitegen.yaml"), tuple(_KEYS))
    entries = reader.under_their_names(entries, _KEYS, ("电话", "监督电话"))
    reader.check_keys(entries, _KEYS, "sitegen.yaml", required=("名称", "网址", "主办单位", "电话"))
    return Settings(
        name=reader.text(entries.get("名称"), "名称") or "村务公开",
        host=_load_host(reader, entries.get("网址")),
        base_path=_load_base(reader, entries),
        former_roots=tuple(_load_former(reader, node) for node in reader.items(entries.get("旧网址"), "旧网址")),
        organiser=reader.text(entries.get("主办单位"), "主办单位"),
        operator=reader.text(entries.get("承办单位"), "承办单位"),
        site_code=reader.text(entries.get("网站标识码"), "网站标识码"),
        icp=reader.text(entries.get("备案号"), "备案号"),
        preset=_load_choice(reader, entries, "地区", [preset.name for preset in catalogue.presets]),
        today=reader.day(entries.get("基准日"), "基准日"),
        theme=_load_choice(reader, entries, "主题", ["plain", *(name for name in themes if name != "plain")]),
        languages=_load_languages(reader, entries, languages),
        telephones=reader.telephones(entries.get("电话"), "电话"),
        supervision_telephones=reader.telephones(entries.get("监督电话"), "监督电话"),
        required_items=_load_required(reader, entries, catalogue),
    )


def _load_host(reader: Reader, node: object) -> str:
    scalar = node if isinstance(node, Scalar) else None
    text = scalar.text.strip().rstrip("/") if scalar else ""
    parts = urlsplit(text)
    plain = re.fullmatch(r"(https://[a-z0-9.-]+|http://127\.0\.0\.1)(:\d+)?", text)  # the latter: to try it at home
    if scalar is not None and text and (not plain or not parts.hostname):
        reader.report(error("LINK-HOST", reader.place(scalar), host=text))
    return text if plain else "https://example.invalid"


def _load_former(reader: Reader, node: object) -> str:
    """A former address, with its base path if it had one, ending with a slash."""
    scalar = node if isinstance(node, Scalar) else None
    text = scalar.text.strip().rstrip("/") if scalar else ""
    if scalar is not None and not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?(/[\w./-]+)?", text):
        reader.report(error("LINK-HOST", reader.place(scalar), host=text))
    return f"{text}/"


def _load_base(reader: Reader, entries: Entries) -> str:
    node, text = entries.get("基路径"), reader.text(entries.get("基路径"), "基路径").strip("/")
    if node is not None and not re.fullmatch(r"(?:[A-Za-z0-9_~-][\w.~-]*(?:/|$))*", text, re.ASCII):
        reader.report(error("LINK-HOST", reader.place(node), host=text))
        return "/"
    return f"/{text}/" if text else "/"


def _load_languages(reader: Reader, entries: Entries, known: tuple[str, ...]) -> tuple[str, ...]:
    """The languages of the site, each once, the first at its root; Chinese where none is written that is known."""
    nodes = (reader.scalar(node, "语言") for node in reader.items(entries.get("语言"), "语言"))
    chosen = (_choose(reader, node, list(known)) for node in nodes if node is not None)
    return tuple(dict.fromkeys(tag for tag in chosen if tag)) or ("zh-Hans",)


def _load_choice(reader: Reader, entries: Entries, key: str, names: list[str]) -> str:
    """One of the names; the first when nothing is written or something else."""
    scalar = reader.scalar(entries.get(key), key)
    return (_choose(reader, scalar, names) if scalar else "") or names[0]


def _choose(reader: Reader, scalar: Scalar, names: list[str]) -> str:
    """The name that is written; nothing where it is none of them, which is reported."""
    if scalar.text.strip() in names:
        return scalar.text.strip()
    near, known = nearest(scalar.text, names), "、".join(names)
    reader.report(error("KEY-CHOICE", reader.place(scalar), text=scalar.text, nearest=near, known=known))
    return ""


def _load_required(reader: Reader, entries: Entries, catalogue: Catalogue) -> tuple[str, ...]:
    numbers = []
    for node in reader.items(entries.get("应公开"), "应公开"):
        name = reader.text(node, "应公开")
        item = catalogue.by_name(name)
        if item is None:
            near = nearest(name, [each.name for each in catalogue.items])
            if not catalogue.lacks(name, near):
                reader.report(error("KEY-ITEM", reader.place(node), key=name, nearest=near))
        else:
            numbers.append(item.number)
    return tuple(numbers)


_CODE_HEADS = ("code", "代码", "区划代码")
_NAME_HEADS = ("name", "名称", "区划名称")
_CODE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}", re.ASCII)


def load_regions(data: bytes) -> tuple[tuple[Region, ...], tuple[Diagnostic, ...]]:
    """Regions above the villages, by code; every region's own level above must be there down to the first one given."""
    if not data.strip():
        return (), ()
    grid, problems = read_csv(_REGIONS, data, (*_CODE_HEADS, *_NAME_HEADS), _fits_region)
    found = list(problems)
    columns = [_find_head(grid, heads) for heads in (_CODE_HEADS, _NAME_HEADS)] if grid else []
    if grid is None or None in columns:
        found += _find_wrong_heads(grid) if grid else []
        return (), tuple(found)
    regions: dict[str, Region] = {}
    places: dict[str, Place] = {}
    for row in grid.rows:
        origin = GridOrigin(_REGIONS, row, tuple(head.text for head in grid.header))
        texts = texts_of(row)
        (code, name), heads = zip(*((texts[at], grid.header[at].text) for at in columns if at is not None), strict=True)
        place = origin.place()
        if LOST.fullmatch(code):
            continue  # which is said already
        if not code or not name:
            head = heads[0] if not code else heads[1]
            regions |= {code: Region(code, code)} if code else {}
            found.append(error("KEY-MISSING", origin.place_of_gap(head), key=head, where=f"{_REGIONS} 的这一行"))
        elif not _CODE.fullmatch(code):
            found.append(error("CODE-REGION", place, code=code))
        elif code in regions:
            where = f"{_REGIONS}:{places[code].line}" if code in places else ""
            found.append(error("CODE-TWICE", place, what="代码", value=code, other=regions[code].name, where=where))
        else:
            regions[code], places[code] = Region(code, name), place
    lost = any(each.severity == "error" for each in found)  # what is above may stand in a line that could not be read
    shortest = min((len(code) for code in regions), default=2)
    found += [
        error(
            "CODE-PARENT",
            places.get(region.code, Place(_REGIONS)),
            code=region.code,
            above="、".join(missing_above(region.code, regions, shortest)),
        )
        for region in regions.values()
        if not lost and len(region.code) > shortest and region.parent not in regions
    ]
    return tuple(regions[code] for code in sorted(regions)), tuple(found)


def _fits_region(heads: tuple[str, ...]) -> Fits:
    """What the columns of ``regions.csv`` can hold."""
    code = next((index for index, head in enumerate(heads) if head.lower() in _CODE_HEADS), -1)
    return lambda index, text: bool(text) and (index == code) == bool(_CODE.fullmatch(text))


def _find_wrong_heads(grid: Grid) -> list[Diagnostic]:
    """That the first line is a region already, or which of its names are none of a column."""
    heads = grid.header
    if any(_CODE.fullmatch(head.text) for head in heads):
        return [error("SYN-NOHEAD", place_of(_REGIONS, heads[0]), required=f"{_CODE_HEADS[0]}、{_NAME_HEADS[0]}")]
    known = (*_CODE_HEADS, *_NAME_HEADS)
    wrong = [head for head in heads if head.text and head.text.lower() not in known]
    if not wrong:
        missing = next(names for names in (_CODE_HEADS, _NAME_HEADS) if _find_head(grid, names) is None)
        return [error("KEY-MISSING", place_of(_REGIONS, heads[0]), key=missing[0], where=f"{_REGIONS} 的表头")]
    near = ((head, nearest(head.text, known)) for head in wrong)
    said = {"table": _REGIONS, "known": f"{_CODE_HEADS[0]}、{_NAME_HEADS[0]}"}
    return [error("KEY-COLUMN", place_of(_REGIONS, head), key=head.text, nearest=name, **said) for head, name in near]


def _find_head(grid: Grid, names: tuple[str, ...]) -> int | None:
    """The column under one of the names."""
    return next((index for index, head in enumerate(grid.header) if head.text.lower() in names), None)
