"""How others call things – columns, lines, accounting subjects, personal data – as data a county lays its own over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.load.reading import Reader
from sitegen.source import Entries, Node, Scalar, load_document, to_simplified

CASH_SUBJECT = "钱"
"""The side of the books that is money itself: 库存现金, 银行存款."""
_BESIDE = re.compile(r"\([^()]*\)|/[万千百]?元$")
"""What a heading says besides its name."""
_EITHER = re.compile(r"(?<=[收付借贷])\(([收付借贷])\)(?=.)")
"""Brackets around one of two sides: ``收（付）款单位`` is 收付款单位."""
_ORDINAL = re.compile(r"^[一二三四五六七八九十\d]+[、.]")
"""What counts the sections of a sheet: 三、结余."""
_LINES = {
    "期初": re.compile(
        r"(?:上一?(?:年|季|月|期|半年)|去年|年初|季初|月初|期初|承[上前]).{0,4}(?:结余|结存|余额|结转)[数额]?"
    ),
    "合计": re.compile(r".{0,12}(?:合计|小计|总计|共计)(?:数|金额)?"),
    "累计": re.compile(r".{0,6}(?:累计|结余|结存|余额|差额)(?:数|额|发生额|金额)?"),
    "转页": re.compile(r"[过转承接续][次下上前后]页"),
    "表尾": re.compile(r"[第共]\d+页.*|大写.*"),
}
"""Lines that are no entries by the form of their name, whatever it is a sum of: 1组小计, 收入合计, 期末结存数."""
_STRONG = ("身份证", "证件号", "银行卡", "卡号", "手机", "电话", "残疾证号", "住址", "账号", "一卡通号")
"""A heading that holds one of these is personal data, whatever else it says."""
_SUBJECT_CODE = re.compile(r"^\d[\d.\-_]*")
_LEVELS = re.compile(r"[-—–_/\\>.·:]+")
_SECTIONS = ("流水", "不用", "不收", "栏名", "行", "科目", "细目", "汇总表")


class Words(Struct, frozen=True):
    """The vocabulary; keys are plain (:func:`to_plain_word`)."""

    roles: Mapping[str, tuple[str, ...]]
    """What a heading may mean in a journal."""
    columns: Mapping[str, tuple[str, ...]]
    """Columns of the catalogue a heading may mean."""
    unused: frozenset[str]
    personal: frozenset[str]
    lines: Mapping[str, tuple[str, ...]]
    """What a line that is no entry begins with, by kind: 期初 合计 累计 转页 表尾."""
    subjects: Mapping[str, tuple[str, str]]
    """Accounting subject → category of money in, of money out; (钱, 钱) for cash itself."""
    details: Mapping[str, str]
    """Subject below 管理费用 → 细目."""
    summaries: tuple[str, ...] = ()
    """What the title of a sheet says that holds sums and no entries."""
    own: frozenset[str] = frozenset()
    """What the catalogue calls its columns."""

    def is_personal(self, heading: str) -> bool:
        """Whether a column of that heading is never taken."""
        plain = to_plain_word(heading)
        return plain in self.personal or any(word in plain for word in _STRONG)

    def knows(self, heading: str) -> bool:
        """Whether a heading of a table is meant."""
        plain = to_plain_word(heading)
        known = plain in self.roles or plain in self.columns or plain in self.unused or plain in self.own
        return bool(plain) and (known or self.is_personal(heading))

    def line_kind(self, text: str) -> str:
        """期初 合计 累计 转页 表尾, or empty for an entry."""
        plain = _ORDINAL.sub("", to_plain_word(text))
        for kind, words in self.lines.items():
            begins = kind == "表尾"
            if any((plain.startswith(word) if begins else plain == word) for word in words):
                return kind
        return next((kind for kind, form in _LINES.items() if form.fullmatch(plain)), "")

    def is_line(self, text: str) -> bool:
        """Whether a text is a line's own name, which no entry is called: ``合计``, and not ``1组小计``."""
        plain = to_plain_word(text)
        return any(plain in words for kind, words in self.lines.items() if kind != "表尾")


def to_plain_word(text: str) -> str:
    """A heading without width, spaces, brackets and marks: ``金 额（元）`` → ``金额``."""
    narrow = to_simplified("".join(unicodedata.normalize("NFKC", text).split())).replace("帐", "账").lower()
    narrow = _EITHER.sub(r"\1", narrow)
    return _BESIDE.sub("", narrow).strip("*:.、") or narrow


def find_unit(text: str) -> str:
    """The unit of money in a title: 元, 万元, 千元; empty when it names none."""
    narrow = "".join(unicodedata.normalize("NFKC", text).split())
    match = re.search(r"单位:?(?:人民币)?([万千百]?元)|\((?:人民币)?([万千百]?元)\)", narrow)
    return (match[1] or match[2]) if match else ""


def find_unit_over(heading: str) -> str:
    """The unit in the heading of one column, which may be of money for something: ``支出/万元``, ``标准（元/亩）``."""
    narrow = "".join(unicodedata.normalize("NFKC", heading).split())
    match = re.search(r"\(([万千百]?元)/[^()]*\)|([万千百]元)$|/(元)$", narrow)
    return next(filter(None, match.groups())) if match else find_unit(narrow)


def find_subject(text: str, words: Words) -> tuple[str, str] | None:
    """Categories (in, out) of an accounting subject, whatever level it is written at; None when nobody knows it."""
    plain = _SUBJECT_CODE.sub("", to_plain_word(text))
    for piece in (plain, *split_subject(text)):
        if piece in words.subjects:
            return words.subjects[piece]
    return next((sides for subject, sides in words.subjects.items() if plain.startswith(subject)), None)


def split_subject(text: str) -> list[str]:
    """The levels of an accounting subject, without its number: ``521_02 管理费用\\办公费`` is 管理费用, 办公费."""
    return [piece for piece in _LEVELS.split(_SUBJECT_CODE.sub("", to_plain_word(text))) if piece]


def load_words(built_in: Iterable[bytes], county: Entries | None) -> Words:
    """The built-in words, and on top what the county's 导入/映射.yaml adds."""
    roots: list[Entries] = []
    for data in built_in:
        document, _ = load_document("sitegen/data/importing", data)
        roots += [document.root] if isinstance(document.root, Entries) else []
    roots += [county] if county else []
    sections = {name: [node for root in roots if (node := root.get(name))] for name in _SECTIONS}
    subjects = {key: value for node in sections["科目"] for key, value in _pairs(node)}
    return Words(
        roles=_inverted(sections["流水"]),
        columns=_inverted(sections["栏名"]),
        unused=frozenset(word for node in sections["不用"] for word in _words(node)),
        personal=frozenset(word for node in sections["不收"] for word in _words(node)),
        lines={key: tuple(_words(value)) for node in sections["行"] for key, value in _pairs(node)},
        subjects={to_plain_word(key): _to_sides(node) for key, node in subjects.items()},
        details={
            to_plain_word(key): node.text
            for each in sections["细目"]
            for key, node in _pairs(each)
            if isinstance(node, Scalar)
        },
        summaries=tuple(word for node in sections["汇总表"] for word in _words(node)),
    )


def _pairs(node: Node) -> list[tuple[str, Node]]:
    return [(key.text, value) for key, value in node.pairs] if isinstance(node, Entries) else []


def _words(node: Node) -> list[str]:
    reader = Reader("")
    return [to_plain_word(child.text) for child in reader.items(node, "") if isinstance(child, Scalar)]


def _inverted(nodes: list[Node]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        for name, value in _pairs(node):
            for word in (to_plain_word(name), *_words(value)):
                found[word] = tuple(dict.fromkeys((*found.get(word, ()), name)))
    return found


def _to_sides(node: Node) -> tuple[str, str]:
    if isinstance(node, Scalar):
        return (CASH_SUBJECT, CASH_SUBJECT) if node.text == CASH_SUBJECT else (node.text, node.text)
    sides = {key: value.text for key, value in _pairs(node) if isinstance(value, Scalar)}
    return sides.get("进账", ""), sides.get("出账", "")
