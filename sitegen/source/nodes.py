"""What is read: texts, lists and maps, each knowing where it stands."""

from __future__ import annotations

from msgspec import Struct

from sitegen.diagnostics import Place

MOST_NODES = 200_000
"""Texts, lists and maps in one file: what a computer reads in less than a second."""


class Scalar(Struct, frozen=True, gc=False):
    """A text as written. Line and column from 1, end exclusive; a block scalar stands at its indicator.

    ``style``: ``""`` plain, ``'``, ``"``, ``|`` or ``>``. ``cell`` names a spreadsheet cell such as ``三月!B17``.
    """

    text: str
    line: int
    column: int
    end_column: int
    style: str = ""
    cell: str = ""


class Items(Struct, frozen=True):
    """A list, at its first dash or bracket."""

    items: tuple[Node, ...]
    line: int
    column: int


class Entries(Struct, frozen=True):
    """A map, at its first key or brace; keys are unique."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """What stands under ``key``, or None."""
        for name, value in self.pairs:  # asked so often that a generator would be felt
            if name.text == key:
                return value
        return None

    def by_name(self) -> dict[str, Node]:
        """What stands under each key, for who asks for many."""
        return {key.text: value for key, value in reversed(self.pairs)}


Node = Scalar | Items | Entries


class Document(Struct, frozen=True):
    """One file: its root (None where nothing could be read) and its text with line ends as ``\\n``, for excerpts."""

    file: str
    root: Node | None
    text: str


def place_of(file: str, node: Node) -> Place:
    """Where the node stands in ``file``; a text in quotes, between them."""
    if isinstance(node, Scalar):
        if node.style in ("'", '"') and node.text and node.end_column - node.column == len(node.text) + 2:
            return Place(file, node.line, node.column + 1, node.end_column - 1, node.cell)
        return Place(file, node.line, node.column, node.end_column, node.cell)
    return Place(file, node.line, node.column, node.column + 1)


def place_within(file: str, scalar: Scalar, start: int, end: int) -> Place:
    """Where ``text[start:end]`` of a scalar stands; the whole scalar when its text is not one piece of the line."""
    whole = place_of(file, scalar)
    if (
        scalar.cell
        or not start < end
        or scalar.style in ("|", ">")
        or len(scalar.text) != whole.end_column - whole.column
    ):
        return whole
    return Place(file, scalar.line, whole.column + start, whole.column + end)
