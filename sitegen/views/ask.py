"""Questions and answers: what villagers asked, what became of it, and how to ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from sitegen.asked import Difference
from sitegen.model.catalogue import Preset
from sitegen.model.ledger import MENDED, Case, CaseStep
from sitegen.model.limits import answer_by, counts_workdays, taken_by
from sitegen.views.asked import Amended, ShownCase
from sitegen.views.beside import KEPT
from sitegen.views.frame import page_path
from sitegen.views.language import Language
from sitegen.views.pages import Anchor, AskView, CaseView, StepView
from sitegen.views.village import VillagePages

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def view_ask_page(pages: VillagePages) -> tuple[str, AskView]:
    """Questions with their way, unanswered ones first with the day they came, and how to ask."""
    village = pages.village
    path = page_path(village.address, "ask")
    cases = sorted(village.cases, key=lambda case: (case.asked, case.number), reverse=True)
    shown = {each.number: each for each in pages.cases}
    answered = [case for case in cases if is_answered(case)]
    waiting = [case for case in cases if not is_answered(case)]
    language = pages.around.language
    counted = (*filter(None, [pages.kept_since]), *_count_cases(language, len(cases), len(answered), len(waiting)))
    frame = pages.frame(
        path,
        title=language.say("{village}提问与答复", village=village.name),
        description=language.say("{village}村民的提问和答复", village=village.name),
    )
    return path, AskView(
        frame=frame,
        sentences=(*counted, *_say_satisfied(language, cases)) if cases else (language.say("还没有人提过问题。"),),
        how=_how_to_ask(pages),
        open_cases=tuple(_view_case(pages, case, shown[case.number]) for case in reversed(waiting)),
        answered=tuple(_view_case(pages, case, shown[case.number]) for case in answered),
        absent=tuple(_say_absent(language, each) for each in pages.cases if each.case is None),
    )


def _say_absent(language: Language, shown: ShownCase) -> str:
    """What became of a question that stood here, or is to stand here."""
    if shown.day is None:
        return language.say("{number}号问题的资料正在核对，过几天再看。", number=shown.number)
    day, reason = language.day(shown.day), shown.reason
    return language.say("{number}号问题{day}撤下了：{reason}", number=shown.number, day=day, reason=reason)


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


def _view_case(pages: VillagePages, case: Case, shown: ShownCase) -> CaseView:
    kept = pages.around.language.say(KEPT) if shown.state == "kept" else ""
    item = pages.around.catalogue.by_number(case.item) if case.item else None
    return CaseView(
        anchor=f"q{case.number}",
        number=case.number,
        question=case.question,
        state=kept + _say_state(pages, case, shown.unheard),
        steps=_view_way(pages, case, shown.amended),
        satisfied=pages.label(case.satisfied) if case.satisfied else "",
        about=Anchor(pages.href(item.number), pages.label(item.plain)) if item and pages.of_item(item.number) else None,
    )


def _say_state(pages: VillagePages, case: Case, unheard: date | None) -> str:
    answer, around = case.step("答复"), pages.around
    language = around.language
    if answer is not None:
        mended = case.step("整改") is not None and case.step("完善") is None
        said = language.say("{day}答复了", day=language.day(answer.day))
        said += language.say("（{day}公布的时候，这里还没有这个答复）", day=language.day(unheard)) if unheard else ""
        return said + language.say("，还在改") if mended else said
    due = answer_by(case, around.preset, around.holidays)
    asked, by = language.day(case.asked), language.day_near(due, case.asked)
    said = language.say("还没有答复，{asked}提出，应在{due}前答复", asked=asked, due=by)
    return said + language.say("，已经过了期限") if due < around.today else said


STEP_NAMES: Mapping[str, str] = {"检视": "检视（看改得怎么样）", "完善": "完善（把规矩补上）"}
"""What the chain 发现—整改—检视—完善 means, where it stands."""


def _view_way(pages: VillagePages, case: Case, amended: Iterable[Amended]) -> tuple[StepView, ...]:
    """All steps from the question on, with what was published and is another since, those still to come at the end with
    their last day."""
    language = pages.around.language
    left = list(amended)
    done = []
    for step in case.steps:
        own = [each for each in left if each.step and (each.step.step, each.step.day) == (step.step, step.day)]
        left = [each for each in left if each not in own]
        view = _view_step(pages, step)
        done.append(replace(view, words=(*view.words, *(say_amended(language, each.differences) for each in own))))
    done += [
        StepView(language.label(MENDED), language.day(each.day), (say_amended(language, each.differences),))
        for each in left
    ]
    return (StepView(language.say("提出"), language.day(case.asked)), *done, *_coming(pages, case))


def say_amended(language: Language, differences: Iterable[Difference]) -> str:
    """What was published and what it is now, all of it in one line."""
    return language.join("；", (_say_one(language, each) for each in differences))


def _say_one(language: Language, difference: Difference) -> str:
    what = language.label(difference.name)
    if difference.part == "day":
        what = language.say("{step}的日期", step=what)
    elif difference.part == "proof":
        what = language.say("{step}的佐证", step=what)
    before, after = (_say_text(language, text) for text in (difference.before, difference.after))
    return language.say("{what}原来{before}，改成{after}", what=what, before=before, after=after)


def _say_text(language: Language, text: str) -> str:
    if not text:
        return language.say("没有")
    return language.day(date.fromisoformat(text)) if _DAY.fullmatch(text) else f"“{text}”"


def _view_step(pages: VillagePages, step: CaseStep) -> StepView:
    language, file = pages.around.language, step.proof_file
    shown = (Anchor(pages.files[file], language.say("看佐证")),) if file in pages.files else ()
    said = language.say("佐证：{proof}", proof=step.proof) if step.proof and not file else ""
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
