"""Books keep the number under which they were published, and a period that was published has no book more than it had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from sitegen.checks.offered import offer_line
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import derive_figures
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.ledger import Disclosure, Village
from sitegen.model.plain import to_plain
from sitegen.model.site import Version

Identity = tuple[str, str, str]
_LEFT = "期末余额"


def put_back_numbers(
    village: Village, catalogue: Catalogue, versions: Mapping[Identity, Version]
) -> tuple[Village, tuple[Diagnostic, ...]]:
    """The village with each book under the number that was published with its name, and an error for each that has another
    in 村情: under another number it would be counted once more.

    A book whose number belongs to another takes the one that is left over.
    """
    published = _list_numbers(catalogue, versions)
    moved = {
        each.code: published[each.name] for each in village.accounts if published.get(each.name, each.code) != each.code
    }
    if not moved:
        return village, ()
    found = tuple(
        error("COR-NUMBER", each.place, account=each.name, before=moved[each.code], now=each.code)
        for each in village.accounts
        if each.code in moved
    )
    left = iter([code for code in moved if code not in moved.values()])
    taken = [each.code for each in village.accounts if each.code not in moved and each.code in moved.values()]
    numbers = moved | dict(zip(taken, left, strict=False))
    names = {each.code: each.name for each in village.accounts}
    accounts = tuple(replace(each, code=numbers.get(each.code, each.code)) for each in village.accounts)
    disclosures = tuple(
        replace(each, part=replace(each.part, code=numbers[each.part.code]))
        if each.part.code in numbers and each.part.label == names[each.part.code]
        else each
        for each in village.disclosures
    )
    return replace(village, accounts=accounts, disclosures=disclosures), found


def _list_numbers(catalogue: Catalogue, versions: Mapping[Identity, Version]) -> Mapping[str, str]:
    """By the name that each number was published with last, its number; of two numbers the one that was published first."""
    names: dict[str, str] = {}
    for version in sorted(_of_books(catalogue, versions), key=lambda each: each.sequence):
        names[version.identity[2]] = version.part_label or names.get(version.identity[2], "")
    return {name: code for code, name in reversed(names.items()) if name}


def _of_books(catalogue: Catalogue, versions: Mapping[Identity, Version]) -> Iterable[Version]:
    """What was published of single books, and not taken down."""
    books = {item.number for item in catalogue.items if item.parts == "account"}
    return (
        version
        for identity, version in versions.items()
        if identity[2] and identity[0] in books and version.state != "withdrawn"
    )


def find_renumbered(village: Village, versions: Mapping[Identity, Version]) -> frozenset[Identity]:
    """What was published of a book under a number it has no more, in periods in which it is there under its own."""
    own = {each.identity for each in village.disclosures}
    names = {(*each.identity[:2], each.part.label) for each in village.disclosures if each.part.label}
    lost = (each for each, version in versions.items() if each[2] and each not in own and version.state != "withdrawn")
    return frozenset(each for each in lost if (*each[:2], versions[each].part_label) in names)


def find_replaced(added: Mapping[Identity, tuple[Identity, ...]]) -> frozenset[Identity]:
    """Published books in whose place another stands, which is said of that."""
    return frozenset(each for identity, gone in added.items() if identity[2] for each in gone if each[2])


def find_added(
    village: Village, catalogue: Catalogue, versions: Mapping[Identity, Version]
) -> Mapping[Identity, tuple[Identity, ...]]:
    """Books that nobody has seen yet, in a period of which others were published as all there are, each with the published
    ones that the ledgers have no more: it may be one of them, and would be counted beside it. A lot (批次) or a group is one
    only where another is gone; of these there may always be more.

    A book that was missing when the others went up is none of them (decision 164), nor one that a 更正 tells of.
    """
    present = {each.identity: each for each in village.disclosures}
    published: dict[tuple[str, str], list[Identity]] = {}
    for identity, version in versions.items():
        if version.state != "withdrawn":
            published.setdefault(identity[:2], []).append(identity)
    added: dict[Identity, tuple[Identity, ...]] = {}
    for identity, disclosure in present.items():
        others = published.get(identity[:2], ())
        if not others or identity in versions:
            continue
        gone = tuple(each for each in others if each not in present)
        told = bool(disclosure.corrections) or any(identity[2] in versions[each].absent for each in others)
        told = told or not _has_books(catalogue, identity)
        if gone or not told:
            added[identity] = gone
    return added


def _has_books(catalogue: Catalogue, identity: Identity) -> bool:
    item = catalogue.by_number(identity[0])
    return item is not None and item.parts == "account"


def check_added(
    village: Village,
    catalogue: Catalogue,
    versions: Mapping[Identity, Version],
    added: Mapping[Identity, tuple[Identity, ...]],
    today: date,
) -> tuple[Diagnostic, ...]:
    """One error for each book that takes the place of another, in however many periods, and for each that is one more."""
    instead: dict[tuple[str, str], list[Disclosure]] = {}
    found: list[Diagnostic] = []
    for each in village.disclosures if added else ():
        item, gone = catalogue.by_number(each.item), added.get(each.identity)
        if item is None or gone is None or not each.part.label:
            continue  # whose book it is could not be read, which is said there; or there was nothing at all
        if names := "、".join(name for identity in gone if (name := versions[identity].part_label or identity[2])):
            instead.setdefault((each.part.label, names), []).append(each)
        elif not gone and not each.draft:
            found.append(_one_more(item, each, today))
    return (*found, *(_instead(village, catalogue, names, own) for names, own in instead.items()))


def _instead(village: Village, catalogue: Catalogue, names: tuple[str, str], own: list[Disclosure]) -> Diagnostic:
    """Said of the book in 村情 where that does not know the other one any more."""
    first, known = own[0], {account.name for account in village.accounts}
    account = village.account(first.part.code) if names[1] not in known else None
    item = catalogue.by_number(first.item)
    said = {"item": item.name if item else first.item, "period": first.period.label, "account": names[0]}
    place: Place = account.place if account else first.place
    return error("COR-BOOK", place, **said, gone=names[1], count=len(own) if len(own) > 1 else "")


def _one_more(item: Item, disclosure: Disclosure, today: date) -> Diagnostic:
    """With the 更正 that tells of it; what it is said of is a figure of the book that is not nothing, where there is one."""
    body = disclosure.body
    own = {position: to_plain(figure.value) for position, figure in derive_figures(item, (body,)).items()}
    told = [name for name in own if "." not in name and own[name] != "0"]
    position = next((name for name in (_LEFT, *told, *own) if name in own), "")
    line = offer_line(item, body, position, "", own[position], today) if position else ""
    period, account = disclosure.period.label, disclosure.part.label
    return error("COR-ADDED", disclosure.place, item=item.name, period=period, account=account, line=line)
