"""The sample county is what its two scripts make, to the byte: ``make sample`` makes it anew."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pytest
from PIL import Image

from tests.conftest import ROOT

VILLAGE = "990106103201-清溪村"
SCRIPTS = ROOT / "tests" / "sample"
CURE = "the sample is not what its scripts make: run “make sample” and read the diff"


def run(script: str, folder: Path) -> None:
    done = subprocess.run([sys.executable, SCRIPTS / script], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def content_of(path: Path) -> object:
    """What a file says: of pictures the points, of workbooks their XML, for squeezing and writing differ between machines."""
    if path.suffix == ".png":
        with Image.open(path) as picture:
            return picture.convert("RGB").tobytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return {name: canonicalize(book.read(name)) for name in book.namelist()}
    return path.read_bytes()


def contents_of(folder: Path) -> dict[str, object]:
    return {path.relative_to(folder).as_posix(): content_of(path) for path in folder.rglob("*") if path.is_file()}


def differing(made: Path, kept: Path) -> list[str]:
    one, other = contents_of(made), contents_of(kept)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All ledgers; and of the village whose figures were corrected, everything that was ever printed and published."""
    folder = tmp_path_factory.mktemp("made")
    run("make_county.py", folder)
    shutil.copytree(folder / "villages", folder / "all")
    for other in (folder / "villages").iterdir():
        if other.name != VILLAGE:
            shutil.rmtree(other)
    run("make_history.py", folder)
    shutil.rmtree(folder / "all" / VILLAGE)
    shutil.copytree(folder / "villages" / VILLAGE, folder / "all" / VILLAGE)
    return folder


def test_ledgers_and_cases_are_made_anew(made: Path) -> None:
    """But for the check codes of the other villages, which the second script writes."""
    different = differing(made / "all", ROOT / "villages")
    codes = [
        name
        for name in different
        if _without_codes(ROOT / "villages" / name) == (made / "all" / name).read_text("utf-8")
    ]
    assert [name for name in different if name not in codes] == [], CURE
    assert not any(name.startswith(VILLAGE) for name in codes), CURE
    assert differing(made / "cases", ROOT / "cases") == [], CURE
    for name in ("sitegen.yaml", "regions.csv"):
        assert (made / name).read_bytes() == (ROOT / name).read_bytes(), CURE


def _without_codes(path: Path) -> str:
    return re.sub(" 校验码 [0-9A-Z]{4}", "", path.read_text("utf-8"))


def test_what_was_printed_and_published_is_made_anew(made: Path) -> None:
    assert differing(made / "published" / "103201", ROOT / "published" / "103201") == [], CURE
    for address in ("103201", "103207", "103208"):
        assert (made / f"links/{address}.csv").read_bytes() == (ROOT / f"links/{address}.csv").read_bytes(), CURE
