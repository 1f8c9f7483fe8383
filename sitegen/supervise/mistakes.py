"""What is wrong with a rule's SQL, said with its file, line and cure: the database's English read for what a person can mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Formatter

import duckdb
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.supervise.database import Database, RefusedError
from sitegen.supervise.rules import Rule

GIVEN = ("village", "file", "line", "pieces")
"""Columns every rule's result must have."""
_LINE = re.compile(r"^LINE (\d+): (?P<text>.*)\n(?P<lead> *)(?P<carets>\^+)", re.MULTILINE)
_KINDS = (
    ("table", re.compile(r"Table with name (\S+) does not exist")),
    ("column", re.compile(r'column "([^"]+)" not found|does not have a column named "([^"]+)"')),
    ("function", re.compile(r"Function with name (\S+) does not exist")),
    ("word", re.compile(r'syntax error at or near "([^"]+)"')),
)
_NEAR = re.compile(r'(?:Did you mean|Candidate bindings:) "([^"]+)"')
_QUOTED = re.compile(r"'.*?'")
"""A value of a row, which is nobody's business outside it."""
_REFUSED = re.compile(
    r"disabled by configuration|has been locked|is not in the catalog, but it exists in the \w+ extension"
)


def find_mistake(database: Database, rule: Rule) -> Diagnostic | None:
    """Bind the rule without asking it: what is wrong with it, or None."""
    try:
        columns = database.bind(rule.sql)
    except (RefusedError, duckdb.Error) as problem:
        return to_mistake(rule, problem)
    missing = [name for name in _wanted(rule) if name not in columns]
    if not missing:
        return None
    return _at(rule, "", error("CAT-SQL", Place(rule.file, rule.line), rule=rule.name, result="、".join(missing)))


def _wanted(rule: Rule) -> Iterable[str]:
    limits = {limit.name for limit in rule.limits}
    said = (name for _, name, _, _ in Formatter().parse(rule.sentence + rule.neutral) if name)
    return dict.fromkeys(name for name in (*GIVEN, *rule.subject, *said) if name not in limits)


def to_mistake(rule: Rule, problem: Exception) -> Diagnostic:
    """The database's complaint as a diagnostic of the rule's file."""
    text = str(problem)
    if isinstance(problem, RefusedError) or _REFUSED.search(text):
        return _at(rule, text, error("CAT-SELECT", Place(rule.file, rule.line), rule=rule.name))
    near = found[1] if (found := _NEAR.search(text)) else ""
    for kind, pattern in _KINDS:
        if match := pattern.search(text):
            named = next(filter(None, match.groups()))
            made = error("CAT-SQL", Place(rule.file, rule.line), rule=rule.name, nearest=near, **{kind: named})
            return _at(rule, text, made)
    first = text.partition("\n")[0]
    said = _QUOTED.sub("…", first.partition("Error: ")[2] or first)
    return _at(rule, text, error("CAT-SQL", Place(rule.file, rule.line), rule=rule.name, text=said[:160]))


def to_slow(rule: Rule, seconds: float) -> Diagnostic:
    """A rule that was stopped after so many seconds."""
    made = error("CAT-SLOW", Place(rule.file, rule.line), rule=rule.name, seconds=str(round(seconds)))
    return _at(rule, "", made)


def _at(rule: Rule, text: str, made: Diagnostic) -> Diagnostic:
    """The diagnostic at the signs the database names, else at the whole line."""
    found = _LINE.search(text)
    lines = rule.sql.splitlines()
    number = int(found[1]) if found else 1
    if not 1 <= number <= len(lines):
        return made
    line = lines[number - 1]
    column, end = 1, len(line) + 1
    if found and line == found["text"]:
        column = len(found["lead"]) - len(f"LINE {number}: ") + 1
        end = column + len(found["carets"])
    return replace(made, place=Place(rule.file, rule.line + number - 1, column, end), excerpt=line)
