"""Public tools of Node and Java that look at pages: axe-core, the Nu checker, acorn, Lighthouse. ``make test`` installs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "tools/node_modules"
INSTALL = "make node"

AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""Goal 13; goal 14 is the rule color-contrast-enhanced besides."""


CONTRAST = ("color-contrast", "color-contrast-enhanced")


def need(program: str, *files: str) -> Path:
    """The first of ``files`` in the tools' folder; without it or the program the test says what is not looked at."""
    path = FOLDER / files[0]
    if not shutil.which(program):
        pytest.skip(f"NO {program.upper()} ON THIS MACHINE: {files[0]} did not look at any page.")
    if not path.exists():
        pytest.skip(f"{files[0]} IS NOT INSTALLED ({INSTALL}): it did not look at any page.")
    return path


def read_axe() -> str:
    return need("node", "axe-core/axe.min.js").read_text(encoding="utf-8")


def run_axe(page: Any, source: str, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds on an open page: rule and element; all of goals 13 and 14, or only some ``rules``.

    An empty ``source`` means that it is in the page already.
    """
    page.evaluate(source)
    wanted: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": list(AXE_TAGS)},
        "rules": {"color-contrast-enhanced": {"enabled": True}},
    }
    options = ({"runOnly": {"type": "rule", "values": list(rules)}} if rules else wanted) | {
        "resultTypes": ["violations"]
    }
    found = page.evaluate("options => axe.run(document, options)", options)
    return [f"{each['id']}: {each['nodes'][0]['html'][:90]}" for each in found["violations"]]


def run_nu(files: Iterable[Path]) -> list[str]:
    """Errors and warnings of the Nu HTML checker, one a line."""
    jar = need("java", "vnu-jar/build/dist/vnu.jar")
    command = ["java", "-Xss2m", "-jar", str(jar), "--format", "json", "--exit-zero-always", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    messages = json.loads(done.stderr)["messages"]
    return [f"{each['url']}: {each['message']}" for each in messages if each["type"] == "error"]


def run_lighthouse(url: str, flags: Iterable[str], *settings: str) -> dict[str, float]:
    """Lighthouse's scores of a page on a telephone, 0–100, by category; ``settings`` are options of its command."""
    program = need("node", "lighthouse/cli/index.js")
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("NO CHROMIUM ON THIS MACHINE: Lighthouse did not look at any page.")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        chrome = "--chrome-flags=--headless " + " ".join(flags)
        command = ["node", str(program), url, "--output=json", f"--output-path={out}", "--quiet", chrome, *settings]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium}, timeout=180)
        report = json.loads(out.read_text(encoding="utf-8"))
    return {name: 100 * (each["score"] or 0) for name, each in report["categories"].items()}


def find_newer_syntax(script: str, year: int) -> str:
    """Goal 29: what acorn says of a script that old phones would not understand; empty when they would."""
    need("node", "acorn/dist/acorn.js")
    program = (
        "const a=require('./acorn');try{a.parse(require('fs').readFileSync(0,'utf8'),"
        f"{{ecmaVersion:{year}}})}}catch(e){{process.stdout.write(e.message)}}"
    )
    done = subprocess.run(["node", "-e", program], input=script, cwd=FOLDER, capture_output=True, text=True, check=True)
    return done.stdout
