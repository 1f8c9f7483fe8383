"""Time limits of questions: by when they are taken in and answered, from the preset and the table of holidays."""

from __future__ import annotations

from datetime import date, timedelta

from sitegen.model.catalogue import Preset
from sitegen.model.ledger import Case
from sitegen.model.workdays import Holidays

EXPIRING_DAYS = 90
"""Days before its end from which a contract is said to expire: texts.md, 到期前3个月重新公告."""


def taken_by(case: Case, preset: Preset, holidays: Holidays) -> date:
    """The last day on which the question should be taken in (受理); one working day where the preset says nothing."""
    return holidays.after(case.asked, preset.case_days.get("受理", 1))


def answer_by(case: Case, preset: Preset, holidays: Holidays) -> date:
    """The last day for the answer: working days by the case's kind, else the calendar days of the region's law."""
    days = preset.case_days.get(case.kind)
    return holidays.after(case.asked, days) if days else case.asked + timedelta(days=preset.reply_days)


def counts_workdays(preset: Preset) -> bool:
    """Whether answers are due in working days here."""
    return any(kind != "受理" for kind in preset.case_days)
