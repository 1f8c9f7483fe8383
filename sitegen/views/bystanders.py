"""Whoever stands on a list whose names do not go out is named in no text of anything else either.

Records, other disclosures, questions and the village's own words are covered after they were chosen, those of ``published/``
among them, so that a name which came onto a list later is covered in what was published before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, error
from sitegen.model.catalogue import WORDS, Audience, Catalogue, Column, Item, Kind, Output
from sitegen.model.ledger import Body, CaseStep, Disclosure, Record, Village
from sitegen.model.site import Settings
from sitegen.views.masking import is_organisation, mask_payee, names_in
from sitegen.views.names import SOMEBODY, Names, Words, find_named, find_private_names, instead_of
from sitegen.views.public import PublicBody, PublicDisclosure, PublicFigure, PublicRecord, PublicTable
from sitegen.views.sight import see

COVERED = WORDS | {"organisation"}
"""Kinds in which a name may stand that no column of theirs speaks of."""
SHORTEST = 3
"""Signs of a name on a list that shows it masked: every household stands there, and 高山 is a word."""
EVERY = 2
"""For questions and answers, which are about persons more often than not."""


def find_bystanders(
    village: Village,
    catalogue: Catalogue,
    audience: Audience,
    settings: Settings,
    places: Words,
    shortest: int = SHORTEST,
    lost: Mapping[str, str] = MappingProxyType({}),
) -> Names:
    """Every person whose name the audience may not read, and what is said instead; of those of ``lost`` lists it is given.

    Officers keep their names, and so does who acts for the village by a column that is shown whole. In the name of a
    region (``places``), an office or an organisation a name may happen to stand: the word stays.
    """
    shown: dict[str, str] = {}
    known: set[str] = {officer.name for officer in village.officers}
    kept: set[str] = {settings.name, settings.organiser, settings.operator}
    kept |= {village.name, *(account.name for account in village.accounts)}
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    items = [(item, source.body) for source in sources if (item := catalogue.by_number(source.item))]
    named = (find_named(see(item, audience).naming, body) for item, body in items)
    for column, output, name in chain(chain.from_iterable(named), _find_adrift(village, catalogue, audience)):
        if output == "full" and column.kind == "person":
            known.add(name)
        elif output in ("absent", "totals") or (column.kind == "person" and len(name) >= shortest):
            told = mask_payee(name) if output == "masked" else instead_of(column, output, name)
            shown[name] = told if shown.get(name, told) == told else SOMEBODY
    kept.update(chain.from_iterable(_organisations(item, body) for item, body in items))
    covered = {name: told for name, told in {**lost, **shown}.items() if name not in known and told != name}
    return Names(covered, kept, places, frozenset(known))


_STRICTEST: tuple[Output, ...] = ("absent", "totals", "masked", "full")
_NO_NAME = re.compile(r"[\d:：=<>{}\[\]]|.{21}")
"""What stands in a row that is askew."""


def _find_adrift(village: Village, catalogue: Catalogue, audience: Audience) -> Iterator[tuple[Column, Output, str]]:
    """Names of which only the column is known, as in the strictest list that has it; nobody is in the open by one."""
    for each in village.adrift:
        item = catalogue.by_number(each.item)
        seen = (see(one, audience).naming.values() for one in ((item,) if item else catalogue.items))
        columns = [named[each.column] for named in chain.from_iterable(seen) if each.column in named]
        if columns and not _NO_NAME.search(each.text):
            column, output = min(columns, key=lambda named: _STRICTEST.index(named[1]))
            if item is None and (output == "full" or (output == "masked" and column.kind == "payee")):
                continue
            strict = output if item else "absent"
            yield from ((column, strict, name) for name in names_in(each.text) if len(name) > 1)


def cover_reason(
    reason: str,
    village: Village,
    catalogue: Catalogue,
    settings: Settings,
    places: Words,
    own: Iterable[Disclosure | Record],
) -> str:
    """Why something is taken down, moved or ended, as it may stand on a page and in a register that is never changed: people
    on lists are named in neither, nor who is masked in what it is about (``own``)."""
    masked = [find_bystanders(village, catalogue, "web", settings, places, shortest=EVERY)]
    items = ((catalogue.by_number(each.item), each.body) for each in own)
    masked += [Names(find_private_names(see(item, "web").private, body)) for item, body in items if item]
    for names in masked:
        reason = names.mask(reason)
    return reason


def _organisations(item: Item, body: Body) -> Iterator[str]:
    """Where one should stand: 晏五屋旁的供电所 in a place or a summary holds the name of a person."""
    columns = (
        cells
        for table in body.tables
        if (form := item.table(table.name))
        for name, cells in table.texts.items()
        if _is_for_organisations(form.column(name))
    )
    values = {field.value for field in body.fields if _is_for_organisations(item.field(field.name))}.union(*columns)
    return (value for value in values if isinstance(value, str) and len(value) <= 30 and is_organisation(value))


def _is_for_organisations(column: Column | None) -> bool:
    return column is not None and column.kind in ("organisation", "payee")


def cover_disclosure(view: PublicDisclosure, names: Names) -> PublicDisclosure:
    """The view without the names in any of its texts; tables keep what their own columns show."""
    return replace(
        view,
        part_label=names.mask(view.part_label),
        body=_cover_body(view.body, names),
        reviews=tuple(
            replace(each, words=names.mask(each.words), answer=names.mask(each.answer)) for each in view.reviews
        ),
        corrections=tuple(
            replace(
                each,
                before=_cover(each.column_kind, each.before, names),
                after=_cover(each.column_kind, each.after, names),
                reason=names.mask(each.reason),
                checked_by=names.mask(each.checked_by),
            )
            for each in view.corrections
        ),
    )


def cover_record(view: PublicRecord, names: Names) -> PublicRecord:
    """The same for a record, its name among its texts."""
    return replace(view, name=names.mask(view.name), body=_cover_body(view.body, names))


def _cover_body(body: PublicBody, names: Names) -> PublicBody:
    return replace(
        body,
        fields=_cover_figures(body.fields, names),
        tables=tuple(_cover_table(table, names) for table in body.tables),
        figures=_cover_figures(body.figures, names),
        notes=names.mask(body.notes),
        attachments=tuple(replace(each, caption=names.mask(each.caption)) for each in body.attachments),
    )


def _cover_figures(figures: tuple[PublicFigure, ...], names: Names) -> tuple[PublicFigure, ...]:
    return tuple(
        replace(each, value=_cover(each.kind, each.value, names)) if each.kind in COVERED else each for each in figures
    )


def _cover_table(table: PublicTable, names: Names) -> PublicTable:
    rows = table.rows
    if rows and not COVERED.isdisjoint(column.kind for column in table.columns):
        columns = zip(table.columns, zip(*rows, strict=True), strict=True)
        rows = tuple(zip(*(_cover_all(column.kind, texts, names) for column, texts in columns), strict=True))
    groups = tuple(replace(group, name=names.mask(group.name)) for group in table.groups)
    return replace(table, rows=rows, groups=groups)


def _cover(kind: Kind, text: str, names: Names) -> str:
    return _cover_all(kind, (text,), names)[0]


def _cover_all(kind: Kind, texts: tuple[str, ...], names: Names) -> tuple[str, ...]:
    """Texts are covered; where an organisation should stand, only what is a person's name as a whole."""
    if kind in WORDS:
        return tuple(map(names.mask, texts))
    if kind == "organisation":
        return tuple(names.shown.get("".join(text.split()), text) for text in texts)
    return texts


def find_named_files(village: Village, names: Names) -> Iterator[Diagnostic]:
    """Attachments whose own name holds the name of a person whose list does not go out: their paths are kept in releases."""
    secret = Names({name: told for name, told in names.shown.items() if told == SOMEBODY})
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        for each in source.attachments:
            if secret.mask(each.path) != each.path:
                yield error("PII-FILE", each.place, shown=secret.mask(each.path))


def _cover_step(step: CaseStep, names: Names) -> CaseStep:
    proof = step.proof if step.proof_file else names.mask(step.proof)
    return replace(step, words=names.mask(step.words), proof=proof)


def cover_village(village: Village, names: Names, asked: Names) -> Village:
    """The village whose own words name nobody whom a list does not name; ``asked``: who is covered in questions and answers."""
    cases = tuple(
        replace(
            case,
            question=asked.mask(case.question),
            satisfied=asked.mask(case.satisfied),
            steps=tuple(_cover_step(step, asked) for step in case.steps),
        )
        for case in village.cases
    )
    profile = tuple((name, names.mask(text)) for name, text in village.profile)
    officers = tuple(replace(each, duty=names.mask(each.duty)) for each in village.officers)
    introduction = names.mask(village.introduction)
    return replace(village, cases=cases, introduction=introduction, profile=profile, officers=officers)
