"""links: the addresses that were printed, what they mean now, and whether they still lead somewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.checking import check
from sitegen.commands.asking import refuse_numbers
from sitegen.commands.ledgers import find_villages
from sitegen.commands.session import FINE, WRONG_LEDGERS, Session, with_session
from sitegen.commands.words import Group, WrongUseError, both
from sitegen.jobs import count_workers
from sitegen.load.files import read_county
from sitegen.load.published import load_links
from sitegen.load.remembered import read_registers
from sitegen.model.site import Link
from sitegen.shared import load_site
from sitegen.source import nearest

if TYPE_CHECKING:
    from sitegen.linking import Walk


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
        session.print_json({**record, "reason": link.reason, "batch": link.batch})
        return
    words = _ACTS.get(link.act, (link.act, link.act))
    tail = "  ".join(filter(None, (link.target, link.reason)))
    session.say(
        f"{link.day}  {link.path}  {words[0]}  {tail}".rstrip(), f"{link.day}  {link.path}  {words[1]}  {tail}".rstrip()
    )


@links_group.command("check", also="核对")
@click.argument("target", required=False, metavar=both("[网址或文件夹]", "[URL|DIR]"))
@with_session
def links_check(session: Session, target: str | None) -> int:
    """每个印过的地址现在都有页面吗？登记有没有被改过？

    写上网址，就从外面一个一个打开；写文件夹，就看里面有没有。网站第一次全部打得开以后，码才能印成正式的。
    EN: Does every printed address still lead somewhere, and is every register as it was written?

    With a URL each address is opened from outside, with a folder looked for there. Codes are printed for good once
    the site has answered.
    """
    with session.progress("核对", "checking") as progress:
        report = check(session.county, session.today, workers=count_workers(None), progress=progress)
    registers = read_registers(session.county)
    chains = tuple(found for address, data in registers.items() for found in load_links(address, data)[1])
    lost = tuple(each for each in report.diagnostics if each.code in _LINK_CODES)
    wrong = (*chains, *lost)
    seen = _walk(session, target) if target else None
    wrong = (*wrong, *seen.diagnostics) if seen else wrong
    session.show(wrong)
    if wrong:
        session.say(f"有 {len(wrong)} 处不对。", f"{len(wrong)} things are wrong.")
        return WRONG_LEDGERS
    session.say("印过的地址都有页面，登记没有被改过。", "Every printed address has its page; no register was changed.")
    if seen:
        session.say(
            f"从外面打开了 {seen.addresses} 个地址，都对。",
            f"{seen.addresses} addresses opened from outside, all right.",
        )
    if seen and seen.first_answer:
        session.say(
            "网站第一次答上来了，从现在起可以印正式的码。", "The site has answered; codes may now be printed for good."
        )
    return FINE


_LINK_CODES = ("LINK-CUT", "LINK-LOST", "LINK-TARGET", "LINK-OLDHOST")


def _walk(session: Session, target: str) -> Walk:
    from sitegen.linking import walk  # noqa: PLC0415 - opens the network, which only this command does

    if "://" not in target and not Path(target).is_dir():
        raise WrongUseError(f"“{target}”不是网址，也不是文件夹", f"{target} is neither a URL nor a folder")
    site, _ = load_site(read_county(session.county), session.today)
    with session.progress("打开", "opening") as progress:
        return walk(session.county, site.settings, target, session.today, progress)


@links_group.command("redirects", also="转址")
@with_session
def links_redirects(session: Session) -> int:
    """给旧网址做转址规则：nginx、Caddy、对象存储、普通网页，放在 build/redirects。
    EN: Rules that lead former hosts on, for nginx, Caddy, object stores and as plain pages, in build/redirects.
    """
    from sitegen.linking import write_redirects  # noqa: PLC0415 - the same

    site, _ = load_site(read_county(session.county), session.today)
    folder, number = write_redirects(session.county, site.settings)
    session.say(f"做好了：{folder}（{number} 个地址）", f"Made: {folder} ({number} addresses)")
    if not site.settings.former_roots:
        session.note(
            "sitegen.yaml 里没有写“旧网址”，只有站内搬家的。", "No 旧网址 in sitegen.yaml: only moves within the site."
        )
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
    reason = _cover(session, reason, path)
    _append(session, path, "retire", "", reason)
    session.say(f"{_to_path(path)} 停用了。重新构建以后，扫它会看到：{reason}", f"{_to_path(path)} is retired.")
    _say_filled(session, _to_path(path))
    return FINE


@links_group.command("move", also="改址")
@_PATH
@click.argument("target", metavar=both("新地址", "TARGET"))
@_REASON
@with_session
def links_move(session: Session, path: str, target: str, reason: str) -> int:
    """一个印过的地址搬到了别的页面；只写地址号，就是一个村的全部。

    sitegen 链接 改址 103207 103201 --reason 并村
    EN: A printed address now leads to another page; two address numbers move all of a village.
    """
    reason = _cover(session, reason, path, target)
    if _is_village(path) and _is_village(target):
        return _move_village(session, path.strip("/"), target.strip("/"), reason)
    _check_target(session, _to_path(target))
    _append(session, path, "move", _to_path(target), reason)
    session.say(f"{_to_path(path)} 搬到了 {_to_path(target)}。", f"{_to_path(path)} now leads to {_to_path(target)}.")
    _say_filled(session, _to_path(path))
    return FINE


def _cover(session: Session, reason: str, *paths: str) -> str:
    """The reason without names that must not go out; said where it is not what was typed."""
    from sitegen.linking import cover_names  # noqa: PLC0415 - the same

    refuse_numbers(reason)
    site, _ = load_site(read_county(session.county), session.today)
    told = reason
    for path in paths:
        told = cover_names(session.county, site, _to_path(path), told)
    if told != reason:
        session.note(f"原因里名单上的人不写名字：{told}", f"Whom lists do not name is not named in the reason: {told}")
    return told


def _say_filled(session: Session, path: str) -> None:
    """Nobody hides what is public by a line in a register: as long as there is something to see, a code shows that."""
    from sitegen.linking import is_filled  # noqa: PLC0415 - the same

    site, _ = load_site(read_county(session.county), session.today)
    if is_filled(session.county, site, path):
        session.note(
            f"不过 {path} 现在还有资料：资料还在，扫它看到的还是资料；资料没有了，才看到上面这一句。",
            f"But {path} still shows something: as long as it does, that is what the code leads to.",
        )


def _is_village(text: str) -> bool:
    return text.strip("/").isdigit()


def _move_village(session: Session, address: str, target: str, reason: str) -> int:
    from sitegen.linking import move_village  # noqa: PLC0415 - the same

    _check_target(session, f"/{target}/")
    moved = move_village(session.county, address, target, reason, session.today)
    if not moved:
        raise WrongUseError(f"{address} 没有印过地址", f"nothing was printed of {address}")
    for path, to in moved:
        session.say(f"{path} → {to}", f"{path} → {to}")
    session.note(f"搬了 {len(moved)} 个地址。", f"{len(moved)} addresses moved.")
    return FINE


def _check_target(session: Session, target: str) -> None:
    """Nothing moves to where there is no page; the last build knows."""
    from sitegen.linking import known_pages  # noqa: PLC0415 - the same

    pages = known_pages(session.county)
    if pages and target not in pages:
        near = nearest(target, pages)
        raise WrongUseError(
            f"“{target}”没有页面" + (f"。是不是 {near}？" if near else ""),
            f"there is no page {target}" + (f". Did you mean {near}?" if near else ""),
        )


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
