"""Reviews: missing ones, and content that changed after it was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.figures import derive_review_code
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
            found.append(error("REV-DATE", review.day_place, date=review.day.isoformat()))
        elif any(_is_out_of_turn(review, disclosure) for _, disclosure in pairs):
            found.append(warning("REV-DATE", review.day_place, date=review.day.isoformat()))
        if review.check_code:
            found += _check_code(review, [disclosure for _, disclosure in pairs])
    return tuple(found)


_LONG_BEFORE = timedelta(days=366)


def _is_out_of_turn(review: Review, disclosure: Disclosure) -> bool:
    """Before a month or a quarter was over, or after the figures went up; what was corrected is reviewed anew."""
    period, posted = disclosure.period, disclosure.posted
    early = period.kind in ("month", "quarter") and period.first - _LONG_BEFORE <= review.day < period.last
    late = posted is not None and period.last <= posted < review.day and not disclosure.corrections
    return early or late


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
    return [error("REV-CHANGED", review.code_place, given=review.check_code, actual=actual)]
