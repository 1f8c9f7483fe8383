"""Rules against the database: which villages can be asked, what was found, and why the rest was not asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import duckdb
from msgspec import Struct

from sitegen.diagnostics import Diagnostic
from sitegen.model.catalogue import Kind
from sitegen.model.ledger import Value
from sitegen.supervise.database import Database
from sitegen.supervise.findings import Finding, Outcome, to_findings
from sitegen.supervise.lists import FOLDER, load_kinds
from sitegen.supervise.mistakes import find_mistake, to_mistake, to_slow
from sitegen.supervise.rules import GRAVEST_FIRST, Limit, Rule
from sitegen.supervise.schema import SqlType, load_tables, table
from sitegen.supervise.thresholds import Thresholds


class Filled(Struct, frozen=True):
    """Which villages have rows in which table, and in which columns something is written."""

    villages: tuple[str, ...]
    rows: Mapping[str, frozenset[str]]
    """By table, and by the number of an item: villages that published it, 本期无发生 among them."""
    columns: Mapping[str, frozenset[str]]
    names: Mapping[str, str]
    """Items by number."""


def run_rules(
    database: Database, rules: tuple[Rule, ...], thresholds: Thresholds, lists: frozenset[str]
) -> tuple[Outcome, ...]:
    """Every rule's outcome, in the order of the rules; ``lists`` are the outside lists that were given."""
    filled = _look(
        database, {each for rule in rules for need in (*rule.needs, *rule.partly) for each in need.split("|")}
    )
    return tuple(_run_rule(database, rule, thresholds, lists, filled) for rule in rules)


def _run_rule(database: Database, rule: Rule, thresholds: Thresholds, lists: frozenset[str], filled: Filled) -> Outcome:
    if rule.key in thresholds.off:
        return Outcome(rule, (), thresholds.off[rule.key], 0, ())
    database.run(_limits_view(rule, thresholds))
    if mistake := find_mistake(database, rule):
        return _spoilt(rule, mistake)
    if reason := _reason_off(rule, lists):
        return Outcome(rule, (), reason, 0, ())
    asked, unasked = _divide(rule, filled)
    if not asked:
        return Outcome(rule, (), "；".join(reason for reason, _ in unasked) or "没有村", 0, unasked)
    values = {code: _values(rule, thresholds, code) for code in asked}
    try:
        answer = database.ask_some(rule.sql, asked, rule.subject)
        findings = to_findings(rule, answer.rows, values)
    except duckdb.InterruptException:
        return _spoilt(rule, to_slow(rule, database.longest))
    except duckdb.OutOfMemoryException:
        return Outcome(rule, (), "这台机器的内存不够查完，换一台内存大的，或者一个镇一个镇地查", 0, unasked)
    except (duckdb.Error, TypeError, ValueError) as problem:
        return _spoilt(rule, to_mistake(rule, problem))
    count = answer.found if answer.found > len(answer.rows) else len(findings)
    return Outcome(rule, findings, "", len(asked), (*unasked, *_ask_partly(rule, filled, asked)), count=count)


def _spoilt(rule: Rule, mistake: Diagnostic) -> Outcome:
    return Outcome(rule, (), f"规则文件 {rule.file} 写得不对，运行时的提示里有哪一行、怎么改", 0, (), mistake)


def _reason_off(rule: Rule, lists: frozenset[str]) -> str:
    called = {kind.name: kind.called for kind in load_kinds()}
    missing = [called.get(name, name) for name in rule.lists if name not in lists]
    if missing:
        return f"没有“{'、'.join(missing)}”名单，放一份进 {FOLDER}/ 就查"
    known = {f"{spec.name}.{column.name}" for spec in load_tables() for column in spec.columns}
    needs = (each for need in (*rule.needs, *rule.partly) for each in need.split("|"))
    strange = [need for need in needs if need not in known and not need.isdecimal()]
    return f"规则要的栏不存在：{'、'.join(strange)}" if strange else ""


def _look(database: Database, needs: set[str]) -> Filled:
    villages = tuple(str(row["village"]) for row in database.ask("SELECT village FROM villages ORDER BY village"))
    rows: dict[str, frozenset[str]] = {}
    columns: dict[str, frozenset[str]] = {}
    known = {spec.name: {column.name for column in spec.columns} for spec in load_tables()}
    for number in sorted(need for need in needs if need.isdecimal()):
        answer = database.ask(f"SELECT DISTINCT village FROM disclosures WHERE item = '{number}' AND NOT draft")
        rows[number] = frozenset(str(row["village"]) for row in answer)
    for name in sorted({need.partition(".")[0] for need in needs} & set(known)):
        wanted = sorted({need.partition(".")[2] for need in needs if need.startswith(f"{name}.")} & known[name])
        counts = "".join(f', count("{column}") AS "{column}"' for column in wanted)
        answer = database.ask(f'SELECT village AS ":village"{counts} FROM {name} GROUP BY village')
        rows[name] = frozenset(str(row[":village"]) for row in answer)
        for column in wanted:
            columns[f"{name}.{column}"] = frozenset(str(row[":village"]) for row in answer if row[column])
    names = {str(row["item"]): str(row["name"]) for row in database.ask("SELECT item, name FROM items")}
    return Filled(villages, rows, columns, names)


def _divide(rule: Rule, filled: Filled) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """The villages that have all the rule needs, and the others by what they lack."""
    asked: list[str] = []
    lacking: dict[str, list[str]] = {}
    for village in filled.villages:
        reason = _lacks(rule, filled, village)
        if reason:
            lacking.setdefault(reason, []).append(village)
        else:
            asked.append(village)
    return tuple(asked), tuple((reason, tuple(codes)) for reason, codes in sorted(lacking.items()))


def _ask_partly(rule: Rule, filled: Filled, asked: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What was not looked at in villages that were asked, and in which."""
    lacking = (
        (
            f"{_say_missing([need])}，没有看{said}",
            tuple(each for each in asked if not _is_filled(filled, each, need)),
        )
        for need, said in rule.partly.items()
    )
    return tuple((reason, codes) for reason, codes in lacking if codes)


def _lacks(rule: Rule, filled: Filled, village: str) -> str:
    for need in rule.needs:
        tables = [each.partition(".")[0] for each in need.split("|")]
        if not any(village in filled.rows[name] for name in tables):
            return f"账本里没有{'、'.join(_say_table(filled, name) for name in tables)}"
    missing = [need for need in rule.needs if not any(_is_filled(filled, village, each) for each in need.split("|"))]
    if not missing:
        return ""
    return _say_missing(missing)


def _say_missing(needs: Iterable[str]) -> str:
    missing = list(needs)
    listed = {f"cash_rows.{column.name}" for kind in load_kinds() if kind.name == "vouchers" for column in kind.columns}
    otherwise = "，也没有“凭证”名单" if set(missing) & listed else ""
    return f"账本里没有写“{'、'.join(map(_say_column, missing))}”{otherwise}"


def _is_filled(filled: Filled, village: str, need: str) -> bool:
    return village in (filled.columns[need] if "." in need else filled.rows[need])


def _say_table(filled: Filled, name: str) -> str:
    return filled.names.get(name) or table(name).says.partition("；")[0]


def _say_column(need: str) -> str:
    """``决策日期``; of several that would do, each once: ``决策日期或会议日期``."""
    wanted = [each.split(".") for each in need.split("|")]
    found = (column for name, key in wanted for column in table(name).columns if column.name == key)
    return "或".join(dict.fromkeys(column.ledger[0] if column.ledger else column.says for column in found))


def _values(rule: Rule, thresholds: Thresholds, village: str) -> dict[str, object]:
    return {limit.name: thresholds.of(rule, limit, village) for limit in rule.limits}


def _limits_view(rule: Rule, thresholds: Thresholds) -> str:
    """``limits``: one row a village with the thresholds that hold there."""
    columns = "".join(f', {_case(rule, limit, thresholds)} AS "{limit.name}"' for limit in rule.limits)
    return f"CREATE OR REPLACE TEMP VIEW limits AS SELECT village{columns} FROM villages"


def _case(rule: Rule, limit: Limit, thresholds: Thresholds) -> str:
    own = {
        code: value for (key, name, code), value in thresholds.values.items() if (key, name) == (rule.key, limit.name)
    }
    default = _literal(limit, own.get("", limit.value))
    whens = [
        f"WHEN village LIKE '{code}%' THEN {_literal(limit, value)}"
        for code, value in sorted(own.items(), key=lambda pair: -len(pair[0]))
        if code.isdigit()
    ]
    return f"CASE {' '.join(whens)} ELSE {default} END" if whens else default


_SQL: Mapping[Kind, str] = {"money": "BIGINT", "count": "INTEGER", "share": "DECIMAL(18,4)", "number": "DECIMAL(18,4)"}


def _literal(limit: Limit, value: Value) -> str:
    """A threshold in SQL; days are INTEGER, so that they can be added to a date."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"a threshold is a number, not {value!r}")
    return f"{value}::{_SQL[limit.kind]}"


FOUND: tuple[tuple[str, SqlType], ...] = (
    ("village", "VARCHAR"), ("number", "VARCHAR"), ("rule", "VARCHAR"), ("rule_name", "VARCHAR"), ("level", "VARCHAR"),
    ("sentence", "VARCHAR"), ("file", "VARCHAR"), ("line", "BIGINT"), ("state", "VARCHAR"), ("closed", "BOOLEAN"),
    ("closed_on", "DATE"), ("due", "DATE"),
)  # fmt: skip
"""What rules about results may ask: the table ``found``, one row a finding of this run with what became of it."""


def all_findings(outcomes: Iterable[Outcome]) -> tuple[Finding, ...]:
    """The findings of all rules, gravest first, then by village."""
    found = [finding for outcome in outcomes for finding in outcome.findings]
    return tuple(
        sorted(found, key=lambda each: (GRAVEST_FIRST.index(each.level), each.village, each.rule, each.number))
    )
