"""build, serve, publish, withdraw: make something of the ledgers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

import click

from sitegen.build import Report, build
from sitegen.commands.session import FINE, Session, count, to_exit_code, with_session
from sitegen.commands.words import Command, MachineError, WrongUseError, both
from sitegen.diagnostics import Diagnostic
from sitegen.jobs import count_workers
from sitegen.model.period import from_text
from sitegen.plan import Parts

_JOBS = click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help=both("同时用几个处理器", "processes"))


def _say_left(session: Session, diagnostics: tuple[Diagnostic, ...]) -> None:
    errors, warnings = count(diagnostics)
    if errors or warnings:
        session.say(
            f"账里还有 {errors} 处错误、{warnings} 处提醒，有错误的项没有更新。"
            if errors
            else f"账里还有 {warnings} 处提醒。",
            f"{errors} errors and {warnings} warnings left in the ledgers.",
        )


@click.command("build", cls=Command, also="构建")
@click.option(
    "--only", type=click.Choice(("pages",)), metavar="pages", help=both("只做网页，不做码和下载的表", "pages only")
)
@click.option(
    "--compress",
    type=click.Choice(("gz", "br")),
    metavar="gz|br",
    help=both("旁边再放压缩过的，给服务器直接用", "smaller copies beside the files, for the web server"),
)
@_JOBS
@with_session
def build_command(session: Session, only: str | None, compress: Literal["gz", "br"] | None, jobs: int | None) -> int:
    """做出网站，放在 build/site。只重做改过的村。
    EN: Make the site in build/site; only villages that changed are made again.
    """
    start = time.perf_counter()
    parts = Parts(codes=not only, downloads=not only, compressed=compress or "")
    county, today = session.county, session.today
    with session.progress("做网站", "building") as progress:
        report = build(
            county, today, workers=count_workers(jobs), parts=parts, progress=progress, private=session.private
        )
    session.keep_faults(report.faults)
    session.show(report.diagnostics)
    site = county / "build" / "site"
    session.say(
        f"网站做好了：{site}（{report.villages} 个村，重做 {report.made} 个，写了 {report.written} 个文件）",
        f"Site made: {site} ({report.villages} villages, {report.made} made anew, {report.written} files written)",
    )
    _say_left(session, report.diagnostics)
    _note_sizes(session, report, time.perf_counter() - start)
    return to_exit_code(report.diagnostics)


def _note_sizes(session: Session, report: Report, seconds: float) -> None:
    same, gone = max(report.files - report.written, 0), len(report.removed)
    size = f"{report.size / 1_000_000:,.1f} MB"
    session.note(
        f"各村一共 {report.files} 个文件（{size}），{same} 个没有变，去掉 {gone} 处；用了 {seconds:.1f} 秒",
        f"{report.files} files of villages ({size}), {same} unchanged, {gone} removed; {seconds:.1f} s",
    )


@click.command("serve", cls=Command, also="预览")
@click.option("--lan", is_flag=True, help=both("让同一个无线网里的手机也能打开", "open to phones in the same network"))
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help=both("端口，默认 8000", "default 8000"))
@_JOBS
@with_session
def serve_command(session: Session, *, lan: bool, port: int | None, jobs: int | None) -> int:
    """在这台电脑上看网站；账本一改，页面自己就变。按 Ctrl-C 结束。

    只在本机看得到。没有公布的草稿不会出来。
    EN: Look at the site on this machine; pages follow every change of a ledger. Ctrl-C ends it.
    """
    from sitegen.serve import PortTakenError, serve  # noqa: PLC0415 - the watcher is only needed here

    county, today = session.county, session.today
    with session.progress("做网站", "building") as progress:
        report = build(county, today, workers=count_workers(jobs), progress=progress, private=session.private)
    session.keep_faults(report.faults)
    session.show(each for each in report.diagnostics if each.severity == "error")
    _say_left(session, report.diagnostics)
    try:
        serve(
            county,
            today,
            report.diagnostics,
            session.wording,
            lan=lan,
            port=port,
            say=session.say,
            private=session.private,
        )
    except PortTakenError:
        raise MachineError(f"端口 {port} 被占用了，换一个：--port 8100", f"port {port} is taken; try another") from None
    return FINE


@click.command("publish", cls=Command, also="公布")
@click.argument("target", type=click.Path(path_type=Path), metavar=both("放到哪里", "TARGET"))
@_JOBS
@with_session
def publish_command(session: Session, target: Path, jobs: int | None) -> int:
    """公布：记下这次公布了什么，把网站交到一个文件夹，或一个 .zip。

    公布过的数以后要改，必须写“更正”。
    EN: Record what is published in published/, and hand the site over as a folder or a .zip.
    """
    from sitegen.publish import publish  # noqa: PLC0415 - only needed here

    county, today = session.county, session.today
    with session.progress("公布", "publishing") as progress:
        report = publish(county, target, today, count_workers(jobs), progress, session.private)
    session.show(report.diagnostics)
    if report.target is None:
        session.say("没有公布：先把上面的错误改好。", "Nothing was published: mend the errors above first.")
    else:
        versions = len(report.versions)
        session.say(
            f"公布了：{target}（{report.files} 个文件，新记下 {versions} 项）",
            f"Published: {target} ({report.files} files, {versions} new versions)",
        )
        _say_left(session, report.diagnostics)
    return to_exit_code(report.diagnostics) or (FINE if report.target is not None else 1)


@click.command("withdraw", cls=Command, also="撤下")
@click.argument("what", metavar=both("村/事项/期间", "VILLAGE/ITEM/PERIOD"))
@click.option("--reason", required=True, metavar=both("原因", "TEXT"), help=both("为什么，会写在页面上", "why"))
@with_session
def withdraw_command(session: Session, what: str, reason: str) -> int:
    """撤下一项已经公布的内容，比如 清溪村/资金收支/2026q3；登记项写编号，比如 清溪村/资源合同/7。
    EN: Take down something published, such as 清溪村/资金收支/2026q3.
    """
    from sitegen.publish import withdraw  # noqa: PLC0415 - only needed here

    village, item, written = _split(what)
    period = from_text(written)
    if period is None and not written.isdigit():
        raise WrongUseError(f"“{written}”看不出是哪一期，写成 2026q3 或 2026年3季度", f"“{written}” is no period")
    code = period.code if period else written
    identities, found = withdraw(session.county, village, item, code, reason, session.today)
    session.show(found)
    if identities:
        session.say(
            f"撤下了：{village} {item} {written}。build/site 里已经换掉；再公布一次，把它交上去。",
            f"Withdrawn: {village} {item} {written}. It is gone from build/site; publish to hand it over.",
        )
    return to_exit_code(found)


def _split(what: str) -> tuple[str, str, str]:
    parts = what.strip("/").split("/")
    if len(parts) != 3 or not all(parts):
        raise WrongUseError("写成 村/事项/期间，比如 清溪村/资金收支/2026q3", "write VILLAGE/ITEM/PERIOD")
    return parts[0], parts[1], parts[2]
