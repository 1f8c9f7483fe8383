"""The program: its commands, a menu for those who type nothing, and one exit code for whatever happens.

Exit codes: 0 fine · 1 errors in the ledgers · 2 wrong use · 3 the machine · 4 our fault · 130 Ctrl-C.
"""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from typing import Any

import click

from sitegen import __version__
from sitegen.commands.beginning import init_command, new_command
from sitegen.commands.editor import schema_command
from sitegen.commands.excel import import_command
from sitegen.commands.fixing import fix_command
from sitegen.commands.forms import template_command
from sitegen.commands.handbook import handbook_command
from sitegen.commands.ledgers import check_command, doctor_command, explain_command
from sitegen.commands.links import links_group
from sitegen.commands.making import (
    build_command,
    publish_command,
    rollback_command,
    serve_command,
    withdraw_command,
)
from sitegen.commands.printing import print_command
from sitegen.commands.session import guarded, shared_options
from sitegen.commands.supervise import late_command, supervise_group
from sitegen.commands.verifying import verify_command
from sitegen.commands.words import Group, both, name_options

_COMMANDS: tuple[click.Command, ...] = (
    init_command,
    new_command,
    template_command,
    import_command,
    check_command,
    fix_command,
    explain_command,
    build_command,
    serve_command,
    print_command,
    publish_command,
    withdraw_command,
    rollback_command,
    late_command,
    supervise_group,
    links_group,
    verify_command,
    schema_command,
    handbook_command,
    doctor_command,
)
"""In the order of a county's year, which is the order of the help."""


class Program(Group):
    """The outermost command: nothing gets past it but an exit code."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run, and leave with the exit code (or give it back)."""
        given: dict[str, Any] = {"machine_day": date.today()}
        run = partial(super().main, *args, **{"prog_name": "sitegen", **extra}, standalone_mode=False, obj=given)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a console that lacks a sign shows “?” instead of failing
        code = guarded(run, given)
        if standalone_mode:
            sys.exit(code)
        return code


@click.group("sitegen", cls=Program, invoke_without_command=True, params=shared_options(hidden=False))
@click.version_option(__version__, message="sitegen %(version)s", help=both("版本", "Show the version"))
@click.pass_context
def main(context: click.Context) -> int | None:
    """码上公开：把村里的账本做成手机上看得懂的公开页，印成扫得开的码。

    账本放在一个文件夹里。每个命令都可以用中文名字，后面加 --help 有说明。
    EN: From a county's village ledgers to disclosure pages for phones and QR posters.

    Every command has a Chinese name, too; add --help to read more.
    """
    if context.invoked_subcommand is not None:
        return None
    if sys.stdin.isatty() and sys.stdout.isatty():
        from sitegen.commands.menu import run_menu  # noqa: PLC0415 - looking at a county is heavy; only the menu does

        return run_menu(context)
    click.echo(context.get_help())
    return 0


for _command in _COMMANDS:
    _commands = (_command, *_command.commands.values()) if isinstance(_command, click.Group) else (_command,)
    for _each in _commands:
        _each.params.extend(shared_options(hidden=True))
        name_options(_each)
    main.add_command(_command)
name_options(main)


if __name__ == "__main__":
    main()
