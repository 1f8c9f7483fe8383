"""What doctor asks of this computer: parts, fonts, console, disk, rights, locks, and what should not lie about."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from msgspec import Struct

from sitegen.diagnostics import Diagnostic
from sitegen.disk import check_writable
from sitegen.locks import find_holder
from sitegen.outputs.fonts import BUNDLED, missing_characters

_ROOM = 500_000_000
"""Bytes that should be free: the site of a county with its sheets, twice."""
_SAMPLE = "村里的账和事打开微信扫一扫0123456789"


class Finding(Struct, frozen=True):
    """One question and its answer; ``machine`` when it is the computer that needs care, ``noted`` when what is fine for now
    is to be known all the same."""

    name: str
    fine: bool
    chinese: str
    english: str
    machine: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    noted: bool = False


def examine_machine(county: Path) -> tuple[Finding, ...]:
    """Everything that holds whatever is in the ledgers."""
    return (
        _look_at_python(),
        _look_at_packages(),
        _look_at_fonts(),
        look_at_console(sys.stdout.encoding or "", _read_code_page()),
        _look_at_disk(county),
    )


def _look_at_python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info >= (3, 11), f"Python {version}", f"Python {version}", machine=True)


def _look_at_packages() -> Finding:
    """Every pinned part is there in the version the program was tried with."""
    wrong = sorted(_wrong_packages())
    if not wrong:
        return Finding("packages", True, "要用的部件都在", "all parts are here", machine=True)
    listed = "、".join(wrong)
    chinese = f"部件不齐，或版本不对：{listed}。运行 pip install -e ."
    return Finding("packages", False, chinese, f"missing or of another version: {listed}", machine=True)


def _wrong_packages() -> Iterator[str]:
    try:
        required = metadata.requires("sitegen") or []
    except metadata.PackageNotFoundError:
        return
    for line in required:
        match = re.fullmatch(r"([\w.-]+)(?:\[[^]]*\])?==([\w.]+)", line.partition(";")[0].strip())
        if match and "extra ==" not in line and _version(match[1]) != match[2]:
            yield f"{match[1]} {match[2]}"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _look_at_fonts() -> Finding:
    there = all(path.is_file() for path in BUNDLED)
    fine = there and not missing_characters(_SAMPLE, BUNDLED[:1])
    if fine:
        return Finding("fonts", True, "印刷用的字体在", "fonts for sheets are here", machine=True)
    return Finding("fonts", False, "印刷用的字体缺了，请重新安装", "fonts for sheets are missing", machine=True)


def _look_at_disk(county: Path) -> Finding:
    place = county / "build" if (county / "build").is_dir() else county
    try:
        check_writable(place / "site")
        free = shutil.disk_usage(place).free
    except OSError as problem:
        chinese, english = f"写不了 {place}", f"cannot write to {place}: {problem.strerror}"
        return Finding("disk", False, chinese, english, machine=True)
    size = f"{free / 1_000_000_000:.1f} GB"
    return Finding(
        "disk", free >= _ROOM, f"{place} 能写，还空着 {size}", f"{place} is writable, {size} free", machine=True
    )


# ---- the console ----------------------------------------------------------------------------------------------------


def _read_code_page() -> int:
    """The code page of a Windows console; 0 elsewhere."""
    if sys.platform != "win32":
        return 0
    import ctypes  # noqa: PLC0415 - there is no console to ask anywhere else

    return int(ctypes.windll.kernel32.GetConsoleOutputCP())


_CHINESE_PAGES = (0, 936, 54936, 65001)


def look_at_console(encoding: str, page: int) -> Finding:
    """Whether Chinese can be shown: the stream's encoding, and the code page of a Windows console (0: none)."""
    try:
        _SAMPLE.encode(encoding or "ascii")
        shown = page in _CHINESE_PAGES
    except (LookupError, UnicodeEncodeError):
        shown = False
    if shown:
        return Finding(
            "console", True, f"这个窗口显示得出中文（{encoding}）", f"the console shows Chinese ({encoding})", True
        )
    name = f"{encoding}，代码页 {page}" if page else encoding or "?"
    cure = "先运行 chcp 65001，或者双击 菜单.bat" if page else "把 LANG 设成 C.UTF-8"
    return Finding("console", False, f"这个窗口显示不全中文（{name}）：{cure}", f"no Chinese in {name}", True)


# ---- the county folder as files -------------------------------------------------------------------------------------


def examine_folder(county: Path) -> Iterator[Finding]:
    """Rights, what an interrupted run left, and keys or passwords among the ledgers."""
    yield _look_at_rights(county)
    yield _look_at_lock(county / "build" / ".state")
    yield _look_at_secrets(county)


_WRITTEN = ("", "villages", "links", "published", "build", "build/site", "build/print", "build/.state")


def _look_at_rights(county: Path) -> Finding:
    places = [county / name for name in _WRITTEN]
    places += [path for path in sorted((county / "villages").glob("*/*")) if path.is_dir() or path.suffix == ".yaml"]
    closed = [path for path in places if path.exists() and not os.access(path, os.W_OK)]
    if not closed:
        return Finding("rights", True, "账本和要写的文件夹都能写", "ledgers and folders can be written", True)
    names = "、".join(path.relative_to(county).as_posix() or "." for path in closed[:3])
    more = f"等 {len(closed)} 处" if len(closed) > 3 else ""
    return Finding("rights", False, f"没有写的权限：{names}{more}", f"not writable: {names}", True)


def _look_at_lock(state: Path) -> Finding:
    holder = find_holder(state)
    if holder:
        chinese = f"另一个窗口正在做网站（进程 {holder}），等它做完"
        return Finding("lock", False, chinese, f"another build is running (process {holder})", True)
    if (state / "journal.json").exists() or any(state.glob("stage-*")):
        return Finding(
            "lock",
            True,
            "上一次没做完就断了，下一次构建会先收拾好",
            "an interrupted build is finished by the next",
            True,
        )
    return Finding("lock", True, "没有没做完的事", "nothing was interrupted", True)


_SECRET_NAMES = re.compile(
    r"(?i)^(id_(rsa|dsa|ecdsa|ed25519)|\.env|\.netrc|\.pgpass|credentials)$|\.(pem|key|p12|pfx|kdbx|ppk)$"
)
_SECRET_TEXT = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|(?:密码|口令)\s*[:：=]\s*[!-~]{6,}"
    r"|(?im:^\s*(?:password|passwd|secret|access[_-]?key|token)\s*[:=]\s*[!-~]{6,})"
)
"""A private key, or a line 密码: …, 口令: …, password = … with something that could be one."""
_SKIPPED = {"build", ".git", ".venv", "node_modules"}
_TEXTS = {".yaml", ".yml", ".txt", ".csv", ".md", ".ini", ".cfg", ".conf", ".toml", ".json", ".bat", ".sh", ".env", ""}
_LARGEST = 300_000
_MOST_FILES = 50_000


def find_secrets(county: Path) -> Iterator[str]:
    """Files that look like a key or hold a password, by path from the county."""
    seen = 0
    for parent, folders, names in os.walk(county):
        folders[:] = sorted(set(folders) - _SKIPPED)
        for name in sorted(names):
            seen += 1
            if seen > _MOST_FILES:
                return
            path = Path(parent) / name
            if _SECRET_NAMES.search(name) or (path.suffix.lower() in _TEXTS and _holds_secret(path)):
                yield path.relative_to(county).as_posix()


def _holds_secret(path: Path) -> bool:
    try:
        return path.stat().st_size <= _LARGEST and bool(_SECRET_TEXT.search(path.read_text("utf-8", "replace")))
    except OSError:
        return False


def _look_at_secrets(county: Path) -> Finding:
    found = list(find_secrets(county))
    if not found:
        return Finding("secrets", True, "账本文件夹里没有密码和密钥", "no keys or passwords among the ledgers")
    names = "、".join(found[:3]) + (f" 等 {len(found)} 个" if len(found) > 3 else "")
    return Finding(
        "secrets",
        False,
        f"这里面像是有密码或密钥，请挪到别处：{names}",
        f"keys or passwords among the ledgers: {names}",
    )
