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
from sitegen.commands.excel import template_command
from sitegen.commands.handbook import handbook_command
from sitegen.commands.ledgers import check_command, doctor_command, explain_command
from sitegen.commands.links import links_group
from sitegen.commands.making import build_command, publish_command, serve_command, withdraw_command
from sitegen.commands.printing import KINDS, print_command
from sitegen.commands.session import guarded, shared_options, to_session
from sitegen.commands.supervise import supervise_group
from sitegen.commands.words import Command, Group, both

_COMMANDS: tuple[click.Command, ...] = (
    init_command,
    new_command,
    template_command,
    check_command,
    explain_command,
    build_command,
    serve_command,
    print_command,
    publish_command,
    withdraw_command,
    supervise_group,
    links_group,
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
        return _offer_menu(context)
    click.echo(context.get_help())
    return 0


for _command in _COMMANDS:
    _commands = (_command, *_command.commands.values()) if isinstance(_command, click.Group) else (_command,)
    for _each in _commands:
        _each.params.extend(shared_options(hidden=True))
    main.add_command(_command)


# ---- the menu -------------------------------------------------------------------------------------------------------

_MENU: tuple[tuple[str, str, Command], ...] = (
    ("看看账本哪里要改", "check the ledgers", check_command),
    ("做出网站", "build the site", build_command),
    ("在这台电脑上看网站", "look at the site", serve_command),
    ("印海报、码牌、公示表、审核单", "print sheets", print_command),
    ("公布", "publish", publish_command),
)


def _offer_menu(context: click.Context) -> int:
    session = to_session(context.obj)
    if not (session.folder / "sitegen.yaml").is_file():
        session.say(
            "这里不是账本文件夹。做一个新的：sitegen 起步 文件夹\n全部命令：sitegen --help",
            "This is no county folder. Make one: sitegen init DIR\nAll commands: sitegen --help",
        )
        return 0
    session.say("要做什么？", "What is to be done?")
    for number, (chinese, english, command) in enumerate(_MENU, start=1):
        session.say(f"  {number}  {chinese}（{command.also}）", f"  {number}  {english} ({command.name})")
    session.say("  0  不做了", "  0  nothing")
    number = click.prompt(session.choose("写一个数字", "a number"), type=click.IntRange(0, len(_MENU)))
    if number == 0:
        return 0
    command = _MENU[number - 1][2]
    with command.make_context(str(command.name), _ask_for(command, session.choose), parent=context) as inner:
        return int(command.invoke(inner) or 0)


def _ask_for(command: Command, choose: Any) -> list[str]:
    """What the chosen command needs to be told."""
    if command is print_command:
        kinds = click.Choice([kind for kind in KINDS if not kind.isascii()])
        return [str(click.prompt(choose("印哪一种", "which kind"), type=kinds, default="海报"))]
    if command is publish_command:
        return [str(click.prompt(choose("放到哪里（文件夹，或 .zip）", "to where (a folder or a .zip)")))]
    return []


if __name__ == "__main__":
    main()
