"""Questions and answers, corrections, about: what stands beside a village's figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from sitegen.model.catalogue import GROUPS, Column, Item, Preset
from sitegen.model.ledger import Case, CaseStep
from sitegen.model.limits import answer_by, counts_workdays, taken_by
from sitegen.model.period import from_code
from sitegen.model.site import Version
from sitegen.views.corrections import view_corrections
from sitegen.views.disclosure import view_laws
from sitegen.views.frame import page_path
from sitegen.views.language import Language
from sitegen.views.pages import (
    AboutItem,
    AboutView,
    Anchor,
    AskView,
    CaseView,
    ChangesView,
    CorrectionView,
    FactView,
    StepView,
)
from sitegen.views.village import VillagePages

FREQUENCY_TEXTS = {"month": "每月", "quarter": "每季", "year": "每年", "event": "有事就公开"}


def view_ask_page(pages: VillagePages) -> tuple[str, AskView]:
    """Questions with their way, unanswered ones first with the day they came, and how to ask."""
    village = pages.village
    path = page_path(village.address, "ask")
    cases = sorted(village.cases, key=lambda case: (case.asked, case.number), reverse=True)
    answered = [case for case in cases if is_answered(case)]
    waiting = [case for case in cases if not is_answered(case)]
    language = pages.around.language
    counted = _count_cases(language, len(cases), len(answered), len(waiting))
    frame = pages.frame(
        path,
        title=language.say("{village}提问与答复", village=village.name),
        description=language.say("{village}村民的提问和答复", village=village.name),
    )
    return path, AskView(
        frame=frame,
        sentences=(*counted, *_say_satisfied(language, cases)) if cases else (language.say("还没有人提过问题。"),),
        how=_how_to_ask(pages),
        open_cases=tuple(_view_case(pages, case) for case in reversed(waiting)),
        answered=tuple(_view_case(pages, case) for case in answered),
    )


def is_answered(case: Case) -> bool:
    """Whether somebody answered."""
    return case.step("答复") is not None


def _count_cases(language: Language, asked: int, answered: int, waiting: int) -> tuple[str, ...]:
    left = language.say("还有{n}个没有答复", n=waiting) if waiting else language.say("都答复了")
    text = "一共收到{n}个问题，答复了**{answered}个**，{left}。"
    return (language.say(text, n=asked, answered=answered, left=left),)


def _say_satisfied(language: Language, cases: Iterable[Case]) -> tuple[str, ...]:
    """What people who asked said of the answers, in the order satisfied to not."""
    said = Counter(case.satisfied for case in cases if case.satisfied)
    order = sorted(said, key=lambda words: (words.startswith("不"), not words.startswith("满意"), words))
    if not said:
        return ()
    counts = (language.say("{words}{number}个", words=language.label(words), number=said[words]) for words in order)
    return (language.say("问的人怎么说：{counts}。", counts=language.join("，", counts)),)


def _view_case(pages: VillagePages, case: Case) -> CaseView:
    item = pages.around.catalogue.by_number(case.item) if case.item else None
    return CaseView(
        anchor=f"q{case.number}",
        number=case.number,
        question=case.question,
        state=_say_state(pages, case),
        steps=_view_way(pages, case),
        satisfied=pages.label(case.satisfied) if case.satisfied else "",
        about=Anchor(pages.href(item.number), pages.label(item.plain)) if item and pages.of_item(item.number) else None,
    )


def _say_state(pages: VillagePages, case: Case) -> str:
    answer, around = case.step("答复"), pages.around
    language = around.language
    if answer is not None:
        mended = case.step("整改") is not None and case.step("完善") is None
        said = language.say("{day}答复了", day=language.day(answer.day))
        return said + language.say("，还在改") if mended else said
    due = answer_by(case, around.preset, around.holidays)
    asked, by = language.day(case.asked), language.day_near(due, case.asked)
    said = language.say("还没有答复，{asked}提出，应在{due}前答复", asked=asked, due=by)
    return said + language.say("，已经过了期限") if due < around.today else said


STEP_NAMES: Mapping[str, str] = {"检视": "检视（看改得怎么样）", "完善": "完善（把规矩补上）"}
"""What the chain 发现—整改—检视—完善 means, where it stands."""


def _view_way(pages: VillagePages, case: Case) -> tuple[StepView, ...]:
    """All steps from the question on, those still to come at the end with their last day."""
    language, done = pages.around.language, [_view_step(pages, step) for step in case.steps]
    return (StepView(language.say("提出"), language.day(case.asked)), *done, *_coming(pages, case))


def _view_step(pages: VillagePages, step: CaseStep) -> StepView:
    proof = step.proof.removeprefix("附件/")
    language = pages.around.language
    shown = (Anchor(pages.files[proof], language.say("看佐证")),) if proof in pages.files else ()
    written = step.proof and not shown and not PurePosixPath(proof).suffix
    said = language.say("佐证：{proof}", proof=step.proof) if written else ""
    name = language.label(STEP_NAMES.get(step.step, step.step))
    return StepView(name, language.day(step.day), tuple(filter(None, (step.words, said))), shown)


def _coming(pages: VillagePages, case: Case) -> tuple[StepView, ...]:
    around, language = pages.around, pages.around.language
    if case.step("答复") is None:
        limits = (("受理", taken_by), ("答复", answer_by))
        return tuple(
            StepView(
                language.label(name),
                language.say("{day}前", day=language.day(by(case, around.preset, around.holidays))),
                open=True,
            )
            for name, by in limits
            if case.step(name) is None and (name == "答复" or not case.steps)
        )
    if case.step("整改") is None:
        return ()
    return tuple(
        StepView(language.label(STEP_NAMES[name]), "", (language.say("还没有做"),), open=True)
        for name in STEP_NAMES
        if case.step(name) is None
    )


def _how_to_ask(pages: VillagePages) -> tuple[str, ...]:
    settings, preset, language = pages.around.settings, pages.around.preset, pages.around.language
    say = language.say
    outside = [each.label for each in (*settings.telephones, *settings.supervision_telephones)]
    has_report_line = any(each.number == "12388" for each in settings.supervision_telephones)
    lines = [
        say("打下面的电话，或到村委会说；也可以写张条子放进意见箱，写上是哪一项、哪一期。"),
        _say_limits(language, preset),
        say("答复写在这一页，不写您的名字。举报干部请打12388，不写在这里。")
        if has_report_line
        else say("答复写在这一页，不写您的名字。"),
    ]
    if outside:
        lines.append(say("不想找村里，可以打{others}。", others=language.join("、", outside)))
    return tuple(lines)


LIMIT_WORDS: Mapping[str, str] = {
    "咨询": "问问办法的{n}个工作日",
    "一般": "一般的{n}个工作日",
    "复杂": "难办的{n}个工作日",
}


def _say_limits(language: Language, preset: Preset) -> str:
    if not counts_workdays(preset):
        return language.say("村里收到以后，{n}天内答复。", n=preset.reply_days)
    days = preset.case_days
    limits = (language.say(words, n=days[kind]) for kind, words in LIMIT_WORDS.items() if kind in days)
    text = "收到以后{n}个工作日内受理；答复的期限：{limits}。"
    return language.say(text, n=days.get("受理", 1), limits=language.join("，", limits))


def view_changes_page(pages: VillagePages) -> tuple[str, ChangesView]:
    """All corrections, newest first, and what was published again or withdrawn when."""
    village = pages.village
    path = page_path(village.address, "changes")
    corrections = _all_corrections(pages)
    count = len(corrections)
    say = pages.around.language.say
    sentences = (
        say("公开过的数改了**{n}处**，原来是多少、改成多少、为什么改，都写在这里。", n=count)
        if count
        else say("公开过的数没有改过。哪天改了，原来是多少、为什么改，都会写在这里。"),
    )
    frame = pages.frame(
        path,
        title=say("{village}更正记录", village=village.name),
        description=say("{village}公开以后改过的数", village=village.name),
    )
    newest_first = sorted(pages.versions, key=lambda version: version.sequence, reverse=True)
    return path, ChangesView(
        frame=frame,
        sentences=sentences,
        corrections=corrections,
        releases=tuple(_view_release(pages, each) for each in newest_first if each.state != "published"),
        first=_first_releases(pages, newest_first),
    )


def _all_corrections(pages: VillagePages) -> tuple[CorrectionView, ...]:
    found: list[tuple[str, CorrectionView]] = []
    for shown in pages.shown:
        raw = tuple(each for part in shown.parts for each in part.corrections)
        link = pages.href(shown.item.number, shown.period.code)
        views = view_corrections(pages.around.language, shown.item, shown.parts, shown.period, link)
        item = pages.label(shown.item.plain)
        found += [
            (each.day, view._replace(what=pages.around.language.join(" ", (item, view.what))))
            for each, view in zip(raw, views, strict=True)
        ]
    newest_first = sorted(found, key=lambda pair: pair[0], reverse=True)
    return tuple(view._replace(anchor=f"c{number}") for number, (_, view) in enumerate(newest_first, start=1))


def _view_release(pages: VillagePages, version: Version) -> FactView:
    number, period, _ = version.identity
    item, language = pages.around.catalogue.by_number(number), pages.around.language
    what = language.label(RELEASE_WORDS[version.state])
    pieces = (
        language.label(item.plain) if item else number,
        _period_text(language, period),
        _part_text(pages, version),
    )
    name = language.join(" ", filter(None, pieces))
    reason = language.say("：{reason}", reason=version.reason) if version.reason else ""
    return FactView(language.join(" ", (language.day(version.day), what)), name + reason)


RELEASE_WORDS: Mapping[str, str] = {"corrected": "改动后重新公布", "withdrawn": "撤下"}
FEW_ITEMS = 3
"""Named one by one where a day's releases are listed."""


def _part_text(pages: VillagePages, version: Version) -> str:
    """Which of several books, lots or groups; empty where there is one only."""
    number, period, code = version.identity
    same = [each for each in pages.shown if each.key == (number, period)]
    labels = [part.part_label for each in same for part in each.parts if part.part == code]
    account = pages.village.account(code)
    return pages.label(labels[0] if labels else account.name if account else "")


def _first_releases(pages: VillagePages, newest_first: Iterable[Version]) -> tuple[FactView, ...]:
    """What was published for the first time, one line a day. Many of one period are counted, and stand by name on the page
    of what was due; records are counted together."""
    days: dict[date, dict[str, list[str]]] = {}
    for version in newest_first:
        number, code, _ = version.identity
        item = pages.around.catalogue.by_number(number)
        if version.state == "published" and item is not None:
            names = days.setdefault(version.day, {}).setdefault(code if from_code(code) else "", [])
            names += [item.plain] if item.plain not in names or not from_code(code) else []
    language = pages.around.language
    return tuple(
        FactView(language.day(day), language.join("；", (_say_first(pages, *each) for each in by_period.items())))
        for day, by_period in days.items()
    )


def _say_first(pages: VillagePages, code: str, names: list[str]) -> str:
    language, period = pages.around.language, from_code(code)
    if period is None:
        return language.say("登记的家当、合同和工程{n}件", n=len(names))
    if len(names) > FEW_ITEMS:
        return language.say("{period}的{n}项", period=language.period(period), n=len(names))
    return language.join("、", map(pages.label, reversed(names)))


def _period_text(language: Language, code: str) -> str:
    period = from_code(code)
    return language.period(period) if period else language.say("{number}号", number=code)


def view_about_page(pages: VillagePages) -> tuple[str, AboutView]:
    """Who publishes what under which law, what is masked and why, and where to complain outside the village."""
    village, around, language = pages.village, pages.around, pages.around.language
    path, say = page_path(village.address, "about"), language.say
    frame = pages.frame(
        path,
        title=say("{village}公开说明", village=village.name),
        description=say("{village}公开什么、依据什么、找谁问", village=village.name),
    )
    return path, AboutView(
        frame=frame,
        sentences=(
            say(
                "这里的账和事由{village}公开，村务监督委员会看过以后贴出。只看信息，不登录，不收钱。",
                village=village.name,
            ),
        ),
        facts=_profile(pages),
        officers=tuple(
            FactView(language.label(each.office), each.name + (f"（{each.duty}）" if each.duty else ""))
            for each in village.officers
        ),
        introduction=village.introduction,
        sections=_sections(pages),
        items=tuple(
            _about_item(language, item, around.today)
            for group in GROUPS
            for item in around.catalogue.items
            if item.group == group
        ),
        data=(Anchor(pages.shared() + "datapackage.json", say("全村的表"), say("Frictionless 数据包")),),
    )


def _profile(pages: VillagePages) -> tuple[FactView, ...]:
    village, say = pages.village, pages.around.language.say
    facts = []
    if village.households:
        facts.append(FactView(say("户数"), say("{n:,}户", n=village.households)))
    if village.people:
        facts.append(FactView(say("人口"), say("{n:,}人", n=village.people)))
    return (*facts, *(FactView(name, value) for name, value in village.profile))


PRESET_MARKS: Mapping[str, str] = {"primary": "", "excerpt": "（依据只核对过摘录）", "partial": "（依据还没有核对）"}


def _sections(pages: VillagePages) -> tuple[tuple[str, tuple[str, ...]], ...]:
    settings, preset, language = pages.around.settings, pages.around.preset, pages.around.language
    say, mark = language.say, PRESET_MARKS[preset.checked]
    basis = preset.basis + (language.label(mark) if mark else "")
    outside = [f"{each.label} {each.number}" for each in (*settings.telephones, *settings.supervision_telephones)]
    sections = (
        (
            say("为什么要公开"),
            (
                say(
                    "《村民委员会组织法》第三十五条：村里要公开村民会议决定的事、救助和补贴、协助政府办的事、协商的事等，"
                    "一般每季度至少一次，财务往来多的每月一次，重大的事随时公开，贴出来不少于十五天。"
                ),
                say("《农村集体经济组织法》第四十五条：集体的财务要定期向成员公开。"),
            ),
        ),
        (
            say("什么时候公开"),
            (
                say(
                    "按月的在月后{month}天内，按季的在季后{quarter}天内，按年的在年后{year}天内，有事的在{event}天内。{basis}",
                    month=preset.due_days["month"],
                    quarter=preset.due_days["quarter"],
                    year=preset.due_days["year"],
                    event=preset.due_days["event"],
                    basis=basis,
                ),
            ),
        ),
        (
            say("有些内容为什么看不到"),
            (
                say("身份证号、银行卡号、私人手机号、门牌号、病情、未成年人姓名，任何地方都不公开。"),
                say(
                    "补贴名单公示期内只写姓和末一个字，期满自动撤下姓名，只留合计。"
                    "低保、救助、残疾补贴等，网上只出户数、人数和金额。"
                ),
                say("本村村民要看全表，可以到村委会。"),
            ),
        ),
        (
            say("公开过的数会不会悄悄改掉"),
            (say("不会。每次改动都写明原来是多少、改成多少、为什么、谁核对的，列在“更正”里。"),),
        ),
        (
            say("公开得不对、不及时，找谁"),
            (
                say(
                    "《村民委员会组织法》第三十六条：村民可以向乡镇或者县级政府及有关部门反映，由它们查实、责令依法公布。"
                ),
                language.join("、", outside),
            ),
        ),
    )
    return tuple((heading, tuple(text for text in texts if text)) for heading, texts in sections)


@lru_cache(maxsize=512)
def _about_item(language: Language, item: Item, today: date) -> AboutItem:
    name, plain_name = language.label(item.name), language.label(item.plain)
    columns = (*item.fields, *(column for table in item.tables for column in table.columns))
    return AboutItem(
        number=item.number,
        name=name if item.name == item.plain else language.say("{plain}（{name}）", plain=plain_name, name=name),
        frequency=language.label(FREQUENCY_TEXTS[item.frequency]),
        laws=view_laws(language, item, today),
        hidden=_hidden(language, columns),
    )


def _hidden(language: Language, columns: tuple[Column, ...]) -> str:
    absent = [column.name for column in columns if column.web == "absent"]
    totals = [column.name for column in columns if column.web == "totals"]
    masked = [column.name for column in columns if column.web == "masked" and not column.names_until_end]
    limited = [column.name for column in columns if column.names_until_end]
    return language.join(
        "；",
        (
            language.say(text, names=language.join("、", map(language.label, dict.fromkeys(names))))
            for names, text in (
                (limited, "{names}只在公示期内出现，遮去一部分"),
                (masked, "{names}遮去一部分"),
                (totals, "{names}只出合计"),
                (absent, "{names}网上不出"),
            )
            if names
        ),
    )
