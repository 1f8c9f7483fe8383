"""verify: a site is held against its digests, in a folder and over the web; equal inputs give equal bytes anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen.cli import main
from sitegen.model.site import Parts
from sitegen.publish import publish
from sitegen.registers import append_link
from sitegen.verify import verify_build, verify_folder, verify_rebuild, verify_web
from tests.worlds import CASH, FOLDER, PROFILE, TODAY, World, small_county

QUARTER = f"villages/{FOLDER}/2026/2026年3季度.yaml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def spoil(site: Path) -> None:
    """One page less, one changed, one planted."""
    (site / "103201/about/index.html").unlink()
    page = site / "103201/021/index.html"
    page.write_bytes(page.read_bytes().replace(b"8,600", b"8,900"))
    (site / "login.html").write_text("密码", encoding="utf-8")


SPOILT = [
    ("FILE-CHANGED", "103201/021/index.html"),
    ("FILE-GONE", "103201/about/index.html"),
    ("FILE-STRANGE", "login.html"),
]


def said(diagnostics: object) -> list[tuple[str, str]]:
    return sorted((each.code, each.place.file) for each in diagnostics)  # type: ignore[attr-defined]


def test_a_build_is_held_against_its_digests(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    whole = verify_build(tmp_path)
    assert (whole.files, whole.diagnostics) == (len(world.files()), ())
    spoil(tmp_path / "build/site")
    assert said(verify_build(tmp_path).diagnostics) == SPOILT


def test_the_console_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    small_county(tmp_path)
    assert "先运行 sitegen 构建" in run("verify", "-C", tmp_path).stderr
    assert run("build", "-C", tmp_path, "--only", "pages", "--today", TODAY).exit_code == 0
    fine = run("核实", "-C", tmp_path)
    assert (fine.exit_code, "登记、公布记录和印过的地址也都对" in fine.stdout) == (0, True)
    spoil(tmp_path / "build/site")
    append_link(tmp_path, "103201", "print", "/103201/999/", "", "", "01", TODAY)
    wrong = run("verify", "-C", tmp_path)
    assert wrong.exit_code == 1
    assert wrong.stderr.splitlines()[0] == (
        "103201/021/index.html: 错误 FILE-CHANGED  103201/021/index.html 被改过，和做好的时候不一样"
    )
    assert "103201/about/index.html: 错误 FILE-GONE  少了 103201/about/index.html" in wrong.stderr
    assert wrong.stderr.count("删掉 build/site/103201，再构建一次，就") == 2
    assert "login.html: 错误 FILE-STRANGE  多了 login.html，不是做出来的" in wrong.stderr
    assert "links/103201.csv: 错误 LINK-LOST  印出去的地址 /103201/999/ 没有页面了" in wrong.stderr
    assert "有 4 处不对" in wrong.stdout


def test_what_was_handed_over_is_held_against_its_own_digests(tmp_path: Path) -> None:
    small_county(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert run("verify", tmp_path / "out", "-C", tmp_path).exit_code == 0
    assert run("verify", tmp_path / "out", "-C", tmp_path / "nowhere").exit_code == 0, "an auditor has no county"
    spoil(tmp_path / "out")
    assert said(verify_folder(tmp_path / "out").diagnostics) == SPOILT
    (tmp_path / "out/SHA256SUMS").unlink()
    assert "没有 SHA256SUMS，没法核对" in run("verify", tmp_path / "out", "-C", tmp_path).stderr


def test_sha256sum_reads_what_we_write(tmp_path: Path) -> None:
    small_county(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    command = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
    assert subprocess.run(command, cwd=tmp_path / "out", check=False).returncode == 0


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return

    def list_directory(self, *_: object) -> None:
        self.send_error(404)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_site_is_verified_from_outside(tmp_path: Path) -> None:
    small_county(tmp_path)
    publish(tmp_path, tmp_path / "sub/out", TODAY, 1)
    with serving(tmp_path / "sub") as root:
        assert run("verify", f"{root}/out", "-C", tmp_path).exit_code == 0
        spoil(tmp_path / "sub/out")
        assert said(verify_web(f"{root}/out/", {}).diagnostics) == SPOILT[:2]
        assert "没有 SHA256SUMS" in run("verify", root, "-C", tmp_path).stderr
    assert run("verify", root, "-C", tmp_path).exit_code == 3


@pytest.mark.parametrize("broken", ["links/103201.csv", "published/103201/log.jsonl"])
def test_a_register_or_a_release_that_was_changed_is_found(tmp_path: Path, broken: str) -> None:
    append_link(tmp_path, "103201", "print", "/103201/", "", "", "01", TODAY)
    world = small_county(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert run("verify", tmp_path / "out", "-C", tmp_path).exit_code == 0
    world.change(broken, "103201" if broken.startswith("links") else "021", "103202")
    code = "LINK-CUT" if broken.startswith("links") else "LINK-CHAIN"
    assert code in run("verify", tmp_path / "out", "-C", tmp_path).stderr


@pytest.mark.parametrize("parts", [Parts(), Parts(codes=False, downloads=False, compressed="br")])
def test_building_afresh_gives_every_byte_again(tmp_path: Path, parts: Parts) -> None:
    world = small_county(tmp_path).build(parts=parts)
    whole = verify_rebuild(tmp_path, TODAY, 1)
    assert (whole.files, whole.diagnostics) == (len(world.files()), ())
    world.change(QUARTER, "修复村东排水沟", "修复村西排水沟")
    assert "103201/021/index.html" in {each.place.file for each in verify_rebuild(tmp_path, TODAY, 1).diagnostics}
    assert run("verify", "--rebuild", "-C", tmp_path, "--today", TODAY).exit_code == 1
    world.build(parts=parts)
    assert run("verify", "--rebuild", "-C", tmp_path, "--today", TODAY).exit_code == 0


# ---- equal inputs, equal bytes -----------------------------------------------------------------------------------------

BACKWARDS = """
import os
_scandir, _listdir = os.scandir, os.listdir
os.listdir = lambda *given: sorted(_listdir(*given), reverse=True)
class _Backwards:
    def __init__(self, *given):
        self.entries = sorted(_scandir(*given), key=lambda each: each.name)
    __enter__ = __iter__ = lambda self: self
    __exit__ = close = lambda *_: None
    def __next__(self):
        if not self.entries:
            raise StopIteration
        return self.entries.pop()
os.scandir = _Backwards
"""
"""What a disk does that lists its files in another order."""
MACHINES: dict[str, dict[str, object]] = {
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "locale": {"LC_ALL": "C", "LANG": "tr_TR.UTF-8"},
    "hash seed": {"PYTHONHASHSEED": "4711"},
    "umask": {"umask": 0o077},
    "order of files": {"backwards": True},
    "processes": {"jobs": 3},
    "user": {"HOME": "/nonexistent", "USER": "nobody", "LOGNAME": "nobody", "user": 65534},
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = small_county(tmp_path_factory.mktemp("plain"))
    for number in range(5):
        folder = f"99010610320{number + 2}-第{number}村"
        world.village(PROFILE.replace("103201", folder[6:12]), folder).publication(CASH, folder=folder)
        world.write(f"villages/{folder}/附件/说明.txt", "…")
    return world.build(parts=Parts())


def may_be(user: int) -> bool:
    """Whether we may run the program as another user, who may not be let into the folder it lies in."""
    try:
        return subprocess.run([sys.executable, "-c", "import click"], user=user, check=False).returncode == 0
    except PermissionError:
        return False


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder another user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize("name", MACHINES)
def test_equal_inputs_give_equal_bytes_on_any_machine(plain: World, elsewhere: Path, name: str) -> None:
    machine = dict(MACHINES[name])
    jobs, umask, user = (
        int(str(machine.pop(key, default))) for key, default in (("jobs", 1), ("umask", 0o022), ("user", 0))
    )
    user = user if may_be(user) else 0
    extra = elsewhere / "extra"
    extra.mkdir()
    if machine.pop("backwards", False):
        (extra / "sitecustomize.py").write_text(BACKWARDS, encoding="utf-8")
    root = Path(shutil.copytree(plain.root, elsewhere / "在 别处", ignore=shutil.ignore_patterns("build")))
    if user:
        for path in (elsewhere, *elsewhere.rglob("*")):
            os.chown(path, user, user)
    environment = {key: str(value) for key, value in machine.items()}
    command = [sys.executable, "-m", "sitegen.cli", "build", "-C", ".", "--today", str(TODAY), "--jobs", str(jobs)]
    result = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, **environment, "PYTHONPATH": f"{extra}{os.pathsep}{Path(__file__).parents[1]}"},
        umask=umask,
        user=user or None,
        capture_output=True,
        text=True,
        check=False,
    )
    log = root / "build/.state/fault.log"
    assert result.returncode == 0, result.stderr + (log.read_text("utf-8") if log.exists() else "")
    assert World(root).files() == plain.files()
