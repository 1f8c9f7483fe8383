"""publish, rollback, withdraw: hand the site over, and take back what was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from sitegen.commands.asking import refuse_numbers
from sitegen.commands.ledgers import find_one_village, list_formers
from sitegen.commands.making import COMPRESS, JOBS, say_left
from sitegen.commands.sample import find_sample
from sitegen.commands.session import FINE, Session, to_exit_code, with_session
from sitegen.commands.words import Command, WrongUseError, both
from sitegen.jobs import count_workers
from sitegen.model.ledger import CASES, identity_of_case
from sitegen.model.period import from_text
from sitegen.model.site import Parts

if TYPE_CHECKING:
    from sitegen.handover import HandedOver

_TARGET = click.argument("target", type=click.Path(path_type=Path), metavar=both("放到哪里", "TARGET"))


@click.command("publish", cls=Command, also="公布")
@_TARGET
@click.option(
    "--changes", is_flag=True, help=both("压缩包里只放和上一次不同的", "a zip of what changed since the last release")
)
@COMPRESS
@JOBS
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
        say_left(session, report.diagnostics)
        sample = find_sample(county)
        if sample is not None:
            session.say(f"注意：{sample.chinese}。", f"NB: {sample.english}.")
    return to_exit_code(report.diagnostics) or (FINE if report.handed is not None else 1)


def _check_target(target: Path, *, changes: bool = False) -> None:
    """What stands there is exchanged as a whole, so it must be one of ours."""
    from sitegen.handover import is_ours, is_zip  # noqa: PLC0415 - only needed here

    if changes and not is_zip(target):
        raise WrongUseError("--changes 只能交成 .zip；交到文件夹时本来就只换变了的", "--changes makes a .zip only")
    if target.is_file() and not is_ours(target):
        raise WrongUseError(
            f"“{target}”是别的文件，公布会把它换掉；换一个名字，比如 {target.with_name('交付.zip')}",
            f"{target} is another file; name a new one",
        )
    if not is_ours(target):
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
@JOBS
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
    """撤下一项已经公布的内容，比如 清溪村/资金收支/2026q3；登记项写编号，比如 清溪村/资源合同/7；
    村民问的写 清溪村/反映/2026-003。只撤一本账、一个批次、一个组，后面再写它：清溪村/资金收支/2026q3/集体经济组织。
    EN: Take down something published, such as 清溪村/资金收支/2026q3; or one book, lot or group of it:
    清溪村/资金收支/2026q3/集体经济组织.
    """
    from sitegen.withdrawing import RecordedError, withdraw  # noqa: PLC0415 - only needed here

    refuse_numbers(reason)
    village, item, written, *part = _split(what)
    asked = item == CASES
    period = None if asked else from_text(written)
    if period is None and not written.isdigit() and not asked:
        raise WrongUseError(f"“{written}”看不出是哪一期，写成 2026q3 或 2026年3季度", f"“{written}” is no period")
    code = period.code if period else identity_of_case(written)[1] if asked else written
    folder, former = _find_meant(session, village)
    try:
        identities, found = withdraw(session.county, folder, item, code, reason, session.today, former, *part)
    except RecordedError as problem:
        session.say(
            "撤下已经记下了，算数；只是网站还没有换，原因在下面。改好以后运行 sitegen build 就换掉，再公布一次，把它交上去。",
            "The withdrawal is recorded and stands; only the site was not exchanged, as is said below. Mend that and run"
            " sitegen build; then publish to hand it over.",
        )
        raise problem.__cause__ or problem from None
    session.show(found)
    if identities:
        session.say(
            f"撤下了：{' '.join((village, item, written, *part))}。build/site 里已经换掉；再公布一次，把它交上去。",
            f"Withdrawn: {' '.join((village, item, written, *part))}. It is gone from build/site; publish to hand it over.",
        )
    return to_exit_code(found)


def _find_meant(session: Session, village: str) -> tuple[str, str]:
    """The village's folder; of one that was merged the folder of the village it belongs to now, and its own address number."""
    for folder, former in list_formers(session.county):
        if village in (former.name, former.address, former.code):
            return folder, former.address
    return find_one_village(session.county, village, ""), ""


def _split(what: str) -> list[str]:
    parts = what.strip("/").split("/")
    if len(parts) not in (3, 4) or not all(parts):
        raise WrongUseError("写成 村/事项/期间，比如 清溪村/资金收支/2026q3", "write VILLAGE/ITEM/PERIOD")
    return parts
