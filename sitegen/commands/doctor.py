"""Is this machine, and is this county folder, fit for work? One finding a question, in two languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sitegen import manifest
from sitegen.commands.hosts import report_codes
from sitegen.commands.machine import Finding, examine_folder, examine_machine
from sitegen.commands.sample import find_sample
from sitegen.diagnostics import Diagnostic, Place, sort, warning
from sitegen.load.files import list_villages, read_county
from sitegen.load.published import load_links
from sitegen.load.remembered import list_cuts, read_registers
from sitegen.model.site import Parts
from sitegen.shared import load_site


def examine(county: Path, today: date, private: Finding) -> tuple[Finding, ...]:
    """Everything looked at, the machine first; the county and its private root only where there is one."""
    machine = examine_machine(county)
    if not (county / "sitegen.yaml").is_file():
        nothing = Finding(
            "county", False, "这里不是账本文件夹，没有 sitegen.yaml", "no sitegen.yaml here: not a county folder"
        )
        return (*machine, nothing)
    return (*machine, *examine_folder(county), private, *_look_at_county(county, today))


def look_at_private(root: Path | None, refused: tuple[Diagnostic, ...] = ()) -> Finding:
    """The private root that was named, none, or why the named one was refused."""
    if refused:
        return Finding("private", False, "内部文件夹不能用", "the private root was refused", diagnostics=refused)
    if root is None:
        said = "没有指定内部文件夹（做监督、留个人信息记录才要）"
        return Finding("private", True, said, "no private root named (supervision needs one)")
    return Finding("private", True, f"内部文件夹在账本文件夹外面：{root}", f"the private root is outside: {root}")


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
    yield _look_at_sample(county)
    yield _look_at_registers(county)
    yield _look_at_day(county, today)
    yield _look_at_codes(site.settings.root)


def _look_at_sample(county: Path) -> Finding:
    """Trying the program on the sample is fine; what is left of it among real villages is not."""
    sample = find_sample(county)
    if sample is None:
        return Finding("sample", True, "没有编出来的村和网址", "nothing is made up")
    return Finding("sample", sample.whole, sample.chinese, sample.english, noted=True)


def _look_at_registers(county: Path) -> Finding:
    loaded = [load_links(address, data) for address, data in read_registers(county).items()]
    broken = (*list_cuts(county), *(problem for _, found in loaded for problem in found))
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
