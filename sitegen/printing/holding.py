"""What stays off papers with tables: from the board what the site keeps back, from the reviewers what they could not judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from sitegen.checks.village import find_broken
from sitegen.corrections import is_withdrawn
from sitegen.diagnostics import Diagnostic, Place, warning
from sitegen.load.published import latest
from sitegen.loaded import Loaded
from sitegen.model.catalogue import Catalogue
from sitegen.model.ledger import Disclosure
from sitegen.model.period import Period, from_text
from sitegen.views.shown import is_reviewed

Identity = tuple[str, str, str]
UNEXPLAINED = "COR-MISSING"
"""Of a sound figure that was published otherwise: reviewers see both, and the reason is still to be written."""


class Held(Struct, frozen=True):
    """Identities that are on no paper: those with errors, and those that were taken down."""

    broken: frozenset[Identity] = frozenset()
    withdrawn: frozenset[Identity] = frozenset()
    together: bool = False
    """Whether one error holds all that is reviewed in one line with it: they share a check code, and it would change."""

    def without(self, reviewed: tuple[Disclosure, ...]) -> tuple[Disclosure, ...]:
        """What of disclosures reviewed in one line may be on paper."""
        kept = tuple(each for each in reviewed if each.identity not in self.broken | self.withdrawn)
        return () if self.together and len(kept) < len(reviewed) else kept


def find_held(loaded: Loaded, *, board: bool) -> Held:
    """For the board as for the site. What is to be reviewed may lack the review, and the word why a figure was changed."""
    if not board:
        unsound = [each for each in loaded.errors if not each.code.startswith("REV-") and each.code != UNEXPLAINED]
        return Held(find_broken(loaded.village, unsound)[0], together=True)
    newest = latest(loaded.pages.versions)
    withdrawn = (
        each.identity
        for each in loaded.village.disclosures
        if each.identity in newest and is_withdrawn(each, newest[each.identity])
    )
    return Held(loaded.broken.errors | loaded.broken.personal, frozenset(withdrawn))


def say_held(
    loaded: Loaded, catalogue: Catalogue, held: Held, wanted: Sequence[tuple[Disclosure, ...]], period: Period | None
) -> tuple[Diagnostic, ...]:
    """Why what is wanted, by the files and lines it is reviewed in, stays off paper: the errors as ``check`` says them, and
    what they hold."""
    asked = tuple(each for group in wanted for each in group)
    broken = frozenset(each.identity for each in asked if each.identity in held.broken)
    return (
        *_find_causes(loaded, asked, broken),
        *_find_unread(loaded, period),
        *(each for group in wanted for each in _say_left_out(catalogue, held, group)),
    )


def say_unreviewed(loaded: Loaded, papers: Iterable[Disclosure]) -> tuple[Diagnostic, ...]:
    """Why sheets for the board are trial prints."""
    files = {each.span.file for each in papers if not is_reviewed(each) and not each.draft}
    return tuple(
        each for each in loaded.diagnostics if each.code in ("REV-NONE", "REV-OBJECT") and each.place.file in files
    )


def say_ended(catalogue: Catalogue, papers: Iterable[Disclosure], today: date) -> tuple[Diagnostic, ...]:
    """Lists on sheets for the board whose posting days are over: their names may be kept, but hang no more."""
    found = []
    for each in papers:
        item = catalogue.by_number(each.item)
        if item is None or each.nothing or each.posted_until is None or each.posted_until >= today:
            continue
        if item.shape == "list" and any(
            column.kind == "person" and out == "full" for column, out in item.outputs("board").values()
        ):
            end = f"{each.posted_until:%Y-%m-%d}"
            found.append(
                warning(
                    "PDF-ENDED", each.place, item=item.name, period=each.period.label, part=each.part.label, day=end
                )
            )
    return tuple(found)


def say_changed(loaded: Loaded, papers: Iterable[Disclosure]) -> tuple[Diagnostic, ...]:
    """Figures on what is to be reviewed that were published otherwise, without a word."""
    wanted = {each.identity for each in papers}
    changed = (each for each in loaded.diagnostics if each.code == UNEXPLAINED)
    return tuple(each for each in changed if find_broken(loaded.village, (each,))[0] & wanted)


def _find_causes(loaded: Loaded, asked: Sequence[Disclosure], broken: frozenset[Identity]) -> tuple[Diagnostic, ...]:
    """The errors said of what is held; where it is held by something that follows from another error, those of its file
    or, if there are none, what is said of no item."""
    hits = {each: find_broken(loaded.village, (each,))[0] for each in loaded.diagnostics if each.severity == "error"}
    direct = tuple(each for each, hit in hits.items() if hit & broken)
    left = broken.difference(*hits.values())
    files = {each.span.file for each in asked if each.identity in left}
    beside = tuple(each for each in hits if each.place.file in files)
    homeless = tuple(each for each, hit in hits.items() if not hit) if left and not beside else ()
    return (*direct, *(each for each in (*beside, *homeless) if each not in direct))


def _find_unread(loaded: Loaded, period: Period | None) -> Iterator[Diagnostic]:
    """Errors of a ledger of which no item could be read: what is wanted may stand there."""
    known = {each.span.file for each in loaded.village.disclosures}
    for each in loaded.diagnostics:
        path = PurePosixPath(each.place.file)
        ledger = path.parts[0] == "villages" and path.parent.name.isdigit()
        if each.severity == "error" and ledger and each.place.file not in known:
            named = from_text(path.stem)
            if period is None or named is None or named == period:
                yield each


def _say_left_out(catalogue: Catalogue, held: Held, group: tuple[Disclosure, ...]) -> Iterator[Diagnostic]:
    names = {item.number: item.name for item in catalogue.items}
    for each in group:
        if each.identity in held.withdrawn:
            name = names.get(each.item, each.item)
            yield warning("PDF-WITHDRAWN", each.place, item=name, period=each.period.label, part=each.part.label)
    out = [each for each in group if each.identity not in held.withdrawn]
    if out:
        first = min(out, key=lambda each: each.identity not in held.broken)
        count = str(len(out)) if out[1:] else ""
        yield warning(
            "PDF-HELD",
            Place(first.span.file),
            item=names.get(first.item, first.item),
            part=first.part.label,
            count=count,
            together=count if held.together else "",
        )
