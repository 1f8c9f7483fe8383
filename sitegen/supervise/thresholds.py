"""``阈值.yaml`` of the private root: a county's own limits, overall, for a township, for a village; rules switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic, error, with_excerpts
from sitegen.load.reading import Reader
from sitegen.model.ledger import Value
from sitegen.source import Entries, load_document, nearest
from sitegen.supervise.rules import Limit, Rule

FILE = "阈值.yaml"
_LEVELS = ("乡镇", "村")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a county set: values by rule key, limit name and region code (empty: everywhere), and rules it switched off."""

    values: Mapping[tuple[str, str, str], Value]
    off: Mapping[str, str]
    """Reason by rule key."""

    def of(self, rule: Rule, limit: Limit, village: str) -> Value:
        """The value that holds in a village: its own, its township's, the county's, the rule's."""
        for code in (village, village[:9], ""):
            if (rule.key, limit.name, code) in self.values:
                return self.values[rule.key, limit.name, code]
        return limit.value


NOTHING = Thresholds({}, {})


def load_thresholds(data: bytes, rules: tuple[Rule, ...]) -> tuple[Thresholds, tuple[Diagnostic, ...]]:
    """``规则名: {限额名: 值, 乡镇: {代码: {…}}, 村: {代码: {…}}, 关: 原因}``; unknown names are reported with the nearest."""
    document, problems = load_document(FILE, data)
    reader = Reader(FILE, list(problems))
    known = {name: rule for rule in rules for name in (rule.name, rule.key)}
    values: dict[tuple[str, str, str], Value] = {}
    off: dict[str, str] = {}
    for key, node in reader.entries(document.root, FILE).pairs:
        rule = known.get(key.text)
        if key.text in ("格式", "办理时限"):
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
                values |= _load_values(reader, rule, reader.entries(below, code.text), code.text)
    return Thresholds(values, off), with_excerpts(reader.found, FILE, document.text)


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
