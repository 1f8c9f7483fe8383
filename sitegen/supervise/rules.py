"""Rules as data: one SQL file each, whose leading comment says in YAML what it looks for; see docs/supervision.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Literal, TypeVar

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place, error, with_excerpts
from sitegen.load.reading import Reader
from sitegen.model.catalogue import Kind
from sitegen.model.ledger import Value
from sitegen.source import Entries, load_document, nearest, place_of

Word = TypeVar("Word", bound=str)

Level = Literal["first", "doubt", "hint"]
"""重点疑点 (look here first), 疑点, 提示. A finding is never more than a doubt."""
LEVEL_WORDS: Mapping[str, Level] = {"重点疑点": "first", "疑点": "doubt", "提示": "hint"}
GRAVEST_FIRST: tuple[Level, ...] = ("first", "doubt", "hint")
LEVELS: Mapping[Level, str] = {level: word for word, level in LEVEL_WORDS.items()}

Reach = Literal["own", "cross", "outside", "results"]
"""One village's ledger; other villages'; lists from outside; the results of this run and what became of earlier ones."""
REACH_WORDS: Mapping[str, Reach] = {"本村": "own", "跨村": "cross", "名单": "outside", "结果": "results"}

LIMIT_WORDS: Mapping[str, Kind] = {"金额": "money", "天": "count", "个数": "count", "比例": "share", "数": "number"}


class Limit(Struct, frozen=True):
    """A threshold: its SQL name, what it is called, its kind, and its default (fen, whole numbers or a share in per cent)."""

    name: str
    says: str
    word: str
    value: Value

    @property
    def kind(self) -> Kind:
        """How it is read."""
        return LIMIT_WORDS[self.word]


class Rule(Struct, frozen=True):
    """One question to the ledgers: a SELECT whose rows are findings, and everything a reader must be told of it."""

    key: str
    name: str
    group: str
    level: Level
    reach: Reach
    needs: tuple[str, ...]
    """What a village must have, or it is not asked: a column, as ``projects.party``, or a published item, as ``201``;
    of several with ``|`` between them one is enough."""
    partly: Mapping[str, str]
    """Columns without which the rule looks at less: what it does not look at then, by column."""
    lists: tuple[str, ...]
    """Outside lists without which the rule is switched off."""
    limits: tuple[Limit, ...]
    basis: str
    subject: tuple[str, ...]
    """Result columns that say, with the village, what the finding is about: its identity across runs."""
    sentence: str
    compared: str
    caution: str
    clears: str
    visit: str
    neutral: str
    """What may be said of it in public, once it is verified and a person releases it; empty: somebody must find the words."""
    for_people: bool
    """Whether it finds what villagers are owed and have not got."""
    sql: str
    file: str
    line: int
    """Line of the file on which the SELECT begins."""


_REQUIRED = ("名称", "组", "级别", "范围", "依据", "对象", "句", "比了什么", "谨慎", "怎样算清楚", "去看什么")
_KEYS = (*_REQUIRED, "需要", "少了只查一部分", "名单", "阈值", "公开说", "替群众")
_HEAD = re.compile(r"/\*\n(.*?)\*/", re.DOTALL)
_CLOCK = re.compile(
    r"\b(current_date|current_time|current_timestamp|localtime|localtimestamp|get_current_\w+\s*\(|transaction_timestamp\s*\("
    r"|now\s*\(|today\s*\(|random\s*\(|\w*uuid\w*\s*\()",
    re.IGNORECASE,
)


def load_rules(files: Mapping[str, bytes]) -> tuple[tuple[Rule, ...], tuple[Diagnostic, ...]]:
    """All rules by key; one that cannot be read is reported and left out."""
    rules: list[Rule] = []
    found: list[Diagnostic] = []
    for name, data in sorted(files.items()):
        rule, problems = load_rule(name, data)
        found += problems
        rules += [rule] if rule else []
    return tuple(rules), tuple(found)


def load_rule(name: str, data: bytes) -> tuple[Rule | None, tuple[Diagnostic, ...]]:
    """One rule file ``<key>.sql``, with the folder it is known by."""
    text = data.decode("utf-8", "replace")
    head = _HEAD.match(text)
    if head is None:
        return None, (error("CAT-RULE", Place(name)),)
    sql = text[head.end() :].strip()
    line = text.count("\n", 0, text.index(sql, head.end())) + 1
    if clock := _CLOCK.search(sql):
        return None, (error("CAT-CLOCK", Place(name), word=clock[1].strip(" (")),)
    document, problems = load_document(name, ("\n" + head[1]).encode())
    reader = Reader(name, list(problems))
    entries = reader.entries(document.root, "规则")
    reader.check_keys(entries, _KEYS, "规则的抬头", required=_REQUIRED)
    rule = _to_rule(reader, entries, name, (sql, line))
    found = with_excerpts(reader.found, name, document.text)
    return (None if found else rule), found


def _to_rule(reader: Reader, entries: Entries, name: str, select: tuple[str, int]) -> Rule:
    def text(key: str) -> str:
        return reader.text(entries.get(key), key)

    def listed(key: str) -> tuple[str, ...]:
        return tuple(reader.text(each, key) for each in reader.items(entries.get(key), key))

    return Rule(
        key=PurePosixPath(name).stem,
        name=text("名称"),
        group=text("组"),
        level=_word(reader, entries, "级别", LEVEL_WORDS, "doubt"),
        reach=_word(reader, entries, "范围", REACH_WORDS, "own"),
        needs=listed("需要"),
        partly={
            key.text: reader.text(node, key.text)
            for key, node in reader.entries(entries.get("少了只查一部分"), "少了只查一部分").pairs
        },
        lists=listed("名单"),
        limits=_load_limits(reader, entries),
        basis=text("依据"),
        subject=listed("对象"),
        sentence=text("句"),
        compared=text("比了什么"),
        caution=text("谨慎"),
        clears=text("怎样算清楚"),
        visit=text("去看什么"),
        neutral=text("公开说"),
        for_people=reader.value(entries.get("替群众"), "yesno", "替群众") is True,
        sql=select[0],
        file=name,
        line=select[1],
    )


def _word(reader: Reader, entries: Entries, key: str, words: Mapping[str, Word], otherwise: Word) -> Word:
    written = reader.text(entries.get(key), key)
    if written and written not in words:
        reader.report(_no_choice(place_of(reader.file, entries.get(key) or entries), written, words))
    return words.get(written, otherwise)


def _no_choice(place: Place, text: str, known: Iterable[str]) -> Diagnostic:
    listed = tuple(known)
    return error("KEY-CHOICE", place, text=text, nearest=nearest(text, listed), known="、".join(listed))


def _load_limits(reader: Reader, entries: Entries) -> tuple[Limit, ...]:
    limits: list[Limit] = []
    for key, node in reader.entries(entries.get("阈值"), "阈值").pairs:
        own = reader.entries(node, key.text)
        reader.check_keys(own, ("说", "是", "值"), f"阈值“{key.text}”", required=("说", "是", "值"))
        word = reader.text(own.get("是"), "是")
        value = reader.value(own.get("值"), LIMIT_WORDS.get(word, "text"), "值")
        if word not in LIMIT_WORDS:
            reader.report(_no_choice(reader.place(node), word, LIMIT_WORDS))
        elif value is not None:
            limits.append(Limit(key.text, reader.text(own.get("说"), "说"), word, value))
    return tuple(limits)


def with_level(rule: Rule, given: object) -> Level:
    """The level of one row: a rule may lower it with a column ``level``, in Chinese."""
    lowered = LEVEL_WORDS.get(str(given))
    return max((rule.level, lowered or rule.level), key=GRAVEST_FIRST.index)
