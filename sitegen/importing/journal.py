"""A ledger of entries – cash book, bank book, list of vouchers, income and expense – as money in and money out.

Three kinds are told apart by the mapping: two columns for in and out; debit and credit of the money itself; debit and
credit by subject (``movements``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from itertools import pairwise

from sitegen.diagnostics import error
from sitegen.importing.drafts import NOUGHT, Sheet, gather, is_blank, lost_zero
from sitegen.importing.headers import Layout
from sitegen.importing.mapping import BY_SUBJECT, DEBIT_IN, Shape
from sitegen.importing.reckoning import AMOUNTS, Entry, Journal, Reckoner, ask_about_minus
from sitegen.importing.sides import (
    find_drawn,
    find_red,
    find_section,
    is_part,
    is_section,
    is_section_in,
    side_of_category,
    side_of_subject,
    side_of_word,
    without_taste,
)
from sitegen.importing.words import Words
from sitegen.load.workbooks import Cell
from sitegen.model.catalogue import Column, Item

_DAY, _TEXT = Column("日期", "date"), Column("摘要", "text")
_NAMING = ("摘要", "日期", "科目", "凭证号", "序号", "不用", "类别", "村", None)
"""Columns in which a line may say that it is no entry."""
_DATED = re.compile(r"[^:：]*\d")
"""What may be a day: a number, and no label before it, as in ``公开日期：2026年10月10日``."""
_VOUCHER = re.compile(r"(?P<word>\D*?)(?:字)?(?:第)?[-－—_.\s]*0*(?P<number>\d+)(?:号)?")


class _State:
    """Where a reading has come to; it changes line by line, and nothing outside this module sees it."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.month: int | None = None
        self.day: date | None = None
        self.voucher = ""
        self.summary = ""
        self.incoming: bool | None = None
        """What the section says: 一、收入, 二、支出."""


class JournalReader:
    """One reading of one table; ``whose`` splits it where a column names the village or the account."""

    def __init__(self, sheet: Sheet, layout: Layout, shape: Shape, item: Item, words: Words, year: int | None) -> None:
        self.sheet = sheet
        self.item = item
        self.layout = layout
        self.shape = shape
        self.words = words
        by_name = dict(shape.columns)
        self.targets = {each.column: by_name[each.name] for each in layout.headings}
        self.has = set(self.targets.values())
        self.year = year
        self.sided = shape.debit == BY_SUBJECT and {"金额", "方向", "科目"} <= self.has and self._says_sides()
        self.drawn = "余额" not in self.has
        self.lines = without_taste(layout.lines) if self.drawn else layout.lines
        self.flows = not self.sided and (self.shape.debit != BY_SUBJECT or not {"借方", "贷方"} <= self.has)

    def read(self) -> dict[tuple[str, str], Journal]:
        """The journals by village and account as the sheet's columns name them (empty: it has no such column)."""
        groups: dict[tuple[str, str], list[tuple[int, dict[str, Cell]]]] = {}
        whose = ("", "")
        for row, line in self.lines:
            cells = gather((self.targets[column], cell) for column, cell in line.items() if column in self.targets)
            cells |= find_red(line, {name: cells[name] for name in AMOUNTS if name in cells})
            section = find_section(line)
            if section:
                groups.setdefault(whose, []).append((row, {"段": section}))
            if section or not cells:
                continue
            village = cells.get("村代码") or cells.get("村")
            account = cells.get("账套")
            kind = self._kind(line)
            if kind and village and self.words.line_kind(village.text):
                continue  # a sum over all villages
            if kind in ("", "期初") and ({"村", "村代码", "账套"} & self.has):
                whose = (village.text if village else whose[0], account.text if account else whose[1])
            if self.drawn and not kind:
                cells |= find_drawn(line, {name: cells[name] for name in AMOUNTS if name in cells})
            groups.setdefault(whose, []).append((row, cells if not kind else {**cells, "行": Cell(kind, row, 0, "")}))
        return {key: self._journal(lines) for key, lines in groups.items()}

    def _says_sides(self) -> bool:
        """Whether 方向 is the side of the subject (借, 贷), not of the money (收, 支)."""
        said = {
            cell.text for _, line in self.layout.lines for at, cell in line.items() if self.targets.get(at) == "方向"
        }
        return said <= {"借", "贷"}

    def _kind(self, line: Mapping[int, Cell]) -> str:
        """What a line is, when it is no entry: the first text that says so, or one lonely text without an amount."""
        said = {target: cell for column, cell in line.items() if (target := self.targets.get(column))}
        amounts = [said[name] for name in (*AMOUNTS, "余额") if name in said and not is_blank(said[name])]
        figures = any(cell.fault or _is_figure(cell.text) for cell in amounts)
        dated = "日期" in said and bool(_DATED.match(said["日期"].text))
        if not dated and not figures and self._is_labelled(line):
            return "表尾"
        if figures and {"凭证号", "凭证数"} & set(said) and not self._is_named(said.get("凭证号")):
            return ""  # what has a voucher is an entry, whatever its summary is called
        texts = [cell.text for column, cell in line.items() if self.targets.get(column) in _NAMING]
        kinds = [kind for text in texts if (kind := self.words.line_kind(text))]
        kind = next((kind for kind in kinds if kind != "表尾"), "")
        if kind or figures:
            return kind
        return "表尾" if kinds or (len(line) == 1 and not amounts) else ""

    def _is_named(self, cell: Cell | None) -> bool:
        """Whether a cell says what its line is: ``合计`` in the column of the vouchers."""
        return cell is not None and bool(self.words.line_kind(cell.text))

    def _is_labelled(self, line: Mapping[int, Cell]) -> bool:
        """Whether a cell is no value, but a word with what belongs to it: ``上季结余：1000元``, ``报账员：``."""
        words = [cell.text.replace("：", ":").partition(":") for cell in line.values() if cell.text]
        known = any(mark and self.words.line_kind(word) for word, mark, _ in words)
        return known or all(mark for _, mark, _ in words)

    # ---- line by line ------------------------------------------------------------------------------------------------

    def _journal(self, lines: list[tuple[int, dict[str, Cell]]]) -> Journal:
        before = len(self.sheet.found)
        state, book = _State(self.year), Reckoner(self.sheet, self.has, flows=self.flows)
        state.incoming = next((is_section_in(each) for each in self.layout.titles[::-1] if is_section(each)), None)
        entries: list[Entry] = []
        for _, cells in lines:
            kind = cells["行"].text if "行" in cells else ""
            if "段" in cells:
                state.incoming = is_section_in(cells["段"].text)
            elif kind == "期初":
                book.open(cells)
            elif kind in ("合计", "累计"):
                book.check_total(kind, cells, partial(self._amounts, incoming=state.incoming))
            elif not kind and not self._only_repeats(cells, book) and (entry := self._entry(cells, state, book)):
                entries.append(entry)
        if not (self.sided or {"收入", "支出", "借方", "贷方"} & self.has):
            ask_about_minus(self.sheet, entries)
        if book.opening is None and self.flows and not {"村", "村代码", "账套"} & self.has:
            book.opening = self._opening_above()
        found = tuple(self.sheet.found[before:])
        return Journal(tuple(entries), book.opening, book.balance, found)

    def _opening_above(self) -> int | None:
        """What a line above the table says was left: ``上期结余`` with an amount beside it, or behind a colon."""
        titles = [each for title in self.layout.titles for each in re.split("[:：]", title)]
        said = next((after for word, after in pairwise(titles) if self.words.line_kind(word) == "期初"), "")
        if not re.search(r"\d", said) or re.search("[年月日]", said):
            return None
        return self.sheet.money(Cell(said.strip(), self.layout.first_row, 1, ""))

    def _only_repeats(self, cells: Mapping[str, Cell], book: Reckoner) -> bool:
        """Whether all a line has is the balance once more: its formula was drawn down further than the entries go."""
        said = {name for name, cell in cells.items() if not NOUGHT.fullmatch(cell.text)} - {"余额方向"}
        return said == {"余额"} and not cells["余额"].fault and self.sheet.money(cells["余额"]) == book.balance

    def _entry(self, cells: dict[str, Cell], state: _State, book: Reckoner) -> Entry | None:
        place = next(iter(cells.values())).place(self.sheet.file)
        before = len(self.sheet.found)
        if part := next(filter(is_part, cells.values()), None):
            self.sheet.found.append(error("XLS-PART", part.place(self.sheet.file), text=part.text))
            book.wrong = True
            return None
        day = self._day(cells, state)
        voucher = self._voucher(cells) or ("" if self.flows else state.voucher)
        amounts = self._amounts(cells, state.incoming)
        if day is None and len(self.sheet.found) == before:
            self.sheet.found.append(error("KEY-MISSING", place, key="日期", where="这一行"))
        elif not any(name in cells for name in AMOUNTS):
            self.sheet.found.append(error("KEY-MISSING", place, key="金额", where="这一行"))
        book.wrong = book.wrong or len(self.sheet.found) > before
        if day is None:
            return None
        summary = self.sheet.value(cells.get("摘要"), _TEXT)
        if summary is None and not self.flows and voucher == state.voucher:
            summary = state.summary
        state.day, state.voucher, state.summary = day, voucher, str(summary or "")
        subject = self.sheet.say(self._subject(cells), place)
        entry = Entry(day, voucher, state.summary, subject, *amounts, cells, place)
        state.month = day.month
        book.add(entry)
        return entry

    def _day(self, cells: Mapping[str, Cell], state: _State) -> date | None:
        """The day of a line; paper books leave out what has not changed."""
        state.year = self._number(cells, "年") or state.year
        written = cells.get("日期")
        if written is None and "日期" not in self.has:
            month, day = self._number(cells, "月"), self._number(cells, "日")
            state.month = month or state.month
            if day is None:
                return state.day
            if state.year is None or state.month is None:
                return None
            text = f"{state.year}-{state.month}-{day}"
            source = cells.get("日") or cells["月"]
            value = self.sheet.value(source._replace(text=text), _DAY)
            return value if isinstance(value, date) else None
        if written is None:
            return state.day
        if (
            state.year
            and not lost_zero(written)
            and re.fullmatch(r"\d{1,2}\s*[月\-./]\s*\d{1,2}\s*[日号]?", written.text)
        ):
            written = written._replace(text=f"{state.year}年" + re.sub(r"[\-./]", "月", written.text))
        value = self.sheet.value(written, _DAY)
        return value if isinstance(value, date) else None

    @staticmethod
    def _number(cells: Mapping[str, Cell], name: str) -> int | None:
        match = re.search(r"\d+$", cells[name].text.rstrip("年月日份")) if name in cells else None
        return int(match[0]) if match else None

    def _voucher(self, cells: Mapping[str, Cell]) -> str:
        cell = cells.get("凭证号") or cells.get("凭证数")
        if cell is None:
            return ""
        if self.sheet.value(cell, Column("凭证号", "voucher")) is None:
            return ""
        word = cells["凭证字"].text if "凭证字" in cells else ""
        return to_voucher(f"{word}-{cell.text}" if word else cell.text)

    @staticmethod
    def _subject(cells: Mapping[str, Cell]) -> str:
        pieces = [cells[name].text for name in ("对方科目", "科目", "明细科目") if name in cells]
        return "-".join(dict.fromkeys(pieces[:1] if "对方科目" in cells else pieces))

    def _amounts(self, cells: Mapping[str, Cell], incoming: bool | None) -> tuple[int, int]:
        """Money in and out; of a line by subject: credit and debit of the subject. ``incoming``: what its section says."""
        money = {name: self.sheet.money(cells.get(name)) for name in AMOUNTS}
        if {"收入", "支出"} & self.has:
            return self._one_side(money["收入"], money["支出"], cells)
        if {"借方", "贷方"} <= self.has:
            debit_in = self.shape.debit == DEBIT_IN
            received, paid = (money["借方"], money["贷方"]) if debit_in else (money["贷方"], money["借方"])
            return self._one_side(received, paid, cells) if self.flows else (received, paid)
        side = cells["方向"].text if "方向" in cells else ""
        if self.sided:
            return (0, money["金额"]) if side == "借" else (money["金额"], 0)
        written = cells["类别"].text if "类别" in cells else ""
        told = (
            incoming,
            side_of_category(written, self.item),
            side_of_subject(self._subject(cells) or written, self.words),
        )
        known = side_of_word(side) if side else next((each for each in told if each is not None), None)
        if known is None and "行" not in cells and "金额" in cells:
            self.sheet.found.append(error("XLS-SIDE", cells["金额"].place(self.sheet.file), text=side))
            return 0, 0
        return (money["金额"], 0) if known else (0, money["金额"])

    def _one_side(self, received: int, paid: int, cells: Mapping[str, Cell]) -> tuple[int, int]:
        if received and paid and "行" not in cells:
            place = (cells.get("支出") or cells.get("贷方") or next(iter(cells.values()))).place(self.sheet.file)
            self.sheet.found.append(error("XLS-BOTH", place))
            return 0, 0
        return received, paid


def _is_figure(text: str) -> bool:
    """Whether a text is an amount: not ``本季结余：4400元``, nor a day below the table."""
    return bool(re.search(r"\d", text)) and not re.search(r"[:：年月日]", text)


def to_voucher(text: str) -> str:
    """One way to write a voucher's number: ``记字第1号`` and ``记-1`` are ``记-001``; others stay as they are."""
    narrow = "".join(text.split())
    match = _VOUCHER.fullmatch(narrow)
    if not match or not match["word"]:
        return narrow
    return f"{match['word'].rstrip('字第-')}-{int(match['number']):03}"
