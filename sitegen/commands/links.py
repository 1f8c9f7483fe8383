"""links: the addresses that were printed, what they mean now, and whether they still lead somewhere."""

from __future__ import annotations

import json

import click

from sitegen.checking import check
from sitegen.commands.ledgers import find_villages
from sitegen.commands.session import FINE, WRONG_LEDGERS, Session, with_session
from sitegen.commands.words import Group, WrongUseError, both
from sitegen.jobs import count_workers
from sitegen.load.files import read_registers
from sitegen.load.published import load_links
from sitegen.model.site import Link
from sitegen.source import nearest


@click.group("links", cls=Group, also="链接")
def links_group() -> None:
    """印出去的地址：印过哪些，现在是什么意思。
    EN: Printed addresses: which there are, and what they mean now.
    """


_ACTS = {"print": ("印过", "printed"), "move": ("搬到", "moved to"), "retire": ("停用", "retired")}


@links_group.command("list", also="列表")
@click.argument("villages", nargs=-1, metavar=both("[村]…", "[VILLAGE]…"))
@with_session
def links_list(session: Session, villages: tuple[str, ...]) -> int:
    """列出印过的地址。
    EN: List printed addresses.
    """
    only = {folder[6:12] for folder in find_villages(session.county, villages)}
    registers = read_registers(session.county)
    shown = 0
    for address, data in registers.items():
        if only and address not in only:
            continue
        for link in {link.path: link for link in load_links(address, data)[0]}.values():
            _say_link(session, link)
            shown += 1
    session.note(f"共 {shown} 个印过的地址。", f"{shown} printed addresses.")
    return FINE


def _say_link(session: Session, link: Link) -> None:
    if session.json:
        record = {"day": link.day.isoformat(), "act": link.act, "path": link.path, "target": link.target}
        click.echo(json.dumps({**record, "reason": link.reason, "batch": link.batch}, ensure_ascii=False))
        return
    words = _ACTS.get(link.act, (link.act, link.act))
    tail = "  ".join(filter(None, (link.target, link.reason)))
    session.say(
        f"{link.day}  {link.path}  {words[0]}  {tail}".rstrip(), f"{link.day}  {link.path}  {words[1]}  {tail}".rstrip()
    )


@links_group.command("check", also="核对")
@with_session
def links_check(session: Session) -> int:
    """每个印过的地址现在都有页面吗？登记有没有被改过？
    EN: Does every printed address still lead somewhere, and is every register as it was written?
    """
    with session.progress("核对", "checking") as progress:
        report = check(session.county, session.today, workers=count_workers(None), progress=progress)
    registers = read_registers(session.county)
    chains = tuple(found for address, data in registers.items() for found in load_links(address, data)[1])
    lost = tuple(each for each in report.diagnostics if each.code in ("LINK-LOST", "LINK-TARGET"))
    session.show((*chains, *lost))
    if chains or lost:
        session.say(f"有 {len(chains) + len(lost)} 处不对。", f"{len(chains) + len(lost)} things are wrong.")
        return WRONG_LEDGERS
    session.say("印过的地址都有页面，登记没有被改过。", "Every printed address has its page; no register was changed.")
    return FINE


_PATH = click.argument("path", metavar=both("地址", "PATH"))
_REASON = click.option(
    "--reason", required=True, metavar=both("原因", "TEXT"), help=both("为什么，会写在页面上", "why; shown on the page")
)


@links_group.command("retire", also="停用")
@_PATH
@_REASON
@with_session
def links_retire(session: Session, path: str, reason: str) -> int:
    """一个印过的地址不再用了：页面上写明原因，码仍然扫得开。
    EN: A printed address is used no more; its page says why.
    """
    _append(session, path, "retire", "", reason)
    session.say(f"{_to_path(path)} 停用了。重新构建以后，扫它会看到：{reason}", f"{_to_path(path)} is retired.")
    return FINE


@links_group.command("move", also="改址")
@_PATH
@click.argument("target", metavar=both("新地址", "TARGET"))
@_REASON
@with_session
def links_move(session: Session, path: str, target: str, reason: str) -> int:
    """一个印过的地址搬到了别的页面。
    EN: A printed address now leads to another page.
    """
    _append(session, path, "move", _to_path(target), reason)
    session.say(f"{_to_path(path)} 搬到了 {_to_path(target)}。", f"{_to_path(path)} now leads to {_to_path(target)}.")
    return FINE


def _append(session: Session, path: str, act: str, target: str, reason: str) -> None:
    from sitegen.registers import append_link  # noqa: PLC0415 - only these two commands write registers

    written = _to_path(path)
    address = written.strip("/").partition("/")[0]
    known = {link.path for link in load_links(address, read_registers(session.county).get(address, b""))[0]}
    if written not in known:
        near = nearest(written, known)
        raise WrongUseError(
            f"没有印过“{written}”这个地址" + (f"。是不是 {near}？" if near else ""),
            f"{written} was never printed" + (f". Did you mean {near}?" if near else ""),
        )
    append_link(session.county, address, act, written, target, reason, "", session.today)


def _to_path(text: str) -> str:
    """``103201/021`` and whole web addresses as the register writes them: ``/103201/021/``."""
    path = text.partition("://")[2].partition("/")[2] if "://" in text else text
    return f"/{path.strip('/')}/"
