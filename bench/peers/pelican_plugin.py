"""Pelican builds the same pages: a generator of its own over the same data, with the product's own Jinja templates."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import yaml
from jinja2 import Environment, FileSystemLoader
from markdown import markdown
from markupsafe import Markup, escape
from pelican import signals
from pelican.generators import Generator

NUMBER = r"(?:(?:\d[\d,]*(?:\.\d+)?(?:[万亿]元|[一-鿿%％]))+|\d{3,4}-\d{7,8})"
AMOUNT = re.compile(rf"（?(?:\*\*(?:{NUMBER})\*\*|{NUMBER})[，。；：、？！）」”]*")
STEP = re.compile(r"([万元年])(?=\d)")
STRONG = re.compile(r"\*\*(.+?)\*\*")


READY = '{% extends "base.html" %}{% block main %}{{ view.main | drawing }}{% endblock %}'


def box(match: re.Match[str]) -> str:
    return '<span class="n">' + STEP.sub(r"\1<wbr>", match[0]).replace("（", "（<wbr>", 1) + "</span>"


def say(text: str) -> Markup:
    return Markup(STRONG.sub(r"<strong>\1</strong>", AMOUNT.sub(box, str(escape(text)))))


def amount(text: str) -> Markup:
    return Markup(STEP.sub(r"\1<wbr>", str(escape(text))))


def headline(sentence: str) -> Markup:
    found = re.fullmatch(r"(.*?)\*\*(.+?)\*\*([，、；：。]*)(.*)", sentence, re.DOTALL)
    if not found:
        return say(sentence)
    before, figure, mark, rest = found.groups()
    size = "big" if len(figure) <= 12 else "big long"
    hidden = Markup("<span hidden>{}</span>").format(mark) if mark else ""
    return Markup('{}<strong class="{}" data-key-figure>{}</strong>{}{}').format(
        say(before), size, say(figure), hidden, say(rest)
    )


def having(items: tuple[object, ...], attribute: str) -> tuple[object, ...]:
    return tuple(each for each in items if getattr(each, attribute, None))


def notes(text: str) -> Markup:
    html = markdown(text, extensions=["nl2br", "sane_lists"], output_format="html")
    return Markup(re.sub(r"(?<=>)[^<]+", lambda piece: AMOUNT.sub(box, piece[0]), html))


class Villages(Generator):
    """One page a view."""

    def generate_output(self, _writer: object) -> None:
        folder = Path(self.settings["PATH"])
        theme, words = (json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("theme", "words"))
        environment = Environment(
            loader=FileSystemLoader(self.settings["PAGES"]), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        environment.filters |= {"say": say, "amount": amount, "headline": headline, "notes": notes, "drawing": Markup}
        environment.filters |= {"having": having, "lines": str.splitlines}
        environment.globals |= {"words": words, "script": ""}
        for path in sorted((folder / "villages").iterdir()):
            text = path.read_text("utf-8")
            record = json.loads(text) if path.suffix == ".json" else yaml.load(text, yaml.CSafeLoader)
            village = to_namespace(record)
            for view in village.pages:
                self.write(environment, village, view, theme)

    def write(self, environment: Environment, village: SimpleNamespace, view: SimpleNamespace, theme: dict) -> None:
        own = {name: getattr(view, name) for name in ("title", "description", "url", "noindex", "code")}
        frame = SimpleNamespace(**{**vars(village.frame), **own, "languages": ()})
        if view.kind == "disclosure":
            view.parts = [village.parts[index] for index in view.parts]
            names = ("ask", "reference", "laws", "downloads", "broadcast", "corrections")
            view.common = SimpleNamespace(**{name: getattr(view, name) for name in names})
        look = {name: Markup(text) for name, text in theme[view.kind].items()}
        drawn = view.kind == "disclosure"
        template = environment.get_template("disclosure.html") if drawn else environment.from_string(READY)
        html = template.render(view=view, frame=frame, **look)
        target = Path(self.output_path) / view.path.lstrip("/") / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(re.sub(r"\s*\n\s*", "\n", html), encoding="utf-8")


def to_namespace(value: object) -> object:
    """Records by attribute, lists as tuples: what the templates expect."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: to_namespace(part) for name, part in value.items()})
    if isinstance(value, list):
        return tuple(map(to_namespace, value))
    return value


def get_generators(_: object) -> type[Villages]:
    return Villages


def register() -> None:
    signals.get_generators.connect(get_generators)
