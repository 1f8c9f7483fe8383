"""template: Excel forms to be filled in."""

from __future__ import annotations

import re
from pathlib import Path

import click

from sitegen.commands.beginning import find_item, find_period, find_village, load_county_site
from sitegen.commands.session import FINE, Session, with_session
from sitegen.commands.words import Command, WrongUseError, both
from sitegen.disk import write_file
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Account, Village
from sitegen.model.period import Period, from_text
from sitegen.outputs.blanks import carry
from sitegen.outputs.forms import FormRequest, make_form
from sitegen.plan import Site

FORMS = "导入/表样"
"""Where forms are written, below the county folder."""


@click.command("template", cls=Command, also="模板")
@click.argument("items", nargs=-1, metavar=both("[事项]…", "[ITEM]…"))
@click.option(
    "--village",
    metavar=both("村", "VILLAGE"),
    help=both("写明村名，并把上期余额抄进去", "fill in the village and its opening balance"),
)
@click.option("--period", metavar=both("期间", "PERIOD"), help=both("哪一期，如 2026q3", "such as 2026q3"))
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=both("每个村都要公开的各项都要", "every item each village has to disclose"),
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar=both("文件夹", "DIR"),
    help=both("写到哪里；不写就是 导入/表样", "default: 导入/表样"),
)
@with_session
def template_command(
    session: Session,
    items: tuple[str, ...],
    village: str | None,
    period: str | None,
    to: Path | None,
    *,
    everything: bool,
) -> int:
    """要填的 Excel 表：报账员用 WPS 或 Excel 填好，再用“导入”收进来。

    sitegen 模板 资金收支 --village 清溪村 --period 2026q3
    sitegen 模板 --all --period 2026q3      这一期各项的表都要
    EN: Excel forms to be filled in, one a named item; import takes them back.
    """
    site = load_county_site(session, session.today)
    chosen = [find_item(site, name) for name in items]
    if everything:
        chosen += _required(site, period)
    if not chosen:
        raise WrongUseError("写明要哪一项的表，或者加 --all", "which item? or --all")
    where = find_village(session, site, village) if village else None
    folder = to or session.county / FORMS
    for item in chosen:
        for path, data in _forms(item, where, _period_of(site, item, village, period), folder):
            write_file(path, data)
            session.say(*[str(path)] * 2)
    session.note("填好、存好以后运行：sitegen 导入 文件", "when it is filled in: sitegen import FILE")
    return FINE


def _required(site: Site, period: str | None) -> list[Item]:
    """What every village has to disclose, of the frequency of ``period`` when one is named."""
    when = from_text(period) if period else None
    kinds = {when.kind} if when else {"month", "quarter", "year"}
    return [item for item in site.catalogue.items if item.required and item.frequency in kinds]


def _period_of(site: Site, item: Item, village: str | None, written: str | None) -> Period | None:
    if item.shape == "register" or not (written or village):
        return None
    return find_period(item, written, site.today)


def _forms(item: Item, village: Village | None, period: Period | None, folder: Path) -> list[tuple[Path, bytes]]:
    """The forms of one item: one for each account, when the village keeps several."""
    accounts = village.accounts if village and item.parts == "account" else ()
    return [
        (folder / _file_name(item, village, period, account), make_form(_request(item, village, period, account)))
        for account in accounts or (None,)
    ]


def _file_name(item: Item, village: Village | None, period: Period | None, account: Account | None) -> str:
    several = village is not None and len(village.accounts) > 1
    parts = (village and village.name, item.name, account and several and account.name, period and period.label)
    return re.sub(r'[\\/:*?"<>|]', "、", "-".join(str(part) for part in parts if part)) + ".xlsx"


def _request(item: Item, village: Village | None, period: Period | None, account: Account | None) -> FormRequest:
    if village is None:
        return FormRequest(item, period=period)
    known = carry(item, village, account, period) if period else {}
    names = tuple(each.name for each in village.accounts)
    return FormRequest(item, village.name, period, account.name if account else "", names, known)
