"""The menu for those who type nothing: what is to be done today, then every task by a number.

Each choice asks for what it needs, shows the command it stands for, runs it, and comes back here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from sitegen.checking import Look, look
from sitegen.commands.agenda import list_tasks
from sitegen.commands.asking import ask, find_names
from sitegen.commands.guarding import guarded
from sitegen.commands.session import FINE, INTERRUPTED, Session, to_session
from sitegen.commands.tasks import ALWAYS, Desk, Entry, Words, to_ask
from sitegen.commands.words import Command
from sitegen.jobs import count_workers
from sitegen.views.desk import DeskView


def run_menu(context: click.Context) -> int:
    """Show, ask, run, and again, until ``q``."""
    known: Look | None = None
    while True:
        session = to_session(context.obj)
        if not (session.folder / "sitegen.yaml").is_file():
            if not _begin(context, session):
                return FINE
            continue
        known = _look(session, known)
        desk = Desk(session, known)
        entries = _show(context, desk)
        chosen = _choose(session, entries)
        if chosen is None:
            return FINE
        words = chosen.ask(desk)
        if words:
            _run(context, session, words)
        click.prompt(session.choose("\n按回车回到菜单", "\nEnter: back to the menu"), default="", show_default=False)


def _look(session: Session, known: Look | None) -> Look:
    with session.progress("看账本", "looking") as progress:
        return look(session.folder, session.day, before=known, workers=count_workers(None), progress=progress)


def _show(context: click.Context, desk: Desk) -> list[Entry]:
    """Print the menu; its entries in the order of their numbers."""
    session, county = desk.session, desk.look
    printed = frozenset(read_printed(session.folder, county.desks))
    tasks = list_tasks(county.desks, county.report.diagnostics, printed, session.day)
    today = [Entry(task.chinese, task.english, to_ask(task)) for task in tasks[:_MOST]]
    always = [entry for entry in ALWAYS if not entry.needs or _find(context, entry.needs)]
    name = county.site.settings.name
    day = session.day
    session.say(
        f"\n{name}　{day.year}年{day.month}月{day.day}日　{county.report.villages} 个村",
        f"\n{name}, {day}, {county.report.villages} villages",
    )
    session.say(
        "\n今天要办的" if today else "\n今天没有要办的。", "\nTo do today" if today else "\nNothing to do today."
    )
    _number(session, today, 1)
    more = len(tasks) - len(today)
    if more > 0:
        session.say(
            f"      还有 {more} 件更早的，预览里的办公桌都列着", f"      {more} older ones: see the desk in serve"
        )
    session.say("\n做什么", "\nTasks")
    _number(session, always, len(today) + 1)
    session.say("   q  不做了", "   q  leave")
    return [*today, *always]


_MOST = 9
"""Lines for today; a screen holds no more beside the tasks that are always there."""


def _number(session: Session, entries: list[Entry], first: int) -> None:
    for number, entry in enumerate(entries, start=first):
        session.say(f"  {number:>2}  {entry.chinese}", f"  {number:>2}  {entry.english}")


def _choose(session: Session, entries: list[Entry]) -> Entry | None:
    """The entry meant by its number or by words of its line; None to leave."""
    lines = [session.choose(entry.chinese, entry.english) for entry in entries]
    while True:
        typed = str(
            click.prompt(
                session.choose("\n写一个数字", "\na number"),
                default="q",
                show_default=False,
                prompt_suffix=session.choose("：", ": "),
            )
        ).strip()
        if typed.lower() in ("q", "ｑ", "0", "不做了"):
            return None
        hits = find_names(typed, lines)
        if len(hits) == 1:
            return entries[lines.index(hits[0])]
        session.say(f"写 1 到 {len(entries)}，或者 q", f"1 to {len(entries)}, or q")


def _find(context: click.Context, name: str) -> click.Command | None:
    group = context.command
    return group.get_command(context, name) if isinstance(group, click.Group) else None


def _run(context: click.Context, session: Session, words: Words) -> int:
    """The command, shown as it would be typed; whatever it ends with, the menu goes on."""
    command = _find(context, words[0])
    if command is None:
        return FINE
    shown = [command.also if isinstance(command, Command) and session.language == "zh" else words[0], *words[1:]]
    place = () if session.folder == Path() else ("-C", str(session.folder))
    session.say(*[click.style("\n  → " + " ".join(map(_quote, ("sitegen", *place, *shown))) + "\n", bold=True)] * 2)

    def call() -> object:
        with command.make_context(words[0], list(words[1:]), parent=context) as inner:
            return command.invoke(inner)

    code = guarded(call, context.obj)
    if code == INTERRUPTED:
        session.say("停下了。", "stopped.")
    return code


def _quote(word: str) -> str:
    return f'"{word}"' if " " in word else word


def _begin(context: click.Context, session: Session) -> bool:
    """Outside a county there is one thing to do; False when it is not wanted."""
    session.say("这里不是账本文件夹。", "This is no county folder.")
    wanted = session.choose("  做一个新的，里面有一个样子村？", "  Make a new one, with an example village?")
    if not click.confirm(wanted, default=True):
        session.say("全部命令：sitegen --help", "All commands: sitegen --help")
        return False
    name = ask(session, "文件夹叫什么", "name of the folder", default=session.choose("我的镇", "county"))
    target = session.folder / name
    if _run(context, session, ("init", str(target))) != FINE:
        return False
    context.obj["county_folder"] = target
    return True


# ---- review sheets on disk ------------------------------------------------------------------------------------------


def read_printed(county: Path, desks: tuple[DeskView, ...]) -> Iterator[tuple[str, str]]:
    """Villages and periods whose review sheets are newer than the ledger they were made of."""
    for desk in desks:
        sheets = list((county / "build" / "print" / desk.name).glob("*审核单*.pdf"))
        for each in desk.of_step("review"):
            own = [sheet for sheet in sheets if each.period.label in sheet.name and "样张" not in sheet.name]
            if own and min(_changed(sheet) for sheet in own) > _changed(county / each.place.file):
                yield desk.name, each.period.label


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
