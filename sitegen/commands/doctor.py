"""Is this machine, and is this county folder, fit for work? One finding a question, in two languages."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path

from sitegen import manifest
from sitegen.build import load_site
from sitegen.commands.hosts import report_codes
from sitegen.diagnostics import Diagnostic, Place, sort, warning
from sitegen.load.files import list_villages, read_county, read_registers
from sitegen.load.published import load_links
from sitegen.outputs.fonts import BUNDLED, missing_characters
from sitegen.plan import Parts

_ROOM = 500_000_000
"""Bytes that should be free: the site of a county with its sheets, twice."""
_SAMPLE = "村里的账和事打开微信扫一扫0123456789"


@dataclass(frozen=True, slots=True)
class Finding:
    """One question and its answer; ``machine`` when it is the computer that needs care."""

    name: str
    fine: bool
    chinese: str
    english: str
    machine: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


def examine(county: Path, today: date) -> tuple[Finding, ...]:
    """Everything looked at, the machine first; the county only where there is one."""
    machine = (_look_at_python(), _look_at_packages(), _look_at_fonts(), _look_at_disk(county))
    if not (county / "sitegen.yaml").is_file():
        nothing = Finding(
            "county", False, "这里不是账本文件夹，没有 sitegen.yaml", "no sitegen.yaml here: not a county folder"
        )
        return (*machine, nothing)
    return (*machine, *_look_at_county(county, today))


def _look_at_python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info >= (3, 11), f"Python {version}", f"Python {version}", machine=True)


def _look_at_packages() -> Finding:
    """Every pinned part is there in the version the program was tried with."""
    wrong = sorted(_wrong_packages())
    if not wrong:
        return Finding("packages", True, "要用的部件都在", "all parts are here", machine=True)
    listed = "、".join(wrong)
    chinese = f"部件不齐，或版本不对：{listed}。运行 pip install -e ."
    return Finding("packages", False, chinese, f"missing or of another version: {listed}", machine=True)


def _wrong_packages() -> Iterator[str]:
    try:
        required = metadata.requires("sitegen") or []
    except metadata.PackageNotFoundError:
        return
    for line in required:
        match = re.fullmatch(r"([\w.-]+)(?:\[[^]]*\])?==([\w.]+)", line.partition(";")[0].strip())
        if match and "extra ==" not in line and _version(match[1]) != match[2]:
            yield f"{match[1]} {match[2]}"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _look_at_fonts() -> Finding:
    there = all(path.is_file() for path in BUNDLED)
    fine = there and not missing_characters(_SAMPLE, BUNDLED[:1])
    if fine:
        return Finding("fonts", True, "印刷用的字体在", "fonts for sheets are here", machine=True)
    return Finding("fonts", False, "印刷用的字体缺了，请重新安装", "fonts for sheets are missing", machine=True)


def _look_at_disk(county: Path) -> Finding:
    place = county / "build" if (county / "build").is_dir() else county
    try:
        with tempfile.TemporaryFile(dir=place):
            free = shutil.disk_usage(place).free
    except OSError as problem:
        chinese, english = f"写不了 {place}", f"cannot write to {place}: {problem.strerror}"
        return Finding("disk", False, chinese, english, machine=True)
    size = f"{free / 1_000_000_000:.1f} GB"
    return Finding(
        "disk", free >= _ROOM, f"{place} 能写，还空着 {size}", f"{place} is writable, {size} free", machine=True
    )


def _look_at_county(county: Path, today: date) -> Iterator[Finding]:
    site, found = load_site(read_county(county), today, Parts(codes=False, downloads=False))
    villages = len(list_villages(county))
    errors = sum(each.severity == "error" for each in found)
    yield Finding(
        "county",
        villages > 0 and not errors,
        f"{site.settings.name}：{villages} 个村" + (f"，设置里有 {errors} 处错误" if errors else ""),
        f"{site.settings.name}: {villages} villages" + (f", {errors} errors in its settings" if errors else ""),
        diagnostics=sort(found),
    )
    yield _look_at_registers(county)
    yield _look_at_day(county, today)
    yield _look_at_codes(site.settings.root)


def _look_at_registers(county: Path) -> Finding:
    loaded = [load_links(address, data) for address, data in read_registers(county).items()]
    broken = tuple(problem for _, found in loaded for problem in found)
    printed = len({link.path for links, _ in loaded for link in links})
    if broken:
        chinese, english = "印过的地址的登记被改过或删过", "a register of printed addresses was changed"
        return Finding("links", False, chinese, english, diagnostics=broken)
    return Finding(
        "links", True, f"印过的地址 {printed} 个，登记没有被改过", f"{printed} printed addresses, registers intact"
    )


def _look_at_day(county: Path, today: date) -> Finding:
    totals = manifest.read(county / "build" / ".state").totals.values()
    newest = max((each.latest for each in totals), default="")
    if newest <= today.isoformat():
        return Finding("day", True, f"今天按 {today} 算", f"today is {today}")
    behind = warning("SYS-CLOCK", Place(""), today=today.isoformat(), newest=newest)
    return Finding(
        "day", False, f"今天按 {today} 算，比账里的日期还早", f"{today} is before the newest day", True, (behind,)
    )


def _look_at_codes(root: str) -> Finding:
    """Which code the addresses on posters need, and what a shorter host would gain."""
    report = report_codes(root)
    return Finding("codes", report.fine, report.chinese, report.english)
