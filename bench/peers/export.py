"""What the peers read: the views of every village's pages, one file a village, in the form that suits them best.

The product itself reads ledgers, checks them, derives figures and sentences, masks names, and scans what it made. The peers are
spared all of that: their data holds every sentence and every cell ready, rows once though two pages show them. They lay out
pages, keep numbers whole in their boxes, and turn notes from Markdown into HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import yaml

from sitegen.build import load_checked, load_site
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.outputs import html
from sitegen.plan import Parts, Site, plan_village
from sitegen.views.pages import DisclosureView

PAGES = Parts(codes=False, downloads=False)
_OWN = ("title", "description", "url", "noindex", "code")
"""Of the frame: what differs from page to page."""


def write_data(county: Path, folder: Path, today: date, form: str) -> int:
    """Write ``villages/<address>.<form>``, words, style and policies below ``folder``; how many pages they describe."""
    site, _ = load_site(read_county(county), today, PAGES)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "words.json").write_text(json.dumps(dict(site.theme.words), ensure_ascii=False), "utf-8")
    pages = 0
    for name in list_villages(county):
        village = to_village(site, county, name)
        write_village(folder, village, form)
        pages += len(village["pages"])
    home = next((county / "build" / "site").glob("[0-9]*/index.html")).read_text("utf-8")
    (folder / "theme.json").write_text(json.dumps(_to_theme(home), ensure_ascii=False), "utf-8")
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
    planned = plan_village(loaded.pages, loaded.links, site.theme, site.parts)
    jobs = [job for job in planned if getattr(job.make, "func", None) is html.make_page]
    views = [(job.path, job.make.args[0]) for job in jobs]
    frame = {name: value for name, value in asdict(views[0][1].frame).items() if name not in _OWN}
    parts: list[object] = []
    pages = [_to_page(path, view, parts) for path, view in views]
    return {
        "address": loaded.village.address,
        "frame": frame,
        "parts": [asdict(part) for part in parts],
        "pages": pages,
    }


def _to_page(path: str, view: html.AnyView, parts: list[object]) -> dict:
    page = asdict(view)
    frame = page.pop("frame")
    page |= {name: frame[name] for name in _OWN}
    page |= {"path": "/" + path.removesuffix("index.html"), "kind": html.TEMPLATES[type(view)].removesuffix(".html")}
    if isinstance(view, DisclosureView):
        for part in view.parts:
            if part not in parts:
                parts.append(part)
        page["parts"] = [parts.index(part) for part in view.parts]
        page["count"] = sum(table.count for part in view.parts for table in part.tables)
        page |= page.pop("common")
    return page


def _to_theme(page: str) -> dict[str, str]:
    """Style, script and policy as a page of the product holds them."""
    style, policy = (_find(pattern, page) for pattern in (r"<style>(.*?)</style>", r'Policy" content="([^"]*)"'))
    return {"style": style, "policy": policy}


def _find(pattern: str, page: str) -> str:
    found = re.search(pattern, page, re.DOTALL)
    if not found:
        raise SystemExit(f"the product's page has no {pattern}")
    return found[1]
