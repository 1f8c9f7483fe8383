"""Each kind of slip in each kind of place: named once, under one of its codes, where decision 143 says.

A place is a name and its value in a file; a kind makes of its line a wrong one. ``⟦`` stands where the slip is pointed at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from sitegen.load.files import list_villages, read_county, read_village
from sitegen.model.site import Parts
from sitegen.shared import load_site
from sitegen.village import load_checked
from tests.test_carets import ASSETS, CASES, PROFILE, QUARTER, YEAR, county
from tests.worlds import TODAY


class Line(NamedTuple):
    """A line in three pieces: before its name, the name, the value without quotes, and what is behind that."""

    before: str
    name: str
    value: str
    behind: str = ""

    @property
    def text(self) -> str:
        return f"{self.before}{self.name}: {self.value}{self.behind}"

    @property
    def inside(self) -> bool:
        """Whether it is one of several in braces."""
        return "{" in self.before

    @property
    def head(self) -> str:
        """Everything before the value."""
        return f"{self.before}{self.name}: "


PLACES = {
    "outermost": (QUARTER, Line("", "公开日期", "2026-10-12")),
    "under a name": (QUARTER, Line("  ", "期末余额", "4400.00")),
    "first in braces": (QUARTER, Line("    - {", "日期", "7月3日", ", 凭证号: 记-001, ")),
    "within braces": (
        QUARTER,
        Line("    - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, ", "摘要", "东塘承包费", ", "),
    ),
    "first of an item": (YEAR, Line("    - ", "编号", "1")),
    "in an item": (YEAR, Line("      ", "意见", "路太窄")),
    "first of a record": (ASSETS, Line("- ", "编号", "2")),
    "in a record": (ASSETS, Line("  ", "规格", "5吨")),
    "in a question": (CASES, Line("  ", "问题", "路灯什么时候修？")),
    "last in braces": (CASES, Line("    - {步骤: 答复, 日期: 2025-10-11, ", "内容", "修好了", "}")),
    "first of a step": (CASES, Line("    - ", "步骤", "受理")),
    "of a village": (PROFILE, Line("", "户数", "287")),
    "of an account": (PROFILE, Line("  - {编号: 1, ", "名称", "村委会", "}")),
    "of a review": (QUARTER, Line("  - ", "村务监督委员会", "2026-10-10 同意")),
}
BLOCK = [name for name, (_, line) in PLACES.items() if not line.inside]
BRACES = [name for name, (_, line) in PLACES.items() if line.inside]
DASHED = [name for name in BLOCK if PLACES[name][1].before.endswith("- ")]
BETWEEN = [name for name in BLOCK if name not in DASHED]
LISTED = [name for name in DASHED if name != "of a review"]
"""Whose fellows stand beside it."""
Kind = tuple[str, Callable[[Line], str], list[str]]


def instead_of_colon(sign: str) -> Callable[[Line], str]:
    return lambda line: f"{line.before}{line.name}⟦{sign}{line.value}{line.behind}"


def before_value(sign: str) -> Callable[[Line], str]:
    return lambda line: f"{line.head}⟦{sign}{line.value}{line.behind}"


def before_name(sign: str) -> Callable[[Line], str]:
    return lambda line: f"{line.before}⟦{sign}{line.name}: {line.value}{line.behind}"


def in_name(sign: str) -> Callable[[Line], str]:
    return lambda line: f"{line.before}{line.name[0]}⟦{sign}{line.name[1:]}: {line.value}{line.behind}"


def in_value(sign: str) -> Callable[[Line], str]:
    return lambda line: f"{line.head}{line.value[:1]}⟦{sign}{line.value[1:]}{line.behind}"


def with_dash(dash: str) -> Callable[[Line], str]:
    return lambda line: f"{line.before[:-2]}⟦{dash}{line.name}: {line.value}"


def indented(blanks: str) -> Callable[[Line], str]:
    return lambda line: f"⟦{blanks}{line.text.lstrip()}"


KINDS: dict[str, Kind] = {
    "Chinese colon": ("SYN-FWCOLON", instead_of_colon("："), [*PLACES]),
    "small colon": ("SYN-FWCOLON SYN-KEY", instead_of_colon("﹕"), [*PLACES]),
    "colon without a blank": ("SYN-COLON", instead_of_colon(":"), [*PLACES]),
    "colon with a wide blank": ("SYN-COLON", instead_of_colon(":\u3000"), [*PLACES]),
    "blank before the colon instead": (
        "SYN-COLON",
        lambda line: f"{line.before}{line.name} ⟦:{line.value}{line.behind}",
        [*PLACES],
    ),
    "no colon": ("SYN-KEY", instead_of_colon(" "), [*PLACES]),
    "nothing between name and value": ("SYN-KEY", instead_of_colon(""), [*PLACES]),
    **{f"{sign} for a colon": ("SYN-KEY", instead_of_colon(f"{sign} "), [*PLACES]) for sign in ";；=＝.。、-"},
    "two colons": ("SYN-STRAY", lambda line: f"{line.before}{line.name}:⟦: {line.value}{line.behind}", [*PLACES]),
    "a Chinese colon more": (
        "SYN-STRAY",
        lambda line: f"{line.before}{line.name}⟦：: {line.value}{line.behind}",
        [*PLACES],
    ),
    "quote not closed": ("SYN-QUOTE", before_value('"'), [*PLACES]),
    "quote closed otherwise": ("SYN-QUOTE", lambda line: f'{line.head}⟦“{line.value}"{line.behind}', [*PLACES]),
    "anchor": ("SYN-ANCHOR", before_value("&"), [*PLACES]),
    "alias": ("SYN-ANCHOR", before_value("*"), [*PLACES]),
    "tag": ("SYN-TAG", before_value("!"), [*PLACES]),
    "sign of YAML": ("SYN-START", before_value("@"), [*PLACES]),
    "not to be seen in a name": ("ENC-HIDDEN", in_name("\u200b"), [*PLACES]),
    "not to be seen in a value": ("ENC-HIDDEN", in_value("\u200b"), [*PLACES]),
    "line end of elsewhere in a name": ("ENC-HIDDEN", in_name("\u2028"), [*PLACES]),
    "line end of elsewhere in a value": ("ENC-HIDDEN", in_value("\u2028"), [*PLACES]),
    "wide blank in a name": ("ENC-HIDDEN", in_name("\u3000"), [*PLACES]),
    "Tab for blanks": ("SYN-TAB", indented("\t"), [name for name in BLOCK if PLACES[name][1].before[:1] == " "]),
    "wide blanks": ("SYN-INDENT", indented("\u3000"), [name for name in BLOCK if PLACES[name][1].before[:2] == "  "]),
    "one blank more": (
        "SYN-ALIGN",
        lambda line: f" {line.before[: -2 if line.before.endswith('- ') else None]}⟦{line.text.lstrip()}",
        [name for name in BLOCK if name != "of a review"],
    ),
    "dash without a blank": ("SYN-DASH", with_dash("-"), DASHED),
    **{f"{sign} for a dash": ("SYN-DASH", with_dash(f"{sign} "), DASHED) for sign in "－—•·*+"},
    "dash twice": ("SYN-STRAY", lambda line: f"{line.before}⟦- {line.name}: {line.value}", DASHED),
    "dash before a name": ("SYN-STRAY", before_name("- "), BETWEEN),
    "point before a name": ("SYN-STRAY", before_name("·"), BETWEEN),
    "comma before a name": ("SYN-STRAY", before_name("，"), BETWEEN),
    "value on a line of its own": (
        "SYN-BROKEN",
        lambda line: f"{line.before}{line.name}:\n⟦{line.value}",
        [name for name in BETWEEN if name != "of a village"],
    ),
    "name twice": (
        "KEY-DUP",
        lambda line: f"{line.text}\n{' ' * len(line.before)}⟦{line.name}: {line.value}",
        [name for name in BLOCK if name != "of a review"],
    ),
    "name nobody knows": (
        "KEY-UNKNOWN KEY-COLUMN",
        lambda line: f"{line.text}\n{' ' * len(line.before)}⟦甲乙丙: 1",
        [*LISTED, "in an item", "in a record", "in a question"],
    ),
    "remark in a value": (
        "SYN-HASH",
        lambda line: f"{line.text} ⟦#3号",
        ["in an item", "in a record", "in a question"],
    ),
    "directive": ("SYN-DIRECTIVE", lambda line: f"⟦%YAML 1.1\n{line.text}", BETWEEN),
    "sign before a brace": (
        "SYN-STRAY",
        lambda line: line.text.replace("{", "⟦·{"),
        [name for name in BRACES if PLACES[name][1].behind],
    ),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, bytes]], set[tuple[str, str, int, int]]]:
    """What is found in the village of test_carets, with some of its files other ones."""
    root: Path = tmp_path_factory.mktemp("county")
    county(root)
    site, _ = load_site(read_county(root), TODAY, Parts(codes=False, downloads=False))
    files, _ = read_village(root, list_villages(root)[0])

    def found(changed: dict[str, bytes]) -> set[tuple[str, str, int, int]]:
        given = load_checked(site, replace(files, files={**files.files, **changed})).diagnostics
        return {(each.code, each.place.file, each.place.line, each.place.column) for each in given if each.place.line}

    found.files = files.files  # type: ignore[attr-defined] # what they were
    return found


def misplaced(read: Callable[..., set[tuple[str, str, int, int]]], kind: str, *, crlf: bool = False) -> Iterator[str]:
    """The places where that kind of slip is not the one thing that is said, or not where it should be."""
    codes, change, places = KINDS[kind]
    before = {(code, file) for code, file, *_ in read({})}
    for place in places:
        file, line = PLACES[place]
        text = read.files[file].decode()  # type: ignore[attr-defined]
        assert text.count(line.text) == 1, line.text
        marked = text.replace(line.text, change(line))
        head = marked.partition("⟦")[0]
        wanted = file, head.count("\n") + 1, len(head.rpartition("\n")[2]) + 1
        written = marked.replace("⟦", "", 1).replace("\n", "\r\n" if crlf else "\n")
        said = {each for each in read({file: written.encode()}) if each[:2] not in before}
        if not (len(said) == 1 and all(code in codes.split() and where == list(wanted) for code, *where in said)):
            yield f"{place}: {sorted(said)} instead of {wanted}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_slip_is_said_once_and_at_its_sign_wherever_it_happens(kind: str, read: Callable[..., set]) -> None:  # type: ignore[type-arg]
    assert not list(misplaced(read, kind))


@pytest.mark.parametrize("kind", ["Chinese colon", "quote not closed", "Tab for blanks", "point before a name"])
def test_line_ends_of_windows_move_nothing(kind: str, read: Callable[..., set]) -> None:  # type: ignore[type-arg]
    assert not list(misplaced(read, kind, crlf=True))
