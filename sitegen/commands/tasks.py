"""What each line of the menu asks for, and the command it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click
from msgspec import Struct

from sitegen import starting
from sitegen.checking import Look
from sitegen.commands.agenda import Act, Task
from sitegen.commands.asking import ask, ask_one, ask_path, ask_period, say_list
from sitegen.commands.session import Session
from sitegen.model.ledger import ASKED, CASES
from sitegen.model.period import before, containing, from_text
from sitegen.releases import list_standing
from sitegen.views.desk import DeskView

Words = tuple[str, ...]
"""A command as it would be typed."""


class Desk(Struct, frozen=True):
    """What an entry may ask of: the session, and the county as it was just looked at."""

    session: Session
    look: Look

    @property
    def villages(self) -> tuple[str, ...]:
        """Names of the villages."""
        return tuple(each.name for each in self.look.desks)

    def of(self, names: tuple[str, ...]) -> Iterator[DeskView]:
        """The villages of these names."""
        return (each for each in self.look.desks if each.name in names)


class Entry(Struct, frozen=True):
    """One line of the menu; ``ask`` gives the command to run, or nothing when all is said."""

    chinese: str
    english: str
    ask: Callable[[Desk], Words]
    needs: str = ""
    """Name of the command; the entry is left out where the program has none of that name."""


def _ask_village(desk: Desk, names: tuple[str, ...] = ()) -> str:
    return ask_one(desk.session, ("哪个村（号码、村名，或拼音头几个字母）", "which village"), names or desk.villages)


_KIND_NAMES = {"month": "月", "quarter": "季度", "year": "年"}


def to_ask(task: Task) -> Callable[[Desk], Words]:
    """What choosing that task of today does."""
    return lambda desk: _ACTS[task.act](desk, task)


def _fill(desk: Desk, task: Task) -> Words:
    village = _ask_village(desk, task.villages)
    return _fill_period(desk, village, task)


def _fill_period(desk: Desk, village: str, task: Task) -> Words:
    period = task.period or before(containing(desk.session.day, "quarter"))
    return ("new", _KIND_NAMES[period.kind], "--村", village, "--期间", period.label)


def _mend(_: Desk, task: Task) -> Words:
    return ("check", *task.villages)


def _print_review(desk: Desk, task: Task) -> Words:
    return ("print", "审核单", _ask_village(desk, task.villages))


def _publish(desk: Desk, _: Task) -> Words:
    return _ask_publish(desk)


def _say_waiting(desk: Desk, task: Task) -> Words:
    """Where to write what is still missing; these are lines only a person may write."""
    for each in desk.of(task.villages):
        for waiting in each.waiting:
            said = _WAITING[waiting.step].format(code=waiting.check_code, day=desk.session.day)
            items = say_list(waiting.items, "项")
            desk.session.say(f"\n{waiting.place.file}\n  {items}：{said}", f"\n{waiting.place.file}\n  {items}: {said}")
    return ()


_WAITING = {
    "review": "村监会看过、签了字，在“审核:”下面写\n    - 村务监督委员会: {day} 同意 校验码 {code}",
    "objection": "有异议，在那一行“审核”里接着写 答复: ……",
    "posting": "审核过了，贴出去那天写\n    公开日期: {day}",
    "draft": "还是草稿；写好了就删掉“草稿: 是”",
}


def _say_begin(desk: Desk, task: Task) -> Words:
    for each in desk.of(task.villages):
        period = before(containing(desk.session.day, "quarter"))
        said = f"villages/{each.folder}/村情.yaml 里加一行：起始: {period.label}"
        desk.session.say(said, said)
    return ()


_ACTS: dict[Act, Callable[[Desk, Task], Words]] = {
    "fill": _fill,
    "mend": _mend,
    "review": _print_review,
    "posting": _say_waiting,
    "objection": _say_waiting,
    "draft": _say_waiting,
    "publish": _publish,
    "begin": _say_begin,
}


def _ask_new(desk: Desk) -> Words:
    """A whole period, which is what is usually wanted, or one item."""
    village = _ask_village(desk)
    kinds = ("一季的账（该公开的都列好）", "一月的账", "一年的账", "一件事（招租、补贴名单……）")
    chosen = ask_one(desk.session, ("填什么", "what"), kinds, default="1")
    if chosen == kinds[3]:
        items = starting.list_items(desk.look.site.catalogue.items)
        names = tuple(name for _, name, _ in items)
        return ("new", ask_one(desk.session, ("哪一项（名字里的字，或拼音）", "which item"), names), "--村", village)
    kind = ("quarter", "month", "year")[kinds.index(chosen)]
    period = ask_period(desk.session, before(containing(desk.session.day, kind)))  # type: ignore[arg-type]
    return ("new", _KIND_NAMES.get(period.kind, "季度"), "--村", village, "--期间", period.label)


def _ask_print(desk: Desk) -> Words:
    kind = ask_one(
        desk.session, ("印哪一种", "which kind"), ("审核单", "公示表", "海报", "码牌", "核销单"), default="1"
    )
    everyone = desk.session.choose("全部的村", "all villages")
    names = (everyone, *desk.villages) if len(desk.villages) > 1 else desk.villages
    village = ask_one(desk.session, ("哪个村", "which village"), names, default="1")
    return ("print", kind) if village == everyone else ("print", kind, village)


def _ask_publish(desk: Desk) -> Words:
    target = ask_path(
        desk.session, "放到哪里（一个 .zip，或一个文件夹）", "to where (a .zip or a folder)", default="网站.zip"
    )
    return ("publish", target)


def _ask_withdraw(desk: Desk) -> Words:
    """One item and period out of what was published and still stands, named once more before it goes."""
    session, village = desk.session, _ask_village(desk)
    address = next(each.address for each in desk.of((village,)))
    standing = list_standing(session.folder / "published" / address)
    known = {item: desk.look.site.catalogue.by_number(item) for item, _ in standing}
    items = {found.name: number for number, found in known.items() if found is not None}
    items |= {CASES: ASKED} if ASKED in known else {}
    if not items:
        session.say("  这个村还没有公布过什么。", "  Nothing of this village was published yet.")
        return ()
    name = ask_one(session, ("撤下哪一项（号码、名字里的字，或拼音）", "which item"), tuple(items))
    periods = {code if item == ASKED else _label(code): code for item, code in standing if item == items[name]}
    label = ask_one(session, ("哪一期", "which period"), tuple(periods))
    reason = ask(session, "为什么撤（会写在页面上）", "why (shown on the page)")
    if not click.confirm(session.choose(f"  撤下 {village}的{name} {label}？", f"  Withdraw {name} {label}?")):
        return ()
    return ("withdraw", f"{village}/{name}/{periods[label]}", "--原因", reason)


def _label(code: str) -> str:
    """A period as clerks write it; of a record its number."""
    period = from_text(code)
    return period.label if period else code


def _ask_import(desk: Desk) -> Words:
    chinese = "Excel 文件，或放着它们的文件夹（可以拖进来）"
    return ("import", ask_path(desk.session, chinese, "an Excel file, or a folder of them (drag it here)"))


def _help(_: Desk) -> Words:
    click.echo(click.get_current_context().find_root().get_help())
    return ()


ALWAYS: tuple[Entry, ...] = (
    Entry("填新的一期", "begin a new period", _ask_new, "new"),
    Entry("检查：看看哪里要改", "check the ledgers", lambda _: ("check",), "check"),
    Entry("修整：能自动改的先改好", "mend what is certain", lambda _: ("fix",), "fix"),
    Entry("预览：在这台电脑上看网站和办公桌", "look at the site and the desk", lambda _: ("serve",), "serve"),
    Entry("打印：审核单、公示表、海报、码牌", "print sheets", _ask_print, "print"),
    Entry("公布", "publish", _ask_publish, "publish"),
    Entry("撤下一项", "withdraw an item", _ask_withdraw, "withdraw"),
    Entry("导入 Excel", "import Excel", _ask_import, "import"),
    Entry("体检：这台电脑行不行", "is this machine fit for work", lambda _: ("doctor",), "doctor"),
    Entry("帮助：全部命令", "help: all commands", _help),
)
"""What can be done on any day, in the order of a county's year."""
