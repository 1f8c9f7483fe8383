"""What a rule found, as values: a doubt or a hint about one subject of one village, with the rows that were compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Any

from msgspec import Struct

from sitegen import codes
from sitegen.diagnostics import Diagnostic
from sitegen.model.money import plain_money
from sitegen.model.period import from_code
from sitegen.model.plain import to_plain
from sitegen.supervise.rules import Level, Rule, with_level

ID_SIGNS = 8
"""Signs of a finding's number: 40 bits, so that among 100,000 findings two alike are rarer than one in two hundred."""


class Piece(Struct, frozen=True):
    """One row that was compared: where it stands, its day, what it says, its amount in fen."""

    file: str
    line: int
    cell: str
    day: date | None
    what: str
    amount: int | None


class Finding(Struct, frozen=True):
    """One doubt or hint. ``number`` follows from rule, village and subject alone and stays the same across runs."""

    number: str
    rule: str
    village: str
    subject: tuple[str, ...]
    level: Level
    sentence: str
    file: str
    line: int
    cell: str
    pieces: tuple[Piece, ...]
    amount: int | None
    """Fen the finding is about, where the rule gives a column ``amount``."""
    neutral: str
    """The rule's neutral sentence for the public; empty where it has none."""
    people: tuple[str, ...]
    """Persons and parties the finding speaks of (columns ``person``, ``party``): never to be named in public."""
    path: str
    """The public page below the village's: ``021/2026q3/`` or ``141/7/``; empty where the rule does not say."""


class Outcome(Struct, frozen=True):
    """What one rule did: its findings, why it is off altogether, and the villages it could not ask, by reason."""

    rule: Rule
    findings: tuple[Finding, ...]
    off: str
    asked: int
    unasked: tuple[tuple[str, tuple[str, ...]], ...]
    """Reason and codes of villages."""
    problem: Diagnostic | None = None
    """What is wrong with the rule itself."""
    count: int = 0
    """How many were found; more than ``findings`` where only some of each village were taken out."""

    @property
    def cut(self) -> bool:
        """Whether there are more than are listed: of one that is missing nothing can be said."""
        return self.count > len(self.findings)


def to_findings(
    rule: Rule, rows: Iterable[Mapping[str, Any]], limits: Mapping[str, Mapping[str, object]]
) -> tuple[Finding, ...]:
    """Rows of a rule's SELECT as findings, one a subject; ``limits`` are the thresholds of each village, for sentences."""
    found: dict[str, Finding] = {}
    for row in rows:
        finding = _to_finding(rule, row, limits.get(str(row["village"]), {}))
        found.setdefault(finding.number, finding)
    return tuple(sorted(found.values(), key=lambda each: (each.village, each.file, each.line, each.number)))


def to_number(rule: str, village: str, subject: Iterable[str]) -> str:
    """The finding's number: eight signs over rule, village and subject."""
    return codes.short_code(codes.to_canonical([rule, village, list(subject)]), ID_SIGNS)


def _to_finding(rule: Rule, row: Mapping[str, Any], limits: Mapping[str, object]) -> Finding:
    village = str(row["village"])
    subject = tuple(_plain(row[name]) for name in rule.subject)
    amount = row.get("amount")
    file, line = str(row["file"] or ""), int(row["line"] or 0)
    pieces = tuple(_to_piece(each) for each in row.get("pieces") or ())
    own = (piece.cell for piece in pieces if piece.cell and (piece.file, piece.line) == (file, line))
    return Finding(
        number=to_number(rule.key, village, subject),
        rule=rule.key,
        village=village,
        subject=subject,
        level=with_level(rule, row.get("level")),
        sentence=fill(rule.sentence, {**limits, **row}),
        file=file,
        line=line,
        cell=str(row.get("cell") or next(own, "")),
        pieces=pieces,
        amount=int(amount) if amount is not None else None,
        neutral=fill(rule.neutral, {**limits, **row}),
        people=tuple(str(row[name]) for name in ("person", "party") if row.get(name)),
        path=_path_of(row),
    )


_SHARES = re.compile(r"(?<=\d)(?:\.0{4}|(?<=\.\d)0{3}|(?<=\.\d\d)00|(?<=\.\d\d\d)0)(?!\d)")
"""What follows the last figure of a number with four places, as the database writes shares and areas: 2.5000 → 2.5."""
REGISTERS = {"资产": "101", "资源": "131", "资产合同": "111", "资源合同": "141", "项目": "211"}
"""Items whose records have pages of their own, by what a reference calls them; they need no review."""


def _path_of(row: Mapping[str, Any]) -> str:
    """From the columns ``item`` and ``period``, or ``ref`` (资源合同/7)."""
    register, _, number = str(row.get("ref") or "").partition("/")
    if register in REGISTERS and number:
        return f"{REGISTERS[register]}/{number}/"
    item, period = row.get("item"), row.get("period")
    return f"{item}/{period}/" if item and period else f"{item}/" if item else ""


def _to_piece(given: Mapping[str, Any]) -> Piece:
    amount = given["amount"]
    return Piece(
        str(given["file"] or ""), int(given["line"] or 0), str(given["cell"] or ""), given["day"],
        _SHARES.sub("", str(given["what"] or "")), int(amount) if amount is not None else None,
    )  # fmt: skip


def fill(template: str, values: Mapping[str, object]) -> str:
    """A sentence: ``{name}`` as it is said, ``{name:元}`` as money from fen, ``{name:期}`` a period from its code,
    ``{name:号}`` a record from its reference (资源合同/7: 资源合同7号).

    KeyError for a name there is not.
    """
    pieces: list[str] = []
    for literal, name, form, _ in Formatter().parse(template):
        pieces.append(literal)
        if name is not None:
            pieces.append(_say(values[name], form or ""))
    return "".join(pieces)


def _say(value: object, form: str) -> str:
    if value is None:
        return "（没有写）"
    if form == "元":
        return f"{plain_money(int(str(value)))}元"
    if form == "号":
        register, _, number = str(value).rpartition("/")
        return f"{register}{number}号"
    if form == "期":
        period = from_code(str(value))
        return period.label if period else _plain(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, list):
        return "、".join(_say(each, form) for each in value)
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, float):  # averages of the database; a sentence shows a tenth at most
        return to_plain(Decimal(str(value)).quantize(Decimal("0.1")))
    return to_plain(value if isinstance(value, int | Decimal | date | str | bool) else None)
