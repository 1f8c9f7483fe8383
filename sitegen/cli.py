"""The program: its commands, a menu for those who type nothing, and one exit code for whatever happens.

Exit codes: 0 fine · 1 errors in the ledgers · 2 wrong use · 3 the machine · 4 our fault · 130 Ctrl-C.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

import click

from sitegen import __version__
from sitegen.commands.guarding import guarded
from sitegen.commands.session import shared_options
from sitegen.commands.words import Group, both, name_options

COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "init": ("起步", "beginning", "init_command"),
    "new": ("新建", "beginning", "new_command"),
    "template": ("模板", "forms", "template_command"),
    "import": ("导入", "excel", "import_command"),
    "check": ("检查", "ledgers", "check_command"),
    "fix": ("修整", "fixing", "fix_command"),
    "explain": ("解释", "ledgers", "explain_command"),
    "build": ("构建", "making", "build_command"),
    "merge": ("合并", "making", "merge_command"),
    "serve": ("预览", "making", "serve_command"),
    "print": ("打印", "printing", "print_command"),
    "publish": ("公布", "releasing", "publish_command"),
    "withdraw": ("撤下", "releasing", "withdraw_command"),
    "rollback": ("退回", "releasing", "rollback_command"),
    "late": ("迟报", "supervise", "late_command"),
    "supervise": ("监督", "supervise", "supervise_group"),
    "links": ("链接", "links", "links_group"),
    "verify": ("核实", "verifying", "verify_command"),
    "schema": ("编辑器", "editor", "schema_command"),
    "handbook": ("手册", "handbook", "handbook_command"),
    "doctor": ("体检", "ledgers", "doctor_command"),
}
"""Chinese name, module and object, in the order of a county's year, which is the order of the help."""


class Commands(MutableMapping[str, click.Command]):
    """The commands by name, each loaded when it is first asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            _, module, attribute = COMMANDS[name]
            self[name] = getattr(import_module(f"sitegen.commands.{module}"), attribute)
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        for each in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            each.params.extend(shared_options(hidden=True))
            name_options(each)
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


def names_are_text() -> bool:
    """Whether folders with Chinese names can be seen at all: outside of Windows that depends on the locale."""
    return os.name == "nt" or sys.getfilesystemencoding().lower() in ("utf-8", "utf8")


def begin_again() -> NoReturn:
    """The same program in Python's UTF-8 mode; a terminal of another encoding keeps it."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    if codecs.lookup(encoding).name != "ascii":
        os.environ.setdefault("PYTHONIOENCODING", encoding)
    os.execv(sys.executable, (sys.executable, "-X", "utf8", *sys.orig_argv[1:]))


class Program(Group):
    """The outermost command: nothing gets past it but an exit code."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, Chinese or English."""
        return super().get_command(
            ctx, next((name for name, known in COMMANDS.items() if known[0] == cmd_name), cmd_name)
        )

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run, and leave with the exit code (or give it back)."""
        if standalone_mode and not names_are_text():
            begin_again()
        given: dict[str, Any] = {"machine_day": date.today()}
        run = partial(super().main, *args, **{"prog_name": "sitegen", **extra}, standalone_mode=False, obj=given)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a console that lacks a sign shows “?” instead of failing
        code = guarded(run, given)
        if standalone_mode:
            sys.exit(code)
        return code


@click.group(
    "sitegen", cls=Program, commands=Commands(), invoke_without_command=True, params=shared_options(hidden=False)
)
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


name_options(main)


if __name__ == "__main__":
    main()
