"""What a county has to do today, one line a task, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from sitegen.commands.asking import say_list
from sitegen.diagnostics import Diagnostic
from sitegen.model.period import Period
from sitegen.views.desk import DeskView, DueView, Step

Act = Literal["fill", "mend", "review", "posting", "objection", "draft", "publish", "begin"]


class Task(Struct, frozen=True):
    """One thing to be done: what kind, in words, by which villages, for which period."""

    act: Act
    chinese: str
    english: str
    villages: tuple[str, ...] = ()
    period: Period | None = None


def list_tasks(
    desks: Sequence[DeskView], diagnostics: Iterable[Diagnostic], printed: frozenset[tuple[str, str]], today: date
) -> tuple[Task, ...]:
    """All of them; ``printed`` names villages and periods whose review sheets are newer than their ledgers."""
    dues = tuple(_list_dues(desks, today))
    late = tuple(task for task in dues if task.english.startswith("late"))
    in_time = tuple(task for task in dues if task not in late)
    return (
        *_list_mistakes(desks, diagnostics),
        *in_time,
        *_list_reviews(desks, printed, today),
        *_list_waiting(desks, "objection", "村监会有异议，还没写答复", "objections without answer"),
        *_list_waiting(desks, "posting", "审核过了，还没写公开日期", "reviewed, no 公开日期 yet"),
        *_list_ready(desks),
        *late,
        *_list_waiting(desks, "draft", "还是草稿", "drafts"),
        *_list_unbegun(desks),
    )


def say_period(period: Period, today: date) -> str:
    """``三季度``, ``9月``, ``全年``; with the year where it is not this one or not clear."""
    words = {"quarter": f"{'一二三四'[period.quarter - 1]}季度", "month": f"{period.first.month}月", "year": "全年"}
    said = words.get(period.kind, period.label[5:])
    return said if period.first.year == today.year and period.kind != "year" else f"{period.first.year}年{said}"


def _say_day(day: date, today: date) -> str:
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def _list_mistakes(desks: Sequence[DeskView], diagnostics: Iterable[Diagnostic]) -> Iterator[Task]:
    errors = [each.place.file for each in diagnostics if each.severity == "error"]
    if not errors:
        return
    counted = {desk.name: sum(file.startswith(f"villages/{desk.folder}/") for file in errors) for desk in desks}
    wrong = tuple(name for name, number in counted.items() if number)
    listed = "、".join(f"{name} {counted[name]} 处" for name in wrong[:3])
    rest = f" 等 {len(wrong)} 个村" if len(wrong) > 3 else ""
    chinese = f"{len(errors)} 处要改" + (f"：{listed}{rest}" if wrong else "")
    yield Task("mend", chinese, f"{len(errors)} errors to mend", wrong if len(wrong) == 1 else ())


def _list_dues(desks: Sequence[DeskView], today: date) -> Iterator[Task]:
    groups: dict[tuple[date, Period], list[tuple[str, DueView]]] = {}
    for desk in desks:
        for due in desk.dues:
            groups.setdefault((due.due, due.period), []).append((desk.name, due))
    for (day, period), found in sorted(groups.items(), key=lambda group: group[0], reverse=True):
        late = day < today
        names = tuple(name for name, _ in found)
        missing = sum(len(due.items) for _, due in found)
        begun = any(due.begun for _, due in found)
        left = f"还有 {missing} 项没填" if begun else "还没填"
        when = f"{_say_day(day, today)}{'已经过了' if late else '前公开'}"
        chinese = f"{say_period(period, today)}的账：{say_list(names, '个村')}{left}（{when}）"
        english = f"{'late' if late else 'due'} {day}: {period.code}, {len(names)} villages, {missing} items"
        yield Task("fill", chinese, english, names, period)


def _list_reviews(desks: Sequence[DeskView], printed: frozenset[tuple[str, str]], today: date) -> Iterator[Task]:
    for done, chinese, english in (
        (False, "审核单还没印", "review sheets not printed"),
        (True, "审核单印了，还没签", "review sheets not signed"),
    ):
        found = [
            (desk.name, each.period)
            for desk in desks
            for each in desk.of_step("review")
            if ((desk.name, each.period.label) in printed) is done
        ]
        names = tuple(dict.fromkeys(name for name, _ in found))
        if names:
            periods = tuple(dict.fromkeys(say_period(period, today) for _, period in found))
            said = f"{chinese}：{say_list(names, '个村')} {say_list(periods, '期')}"
            yield Task("posting" if done else "review", said, f"{english}: {len(names)} villages", names)


def _list_waiting(desks: Sequence[DeskView], step: Step, chinese: str, english: str) -> Iterator[Task]:
    names = tuple(desk.name for desk in desks if desk.of_step(step))
    items = sum(len(each.items) for desk in desks for each in desk.of_step(step))
    act: Act = "draft" if step == "draft" else "objection" if step == "objection" else "posting"
    if names:
        yield Task(act, f"{chinese}：{say_list(names, '个村')} {items} 项", f"{english}: {items}", names)


def _list_ready(desks: Sequence[DeskView]) -> Iterator[Task]:
    ready = sum(len(desk.ready) for desk in desks)
    if ready:
        yield Task("publish", f"可以公布了：{ready} 项", f"ready to be published: {ready}")


def _list_unbegun(desks: Sequence[DeskView]) -> Iterator[Task]:
    names = tuple(desk.name for desk in desks if not desk.begun)
    if names:
        said = f"{say_list(names, '个村')}没写“起始”，不知道哪些该公开了"
        yield Task("begin", said, f"no 起始, so nothing is known to be due: {len(names)} villages", names)
