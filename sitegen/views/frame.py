"""What every page has around its content, and the addresses of pages."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from sitegen import codes
from sitegen.model.catalogue import Catalogue, Item, Preset
from sitegen.model.ledger import Telephone, Village
from sitegen.model.site import Region, Settings
from sitegen.model.workdays import NO_HOLIDAYS, Holidays
from sitegen.views.language import CHINESE, Language
from sitegen.views.pages import Anchor, Code, Contact, Footer, Frame
from sitegen.views.said import Said

TITLE_LENGTH = 28
"""What a share card and a search result show whole."""


class EditionLink(Struct, frozen=True):
    """Where the site stands in one language: its tag, the language's own name, and the base path of its pages."""

    tag: str
    name: str
    base_path: str


class Surroundings(Struct, frozen=True):
    """What views need besides the village itself."""

    settings: Settings
    catalogue: Catalogue
    preset: Preset
    regions: tuple[Region, ...]
    """The regions above the village or region shown, highest first."""
    today: date
    holidays: Holidays = NO_HOLIDAYS
    language: Language = CHINESE
    """What everything is said in."""
    editions: tuple[EditionLink, ...] = ()
    """All languages the site is made in, this one among them; the first stands at the root."""

    @property
    def root(self) -> str:
        """Base path of what all languages share: downloads, attachments, feeds."""
        return self.editions[0].base_path if self.editions else self.settings.base_path


def page_path(address: str, *parts: str) -> str:
    """Site path of a page of a village: ``/103201/021/2026q3/``."""
    return "/" + "/".join((address, *parts)) + "/"


def href(settings: Settings, path: str) -> str:
    """A site path as a link: the base path before it."""
    return settings.base_path + path.lstrip("/")


def full_url(settings: Settings, path: str) -> str:
    """A site path as the address that is printed."""
    return settings.host + href(settings, path)


def shown_url(url: str) -> str:
    """An address as it is printed under a code: without the scheme."""
    return url.removeprefix("https://").removeprefix("http://")


@lru_cache(maxsize=256)
def to_contact(telephone: Telephone) -> Contact:
    """A telephone to tap on."""
    return Contact(telephone.label, telephone.number, "tel:" + re.sub(r"[^\d+]", "", telephone.number))


def village_contacts(village: Village, settings: Settings) -> tuple[Contact, ...]:
    """Village first, then the supervision committee, then the township and higher."""
    telephones = (
        *village.telephones,
        *village.supervisor_telephones,
        *settings.telephones,
        *settings.supervision_telephones,
    )
    return tuple(map(to_contact, telephones))


def view_footer(settings: Settings) -> Footer:
    """Who runs the site."""
    contacts = tuple(map(to_contact, (*settings.telephones, *settings.supervision_telephones)))
    return Footer(settings.organiser, settings.operator, settings.site_code, settings.icp, contacts)


def fit_title(language: Language, *pieces: str) -> str:
    """The pieces joined as long as they fit into a title; the first always stands. A letter is half as wide as a sign."""
    room = TITLE_LENGTH if language.spells else 2 * TITLE_LENGTH
    title = pieces[0]
    for piece in pieces[1:]:
        if piece and len(title) + len(piece) <= room:
            title += piece
    return title


def village_frame(around: Surroundings, village: Village) -> Frame:
    """What all pages of a village have around them; see :func:`page_frame`."""
    settings, say = around.settings, around.language.say
    home = page_path(village.address)
    jumps = (
        Anchor(href(settings, home), say("村里的账和事")),
        Anchor(href(settings, f"{home}ask/"), say("提问与答复")),
        Anchor(href(settings, f"{home}posted/"), say("公开情况")),
        Anchor(href(settings, f"{home}changes/"), say("更正")),
        Anchor(href(settings, f"{home}about/"), say("说明")),
    )
    return Frame(
        title="",
        description="",
        url="",
        language=around.language.tag,
        noindex=False,
        site=Anchor(settings.base_path, settings.name),
        above=tuple(Anchor(href(settings, f"/r/{region.code}/"), region.name) for region in around.regions),
        village=Anchor(href(settings, home), village.name),
        check_word=codes.check_word(village.address),
        contacts=village_contacts(village, settings),
        code=None,
        footer=view_footer(settings),
        as_of=latest_day(around, village),
        jumps=jumps,
        feed=around.root + f"{home}changes/feed.xml".lstrip("/"),
    )


def page_frame(
    frame: Frame, around: Surroundings, path: str, *, title: str, description: str, noindex: bool = False
) -> Frame:
    """The frame of one page out of what all pages of its village have around them."""
    url = full_url(around.settings, path)
    return replace(
        frame,
        title=title,
        description=description,
        url=url,
        noindex=noindex,
        code=Code("code.png", shown_url(url)),
        languages=view_languages(around, path),
    )


def view_languages(around: Surroundings, path: str) -> tuple[Anchor, ...]:
    """The same page in the other languages there are."""
    others = (each for each in around.editions if each.tag != around.language.tag)
    return tuple(Anchor(each.base_path + path.lstrip("/"), Said(each.name, each.name), each.tag) for each in others)


def latest_day(around: Surroundings, village: Village) -> str:
    """The newest day on which the village disclosed something, in words; empty when it never did."""
    days = [each.posted for each in village.disclosures if each.posted and each.posted <= around.today]
    return around.language.day(max(days)) if days else ""


def region_frame(around: Surroundings, path: str, *, title: str, description: str, as_of: str = "") -> Frame:
    """The frame of a page that belongs to no village."""
    settings = around.settings
    url = full_url(settings, path)
    return Frame(
        title=title,
        description=description,
        url=url,
        language=around.language.tag,
        noindex=False,
        site=Anchor(settings.base_path, settings.name),
        above=tuple(Anchor(href(settings, f"/r/{region.code}/"), region.name) for region in around.regions),
        village=None,
        check_word="",
        contacts=view_footer(settings).contacts,
        code=Code("code.png", shown_url(url)),
        footer=view_footer(settings),
        as_of=as_of,
        languages=view_languages(around, path),
    )


def reference(village: Village, item: Item, period: str) -> str:
    """What to quote on the telephone, in Chinese, as those who answer say it: ``清溪-钱账-26三季``."""
    return "-".join(filter(None, (_shorten(village.name), item.plain, period)))


@lru_cache(maxsize=256)
def _shorten(name: str) -> str:
    return re.sub(r"(村|社区|嘎查)$", "", name) or name
