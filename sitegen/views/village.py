"""Everything of one village that may be shown today, from which its pages are viewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from sitegen.codes import check_word
from sitegen.figures import Due
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Village
from sitegen.model.period import Period
from sitegen.model.site import Retold, Version
from sitegen.views.asked import ShownCase
from sitegen.views.frame import Surroundings, href, page_frame, page_path, village_frame
from sitegen.views.pages import Anchor, Frame
from sitegen.views.public import PublicCorrection
from sitegen.views.shown import Shown, ShownRecord
from sitegen.views.tables import Links, correction_links


class VillagePages(Struct, frozen=True, dict=True):
    """Everything of one village that may be shown today."""

    around: Surroundings
    village: Village
    shown: tuple[Shown, ...]
    records: tuple[ShownRecord, ...]
    versions: tuple[Version, ...]
    dues: tuple[Due, ...]
    """What was due so far, done or not."""
    files: Mapping[str, str]
    """Attachments that are shown: path below 附件/ → href."""
    retold: Mapping[int, tuple[Retold, ...]]
    """Published texts whose figures are others, by the version with which they were published again."""
    cases: tuple[ShownCase, ...] = ()
    """Questions; ``village`` has those of them that are shown whole."""
    successor: Village | None = None
    """The village it was merged into, where what is new of it stands; see :mod:`sitegen.views.former`."""

    @cached_property
    def periods(self) -> Mapping[str, Mapping[str, Shown]]:
        """What is shown of each item by the code of its period, newest first."""
        periods: dict[str, dict[str, Shown]] = {}
        for each in self.shown:
            periods.setdefault(each.item.number, {})[each.period.code] = each
        return periods

    @cached_property
    def filled_items(self) -> tuple[Item, ...]:
        """The items of which something is shown, by number."""
        numbers = {each.item.number for each in self.shown if each.parts} | {each.item.number for each in self.records}
        return tuple(each for each in self.around.catalogue.items if each.number in numbers)

    @cached_property
    def bare_frame(self) -> Frame:
        """What all its pages have around them."""
        if self.successor is None:
            return village_frame(self.around, self.village)
        name = "{village}（原{former}）"
        name = self.around.language.say(name, village=self.successor.name, former=self.village.name)
        home = Anchor(href(self.around.settings, page_path(self.successor.address)), name)
        frame = village_frame(self.around, self.successor)
        return replace(frame, village=home, check_word=check_word(self.village.address))

    @property
    def kept_since(self) -> str:
        """Why pages of a merged village stand; empty for any other."""
        if self.successor is None:
            return ""
        said = "这是{former}并入{village}以前公布的，照原样留着。"
        return self.around.language.say(said, former=self.village.name, village=self.successor.name)

    @cached_property
    def anchors(self) -> Mapping[str, Anchor]:
        """Its records by register file and number."""
        return {f"{each.item.register_file}/{each.number}": self._view_anchor(each) for each in self.records}

    @cached_property
    def said(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """First screens' sentences as far as they were asked for, by item, period and parts: several pages quote them."""
        return {}

    @cached_property
    def online(self) -> Mapping[tuple[str, str], date]:
        """The day on which something of an item and period was published for the first time, as the log has it."""
        days: dict[tuple[str, str], date] = {}
        for each in self.versions:
            days[each.identity[:2]] = min(each.day, days.get(each.identity[:2], each.day))
        return days

    def missing(self) -> tuple[Due, ...]:
        """What has to be disclosed and is not, whether its deadline has passed or not."""
        return tuple(due for due in self.dues if not due.done)

    def of_item(self, number: str) -> tuple[Shown, ...]:
        """All periods of an item, newest first."""
        return tuple(self.periods.get(number, {}).values())

    def find(self, number: str, period: Period) -> Shown | None:
        """One item in one period, or None."""
        return self.periods.get(number, {}).get(period.code)

    def with_parts_of(self, shown: Shown, other: Shown) -> Shown | None:
        """``other`` to be compared with ``shown``: on the page of one part of several that part alone; None where they have
        not the same parts."""
        wanted = {part.part for part in shown.parts}
        whole = self.find(shown.item.number, shown.period)
        if whole is not None and len(whole.parts) + len(whole.absent) > len(wanted):
            other = replace(other, parts=tuple(part for part in other.parts if part.part in wanted))
        return other if {part.part for part in other.parts} == wanted else None

    def frame(self, path: str, *, title: str, description: str, noindex: bool = False) -> Frame:
        """The frame of one of its pages."""
        return page_frame(self.bare_frame, self.around, path, title=title, description=description, noindex=noindex)

    def label(self, text: str) -> str:
        """A fixed word of the catalogue in the language of the pages."""
        return self.around.language.label(text)

    def shared(self, *parts: str) -> str:
        """Link to what the pages of all languages share: downloads and the data package."""
        return self.around.root + page_path(self.village.address, *parts).lstrip("/")

    def href(self, *parts: str) -> str:
        """Link to a page of this village."""
        return href(self.around.settings, page_path(self.village.address, *parts))

    def links(self, corrections: tuple[PublicCorrection, ...] = (), first: int = 1) -> Links:
        """Where words of its rows lead; ``first`` numbers the first of the corrections on the page."""
        return Links(self.around.language, self.anchors, self.files, correction_links(corrections, first))

    def _view_anchor(self, record: ShownRecord) -> Anchor:
        name = record.view.name if record.view else self.label(record.item.plain)
        return Anchor(self.href(record.item.number, record.number), name)
