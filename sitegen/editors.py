"""What an editor needs to help while a ledger is typed: schemas from the county's own catalogue, and which file they are for."""

from __future__ import annotations

from pathlib import Path

from sitegen import overlay
from sitegen.disk import write_file
from sitegen.model.catalogue import Catalogue
from sitegen.outputs.schemas import FOLDER, make_editor_settings, make_schemas

_SETTINGS = ".vscode/settings.json"


def write_editor_files(county: Path, catalogue: Catalogue) -> tuple[Path, ...]:
    """Write the schemas, and the editor's settings where there are none yet; the files written or brought up to date."""
    fixed = overlay.read_folder((overlay.PACKAGE / "data" / "schemas",), "*.json")
    files = {county / FOLDER / name: data for name, data in make_schemas(catalogue, fixed).items()}
    if not (county / _SETTINGS).exists():
        files[county / _SETTINGS] = make_editor_settings(catalogue)
    return tuple(path for path, data in files.items() if write_file(path, data))
