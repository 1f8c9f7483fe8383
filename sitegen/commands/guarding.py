"""Whatever happens in a run becomes a sentence and an exit code; nothing a person or a machine does ends in a traceback."""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from subprocess import list2cmdline
from typing import Any

import click

from sitegen.commands.session import FINE, INTERRUPTED, StopError, echo, to_exit_code, to_session, write_fault
from sitegen.commands.words import language_of, to_sentence
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.held import HeldError
from sitegen.locks import BusyError
from sitegen.tree import ChangedError, unit_of


def guarded(call: Callable[[], object], given: dict[str, Any]) -> int:
    """The exit code of a run; nothing a person or a machine does ends in a traceback."""
    try:
        result = call()
    except (click.Abort, KeyboardInterrupt):
        echo("", err=True)
        return INTERRUPTED
    except click.ClickException as problem:
        context = problem.ctx if isinstance(problem, click.UsageError) else None
        echo(to_sentence(problem, str(given.get("language", language_of(context)))), err=True)
        return problem.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read our output has gone
        return FINE
    except StopError as stop:
        to_session(given).show(stop.diagnostics)
        return stop.code
    except Exception as problem:  # the last resort, so that nobody is shown a traceback
        session = to_session(given)
        diagnostic = _diagnose(problem, session.folder, session.language)
        session.show((diagnostic,))
        return to_exit_code((diagnostic,))
    return result if isinstance(result, int) else FINE


def _diagnose(problem: Exception, county: Path, language: str) -> Diagnostic:
    if isinstance(problem, ImportError):
        return _diagnose_missing(problem.name or str(problem))
    if isinstance(problem, BusyError):
        return error("SYS-LOCK", Place(""), path=problem.filename)
    if isinstance(problem, HeldError):
        return error("SYS-HELD", Place(""), path=problem.filename)
    if isinstance(problem, ChangedError):
        unit = f"build/site/{unit_of(str(problem.filename))}"
        return error("FILE-CHANGED", Place(problem.filename), path=problem.filename, unit=unit)
    if isinstance(problem, OSError):
        return _diagnose_machine(problem, county, language)
    log = write_fault(county, "".join(traceback.format_exception(problem)))
    return error("SYS-BUG", Place(""), log=log)


_REASONS = {
    errno.ENOSPC: "磁盘满了",
    errno.EFBIG: "文件太大，这里放不下",
    errno.EROFS: "这里只能读",
    errno.EACCES: "没有权限，或者正被别的程序开着",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件",
    errno.EISDIR: "它是文件夹",
    errno.ENOTDIR: "它不是文件夹",
}
_MADE = ("build", "published", "links")
"""Folders of a county that the program writes."""


def _diagnose_missing(module: str) -> Diagnostic:
    """That a part is not installed, and the line that installs it, with what belongs to it, where this very program looks."""
    known: list[tuple[str, str, str]] = []
    with suppress(PackageNotFoundError):
        known = [each.partition(";") for each in requires("sitegen") or ()]
    extra = next(
        (marker for name, _, marker in known if re.match(rf"{re.escape(module)}\b", name, re.IGNORECASE)), None
    )
    wanted = [name.strip() for name, _, marker in known if extra and marker == extra] or [module]
    command = list2cmdline((sys.executable, "-m", "pip", "install", *wanted))
    return error("SYS-EXTRA", Place(""), extra=module, command=command)


def _diagnose_machine(problem: OSError, county: Path, language: str) -> Diagnostic:
    path = Path(str(problem.filename)) if problem.filename else Path()
    site = (county / "build" / "site").absolute()
    if problem.errno == errno.ENOENT and path.absolute().is_relative_to(site):
        unit = unit_of(path.absolute().relative_to(site).as_posix())
        return error("FILE-GONE", Place(""), path=path, unit=f"build/site/{unit}")
    said = problem.strerror or str(problem)
    reason = said if language == "en" else _REASONS.get(problem.errno or 0, said)
    made = any(path.absolute().is_relative_to((county / name).absolute()) for name in _MADE)
    beside = path.name.startswith(".") and path.suffix == ".new"  # what is written first, and then takes its place
    made = made or beside or problem.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG)
    place = str((path.with_name(path.name[1:-4]) if beside else problem.filename) or county)
    return error("SYS-WRITE" if made else "SYS-READ", Place(""), path=place, reason=reason)
