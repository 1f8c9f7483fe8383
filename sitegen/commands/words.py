"""click in Chinese (and English): help, usage, and the sentences for what was typed wrongly.

A help text holds both languages: the Chinese one, then a line that begins with ``EN:``. So they stay side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click

from sitegen.source import nearest

_ENGLISH = "\nEN: "


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


class Command(click.Command):
    """A command whose help is in the reader's language; ``also`` is its Chinese name."""

    def __init__(self, *args: Any, also: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.also = also

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
        rows = [(choose_all(record[0], language), choose(record[1], language)) for record in records if record]
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
    lead = choose(both("用法：", "Usage: "), language)
    return f"{lead}{context.command_path} {' '.join(pieces)}"


def choose_all(text: str, language: str) -> str:
    """Option names with their metavar, which alone is in two languages."""
    names, _, metavar = text.rpartition(" ") if _ENGLISH not in text else text.partition(" ")
    return f"{names} {choose(metavar, language)}".strip()


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
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    said = problem.format_message() if language == "en" else _in_chinese(problem)
    if isinstance(problem, WrongUseError):
        said = choose(problem.message, language)
    lines = [choose(both(f"错误：{said}", f"Error: {said}"), language)]
    if context is not None:
        path = context.command_path
        lines.append(to_usage(context.command, context))
        lines.append(choose(both(f"想看怎么用，运行 {path} --help", f"For more, run {path} --help"), language))
    return "\n".join(lines)


def _in_chinese(problem: click.ClickException) -> str:
    match problem:
        case click.NoSuchCommand():
            return f"没有“{problem.command_name}”这个命令{_perhaps(problem.command_name, _known_commands(problem.ctx))}"
        case click.NoSuchOption():
            return f"没有“{problem.option_name}”这个选项{_perhaps(problem.option_name, _known_options(problem.ctx))}"
        case click.MissingParameter():
            return f"少写了{_say_parameter(problem)}{_say_choices(problem.param)}"
        case click.BadOptionUsage():
            return f"选项 {problem.option_name} 用得不对：它后面要么少了内容，要么不该有内容"
        case click.BadParameter():
            return f"{_say_parameter(problem)}写得不对{_say_choices(problem.param)}"
    extra = _EXTRA.search(problem.message)
    if extra:
        return f"多写了“{extra[1]}”"
    return "还少写一个命令" if "Missing command" in problem.message else problem.message


def _say_parameter(problem: click.BadParameter) -> str:
    param = problem.param
    if param is None:
        return "内容"
    if isinstance(param, click.Argument):
        name = choose(param.metavar or param.name or "", "zh")
        return f"“{name.strip('[]….')}”"
    return f"选项 {max(param.opts, key=len)} "


def _say_choices(param: click.Parameter | None) -> str:
    if param is not None and isinstance(param.type, click.Choice):
        return f"，只能是：{'、'.join(map(str, param.type.choices))}"
    if param is not None and isinstance(param.type, click.types.IntParamType):
        return "，要写一个整数"
    return ""


def _perhaps(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return f"。是不是“{near}”？" if near else ""


def _known_commands(context: click.Context | None) -> list[str]:
    group = context.command if context else None
    commands = group.commands.values() if isinstance(group, click.Group) else ()
    return [name for command in commands for name in _names(command)]


def _known_options(context: click.Context | None) -> list[str]:
    params = context.command.get_params(context) if context else []
    return [name for param in params for name in param.opts if isinstance(param, click.Option)]
