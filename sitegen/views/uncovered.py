"""What was covered when it was published and would be in the open now: its list is gone, or a row of it, and nobody knows the
name any longer but the text itself."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from sitegen.model.catalogue import Catalogue
from sitegen.model.site import Uncovered, Version
from sitegen.views.masking import COMPOUND, is_organisation, mask_payee
from sitegen.views.names import SOMEBODY, Names, compact
from sitegen.views.public import PublicRecord
from sitegen.views.reworded import Differing, View, find_differing
from sitegen.views.shown import Identity
from sitegen.views.sight import see

_FAMILY = f"{'|'.join(COMPOUND)}|[\u3400-\u9fff]"
_COVER = re.compile(rf"{SOMEBODY}|(?P<first>{_FAMILY})(?:某(?!人)|(?P<stars>\*+)(?P<last>[\u3400-\u9fff]?))")
_CLAUSE = re.compile(r"[，,。；;、！!？?：:\n]+")
_NO_NAME = re.compile(r"[\d|<>()（）\[\]“”\"=+%]")
_LONGEST = 4
"""Signs of a name without a dot that nothing else stands beside."""
_ALIKE = 0.4
_MOST_COVERS = 4
_LONGEST_CLAUSE = 400
"""More is no sentence that anybody wrote, and would be compared for ever."""


def find_uncovered(differing: tuple[Differing, ...], names: Names) -> tuple[Uncovered, ...]:
    """Where a published text covered somebody whom the text of now would name; ``names`` are those who are covered today, and
    who of them is free."""
    if not any(_COVER.search(each.before) for each in differing):
        return ()
    new: dict[tuple[str, str], list[str]] = {}
    for each in differing:
        if not each.before:
            new.setdefault((each.where[0], each.where[-1]), []).append(each.now)
    pairs = (
        (each, each.now or "\n".join(new.get((each.where[0], each.where[-1]), ())))  # a row has another key now
        for each in differing
        if _COVER.search(each.before)
    )
    found = tuple(
        Uncovered(each.where, name, told)
        for each, now in pairs
        for name, told in _compare(each.before, names.mask(now))
        if name not in names.shown and name not in names.free
    )
    known = {each.name for each in found}
    return tuple(each for each in dict.fromkeys(found) if not _is_more_than_a_name(each.name, known))


def _is_more_than_a_name(name: str, known: set[str]) -> bool:
    """What comes with a name that was found by itself elsewhere."""
    return len(name) > _LONGEST and any(other in name for other in known - {name})


def find_taken_over(
    now: Mapping[Identity, View], old: Iterable[Version], names: Names
) -> dict[Identity, tuple[Uncovered, ...]]:
    """Who was covered in what another village had published, and is not in what is to be published of it here: of the same
    period, or as a record of any number."""
    told: dict[Identity, tuple[Uncovered, ...]] = {}
    for version in (each for each in old if each.is_whole and _COVER.search(each.view)):
        for identity, view in now.items():
            is_record = isinstance(view, PublicRecord) and identity[0] == version.identity[0]
            if (is_record or identity == version.identity) and (
                found := find_uncovered(find_differing(view, version), names)
            ):
                told[identity] = tuple(dict.fromkeys((*told.get(identity, ()), *found)))
    return told


def is_list_lost(
    catalogue: Catalogue, newest: Iterable[tuple[str, str, str]], present: Container[tuple[str, str, str]]
) -> bool:
    """Whether anything that was published of an item with names that do not go out is in the ledger no longer."""
    gone = (catalogue.by_number(each[0]) for each in newest if each not in present)
    return any(item is not None and see(item, "web").private for item in gone)


def _compare(before: str, now: str) -> Iterator[tuple[str, str]]:
    """Names in the text of now, and what stood for them, clause by clause."""
    old, new = ([each for each in _CLAUSE.split(text) if len(each) <= _LONGEST_CLAUSE] for text in (before, now))
    left = [each for each in new if each not in old]
    for clause in (each for each in old if left and each not in new and _COVER.search(each)):
        told = [cover[0] for cover in _COVER.finditer(clause)]
        exact = _to_pattern(clause) if len(told) <= _MOST_COVERS else None
        matches = [match for each in left if (match := exact.fullmatch(each))] if exact else []
        if matches:
            pairs = [pair for match in matches for pair in zip(match.groups(), told, strict=True)]
        else:
            pairs = [pair for each in left for pair in _find_instead(clause, each)]
        for said, cover in pairs:
            name = compact(said)
            if _is_name(name, alone=len(clause) == len(cover)):
                yield name, cover


def _to_pattern(clause: str) -> re.Pattern[str]:
    pieces, done = [], 0
    for cover in _COVER.finditer(clause):
        pieces += [re.escape(clause[done : cover.start()]), _instead_of(cover)]
        done = cover.end()
    return re.compile("".join((*pieces, re.escape(clause[done:]))))


def _instead_of(cover: re.Match[str]) -> str:
    if cover["first"] is None:
        return "(.{2,20}?)"
    first = re.escape(cover["first"])
    return f"({first}.{{{len(cover['stars'])}}}{cover['last']})" if cover["stars"] else f"({first}.{{1,5}}?)"


def _find_instead(clause: str, now: str) -> Iterator[tuple[str, str]]:
    """The same in a clause of which more was changed, as far as what stood around a covered name still stands there."""
    matcher = SequenceMatcher(None, clause, now, autojunk=False)
    changes = [each for each in matcher.get_opcodes() if each[0] == "replace"] if matcher.ratio() >= _ALIKE else []
    for cover in _COVER.finditer(clause):
        first, last = cover["first"] or "", cover["last"] or ""
        start, end = cover.start() + len(first), cover.end() - len(last)
        for _, begin, stop, there, until in changes:
            if (begin, stop) == (start, end):
                yield f"{first}{now[there:until]}{last}", cover[0]


def _is_name(name: str, *, alone: bool) -> bool:
    if len(name) < 2 or _NO_NAME.search(name) or _COVER.search(name) or is_organisation(name):
        return False
    return mask_payee(name) != name and (not alone or len(name) <= _LONGEST or "·" in name)
