"""``阈值.yaml`` of the private root, and 阈值 of ``sitegen.yaml`` below it: a county's own limits, overall, for a township,
for a village; rules switched off."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, error, with_excerpts
from sitegen.load.reading import Reader
from sitegen.model.ledger import Value
from sitegen.source import Entries, Scalar, load_document, nearest
from sitegen.supervise.handling import LIMITS
from sitegen.supervise.rules import Limit, Rule

FILE = "阈值.yaml"
SETTINGS, KEY = "sitegen.yaml", "阈值"
_DIGITS = {"县": 6, "乡镇": 9, "村": 12}
_LEVELS = ("县", "乡镇", "村")


class Thresholds(Struct, frozen=True):
    """What a county set: values by rule key, limit name and region code (empty: everywhere), and rules it switched off."""

    values: Mapping[tuple[str, str, str], Value]
    off: Mapping[str, str]
    """Reason by rule key."""

    def of(self, rule: Rule, limit: Limit, village: str) -> Value:
        """The value that holds in a village: its own, its township's, its county's, the one for all, the rule's."""
        for code in (village, village[:9], village[:6], ""):
            if (rule.key, limit.name, code) in self.values:
                return self.values[rule.key, limit.name, code]
        return limit.value


NOTHING = Thresholds({}, {})


def load_thresholds(
    data: bytes, rules: tuple[Rule, ...], regions: frozenset[str] = frozenset()
) -> tuple[Thresholds, tuple[Diagnostic, ...]]:
    """``规则名: {限额名: 值, 县|乡镇|村: {代码: {…}}, 关: 原因}``; unknown names and codes are reported with the nearest.

    ``regions`` are the codes there are, of counties, townships and villages; without them no code is doubted.
    """
    document, problems = load_document(FILE, data)
    reader = Reader(FILE, list(problems))
    thresholds = _load(reader, reader.entries(document.root, FILE), rules, regions, ("格式", "办理时限"))
    return thresholds, with_excerpts(reader.found, FILE, document.text)


def load_public_thresholds(
    data: bytes, rules: tuple[Rule, ...], regions: frozenset[str] = frozenset()
) -> tuple[Thresholds, tuple[Diagnostic, ...]]:
    """The same under 阈值 of ``sitegen.yaml``; what else is wrong with that file is said where it is loaded."""
    document, _ = load_document(SETTINGS, data)
    reader = Reader(SETTINGS)
    written = document.root.get(KEY) if isinstance(document.root, Entries) else None
    thresholds = _load(reader, reader.entries(written, KEY), rules, regions, ())
    return thresholds, with_excerpts(reader.found, SETTINGS, document.text)


def laid_over(upper: Thresholds, lower: Thresholds) -> Thresholds:
    """Both, what the upper one says first."""
    return Thresholds({**lower.values, **upper.values}, {**lower.off, **upper.off})


def _load(
    reader: Reader, entries: Entries, rules: tuple[Rule, ...], regions: frozenset[str], beside: tuple[str, ...]
) -> Thresholds:
    known = {name: rule for rule in rules for name in (rule.name, rule.key)}
    values: dict[tuple[str, str, str], Value] = {}
    off: dict[str, str] = {}
    for key, node in entries.pairs:
        rule = known.get(key.text)
        if key.text in beside:
            if key.text == "办理时限":
                _check_steps(reader, reader.entries(node, key.text))
            continue
        if rule is None:
            near = nearest(key.text, known)
            reader.report(error("KEY-RULE", reader.place(key), rule=key.text, nearest=near))
            continue
        own = reader.entries(node, key.text)
        if reason := reader.text(own.get("关"), "关"):
            off[rule.key] = reason
        values |= _load_values(reader, rule, own, "")
        for level in _LEVELS:
            for code, below in reader.entries(own.get(level), level).pairs:
                _check_code(reader, level, code, regions)
                values |= _load_values(reader, rule, reader.entries(below, code.text), code.text)
    return Thresholds(values, off)


def _check_code(reader: Reader, level: str, code: Scalar, regions: frozenset[str]) -> None:
    """A code that no place has would hold nowhere, silently."""
    known = sorted(each for each in regions if len(each) == _DIGITS[level])
    if regions and code.text not in known:
        near = nearest(code.text, known)
        reader.report(
            error("KEY-CHOICE", reader.place(code), text=code.text, nearest=near, known="、".join(known[:20]))
        )


def _check_steps(reader: Reader, entries: Entries) -> None:
    reader.check_keys(entries, tuple(LIMITS), "办理时限")
    for key, node in entries.pairs:
        reader.value(node, "count", key.text)


def _load_values(reader: Reader, rule: Rule, entries: Entries, code: str) -> dict[tuple[str, str, str], Value]:
    names = {limit.says: limit for limit in rule.limits}
    reader.check_keys(entries, (*names, *(() if code else (*_LEVELS, "关"))), rule.name)
    values: dict[tuple[str, str, str], Value] = {}
    for key, node in entries.pairs:
        limit = names.get(key.text)
        value = reader.value(node, limit.kind, key.text) if limit else None
        if limit and value is not None:
            values[rule.key, limit.name, code] = value
    return values
