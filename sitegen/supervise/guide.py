"""``docs/supervision-rules.md``: every rule and when it is switched off, every table, every list. Generated, not written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from sitegen.model.money import plain_money
from sitegen.model.plain import to_plain
from sitegen.supervise.lists import ListKind, load_kinds
from sitegen.supervise.rules import LEVELS, REACH_WORDS, Limit, Rule
from sitegen.supervise.schema import TableSpec, load_tables, table

_HEAD = """\
# 监督规则、表和名单

<!-- 由 sitegen/data/rules、sitegen/data/supervise/tables.yaml、sitegen/data/lists 生成，不要手改：
     UPDATE=1 .venv/bin/python -m pytest tests/test_supervise_guide.py -->

{count} 条规则。“怎样才查”一栏：**账本**——平常填的就够；**备查**——账本里多写这几栏（网上、墙上都不出，表样里也不列；
资金收支的这几栏也可以不写，放一份“凭证”名单）；**名单**——要部门名单。
一个村没有写要用的栏，就不查那个村，报告里写明；没有名单，就整条不查，也写明。查出来的都是疑点或提示，要核实。
只对名字、没有号码的，最高只是提示。
"""
_KEPT = "备查"


def to_guide(rules: Iterable[Rule]) -> str:
    """The whole page."""
    listed = sorted(rules, key=lambda rule: (rule.group, rule.key))
    parts = [_HEAD.format(count=len(listed))]
    for group, own in groupby(listed, key=lambda rule: rule.group):
        parts.append(f"## {group}\n\n" + "\n".join(_rule_table(own)) + "\n")
    parts.append("## 规则能问的表\n\n金额是整数分，日期是 DATE，编号是文字。\n")
    parts += [_table(spec) for spec in load_tables()]
    parts.append(
        "## 部门名单\n\n放在内部文件夹的 `名单/`；表 `list_…`。号码、账号在内存里用一次性的密钥算成摘要，不写进任何文件。\n"
    )
    parts += [_list(kind) for kind in load_kinds()]
    return "\n".join(parts)


def _rule_table(rules: Iterable[Rule]) -> Iterator[str]:
    yield "| 规则 | 级别 | 范围 | 怎样才查 | 阈值 | 也可能是 |"
    yield "|---|---|---|---|---|---|"
    reach = {value: word for word, value in REACH_WORDS.items()}
    for rule in rules:
        cells = (
            f"**{rule.name}**<br>`{rule.key}`", LEVELS[rule.level], reach[rule.reach], say_condition(rule),
            "<br>".join(map(say_limit, rule.limits)) or "—", rule.caution,
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def say_condition(rule: Rule) -> str:
    """Under which condition the rule is asked at all."""
    called = {kind.name: kind.called for kind in load_kinds()}
    lacking = [column for need in rule.needs if (column := _lacking(need))]
    if rule.lists:
        return f"名单：{'、'.join(called[name] for name in rule.lists)}"
    if lacking:
        return f"备查：{'、'.join(lacking)}"
    return "账本" if rule.reach != "results" else "这一次的结果和办理记录"


def _lacking(need: str) -> str:
    """The ledger's name of a needed column that is written for checking only; empty where every ledger has it."""
    name, _, column = need.partition(".")
    if not column or "|" in need:
        return ""
    found = next(each for each in table(name).columns if each.name == column)
    return found.ledger[0] if found.says.endswith(_KEPT) else ""


def say_limit(limit: Limit) -> str:
    """``限额：100,000.00元``."""
    unit = {"比例": "%", "天": "天"}.get(limit.word, "")
    value = f"{plain_money(int(str(limit.value)))}元" if limit.word == "金额" else to_plain(limit.value) + unit
    return f"{limit.says}：{value}"


def _table(spec: TableSpec) -> str:
    source = "、".join(f"`{each}`" for each in spec.sources) or "程序算出"
    lines = [
        f"### `{spec.name}`",
        "",
        f"{spec.says}。来自：{source}",
        "",
        "| 栏 | 类型 | 账本里的栏 | 说明 |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{each.name}` | {each.word} | {' '.join(each.ledger)} | {each.says} |" for each in spec.columns]
    return "\n".join(lines) + "\n"


def _list(kind: ListKind) -> str:
    also = f"文件名里也认：{'、'.join(kind.also)}。" if kind.also else ""
    lines = [
        f"### {kind.called} `list_{kind.name}`",
        "",
        f"{kind.says}。{also}",
        "",
        "| 栏 | 类型 | 表头 | 必填 |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{each.name}` | {each.word} | {' '.join(each.heads)} | {'是' if each.required else ''} |"
        for each in kind.columns
    ]
    return "\n".join(lines) + "\n"
