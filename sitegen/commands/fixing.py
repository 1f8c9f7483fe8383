"""fix: mend what is certain, show the difference, ask, keep a backup."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sitegen.commands.ledgers import find_villages
from sitegen.commands.session import Session, to_exit_code, with_session
from sitegen.commands.words import Command, both
from sitegen.diagnostics import Diagnostic
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.mending import BACKUPS, ChangedError, Mended, mend_file, mend_village, write_mended
from sitegen.model.site import Parts
from sitegen.plan import Site
from sitegen.shared import load_site

_AROUND = 1
"""Lines shown above and below a change."""
_NUMBERS = re.compile(r"[\dXx]{11,}")
"""Telephones, cards, identity numbers: they are not copied to the screen."""


@click.command("fix", cls=Command, also="修整")
@click.argument("paths", nargs=-1, metavar=both("[村或文件]…", "[PATH]…"))
@click.option("--yes", is_flag=True, help=both("不问，都改", "do not ask"))
@click.option("--dry-run", is_flag=True, help=both("只看要改什么，不写", "show only, write nothing"))
@with_session
def fix_command(session: Session, paths: tuple[str, ...], *, yes: bool, dry_run: bool) -> int:
    """把拿得准的毛病改好：编码、中文冒号逗号、制表符、看不见的字、日期金额的写法、错一个字的名称。

    改之前给您看，问一声；原来的留一份底。拿不准的不动，还要自己改。
    EN: Mend what is certain: encoding, full-width signs, tabs, hidden characters, writings of days and amounts,
    names one character off.

    Shows the difference and asks first, keeps a backup; what is not certain stays as it is.
    """
    county = session.county
    site, _ = load_site(read_county(county), session.today, Parts(codes=False, downloads=False))
    mended, found = _mend(session, site, find_villages(county, paths))
    wanted = tuple(each for each in mended if _is_named(county, each, paths))
    for each in wanted:
        _show(session, each)
    session.show(found)
    if not wanted:
        session.say("没有要自动改的。", "Nothing to be mended by itself.")
    elif dry_run or not _agree(session, len(wanted), yes=yes):
        session.say(f"有 {len(wanted)} 个文件可以改，一个也没有写。", f"{len(wanted)} files could be mended; none was.")
    else:
        _write(session, wanted)
    return to_exit_code(found)


def _mend(session: Session, site: Site, only: tuple[str, ...]) -> tuple[tuple[Mended, ...], tuple[Diagnostic, ...]]:
    mended: list[Mended] = []
    found: list[Diagnostic] = []
    folders = only or list_villages(session.county)
    if not only:
        own, found_there = mend_file("sitegen.yaml", (session.county / "sitegen.yaml").read_bytes())
        mended += [own] if own else []
        found += found_there
    with session.progress("修整", "mending") as progress:
        for number, folder in enumerate(folders, start=1):
            files, _ = read_village(session.county, folder)
            better, refused = mend_village(files, site.catalogue, site.preset)
            mended += better
            found += refused
            if progress:
                progress(number, len(folders), folder)
    return tuple(mended), tuple(found)


def _is_named(county: Path, mended: Mended, paths: tuple[str, ...]) -> bool:
    """Where files are named, only those; a village or a folder stands for all of its own."""
    files = [path for word in paths for path in (Path(word), county / word) if path.is_file()]
    own = (county / mended.file).resolve()
    named = {path.resolve() for path in files}
    others = any(not (Path(word).is_file() or (county / word).is_file()) for word in paths)
    return not paths or others or own in named


def _agree(session: Session, files: int, *, yes: bool) -> bool:
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        session.note("不在终端上运行时，加 --yes 才写", "not on a terminal: --yes writes")
        return False
    return click.confirm(session.choose(f"把这 {files} 个文件改好？", f"Mend these {files} files?"), default=True)


def _write(session: Session, wanted: tuple[Mended, ...]) -> None:
    written = 0
    for each in wanted:
        try:
            write_mended(session.county, each)
            written += 1
        except ChangedError:
            session.say(f"{each.file} 刚才又存过，没有动它", f"{each.file} was saved meanwhile; left alone")
    session.say(
        f"改好了 {written} 个文件；原来的在 build/.state/{BACKUPS}/。再运行 sitegen 检查 看看还有没有。",
        f"{written} files mended; the old ones are in build/.state/{BACKUPS}/.",
    )


# ---- the difference -------------------------------------------------------------------------------------------------

_COLOURS = {"-": "red", "+": "green", "@": "cyan"}


def _show(session: Session, mended: Mended) -> None:
    """A heading, what changes unseen, and the lines as they are and as they would be."""
    session.say(*[click.style(f"\n{mended.file}", bold=True)] * 2)
    if mended.encoding:
        session.say(f"  编码：{mended.encoding} → UTF-8", f"  encoding: {mended.encoding} → UTF-8")
    old, new = mended.texts
    lines = tuple(list_difference(old, new))
    if not lines and not mended.encoding:
        session.say("  换行统一了", "  line ends made the same")
    for line in lines:
        colour = _COLOURS.get(line[0])
        session.say(*[click.style(f"  {line}", fg=colour) if colour else f"  {line}"] * 2)


def list_difference(old: str, new: str) -> Iterator[str]:
    """Unified, without the heads of files; long numbers are covered."""
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), "原来", "修整后", lineterm="", n=_AROUND)
    for number, line in enumerate(lines):
        if number > 1:
            yield _NUMBERS.sub(lambda match: "*" * len(match[0]), _to_place(line))


_PLACE = re.compile(r"@@ -(\d+).*@@")


def _to_place(line: str) -> str:
    match = _PLACE.match(line)
    return f"@ 第 {match[1]} 行起" if match else line
