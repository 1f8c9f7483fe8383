"""kill −9 at random moments: after each, every page is whole, every printed address works, and the next run completes.

``python -m bench.killer --kills 1000``: a made-up county is brought into a known state, one command is started in a process of
its own and killed after a random part of the time it takes; then the disk is looked at before anything else runs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from sitegen.build import build
from sitegen.load.files import read_county
from sitegen.load.published import load_links
from sitegen.load.remembered import read_registers
from sitegen.plan import Parts
from sitegen.printing import Request, print_sheets
from sitegen.publish import publish, rollback
from sitegen.registers import append_answer
from sitegen.shared import load_site
from sitegen.tree import unit_of
from sitegen.verify import verify_build, verify_folder, verify_records
from sitegen.withdrawing import withdraw

DAY = date(2026, 10, 12)
PARTS = Parts(codes=False, downloads=False)
SETTINGS = """名称: 青石县村务公开
网址: https://gk.example.cn
主办单位: 石桥镇人民政府
电话: {镇里: 0000-8856789}
监督电话: {政务热线: 12345, 纪检举报: 12388}
"""
REGIONS = "code,name\n99,云岭省\n9901,江北市\n990106,青石县\n990106103,石桥镇\n990106104,远山镇\n"
PROFILE = """地址号: {address}
户数: 287
人口: 1043
账套:
  - {{编号: 1, 名称: 村委会}}
公开电话: {{村委会: 0000-8812345}}
监督电话: {{村监会: 0000-8812346}}
"""
CASH = """期间: 2026年{quarter}季度
公开日期: 2026-{month}-12
审核:
  - 村务监督委员会: 2026-{month}-10 同意
资金收支:
  期初余额: 1000.00
  进账:
    - {{日期: {first}月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: {income}}}
  出账: |
    日期 | 凭证号 | 类别 | 摘要 | 收款单位 | 金额
    {first}月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00
  期末余额: {closing}
"""
VILLAGES = ("990106103201-清溪村", "990106103202-梨园村", "990106104203-远山村", "990106104204-上坝村")
QUARTER, EARLIER = "2026/2026年3季度.yaml", "2026/2026年2季度.yaml"


@dataclass(frozen=True)
class Scene:
    """One command: how the county comes to where it is started, and the command."""

    name: str
    prepare: Callable[[Path], None]
    run: Callable[[Path], object]


class BrokenError(AssertionError):
    """Something is not whole."""


# ---- a county ----------------------------------------------------------------------------------------------------------


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def change(path: Path, old: str, new: str) -> None:
    write(path, path.read_text(encoding="utf-8").replace(old, new))


def make_county(root: Path) -> None:
    """Four villages in two townships, built, two sheets printed, published once."""
    append_answer(root, "https://gk.example.cn/", 1, date(2026, 8, 1))
    write(root / "sitegen.yaml", SETTINGS)
    write(root / "regions.csv", REGIONS)
    for folder in VILLAGES:
        write(root / "villages" / folder / "村情.yaml", PROFILE.format(address=folder[6:12]))
        write(
            root / "villages" / folder / QUARTER,
            CASH.format(quarter=3, month="10", first=7, income=12000, closing=4400),
        )
    do_print(root)
    do_publish(root)


def do_build(root: Path) -> None:
    build(root, DAY, workers=1, parts=PARTS)


def do_build_with_two(root: Path) -> None:
    build(root, DAY, workers=2, parts=PARTS)


def do_publish(root: Path) -> None:
    publish(root, root / "out", DAY, 1, parts=PARTS)


def do_zip(root: Path) -> None:
    publish(root, root / "out.zip", DAY, 1, parts=PARTS)


def do_rollback(root: Path) -> None:
    rollback(root, root / "out", 1, DAY, 1)


def do_withdraw(root: Path) -> None:
    withdraw(root, "清溪村", "资金收支", "2026q3", "写错了", DAY)


def do_print(root: Path) -> None:
    site, _ = load_site(read_county(root), DAY)
    print_sheets(root, site, Request("poster", "a4"), ("清溪村",))


def forget(root: Path) -> None:
    shutil.rmtree(root / "build")


def change_one(root: Path) -> None:
    change(root / "villages" / VILLAGES[0] / "村情.yaml", "人口: 1043", "人口: 1044")


def change_all(root: Path) -> None:
    change(root / "sitegen.yaml", "石桥镇人民政府", "青石县人民政府")


def change_and_drop(root: Path) -> None:
    change_one(root)
    shutil.rmtree(root / "villages" / VILLAGES[3])


def add_quarter(root: Path) -> None:
    cash = CASH.format(quarter=2, month="07", first=4, income=8600, closing=1000)
    for folder in VILLAGES[:2]:
        write(root / "villages" / folder / EARLIER, cash)


def publish_more(root: Path) -> None:
    add_quarter(root)
    do_publish(root)


def print_less(root: Path) -> None:
    for folder in ("links", "build/.state/links"):
        (root / folder / "103201.csv").unlink()
    shutil.rmtree(root / "build" / "print")


SCENES = (
    Scene("first build", forget, do_build),
    Scene("first build, two processes", forget, do_build_with_two),
    Scene("one ledger changed", change_one, do_build),
    Scene("one changed, one gone", change_and_drop, do_build),
    Scene("another look", change_all, do_build_with_two),
    Scene("publish", add_quarter, do_publish),
    Scene("publish a zip", add_quarter, do_zip),
    Scene("rollback", publish_more, do_rollback),
    Scene("withdraw", lambda _: None, do_withdraw),
    Scene("print", print_less, do_print),
)


# ---- killing -----------------------------------------------------------------------------------------------------------


def start(scene: Scene, root: Path) -> int:
    """The command in a process of its own; its number."""
    child = os.fork()
    if child:
        return child
    try:
        scene.run(root)
        os._exit(0)
    except BaseException as problem:
        print(f"{scene.name}: {problem!r}", file=sys.stderr, flush=True)
        os._exit(1)


def finish(scene: Scene, root: Path) -> float:
    """Run to the end; the seconds it took."""
    before = time.perf_counter()
    _, status = os.waitpid(start(scene, root), 0)
    if status:
        raise BrokenError(f"{scene.name}: the next run failed")
    return time.perf_counter() - before


def kill(scene: Scene, root: Path, seconds: float) -> bool:
    """Start and kill −9 after some seconds; whether it was killed before it had ended."""
    child = start(scene, root)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


# ---- looking -----------------------------------------------------------------------------------------------------------


def read_tree(folder: Path) -> dict[str, str]:
    """Digests of all files below a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def by_unit(files: Mapping[str, str]) -> dict[str, dict[str, str]]:
    units: dict[str, dict[str, str]] = {}
    for path, digest in files.items():
        units.setdefault(unit_of(path), {})[path] = digest
    return units


def look_at_site(now: Mapping[str, str], steps: Sequence[Mapping[str, str]], *, whole: bool) -> None:
    """Every folder is as it stands after one of the steps; after a first build or with another look, all of them together."""
    if whole and now not in steps:
        raise BrokenError("the site is neither the old one nor the new one")
    units = [by_unit(step) for step in steps]
    for unit, files in by_unit(now).items():
        if files not in [each.get(unit) for each in units]:
            raise BrokenError(f"{unit} is neither old nor new")
    for unit in set.intersection(*map(set, units)) - by_unit(now).keys() if now else ():
        raise BrokenError(f"{unit} is gone")


def look_at_addresses(root: Path, site: Path, printed: Mapping[str, set[str]]) -> None:
    """Whatever was printed when the site stood leads to a page; no register lost a line."""
    for address, paths in printed.items():
        links, found = load_links(address, read_registers(root).get(address, b""))
        if found:
            raise BrokenError(f"register {address}: {found}")
        if site.is_dir() and not all((site / path.strip("/") / "index.html").is_file() for path in paths):
            raise BrokenError(f"a printed address of {address} is dead")
        if not paths <= {link.path for link in links}:
            raise BrokenError(f"register {address} lost a line")


def read_printed(root: Path) -> dict[str, set[str]]:
    return {
        address: {link.path for link in load_links(address, data)[0]} for address, data in read_registers(root).items()
    }


@contextmanager
def copied(template: Path, place: Path) -> Iterator[Path]:
    root = Path(shutil.copytree(template, place / "county"))
    try:
        yield root
    finally:
        shutil.rmtree(root)


@dataclass(frozen=True)
class Known:
    """A scene with what it starts from and what it leads to."""

    scene: Scene
    template: Path
    seconds: float
    sites: Sequence[Mapping[str, str]]
    """Before, after a build alone (publishing builds, records, and builds again), and at the end."""
    out: Mapping[str, str]
    new_out: Mapping[str, str]
    new_printed: Mapping[str, set[str]]


def learn(scene: Scene, county: Path, place: Path) -> Known:
    """Run a scene once to its end."""
    template = place / scene.name
    shutil.copytree(county, template)
    finish(Scene("before", forget, scene.prepare), template)
    with copied(template, place) as root:
        finish(Scene("build", forget, do_build), root)
        built = read_tree(root / "build/site")
    with copied(template, place) as root:
        seconds = finish(scene, root)
        return Known(
            scene,
            template,
            seconds,
            (read_tree(template / "build/site"), built, read_tree(root / "build/site")),
            read_tree(template / "out"),
            read_tree(root / "out"),
            read_printed(root),
        )


def attack(known: Known, place: Path, chance: random.Random) -> bool:
    """Kill once, look, run to the end, look again; whether there was something to kill."""
    scene = known.scene
    with copied(known.template, place) as root:
        printed = read_printed(root)
        killed = kill(scene, root, chance.uniform(0, known.seconds * 1.05))
        site = root / "build/site"
        whole = scene.prepare in (forget, change_all)
        look_at_site(read_tree(site), known.sites, whole=whole)
        if read_tree(root / "out") not in (known.out, known.new_out) or verify_folder(root / "out").diagnostics:
            raise BrokenError("what was handed over is neither the old site nor the new one")
        look_at_addresses(root, site, printed)
        look_at_addresses(root, root / "out", printed)
        finish(scene, root)
        if (read_tree(site), read_tree(root / "out"), read_printed(root)) != (
            known.sites[-1],
            known.new_out,
            known.new_printed,
        ):
            raise BrokenError("the next run did not complete it")
        seen = verify_build(root)
        if seen.diagnostics or verify_records(root, seen.paths):
            raise BrokenError(f"{seen.diagnostics[:3]} {verify_records(root, seen.paths)[:3]}")
        left = [path.name for path in (root / "build/.state").glob("stage-*")]
        if left or (root / "build/.state/journal.json").exists():
            raise BrokenError(f"left over: {left}")
    return killed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scene", action="append", choices=[scene.name for scene in SCENES], help="only these")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    done: Counter[str] = Counter()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        finish(
            Scene("county", forget, make_county), place / "base"
        )  # in a process of its own: threads do not survive a fork
        wanted = [scene for scene in SCENES if scene.name in (given.scene or [each.name for each in SCENES])]
        known = [learn(scene, place / "base", place) for scene in wanted]
        (place / "work").mkdir()
        for number in count():
            if done.total() >= given.kills:
                break
            each = known[number % len(known)]
            try:
                done[each.scene.name] += attack(each, place / "work", chance)
                if number % 100 == 99:
                    print(f"{done.total()} kills, 0 broken so far", file=sys.stderr, flush=True)
            except BrokenError as problem:
                raise SystemExit(f"after {done.total()} kills, in “{each.scene.name}”: {problem}") from None
    print(
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, seed {given.seed}, "
        f"{time.perf_counter() - begun:.0f} s: {done.total()} kills, 0 broken"
    )
    for name, number in done.items():
        print(f"  {number:6}  {name}")


if __name__ == "__main__":
    main()
