"""The sample county, built once for all tests that look at it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitegen.model.site import Parts
from tests.worlds import World

ROOT = Path(__file__).resolve().parents[1]
COUNTY = ("villages", "cases", "links", "published", "regions.csv", "sitegen.yaml")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The repository's own county, copied and built as of its 基准日."""
    root = tmp_path_factory.mktemp("county")
    for name in COUNTY:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copy2(source, root / name)
    return World(root).build(parts=Parts())
