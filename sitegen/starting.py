"""Something to begin with: a county folder, a village, a commented form of an item. Nothing is ever overwritten."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sitegen import overlay
from sitegen.load.body import in_use
from sitegen.model.catalogue import Item, TableForm
from sitegen.model.ledger import Account, Disclosure, Village
from sitegen.model.money import decimal_money
from sitegen.model.period import Period, before, containing
from sitegen.tree import write_file

STARTER = overlay.PACKAGE / "data" / "starter"
_REVIEW_DAYS, _POST_DAYS = 8, 12
"""Days after the end of a quarter on which the example was reviewed and posted."""
_PROFILE = "村情.yaml"


class TakenError(Exception):
    """A file that would have been written is there already."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


# ---- a county, a village --------------------------------------------------------------------------------------------


def write_county(target: Path, today: date) -> tuple[Path, ...]:
    """A county folder with one example village whose last finished quarter is disclosed; the files written."""
    folder = STARTER / "county"
    values = _example_values(today)
    texts = {
        target / _fill(path.relative_to(folder).as_posix(), values): _fill(path.read_text(encoding="utf-8"), values)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return _write_new(texts)


def _example_values(today: date) -> dict[str, str]:
    quarter = before(containing(today - timedelta(days=_POST_DAYS), "quarter"))
    months = {f"月{'一二三'[index]}": f"{quarter.first.month + index}月" for index in range(3)}
    return {
        "期间": quarter.label,
        "年": str(quarter.first.year),
        "审核日期": (quarter.last + timedelta(days=_REVIEW_DAYS)).isoformat(),
        "公开日期": (quarter.last + timedelta(days=_POST_DAYS)).isoformat(),
        **months,
    }


def write_village(county: Path, code: str, name: str) -> tuple[Path, ...]:
    """The folder of a village with its profile to be filled in."""
    text = (STARTER / _PROFILE).read_text(encoding="utf-8")
    filled = _fill(text, {"村名": name, "地址号": code[-6:]})
    return _write_new({county / "villages" / f"{code}-{name}" / _PROFILE: filled})


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _write_new(texts: Mapping[Path, str]) -> tuple[Path, ...]:
    """Write all of these files, or none when one of them is there already."""
    for path in texts:
        if path.exists() or path.is_symlink():
            raise TakenError(path)
    for path, text in texts.items():
        write_file(path, text.encode())
    return tuple(texts)


# ---- the form of an item --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be written: its file below the village's folder, and what is appended to it or begins it."""

    file: str
    head: str
    text: str


def write_form(county: Path, village: Village, form: Form) -> Path:
    """Append the form to its file, or begin the file with it."""
    path = county / "villages" / village.folder / form.file
    old = path.read_text(encoding="utf-8") if path.exists() else form.head
    between = "" if old.endswith("\n\n") or not old else "\n" if old.endswith("\n") else "\n\n"
    write_file(path, f"{old}{between}{form.text}".encode())
    return path


def is_written(county: Path, village: Village, item: Item, period: Period, form: Form) -> bool:
    """Whether the village has that item in that period already, or an unfinished form of it that does not load yet."""
    if item.shape == "register":
        return False
    if any(each.item == item.number and each.period == period for each in village.disclosures):
        return True
    path = county / "villages" / village.folder / form.file
    names = tuple(f"{name}:" for name in (item.name, *item.aliases))
    return path.exists() and any(line.startswith(names) for line in path.read_text(encoding="utf-8").splitlines())


def make_form(item: Item, village: Village, period: Period) -> Form:
    """A commented form of one item, with the last period's closing balance carried over."""
    if item.shape == "register":
        return Form(f"登记/{item.register_file}.yaml", _register_head(item), _record_form(item, village))
    name = period.first.isoformat() if period.kind == "day" else period.label
    ending = f"-{item.name}" if period.kind == "day" else ""
    text = "\n".join((f"# {item.promise or item.explanation}", f"{item.name}:", *_parts(item, village, period), ""))
    return Form(f"{period.first.year}/{name}{ending}.yaml", _publication_head(period), text)


_FOR_EDITORS = "# yaml-language-server: $schema={}build/editor/{}.json\n# 上面一行是给编辑器看的，不用管\n"


def _publication_head(period: Period) -> str:
    return (
        f"{_FOR_EDITORS.format('../../../', 'publication')}"
        f"期间: {period.label}\n"
        "# 贴出去的那天，贴了再写：\n"
        "# 公开日期: 2026-10-12\n"
        "# 村监会看过以后写：\n"
        "# 审核:\n"
        "#   - 村务监督委员会: 2026-10-10 同意 校验码 7K3Q\n"
    )


def _register_head(item: Item) -> str:
    schema = _FOR_EDITORS.format("../../../", f"register-{item.number}")
    return f"{schema}# {item.promise or item.explanation}\n# 一项一个编号，印在码牌上，用过的号不再用。\n"


def _record_form(item: Item, village: Village) -> str:
    used = [int(each.number) for each in village.records if each.item == item.number and each.number.isdigit()]
    lines = [f"- 编号: {max(used, default=0) + 1}", "  名称:", *_fields(item, None, {}, "  ")]
    for table in item.tables:
        lines += _table(table, None, "  ")
    lines += ["  # 终止: 2026-12-31          # 卖了、报废了、到期了再写；这一项不要删", ""]
    return "\n".join(lines)


def _parts(item: Item, village: Village, period: Period) -> Iterator[str]:
    """One part, or one for each account when the village keeps several."""
    if item.parts == "account" and len(village.accounts) > 1:
        for account in village.accounts:
            yield f"  - 账套: {account.name}"
            yield from _body(item, period, carry(item, village, account, period), "    ")
        return
    if item.parts == "batch":
        yield "  # 批次: 1                    # 同一期有几批，就分开写，一批一段"
    only = village.accounts[0] if village.accounts else None
    yield from _body(item, period, carry(item, village, only, period), "  ")


def carry(item: Item, village: Village, account: Account | None, period: Period) -> dict[str, str]:
    """期初余额 from the closing balance of the same account in the last period before this one."""
    if item.shape != "cash":
        return {}
    earlier = [each for each in village.disclosures if _is_before(each, item, account, period)]
    newest = max(earlier, key=lambda each: each.period, default=None)
    closing = newest.body.get("期末余额") if newest else None
    return {"期初余额": decimal_money(closing)} if isinstance(closing, int) else {}


def _is_before(disclosure: Disclosure, item: Item, account: Account | None, period: Period) -> bool:
    same = account is None or disclosure.part.code in ("", account.code)
    return disclosure.item == item.number and same and disclosure.period.last < period.first


def _body(item: Item, period: Period, known: Mapping[str, str], indent: str) -> Iterator[str]:
    yield from _fields(item, period, known, indent)
    for table in item.tables:
        yield from _table(table, period, indent)
    yield f"{indent}# 说明: |"
    yield f"{indent}#   想对村民说的话，可以不写"


def _fields(item: Item, period: Period | None, known: Mapping[str, str], indent: str) -> Iterator[str]:
    columns = [column for column in item.fields if in_use(column, period)]
    written = {each.name: f"{each.name}: {known.get(each.name, '')}".rstrip() for each in columns}
    wide = max((_cells(text) for text in written.values()), default=0) + 4
    for column in columns:
        lead = "" if column.required or column.name in known else "# "
        text = lead + written[column.name]
        remark = "从上一期的期末抄来" if column.name in known else column.remark
        yield f"{indent}{text}{' ' * max(wide - _cells(text), 2)}# {remark}"


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _table(table: TableForm, period: Period | None, indent: str) -> Iterator[str]:
    """The head of a table as text; columns that are rarely needed are only named."""
    columns = [column for column in table.columns if in_use(column, period)]
    usual = {*table.lead, *table.details, table.figure}
    shown = [column for column in columns if column.required or column.name in usual]
    others = [column.name for column in columns if column not in shown]
    if table.note:
        yield f"{indent}# {table.note}"
    for column in columns:
        if column.choices:
            yield f"{indent}# {column.name}：{'、'.join(column.choices)}"
    if others:
        yield f"{indent}# 用得着时再加的栏：{'、'.join(others)}"
    yield f"{indent}{table.name}: |"
    yield f"{indent}  {' | '.join(column.name for column in shown)}"


def find_period(item: Item, today: date) -> Period:
    """The period a form is for when none is named: the last finished one, or today for an event."""
    if item.frequency == "event":
        return Period(today, today)
    return before(containing(today, item.frequency))


def list_items(items: Iterable[Item]) -> tuple[tuple[str, str, str], ...]:
    """What there are forms for: group, name, and what villagers call it."""
    return tuple((item.group, item.name, item.promise) for item in items)
