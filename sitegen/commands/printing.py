"""print: what hangs on the board, at the pond and in the village office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from sitegen.commands.session import Session, to_exit_code, with_session
from sitegen.commands.words import Command, WrongUseError, both
from sitegen.load.files import CountyFiles, read_county
from sitegen.load.theme import find_languages
from sitegen.model.period import from_text
from sitegen.plan import Site
from sitegen.shared import load_second, load_site
from sitegen.source import nearest
from sitegen.views.language import CHINESE, Language

if TYPE_CHECKING:
    from sitegen.printing import Kind, Request

KINDS: Mapping[str, Kind] = {
    "board": "board", "公示表": "board",
    "review": "review", "审核单": "review",
    "vouchers": "vouchers", "核销单": "vouchers",
    "poster": "poster", "海报": "poster",
    "plate": "plate", "门牌": "plate",
    "tags": "tags", "码牌": "tags",
    "desk": "desk", "台卡": "desk",
    "card": "card", "群卡": "card",
    "monthly": "monthly", "查码表": "monthly",
    "visit": "visit", "走访单": "visit",
}  # fmt: skip


@click.command("print", cls=Command, also="打印")
@click.argument("kind", type=click.Choice(tuple(KINDS)), metavar=both("种类", "KIND"))
@click.argument("villages", nargs=-1, metavar=both("[村]…", "[VILLAGE]…"))
@click.option("--size", metavar="a4|a3|…", help=both("多大，默认最常用的", "size; default: the usual one"))
@click.option(
    "--period", metavar=both("期间", "PERIOD"), help=both("哪一期，默认正在公示的", "default: what hangs now")
)
@click.option("--item", metavar=both("事项", "ITEM"), help=both("只印这一项", "this item only"))
@click.option(
    "--second",
    metavar="ug|bo|en|…",
    help=both("中文下面再写一种文字，默认照 sitegen.yaml 的“语言”", "a language under the Chinese; default: 语言"),
)
@click.option("--proof", is_flag=True, help=both("印样张：不登记地址，不能张贴", "a trial print; registers nothing"))
@click.option(
    "--print-shop",
    "press",
    is_flag=True,
    help=both("给印刷厂：单黑、裁切线、印制单", "black ink, crop marks, slip"),
)
@click.option(
    "--together",
    is_flag=True,
    help=both("每个镇再订成一个文件，附小样", "one file a township, and an overview"),
)
@with_session
def print_command(
    session: Session,
    kind: str,
    villages: tuple[str, ...],
    size: str | None,
    period: str | None,
    item: str | None,
    second: str | None,
    *,
    proof: bool,
    press: bool,
    together: bool,
) -> int:
    """印要贴、要挂、要签的纸，做成 PDF 放在 build/print。

    种类写其中一个：公示表、审核单、核销单、海报、门牌、码牌、台卡、群卡（图片）、查码表、走访单。
    不写村名，就印全部的村。印出去的地址会登记，以后一直有效。
    大小：海报 a4 a3 a2 stand（60×90 厘米）；门牌和码牌 570x370 270x170 150x90（毫米）；码牌还有 label-105x74 等不干胶。
    EN: Make what hangs, stands or is signed, as PDF in build/print.

    KIND is one of board, review, vouchers, poster, plate, tags, desk, card (a picture), monthly, visit.
    Printed addresses are registered and stay valid for ever; --proof registers nothing.
    """
    from sitegen.printing import SHOP_KINDS, print_sheets  # noqa: PLC0415 - typesetting is heavy

    files = read_county(session.county)
    site, found = load_site(files, session.today)
    request = _to_request(site, KINDS[kind], size, period, item)
    request = replace(request, second=_find_second(files, site, request.kind, second))
    if press and request.kind not in SHOP_KINDS:
        raise WrongUseError(f"{kind}不用送印刷厂，自己印", f"{kind} is no matter for a print shop")
    request = replace(request, proof=proof, press=press, together=(together or press) and request.kind in SHOP_KINDS)
    with session.progress("印", "printing") as progress:
        report = print_sheets(session.county, site, request, villages, progress)
    session.show((*found, *report.diagnostics))
    for path in report.files:
        session.say(*[str(path)] * 2)
    stood = f"，其中 {len(report.files) - report.fresh} 份没有变，没有重做" if report.fresh < len(report.files) else ""
    session.note(f"印了 {len(report.files)} 份，新登记地址 {report.registered} 个{stood}。",
                 f"{len(report.files)} sheets, {report.registered} addresses registered.")  # fmt: skip
    return to_exit_code((*found, *report.diagnostics))


def _to_request(site: Site, kind: Kind, size: str | None, period: str | None, item: str | None) -> Request:
    from sitegen.printing import SIZES, Request  # noqa: PLC0415 - the same

    sizes = SIZES[kind]
    chosen = (size or sizes[0]).lower()
    if chosen not in sizes:
        listed = "、".join(sizes)
        raise WrongUseError(f"没有“{size}”这个大小，可以写：{listed}", f"no size {size}; there are: {', '.join(sizes)}")
    meant = from_text(period) if period else None
    if period and meant is None:
        raise WrongUseError(f"“{period}”看不出是哪一期，写成 2026q3 或 2026年3季度", f"“{period}” is no period")
    return Request(kind, chosen, period=meant, item=_find_item(site, item) if item else "")


def _find_second(files: CountyFiles, site: Site, kind: Kind, tag: str | None) -> Language:
    """The language under the Chinese, where the kind has one."""
    from sitegen.printing import BILINGUAL  # noqa: PLC0415 - typesetting is heavy

    if kind not in BILINGUAL and tag is None:
        return CHINESE
    if kind not in BILINGUAL:
        raise WrongUseError(
            "这种纸只有中文；两种文字的有海报、门牌、码牌、台卡", "this kind of sheet is in Chinese alone"
        )
    language = load_second(files, site, tag or "")
    if language is None:
        known = find_languages(files.themes)
        raise WrongUseError(
            f"没有“{tag}”这种文字的译文，有的是：{'、'.join(known)}",
            f"no words in {tag}; there are: {', '.join(known)}",
        )
    return language


def _find_item(site: Site, word: str) -> str:
    """The number of the item called so in ledgers or by villagers."""
    for each in site.catalogue.items:
        if word in (each.number, each.name, each.plain, *each.aliases):
            return each.number
    near = nearest(word, [each.name for each in site.catalogue.items])
    raise WrongUseError(
        f"没有“{word}”这一项" + (f"。是不是 {near}？" if near else ""),
        f"no item {word}" + (f". Did you mean {near}?" if near else ""),
    )
