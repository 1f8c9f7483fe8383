"""How cost grows: the product alone, from a hundred villages to a province.

    python bench/scale.py --villages 100 1000

For every size: cold, nothing changed, a new day, one ledger changed; beside a bare walk (scandir and stat over the same ledger
files in one process), and peak memory of all processes. Then, as lines without a ratio, what comes on top of the pages: codes and
downloads, and posters of one village.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from county import TODAY, write_county  # noqa: E402
from measuring import COMPILED, Cost, describe_machine, measure, median  # noqa: E402

PROGRAM = (sys.executable, "-c", "import sys; from sitegen.cli import main; sys.exit(main())")
PAGES = ("build", "--only", "pages")


def sitegen(county: Path, *words: str, today: str = TODAY) -> Cost:
    """One run of the program."""
    command = (*PROGRAM, "-C", str(county), "--quiet", "--today", today, *words)
    return measure(" ".join(words), command, county.parent, {"PYTHONPATH": str(HERE.parent), **COMPILED})


def walk(folder: Path) -> Cost:
    """Names, sizes and dates of everything below a folder, and nothing else."""
    wall, cpu = time.perf_counter(), time.process_time()
    _walk(str(folder))
    return Cost(time.perf_counter() - wall, time.process_time() - cpu, 0)


def _walk(folder: str) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _walk(entry.path)
            else:
                entry.stat(follow_symlinks=False)


def change(county: Path, number: int) -> None:
    """Change one word of one ledger."""
    folders = sorted((county / "villages").iterdir())
    ledger = folders[number % len(folders)] / "2026/2026年4季度.yaml"
    text = ledger.read_text("utf-8")
    ledger.write_text(text.replace("同意办", f"同意办（第{number}次改）", 1), "utf-8")


def run(work: Path, villages: int, rounds: int, jobs: str) -> Iterator[str]:
    """One size, as lines of a table."""
    county = work / "county"
    shutil.rmtree(work, ignore_errors=True)
    write_county(county, villages)
    pages = (*PAGES, "--jobs", jobs)
    cold = sitegen(county, *pages)
    walks = median([walk(county / "villages") for _ in range(rounds)])
    nothing = median([sitegen(county, *pages) for _ in range(rounds)])
    day = sitegen(county, *pages, today="2027-01-21")
    changed = []
    for number in range(rounds):
        change(county, number * 7 + 1)
        changed.append(sitegen(county, *pages))
    one = median(changed)
    yield _line(villages, "bare walk", walks, "")
    yield _line(villages, "nothing changed", nothing, f"{nothing.wall / walks.wall:.2f} × the walk")
    yield _line(villages, "a new day", day, f"{day.wall / walks.wall:.2f} × the walk")
    yield _line(villages, "one ledger changed", one, f"+{one.wall - nothing.wall:.2f} s")
    yield _line(villages, "cold", cold, f"{1000 * cold.cpu / villages:.1f} ms CPU a village")


def run_extras(work: Path, jobs: str) -> Iterator[str]:
    """What comes on top of the pages, in a county of twenty villages."""
    county = work / "county"
    shutil.rmtree(work, ignore_errors=True)
    write_county(county, 20)
    pages = sitegen(county, *PAGES, "--jobs", jobs)
    whole = sitegen(county, "build", "--jobs", jobs)
    poster = sitegen(county, "print", "poster", sorted((county / "villages").iterdir())[0].name[13:], "--proof")
    yield _line(20, "codes and downloads", Cost(whole.wall - pages.wall, whole.cpu - pages.cpu, whole.memory), "on top")
    yield _line(1, "one poster", poster, "")


def _line(villages: int, what: str, cost: Cost, note: str) -> str:
    return f"| {villages:,} | {what} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory / 1e6:.0f} | {note} |"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--villages", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", default=str(os.cpu_count()))
    parser.add_argument("--work", type=Path, default=HERE / ".cache" / "scale", help="where everything is built")
    given = parser.parse_args()
    print(f"median of {given.rounds}; {describe_machine()}; --jobs {given.jobs}\n")
    print("| villages | case | wall s | CPU s | memory MB | |\n|---|---|---|---|---|---|")
    for villages in given.villages:
        for line in run(given.work, villages, given.rounds, given.jobs):
            print(line, flush=True)
    for line in run_extras(given.work, given.jobs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
