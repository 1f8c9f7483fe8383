"""How long reading takes beside ``yaml.load(…, CSafeLoader)`` on the same files, in one run.

    .venv/bin/python -m bench.read_ledgers [--rounds 7]

Each village is read by all readers in turn, again and again; the best time of each counts. ``nodes`` is text → nodes with every
trap check, ``model`` is the village's files → typed model with all diagnostics. Tables of text are one scalar to YAML and
dozens of typed cells to us: the last lines show the same ledgers with their tables as lists.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator

import yaml

from bench.ledgers import Ledger, as_lists, catalogue, profiles, publications, villages
from sitegen.load.files import VillageFiles
from sitegen.load.village import load_village
from sitegen.source import load_document

Reader = Callable[[VillageFiles], object]


def _load_all(given: VillageFiles) -> object:
    return [yaml.load(data, yaml.CSafeLoader) for data in given.files.values()]


def _read_all(given: VillageFiles) -> object:
    return [load_document(path, data) for path, data in given.files.items()]


READERS: dict[str, Reader] = {
    "CSafeLoader": _load_all,
    "nodes": _read_all,
    "model": lambda given: load_village(given, *catalogue()),
}


def _alone(ledger: Ledger) -> VillageFiles:
    """A village of two files: the ledger and its 村情.yaml."""
    profile = f"villages/{ledger.folder}/村情.yaml"
    files = {profile: profiles()[ledger.folder], ledger.path: ledger.text.encode()}
    return VillageFiles(ledger.folder, files, {})


def _whole() -> Iterator[VillageFiles]:
    """The sample county's villages with all their files of YAML, tables beside them left out."""
    for given in villages():
        files = {path: data for path, data in given.files.items() if path.endswith(".yaml") and b".csv" not in data}
        yield VillageFiles(given.folder, files, {})


def measure(worlds: Iterable[VillageFiles], rounds: int) -> dict[str, float]:
    """Seconds of processor time of each reader, the best of its rounds for each village, summed."""
    sums = dict.fromkeys(READERS, 0.0)
    for given in worlds:
        best = dict.fromkeys(READERS, float("inf"))
        for _ in range(rounds):
            for name, read in READERS.items():
                begun = time.process_time()
                read(given)
                best[name] = min(best[name], time.process_time() - begun)
        for name, seconds in best.items():
            sums[name] += seconds
    return sums


def _long(ledger: Ledger, times: int) -> Ledger:
    """The ledger with each line of its lists written several times, as a large village has it."""
    lines = [line for line in ledger.text.split("\n") for _ in range(times if line.startswith("    - {") else 1)]
    return Ledger(ledger.folder, ledger.path, "\n".join(lines))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    whole = [ledger for ledger in publications() if ".csv" not in ledger.text][::4]
    flow = [Ledger(each.folder, each.path, as_lists(each.text)) for each in whole]
    block = [Ledger(each.folder, each.path, as_lists(each.text, block=True)) for each in whole]
    styles = {
        "as the sample has them": whole,
        "tables as lists in braces": flow,
        "the same, 10 times the rows": [_long(each, 10) for each in flow[:4]],
        "tables as lists of lines": block,
    }
    worlds = {name: [_alone(each) for each in ledgers] for name, ledgers in styles.items()}
    worlds["whole villages, all files"] = list(_whole())
    print(f"{'ledgers':30} {'KB':>6} {'CSafeLoader':>12} {'nodes':>8} {'model':>8}")
    for name, given in worlds.items():
        sums = measure(given, rounds)
        base = sums["CSafeLoader"]
        size = sum(len(data) for each in given for data in each.files.values()) / 1000
        print(f"{name:30} {size:6.0f} {base * 1000:9.1f} ms {sums['nodes'] / base:7.2f}× {sums['model'] / base:7.2f}×")


if __name__ == "__main__":
    main()
