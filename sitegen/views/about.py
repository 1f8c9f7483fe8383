"""Who publishes what under which law, what is masked and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from sitegen.model.catalogue import GROUPS, Column, Item
from sitegen.views.beside import view_laws
from sitegen.views.frame import page_path
from sitegen.views.language import Language
from sitegen.views.pages import AboutItem, AboutView, Anchor, FactView
from sitegen.views.village import VillagePages

FREQUENCY_TEXTS = {"month": "每月", "quarter": "每季", "year": "每年", "event": "有事就公开"}


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
