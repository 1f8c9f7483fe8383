"""All checks of one village in one place, and which of its disclosures they keep from being published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sitegen.checks.answers import check_answers, find_broken_cases
from sitegen.checks.balances import check_balances
from sitegen.checks.markup import check_markup
from sitegen.checks.openings import check_openings
from sitegen.checks.overlaps import check_overlaps
from sitegen.checks.periods import check_cases, check_periods
from sitegen.checks.personal import addresses_in, check_personal, numbers_of
from sitegen.checks.plausible import check_plausible
from sitegen.checks.published import check_published
from sitegen.checks.references import check_references
from sitegen.checks.registers import check_registers
from sitegen.checks.retold import check_retold
from sitegen.checks.reviews import check_reviews
from sitegen.checks.stayed import check_stayed
from sitegen.checks.torn import check_torn
from sitegen.diagnostics import Diagnostic
from sitegen.model.catalogue import Catalogue, Preset
from sitegen.model.ledger import Disclosure, Record, Span, Telephone, Village
from sitegen.model.site import Change, Moved, Retold, Settings, Version
from sitegen.model.workdays import Holidays

Identity = tuple[str, str, str]


def check_village(
    village: Village,
    catalogue: Catalogue,
    settings: Settings,
    preset: Preset,
    holidays: Holidays,
    versions: Mapping[Identity, Version],
    figures: Mapping[Identity, Mapping[str, str]],
    moved: Mapping[Identity, tuple[Moved, ...]],
    changed: Mapping[Identity, tuple[Change, ...]],
    retold: Mapping[Identity, tuple[Retold, ...]],
    files: Mapping[str, bytes],
    attachments: Mapping[str, int],
    today: date,
) -> tuple[Diagnostic, ...]:
    """Everything that does not fit together in one village, deadlines apart."""
    return (
        *check_balances(village, catalogue),
        *check_openings(village, catalogue),
        *check_overlaps(village, catalogue),
        *check_periods(village, catalogue, today),
        *check_plausible(village, catalogue, today),
        *check_references(village, catalogue, attachments),
        *check_reviews(village, catalogue, today),
        *check_published(village, catalogue, versions, figures, moved, today),
        *check_registers(village, catalogue, changed),
        *check_retold(village, catalogue, retold),
        *check_stayed(village, catalogue, versions),
        *check_answers(village, versions),
        *check_personal(village, catalogue, files, attachments, find_allowed(village, settings)),
        *check_markup(files),
        *check_torn(village, catalogue, find_allowed(village, settings)),
        *check_cases(village, preset, holidays, today),
    )


def find_allowed(village: Village, settings: Settings) -> frozenset[str]:
    """What alone may appear anywhere: the telephones of sitegen.yaml, those agreed to in 村情.yaml, and an address that is part of
    the village's own name or of a former one's."""
    telephones: tuple[Telephone, ...] = (
        *village.telephones,
        *village.supervisor_telephones,
        *settings.telephones,
        *settings.supervision_telephones,
    )
    return numbers_of(telephones) | addresses_in((village.name, *(former.name for former in village.forerunners)))


def find_broken(village: Village, diagnostics: Iterable[Diagnostic]) -> tuple[frozenset[Identity], frozenset[Identity]]:
    """Identities of disclosures, records and questions with errors, and of those with personal data among them.

    An error between two disclosures of a file (its period, its review) concerns every disclosure of that file.
    """
    errors = [each for each in diagnostics if each.severity == "error"]
    spans: dict[str, list[tuple[Identity, Span]]] = {}
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for each in sources:
        for file in {each.span.file, *each.span.beside}:
            spans.setdefault(file, []).append((each.identity, each.span))
    places = {(each.place.file, each.place.line, each.code.startswith("PII-")) for each in errors}
    hits = [(is_personal, _stand_there(spans.get(file, ()), file, line)) for file, line, is_personal in places]
    broken = frozenset[Identity]().union(*(hit for _, hit in hits))
    personal = frozenset[Identity]().union(*(hit for is_personal, hit in hits if is_personal))
    return broken | find_broken_cases(village, errors), personal


def _stand_there(spans: Iterable[tuple[Identity, Span]], file: str, line: int) -> set[Identity]:
    """What stands on that line; all of the file where nothing does."""
    there = {one for one, span in spans if file in span.beside or span.first <= line <= span.last}
    return there or {one for one, span in spans if span.file == file}
