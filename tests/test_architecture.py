"""The house is as ARCHITECTURE.md says: who may import whom, frozen values, no clock and no floats where there must be none."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sitegen"
MODULES = sorted(PACKAGE.rglob("*.py"))
ALLOWED_SIDEWAYS = {
    ("cli", "commands"),
    ("publish", "registers"),
    ("publish", "handover"),
    ("printing", "registers"),
    ("linking", "registers"),
    ("checking", "build"),
    ("checking", "village"),
    ("build", "village"),
    ("build", "shared"),
    ("checking", "shared"),
    ("village", "loaded"),
    ("loaded", "shared"),
    ("loaded", "known"),
    ("plan", "addresses"),
    ("checking", "loaded"),
    ("build", "staging"),
    ("staging", "village"),
    ("staging", "above"),
    ("checking", "above"),
    ("wording", "source"),
    ("wording", "diagnostics"),
    ("source", "diagnostics"),
    ("private", "diagnostics"),
    ("tree", "locks"),
    ("tree", "held"),
    ("tree", "disk"),
    ("disk", "held"),
    ("diagnostics", "sensitive"),
}


def read_layers() -> dict[str, int]:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = re.search(r"```\n(8 cli.*?)```", text, re.DOTALL)
    assert block
    layers: dict[str, int] = {}
    for line in block[1].strip().splitlines():
        row, _, rooms = line.partition(" ")
        number = -1 if row == "ground:" else int(row)
        layers |= dict.fromkeys(rooms.split(), number)
    return layers


LAYERS = read_layers()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "sitegen":
            parts = node.module.split(".")
            rooms |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
    return rooms - {"__version__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_only_downward(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__", "data"):
        return
    assert room in LAYERS, f"{room} stands in no row of ARCHITECTURE.md"
    for other in imported_rooms(path):
        fine = other == room or LAYERS[other] < LAYERS[room] or (room, other) in ALLOWED_SIDEWAYS
        assert fine, f"{room} ({LAYERS[room]}) imports {other} ({LAYERS[other]})"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_reads_the_clock(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    reads = re.search(r"\b(date\.today|datetime\.now|time\.time|datetime\.utcnow)\b", text)
    assert not reads or room_of(path) == "cli"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_values_are_frozen(path: Path) -> None:
    """Every dataclass of the model, of views and of figures is frozen; elsewhere a changing one says why."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            if "dataclass" in ast.unparse(decorator):
                assert "frozen=True" in ast.unparse(decorator), f"{path.name}: {node.name}"


@pytest.mark.parametrize("room", ["model", "load", "checks"])
def test_money_is_never_a_float(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        names = {
            node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)
        }
        # a spreadsheet stores numbers as floats; they are turned into text there
        # a spreadsheet stores numbers as floats; they are turned into text there
        if path.name not in (
            "workbooks.py",
            "spreadsheets.py",
            "page_builder.py",
            "open_documents.py",
            "web_tables.py",
        ):
            assert "float" not in names, path


def test_every_room_is_on_the_map() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for room in LAYERS:
        assert f"`{room}.py`" in text or f"`{room}/`" in text, room
