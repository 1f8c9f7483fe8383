"""supervise, late: what the ledgers say when they are held side by side; kept under the private root, never on the site."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from msgspec import to_builtins

from sitegen.commands.session import FINE, OUR_FAULT, Day, Session, StopError, to_exit_code, with_session
from sitegen.commands.words import Command, Group, WrongUseError, both
from sitegen.diagnostics import Place, error
from sitegen.disk import write_file
from sitegen.following import RefusedStepError, find_due, note, release
from sitegen.jobs import count_workers
from sitegen.lateness import read_late
from sitegen.load.files import read_county
from sitegen.shared import load_site
from sitegen.supervise.faults import write_faults
from sitegen.supervise.handling import NEXT, Step
from sitegen.supervise.late import to_text, to_workbook
from sitegen.supervise.rules import GRAVEST_FIRST

if TYPE_CHECKING:
    from sitegen.supervising import Supervision

Result = TypeVar("Result")


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
    from sitegen.supervising import supervise  # noqa: PLC0415 - duckdb is an extra

    private, county, today = need_private(session), session.county, session.today
    with _kept_inside(private), session.progress("读账本", "loading") as progress:
        done = supervise(county, private, today, workers=count_workers(jobs), progress=progress)
    session.show(done.diagnostics)
    _say_result(session, done)
    return to_exit_code(done.diagnostics)


@contextlib.contextmanager
def _kept_inside(private: Path) -> Iterator[None]:
    """What goes wrong by our fault may quote a list or a note: its traceback stays under the private root.

    What a person or the machine does goes its usual way; it names files, never what stands in them.
    """
    try:
        yield
    except (OSError, ImportError, StopError, click.ClickException, click.Abort, click.exceptions.Exit):
        raise
    except Exception:  # the database's own errors among them
        log = write_faults(private, (traceback.format_exc(),))
        raise StopError(error("SYS-BUG", Place(""), log=log), code=OUR_FAULT) from None


def _noted(private: Path, call: Callable[[], Result]) -> Result:
    """The result; a step that may not be is wrong use, with the reason."""
    with _kept_inside(private):
        try:
            return call()
        except RefusedStepError as refused:
            raise WrongUseError(str(refused), f"refused: {refused}") from None


_NUMBER = click.argument("number", metavar=both("编号", "ID"))


@supervise_group.command("note", also="办理")
@_NUMBER
@click.argument("state", type=click.Choice(tuple(NEXT)), metavar=both("步骤", "STEP"))
@click.option(
    "--by", "who", required=True, metavar=both("谁", "WHO"), help=both("谁做的：单位、职务、姓名", "office and name")
)
@click.option(
    "--words", required=True, metavar=both("说", "TEXT"), help=both("做了什么，怎么说的", "what was done or said")
)
@click.option("--day", type=Day(), metavar=both("日期", "DAY"), help=both("哪天；不写就是今天", "default: today"))
@with_session
def supervise_note(session: Session, number: str, state: str, who: str, words: str, day: date | None) -> int:
    """记一条疑点办到哪一步：核查、说明、整改、申请销号、验收、销号、回头看、消除。

    说得清楚的记“说明”，别的人看过再记“消除”；属实的记“整改”，做完“申请销号”，别的人“验收”再“销号”。
    EN: Note a step in the way of a finding.

    An explanation is 说明, confirmed by somebody else as 消除; what is so goes 整改, 申请销号, 验收, 销号.
    """
    private, today = need_private(session), session.today
    step = Step(day or today, state, who.strip(), words.strip())  # type: ignore[arg-type] # one of the choices
    handling = _noted(private, lambda: note(private, number.upper(), step))
    holidays = load_site(read_county(session.county), today)[0].holidays
    due = find_due(private, handling, holidays)
    following = "、".join(NEXT[state])
    then = (
        f"下一步：{following}，{due.year}年{due.month}月{due.day}日 前"
        if due
        else f"到此为止；以后要再看，记：{following}"
    )
    session.say(
        f"{handling.number} 记下了：{state}。{then}",
        f"{handling.number}: {state}; next due {due or '–'}",
    )
    return FINE


@supervise_group.command("release", also="转公开")
@_NUMBER
@click.option(
    "--words",
    default="",
    metavar=both("说", "TEXT"),
    help=both("用自己写的一句中性的话", "a neutral sentence of your own"),
)
@with_session
def supervise_release(session: Session, number: str, words: str) -> int:
    """把一条核实过的疑点写成一句中性的话，放进 cases/，看过再公开。这是内部的东西出去的唯一一条路。
    EN: Write a neutral sentence about a verified finding into the public cases, for review. The only way out.
    """
    private, county, day = need_private(session), session.county, session.today
    catalogue = load_site(read_county(county), day)[0].catalogue
    path, said = _noted(private, lambda: release(county, private, catalogue, number.upper(), words, day))
    session.say(
        f"写进了 {path}：{said}\n请打开看一遍，觉得妥当再构建、公布；不妥就删掉那几行。",
        f"Added to {path}: {said}\nReview it before you build and publish.",
    )
    return FINE


@click.command("late", cls=Command, also="迟报")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=both("文件.xlsx", "FILE.xlsx"),
    help=both(
        "表格写到哪里；不写就放进内部文件夹，没有内部文件夹就不写",
        "where the workbook goes; default: the private root, if any",
    ),
)
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help=both("同时用几个处理器", "processes"))
@with_session
def late_command(session: Session, out: Path | None, jobs: int | None) -> int:
    """谁还有什么没公开：一段可以发到工作群的话，和一张表。
    EN: Who has not published what: a text for the work group, and a workbook.
    """
    county, today, private = session.county, session.today, session.private
    villages, late = read_late(county, today, count_workers(jobs))
    target = out or (private / "迟报" / f"迟报-{today}.xlsx" if private else None)
    if target is not None and target.resolve().is_relative_to(county.resolve()):
        raise WrongUseError("表格不要写进账本文件夹，换一个地方", "not into the county folder")
    if session.json:
        for each in late:
            session.print_json(to_builtins(each))
    else:
        click.echo(to_text(late, villages, today), nl=False)
    if target is not None:
        write_file(target, to_workbook(late, today))
        session.note(f"表格在 {target}", f"workbook: {target}")
    return FINE


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
    report = done.report
    off = sum(1 for outcome in done.outcomes if outcome.off)
    first, doubt, hint = (report.count(level) for level in GRAVEST_FIRST)
    overdue = sum(each.overdue for each in report.entries)
    session.say(
        f"看了 {done.villages} 个村（重读 {done.loaded} 个），{len(done.outcomes) - off} 条规则查过，{off} 条没有条件查。\n"
        f"重点疑点 {first}，疑点 {doubt}，提示 {hint}，办理超期 {overdue}。都要核实，不是结论。\n"
        f"报告在 {done.folder}",
        f"{done.villages} villages ({done.loaded} loaded anew), {len(done.outcomes) - off} rules asked, {off} off.\n"
        f"Look first {first}, doubts {doubt}, hints {hint}, steps overdue {overdue}.\nReport: {done.folder}",
    )
