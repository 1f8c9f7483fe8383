"""schema: help while typing, for editors that know YAML."""

from __future__ import annotations

import click

from sitegen.commands.session import FINE, Session, with_session
from sitegen.commands.words import Command
from sitegen.editors import write_editor_files
from sitegen.load.files import read_county
from sitegen.model.site import Parts
from sitegen.outputs.schemas import FOLDER
from sitegen.shared import load_site


@click.command("schema", cls=Command, also="编辑器")
@with_session
def schema_command(session: Session) -> int:
    """让写账本的编辑器（VS Code 等）边写边提示：有哪些名称、该写什么、哪里写错了。

    改了本县的目录（catalogue）以后再运行一次。编辑器里要装 YAML 扩展。
    EN: Schemas for editors that know YAML, made from the county's catalogue; run again after changing it.
    """
    site, _ = load_site(read_county(session.county), session.machine_day, Parts(codes=False, downloads=False))
    written = write_editor_files(session.county, site.catalogue)
    session.say(
        f"编辑器要用的 {len(written)} 个文件写好了：{session.county / FOLDER}",
        f"{len(written)} files for editors written: {session.county / FOLDER}",
    )
    return FINE
