"""What the peers read: the views of every village's pages, one file a village, in the form that suits them best.

The product itself reads ledgers, checks them, derives figures and sentences, masks names, and scans what it made. The peers are
spared all of that: their data holds every sentence and every cell ready, rows once though two pages show them. They lay out
pages, keep numbers whole in their boxes, and turn notes from Markdown into HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from sitegen.load.files import list_villages, read_county, read_village
from sitegen.loaded import Loaded, load_checked
from sitegen.model.site import Parts
from sitegen.outputs import html
from sitegen.plan import PageJob, Site, plan_village
from sitegen.shared import load_site
from sitegen.views.pages import DisclosureView

PAGES = Parts(codes=False, downloads=False)
_OWN = ("title", "description", "url", "noindex", "code")
"""Of the frame: what differs from page to page."""


def write_data(county: Path, folder: Path, today: date, form: str) -> int:
    """Write ``villages/<address>.<form>``, words, style and policies below ``folder``; how many pages they describe."""
    site, _ = load_site(read_county(county), today, PAGES)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "words.json").write_text(json.dumps(dict(site.editions[0].theme.words), ensure_ascii=False), "utf-8")
    pages = 0
    for name in list_villages(county):
        village = to_village(site, county, name)
        write_village(folder, village, form)
        pages += len(village["pages"])
    looks = to_looks(site, county, list_villages(county)[0])
    (folder / "theme.json").write_text(json.dumps(looks, ensure_ascii=False), "utf-8")
    return pages


def write_village(folder: Path, village: dict, form: str) -> None:
    """Write or replace one village's file."""
    target = folder / "villages" / f"{village['address']}.{form}"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_DUMP[form](village), "utf-8")


_DUMP: dict[str, Callable[[object], str]] = {
    "json": lambda value: json.dumps(value, ensure_ascii=False),
    "yaml": lambda value: yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000),
}


def to_village(site: Site, county: Path, folder: str) -> dict:
    """One village's views: its frame once, its parts once, its pages."""
    loaded = load_checked(site, read_village(county, folder)[0])
    jobs = _page_jobs(site, loaded)
    frame = {name: value for name, value in to_data(jobs[0].make.args[0].frame).items() if name not in _OWN}
    parts: list[object] = []
    pages = [_to_page(job, parts) for job in jobs]
    return {
        "address": loaded.village.address,
        "frame": frame,
        "parts": [to_data(part) for part in parts],
        "pages": pages,
    }


def to_looks(site: Site, county: Path, folder: str) -> dict[str, dict[str, str]]:
    """Style and policy of every kind of page, as the product's own pages hold them."""
    loaded = load_checked(site, read_village(county, folder)[0])
    return {_kind(job.make.args[0]): _to_look(job.make().decode()) for job in _page_jobs(site, loaded)}


def to_data(value: object) -> Any:
    """A view as mappings and lists."""
    if isinstance(value, Struct):
        return {name: to_data(getattr(value, name)) for name in value.__struct_fields__}
    return list(map(to_data, value)) if isinstance(value, tuple) else value


def _page_jobs(site: Site, loaded: Loaded) -> list[PageJob]:
    planned = plan_village(loaded.pages, loaded.formers, loaded.links, site.editions, site.parts)
    return [job for job in planned if getattr(job.make, "func", None) is html.make_page]


def _kind(view: html.AnyView) -> str:
    return html.TEMPLATES[type(view)].removesuffix(".html")


def _to_page(job: PageJob, parts: list[object]) -> dict:
    view = job.make.args[0]
    page = to_data(view)
    frame = page.pop("frame")
    page |= {name: frame[name] for name in _OWN}
    page |= {"path": "/" + job.path.removesuffix("index.html"), "kind": _kind(view)}
    if isinstance(view, DisclosureView):
        for part in view.parts:
            if part not in parts:
                parts.append(part)
        page["parts"] = [parts.index(part) for part in view.parts]
        page["row_count"] = view.row_count
        page |= page.pop("common")
    else:  # a handful a village: the peers put out what stands in <main> as it is
        page["main"] = _find(r'<main id="main">\n(.*)</main>', job.make().decode())
    return page


def _to_look(page: str) -> dict[str, str]:
    style, policy = (_find(pattern, page) for pattern in (r"<style>(.*?)</style>", r'Policy" content="([^"]*)"'))
    return {"style": style, "policy": policy}


def _find(pattern: str, page: str) -> str:
    found = re.search(pattern, page, re.DOTALL)
    if not found:
        raise SystemExit(f"the product's page has no {pattern}")
    return found[1]
