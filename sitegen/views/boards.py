"""公示表, 审核单 and 核销单: a disclosure on paper, by the 上墙 columns."""

from __future__ import annotations

import re
from datetime import date

from msgspec.structs import replace

from sitegen.figures import derive_cash
from sitegen.model.catalogue import Item, Kind
from sitegen.model.ledger import Disclosure
from sitegen.model.money import plain_money
from sitegen.views.amounts import from_plain, say_full_day, say_value
from sitegen.views.audience import view_disclosure
from sitegen.views.bystanders import cover_disclosure, find_bystanders
from sitegen.views.corrected import say_place
from sitegen.views.frame import page_path
from sitegen.views.names import index_words
from sitegen.views.paper_tables import count_ems, needed_width, share_width, view_paper_tables
from sitegen.views.papers import (
    BoardView,
    ColumnView,
    DisclosureView,
    PaperSize,
    ReviewView,
    Signer,
    TableView,
    VouchersView,
)
from sitegen.views.posters import Paths, township_of, view_code, view_home_code, view_telephones
from sitegen.views.public import FEW, PublicCorrection, PublicDisclosure
from sitegen.views.say import plain
from sitegen.views.village import VillagePages

_COMMITTEE = "村务监督委员会"
_LARGE: frozenset[Kind] = frozenset({"money", "number", "count", "share"})
_ROOM = {"board": (49, 74), "review": (37, 56)}
"""Ems of table text across an upright and a lying sheet; A3 is A4 with everything larger."""
_BOXES = ("票据张数", "已核对")
"""What is filled in by hand on the 核销单."""


def view_board(
    pages: VillagePages,
    disclosures: tuple[Disclosure, ...],
    check_code: str,
    made_on: date,
    *,
    size: PaperSize,
    proof: bool,
) -> tuple[BoardView, Paths]:
    """The sheet that hangs on the board for the days of posting: of one disclosure, or of several of a file in which
    nothing happened and which the same parties sign."""
    disclosure = disclosures[0]
    item = _item(pages, disclosure)
    content, landscape = _fit(_content(pages, disclosures, check_code), "board")
    path = page_path(pages.village.address, *(() if disclosures[1:] else (item.number,)))
    view = BoardView(
        content=content,
        size=size,
        posted_from=say_full_day(disclosure.posted) if disclosure.posted else "",
        posted_until=say_full_day(disclosure.posted_until) if disclosure.posted_until else "",
        reviewers=tuple(_reviewers(disclosure)),
        signers=find_signers(pages, disclosure),
        telephones=view_telephones(pages),
        code=view_home_code(pages) if disclosures[1:] else view_code(pages, path, item.plain, item.promise),
        made_on=made_on,
        landscape=landscape,
        proof=proof,
    )
    return view, (path,)


def view_review(
    pages: VillagePages,
    disclosures: tuple[Disclosure, ...],
    check_code: str,
    made_on: date,
    *,
    number: int,
    together: int,
    size: PaperSize,
    proof: bool,
) -> ReviewView:
    """What the supervision committee reads and signs, with the check code its 审核 line quotes; the same on all sheets of
    a file that is reviewed with one line. What did not happen stands on one sheet together."""
    content, landscape = _fit(_content(pages, disclosures, check_code), "review")
    remarks = tuple(f"{who}：{words}" for who, words in _reviewers(disclosures[0]) if "有异议" in words)
    return ReviewView(
        content=replace(content, corrections=()),
        size=size,
        remarks=(*content.corrections, *remarks),
        number=number,
        together=together,
        agreed_line=f"- {_COMMITTEE}: ____-__-__ 同意 校验码 {check_code}",
        objected_line=f"- {_COMMITTEE}: ____-__-__ 有异议：________ 校验码 {check_code}",
        signers=(
            Signer(_COMMITTEE, "主任"),
            Signer(_COMMITTEE, "成员"),
            Signer(_COMMITTEE, "成员"),
            Signer("村报账员", ""),
        ),
        made_on=made_on,
        landscape=landscape,
        proof=proof,
    )


def view_vouchers(
    pages: VillagePages, disclosure: Disclosure, check_code: str, made_on: date, *, size: PaperSize, proof: bool
) -> VouchersView | None:
    """The list against which vouchers are ticked off; none where a disclosure has no column of vouchers."""
    item = _item(pages, disclosure)
    content = _content(pages, (disclosure,), check_code)
    forms = {form.name: form for form in item.tables if any(column.kind == "voucher" for column in form.columns)}
    tables = tuple(_with_boxes(table) for table in content.tables if table.title in forms and not table.remark)
    if not tables:
        return None
    fitted, landscape = _fit(replace(content, tables=tables, facts=(), notes=()), "board")
    signers = (*find_signers(pages, disclosure), Signer("经办人", ""))
    return VouchersView(fitted, size, signers, made_on, landscape, proof)


def find_signers(pages: VillagePages, disclosure: Disclosure) -> tuple[Signer, ...]:
    """The three parties: who discloses, who supervises, who keeps the books or stands above."""
    item = _item(pages, disclosure)
    account = pages.village.account(disclosure.part.code)
    own = account.name if account and item.parts == "account" else "村民委员会"
    first = "村党组织" if item.group == "党务" else {"村委会": "村民委员会"}.get(own, own)
    third = "乡镇（街道）" if item.group in ("党务", "村务") else "农村“三资”服务中心"
    return (Signer(first, "负责人"), Signer(_COMMITTEE, "主任"), Signer(third, "经办人"))


def _item(pages: VillagePages, disclosure: Disclosure) -> Item:
    item = pages.around.catalogue.by_number(disclosure.item)
    if item is None:
        raise LookupError(disclosure.item)
    return item


def _fit(content: DisclosureView, kind: str) -> tuple[DisclosureView, bool]:
    """Upright, or on its side when the widest table asks for it; then columns share the width they have."""
    upright, lying = _ROOM[kind]
    landscape = max(map(needed_width, content.tables), default=0) > upright
    room = lying if landscape else upright
    return replace(content, tables=tuple(share_width(table, room) for table in content.tables)), landscape


def _reviewers(disclosure: Disclosure) -> list[tuple[str, str]]:
    lines = []
    for each in disclosure.reviews:
        words = f"{say_full_day(each.day)} {'同意公开' if each.agreed else '有异议'}"
        words += f"：{each.words}" if each.words else ""
        words += f"　答复：{each.answer}" if each.answer else ""
        words += "；之后更正过" if any(made.day > each.day for made in disclosure.corrections) else ""
        lines.append((each.reviewer, words))
    return lines


def _content(pages: VillagePages, disclosures: tuple[Disclosure, ...], check_code: str) -> DisclosureView:
    """What the sheet says of one disclosure; of several, that nothing happened in any of them."""
    if disclosures[1:]:
        return _nothing(pages, disclosures, check_code)
    (disclosure,) = disclosures
    item = _item(pages, disclosure)
    view = _view(pages, disclosure, check_code)
    kinds = {column.kind for table in view.body.tables for column in table.columns}
    money = "money" in kinds | {field.kind for field in view.body.fields}
    return DisclosureView(
        village=pages.village.name,
        township=township_of(pages),
        title=item.name,
        period=disclosure.period.label,
        part=view.part_label,
        unit="元" if money else "",
        summary=_summary(item, disclosure, view),
        facts=_facts(view),
        tables=view_paper_tables(item, view.body),
        notes=_notes(view),
        corrections=tuple(map(_say_correction, view.corrections)),
        check_code=view.check_code,
    )


def _view(pages: VillagePages, disclosure: Disclosure, check_code: str) -> PublicDisclosure:
    """What may hang on the wall, without names of persons whose list does not hang there with them."""
    around, village = pages.around, pages.village
    bystanders = find_bystanders(
        village, around.catalogue, "board", around.settings, index_words(region.name for region in around.regions)
    )
    view = view_disclosure(_item(pages, disclosure), disclosure, "board", around.today, check_code)
    return cover_disclosure(view, bystanders)


def _nothing(pages: VillagePages, disclosures: tuple[Disclosure, ...], check_code: str) -> DisclosureView:
    """One line for each disclosure in which nothing happened, with what it would have told."""
    said = [(each, _view(pages, each, "")) for each in disclosures]
    rows = tuple(
        (
            str(number),
            "，".join(filter(None, (_item(pages, each).name, each.part.label))),
            "；".join(_notes(view)) or _item(pages, each).promise,
            "无发生",
        )
        for number, (each, view) in enumerate(said, start=1)
    )
    titles = ("序", "事项", "说的是什么", "本期")
    widest = [max(texts, key=count_ems) for texts in zip(titles, *rows, strict=True)]
    columns = tuple(
        ColumnView(title, "right" if title == "序" else "left", longest, share=int(title == "说的是什么"))
        for title, longest in zip(titles, widest, strict=True)
    )
    return DisclosureView(
        village=pages.village.name,
        township=township_of(pages),
        title="本期没有发生的事项",
        period=disclosures[0].period.label,
        part="",
        unit="",
        summary=(),
        facts=(),
        tables=(TableView("", columns, rows),),
        notes=(),
        corrections=tuple(_say_correction(each) for _, view in said for each in view.corrections),
        check_code=check_code,
    )


def _summary(item: Item, disclosure: Disclosure, view: PublicDisclosure) -> tuple[tuple[str, str], ...]:
    """Figures on top; of cash, opening + in − out = closing in that order."""
    fields = [field for field in view.body.fields if field.kind in _LARGE]
    said = {field.name: _say(field.kind, field.value) + field.unit for field in fields}
    if item.shape != "cash":
        return tuple(said.items())
    cash = derive_cash((disclosure.body,))
    sums = {"进账合计": plain_money(cash.income.total + cash.income.transfers),
            "出账合计": plain_money(cash.expense.total + cash.expense.transfers)}  # fmt: skip
    opening = {name: said.pop(name) for name in ("期初余额",) if name in said}
    return tuple({**opening, **sums, **said}.items())


def _facts(view: PublicDisclosure) -> tuple[tuple[str, str], ...]:
    fields = (field for field in view.body.fields if field.kind not in _LARGE and field.kind != "file")
    return tuple((field.name, text) for field in fields if (text := _say(field.kind, field.value)))


_MARK = re.compile(r"\A\s*+(?:[-*+]\s++|#++\s*+)?")
_SET_OFF = re.compile(r"(?<![0-9*])\*([^*\s][^*]*+)\*(?!\*)")


def _notes(view: PublicDisclosure) -> tuple[str, ...]:
    lines = (_MARK.sub("", line).strip() for line in view.body.notes.splitlines())
    return tuple(_SET_OFF.sub(r"\1", plain(line)) for line in lines if line)


def _say_correction(each: PublicCorrection) -> str:
    before, after = (
        "少于3户（人）的数" if text == FEW else _say(each.column_kind, text) or "没有"
        for text in (each.before, each.after)
    )
    day = say_full_day(date.fromisoformat(each.day))
    checked = f"（{each.checked_by}核对）" if each.checked_by else ""
    return f"{day}，{say_place(each)}由{before}改为{after}。原因：{each.reason}{checked}"


def _say(kind: Kind, text: str) -> str:
    return say_value(kind, from_plain(kind, text))


def _with_boxes(table: TableView) -> TableView:
    """The table with empty columns to fill in by hand."""
    blank = ("",) * len(_BOXES)
    boxes = tuple(ColumnView(title, "center", title) for title in _BOXES)
    return replace(
        table,
        columns=(*table.columns, *boxes),
        rows=tuple((*row, "　　张", "□") for row in table.rows),
        running=tuple((*line, *blank) for line in table.running),
    )
