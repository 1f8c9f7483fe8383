"""check, explain, doctor: look, and say what was seen."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.checking import check, list_understood
from sitegen.checks.history import check_history
from sitegen.commands.session import (
    FINE,
    MACHINE,
    WRONG_LEDGERS,
    WRONG_USE,
    Session,
    StopError,
    count,
    to_exit_code,
    with_session,
)
from sitegen.commands.words import Command, MachineError, WrongUseError, both
from sitegen.diagnostics import Diagnostic, Message, Place, error
from sitegen.jobs import count_workers
from sitegen.load.files import list_villages, read_addresses, read_village
from sitegen.load.history import HistoryError, read_history, read_now
from sitegen.load.profile import load_profile
from sitegen.model.ledger import Forerunner
from sitegen.source import nearest

# ---- check ----------------------------------------------------------------------------------------------------------


@click.command("check", cls=Command, also="检查")
@click.argument("paths", nargs=-1, metavar=both("[村或文件]…", "[PATH]…"))
@click.option("--strict", is_flag=True, help=both("有提醒也算没通过", "warnings fail, too"))
@click.option(
    "--all", "everything", is_flag=True, help=both("全部列出，不只列前 20 处", "list everything, not 20 a file")
)
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help=both("同时用几个处理器", "processes"))
@click.option(
    "--against", metavar="GITREF", help=both("和 git 里以前的样子对：登记和公布只许添", "registers may only have grown")
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help=both("也列出哪些写法是照常读懂了的", "list what was understood without a word, too"),
)
@click.option("--watch", is_flag=True, help=both("守着：存一次，看一次", "check again whenever something is saved"))
@with_session
def check_command(
    session: Session,
    paths: tuple[str, ...],
    against: str | None,
    *,
    strict: bool,
    everything: bool,
    jobs: int | None,
    verbose: bool,
    watch: bool,
) -> int:
    """看看账本哪里要改。什么都不写。

    不写村名，就看全部的村；写村名、代码、文件夹或其中的文件，就只看那几个村。
    要改的地方会写明在哪个文件、第几行、怎么改。
    EN: Look for what is to be mended; writes nothing.

    Without PATH all villages are checked; else those named by folder, file, code or name.
    """
    county = session.county
    only = find_villages(county, paths)
    cap = 1_000_000 if everything else 20
    if watch:
        from sitegen.commands.following import follow  # noqa: PLC0415 - the watcher is only needed here

        return follow(session, only, strict=strict, cap=cap, jobs=jobs)
    with session.progress("检查", "checking") as progress:
        report = check(county, session.today, only=only, workers=count_workers(jobs), progress=progress)
    session.keep_faults(report.faults)
    found = (*report.diagnostics, *(_compare(county, against) if against else ()))
    session.show(found, cap=cap)
    if verbose:
        session.show(list_understood(county, session.today, only), cap=1_000_000)
    _say_result(session, report.villages, found)
    return to_exit_code(found, strict=strict)


_NO_HISTORY = {
    "git": ("这台电脑没有装 git，没法和以前的样子对", "git is not installed"),
    "repository": ("账本文件夹不在 git 仓库里，没有以前的样子可对", "the county folder is in no git repository"),
    "ref": ("git 里没有“{ref}”", "git knows no {ref}"),
}


def _compare(county: Path, ref: str) -> tuple[Diagnostic, ...]:
    try:
        before = read_history(county, ref)
    except HistoryError as problem:
        chinese, english = _NO_HISTORY[str(problem)]
        kind = WrongUseError if str(problem) == "ref" else MachineError
        raise kind(chinese.format(ref=ref), english.format(ref=ref)) from None
    return check_history(ref, before, read_now(county))


def _say_result(session: Session, villages: int, diagnostics: tuple[Diagnostic, ...]) -> None:
    errors, warnings = count(diagnostics)
    seen = session.choose(f"看了 {villages} 个村。", f"Villages checked: {villages}. ")
    if errors:
        more = f"、{warnings} 处提醒" if warnings else ""
        session.say(f"{seen}还有 {errors} 处错误{more}。", f"{seen}Left: errors {errors}, warnings {warnings}.")
        return
    waiting = sum(int(dict(each.values).get("count") or 1) for each in diagnostics if each.code == "REV-NONE")
    drafts = sum(each.code == "KEY-DRAFT" for each in diagnostics)
    pieces = (
        f"{waiting} 项还没有审核" if waiting else "",
        f"{drafts} 段还是草稿" if drafts else "",
    )
    held = "、".join(filter(None, pieces))
    found = f"没有错误，还有 {warnings} 处提醒" if warnings else "没有发现要改的地方"
    among = "其中 " if warnings else ""
    session.say(
        f"{seen}{found}；{among}{held}，先不公开。别的可以公布。" if held else f"{seen}{found}，可以公布。",
        f"{seen}No errors; warnings {warnings}; without review {waiting}; drafts {drafts}; the rest is ready to publish."
        if warnings or held
        else f"{seen}Nothing to mend; ready to publish.",
    )


def find_villages(county: Path, words: tuple[str, ...]) -> tuple[str, ...]:
    """Folders of the villages meant by paths, names, codes or address numbers; an unknown one ends the command."""
    folders = list_villages(county)
    chosen = {folder: None for word in words for folder in _find_village(county, folders, word)}
    return () if len(chosen) == len(folders) else tuple(chosen)


def find_one_village(county: Path, word: str, option: str = "--village ") -> str:
    """The folder of the one village meant; of several that are called so, the code must be written after ``option``."""
    chosen = find_villages(county, (word,)) or list_villages(county)
    if len(chosen) != 1:
        codes = "、".join(folder[:12] for folder in chosen)
        raise WrongUseError(
            f"有 {len(chosen)} 个“{word}”，写代码：{option}{chosen[0][:12]}（{codes}）",
            f"{len(chosen)} villages are called {word}; give the code: {codes}",
        )
    return chosen[0]


def list_formers(county: Path) -> tuple[tuple[str, Forerunner], ...]:
    """Villages that were merged into others, each with the folder of the one it belongs to now."""
    joined = (folder for folder in list_villages(county) if len(read_addresses(county, folder)) > 1)
    profiles = ((folder, load_profile(read_village(county, folder)[0])[0]) for folder in joined)
    return tuple((folder, former) for folder, village in profiles for former in village.forerunners)


def _find_village(county: Path, folders: tuple[str, ...], word: str) -> tuple[str, ...]:
    hits = tuple(each for each in folders if word.rstrip("/\\") in (each, each[:12], each[13:], each[6:12]))
    if hits:
        return hits
    for path in (Path(word).resolve(), (county / word).resolve()):
        if path.exists() and path.is_relative_to(county.resolve()):
            return _villages_of(path.relative_to(county.resolve()), folders)
    near = nearest(word, [folder[13:] for folder in folders])
    raise StopError(error("CODE-VILLAGE", Place(""), village=word, nearest=near), code=WRONG_USE)


def _villages_of(inside: Path, folders: tuple[str, ...]) -> tuple[str, ...]:
    """The villages a path below the county speaks of; what is no village's own concerns all of them."""
    parts = inside.parts
    if len(parts) > 1 and parts[0] == "villages":
        return tuple(folder for folder in folders if folder == parts[1])
    if len(parts) > 1 and parts[0] == "cases":
        return tuple(folder for folder in folders if folder[:12] == parts[1][:12])
    return folders


# ---- explain --------------------------------------------------------------------------------------------------------


@click.command("explain", cls=Command, also="解释")
@click.argument("code", required=False, metavar=both("[编号]", "[CODE]"))
@with_session
def explain_command(session: Session, code: str | None) -> int:
    """一种要改的地方是怎么回事，比如 AMT-TEXT。

    不写编号，就列出全部。
    EN: What a code means, such as AMT-TEXT; without one, all of them.
    """
    messages = session.wording.messages
    if code is None and session.json:
        for each in messages.values():
            session.print_json(_to_record(each))
        return FINE
    if code is None:
        width = max(map(len, messages)) + 2
        for name, each in messages.items():
            session.say(*[f"{name:<{width}}{each.sentence}"] * 2)
        return FINE
    message = messages.get(code.upper())
    if message is None:
        near = nearest(code.upper(), messages)
        raise WrongUseError(
            f"没有“{code}”这个编号" + (f"。是不是 {near}？" if near else ""),
            f"no such code: {code}" + (f". Did you mean {near}?" if near else ""),
        )
    hint = message.cure
    if session.json:
        session.print_json(_to_record(message))
        return FINE
    words = session.wording.words
    lines = [f"{words[message.severity]} {message.code}  {message.sentence}", "", message.explanation]
    lines += [f"{words['hint']}{hint}"] if hint else []
    lines += [session.choose(f"比如：{message.example}", f"For example: {message.example}")] if message.example else []
    session.say(*["\n".join(lines)] * 2)
    return FINE


def _to_record(message: Message) -> dict[str, str]:
    record = {"code": message.code, "severity": message.severity, "message": message.sentence, "hint": message.cure}
    return {**record, "explanation": message.explanation}


# ---- doctor ---------------------------------------------------------------------------------------------------------


_MARKS = {"fine": ("好　", "ok "), "noted": ("注意", "NB "), "bad": ("不好", "BAD")}


@click.command("doctor", cls=Command, also="体检")
@with_session
def doctor_command(session: Session) -> int:
    """看看这台电脑和这个文件夹能不能用：程序、字体、窗口、磁盘、权限、密码、日期、印过的地址、码的大小。
    EN: Is this machine and this folder fit for work: parts, fonts, console, disk, rights, secrets, date, printed
    addresses, size of codes.
    """
    from sitegen.commands.doctor import examine, look_at_private  # noqa: PLC0415 - it looks at every part there is

    try:
        private = look_at_private(session.private)
    except StopError as refused:
        private = look_at_private(None, refused.diagnostics)
    findings = examine(session.folder, session.today, private)
    for finding in findings:
        if session.json:
            record = {"check": finding.name, "ok": finding.fine, "message": finding.chinese}
            session.print_json(record)
            continue
        chinese, english = _MARKS["noted" if finding.noted and finding.fine else "fine" if finding.fine else "bad"]
        session.say(f"{chinese}  {finding.chinese}", f"{english}  {finding.english}")
    bad = sum(not finding.fine for finding in findings)
    session.show(diagnostic for finding in findings for diagnostic in finding.diagnostics)
    if bad:
        session.say(f"有 {bad} 处要处理。", f"{bad} things to see to.")
        return MACHINE if any(finding.machine and not finding.fine for finding in findings) else WRONG_LEDGERS
    if any(finding.noted for finding in findings):
        session.say("别的都好。", "All else is well.")
    else:
        session.say("都好。", "All is well.")
    return FINE
