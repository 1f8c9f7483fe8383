"""verify: is a site what was made, and does it still answer for everything that was printed and published?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.session import FINE, WRONG_LEDGERS, Session, with_session
from sitegen.commands.words import Command, WrongUseError, both
from sitegen.jobs import count_workers

if TYPE_CHECKING:
    from sitegen.verify import Verified

_MOST = 50
"""Files named one by one; beyond that it is enough to know how many."""


@click.command("verify", cls=Command, also="核实")
@click.argument("target", required=False, metavar=both("[文件夹或网址]", "[DIR|URL]"))
@click.option(
    "--rebuild", is_flag=True, help=both("从头做一遍，看是不是一个字节都不差", "build afresh and compare every byte")
)
@with_session
def verify_command(session: Session, target: str | None, *, rebuild: bool) -> int:
    """网站还是做好时的样子吗？少了、多了、被改过的文件，被改过的登记和公布记录，印过却没有页面的地址，都列出来。

    不写就是 build/site；写文件夹或网址，就按那里的 SHA256SUMS 一个一个核对。
    EN: Is the site still what was made? Lists missing, changed and strange files, broken registers and releases, and
    printed addresses without a page.

    Without a target it looks at build/site; a folder or a URL is held against the SHA256SUMS that was handed over with it.
    """
    from sitegen.verify import verify_records  # noqa: PLC0415 - opens the network, which only this command does

    if rebuild and target:
        raise WrongUseError("--rebuild 只核对 build/site，后面不写别的", "--rebuild looks at build/site only")
    seen = _verify(session, target, rebuild=rebuild)
    if not seen.files and not seen.diagnostics:
        raise WrongUseError("还没有做网站，先运行 sitegen 构建", "there is no site yet; build it first")
    known = (session.folder / "sitegen.yaml").is_file()
    found = (*seen.diagnostics, *(verify_records(session.county, seen.paths or None) if known else ()))
    session.show(found if session.json else found[:_MOST])
    if found:
        session.say(
            f"核对了 {seen.files} 个文件，有 {len(found)} 处不对。",
            f"{seen.files} files, {len(found)} things are wrong.",
        )
        return WRONG_LEDGERS
    session.say(
        f"核对了 {seen.files} 个文件，都和做好时一样" + ("；登记、公布记录和印过的地址也都对。" if known else "。"),
        f"{seen.files} files are as they were made"
        + ("; registers, releases and printed addresses hold." if known else "."),
    )
    return FINE


def _verify(session: Session, target: str | None, *, rebuild: bool) -> Verified:
    from sitegen import verify  # noqa: PLC0415 - the same

    with session.progress("核对", "verifying") as progress:
        if rebuild:
            return verify.verify_rebuild(session.county, session.today, count_workers(None), progress)
        if target is None:
            return verify.verify_build(session.county, progress)
        if "://" in target:
            return verify.verify_web(target, {}, progress)
        if not Path(target).is_dir():
            raise WrongUseError(f"“{target}”不是网址，也不是文件夹", f"{target} is neither a URL nor a folder")
        return verify.verify_folder(Path(target), progress)
