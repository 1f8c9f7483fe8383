"""Good ledgers to measure with and to break: the sample county's, in pieces and in other styles of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sitegen.diagnostics import Diagnostic
from sitegen.load.catalogue import load_catalogue
from sitegen.load.cells import texts_of
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.load.grids import read_text_table
from sitegen.load.village import VillageFiles, load_village
from sitegen.model.catalogue import Catalogue, Preset
from sitegen.model.ledger import Village
from sitegen.source import Document, Entries, Node, Scalar, load_document

COUNTY = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Ledger:
    """One file of a village: where it stands, and what it says."""

    folder: str
    path: str
    text: str

    def load(self, data: bytes) -> tuple[Village, tuple[Diagnostic, ...]]:
        """The village of this one file, holding these bytes."""
        profile = f"villages/{self.folder}/村情.yaml"
        files = {**beside(self.folder), profile: profiles()[self.folder], self.path: data}
        return load_village(VillageFiles(self.folder, files, {}), *catalogue())


@cache
def catalogue() -> tuple[Catalogue, Preset]:
    """The built-in catalogue and its first preset."""
    files = read_county(COUNTY)
    found, _ = load_catalogue(files.built_in_catalogue, files.presets, files.catalogue)
    return found, found.presets[0]


@cache
def villages() -> tuple[VillageFiles, ...]:
    """All files of the sample county's villages."""
    return tuple(read_village(COUNTY, folder)[0] for folder in list_villages(COUNTY))


@cache
def profiles() -> dict[str, bytes]:
    """Each village's 村情.yaml."""
    return {each.folder: each.files[f"villages/{each.folder}/村情.yaml"] for each in villages()}


@cache
def beside(folder: str) -> dict[str, bytes]:
    """The tables that lie beside a village's ledgers."""
    given = next(each for each in villages() if each.folder == folder)
    return {path: data for path, data in given.files.items() if path.endswith(".csv")}


def publications() -> Iterator[Ledger]:
    """The sample county's publications, whole."""
    for village in villages():
        for path, data in village.files.items():
            if path.endswith(".yaml") and re.search(r"/\d{4}/", path):
                yield Ledger(village.folder, path, data.decode())


def pieces(most: int = 2_500) -> Iterator[Ledger]:
    """The same cut into good small ledgers: the head with one item or a few."""
    for whole in publications():
        document, _ = load_document(whole.path, whole.text.encode())
        if not isinstance(document.root, Entries):
            continue
        lines = whole.text.split("\n")
        starts = [key.line - 1 for key, _ in document.root.pairs if key.column == 1]
        heads = [
            key.line - 1 for key, _ in document.root.pairs if key.text in ("格式", "期间", "公开日期", "公示至", "审核")
        ]
        body = next((line for line in starts if line > max(heads)), len(lines))
        head = "\n".join(lines[:body]).rstrip() + "\n\n"
        piece = ""
        for start, end in zip(
            [s for s in starts if s >= body], [*[s for s in starts if s > body], len(lines)], strict=True
        ):
            piece += "\n".join(lines[start:end]).rstrip() + "\n\n"
            if len(piece) > most // 3:
                yield from _whole(whole, head + piece, most)
                piece = ""


def _whole(ledger: Ledger, text: str, most: int) -> Iterator[Ledger]:
    piece = Ledger(ledger.folder, ledger.path, text)
    if len(text) <= most and not piece.load(text.encode())[1]:
        yield piece


def as_lists(text: str, *, block: bool = False) -> str:
    """The ledger with every table of text as a list of maps: in braces, or a line for each cell."""
    document, _ = load_document("x", text.encode())
    lines = text.split("\n")
    tables = sorted(_tables(document.root), key=lambda pair: -pair[1].line) if document.root else []
    for key, scalar in tables:
        count = scalar.text.rstrip("\n").count("\n") + 1
        rows = list(_rows(document, scalar))
        indent = " " * (key.column + 1)
        lines[key.line - 1] = lines[key.line - 1].rstrip().removesuffix("|").rstrip()
        lines[key.line : key.line + count] = [
            line for row in rows for line in (_block_row(row, indent) if block else [_flow_row(row, indent)])
        ]
    return "\n".join(lines)


def _tables(node: Node) -> Iterator[tuple[Scalar, Scalar]]:
    for key, value in node.pairs if isinstance(node, Entries) else ():
        if isinstance(value, Scalar) and value.style == "|" and "|" in value.text and key.text != "说明":
            yield key, value
        elif isinstance(value, Entries):
            yield from _tables(value)
    if not isinstance(node, Entries | Scalar):
        for item in node.items:
            yield from _tables(item)


def _rows(document: Document, scalar: Scalar) -> Iterator[dict[str, str]]:
    grid, _ = read_text_table(document, scalar)
    for row in grid.rows if grid else ():
        pairs = zip((head.text for head in grid.header), texts_of(row), strict=False)  # type: ignore[union-attr]
        yield {head: cell for head, cell in pairs if cell}


def _plain(value: str) -> str:
    return f'"{value}"' if any(sign in value for sign in ',:#[]{}&*!|>%@`"') else value


def _flow_row(row: dict[str, str], indent: str) -> str:
    return f"{indent}- {{{', '.join(f'{key}: {_plain(value)}' for key, value in row.items())}}}"


def _block_row(row: dict[str, str], indent: str) -> list[str]:
    cells = [f"{key}: {_plain(value)}" for key, value in row.items()]
    return [f"{indent}- {cells[0]}", *(f"{indent}  {cell}" for cell in cells[1:])]
