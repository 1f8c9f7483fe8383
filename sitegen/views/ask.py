"""Questions and answers: what villagers asked, what became of it, and how to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from sitegen.model.catalogue import Preset
from sitegen.model.ledger import Case, CaseStep
from sitegen.model.limits import answer_by, counts_workdays, taken_by
from sitegen.views.frame import page_path
from sitegen.views.language import Language
from sitegen.views.pages import Anchor, AskView, CaseView, StepView
from sitegen.views.village import VillagePages


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
