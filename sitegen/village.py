"""One village: all bytes that speak of it → what was wrong, and all its files."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from datetime import date
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from sitegen.assessments import Assessment, derive_assessments
from sitegen.checks.output import find_leak
from sitegen.checks.references import at_their_mention
from sitegen.checks.repeats import Own
from sitegen.checks.site import check_links
from sitegen.checks.village import find_allowed
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import derive_turning_days
from sitegen.load.files import VillageFiles, holds_closed
from sitegen.loaded import Loaded, load_checked
from sitegen.model.site import Settings
from sitegen.plan import Site, plan_village
from sitegen.rollup import VillageSummary
from sitegen.sensitive import conceal, is_identity_number, to_digits
from sitegen.views.frame import full_url, href, page_path, shown_url
from sitegen.views.summary import view_summary
from sitegen.views.village import VillagePages


class Made(Struct, frozen=True):
    """What a village's job gives back: its files, the pictures still to be made, and what is remembered of it."""

    folder: str
    files: tuple[tuple[str, bytes], ...]
    pictures: tuple[tuple[str, str], ...]
    summary: VillageSummary | None
    turning: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    lost: tuple[Diagnostic, ...] = ()
    """Printed addresses behind which there would be no page."""
    fault: str = ""
    """A traceback, when the fault is ours."""
    allowed: frozenset[str] = frozenset()
    """Telephones its documents may name."""
    shown_on: str = ""
    """The day as of which it is shown."""
    assessments: tuple[Assessment, ...] = ()
    """What was weighed before persons are named; for the private root only."""


def make_village(site: Site, given: tuple[VillageFiles, tuple[Diagnostic, ...]]) -> Made:
    """All files of one village from all bytes that speak of it: pure, so it may run anywhere."""
    files, found = given
    if holds_closed(found):
        return Made(files.folder, (), (), None, (), found)
    try:
        return _make_village(site, files, found)
    except Exception:
        bug = error("SYS-BUG", Place(f"villages/{files.folder}"), log="build/.state/fault.log")
        return Made(files.folder, (), (), None, (), (*found, bug), fault=conceal(traceback.format_exc()))


def _make_village(site: Site, files: VillageFiles, found: tuple[Diagnostic, ...]) -> Made:
    loaded = load_checked(site, files)
    planned = plan_village(loaded.pages, loaded.formers, loaded.links, site.editions, site.parts)
    paths = tuple(job.path for job in planned)
    made = tuple((job.path, job.make()) for job in planned)
    every = (loaded.pages, *loaded.formers)
    telephones = find_allowed(loaded.village, site.settings)
    own = _find_own(site.settings, loaded.pages, telephones)
    leaks = find_leak(made, telephones.union(*map(_shown_codes, every)), own)
    diagnostics = (*at_their_mention(found, loaded.diagnostics), *leaks)
    if leaks:
        return Made(files.folder, (), (), None, (), diagnostics)
    asked = tuple(case for pages in every for case in pages.village.cases)
    turning = derive_turning_days(
        replace(loaded.village, cases=asked),
        site.catalogue,
        site.preset,
        site.settings.required_items,
        site.today,
        site.holidays,
        chain.from_iterable(map(_last_days, every)),
    )
    return Made(
        folder=files.folder,
        files=made,
        pictures=tuple((path, file) for path, (file, _) in loaded.pictures.items()),
        summary=view_summary(loaded.pages, paths),
        turning=tuple(day.isoformat() for day in turning),
        diagnostics=diagnostics,
        assessments=derive_assessments(loaded.village, loaded.pages.shown),
        allowed=telephones,
        shown_on=loaded.pages.around.today.isoformat(),
        lost=find_lost(loaded, paths),
    )


def _last_days(pages: VillagePages) -> Iterator[date]:
    """On which postings end of what is shown, by what was published."""
    parts = (part for each in pages.shown for part in each.parts)
    return (date.fromisoformat(part.posted_until) for part in parts if part.posted_until)


_LONG = re.compile("[0-9]{9,}")


def _find_own(settings: Settings, pages: VillagePages, telephones: frozenset[str]) -> Own:
    """What names the village and its county on every page."""
    home = page_path(pages.village.address)
    imprint = _LONG.findall(f"{settings.site_code} {settings.icp}")
    numbers = {*telephones, *(region.code for region in pages.around.regions), *imprint}
    return Own(href(settings, home), shown_url(full_url(settings, home)), frozenset(numbers))


def find_lost(loaded: Loaded, paths: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Addresses printed for this village behind which there would be no page."""
    names = {loaded.village.address: loaded.village.name}
    names |= {former.address: former.name for former in loaded.village.forerunners}
    return tuple(
        problem
        for address, links in loaded.registers.items()
        for problem in check_links(address, links, paths, names[address])
    )


def _shown_codes(pages: VillagePages) -> frozenset[str]:
    """Long numbers shown as vouchers or codes: they are no bank cards and no telephones, whatever they look like."""
    bodies = (
        *(part.body for each in pages.shown for part in each.parts),
        *(each.view.body for each in pages.records if each.view),
    )
    fields = (field.value for body in bodies for field in body.fields if field.kind in ("code", "voucher"))
    cells = (
        row[at]
        for body in bodies
        for table in body.tables
        for at, column in enumerate(table.columns)
        if column.kind in ("code", "voucher")
        for row in table.rows
    )
    numbers = (to_digits(text) for text in (*fields, *cells) if len(text) >= 10)
    return frozenset(number for number in numbers if not is_identity_number(number))
