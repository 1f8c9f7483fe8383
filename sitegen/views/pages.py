"""The shapes of pages: plain texts in the order they are read. Nothing here knows how it is drawn.

Texts may mark words with ``**…**`` (strong); templates show them through the filter ``say``, which escapes everything
else and lets long amounts break only after 万 and 元. Every ``href`` is absolute from the site's root, base path included.
"""

from __future__ import annotations

from msgspec import Struct


class Anchor(Struct, frozen=True):
    """A link: where, what it says, and a short remark beside it (a date, a figure)."""

    href: str
    text: str
    note: str = ""

    @property
    def sound(self) -> bool:
        """Whether it leads to a recording."""
        return self.href.endswith(".mp3")


class Contact(Struct, frozen=True):
    """A telephone: ``村委会`` ``0000-8812345``; ``href`` is ``tel:00008812345``."""

    label: str
    number: str
    href: str


class Footer(Struct, frozen=True):
    """Who runs the site. Empty strings are left out."""

    organiser: str
    operator: str
    site_code: str
    icp: str
    contacts: tuple[Contact, ...]


class Code(Struct, frozen=True):
    """The page's own QR code: picture file beside the page, and the address in words (without ``https://``)."""

    src: str
    text: str


class Frame(Struct, frozen=True):
    """What every page has around its content."""

    title: str
    """At most 28 characters, unique in the site, with the fact: ``清溪村钱账2026年7—9月：还剩12万7,799元7角``."""
    description: str
    url: str
    """Canonical address with scheme."""
    language: str
    noindex: bool
    site: Anchor
    above: tuple[Anchor, ...]
    """Regions above the village, highest first: county, township."""
    village: Anchor | None
    """The village this page belongs to; None on region pages."""
    check_word: str
    """The word the village's posters repeat, such as ``稻花``; empty on region pages."""
    contacts: tuple[Contact, ...]
    """Village first, then 村监会, then township and higher."""
    code: Code | None
    footer: Footer
    as_of: str
    """``2026年10月12日``: newest day in the data shown."""
    jumps: tuple[Anchor, ...] = ()
    """Home, questions, corrections, about: the links at the foot of every page of a village."""
    feed: str = ""
    languages: tuple[Anchor, ...] = ()
    """The same page in other languages: address, the language's own name, and its code in ``note``."""


class StepView(Struct, frozen=True):
    """One step of a way: what it is, its day, who voted how or what was said; ``open`` when it is still to come."""

    name: str
    day: str
    words: tuple[str, ...] = ()
    links: tuple[Anchor, ...] = ()
    """Photos and papers that show it."""
    open: bool = False


class RowView(Struct, frozen=True):
    """A row in two lines: lead left, figure right, details under it.

    ``anchor`` is the row's id on the page, or empty. ``corrections`` link to the entries that changed it.
    """

    lead: str
    figure: str
    detail: str
    anchor: str = ""
    links: tuple[Anchor, ...] = ()
    """Voucher pictures, the contract or project it belongs to."""
    corrections: tuple[Anchor, ...] = ()
    flow: tuple[str, ...] = ()
    """Steps of how it is done, drawn as a flow chart."""


class GroupView(Struct, frozen=True):
    """Rows under one subtotal; ``label`` and ``subtotal`` are empty when the table has one group only."""

    label: str
    subtotal: str
    rows: tuple[RowView, ...]
    anchor: str = ""


class TableView(Struct, frozen=True):
    """A table: what it is, its total in words, and its rows. ``remark`` says what is not shown and why."""

    caption: str
    total: str
    groups: tuple[GroupView, ...]
    remark: str = ""
    row_count: int = 0
    figure_head: str = ""
    """What the right-hand figures are, such as ``金额（元）``; for the table's head."""
    lead_head: str = ""
    steps: tuple[StepView, ...] = ()
    """Instead of groups when the rows are the steps of one way."""


class FactView(Struct, frozen=True):
    """A named fact: ``承建单位`` ``青石建筑有限公司``."""

    name: str
    value: str
    href: str = ""


class PartView(Struct, frozen=True):
    """One account, batch or group of a disclosure; label empty when there is only one."""

    label: str
    anchor: str
    sentences: tuple[str, ...]
    facts: tuple[FactView, ...]
    tables: tuple[TableView, ...]
    notes: str
    """说明 as the clerk wrote it, Markdown; templates show it through the filter ``notes``. Empty when there is none."""
    attachments: tuple[Anchor, ...]


class CorrectionView(Struct, frozen=True):
    """A changed figure: ``before`` struck through, ``after``, why, who checked it, when; ``href`` to the figure."""

    anchor: str
    day: str
    kind: str
    what: str
    before: str
    after: str
    reason: str
    checked_by: str
    chain: tuple[str, ...]
    """Totals that changed with it, as sentences (only for 公开表抄错)."""
    href: str = ""


class LawView(Struct, frozen=True):
    """A legal basis, and whether its text was checked: ``mark`` is empty, 摘录 or 待核."""

    text: str
    mark: str


class CommonParts(Struct, frozen=True):
    """What a disclosure page and a record page share below their figures."""

    ask: tuple[str, ...]
    """数不对？ sentences: deadline, documents, reference to quote."""
    reference: str
    """``清溪-钱-26三季``, to be read out over the telephone."""
    laws: tuple[LawView, ...]
    downloads: tuple[Anchor, ...]
    broadcast: str
    """广播稿: at most 200 characters to be read over the loudspeaker; empty where it makes no sense."""
    corrections: tuple[CorrectionView, ...]


class PeriodLine(Struct, frozen=True):
    """One period in the list of all: ``href`` empty for the one shown; ``inner`` its parts' pages and further pages."""

    href: str
    text: str
    note: str = ""
    inner: tuple[Anchor, ...] = ()


class DisclosureView(Struct, frozen=True):
    """One item in one period: the figure first, then how it came about, then what to do if it is wrong.

    ``state`` is ``published`` ``nothing`` (本期无发生) ``missing`` (not yet disclosed) ``wrong`` (资料有误，正在更正)
    ``kept`` (errors: last published version shown) ``withdrawn``. The first sentence's ``**…**`` is the key figure.
    """

    frame: Frame
    heading: str
    period: str
    state: str
    banner: str
    """A sentence above the figure for states other than ``published``; empty otherwise."""
    sentences: tuple[str, ...]
    facts_line: tuple[str, ...]
    """Posting, review, payment: one short sentence each."""
    explanation: str
    parts: tuple[PartView, ...]
    common: CommonParts
    older: tuple[PeriodLine, ...]
    """All periods of this item, newest first, the one shown without href."""
    pages: tuple[Anchor, ...] = ()
    """p2, p3 … of a long list; empty when it fits on one page."""
    part_pages: tuple[Anchor, ...] = ()
    """Pages of the single accounts or groups."""
    related: tuple[Anchor, ...] = ()
    """Other items that share its word on posters: the code for 补贴 leads to all of them."""
    filterable: bool = False
    """A list long enough for the name filter, which shows only where script runs."""

    @property
    def row_count(self) -> int:
        """How many rows it shows."""
        return sum(table.row_count for part in self.parts for table in part.tables)


class RecordView(Struct, frozen=True):
    """One asset, resource, contract or project: the page its tag leads to."""

    frame: Frame
    heading: str
    number: str
    state: str
    """``current`` or ``ended``."""
    banner: str
    sentences: tuple[str, ...]
    facts: tuple[FactView, ...]
    tables: tuple[TableView, ...]
    history: tuple[Anchor, ...]
    """Ledger rows, contracts and disclosures that speak of it."""
    notes: str
    attachments: tuple[Anchor, ...]
    explanation: str
    common: CommonParts


class RegisterView(Struct, frozen=True):
    """All records of one register: sentences of totals, then one row a record (row links lead to the record)."""

    frame: Frame
    heading: str
    sentences: tuple[str, ...]
    explanation: str
    tables: tuple[TableView, ...]
    common: CommonParts
    related: tuple[Anchor, ...] = ()
    """Other items that share its word on posters."""


class MapView(Struct, frozen=True):
    """Where the collective's things are: a drawing of numbered points, and the list they stand for."""

    frame: Frame
    heading: str
    sentences: tuple[str, ...]
    chart: str
    """Inline SVG."""
    tables: tuple[TableView, ...]


class ItemLine(Struct, frozen=True):
    """One item on the village's home: its plain name, one fact, its newest period; ``href`` empty when undisclosed."""

    href: str
    name: str
    fact: str
    note: str


class GroupLine(Struct, frozen=True):
    """A group of the catalogue (党务 … 资源) with its items."""

    name: str
    items: tuple[ItemLine, ...]


class HomeView(Struct, frozen=True):
    """村里的账和事: what is left, what came in and went out, what is posted now, what is complete."""

    frame: Frame
    heading: str
    sentences: tuple[str, ...]
    """First one with the key figure."""
    main: tuple[Anchor, ...]
    """Big links under the figure: 看每一笔, 补贴, 租包, 工程."""
    chart: str
    """Inline SVG of income and expense by quarter, or empty."""
    chart_title: str
    posted_now: tuple[Anchor, ...]
    upcoming: tuple[Anchor, ...]
    """Contracts and questions with a day to keep in mind."""
    completeness: tuple[str, ...]
    missing: tuple[Anchor, ...]
    groups: tuple[GroupLine, ...]
    ask: tuple[str, ...]
    merged: tuple[str, ...]
    """Sentences about former villages."""


class CaseView(Struct, frozen=True):
    """A question and its way."""

    anchor: str
    number: str
    question: str
    state: str
    """A sentence: 8月8日答复了 · 还没有答复，应在7月9日前答复."""
    steps: tuple[StepView, ...]
    satisfied: str
    about: Anchor | None


class AskView(Struct, frozen=True):
    """Questions and answers, and how to ask."""

    frame: Frame
    sentences: tuple[str, ...]
    how: tuple[str, ...]
    open_cases: tuple[CaseView, ...]
    answered: tuple[CaseView, ...]
    absent: tuple[str, ...] = ()
    """Sentences about questions that are not shown: taken down, being checked."""


class ChangesView(Struct, frozen=True):
    """All corrections and withdrawals of a village, and what was published when."""

    frame: Frame
    sentences: tuple[str, ...]
    corrections: tuple[CorrectionView, ...]
    releases: tuple[FactView, ...]
    """Published again after a change, or withdrawn."""
    first: tuple[FactView, ...] = ()
    """By day what was published for the first time."""
    formers: tuple[Anchor, ...] = ()
    """The same of villages merged into it."""


class PostedView(Struct, frozen=True):
    """One year of what was due when and when it was first disclosed: a table a period."""

    frame: Frame
    sentences: tuple[str, ...]
    tables: tuple[TableView, ...]
    years: tuple[Anchor, ...]
    """The years there are, newest first, the one shown without href; empty when there is only one."""


class AboutItem(Struct, frozen=True):
    """One line of the catalogue as shown on the about page."""

    number: str
    name: str
    frequency: str
    laws: tuple[LawView, ...]
    hidden: str
    """What is not shown online and why; empty when everything is."""


class AboutView(Struct, frozen=True):
    """Who publishes what under which law, what is masked and why, where to complain outside the village."""

    frame: Frame
    sentences: tuple[str, ...]
    facts: tuple[FactView, ...]
    """Village profile."""
    officers: tuple[FactView, ...]
    introduction: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """Heading and paragraphs."""
    items: tuple[AboutItem, ...]
    data: tuple[Anchor, ...]
    """The village's data package: every table for programs."""


class VillageLine(Struct, frozen=True):
    """A village in a list: name, where, pinyin initials for the filter, one fact."""

    href: str
    name: str
    initials: str
    fact: str


class RegionView(Struct, frozen=True):
    """A township, county, city or province: counts and totals from its villages, no ranking."""

    frame: Frame
    heading: str
    sentences: tuple[str, ...]
    tables: tuple[TableView, ...]
    """What is below, row by row; then by group; on a township's page the days to keep in mind."""
    chart: str
    """Inline SVG of income and expense by quarter, or empty."""
    chart_title: str


class FrontView(Struct, frozen=True):
    """Find your village: by township, by name, by pinyin initials; all of it works without script."""

    frame: Frame
    heading: str
    sentences: tuple[str, ...]
    townships: tuple[tuple[Anchor, tuple[VillageLine, ...]], ...]


class NoticeView(Struct, frozen=True):
    """A page that only says something: 404, a moved village, a retired item, a withdrawn disclosure.

    With ``target`` a large button leads there; nobody is sent on before having read why.
    """

    frame: Frame
    heading: str
    sentences: tuple[str, ...]
    links: tuple[Anchor, ...]
    target: str = ""
