"""build, merge, serve: make the site of the ledgers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

import click

from sitegen import manifest
from sitegen.build import Report, build
from sitegen.commands.session import FINE, Session, count, to_exit_code, with_session
from sitegen.commands.words import Command, MachineError, WrongUseError, both
from sitegen.diagnostics import Diagnostic
from sitegen.jobs import OtherProgramError, count_workers
from sitegen.model.site import Parts

COMPRESS = click.option(
    "--compress",
    type=click.Choice(("gz", "br")),
    metavar="gz|br",
    help=both("旁边再放压缩过的，给服务器直接用", "smaller copies beside the files, for the web server"),
)
JOBS = click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help=both("同时用几个处理器", "processes"))


def say_left(session: Session, diagnostics: tuple[Diagnostic, ...]) -> None:
    """How much of the ledgers is still to be mended."""
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
    "--shard",
    "part",
    metavar="i/N",
    help=both("只做 N 份里的第 i 份，再用 merge 合起来", "part i of N, to be merged"),
)
@click.option(
    "--scheduler",
    metavar="tcp://…",
    default="",
    help=both(
        "让 dask 集群里的电脑做，它们要看得见同一个文件夹", "let a dask cluster do it that sees the same folders"
    ),
)
@click.option(
    "--profile", is_flag=True, help=both("用一个处理器做，说时间花在哪里", "one process; say where time went")
)
@COMPRESS
@JOBS
@with_session
def build_command(
    session: Session,
    only: str | None,
    compress: Literal["gz", "br"] | None,
    jobs: int | None,
    part: str | None,
    scheduler: str,
    *,
    profile: bool,
) -> int:
    """做出网站，放在 build/site。只重做改过的村。
    EN: Make the site in build/site; only villages that changed are made again.
    """
    parts = Parts(codes=not only, downloads=not only, compressed=compress or "")
    make = partial(_build, session, parts, shard=_to_shard(part) if part else None, scheduler=scheduler)
    if not profile:
        return make(jobs)
    if scheduler or (jobs or 1) > 1:
        raise WrongUseError("看时间花在哪里，只能用一个处理器做", "--profile looks at one process only")
    return _build_watched(session, partial(make, 1))


def _build_watched(session: Session, make: Callable[[], int]) -> int:
    from sitegen.commands.profiling import watch  # noqa: PLC0415 - only needed here

    begun = time.perf_counter()
    with watch() as looks:
        code = make()
    seconds = time.perf_counter() - begun
    session.say(f"时间花在哪里（一个处理器，{seconds:.1f} 秒）：", f"Where {seconds:.1f} s went, in one process:")
    for chinese, english in zip(looks.lines(seconds, english=False), looks.lines(seconds, english=True), strict=True):
        session.say(chinese, english)
    return code


def _to_shard(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise WrongUseError(f"“{text}”不是第几份，写成 2/3", f"“{text}” is no part; write 2/3")
    return int(number), int(of)


@click.command("merge", cls=Command, also="合并")
@click.argument(
    "shards",
    nargs=-1,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar=both("[文件夹]…", "[DIR]…"),
)
@JOBS
@with_session
def merge_command(session: Session, shards: tuple[Path, ...], jobs: int | None) -> int:
    """把 build --shard 分开做的几份合成一个网站；哪一份没有、账本又变了的村，就在这里做。

    不写就是 build 里的 shard-1-of-3 这些文件夹；别的电脑做的，把那个文件夹拷过来写上。
    EN: Put the parts made by build --shard together; villages that no part has as they are now are made here.

    Without folders: build/shard-*-of-*.
    """
    found = shards or tuple(sorted((session.county / "build").glob("shard-*-of-*")))
    asked = [parts for each in found if (parts := manifest.read(each / ".state").asked)]
    if not asked or len(asked) < len(found):
        raise WrongUseError(
            "没有分开做的那几份，先用 build --shard 做", "there are no parts; make them with build --shard"
        )
    return _build(session, asked[0], jobs, shards=found)


def _build(
    session: Session,
    parts: Parts,
    jobs: int | None,
    *,
    shard: tuple[int, int] | None = None,
    shards: tuple[Path, ...] = (),
    scheduler: str = "",
) -> int:
    start = time.perf_counter()
    county, today = session.county.resolve() if scheduler else session.county, session.today
    out = county / "build" / "shard-{}-of-{}".format(*shard) if shard else county / "build"
    with session.progress("做网站", "building") as progress, _on_cluster(scheduler):
        report = build(
            county,
            today,
            workers=count_workers(jobs),
            parts=parts,
            progress=progress,
            private=session.private,
            out=out,
            shard=shard,
            shards=shards,
            scheduler=scheduler,
        )
    session.keep_faults(report.faults)
    session.show(report.diagnostics)
    site = out / "site"
    if report.refused:
        session.say("网站没有换：先把上面的错误改好。", "The site was left as it was: mend the errors above first.")
        return to_exit_code(report.diagnostics)
    session.say(
        f"网站做好了：{site}（{report.villages} 个村，重做 {report.made} 个，写了 {report.written} 个文件）",
        f"Site made: {site} ({report.villages} villages, {report.made} made anew, {report.written} files written)",
    )
    say_left(session, report.diagnostics)
    _note_sizes(session, report, time.perf_counter() - start)
    return to_exit_code(report.diagnostics)


@contextmanager
def _on_cluster(scheduler: str) -> Iterator[None]:
    """What may be wrong with a cluster, in words: nobody answers, a worker is of another kind."""
    try:
        yield
    except OtherProgramError as problem:
        raise MachineError(
            f"集群里 {problem} 上的程序和这里的不是同一版，两边装成一样的再做",
            f"the program on {problem} is another version; install the same on both",
        ) from None
    except OSError as problem:
        if not scheduler or problem.filename:
            raise
        raise MachineError(f"连不上调度程序 {scheduler}", f"no scheduler answers at {scheduler}") from None


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
@JOBS
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
    say_left(session, report.diagnostics)
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
