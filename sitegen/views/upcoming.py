"""Days to keep in mind, said neutrally: contracts that end, answers that are due. Nothing here judges anybody."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sitegen.model.limits import EXPIRING_DAYS, answer_by
from sitegen.views.audience import to_figures
from sitegen.views.language import Language
from sitegen.views.shown import ShownRecord
from sitegen.views.village import VillagePages


class Upcoming(NamedTuple):
    """One day to keep in mind: its kind (``contract`` or ``answer``), site path, what it is about, its day, and whether
    that day is over."""

    kind: str
    path: str
    name: str
    day: str
    past: bool


def say_upcoming(language: Language, kind: str, day: str, past: bool) -> str:
    """What happens on that day."""
    said = language.day(date.fromisoformat(day))
    if kind == "contract":
        return language.say("合同{day}已经到期" if past else "合同{day}到期", day=said)
    return language.say("应在{day}前答复，还没有答复" if past else "应在{day}前答复", day=said)


def view_upcoming(pages: VillagePages) -> tuple[Upcoming, ...]:
    """Contracts that have ended or end within ninety days, and questions without an answer; the nearest day first."""
    found = [each for record in pages.records if (each := _contract(pages, record))]
    return tuple(sorted((*found, *_answers(pages)), key=lambda each: (each.day, each.path)))


def contract_end(record: ShownRecord) -> date | None:
    """The day a running contract ends; None for other records and for those that are over."""
    if record.view is None or record.view.ended or record.item.field("到期") is None:
        return None
    end = to_figures(record.view.body.fields).get("到期")
    return end.value if end is not None and isinstance(end.value, date) else None


def _contract(pages: VillagePages, record: ShownRecord) -> Upcoming | None:
    end, today = contract_end(record), pages.around.today
    if end is None or record.view is None or (end - today).days > EXPIRING_DAYS:
        return None
    path = f"/{pages.village.address}/{record.item.number}/{record.number}/"
    return Upcoming("contract", path, record.view.name, end.isoformat(), end < today)


def _answers(pages: VillagePages) -> list[Upcoming]:
    around = pages.around
    found = []
    for case in pages.village.cases:
        if case.step("答复") is not None:
            continue
        due = answer_by(case, around.preset, around.holidays)
        path = f"/{pages.village.address}/ask/#q{case.number}"
        found.append(Upcoming("answer", path, case.question, due.isoformat(), due < around.today))
    return found
