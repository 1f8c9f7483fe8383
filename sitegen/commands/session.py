"""What every command shares: where the county is, in which language, what goes to which stream, and the exit code."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import wraps
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import click
from msgspec import Struct

from sitegen import overlay
from sitegen.commands.words import WrongUseError, both
from sitegen.diagnostics import Diagnostic, Place, Wording, error, gathered, sort, to_record, to_text
from sitegen.jobs import Progress
from sitegen.load.values import parse
from sitegen.private import read_private_root
from sitegen.sensitive import conceal
from sitegen.source import Entries, Scalar, load_document, read_bytes
from sitegen.wording import load_wording

FINE, WRONG_LEDGERS, WRONG_USE, MACHINE, OUR_FAULT = range(5)
INTERRUPTED = 130
CAP = 20
"""Diagnostics shown of one file, unless all are asked for."""

Result = TypeVar("Result")


class StopError(Exception):
    """Nothing more can be done; what is said instead, and the exit code."""

    def __init__(self, *diagnostics: Diagnostic, code: int) -> None:
        super().__init__(*(diagnostic.code for diagnostic in diagnostics))
        self.diagnostics = diagnostics
        self.code = code


class Session(Struct, frozen=True):
    """One run of the program."""

    folder: Path
    language: str
    quiet: bool
    json: bool
    given_today: date | None
    machine_day: date
    given_private: Path | None = None

    @property
    def county(self) -> Path:
        """The county folder; anything else ends the command."""
        if not (self.folder / "sitegen.yaml").is_file():
            raise StopError(error("SYS-FOLDER", Place(""), path=str(self.folder)), code=WRONG_USE)
        return self.folder

    @property
    def day(self) -> date:
        """``--today``, else the county's 基准日, else the machine's day."""
        return self.given_today or read_base_day(self.folder) or self.machine_day

    @property
    def today(self) -> date:
        """The same :attr:`day`, and says which it is."""
        day = self.day
        self.note(f"截至 {day}", f"as of {day}")
        return day

    @property
    def private(self) -> Path | None:
        """``--private``, else the county's 内部文件夹, else none; one that could leak ends the command."""
        written = read_setting(self.folder, "内部文件夹")
        given = self.given_private or (self.folder / written if written else None)
        if given is None:
            return None
        root, found = read_private_root(given, self.folder)
        if root is None:
            raise StopError(*found, code=WRONG_USE)
        return root

    @property
    def wording(self) -> Wording:
        """The messages of this run's language."""
        return self._word()

    def _word(self, codes: Collection[str] | None = None) -> Wording:
        return load_wording(overlay.read_data(f"messages/{self.language}.yaml"), codes)

    def choose(self, chinese: str, english: str) -> str:
        """One of two sentences."""
        return english if self.language == "en" else chinese

    def say(self, chinese: str, english: str) -> None:
        """A result: on stdout, unless that is for JSON only."""
        echo(self.choose(chinese, english), err=self.json)

    def note(self, chinese: str, english: str) -> None:
        """A remark beside the results."""
        if not self.quiet:
            echo(self.choose(chinese, english), err=True)

    def show(self, diagnostics: Iterable[Diagnostic], cap: int = CAP) -> None:
        """Diagnostics by file: on stderr as text, or with ``--json`` on stdout, one a line and none left out."""
        ordered = sort(diagnostics)
        wording = self._word({each.code for each in ordered})
        if self.json:
            for diagnostic in ordered:
                self.print_json(to_record(diagnostic, wording))
            return
        for file, group in groupby(gathered(ordered), key=lambda each: each.place.file):
            listed = list(group)
            for diagnostic in listed[:cap]:
                echo(_paint(to_text(diagnostic, wording).lstrip(": "), diagnostic), err=True)
            more = len(listed) - cap
            if more > 0:
                said = self.choose(
                    f"{file}：还有 {more} 处（加 --all 全部列出）", f"{file}: {more} more (--all lists them)"
                )
                echo(said, err=True)

    def print_json(self, record: object) -> None:
        """One line of ``--json``; where stdout lacks signs, they are written in figures, so that nothing is lost."""
        text = json.dumps(record, ensure_ascii=False)
        try:
            text.encode(sys.stdout.encoding or "utf-8")
        except UnicodeEncodeError:
            text = json.dumps(record)
        echo(text, err=False)

    def keep_faults(self, faults: Iterable[str]) -> None:
        """Tracebacks, where whoever maintains the program finds them."""
        text = "\n".join(faults)
        if text:
            write_fault(self.folder, text)

    @contextlib.contextmanager
    def progress(self, chinese: str, english: str) -> Iterator[Progress | None]:
        """A bar, on a terminal only, once the work turns out to be long."""
        if self.quiet or self.json or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            yield None
            return
        from sitegen.commands.bars import show_progress  # noqa: PLC0415 - a tenth of a second that only terminals pay

        with show_progress(self.choose(chinese, english), self.choose("还要", "left")) as update:
            yield update


def read_base_day(county: Path) -> date | None:
    """基准日 of ``sitegen.yaml``, where one is written."""
    value, _ = parse("date", read_setting(county, "基准日"))
    return value if isinstance(value, date) else None


def read_setting(county: Path, key: str) -> str:
    """One text of ``sitegen.yaml`` as written; empty where there is none."""
    data, _ = read_bytes(county / "sitegen.yaml")
    document, _ = load_document("sitegen.yaml", data or b"")
    node = document.root.get(key) if isinstance(document.root, Entries) else None
    return node.text.strip() if isinstance(node, Scalar) else ""


def to_exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> int:
    """0 fine, 1 errors in the ledgers (strict: warnings too), 3 the machine, 4 our fault; the highest counts."""
    code = FINE
    for diagnostic in diagnostics:
        if diagnostic.severity == "error":
            own = OUR_FAULT if diagnostic.code == "SYS-BUG" else MACHINE
            machine = diagnostic.code.startswith("SYS-") and not diagnostic.place.line  # a setting is no machine
            code = max(code, own if machine else WRONG_LEDGERS)
        elif diagnostic.severity == "warning" and strict:
            code = max(code, WRONG_LEDGERS)
    return code


def count(diagnostics: Iterable[Diagnostic]) -> tuple[int, int]:
    """How many errors and how many warnings."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    return severities.count("error"), severities.count("warning")


# ---- options every command takes ------------------------------------------------------------------------------------


class Day(click.ParamType[date]):
    """A day as clerks write it: 2026-10-12, 2026年10月12日."""

    name = "date"

    def convert(self, value: Any, *_context: object) -> date:
        """The day; anything else is wrong use."""
        if isinstance(value, date):
            return value
        day, _ = parse("date", str(value))
        if isinstance(day, date):
            return day
        raise WrongUseError(
            f"“{value}”不是日期，写成 2026-10-12", f"“{value}” is not a day; write 2026-10-12"
        ) from None


def _keep(context: click.Context, param: click.Parameter, value: Any) -> None:
    """Shared options may stand before the command or after it: the last one given counts."""
    if value not in (None, False):
        context.find_root().obj[param.name] = value


def shared_options(*, hidden: bool) -> list[click.Parameter]:
    """``-C``, ``--lang``, ``--today``, ``--private``, ``--quiet``, ``--json``; shown in the program's own help only."""

    def option(*names: str, help_text: str, **more: Any) -> click.Option:
        return click.Option(names, help=help_text, hidden=hidden, expose_value=False, callback=_keep, **more)

    return [
        option(
            "-C", "--dir", "county_folder", type=click.Path(path_type=Path), metavar=both("文件夹", "DIR"),
            help_text=both("账本文件夹；不写就是现在这个", "the county folder; default: this one"),
        ),
        option(
            "--today", type=Day(), metavar=both("日期", "DAY"),
            help_text=both("当作今天的日期", "the day to count as today"),
        ),
        option(
            "--lang", "language", type=click.Choice(("zh", "en")), metavar="zh|en",
            is_eager=True, envvar="SITEGEN_LANG", help_text=both("用中文还是英文说话", "language of messages"),
        ),
        option(
            "--private", "private_root", type=click.Path(path_type=Path), metavar=both("文件夹", "DIR"),
            envvar="SITEGEN_PRIVATE",
            help_text=both("内部文件夹，不公开的东西放这里；要在账本文件夹外面", "what is never public; outside the county folder"),
        ),
        option("--json", is_flag=True, help_text=both("给别的程序读：一行一个", "one JSON object a line on stdout")),
        option("-q", "--quiet", is_flag=True, help_text=both("少说几句", "no remarks, no progress")),
    ]  # fmt: skip


def to_session(given: dict[str, Any]) -> Session:
    """The session the given options ask for."""
    return Session(
        folder=given.get("county_folder", Path()),
        language=given.get("language", "zh"),
        quiet=given.get("quiet", False),
        json=given.get("json", False),
        given_today=given.get("today"),
        machine_day=given.get("machine_day", date.min),
        given_private=given.get("private_root"),
    )


def with_session(call: Callable[..., Result]) -> Callable[..., Result]:
    """Hand the session to a command as its first argument."""

    @wraps(call)
    def handed(*args: Any, **kwargs: Any) -> Result:
        return call(to_session(click.get_current_context().find_root().obj), *args, **kwargs)

    return handed


# ---- what leaves the program ----------------------------------------------------------------------------------------


def write_fault(county: Path, text: str) -> Path:
    """Keep a traceback in the county's state folder, else among the temporary files; private numbers in it become stars."""
    state = county / "build" / ".state"
    log = state / "fault.log" if state.is_dir() else Path(tempfile.gettempdir()) / "sitegen-fault.log"
    with contextlib.suppress(OSError):
        log.write_text(conceal(text), encoding="utf-8")
    return log


_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def _paint(text: str, diagnostic: Diagnostic) -> str:
    colour = _COLOURS[diagnostic.severity]
    head = rf"(?=\S+ {diagnostic.code}  )\S+"
    return re.sub(head, lambda match: click.style(match[0], fg=colour, bold=True), text, count=1)


def echo(text: str, *, err: bool) -> None:
    """One text to a stream, in colours where they are wanted."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    click.echo(text, err=err, color=False if plain else None)
