"""Every code that can be raised has its words, in both languages, and docs/codes.md says the same."""

from __future__ import annotations

import ast
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.diagnostics import Diagnostic, Message, Place, Wording, error
from sitegen.overlay import read_data
from sitegen.wording import load_wording, to_page

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sitegen"
CODE = re.compile(
    r"(?:SYN|KEY|LIM|ENC|DATE|AMT|CODE|PER|SUM|REF|PII|REV|LATE|COR|LINK|FILE|XLS|CAT|FONT|PDF|FIX|SYS)-[A-Z]+"
)
CHINESE, ENGLISH = (load_wording(read_data(f"messages/{language}.yaml")) for language in ("zh", "en"))
BOTH = pytest.mark.parametrize("wording", [CHINESE, ENGLISH], ids=["zh", "en"])
GRAVEST = ("error", "warning", "info")


@dataclass(frozen=True)
class Call:
    """One place where a code is raised: with what severity and which values, as far as the call itself says so."""

    where: str
    code: str
    severity: str
    values: frozenset[str] | None


def constants(tree: ast.AST) -> list[str]:
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [text for text in texts if CODE.fullmatch(text)]


def as_call(where: str, node: ast.AST) -> Call | None:
    if not isinstance(node, ast.Call) or not node.args:
        return None
    first = node.args[0]
    if not isinstance(first, ast.Constant) or not CODE.fullmatch(str(first.value)):
        return None
    function = ast.unparse(node.func).rpartition(".")[2].strip("_")
    severity = {"refuse": "error", "wrong": "error", "warn": "warning", "Problem": "error"}.get(function, function)
    second = node.args[1] if len(node.args) > 1 else None
    if isinstance(second, ast.Constant) and second.value in GRAVEST:
        severity = str(second.value)
    named = all(keyword.arg for keyword in node.keywords) and function in (*GRAVEST, "refuse", "wrong", "warn")
    values = {str(keyword.arg) for keyword in node.keywords} | ({"text"} if function == "wrong" else set())
    if "source" in Path(where).parts:  # its slips carry their values as pairs
        named = False
    return Call(f"{where}:{node.lineno}", str(first.value), severity, frozenset(values) if named else None)


TREES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))
}
RAISED = {code for tree in TREES.values() for code in constants(tree)}
CALLS = [call for where, tree in TREES.items() for node in ast.walk(tree) if (call := as_call(where, node))]


def names_in(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", template))


def names_of(message: Message) -> set[str]:
    return names_in(message.text) | names_in(message.hint)


def needed(message: Message) -> set[str]:
    """Values without which the sentence has a hole."""
    return names_in(re.sub(r"〔[^〔〕]*\{\w+\}[^〔〕]*〕", "", message.text + message.hint))


def test_what_is_raised_is_a_code() -> None:
    """A word that only looks like one has no sentence, and nobody would see it before a clerk does."""
    calls = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    raising = [each for each in calls if isinstance(each.func, ast.Name) and each.func.id in GRAVEST]
    given = [each.args[0].value for each in raising if isinstance(each.args[0], ast.Constant)]
    assert len(given) > 100
    assert [each for each in given if not CODE.fullmatch(str(each))] == []


@BOTH
def test_every_code_has_words_and_no_words_are_without_a_use(wording: Wording) -> None:
    assert sorted(RAISED - set(wording.messages)) == []
    assert sorted(set(wording.messages) - RAISED) == []


def test_both_languages_say_the_same_of_the_same() -> None:
    assert list(CHINESE.messages) == list(ENGLISH.messages)
    assert set(CHINESE.words) <= set(ENGLISH.words)
    for code, chinese in CHINESE.messages.items():
        english = ENGLISH.messages[code]
        assert chinese.severity == english.severity, code
        assert names_of(chinese) == names_of(english), code
        assert needed(chinese) == needed(english), code
        assert chinese.example == english.example, code


def test_the_severity_is_the_gravest_the_code_is_raised_with() -> None:
    severities: defaultdict[str, set[str]] = defaultdict(set)
    for call in CALLS:
        severities[call.code] |= {call.severity} & set(GRAVEST)
    for code, raised in severities.items():
        if raised:
            assert CHINESE.messages[code].severity == min(raised, key=GRAVEST.index), code


@pytest.mark.parametrize("call", [call for call in CALLS if call.values is not None], ids=lambda call: call.where)
def test_every_call_gives_the_values_its_sentence_needs(call: Call) -> None:
    message = CHINESE.messages[call.code]
    assert call.values is not None
    assert needed(message) - call.values == set()
    assert call.values - names_of(message) == set(), "given, but never shown"


def test_no_sentence_waits_for_a_value_nobody_gives() -> None:
    given: defaultdict[str, set[str]] = defaultdict(set)
    for call in CALLS:
        given[call.code] |= call.values or names_of(CHINESE.messages[call.code])
    for code, message in CHINESE.messages.items():
        assert code not in given or names_of(message) <= given[code], code


@BOTH
def test_every_message_fills(wording: Wording) -> None:
    for code, message in wording.messages.items():
        assert message.explanation, code
        assert message.example, code
        assert names_in(message.explanation) == set(), code
        full = Diagnostic(code, message.severity, Place("x"), tuple((name, "7") for name in names_of(message)))
        bare = Diagnostic(code, message.severity, Place("x"))
        whole = (*said(wording, full), message.sentence, message.cure)
        for text in (*whole, *said(wording, bare)):
            assert not set("{}") & set(text), code
            assert not re.search(r"〔[^0-9]", text), code
        assert not any("  " in text for text in whole), code
        assert message.sentence, code
        assert not message.text.endswith(("。", ".")), code


def said(wording: Wording, diagnostic: Diagnostic) -> tuple[str, str]:
    return wording.to_sentence(diagnostic), wording.to_hint(diagnostic)


def test_optional_parts_of_a_sentence() -> None:
    wording = load_wording("KEY-X:\n  说: 不认识{key}〔，是不是{nearest}〕〔（{a}，{b}）〕\n")
    shown = [wording.to_sentence(error("KEY-X", Place("x"), key="甲", nearest=near, a=1)) for near in ("", "乙")]
    assert shown == ["不认识甲", "不认识甲，是不是乙"]
    assert (
        wording.to_sentence(error("KEY-X", Place("x"), key="{nearest}〔{a}〕", a=1, b=2))
        == "不认识{nearest}〔{a}〕（1，2）"
    )


def test_words_of_the_program_are_said_in_the_language_of_the_reader() -> None:
    diagnostic = error("KEY-TYPE", Place("x"), key="审核", expected="list")
    assert CHINESE.to_sentence(diagnostic) == "“审核”这里的写法不对，应该是一串用“-”开头的行"
    assert ENGLISH.to_sentence(diagnostic) == "“审核” is written in the wrong form; expected: lines beginning with “-”"
    written = error("KEY-DUP", Place("x"), key="list", line=3)
    assert CHINESE.to_sentence(written) == "“list”写了两次，第一次在第 3 行"


@pytest.mark.parametrize(
    "text",
    [
        "KEY-X:\n  级别: 大\n  说: x\n",
        "KEY-X:\n  说: '{a.b}'\n",
        "KEY-X:\n  说: '{a!r}'\n",
        "KEY-X:\n  说: x\n  改发: y\n",
        "KEY-X：1\n",
        "a: {}\n",
        "- a\n",
        "",
    ],
)
def test_a_mistake_in_the_messages_is_ours(text: str) -> None:
    with pytest.raises(ValueError, match="messages"):
        load_wording(text)


def test_the_page_of_codes_is_in_step() -> None:
    page = ROOT / "docs/codes.md"
    expected = to_page(CHINESE)
    if os.environ.get("UPDATE") == "1":
        page.write_text(expected, encoding="utf-8")
    assert page.read_text("utf-8") == expected, "run: UPDATE=1 .venv/bin/python -m pytest tests/test_messages.py"
    assert re.findall(r"^### (.*)$", expected, re.MULTILINE) == list(CHINESE.messages)


def test_a_few_messages_are_found_without_reading_all() -> None:
    for language, whole in (("zh", CHINESE), ("en", ENGLISH)):
        text = read_data(f"messages/{language}.yaml")
        for code, message in whole.messages.items():
            alone = load_wording(text, {code})
            assert (alone.messages, alone.words, alone.language) == ({code: message}, whole.words, whole.language)
