"""The catalogue: what must or may be disclosed, as data. Loaded from ``data/catalogue`` and a county's own ``catalogue/``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

Kind = Literal[
    "text",
    "money",
    "number",
    "share",
    "date",
    "month",
    "person",
    "payee",
    "organisation",
    "choice",
    "code",
    "voucher",
    "telephone",
    "place",
    "file",
    "yesno",
    "count",
    "markdown",
    "reference",
    "point",
]
"""What a value is. ``payee`` is a person or an organisation; ``voucher`` and ``code`` are digits that are never amounts;
``reference`` points to a record, as in ``资源合同/7``; ``point`` is a place on the map, ``30.1234,124.5012``;
``share`` is a percentage; ``count`` a whole number."""

SUMMED: frozenset[Kind] = frozenset({"money", "number", "count"})
"""Kinds that are added up."""

KIND_WORDS: Mapping[str, Kind] = {
    "文字": "text",
    "金额": "money",
    "数": "number",
    "比例": "share",
    "日期": "date",
    "月份": "month",
    "人名": "person",
    "收付款人": "payee",
    "单位": "organisation",
    "选项": "choice",
    "编号": "code",
    "凭证号": "voucher",
    "电话": "telephone",
    "地点": "place",
    "文件": "file",
    "是否": "yesno",
    "个数": "count",
    "长文": "markdown",
    "登记项": "reference",
    "坐标": "point",
}

NOTHING = "本期无发生"
"""What is written in place of an item of which there was nothing."""

PartKind = Literal["account", "batch", "group"]
PART_WORDS: Mapping[PartKind, str] = {"account": "账套", "batch": "批次", "group": "村民小组"}
"""What an item may be parted by, and the word that says which part one is."""

PART_KEYS: tuple[str, ...] = ("公开日期", "公示至", "审核", "草稿", *PART_WORDS.values(), "说明", "附件", "更正")
"""What every part of a disclosure may say besides its item's own fields and tables."""

RECORD_KEYS: tuple[str, ...] = ("编号", "名称", "附件", "说明", "终止")
"""The same for records."""

Output = Literal["full", "masked", "totals", "absent"]
"""How a column leaves the house: as it is, masked (王某, 李*明), only in sums and counts, or not at all."""

OUTPUT_WORDS: Mapping[str, Output] = {"全": "full", "遮": "masked", "合计": "totals", "不出": "absent"}

Audience = Literal["web", "board"]

Frequency = Literal["month", "quarter", "year", "event"]

FREQUENCY_WORDS: Mapping[str, Frequency] = {"每月": "month", "每季": "quarter", "每年": "year", "随时": "event"}

ROWS = "行数"
"""What a table's number of rows is called, where a column's name may stand."""

GROUPS: tuple[str, ...] = ("党务", "村务", "财务", "资金", "资产", "资源")

CASH = "021"
"""资金收支: the one item whose figures follow from its natures (性质) and not from a template."""

Shape = Literal["cash", "list", "register", "event", "report"]
"""收支 (opening, in, out, closing) · 名单 (people or households) · 登记 (records with numbers) · 事件 · 报告 (any other table)."""

SHAPE_WORDS: Mapping[str, Shape] = {
    "收支": "cash",
    "名单": "list",
    "登记": "register",
    "事件": "event",
    "报告": "report",
}

WORDS: frozenset[Kind] = frozenset({"text", "markdown", "place"})
"""Kinds that are texts, in which anything may stand."""

LASTING: frozenset[Kind] = frozenset({"money", "number", "count", "share", "date"})
"""Kinds of figures that may not change quietly."""


class Column(Struct, frozen=True):
    """One field of an item or one column of its table.

    ``names_until_end`` columns are shown on the web only while the posting days last; afterwards only totals are.
    ``since``/``until`` bound the periods in which the column is asked for: old ledgers load for ever. What is ``kept`` (备查) is
    written for those who check the books: it is on no page and no sheet, and no form asks for it.
    """

    name: str
    kind: Kind
    required: bool = False
    web: Output = "full"
    board: Output = "full"
    names_until_end: bool = False
    choices: tuple[str, ...] = ()
    plain: tuple[tuple[str, str], ...] = ()
    """What pages say instead of a bookkeeper's choice: ``专项应付款`` → ``上级拨的专款``."""
    total: bool = False
    unit: str = ""
    note: str = ""
    digits: int = 4
    """Decimals of a degree that the outside may see of a point: four are about ten metres."""
    since: date | None = None
    until: date | None = None
    kept: bool = False
    never_negative: bool = False
    """Whether a figure below nothing cannot be."""
    changing: bool = False
    """Whether it changes by itself as years go by, in a thing that is on a register: 净值, 已付."""
    not_before: str = ""
    """The column with the day before which this one's cannot lie."""
    not_above: str = ""
    """The column with the number above which this one's cannot be."""

    @property
    def remark(self) -> str:
        """What a form says beside it: its choices or its kind with the unit, whether it must be there, its note."""
        kind = next(word for word, kind in KIND_WORDS.items() if kind == self.kind)
        said = "、".join(self.choices) if self.choices else kind + (f"，{self.unit}" if self.unit else "")
        return "，".join(filter(None, (said, "必填" if self.required else "没有就不写", self.note)))

    @property
    def lasting(self) -> bool:
        """Whether it is a figure of what is on a register: another one is told, and asked about unless it is ``changing``."""
        return self.kind in LASTING and self.web == "full"

    def say(self, choice: str) -> str:
        """The choice in the villagers' words."""
        return dict(self.plain).get(choice, choice)

    def output(self, audience: Audience, *, over: bool = False) -> Output:
        """What that audience may see of it. Names with an end date turn into totals on the web when the days are ``over``."""
        if audience == "board":
            return self.board
        return "totals" if over and self.names_until_end and self.web in ("full", "masked") else self.web


Outputs = Mapping[str, tuple[Column, Output]]


class TableForm(Struct, frozen=True, dict=True):
    """A table of an item: its key columns, its columns, and how a row reads in two lines on a phone."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    """Columns of a row's first line, left (what or who)."""
    figure: str = ""
    """Column of a row's first line, right (how much)."""
    details: tuple[str, ...] = ()
    """Columns of a row's second line."""
    group_by: str = ""
    """Column by whose values rows are put under subtotals."""
    note: str = ""
    way: bool = False
    """Rows are the steps of one way (四议两公开, a work's progress): shown one after the other with day and votes."""
    flow: str = ""
    """Column that holds steps written ``甲 → 乙 → 丙``, drawn as a flow chart under the row."""

    def column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return self._columns.get(name)

    @cached_property
    def _columns(self) -> Mapping[str, Column]:
        return {column.name: column for column in reversed(self.columns)}


class Law(Struct, frozen=True):
    """A legal basis: which text, which article, in force from–until (None: open)."""

    name: str
    article: str
    since: date | None = None
    until: date | None = None


class Balance(Struct, frozen=True):
    """An equation that must hold to the fen: sum of signed terms on the left equals the field on the right.

    A term is ``(sign, table or "", column or field)``; with a table it is the column's sum.
    """

    text: str
    terms: tuple[tuple[int, str, str], ...]
    result: tuple[str, str]
    times: bool = False
    """Whether the terms are multiplied: ``天数 × 标准 = 金额``; the result may then be rounded."""


class Item(Struct, frozen=True, dict=True, eq=False):
    """One thing to disclose. ``number`` is permanent: three digits, 001–799 built in, 800–999 a county's own.

    Equal to itself only, so that what is said of it can be remembered by it.
    """

    number: str
    name: str
    plain: str
    """What villagers call it: 钱账, 租包."""
    group: str
    shape: Shape
    frequency: Frequency
    promise: str
    """One line for posters and lists: what one finds there."""
    explanation: str
    """Plain words for villagers, a sentence or two."""
    laws: tuple[Law, ...]
    checked: Literal["primary", "excerpt", "partial"]
    required: bool
    """Whether every village must disclose it in each of its periods (else: when there is something)."""
    fields: tuple[Column, ...] = ()
    tables: tuple[TableForm, ...] = ()
    balances: tuple[Balance, ...] = ()
    say: tuple[str, ...] = ()
    """Sentences of the first screen, in order; a sentence whose figures are missing is left out (see formats)."""
    while_posted: tuple[str, ...] = ()
    """What is said only while a list hangs: lines of ``say``, clauses of them, or sentences of the explanation."""
    compare: str = ""
    """The figure compared with last period and last year, such as ``名单.金额``."""
    aliases: tuple[str, ...] = ()
    """Other names ledgers may use, former items merged into this one among them."""
    parts: PartKind | Literal[""] = ""
    posting_days: int | None = None
    due_days: int | None = None
    register_file: str = ""
    """For a register: the file under 登记/ that holds its records, such as ``资产``."""
    poster: str = ""
    """Headline on posters; empty: never on a poster by itself."""
    since: date | None = None
    until: date | None = None

    def outputs(self, audience: Audience, *, over: bool = False) -> Outputs:
        """All its columns by ``栏`` or ``表.栏``, and what the audience may see of each, while posting days last or when they
        are ``over``."""
        known = self._outputs.get((audience, over))
        if known is None:
            fields = {column.name: column for column in self.fields}
            columns = fields | {f"{form.name}.{column.name}": column for form in self.tables for column in form.columns}
            known = {name: (column, column.output(audience, over=over)) for name, column in columns.items()}
            self._outputs[audience, over] = known
        return known

    @cached_property
    def _outputs(self) -> dict[tuple[Audience, bool], Outputs]:
        return {}

    @cached_property
    def named(self) -> bool:
        """Whether its web pages may show masked names of private persons while they are posted: they get noindex."""
        columns = (*self.fields, *(column for table in self.tables for column in table.columns))
        return any(column.kind == "person" and column.web == "masked" for column in columns)

    @cached_property
    def names_end(self) -> bool:
        """Whether the web shows less of it when its posting days are over."""
        columns = (*self.fields, *(column for table in self.tables for column in table.columns))
        return any(column.names_until_end for column in columns)

    @cached_property
    def by_day(self) -> bool:
        """Whether it tells of things that happened, each by itself on its day (a meeting): it need not wait for the end of
        its period, for nothing in it is a sum."""
        tables = self.tables if self.shape == "report" and not self.fields else ()
        firsts = (table.column(table.key[0]) for table in tables if table.key)
        return any(first is not None and first.kind == "date" for first in firsts)

    def laws_on(self, day: date) -> tuple[Law, ...]:
        """The legal bases in force on a day."""
        return tuple(
            law
            for law in self.laws
            if (law.since is None or law.since <= day) and (law.until is None or day <= law.until)
        )

    def table(self, name: str) -> TableForm | None:
        """The table of that name, or None."""
        return self._tables.get(name)

    @cached_property
    def _tables(self) -> Mapping[str, TableForm]:
        return {table.name: table for table in reversed(self.tables)}

    def field(self, name: str) -> Column | None:
        """The field of that name, or None."""
        return self._fields.get(name)

    @cached_property
    def _fields(self) -> Mapping[str, Column]:
        return {column.name: column for column in reversed(self.fields)}


class Preset(Struct, frozen=True):
    """A region's deadlines and time limits (地区), in days after the end of the period or the event."""

    name: str
    due_days: Mapping[Frequency, int]
    """By frequency: the disclosure is late from the day after."""
    posting_days: int
    reply_days: int
    """Calendar days until a question is answered, where no ``case_days`` are given: the region's law says so."""
    basis: str
    checked: Literal["primary", "excerpt", "partial"]
    case_days: Mapping[str, int] = field(default_factory=dict)
    """Working days until a case is taken in (受理) and, by its kind (咨询 一般 复杂), answered; may be empty."""


WHOLE_COUNTRY = "全国"
"""The preset of a county that follows no province's law."""


def _without_laws(item: Item, regions: tuple[str, ...]) -> Item:
    laws = tuple(law for law in item.laws if not law.name.startswith(regions))
    return replace(item, laws=laws) if laws and len(laws) < len(item.laws) else item


class Catalogue(Struct, frozen=True, dict=True):
    """All items by number, in order, and the presets by name."""

    items: tuple[Item, ...]
    presets: tuple[Preset, ...]
    refused: frozenset[str] = frozenset()
    """Names of items that were not taken, because of their numbers."""
    torn: bool = False
    """Whether items of the county may be missing whose names nobody could read."""

    def within(self, region: str) -> Catalogue:
        """The same with the laws of the whole country and of that region (a preset's name), where an item has any: what
        another province decreed binds nobody here."""
        others = tuple(preset.name for preset in self.presets if preset.name not in (region, WHOLE_COUNTRY))
        return replace(self, items=tuple(_without_laws(item, others) for item in self.items))

    def by_number(self, number: str) -> Item | None:
        """The item of that number, or None."""
        return self._items.get(number)

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        return {item.number: item for item in reversed(self.items)}

    def by_name(self, name: str) -> Item | None:
        """The item called so, its aliases and the words its page is headed with included, or None."""
        return self._names.get(name)

    def lacks(self, name: str, near: str) -> bool:
        """Whether that name may be known to nobody because of a mistake in the catalogue, which is said there; ``near`` is the
        one that comes close."""
        return name in self.refused or (self.torn and not near)

    @cached_property
    def _names(self) -> Mapping[str, Item]:
        called = {item.plain: item for item in reversed(self.items)}
        return called | {name: item for item in reversed(self.items) for name in (*item.aliases, item.name)}
