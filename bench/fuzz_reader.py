"""Break good ledgers as clerks do, one slip at a time, and look where the caret stands; throw bytes at the reader, and long
runs of one sign, over which nothing may be read again and again.

    .venv/bin/python -m bench.fuzz_reader [--edits 100000] [--bytes 200000] [--runs 2000] [--seed 1]

Reports, for each kind of slip: how many edits were reported, how many of the SYN, KEY, ENC, LIM, DATE and AMT
diagnostics stand on the edited line, and how many edits changed what was loaded without a word.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from bench.ledgers import Ledger, as_lists, pieces
from sitegen.checks.personal import find_private
from sitegen.load.commas import read_csv
from sitegen.source import load_document

FAMILIES = ("SYN-", "KEY-", "ENC-", "LIM-", "DATE-", "AMT-")
Edited = tuple[bytes, set[int]] | None
"""The file after the slip, and the lines (from 1) it touched."""
Slip = Callable[[random.Random, list[str]], Edited]


def _on_line(change: Callable[[random.Random, str], str | None]) -> Slip:
    """A slip within one line; None where the line gives no occasion for it."""

    def slip(chance: random.Random, lines: list[str]) -> Edited:
        for number in chance.sample(range(len(lines)), min(20, len(lines))):
            new = change(chance, lines[number])
            if new is not None and new != lines[number] and lines[number].strip():
                return "\n".join([*lines[:number], new, *lines[number + 1 :]]).encode(), {number + 1}
        return None

    return slip


def _replaced(old: str, *new: str) -> Slip:
    """One of the places where ``old`` stands, written otherwise."""

    def change(chance: random.Random, line: str) -> str | None:
        at = [i for i in range(len(line)) if line.startswith(old, i)]
        if not at:
            return None
        start = chance.choice(at)
        return line[:start] + chance.choice(new) + line[start + len(old) :]

    return _on_line(change)


def _inserted(*signs: str) -> Slip:
    def change(chance: random.Random, line: str) -> str:
        at = chance.randrange(len(line) + 1)
        return line[:at] + chance.choice(signs) + line[at:]

    return _on_line(change)


def _indented(*blanks: str) -> Slip:
    def change(chance: random.Random, line: str) -> str | None:
        body = line.lstrip(" ")
        return chance.choice(blanks) + body if line.startswith("  ") else None

    return _on_line(change)


def _shifted(step: int) -> Slip:
    def change(_chance: random.Random, line: str) -> str | None:
        return " " * step + line if step > 0 else line[-step:] if line.startswith(" " * -step) else None

    return _on_line(change)


def _valued(names: tuple[str, ...], *values: str) -> Slip:
    """The value after one of these names, written otherwise."""

    def change(chance: random.Random, line: str) -> str | None:
        for name in names:
            start = line.find(f"{name}: ")
            if start >= 0:
                begin = start + len(name) + 2
                end = min((i for i in (line.find(sign, begin) for sign in ",}") if i >= 0), default=len(line))
                return line[:begin] + chance.choice(values) + line[end:]
        return None

    return _on_line(change)


def _swapped(chance: random.Random, line: str) -> str | None:
    at = chance.randrange(max(len(line) - 1, 1))
    return line[:at] + line[at : at + 2][::-1] + line[at + 2 :] if line[at : at + 2].strip() else None


def _misspelt(chance: random.Random, line: str) -> str | None:
    key, colon, rest = line.partition(": ")
    letters = [i for i, sign in enumerate(key) if "\u4e00" <= sign <= "\u9fff"]
    if not letters or not colon:
        return None
    at = chance.choice(letters)
    return key[:at] + chance.choice("己末帐曰岀村间贴") + key[at + 1 :] + colon + rest


def _cut(chance: random.Random, line: str) -> str | None:
    return line[: chance.randrange(1, len(line))] if len(line) > 2 else None


def _deleted(chance: random.Random, lines: list[str]) -> Edited:
    number = chance.randrange(len(lines))
    return "\n".join(lines[:number] + lines[number + 1 :]).encode(), {number, number + 1}


def _doubled(chance: random.Random, lines: list[str]) -> Edited:
    number = chance.randrange(len(lines))
    return "\n".join([*lines[: number + 1], *lines[number:]]).encode(), {number + 1, number + 2}


def _joined(chance: random.Random, lines: list[str]) -> Edited:
    number = chance.randrange(len(lines) - 1)
    whole = lines[number] + lines[number + 1].lstrip()
    return "\n".join([*lines[:number], whole, *lines[number + 2 :]]).encode(), {number + 1}


def _broken(chance: random.Random, lines: list[str]) -> Edited:
    number = chance.randrange(len(lines))
    line = lines[number]
    at = chance.randrange(len(line) + 1)
    return "\n".join([*lines[:number], line[:at], line[at:], *lines[number + 1 :]]).encode(), {number + 1, number + 2}


def _damaged(chance: random.Random, lines: list[str]) -> Edited:
    number = chance.randrange(len(lines))
    data = bytearray(lines[number].encode())
    if not data:
        return None
    at = chance.randrange(len(data))
    data[at : at + chance.choice((0, 1))] = bytes([chance.choice((0x80, 0xFF, 0xB4, 0xC0, 0xE4))])
    parts = [line.encode() for line in lines]
    parts[number] = bytes(data)
    return b"\n".join(parts), {number + 1}


DAYS = ("日期", "公开日期", "期限", "起始", "到期", "发放日期")
SUMS = ("金额", "期初余额", "期末余额", "经费", "结余", "标准", "合同价")
SLIPS: dict[str, Slip] = {
    "中文冒号": _replaced(": ", "：", "： "),
    "冒号后少空格": _replaced(": ", ":"),
    "冒号后全角空格": _replaced(": ", ":　"),
    "漏了冒号": _replaced(": ", " ", ""),
    "分号等号": _replaced(": ", "; ", "= "),
    "中文逗号": _replaced(", ", "，"),
    "漏了逗号": _replaced(", ", " "),
    "横线后少空格": _replaced("- ", "-", "－ ", "— ", "·", "* "),
    "行首Tab": _indented("\t", "\t\t"),
    "行首全角空格": _indented("　", "　　", "\u00a0\u00a0"),
    "多缩一格": _shifted(1),
    "少缩一格": _shifted(-1),
    "多缩两格": _shifted(2),
    "少缩两格": _shifted(-2),
    "丢括号": _replaced("}", ""),
    "多括号": _replaced("}", "}}", "]"),
    "丢开括号": _replaced("{", ""),
    "中文括号": _replaced("{", "｛"),
    "丢引号": _replaced('"', ""),
    "多引号": _inserted('"', "'"),
    "看不见的字": _inserted("\u200b", "\ufeff", "\u00ad", "\u202e", "\u2028", "\x00", "\x07"),
    "井号": _inserted(" #", " # "),
    "怪符号": _inserted("@", "%", "*", "&", "!", "`", "|", ">", "[", "{", "]", "}", "\\"),
    "日期写错": _valued(DAYS, "2月30日", "26.7.3", "上个月", "七月初三", "7月", "13/7/2026", "2026-O7-03", "46216"),
    "金额写错": _valued(SUMS, "一万二", "约1200", "1,23.4", "(300)", "=A1+1", "1200.555", "$5", "无", "l200"),
    "金额带逗号": _valued(SUMS, "1,200", "12,000.50", "1,234,567"),
    "名称写错": _on_line(_misspelt),
    "两字颠倒": _on_line(_swapped),
    "截断一行": _on_line(_cut),
    "删一行": _deleted,
    "重一行": _doubled,
    "两行并一行": _joined,
    "一行断两行": _broken,
    "坏字节": _damaged,
    "少一格": _replaced(" | ", "  "),
    "多一格": _replaced(" | ", " | | "),
}


def good_ledgers() -> list[Ledger]:
    """Small good ledgers with tables as text, as lists in braces, as lists of lines."""
    small = list(islice(pieces(), 400))
    styles = [
        Ledger(each.folder, each.path, as_lists(each.text, block=block))
        for each in small[::2]
        for block in (True, False)
    ]
    return [*small, *(each for each in styles if not each.load(each.text.encode())[1])]


class Tally:
    """What one kind of slip gave."""

    def __init__(self) -> None:
        self.edits = self.reported = self.silent = 0
        self.carets = self.there = self.near = 0
        self.missed: Counter[str] = Counter()


def fuzz_edits(count: int, seed: int, show: int = 0) -> dict[str, Tally]:
    """Break the ledgers ``count`` times."""
    chance = random.Random(seed)
    ledgers = good_ledgers()
    tallies: dict[str, Tally] = defaultdict(Tally)
    names = list(SLIPS)
    done = 0
    while done < count:
        ledger, name = chance.choice(ledgers), names[done % len(names)]
        edited = SLIPS[name](chance, ledger.text.split("\n"))
        if edited is None:
            name = "怪符号"
            edited = SLIPS[name](chance, ledger.text.split("\n"))
        if edited is None:
            continue
        done += 1
        _count(tallies[name], ledger, *edited, show)
    return tallies


def _count(tally: Tally, ledger: Ledger, data: bytes, lines: set[int], show: int) -> None:
    village, found = ledger.load(data)
    own = [each for each in found if each.place.file == ledger.path]
    tally.edits += 1
    tally.reported += bool(own)
    if not own:
        tally.silent += _content(village) != _meant(ledger)
    for each in own:
        if not each.code.startswith(FAMILIES) or not each.place.line:
            continue
        tally.carets += 1
        on_line = each.place.line in lines
        tally.there += on_line
        tally.near += any(abs(each.place.line - line) <= 1 for line in lines)
        if not on_line:
            tally.missed[each.code] += 1
            if show and sum(tally.missed.values()) <= show:
                _show(data, lines, each)


def _show(data: bytes, lines: set[int], found: object) -> None:
    text = data.decode("utf-8", "replace").split("\n")
    print("----", lines, found)
    for number in range(max(1, min(lines) - 3), min(len(text), max(lines) + 3) + 1):
        print(f"{'>' if number in lines else ' '}{number:4} {text[number - 1]}")


@cache
def _meant(ledger: Ledger) -> object:
    return _content(ledger.load(ledger.text.encode())[0])


def _content(village: object) -> object:
    """What was loaded, without where it stood."""
    from sitegen.model.plain import to_plain  # noqa: PLC0415

    disclosures = village.disclosures  # type: ignore[attr-defined]
    return [
        (
            each.item, each.period, each.part, each.posted, each.draft, each.notes, each.nothing,
            [(field.name, to_plain(field.value)) for field in each.body.fields],
            [(table.name, [row.cells for row in table.rows]) for table in each.body.tables],
        )
        for each in disclosures
    ]  # fmt: skip


def fuzz_bytes(count: int, seed: int) -> tuple[int, float]:
    """Mutated and made-up bytes through the reader: how many gave an exception, and the slowest, in seconds."""
    chance = random.Random(seed)
    seeds = [ledger.text.encode()[:600] for ledger in islice(pieces(), 40)]
    signs = [
        *map(str.encode, "：，:,[]{}\"'|>&*!%@`#-?\u3000\t\n\\ \u200b\u2028\u00a0\0"),
        b"\r",
        b"\xff",
        b"<<: ",
        b"---\n",
    ]
    crashes, slowest = 0, 0.0
    for _ in range(count):
        data = bytearray(chance.choice(seeds)) if chance.random() < 0.8 else bytearray(chance.randbytes(60))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data) + 1)
            data[at : at + chance.choice((0, 0, 1, 1, 30))] = chance.choice(signs) * chance.choice((1, 1, 1, 20))
        begun = time.perf_counter()
        try:
            load_document("x", bytes(data))
            read_csv("x", bytes(data))
        except Exception as problem:  # counting them is the point
            crashes += 1
            print("crash:", repr(problem), bytes(data)[:200])
        slowest = max(slowest, time.perf_counter() - begun)
    return crashes, slowest


_RUNS = (
    *" \t\u3000\n|,-：:{}[]#'\".*&\\",
    *(
        "1",
        "0",
        "号",
        "元",
        "年",
        "一",
        "万",
        "a",
        "é",
        "12 ",
        "1,",
        "1-",
        "- ",
        "{{",
        "{%",
        "<b>",
        "%31",
        "&#49;",
        "人民币",
        "3组 ",
    ),
)
_BEFORE = ("", "", "账号", "qq", "微信", "金额", "期间", "3组", "号楼", "：", "| ", "{{ }} ", "62222222")
_BEHIND = ("", "x", ".1", "元", "号", ": 1", " | ")
_LONG = (300, 2_000, 20_000, 100_000)


def fuzz_runs(count: int, seed: int) -> tuple[float, str]:
    """Good ledgers with a long run of one sign somewhere: the slowest reading, in seconds, and what it was."""
    chance, ledgers = random.Random(seed), good_ledgers()
    slowest = (0.0, "")
    for _ in range(count):
        ledger, sign, long = chance.choice(ledgers), chance.choice(_RUNS), chance.choice(_LONG)
        at = chance.randrange(len(ledger.text) + 1)
        run = chance.choice(_BEFORE) + sign * (long // len(sign)) + chance.choice(_BEHIND)
        text = ledger.text[:at] + run + ledger.text[at:]
        begun = time.perf_counter()
        ledger.load(text.encode())
        find_private(text, frozenset())
        slowest = max(slowest, (time.perf_counter() - begun, f"{run[:12]!r}… ({long})"))
    return slowest


def _report(tallies: dict[str, Tally]) -> Iterator[str]:
    yield f"{'kind':10} {'edits':>7} {'reported':>8} {'carets':>7} {'on line':>8} {'±1':>8} {'silent':>7}  missed"
    whole = Tally()
    for name, each in [*tallies.items(), ("all", whole)]:
        if each is not whole:
            for part in ("edits", "reported", "silent", "carets", "there", "near"):
                setattr(whole, part, getattr(whole, part) + getattr(each, part))
        share = 100 / (each.carets or 1)
        missed = " ".join(f"{code}×{number}" for code, number in each.missed.most_common(6))
        yield (
            f"{name:10} {each.edits:7} {each.reported:8} {each.carets:7} {each.there * share:7.2f}% "
            f"{each.near * share:7.2f}% {each.silent:7}  {missed}"
        )


def main() -> None:
    """Run both and print what they gave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=100_000)
    parser.add_argument("--bytes", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many misses of each kind")
    options = parser.parse_args()
    begun = time.perf_counter()
    for line in _report(fuzz_edits(options.edits, options.seed, options.show)):
        print(line)
    print(f"{options.edits} edits in {time.perf_counter() - begun:.0f} s")
    begun = time.perf_counter()
    crashes, slowest = fuzz_bytes(options.bytes, options.seed)
    print(
        f"{options.bytes} executions in {time.perf_counter() - begun:.0f} s: {crashes} crashes, slowest {slowest * 1000:.0f} ms"
    )
    begun = time.perf_counter()
    slowest, run = fuzz_runs(options.runs, options.seed)
    print(f"{options.runs} long runs in {time.perf_counter() - begun:.0f} s: slowest {slowest * 1000:.0f} ms, {run}")


if __name__ == "__main__":
    main()
