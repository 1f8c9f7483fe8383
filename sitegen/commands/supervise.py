"""supervise, late: what the ledgers say when they are held side by side; kept under the private root, never on the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.session import MACHINE, Session, StopError, to_exit_code, with_session
from sitegen.commands.words import Group, WrongUseError, both
from sitegen.diagnostics import Place, error
from sitegen.jobs import count_workers

if TYPE_CHECKING:
    from sitegen.supervising import Supervision

EXTRA = 'pip install "sitegen[supervise]"'


@click.group("supervise", cls=Group, also="监督", invoke_without_command=True)
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help=both("同时用几个处理器", "processes"))
@click.pass_context
@with_session
def supervise_group(session: Session, context: click.Context, *, jobs: int | None) -> int:
    """把全部账本放在一起对一遍，写一份内部报告：疑点、提示、画像、走访单。

    只读账本；写的东西全在 --private 指的内部文件夹里，那里不能在账本文件夹里面，也不能在 git 管着的地方。
    查出来的只是疑点，要核实，不是结论。
    EN: Hold all ledgers side by side and write an internal report under the private root.

    Ledgers are only read. What is found is a doubt to be looked into, never a verdict.
    """
    if context.invoked_subcommand is not None:
        return 0
    return _supervise(session, jobs)


def _supervise(session: Session, jobs: int | None) -> int:
    try:
        from sitegen.supervising import supervise  # noqa: PLC0415 - duckdb is an extra
    except ModuleNotFoundError as problem:
        raise StopError(error("SYS-EXTRA", Place(""), extra=problem.name, command=EXTRA), code=MACHINE) from None
    private, county, today = need_private(session), session.county, session.today
    with session.progress("读账本", "loading") as progress:
        done = supervise(county, private, today, workers=count_workers(jobs), progress=progress)
    session.keep_faults(done.faults)
    session.show(done.diagnostics)
    _say_result(session, done)
    return to_exit_code(done.diagnostics)


def need_private(session: Session) -> Path:
    """The private root; without one nothing is done."""
    private = session.private
    if private is None:
        raise WrongUseError(
            "监督要一个内部文件夹，放在账本文件夹外面：加 --private 文件夹，或在 sitegen.yaml 里写“内部文件夹”",
            "name the private root, outside the county folder: --private DIR, or 内部文件夹 in sitegen.yaml",
        )
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    return private


def _say_result(session: Session, done: Supervision) -> None:
    counts = dict.fromkeys(("first", "doubt", "hint"), 0)
    for outcome in done.outcomes:
        for finding in outcome.findings:
            counts[finding.level] += 1
    off = sum(1 for outcome in done.outcomes if outcome.off)
    ran = len(done.outcomes) - off
    session.say(
        f"看了 {done.villages} 个村（重读 {done.loaded} 个），{ran} 条规则查过，{off} 条没有条件查。"
        f"重点疑点 {counts['first']}，疑点 {counts['doubt']}，提示 {counts['hint']}。都要核实，不是结论。",
        f"{done.villages} villages ({done.loaded} loaded anew), {ran} rules asked, {off} off. "
        f"Look first {counts['first']}, doubts {counts['doubt']}, hints {counts['hint']}.",
    )
