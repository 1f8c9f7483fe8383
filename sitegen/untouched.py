"""Two readings of a file differ only where it was edited: what is asked before a mended file may take the old one's place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Edit, Place, warning
from sitegen.load.commas import read_records
from sitegen.model.ledger import Disclosure, Record, Village
from sitegen.source import Entries, Items, Node, Scalar, load_document

TABLE = ".csv"


def compare(
    file: str, before: str, after: str, edits: tuple[Edit, ...], village: Village, again: Village
) -> Diagnostic | None:
    """None when the two readings of a file differ only where they were meant to."""
    old, new = _read_nodes(file, before), _read_nodes(file, after)
    if problem := find_change(file, old, new, edits, loose=False):
        return problem
    lost = Counter(values_of(village, file)) - Counter(values_of(again, file))
    first = next(iter(lost), None)
    return warning("FIX-CHANGED", Place(file), name="/".join(first[:-1]), before=first[-1]) if first else None


def _read_nodes(file: str, text: str) -> Node | None:
    """What is written in a file, each text at its place; a table is a list of lists."""
    if not file.endswith(TABLE):
        return load_document(file, text.encode())[0].root
    return Items(tuple(Items(tuple(cells), number, 1) for number, cells in enumerate(read_records(text), 1)), 1, 1)


def values_of(village: Village, file: str) -> Iterator[tuple[str, ...]]:
    """What the model holds of one file: identity, name and value, without places."""
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        if file not in (source.span.file, *source.span.beside):
            continue
        for field in source.body.fields:
            yield (*source.identity, field.name, repr(field.value))
        for table in source.body.tables:
            for row in table.rows:
                cells = zip(row.columns, row.cells, strict=True)
                yield from (
                    (*source.identity, table.name, name, repr(cell)) for name, cell in cells if cell is not None
                )


def find_change(
    file: str, old: Node | None, new: Node | None, edits: tuple[Edit, ...], *, loose: bool
) -> Diagnostic | None:
    """The first leaf that is another one in the new reading without having been edited; ``loose`` forgives spaces."""
    for before, after in zip_longest(leaves(old), leaves(new)):
        if before is None or after is None or not _is_meant(before, after, edits, loose=loose):
            name = "/".join((before or after or Leaf((), Scalar("", 1, 1, 1))).names)
            return warning("FIX-CHANGED", Place(file), name=name, before=before.node.text[:40] if before else "")
    return None


class Leaf(Struct, frozen=True):
    """A text and the keys that lead to it, each with its place."""

    keys: tuple[Scalar | str, ...]
    node: Scalar

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as texts."""
        return tuple(key if isinstance(key, str) else key.text for key in self.keys)


def leaves(node: Node | None, keys: tuple[Scalar | str, ...] = ()) -> Iterator[Leaf]:
    """Every text of a reading, in order, below ``keys``."""
    if isinstance(node, Scalar):
        yield Leaf(keys, node)
    elif isinstance(node, Items):
        for number, child in enumerate(node.items, start=1):
            yield from leaves(child, (*keys, str(number)))
    elif isinstance(node, Entries):
        for key, child in node.pairs:
            yield from leaves(child, (*keys, key))


def _is_meant(before: Leaf, after: Leaf, edits: tuple[Edit, ...], *, loose: bool) -> bool:
    if len(before.keys) != len(after.keys):
        return False
    for own, name in zip(before.keys, after.names, strict=True):
        text = own if isinstance(own, str) else own.text
        if text != name and not (isinstance(own, Scalar) and _touched(own, edits)):
            return False
    if before.node.style in ("|", ">"):
        return _same_block(before.node, after.node, edits, loose=loose)
    return _same(before.node.text, after.node.text, loose=loose) or _touched(before.node, edits)


def _touched(node: Scalar, edits: tuple[Edit, ...]) -> bool:
    return any(
        edit.line == node.line and edit.column < node.end_column and node.column < max(edit.end_column, edit.column + 1)
        for edit in edits
    )


def _same_block(before: Scalar, after: Scalar, edits: tuple[Edit, ...], *, loose: bool) -> bool:
    """Line by line: a block begins on the line below its indicator."""
    touched = {edit.line for edit in edits}
    pairs = enumerate(zip_longest(before.text.split("\n"), after.text.split("\n")), start=before.line + 1)
    return all(
        old is not None and new is not None and (number in touched or _same(old, new, loose=loose))
        for number, (old, new) in pairs
    )


def _same(old: str, new: str, *, loose: bool) -> bool:
    return old == new or (loose and "".join(old.split()) == "".join(new.split()))
