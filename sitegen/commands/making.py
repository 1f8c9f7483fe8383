"""build, serve, publish, withdraw: make something of the ledgers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from sitegen import manifest
from sitegen.build import Report, build
from sitegen.commands.asking import refuse_numbers
from sitegen.commands.sample import find_sample
from sitegen.commands.session import FINE, MACHINE, Session, StopError, count, to_exit_code, with_session
from sitegen.commands.words import Command, MachineError, WrongUseError, both
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.jobs import OtherProgramError, count_workers
from sitegen.model.period import from_text
from sitegen.model.site import Parts
from sitegen.tree import SUMS

if TYPE_CHECKING:
    from sitegen.handover import HandedOver

_TARGET = click.argument("target", type=click.Path(path_type=Path), metavar=both("放到哪里", "TARGET"))
_COMPRESS = click.option(
    "--compress",
    type=click.Choice(("gz", "br")),
    metavar="gz|br",
    help=both("旁边再放压缩过的，给服务器直接用", "smaller copies beside the files, for the web server"),
)
_CLUSTER = 'pip install "sitegen[cluster]"'
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
@_COMPRESS
@_JOBS
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
@_JOBS
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
    session.say(
        f"网站做好了：{site}（{report.villages} 个村，重做 {report.made} 个，写了 {report.written} 个文件）",
        f"Site made: {site} ({report.villages} villages, {report.made} made anew, {report.written} files written)",
    )
    _say_left(session, report.diagnostics)
    _note_sizes(session, report, time.perf_counter() - start)
    return to_exit_code(report.diagnostics)


@contextmanager
def _on_cluster(scheduler: str) -> Iterator[None]:
    """What may be wrong with a cluster, in words: its part is not installed, nobody answers, a worker is of another kind."""
    try:
        yield
    except ModuleNotFoundError as problem:
        if not scheduler:
            raise
        raise StopError(error("SYS-EXTRA", Place(""), extra=problem.name, command=_CLUSTER), code=MACHINE) from None
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
@_TARGET
@click.option(
    "--changes", is_flag=True, help=both("压缩包里只放和上一次不同的", "a zip of what changed since the last release")
)
@_COMPRESS
@_JOBS
@with_session
def publish_command(
    session: Session, target: Path, compress: Literal["gz", "br"] | None, jobs: int | None, *, changes: bool
) -> int:
    """公布：记下这次公布了什么，把网站交到一个文件夹，或一个 .zip。

    公布过的数以后要改，必须写“更正”。压缩包里有给批准的人看的变化说明，给管网站的人看的放法。
    EN: Record what is published in published/, and hand the site over as a folder or a .zip.

    A zip holds a change note for whoever approves, and how to put the site on a server.
    """
    from sitegen.publish import publish  # noqa: PLC0415 - only needed here

    _check_target(target, changes=changes)
    county, today, parts = session.county, session.today, Parts(compressed=compress or "")
    with session.progress("公布", "publishing") as progress:
        report = publish(
            county, target, today, count_workers(jobs), progress, session.private, parts=parts, partial=changes
        )
    session.show(report.diagnostics)
    if report.handed is None:
        session.say("没有公布：先把上面的错误改好。", "Nothing was published: mend the errors above first.")
    else:
        versions = len(report.versions)
        session.say(
            f"公布了：{target}（{report.handed.files} 个文件，新记下 {versions} 项）",
            f"Published: {target} ({report.handed.files} files, {versions} new versions)",
        )
        _note_release(session, report.handed)
        _say_left(session, report.diagnostics)
        sample = find_sample(county)
        if sample is not None:
            session.say(f"注意：{sample.chinese}。", f"NB: {sample.english}.")
    return to_exit_code(report.diagnostics) or (FINE if report.handed is not None else 1)


def _check_target(target: Path, *, changes: bool = False) -> None:
    """A folder is exchanged as a whole, so it must be one of ours."""
    if changes and target.suffix != ".zip":
        raise WrongUseError("--changes 只能交成 .zip；交到文件夹时本来就只换变了的", "--changes makes a .zip only")
    if target.is_dir() and any(target.iterdir()) and not (target / SUMS).is_file():
        raise WrongUseError(
            f"“{target}”里有别的东西，公布会把它们换掉；写一个空的或新的文件夹",
            f"{target} holds something else; name an empty folder",
        )


def _note_release(session: Session, handed: HandedOver) -> None:
    session.note(
        f"第 {handed.number} 次：变了 {handed.changed} 个文件，去掉 {handed.gone} 个；变化说明在 {handed.papers}",
        f"Release {handed.number}: {handed.changed} files differ, {handed.gone} are gone; the change note is in {handed.papers}",
    )


@click.command("rollback", cls=Command, also="退回")
@_TARGET
@click.option(
    "--release",
    "number",
    type=click.IntRange(1),
    metavar="N",
    help=both("退回到第几次公布", "the release to go back to"),
)
@_JOBS
@with_session
def rollback_command(session: Session, target: Path, number: int | None, jobs: int | None) -> int:
    """退回到前一次公布的样子，交到一个文件夹，或一个 .zip；最近三次的都留着。

    撤下过的、名单到期的不会跟着回来：有这些的村，还是现在的样子。账本和公布记录都不动。
    EN: Hand over an earlier release once more; the last three are kept.

    Nothing withdrawn and no list of names past its days comes back: villages with such stay as they are now.
    """
    from sitegen.publish import rollback  # noqa: PLC0415 - only needed here
    from sitegen.releases import list_releases  # noqa: PLC0415 - the same

    _check_target(target)
    kept = list_releases(session.county / "build" / "releases")
    wanted = number or (kept[-2] if len(kept) > 1 else 0)
    if wanted not in kept:
        known = "、".join(map(str, kept))
        raise WrongUseError(
            f"没有可以退回的那一次公布；留着的是第 {known} 次" if kept else "还没有公布过",
            f"releases kept: {known or 'none'}",
        )
    report = rollback(session.county, target, wanted, session.today, count_workers(jobs), session.private)
    session.show(report.diagnostics)
    if report.handed is None:
        session.say("没有退回：先把上面的错误改好。", "Nothing was handed over: mend the errors above first.")
        return to_exit_code(report.diagnostics)
    session.say(f"退回到第 {wanted} 次公布：{target}", f"Back to release {wanted}: {target}")
    for name in report.handed.held:
        session.say(f"  {name} 没有退回：有撤下的、到期的，或者后来印过新的码", f"  {name} stays as it is now")
    _note_release(session, report.handed)
    return FINE


@click.command("withdraw", cls=Command, also="撤下")
@click.argument("what", metavar=both("村/事项/期间", "VILLAGE/ITEM/PERIOD"))
@click.option("--reason", required=True, metavar=both("原因", "TEXT"), help=both("为什么，会写在页面上", "why"))
@with_session
def withdraw_command(session: Session, what: str, reason: str) -> int:
    """撤下一项已经公布的内容，比如 清溪村/资金收支/2026q3；登记项写编号，比如 清溪村/资源合同/7。
    EN: Take down something published, such as 清溪村/资金收支/2026q3.
    """
    from sitegen.publish import withdraw  # noqa: PLC0415 - only needed here

    refuse_numbers(reason)
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
