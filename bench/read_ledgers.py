"""How long reading takes beside ``yaml.load(…, CSafeLoader)`` on the same files, in one run.

    .venv/bin/python -m bench.read_ledgers [--rounds 7]

Each file is read by all readers in turn, again and again; the best time of each counts. ``nodes`` is text → nodes with every
trap check, ``model`` is a village's files → typed model with all diagnostics. Tables of text are one scalar to YAML and
dozens of typed cells to us: the last lines show the same ledgers with their tables as lists.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable

import yaml

from bench.ledgers import Ledger, as_lists, catalogue, profiles, publications
from sitegen.load.village import VillageFiles, load_village
from sitegen.source import load_document

Reader = Callable[[Ledger, bytes], object]


def _load(ledger: Ledger, data: bytes) -> object:
    profile = f"villages/{ledger.folder}/村情.yaml"
    return load_village(VillageFiles(ledger.folder, {profile: b"", ledger.path: data}, {}), *catalogue())


READERS: dict[str, Reader] = {
    "CSafeLoader": lambda _, data: yaml.load(data, yaml.CSafeLoader),
    "nodes": lambda ledger, data: load_document(ledger.path, data),
    "model": _load,
}


def measure(ledgers: Iterable[Ledger], rounds: int) -> dict[str, float]:
    """Seconds of each reader, the best of its rounds for each file, summed."""
    sums = dict.fromkeys(READERS, 0.0)
    for ledger in ledgers:
        data = ledger.text.encode()
        best = dict.fromkeys(READERS, float("inf"))
        for _ in range(rounds):
            for name, read in READERS.items():
                begun = time.perf_counter()
                read(ledger, data)
                best[name] = min(best[name], time.perf_counter() - begun)
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
    whole = list(publications())[::4]
    flow = [Ledger(each.folder, each.path, as_lists(each.text)) for each in whole]
    block = [Ledger(each.folder, each.path, as_lists(each.text, block=True)) for each in whole]
    styles = {
        "as the sample has them": whole,
        "tables as lists in braces": flow,
        "the same, 10 times the rows": [_long(each, 10) for each in flow[:4]],
        "tables as lists of lines": block,
    }
    profiles()
    print(f"{'ledgers':30} {'KB':>6} {'CSafeLoader':>12} {'nodes':>8} {'model':>8}")
    for name, ledgers in styles.items():
        sums = measure(ledgers, rounds)
        base = sums["CSafeLoader"]
        size = sum(len(each.text.encode()) for each in ledgers) / 1000
        print(f"{name:30} {size:6.0f} {base * 1000:9.1f} ms {sums['nodes'] / base:7.2f}× {sums['model'] / base:7.2f}×")


if __name__ == "__main__":
    main()
