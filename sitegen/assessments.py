"""个人信息保护影响评估记录 (个人信息保护法 55、56): one page for each disclosure that names persons, in the private root.

Kept three years by the township; written again only when it says something else. Never part of anything public.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place, warning
from sitegen.disk import write_file
from sitegen.model.catalogue import Column
from sitegen.model.ledger import Village
from sitegen.views.shown import Shown

FOLDER = "个人信息影响评估"
_KEPT_YEARS = 3


class Assessment(Struct, frozen=True):
    """One record: the file's name below the folder, and its text (Markdown)."""

    file: str
    text: str


def derive_assessments(village: Village, shown: tuple[Shown, ...]) -> tuple[Assessment, ...]:
    """A record for each item and period of which the web shows names of natural persons, masked or whole, that day."""
    return tuple(_assess(village, each) for each in shown if _columns_shown(each))


def _columns_shown(shown: Shown) -> tuple[Column, ...]:
    """Columns with natural persons whose rows are shown."""
    tables = {
        (table.name, column.name)
        for part in shown.parts
        for table in part.body.tables
        if table.rows
        for column in table.columns
    }
    return tuple(
        column
        for form in shown.item.tables
        for column in form.columns
        if column.kind == "person" and (form.name, column.name) in tables
    )


def _assess(village: Village, shown: Shown) -> Assessment:
    name = f"{village.name}-{shown.item.name}-{shown.period.code}.md"
    return Assessment(name, "\n".join(_lines(village, shown)) + "\n")


def _lines(village: Village, shown: Shown) -> Iterator[str]:
    item, columns = shown.item, _columns_shown(shown)
    until = max((part.posted_until for part in shown.parts), default="")
    posted = min((part.posted for part in shown.parts if part.posted), default="")
    laws = "、".join(f"{law.name}{law.article}" for law in item.laws)
    deciders = "；".join(
        f"{review.reviewer} {review.day} {'同意' if review.agreed else '有异议'}"
        for part in shown.parts
        for review in part.reviews
    )
    yield f"# 个人信息保护影响评估记录：{village.name} {item.name} {shown.period.label}"
    yield ""
    yield "依据《中华人民共和国个人信息保护法》第五十五条第三项（公开个人信息）、第五十六条。"
    yield ""
    yield f"- 处理目的：村务公开，{item.promise or item.explanation}"
    yield f"- 法律依据：{laws}"
    yield "- 必要性：只列核对这一项要用的栏目；身份证、银行卡、电话、住址任何地方都不写"
    yield f"- 公开的个人信息：{'、'.join(dict.fromkeys(column.name for column in columns))}"
    yield f"- 怎么显示：{'；'.join(_ways(columns))}"
    yield f"- 涉及人数：{_people(shown)}"
    yield "- 对个人的影响和风险：同村人可能认出本人；可能被用来冒充村干部打电话行骗"
    yield f"- 保护措施：{_measures(columns)}"
    yield f"- 公开期限：{posted}起{f'，{until}以后网上撤下姓名' if any(c.names_until_end for c in columns) else ''}"
    yield f"- 谁决定公开：{deciders or '（账本里没有审核记录）'}"
    yield f"- 保存期限：{_keep_until(until or posted)}（至少三年）"


def _ways(columns: tuple[Column, ...]) -> Iterator[str]:
    words = {"masked": "姓＋*＋末字", "full": "全名（履行职务）"}
    yield from dict.fromkeys(f"{column.name}：{words.get(column.web, column.web)}" for column in columns)


def _people(shown: Shown) -> int:
    """Rows of tables with names: at most so many persons."""
    named = {form.name for form in shown.item.tables if any(column.kind == "person" for column in form.columns)}
    return sum(len(table.rows) for part in shown.parts for table in part.body.tables if table.name in named)


def _measures(columns: tuple[Column, ...]) -> str:
    masked = any(column.web == "masked" for column in columns)
    limited = any(column.names_until_end for column in columns)
    said = (
        "姓名遮去中间的字" if masked else "",
        "页面不让搜索引擎收录" if masked else "",
        "期满自动变合计" if limited else "",
    )
    return "、".join(filter(None, (*said, "每个文件公布前查一遍个人信息")))


def _keep_until(day: str) -> str:
    if not day:
        return "公布之日起三年"
    last = date.fromisoformat(day)
    return f"到{last.year + _KEPT_YEARS}年{last.month}月{last.day}日"


def write_assessments(private: Path, assessments: tuple[Assessment, ...]) -> int:
    """Write those that are new or say something else; how many. Nothing is ever removed here."""
    written = 0
    for each in assessments:
        path = private / FOLDER / each.file
        if not path.exists() or path.read_text(encoding="utf-8") != each.text:
            write_file(path, each.text.encode())
            written += 1
    return written


def check_assessed(assessments: tuple[Assessment, ...], private: Path | None) -> tuple[Diagnostic, ...]:
    """A warning when persons are named and there is no place for the records."""
    if private is not None or not assessments:
        return ()
    return (warning("PII-RECORD", Place("sitegen.yaml")),)
