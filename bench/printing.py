"""What the posters of a whole county cost: CPU and peak memory of ``sitegen print poster`` as villages grow.

    python bench/printing.py 100 500 2000

The county is that of :mod:`county`, built first, pages only. Per size: the first printing, the same again (nothing changed), and
after one profile changed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent))

from county import write_county  # noqa: E402
from measuring import describe_machine  # noqa: E402
from scale import PAGES, sitegen  # noqa: E402

from sitegen.registers import append_answer  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--work", type=Path, default=None)
    given = parser.parse_args()
    work = Path(given.work or tempfile.mkdtemp(prefix="printing-"))
    print(describe_machine())
    for size in given.sizes:
        county = work / f"county-{size}"
        shutil.rmtree(county, ignore_errors=True)
        write_county(county, size)
        answered = re.search("^网址: (.+)$", (county / "sitegen.yaml").read_text("utf-8"), re.MULTILINE)
        append_answer(county, answered[1] + "/", 1, date(2026, 8, 1))
        build = sitegen(county, *PAGES, "--jobs", "1")
        print(f"{size:6} villages  build            {build.cpu:8.1f} s CPU  {build.memory / 2**20:6.0f} MB", flush=True)
        for label in ("first", "nothing changed", "one changed"):
            if label == "one changed":
                profile = next((county / "villages").iterdir()) / "村情.yaml"
                profile.write_text(profile.read_text("utf-8").replace("村委会: 0000-8", "村委会: 0000-9"), "utf-8")
            cost = sitegen(county, "print", "poster")
            each = cost.cpu / size * 1000
            print(
                f"{size:6} villages  {label:<16} {cost.cpu:8.1f} s CPU  {cost.memory / 2**20:6.0f} MB  {each:6.1f} ms each",
                flush=True,
            )
        shutil.rmtree(county)


if __name__ == "__main__":
    main()
