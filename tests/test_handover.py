"""Handing over: a zip anybody can check and lay down, releases to go back to, and nothing that was taken down coming back."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from sitegen.cli import main
from sitegen.model.site import Parts
from sitegen.outputs.papers import to_caddy, to_nginx
from sitegen.publish import PublishReport, publish, rollback
from sitegen.registers import append_link
from sitegen.releases import list_releases
from sitegen.tree import ChangedError
from sitegen.verify import verify_folder, verify_web
from sitegen.withdrawing import withdraw
from tests.test_masked import ENDED, LIST
from tests.worlds import CASH, FOLDER, PROFILE, TODAY, Page, World, small_county

QUARTER = f"villages/{FOLDER}/2026/2026年3季度.yaml"
OTHER = "990106103202-梨园村"
NAME = "李*明".encode()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def two_villages(root: Path) -> World:
    world = small_county(root).publication(LIST, "2026/稻谷补贴.yaml")
    return world.village(PROFILE.replace("103201", "103202"), OTHER).publication(CASH, folder=OTHER)


def in_two_languages(world: World) -> World:
    return world.change("sitegen.yaml", "主办单位", "语言: [zh-Hans, en]\n主办单位")


def release(world: World, day: date = TODAY, target: str = "out", **more: bool) -> PublishReport:
    report = publish(world.root, world.root / target, day, 1, **more)
    assert report.handed
    return report


def inside(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def holds(folder: Path, planted: bytes) -> list[str]:
    return [path for path, data in inside(folder).items() if planted in data]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_web_server_may_read_what_is_handed_over_whatever_the_umask(tmp_path: Path) -> None:
    world, target = small_county(tmp_path), tmp_path / "out"
    before = os.umask(0o077)
    try:
        release(world)
        release(world, target="out.zip")
        private = tmp_path / "private"
        private.mkdir()
    finally:
        os.umask(before)

    def rights(paths: Iterable[Path]) -> set[str]:
        return {f"{path.stat().st_mode & 0o777:o}" for path in paths}

    folders = [target, *(path for path in target.rglob("*") if path.is_dir())]
    files = [tmp_path / "out.zip", *(path for path in target.rglob("*") if path.is_file())]
    assert (rights(folders), rights(files), rights([private])) == ({"755"}, {"644"}, {"700"})
    (target / "103201/021/index.html").chmod(0o600)
    (target / "103201/021").chmod(0o700)
    release(world)
    assert (rights(folders), rights(files)) == ({"755"}, {"644"}), "as it was handed over before"


# ---- the zip ---------------------------------------------------------------------------------------------------------


def test_a_zip_says_what_changed_and_how_to_put_it_on_a_server(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    release(world, target="one.zip")
    world.publication(CASH.replace("2026年3季度", "2026年2季度"), "2026/2026年2季度.yaml", OTHER)
    release(world, target="two.zip", partial=True)
    with zipfile.ZipFile(tmp_path / "two.zip") as archive:
        names = archive.namelist()
        note, steps = (archive.read(name).decode() for name in ("变化说明.txt", "怎么放.txt"))
    assert [name for name in names if not name.startswith("site/")] == sorted(
        ["Caddyfile", "deleted.txt", "nginx.conf", "变化说明.txt", "怎么放.txt"]
    )
    assert note.startswith("青石县村务公开 第2次公布 2026-10-12\n网址：https://gk.example.cn/\n")
    assert re.search(r"和第1次（2026-10-12）比：新增\d+个文件，变了\d+个，去掉0个", note)
    assert "梨园村  新公布  资金收支 2026年2季度" in note
    assert "清溪村" not in note
    assert "  /103202/021/\n" in note
    assert "盖在第1次公布（2026-10-12）上面" in steps


def test_only_what_changed_laid_over_the_last_one_gives_the_whole(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    release(world, target="one.zip")
    shutil.unpack_archive(tmp_path / "one.zip", tmp_path / "server")
    for folder in (f"villages/{OTHER}", "published/103202", "build/.state/published/103202"):
        shutil.rmtree(tmp_path / folder)
    world.publication(CASH.replace("2026年3季度", "2026年2季度"), "2026/2026年2季度.yaml")
    release(world, target="two.zip", partial=True)
    with zipfile.ZipFile(tmp_path / "one.zip") as whole, zipfile.ZipFile(tmp_path / "two.zip") as some:
        assert len(some.namelist()) < len(whole.namelist()) / 1.5
    shutil.unpack_archive(tmp_path / "two.zip", tmp_path / "server")
    command = "cd server/site && xargs -d '\\n' rm -f -- < ../deleted.txt && sha256sum --check --quiet SHA256SUMS"
    assert subprocess.run(["bash", "-c", command], cwd=tmp_path, check=False).returncode == 0
    assert verify_folder(tmp_path / "server/site").diagnostics == ()
    assert {
        name: data for name, data in inside(tmp_path / "server/site").items() if name != "SHA256SUMS"
    } == world.files()


def test_the_same_site_handed_over_again_is_no_new_release(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    release(world)
    release(world, target="again.zip")
    assert list_releases(tmp_path / "build/releases") == (1,)


@pytest.mark.parametrize("handed", [True, False])
def test_what_was_broken_off_while_handing_over_may_be_there_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handed: bool
) -> None:
    world = two_villages(tmp_path)
    release(world, target="one.zip")
    shutil.unpack_archive(tmp_path / "one.zip", tmp_path / "server")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("sitegen.handover.write_release", stopped)
        world.publication(CASH.replace("2026年3季度", "2026年2季度"), "2026/2026年2季度.yaml")
        with pytest.raises(KeyboardInterrupt):
            release(world, target="two.zip", partial=True)
    if handed:
        shutil.unpack_archive(tmp_path / "two.zip", tmp_path / "server")
    withdraw(tmp_path, "103201", "资金收支", "2026q2", "贴错了", TODAY)
    report = release(world, target="three.zip", partial=True)
    assert report.handed
    assert report.handed.number == 3
    shutil.unpack_archive(tmp_path / "three.zip", tmp_path / "server")
    for path in (tmp_path / "server/deleted.txt").read_text("utf-8").split():
        (tmp_path / "server/site" / path).unlink(missing_ok=True)
    assert verify_folder(tmp_path / "server/site").diagnostics == ()
    site = inside(tmp_path / "server/site")
    assert {name: data for name, data in site.items() if name != "SHA256SUMS"} == world.files()
    assert list_releases(tmp_path / "build/releases") == (1, 3)
    assert not (tmp_path / "build/releases/2").exists()


@pytest.mark.parametrize("base", ["/", "/cwgk/"])
def test_servers_are_told_where_it_lies(base: str) -> None:
    nginx, caddy = to_nginx("https://gk.example.cn", base), to_caddy("https://gk.example.cn", base)
    assert f"error_page 404 {base}404.html;" in nginx
    assert ("alias /srv/sitegen/current/;" in nginx) is (base != "/")
    assert ("handle_path /cwgk/* {" in caddy) is (base != "/")
    assert nginx.count("{") == nginx.count("}")
    assert caddy.count("{") == caddy.count("}")


@pytest.mark.parametrize("base", ["/", "/cwgk/"])
def test_a_real_server_with_the_snippet_serves_every_byte(tmp_path: Path, base: str) -> None:
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(nginx).exists():
        pytest.skip("nginx is not installed")
    world = small_county(tmp_path)
    world.change("sitegen.yaml", "https://gk.example.cn", f"https://gk.example.cn\n基路径: {base}")
    handed = release(world).handed
    assert handed
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    snippet = (handed.papers / "nginx.conf").read_text("utf-8").replace("/srv/sitegen/current", str(tmp_path / "out"))
    snippet = snippet if "server {" in snippet else f"server {{ listen 443 ssl;\n{snippet}}}"
    snippet = snippet.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    head = "user root;" if os.getuid() == 0 else ""
    logs = f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors;"
    types = "include /etc/nginx/mime.types; access_log off;"
    written = tmp_path / "nginx.conf"
    written.write_text(f"{head} {logs} events {{}} http {{ {types}\n{snippet}\n}}\n", encoding="utf-8")
    with subprocess.Popen([nginx, "-p", str(tmp_path), "-c", str(written)]) as server:
        try:
            wait_for(port)
            root = f"http://127.0.0.1:{port}{base}"
            seen = verify_web(root, {})
            with pytest.raises(HTTPError) as lost, urlopen(f"{root}103201/999/"):
                pass
        finally:
            server.terminate()
    assert (seen.files, seen.diagnostics) == (handed.files, ())
    assert lost.value.code == 404
    assert lost.value.read() == (tmp_path / "out/404.html").read_bytes()
    lost.value.close()


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return


def test_after_a_withdrawal_the_note_says_why_whole_villages_go_along(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    release(world, target="one.zip")
    withdraw(tmp_path, "103201", "资金收支", "2026q3", "写错了", TODAY)
    report = release(world, target="two.zip", partial=True)
    note = (report.handed.papers / "变化说明.txt").read_text("utf-8") if report.handed else ""
    pages = [
        path for path in inside(tmp_path / "build/site") if path.startswith("103201/") and path.endswith("index.html")
    ]
    assert f"原来的网页不留底，所以整个放进来，里面的不一定都变了：清溪村{len(pages)}个、首页和汇总页5个。" in note
    assert f"变了{len(pages) + 5}个，" in note
    assert "/103201/" not in note


# ---- the folder --------------------------------------------------------------------------------------------------------


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    small_county(tmp_path).write("photos/a.jpg", b"1")
    refused = run("publish", tmp_path / "photos", "-C", tmp_path, "--today", TODAY)
    assert (refused.exit_code, "里有别的东西" in refused.stderr) == (2, True)
    assert (tmp_path / "photos/a.jpg").read_bytes() == b"1"
    assert not (tmp_path / "published").exists()


def test_a_page_changed_by_hand_is_not_handed_over(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    release(world)
    before = inside(tmp_path / "out")
    page = tmp_path / "build/site/103201/021/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("8,600", "9,600"), encoding="utf-8")
    with pytest.raises(ChangedError):
        release(world)
    result = run("publish", tmp_path / "new.zip", "-C", tmp_path, "--today", TODAY)
    assert (result.exit_code, "FILE-CHANGED" in result.stderr) == (1, True)
    assert not (tmp_path / "new.zip").exists()
    assert inside(tmp_path / "out") == before
    shutil.rmtree(tmp_path / "build")
    release(world)
    assert inside(tmp_path / "out") == before


def test_pages_that_did_not_change_stay_the_same_files(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    release(world)
    numbers = {path: path.stat().st_ino for path in (tmp_path / "out/103202").rglob("*.html")}
    world.change(f"villages/{FOLDER}/村情.yaml", "人口: 1043", "人口: 1044")
    release(world)
    assert {path: path.stat().st_ino for path in (tmp_path / "out/103202").rglob("*.html")} == numbers


def test_copies_for_servers_are_handed_over_and_verified(tmp_path: Path) -> None:
    small_county(tmp_path)
    asked = ("-C", tmp_path, "--today", TODAY)
    assert run("publish", tmp_path / "out", "--compress", "br", *asked).exit_code == 0
    assert {"index.html.gz", "index.html.br"} <= inside(tmp_path / "out").keys()
    assert run("verify", tmp_path / "out", *asked).exit_code == 0
    assert run("verify", "--rebuild", *asked).exit_code == 0


# ---- going back ---------------------------------------------------------------------------------------------------------


def population(world: World, number: int) -> World:
    text = (world.root / f"villages/{FOLDER}/村情.yaml").read_text(encoding="utf-8")
    return world.village(re.sub("人口: .*", f"人口: {number}", text))


def test_the_last_three_releases_are_kept_and_nothing_else(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    for number in range(2001, 2006):
        release(population(world, number), target="out.zip")
    folder = tmp_path / "build/releases"
    assert list_releases(folder) == (3, 4, 5)
    kept = [path.read_bytes() for path in (folder / "store").glob("*/*")]
    assert [
        any(f"{number:,}".encode() in data or str(number).encode() in data for data in kept)
        for number in (2001, 2003, 2005)
    ] == [
        False,
        True,
        True,
    ]


def test_an_earlier_release_comes_back_byte_for_byte(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    release(world)
    first = inside(tmp_path / "out")
    release(population(world, 2002))
    second = inside(tmp_path / "out")
    assert second != first
    back = run("退回", tmp_path / "out", "-C", tmp_path, "--today", TODAY)
    assert back.exit_code == 0, back.stderr
    assert "退回到第 1 次公布" in back.stdout
    assert inside(tmp_path / "out") == first
    assert "这次退回到第1次公布（2026-10-12）的样子" in (tmp_path / "build/releases/3/变化说明.txt").read_text("utf-8")
    release(world)
    assert inside(tmp_path / "out") == second


def test_going_back_where_nothing_was_published_says_so(tmp_path: Path) -> None:
    small_county(tmp_path).build()
    assert "还没有公布过" in run("rollback", tmp_path / "out", "-C", tmp_path).stderr


def test_what_was_withdrawn_does_not_come_back_nor_lie_about(tmp_path: Path) -> None:
    world = in_two_languages(two_villages(tmp_path))
    release(world)
    old = inside(tmp_path / "out")
    withdraw(tmp_path, "清溪村", "稻谷补贴", "2026y", "写了不该写的", TODAY)
    assert holds(tmp_path / "build", NAME) == []
    release(world)
    report = rollback(tmp_path, tmp_path / "out", 1, TODAY, 1)
    assert report.handed
    assert report.handed.held == ("清溪村",)
    now = inside(tmp_path / "out")
    assert holds(tmp_path / "out", NAME) == []
    assert "这一期已经撤下" in Page((tmp_path / "out/103201/242/2026y/index.html").read_text("utf-8")).text
    assert {path for path in now if "103202/" in path and now[path] != old[path]} == set()
    assert "en/103201/index.html" in now
    assert "这些村还是现在的样子：清溪村" in (report.handed.papers / "变化说明.txt").read_text("utf-8")


def test_what_was_withdrawn_goes_from_a_server_that_is_only_sent_what_changed(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    release(world, target="one.zip")
    shutil.unpack_archive(tmp_path / "one.zip", tmp_path / "server")
    withdraw(tmp_path, "清溪村", "稻谷补贴", "2026y", "写了不该写的", TODAY)
    release(world, target="two.zip", partial=True)
    shutil.unpack_archive(tmp_path / "two.zip", tmp_path / "server")
    gone = (tmp_path / "server/deleted.txt").read_text("utf-8").splitlines()
    assert "103201/242/2026y/data.csv" in gone
    for path in gone:
        (tmp_path / "server/site" / path).unlink()
    assert holds(tmp_path / "server", NAME) == []
    assert verify_folder(tmp_path / "server/site").diagnostics == ()
    note = (tmp_path / "server/变化说明.txt").read_text("utf-8")
    assert "新增0个文件" in note
    assert f"去掉{len(gone)}个" in note


def test_what_a_merged_village_had_published_before_is_not_told_as_new(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    release(world)
    shutil.rmtree(tmp_path / f"villages/{OTHER}")
    former = '前身: [{代码: "990106103202", 地址号: "103202", 名称: 梨园村, 日期: 2026-10-01}]\n'
    world.village(PROFILE + former)
    report = release(world)
    assert report.handed
    assert "没有新公布" in (report.handed.papers / "变化说明.txt").read_text("utf-8")
    world.publication(CASH.replace("2026年3季度", "2026年2季度"), "2026/2026年2季度.yaml")
    report = release(world)
    assert report.handed
    assert "内容上的变化，共1项" in (report.handed.papers / "变化说明.txt").read_text("utf-8")


def test_names_whose_days_are_over_do_not_come_back_nor_lie_about(tmp_path: Path) -> None:
    world = in_two_languages(two_villages(tmp_path))
    release(world)
    release(population(world, 2002))
    assert rollback(tmp_path, tmp_path / "out", 1, TODAY, 1).handed
    assert holds(tmp_path / "out", NAME), "while the list is posted it may stand there"
    report = rollback(tmp_path, tmp_path / "out", 1, ENDED, 1)
    assert report.handed
    assert "清溪村" in report.handed.held
    assert holds(tmp_path / "out", NAME) == []
    assert holds(tmp_path / "build", NAME) == []
    assert holds(tmp_path / "published", NAME) == []
    assert verify_folder(tmp_path / "out").diagnostics == ()


def test_what_was_printed_since_leads_somewhere_after_going_back(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    release(world)
    world.publication(CASH.replace("2026年3季度", "2026年2季度"), "2026/2026年2季度.yaml", OTHER)
    append_link(tmp_path, "103202", "print", "/103202/021/2026q2/", "", "", "01", TODAY)
    release(world)
    report = rollback(tmp_path, tmp_path / "out", 1, TODAY, 1)
    assert report.handed
    assert report.handed.held == ("梨园村",)
    assert (tmp_path / "out/103202/021/2026q2/index.html").is_file()
    assert run("verify", tmp_path / "out", "-C", tmp_path, "--today", TODAY).exit_code == 0


def test_a_release_keeps_the_kinds_of_files_it_was_made_with(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1, parts=Parts(compressed="gz"))
    publish(tmp_path, tmp_path / "out", TODAY, 1, parts=Parts(compressed="gz"))
    population(world, 2002).build(parts=Parts(compressed="gz"))
    withdraw(tmp_path, "清溪村", "资金收支", "2026q3", "写错了", TODAY)
    assert world.has("103201/index.html.gz")
