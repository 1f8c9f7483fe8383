"""import: other people's Excel files into the ledgers, with every difference shown before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import click
from msgspec.structs import replace

from sitegen import overlay
from sitegen.commands.beginning import load_county_site
from sitegen.commands.ledgers import find_one_village
from sitegen.commands.session import WRONG_USE, Session, StopError, to_exit_code, with_session
from sitegen.commands.words import Command, WrongUseError, both
from sitegen.diagnostics import Diagnostic, Place, error, has_errors, warning
from sitegen.disk import write_file
from sitegen.importing.drafts import Draft
from sitegen.importing.laying import Laid, Ledger, lay
from sitegen.importing.mapping import CountyMapping, load_mapping
from sitegen.importing.merging import Change, to_words
from sitegen.importing.proposal_text import to_text
from sitegen.importing.proposing import Proposal
from sitegen.importing.recognising import recognise
from sitegen.importing.taking import Around, Outcome
from sitegen.importing.whose import to_villages
from sitegen.importing.words import Words, load_words
from sitegen.load.files import MAPPING, list_villages, read_village
from sitegen.load.published import load_versions
from sitegen.load.spreadsheets import ENDINGS
from sitegen.load.village import load_village
from sitegen.model.catalogue import Column, Item
from sitegen.model.ledger import Village
from sitegen.model.period import Period, from_text
from sitegen.plan import Site
from sitegen.source import nearest, read_bytes

_LARGEST = 60_000_000
_SHOWN = 30
"""Differences shown of one disclosure, unless all are asked for."""


@click.command("import", cls=Command, also="导入")
@click.argument("path", type=click.Path(path_type=Path), metavar=both("文件或文件夹", "PATH"))
@click.option("--village", metavar=both("村", "VILLAGE"), help=both("都是这个村的", "whose it is"))
@click.option("--period", metavar=both("期间", "PERIOD"), help=both("是哪一期的，如 2026q3", "such as 2026q3"))
@click.option("--dry-run", is_flag=True, help=both("只看会改什么，不写", "show what would change; write nothing"))
@click.option(
    "--yes", is_flag=True, help=both("建议里没有拿不准的，就照建议导入", "use proposals that leave no question")
)
@click.option("--all", "everything", is_flag=True, help=both("每一处不同都列出来", "show every difference"))
@with_session
def import_command(
    session: Session, path: Path, village: str | None, period: str | None, *, dry_run: bool, yes: bool, everything: bool
) -> int:
    """把 Excel 里的账收进账本：自己的表样、账务系统导出的表，或者一个镇一期的一整个文件夹。

    没见过的表，先写一份“怎么读”的建议（导入/映射.yaml），看过、改对，再导入一次。
    再导入同一份不会重复；每一处不同都列出旧的和新的。身份证号、卡号、电话的栏不收。
    EN: Excel files into the ledgers: our own forms, exports of accounting systems, a folder of a whole township.

    Sheets never seen before get a proposal in 导入/映射.yaml for review; a second run changes nothing.
    """
    site = load_county_site(session, session.today)
    mapping, found = load_mapping(_read_mapping(session.county))
    if has_errors(found):
        session.show(found)
        session.say("先把“怎么读”改好，什么都没有导入。", "mend the mapping first; nothing was imported")
        return to_exit_code(found)
    words = _load_words(mapping)
    around = _around(session, site, mapping, words, village, period, accept=yes)
    files, unread = _read_files(path, session.county)
    outcome = recognise(files, around)
    laid = _lay_all(session, site, outcome.drafts)
    proposed = _propose(session, mapping, outcome, dry_run=dry_run)
    for each in laid:
        _show(session, each, everything=everything)
    _say_left_out(session, outcome)
    written = () if dry_run else _write(session, laid)
    diagnostics = (*found, *unread, *outcome.found, *(each for one in laid for each in (*one.draft.found, *one.found)))
    session.show((*diagnostics, *_warn_published(laid)), cap=1_000_000 if everything else 20)
    _say_result(session, laid, written, proposed, dry_run=dry_run)
    return to_exit_code(diagnostics)


# ---- reading ---------------------------------------------------------------------------------------------------------


def _read_mapping(county: Path) -> bytes:
    return read_bytes(county / MAPPING)[0] or b""


def _load_words(mapping: CountyMapping) -> Words:
    built_in = overlay.read_folder((overlay.PACKAGE / "data" / "importing",), "*.yaml")
    return load_words(built_in.values(), mapping.root)


def _around(
    session: Session,
    site: Site,
    mapping: CountyMapping,
    words: Words,
    village: str | None,
    period: str | None,
    *,
    accept: bool,
) -> Around:
    folders = list_villages(session.county)
    meant = find_one_village(session.county, village) if village else ""
    when = from_text(period) if period else None
    if period and when is None:
        raise StopError(error("PER-TEXT", Place(""), text=period), code=WRONG_USE)

    @cache
    def load(folder: str) -> Village | None:
        return load_village(read_village(session.county, folder)[0], site.catalogue, site.preset)[0]

    villages = to_villages(folders, mapping.villages)
    return Around(site.catalogue, words, mapping, villages, meant, when, accept, load)


def _read_files(path: Path, county: Path) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """The spreadsheets of a folder, or the one file; lock files of Excel are passed over."""
    if not path.exists():
        raise _not_there(path)
    paths = sorted(each for each in path.rglob("*") if _is_sheet(each)) if path.is_dir() else [path]
    others = _others(path)
    if not paths and not others:
        raise WrongUseError(f"{path} 里没有表格文件", f"no spreadsheets in {path}")
    files: dict[str, bytes] = {}
    found = [warning("XLS-SKIPPED", Place(_name_of(each, path, county)), path=each.name) for each in others]
    for each in paths:
        name = _name_of(each, path, county)
        data, reason = read_bytes(each, limit=_LARGEST)
        if data is None:
            code = error("XLS-SIZE", Place(name), size=each.stat().st_size, limit=_LARGEST)
            found.append(code if "large" in reason else error("SYS-READ", Place(name), path=name, reason=reason))
        else:
            files[name] = data
    return files, tuple(found)


def _not_there(path: Path) -> WrongUseError:
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    near = nearest(path.name, [each.name for each in beside if _is_sheet(each)])
    return WrongUseError(
        f"找不到“{path}”。"
        + (f"是不是“{near}”？" if near else "看看名字和文件夹写对没有，结尾的 .xlsx 也要写；可以把文件拖进这个窗口"),
        f"{path} is not there" + (f"; did you mean {near}?" if near else ""),
    )


_PAPERS = frozenset(
    ".doc .docx .wps .pdf .jpg .jpeg .png .bmp .tif .tiff .heic .zip .rar .7z .ofd"
    " .xlsb .slk .dif .dbf .numbers .uos .mht .mhtml .rtf .ksh".split()
)
"""What villages hand over instead of a spreadsheet that can be read; other files of a folder are no ledger either way."""


def _others(path: Path) -> list[Path]:
    found = sorted(path.rglob("*")) if path.is_dir() else []
    return [each for each in found if each.suffix.lower() in _PAPERS and not each.name.startswith(("~$", "."))]


def _is_sheet(path: Path) -> bool:
    known = path.suffix.lower() in ENDINGS
    return known and not path.name.startswith(("~$", ".")) and path.is_file()


def _name_of(path: Path, given: Path, county: Path) -> str:
    """As short as it can be said: from the county folder, else from the folder that was named."""
    for base in (county.resolve(), given.resolve() if given.is_dir() else given.resolve().parent):
        if path.resolve().is_relative_to(base):
            return path.resolve().relative_to(base).as_posix()
    return path.name


# ---- laying over the ledgers -----------------------------------------------------------------------------------------


def _lay_all(session: Session, site: Site, drafts: Iterable[Draft]) -> tuple[Laid, ...]:
    """Each draft over what the ones before it left; drafts with errors change nothing."""
    ledgers: dict[str, Ledger] = {}
    laid: list[Laid] = []
    for draft in drafts:
        ledger = ledgers.get(draft.village) or _read_ledger(session, site, draft.village)
        refused = Laid(draft, "", "", (), False, ())
        one = refused if has_errors(draft.found) else lay(draft, ledger, site.catalogue, site.preset)
        laid.append(one)
        if one.changes and not has_errors(one.found):
            files = replace(ledger.files, files={**ledger.files.files, one.path: one.text.encode()})
            ledger = replace(ledger, files=files, village=load_village(files, site.catalogue, site.preset)[0])
        ledgers[draft.village] = ledger
    return tuple(laid)


def _read_ledger(session: Session, site: Site, folder: str) -> Ledger:
    files, _ = read_village(session.county, folder)
    village, _ = load_village(files, site.catalogue, site.preset)
    versions, _ = load_versions(village.address, files.files)
    standing = frozenset(version.identity for version in versions if version.state != "withdrawn")
    return Ledger(files, village, standing)


def _write(session: Session, laid: Iterable[Laid]) -> tuple[str, ...]:
    """Whole files, each with its former self beside it as ``.bak``; the last text of a file counts."""
    texts = {each.path: each.text for each in laid if each.text and not has_errors((*each.draft.found, *each.found))}
    written = []
    for path, text in texts.items():
        target = session.county / path
        old = target.read_bytes() if target.exists() else b""
        if old == text.encode():
            continue
        if old:
            write_file(target.with_name(f"{target.name}.bak"), old)
        write_file(target, text.encode())
        written.append(path)
    return tuple(written)


def _propose(session: Session, mapping: CountyMapping, outcome: Outcome, *, dry_run: bool) -> bool:
    """Write the proposals and unknown subjects into 导入/映射.yaml; whether any waits for review."""
    known = {subject for subject in outcome.subjects if f"{subject}:" in mapping.document.text}
    subjects = [subject for subject in outcome.subjects if subject not in known]
    if not outcome.proposals and not subjects:
        return False
    text = to_text(outcome.proposals, subjects, mapping)
    for proposal in outcome.proposals:
        _say_proposal(session, proposal)
    if not dry_run:
        if mapping.document.text:
            write_file((session.county / MAPPING).with_name("映射.yaml.bak"), mapping.document.text.encode())
        write_file(session.county / MAPPING, text.encode())
    return bool(subjects) or not all(each.shape.confirmed for each in outcome.proposals)


# ---- what is said ----------------------------------------------------------------------------------------------------


def _say_proposal(session: Session, proposal: Proposal) -> None:
    shape = proposal.shape
    if session.json:
        return
    session.say(f"没见过这样的表：{shape.name}", f"never seen: {shape.name}")
    session.say(f"  当作 {shape.item} 的 {shape.table}，栏这样对：", f"  taken as {shape.item} / {shape.table}:")
    for heading, target in shape.columns:
        remark = proposal.remarks.get(heading, "")
        session.say(*[f"    {heading} → {target}" + (f"（{remark}）" if remark else "")] * 2)


def _say_left_out(session: Session, outcome: Outcome) -> None:
    for sheet, heading in dict.fromkeys(outcome.left_out):
        session.note(
            f"{sheet}：“{heading}”是个人信息，没有收", f"{sheet}: “{heading}” is personal data and was left out"
        )


def _show(session: Session, laid: Laid, *, everything: bool) -> None:
    """The differences of one disclosure: what came, what went, what is another now."""
    if not laid.changes:
        return
    draft = laid.draft
    name = " ".join(
        filter(None, (draft.village[13:], draft.item.name, draft.period.label if draft.period else "", draft.account))
    )
    if session.json:
        for change in laid.changes:
            session.print_json(_to_record(laid, change))
        return
    session.say(*[f"{name} → {laid.path}"] * 2)
    shown = laid.changes if everything else laid.changes[:_SHOWN]
    for change in shown:
        session.say(*[f"  {_say_change(draft, change)}"] * 2)
    more = len(laid.changes) - len(shown)
    if more:
        session.say(f"  还有 {more} 处（加 --all 全部列出）", f"  {more} more (--all shows them)")


def _to_record(laid: Laid, change: Change) -> dict[str, str]:
    item, period = laid.draft.item, laid.draft.period
    kind = _kind_of(item, change.table, change.column)
    row = _say_row(item, change, period) if change.row else ""
    before, after = to_words(change.before, kind, period), to_words(change.after, kind, period)
    record = {"change": change.kind, "file": laid.path, "item": item.number, "table": change.table, "row": row}
    return {**record, "column": change.column, "before": before, "after": after}


def _say_change(draft: Draft, change: Change) -> str:
    item, period = draft.item, draft.period
    if change.kind != "changed" and change.row is not None:
        return f"{'+' if change.kind == 'added' else '-'} {change.table} {_say_row(item, change, period)}"
    kind = _kind_of(item, change.table, change.column)
    where = f"{change.table} {_say_row(item, change, period)} " if change.row is not None else ""
    before = to_words(change.before, kind, period) or "（空）"
    return f"~ {where}{change.column}：{before} → {to_words(change.after, kind, period) or '（空）'}"


def _kind_of(item: Item, table: str, column: str) -> str:
    form = item.table(table)
    found: Column | None = form.column(column) if form else item.field(column)
    return found.kind if found else "text"


def _say_row(item: Item, change: Change, period: Period | None) -> str:
    """A row in a few words: its key, what it is, how much."""
    row, form = change.row, item.table(change.table)
    if row is None:
        return ""
    figure = form.figure if form and change.kind != "changed" else ""
    names = ("日期", *form.key, *form.lead, figure) if form else row.columns
    said = (
        to_words(row.get(name), _kind_of(item, change.table, name), period)
        for name in dict.fromkeys(filter(None, names))
    )
    return " ".join(filter(None, said))


def _warn_published(laid: Iterable[Laid]) -> tuple[Diagnostic, ...]:
    return tuple(
        warning("XLS-PUBLISHED", Place(each.path), item=each.draft.item.name)
        for each in laid
        if each.published and each.changes
    )


def _say_result(
    session: Session, laid: tuple[Laid, ...], written: tuple[str, ...], proposed: bool, *, dry_run: bool
) -> None:
    same = sum(not each.changes and not has_errors((*each.draft.found, *each.found)) for each in laid)
    held = sum(has_errors((*each.draft.found, *each.found)) for each in laid)
    if proposed and not dry_run:
        session.say(
            f"“怎么读”的建议写在 {MAPPING}：看一遍，有“?”的填上，把“确认”写成“是”，再导入一次。",
            f"proposals are in {MAPPING}: review them, answer every “?”, set 确认: 是, and import again.",
        )
    if dry_run:
        session.say("只看了看，什么都没有写。", "A dry run: nothing was written.")
    elif laid:
        parts = (
            [f"写了 {len(written)} 个文件"]
            + ([f"{same} 项没有变"] if same else [])
            + ([f"{held} 项有错，没有写"] if held else [])
        )
        session.say("，".join(parts) + "。", f"Files written: {len(written)}; unchanged: {same}; held back: {held}.")
    if written:
        session.note("接着运行：sitegen 检查", "next: sitegen check")
