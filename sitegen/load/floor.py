"""The hard floor: a county's catalogue may show less than the built-in one, never more, whatever a column is called.

What is never shown anywhere, what stays off the web and what is masked follows the list in ``docs/personal-data.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from sitegen.model.catalogue import SUMMED, Column, Item, Kind, Output, TableForm

_STRICTNESS: Mapping[Output, int] = {"full": 0, "masked": 1, "totals": 2, "absent": 3}
_NAMED: tuple[Kind, ...] = ("person", "payee")
_WORDS: tuple[Kind, ...] = ("text", "markdown", "choice", "code", "voucher", "place", "reference")
_NOWHERE = re.compile(
    r"身份证|证件号|残疾证|护照|银行卡|卡号|账号|帐号|一卡通|存折|手机|私人电话|微信|QQ|邮箱|住址|家庭地址|门牌|病情|病种|疾病|残疾等级|残疾类别"
    r"|家庭收入|生育|孕|节育|矫正|服刑|刑满|精神障碍|返贫风险|风险原因|举报人|线索|签名|手印"
)
"""Columns that have no place on the web nor on the wall."""
_CHILD = re.compile(r"儿童|孩子|学生|未成年|留守|困境|学校|班级|监护")
_NAME_OF_ONE = re.compile(
    r"姓名|名字|户主|[领收交付借欠承租受]\S{0,2}人$|承包户|本人|家属|配偶|申请人|家长|监护人"
    r"|^(?:学生|儿童|孩子|老人|村民|农户|残疾人|困难户|低保户|特困户|五保户|脱贫户|监测户|军属|退役军人)$"
    r"|(?:补助|补贴|救助|慰问|帮扶|资助|奖励)对象$"
)
"""Columns that hold a natural person's name, whatever type the catalogue gives them."""
_IN_OFFICE = re.compile(
    r"职务|岗位职责|经手人|审批人|看管人|答复人|责任人|保管人|负责人|核对人|审核人|验收人|记录人|主持人"
)


def hold_floor(original: Item | None, local: Item) -> tuple[Item, tuple[str, ...]]:
    """The local item, every column at least as strict as it must be, and the names of those that were looser, with the word
    that loosens them: ``户主.网上``."""
    loose: list[str] = []

    def strict(column: Column, form: TableForm | None) -> Column:
        floor = _floor_of(original, local, column, form)
        held = _held(column, floor)
        if held != column:
            word = ".网上" if held.web != column.web else ".上墙" if held.board != column.board else ""
            loose.append(column.name + word)
        return held

    fields = tuple(strict(column, None) for column in local.fields)
    tables = tuple(
        replace(form, columns=tuple(strict(column, form) for column in form.columns)) for form in local.tables
    )
    return replace(local, fields=fields, tables=tables), tuple(dict.fromkeys(loose))


def _held(column: Column, floor: Column) -> Column:
    return replace(
        column,
        kind=floor.kind if floor.kind in _NAMED else column.kind,
        web=max(column.web, floor.web, key=_STRICTNESS.__getitem__),
        board=max(column.board, floor.board, key=_STRICTNESS.__getitem__),
        digits=min(column.digits, floor.digits),
        names_until_end=column.names_until_end or (floor.names_until_end and column.web in ("full", "masked")),
    )


def _floor_of(original: Item | None, local: Item, column: Column, form: TableForm | None) -> Column:
    """The least that column must keep to itself: what the built-in one of its name does, else what its words say."""
    known = _find(original, column.name) if original else None
    if known is not None:
        return known
    about = f"{local.name}{local.plain}{form.name if form else ''}"
    named = column.kind in _NAMED or (column.kind in _WORDS and bool(_NAME_OF_ONE.search(column.name)))
    if _NOWHERE.search(column.name) or (_CHILD.search(about + column.name) and (named or "学校" in column.name)):
        return replace(column, web="absent", board="absent")
    if original is not None and _is_private(original):
        return _in_private(original, column, form, named)
    if not named or _IN_OFFICE.search(column.name) or _has_office(form):
        return column
    kind: Kind = column.kind if column.kind in _NAMED else "payee"
    listed = local.shape == "list" or _is_posted(original)
    return replace(column, kind=kind, web="masked", names_until_end=listed)


def _in_private(original: Item, column: Column, form: TableForm | None, named: bool) -> Column:
    """In an item whose names never are on the web, a new column of a list has only sums there."""
    if named:
        return replace(column, web="absent")
    if form is None or not (
        original.shape == "list" or _names_somebody(form) or _names_somebody(original.table(form.name))
    ):
        return column
    return replace(column, web="totals" if column.kind in SUMMED else "absent")


def _names_somebody(form: TableForm | None) -> bool:
    return form is not None and any(
        column.kind in _NAMED or _NAME_OF_ONE.search(column.name) for column in form.columns
    )


def _is_private(item: Item) -> bool:
    return any(column.kind in _NAMED and column.web in ("totals", "absent") for column in _columns(item))


def _is_posted(item: Item | None) -> bool:
    return item is not None and any(column.names_until_end for column in _columns(item))


def _has_office(form: TableForm | None) -> bool:
    return form is not None and any(_IN_OFFICE.search(column.name) for column in form.columns)


def _columns(item: Item) -> Iterator[Column]:
    yield from item.fields
    for form in item.tables:
        yield from form.columns


def _find(item: Item, name: str) -> Column | None:
    return next((column for column in _columns(item) if column.name == name), None)
