"""A wheel built here and installed into an empty environment elsewhere carries all it needs."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=500, check=False)


def test_a_wheel_installed_elsewhere_makes_a_county(tmp_path: Path) -> None:
    built = run(
        sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", str(tmp_path / "dist"), str(ROOT), cwd=tmp_path
    )
    assert built.returncode == 0, built.stderr
    wheel = next((tmp_path / "dist").glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "sitegen/themes/plain/pages/home.html",
        "sitegen/themes/plain/sheets/poster.typ",
        "sitegen/data/catalogue/finance.yaml",
        "sitegen/data/messages/zh.yaml",
        "sitegen/data/fonts/SitegenSans-Regular.otf",
        "sitegen/data/fonts/OFL.txt",
        "sitegen/data/schemas/publication.json",
        "sitegen/handbook/02-季度公开.md",
    ):
        assert needed in names, needed
    assert not any(name.startswith(("tests/", "villages/", "build/")) for name in names)
    venv.create(tmp_path / "env", with_pip=True)
    program = tmp_path / "env/bin"
    installed = run(str(program / "pip"), "install", "--quiet", str(wheel), cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    for command in (["init", "县"], ["-C", "县", "build"], ["-C", "县", "print", "poster"]):
        done = run(str(program / "sitegen"), *command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr + done.stdout
    assert (tmp_path / "县/build/site/index.html").exists()
    assert list((tmp_path / "县/build/print").rglob("*.pdf"))
