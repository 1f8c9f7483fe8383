"""Reviews: missing ones, and content that changed after it was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sitegen.corrections import derive_review_code
from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.model.catalogue import Catalogue
from sitegen.model.ledger import Disclosure, Review, Village


def check_reviews(village: Village, catalogue: Catalogue, today: date) -> tuple[Diagnostic, ...]:
    """Unreviewed disclosures (a warning: they are not published), wrong check codes, reviews from the future."""
    found: list[Diagnostic] = [*_unreviewed(village, catalogue)]
    together: dict[Place, list[tuple[Review, Disclosure]]] = {}
    for disclosure in village.disclosures:
        for review in disclosure.reviews:
            together.setdefault(review.place, []).append((review, disclosure))
    for pairs in together.values():
        review = pairs[0][0]
        if review.day > today:
            found.append(error("REV-DATE", review.day_place, date=review.day.isoformat(), end="", day=""))
        elif wrong := [disclosure for _, disclosure in pairs if _is_out_of_turn(review, disclosure)]:
            found.append(_out_of_turn(review, wrong, catalogue))
        if review.check_code and not _is_settled(review, pairs):
            found += _check_code(review, [disclosure for _, disclosure in pairs])
    return tuple(found)


def _is_settled(review: Review, pairs: list[tuple[Review, Disclosure]]) -> bool:
    """Whether it is an objection that stands for the record only: somebody agreed to what was made of it."""
    later = (each for _, disclosure in pairs for each in disclosure.reviews)
    return not review.agreed and any(each.agreed and each.day >= review.day for each in later)


def _out_of_turn(review: Review, disclosures: list[Disclosure], catalogue: Catalogue) -> Diagnostic:
    """With the end of the period where it was not over; and what was told at once is to be told on its day."""
    first = disclosures[0]
    early = _is_early(review, first)
    items = (catalogue.by_number(each.item) for each in disclosures)
    at_once = early and all(item is not None and item.by_day for item in items)
    day = (first.posted or review.day).isoformat() if at_once else ""
    end = first.period.last.isoformat() if early else ""
    return warning("REV-DATE", review.day_place, date=review.day.isoformat(), end=end, day=day)


_LONG_BEFORE = timedelta(days=366)


def _is_out_of_turn(review: Review, disclosure: Disclosure) -> bool:
    """Before a month or a quarter was over, or after the figures went up; what was corrected is reviewed anew, and
    so may be what somebody agreed to in time."""
    posted = disclosure.posted
    late = posted is not None and disclosure.period.last <= posted < review.day and not disclosure.corrections
    late = late and not any(each.agreed and each.day <= posted for each in disclosure.reviews if posted)
    return late or _is_early(review, disclosure)


def _is_early(review: Review, disclosure: Disclosure) -> bool:
    period = disclosure.period
    return period.kind in ("month", "quarter") and period.first - _LONG_BEFORE <= review.day < period.last


def _unreviewed(village: Village, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """One warning a file, however many of its items wait: they wait for the same signature."""
    names = {item.number: item.name for item in catalogue.items}
    waiting = (each for each in village.disclosures if not each.reviews and not each.draft)
    by_file: dict[str, list[Disclosure]] = {}
    for disclosure in waiting:
        by_file.setdefault(disclosure.place.file, []).append(disclosure)
    for disclosures in by_file.values():
        items = list(dict.fromkeys(names.get(each.item, each.item) for each in disclosures))
        count = str(len(items)) if len(items) > 1 else ""
        yield warning("REV-NONE", disclosures[0].place, item=items[0], count=count)


def _check_code(review: Review, disclosures: list[Disclosure]) -> list[Diagnostic]:
    """One 审核 line may stand for a whole file: then its code is that of all disclosures it covers."""
    actual = derive_review_code(tuple(disclosures), review.day)
    if review.check_code == actual:
        return []
    if not review.check_code.strip("X"):  # as the form has it, not yet filled in
        return [error("REV-CODE", review.code_place, text=review.check_code)]
    return [error("REV-CHANGED", review.code_place, given=review.check_code, actual=actual)]
