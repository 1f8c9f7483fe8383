"""A village that was merged into another: what it had published stays as it was, below the address it had."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from sitegen.model.ledger import Forerunner, Village
from sitegen.model.site import Version
from sitegen.views.asked import choose_cases
from sitegen.views.covered import cover_reasons, cover_shown, cover_shown_record
from sitegen.views.frame import Surroundings
from sitegen.views.names import Names
from sitegen.views.pages import Anchor
from sitegen.views.reworded import retell
from sitegen.views.shown import NOTHING_BROKEN, Identity, Shown, ShownRecord, State, choose_disclosures, choose_records
from sitegen.views.village import VillagePages


def view_former(
    around: Surroundings,
    village: Village,
    former: Forerunner,
    versions: tuple[Version, ...],
    newest: Mapping[Identity, Version],
    names: Names,
    asked_names: Names,
) -> VillagePages:
    """What may still be shown today of the former village, out of the ``newest`` of its stored ``versions``; ``village`` is
    what it belongs to, of whose lists ``names`` are covered, and ``asked_names`` in questions."""
    before = replace(
        village,
        code=former.code,
        name=former.name,
        address=former.address,
        households=None,
        people=None,
        profile=(),
        accounts=(),
        officers=(),
        forerunners=(),
        introduction="",
        records=(),
        disclosures=(),
        cases=(),
    )
    shown = choose_disclosures(before, around.catalogue, newest, NOTHING_BROKEN, {}, around.today)
    records = choose_records(before, around.catalogue, newest, NOTHING_BROKEN, {})
    stays = tuple(_as_it_was(each, names) for each in shown), tuple(_as_record_was(each, names) for each in records)
    retold = retell(around.catalogue, versions, names, around.today)
    versions = cover_reasons(versions, names)
    asked = choose_cases(before, versions, NOTHING_BROKEN, asked_names, (), around.today)
    asked = tuple(replace(each, state="published") if each.state == "kept" else each for each in asked)
    before = replace(before, cases=tuple(each.case for each in asked if each.case))
    return VillagePages(around, before, *stays, versions, (), {}, retold, asked, successor=village)


def list_before(old: VillagePages, number: str) -> tuple[Anchor, ...]:
    """What a former village had published: of one item, or of all, each period and each record, and its corrections."""
    found = [
        Anchor(old.href(shown.item.number, shown.period.code), f"{shown.item.plain} {shown.period.plain}")
        for shown in old.shown
        if shown.parts and number in ("", shown.item.number)
    ]
    records = (each for each in old.records if each.view and number in ("", each.item.number))
    found += [Anchor(old.href(each.item.number, each.number), each.view.name) for each in records if each.view]
    if old.cases and not number:
        found.append(Anchor(old.href("ask"), f"{old.village.name}提问与答复"))
    if found and not number:
        found.append(Anchor(old.href("changes"), f"{old.village.name}更正记录"))
    return tuple(found)


def _as_it_was(shown: Shown, names: Names) -> Shown:
    """No newer figures are being checked: these are the last ones."""
    state: State = "published" if shown.state == "kept" else shown.state
    return replace(cover_shown(shown, names), state=state, kept=())


def _as_record_was(shown: ShownRecord, names: Names) -> ShownRecord:
    state: State = "published" if shown.state == "kept" else shown.state
    return replace(cover_shown_record(shown, names), state=state)
