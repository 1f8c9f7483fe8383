"""click in Chinese (and English): help, usage, and the sentences for what was typed wrongly.

A help text holds both languages: the Chinese one, then a line that begins with ``EN:``. So they stay side by side.
"""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click

from sitegen.source import nearest

_ENGLISH = "\nEN: "
OPTION_NAMES = {
    "--against": "--对照", "--all": "--全部",
    "--changes": "--只交变了的", "--compress": "--压缩", "--release": "--第几次", "--shard": "--第几份",
    "--dir": "--文件夹", "--dry-run": "--只看", "--item": "--事项", "--jobs": "--并行",
    "--lan": "--局域网", "--to": "--放到",
    "--lang": "--语言", "--only": "--只做", "--period": "--期间", "--port": "--端口", "--private": "--内部文件夹",
    "--profile": "--看时间", "--proof": "--样张", "--quiet": "--少说", "--reason": "--原因", "--second": "--双语",
    "--size": "--纸", "--strict": "--严格",
    "--rebuild": "--重做", "--scheduler": "--调度", "--today": "--今天", "--village": "--村",
    "--watch": "--守着", "--yes": "--都改",
}  # fmt: skip
"""The Chinese names of options, the same in every command that has them."""
_RANGE = re.compile(r"\s+\[[^][]*<=[^][]*\]$")
"""What click adds to the help of a number, ``[1<=x<=64]``: it frightens more than it says."""


def both(chinese: str, english: str) -> str:
    """A text in two languages for click to carry about."""
    return f"{chinese}{_ENGLISH}{english}"


def choose(text: str, language: str) -> str:
    """The text in one language; texts with only one are the same in both."""
    chinese, _, english = text.partition(_ENGLISH)
    return (english if language == "en" and english else chinese).strip()


def language_of(context: click.Context | None) -> str:
    """The language asked for so far."""
    given = context.find_root().obj if context else None
    return str(given.get("language", "zh")) if isinstance(given, dict) else "zh"


class WrongUseError(click.UsageError):
    """Something typed wrongly that click cannot know of."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(both(chinese, english))


class MachineError(click.ClickException):
    """Something about this computer that no diagnostic has words for."""

    exit_code = 3

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(both(chinese, english))


class Command(click.Command):
    """A command whose help is in the reader's language; ``also`` is its Chinese name."""

    def __init__(self, *args: Any, also: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.also = also
        self.help = inspect.cleandoc(self.help or "")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = both("显示这段说明", "Show this help")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(to_usage(self, ctx) + "\n")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lines = choose(self.help or "", language_of(ctx)).splitlines()
        formatter.write("\n" + "".join(f"  {line}".rstrip() + "\n" for line in lines))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        language = language_of(ctx)
        records = (param.get_help_record(ctx) for param in self.get_params(ctx) if isinstance(param, click.Option))
        rows = [
            (choose_all(record[0], language), choose(_RANGE.sub("", record[1]), language))
            for record in records
            if record
        ]
        _write_section(formatter, choose(both("选项", "Options"), language), rows)

    def get_short_help_str(self, limit: int = 45) -> str:
        return (self.help or "").splitlines()[0][: max(limit, 45)] if self.help else ""


class Group(Command, click.Group):
    """Commands by name, Chinese name or, when typed wrongly, with the nearest name offered."""

    command_class = Command

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        named = super().get_command(ctx, cmd_name)
        return named or next((each for each in self.commands.values() if cmd_name in _names(each)), None)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        _, command, rest = super().resolve_command(ctx, args)
        return (command.name if command else None), command, rest

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        language = language_of(ctx)
        rows = [
            (" ".join(_names(command)), choose(command.help or "", language).partition("\n")[0])
            for command in self.commands.values()
        ]
        _write_section(formatter, choose(both("命令", "Commands"), language), rows)
        super().format_options(ctx, formatter)


def _names(command: click.Command) -> tuple[str, ...]:
    also = command.also if isinstance(command, Command) else ""
    return tuple(name for name in (command.name or "", also) if name)


def to_usage(command: click.Command, context: click.Context) -> str:
    """One line: how the command is written."""
    language = language_of(context)
    pieces = [choose(both("[选项]", "[OPTIONS]"), language)]
    pieces += [
        choose(param.make_metavar(context), language)
        for param in command.get_params(context)
        if isinstance(param, click.Argument)
    ]
    if isinstance(command, click.Group):
        pieces.append(choose(both("命令 …", "COMMAND …"), language))
    lead = "Usage: " if language == "en" else "用法："
    return f"{lead}{context.command_path} {' '.join(pieces)}"


_WRITTEN = re.compile(r"((?:-[^\s,]+(?:, )?)+) ?(.*)", re.DOTALL)
"""How click writes an option in its help: its names, then its metavar."""


def choose_all(text: str, language: str) -> str:
    """Option names with their metavar, both in the reader's language."""
    match = _WRITTEN.match(text)
    names, metavar = (match[1], match[2]) if match else (text, "")
    if language == "en":
        names = ", ".join(filter(str.isascii, names.split(", ")))
    return f"{names} {choose(metavar, language)}".strip()


def name_options(command: click.Command) -> None:
    """Give the command's options their Chinese names besides."""
    for param in command.params:
        if isinstance(param, click.Option):
            param.opts += [OPTION_NAMES[name] for name in param.opts if name in OPTION_NAMES]


def _write_section(formatter: click.HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    if not rows:
        return
    wide = max(cells(first) for first, _ in rows) + 3
    formatter.write(f"\n{title}\n")
    for first, second in rows:
        formatter.write(f"  {first}{' ' * (wide - cells(first))}{second}\n")


def cells(text: str) -> int:
    """Columns on a screen: Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")


def to_sentence(problem: click.ClickException, language: str) -> str:
    """What was typed wrongly, and where to read on."""
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        return problem.format_message()
    said = choose(_say(problem), language)
    lines = [choose(both(f"错误：{said}", f"Error: {said}"), language)]
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    if context is not None:
        path = context.command_path
        lines.append(to_usage(context.command, context))
        lines.append(choose(both(f"想看怎么用，运行 {path} --help", f"For more, run {path} --help"), language))
    return "\n".join(lines)


def _say(problem: click.ClickException) -> str:
    """The sentence in both languages; click's own English where it says something we do not know."""
    match problem:
        case click.NoSuchCommand():
            near = _perhaps(problem.command_name, _known_commands(problem.ctx))
            return _join("没有“{0}”这个命令", "There is no command “{0}”", problem.command_name, near)
        case click.NoSuchOption():
            near = _perhaps(problem.option_name, _known_options(problem.ctx))
            return _join("没有“{0}”这个选项", "There is no option “{0}”", problem.option_name, near)
        case click.MissingParameter():
            return _join("少写了{0}", "Missing: {0}", _say_parameter(problem), _say_choices(problem.param))
        case click.BadOptionUsage():
            return _join("选项“{0}”后面要么少了内容，要么多了内容", "{0}: wrongly used", problem.option_name, "")
        case click.BadParameter():
            return _join("{0}写得不对", "Cannot use this for {0}", _say_parameter(problem), _say_choices(problem.param))
    extra = _EXTRA.search(problem.message)
    if extra:
        return _join("多写了“{0}”", "“{0}” is too much", extra[1], "")
    return both("还少写一个命令", "Missing command") if "Missing command" in problem.message else problem.message


def _join(chinese: str, english: str, value: str, rest: str) -> str:
    """A sentence about ``value`` and its rest, each in both languages."""
    parts = (
        chinese.format(choose(value, "zh")) + choose(rest, "zh"),
        english.format(choose(value, "en")) + choose(rest, "en"),
    )
    return both(*parts)


def _say_parameter(problem: click.BadParameter) -> str:
    param = problem.param
    if isinstance(param, click.Argument):
        name = param.metavar or param.name or ""
        return both(f"“{choose(name, 'zh').strip('[]…')}”", choose(name, "en").strip("[]…"))
    return both(f"选项“{max(param.opts, key=len)}”", max(param.opts, key=len)) if param else both("内容", "it")


def _say_choices(param: click.Parameter | None) -> str:
    if param is not None and isinstance(param.type, click.Choice):
        names = [str(each) for each in param.type.choices]
        chinese = [name for name in names if not name.isascii()] or names
        return both(f"，只能是：{'、'.join(chinese)}", f"; one of {', '.join(filter(str.isascii, names))}")
    if param is not None and isinstance(param.type, click.types.IntParamType):
        return both("，要写一个合适的整数", "; a suitable whole number")
    return ""


def _perhaps(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return both(f"。是不是“{near}”？", f". Did you mean “{near}”?") if near else ""


def _known_commands(context: click.Context | None) -> list[str]:
    group = context.command if context else None
    commands = group.commands.values() if isinstance(group, click.Group) else ()
    return [name for command in commands for name in _names(command)]


def _known_options(context: click.Context | None) -> list[str]:
    params = context.command.get_params(context) if context else []
    return [name for param in params for name in param.opts if isinstance(param, click.Option)]
