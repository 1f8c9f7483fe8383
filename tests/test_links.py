"""Printed addresses in the world: opened from outside, led on, held against what they were, and never lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen.checks.history import check_history
from sitegen.cli import main
from sitegen.linking import move_village, walk, write_redirects
from sitegen.load.files import read_county
from sitegen.load.history import HistoryError, read_history, read_now
from sitegen.outputs.redirects import list_moves
from sitegen.printing import PrintReport, Request, print_sheets
from sitegen.registers import append_link, read_answers, read_register
from sitegen.shared import load_site
from tests.worlds import CASH, FOLDER, PROFILE, REGIONS, SETTINGS, TODAY, World, county


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, lists none, and says nothing of it."""

    def list_directory(self, path: object) -> None:  # type: ignore[override]
        self.send_error(404, str(path and "gone"))

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def served(tmp_path: Path) -> Iterator[World]:
    """A county whose own address is a server on this machine that shows what was built."""
    site = tmp_path / "build" / "site"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    world = World(tmp_path).write("sitegen.yaml", SETTINGS.replace("https://gk.example.cn", _root(server)))
    yield world.write("regions.csv", REGIONS).village().publication(CASH).build()
    server.shutdown()
    server.server_close()


def _root(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def root_of(world: World) -> str:
    return load_site(read_county(world.root), TODAY)[0].settings.root


def print_posters(world: World) -> PrintReport:
    site, _ = load_site(read_county(world.root), TODAY)
    return print_sheets(world.root, site, Request("poster", "a4"))


def open_all(world: World, target: str) -> list[str]:
    site, _ = load_site(read_county(world.root), TODAY)
    return [each.code for each in walk(world.root, site.settings, target, TODAY).diagnostics]


def run(world: World, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(world.root), "--today", TODAY.isoformat(), *arguments])


# ---- the first answer -------------------------------------------------------------------------------------------------


def test_codes_stay_trial_prints_until_the_site_has_answered_once(served: World) -> None:
    held = print_posters(served)
    assert [file.name for file in held.files] == ["清溪村-海报-A4竖-样张.pdf"]
    assert [each.code for each in held.diagnostics] == ["LINK-UNSEEN"]
    assert read_register(served.root, "103201") == ()
    result = run(served, "links", "check", root_of(served))
    assert result.exit_code == 0, result.output
    assert "从现在起可以印正式的码" in result.output
    (answer,) = read_answers(served.root)
    assert (answer.root, answer.addresses) == (root_of(served), 1)
    printed = print_posters(served)
    assert [file.name for file in printed.files] == ["清溪村-海报-A4竖.pdf"]
    assert [link.path for link in read_register(served.root, "103201")] == ["/103201/", "/103201/021/"]


def test_a_site_that_does_not_answer_registers_no_answer(served: World) -> None:
    shutil.rmtree(served.root / "build/site/103201")
    assert open_all(served, root_of(served)) == ["LINK-DEAD"]
    assert open_all(served, "http://127.0.0.1:9/") == ["LINK-DEAD"]
    assert read_answers(served.root) == ()


def test_papers_without_codes_of_their_own_are_not_held_back(served: World) -> None:
    site, _ = load_site(read_county(served.root), TODAY)
    report = print_sheets(served.root, site, Request("review", "a4"))
    assert report.diagnostics == ()
    assert "样张" not in report.files[0].name


# ---- walked from outside ----------------------------------------------------------------------------------------------


def test_each_printed_address_is_opened_and_must_show_its_village(served: World) -> None:
    open_all(served, root_of(served))
    print_posters(served)
    assert open_all(served, root_of(served)) == []
    page = served.root / "build/site/103201/021/index.html"
    good = page.read_bytes()
    page.write_bytes("<h1>抢注的网站，什么都有</h1>".encode())
    assert open_all(served, root_of(served)) == ["LINK-WRONG"]
    page.unlink()
    assert open_all(served, root_of(served)) == ["LINK-DEAD"]
    page.write_bytes(good)
    assert open_all(served, root_of(served)) == []


def test_a_folder_is_walked_as_well_and_counts_as_no_answer(
    served: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = tmp_path_factory.mktemp("usb") / "site"
    shutil.copytree(served.root / "build/site", copy)
    assert open_all(served, str(copy)) == []
    assert read_answers(served.root) == ()
    shutil.rmtree(copy / "103201")
    result = run(served, "links", "check", str(copy))
    assert result.exit_code == 1
    assert "LINK-DEAD" in result.output


def test_a_target_that_is_neither_is_wrong_use(served: World) -> None:
    assert run(served, "links", "check", "gk.example.cn").exit_code == 2


# ---- moves -------------------------------------------------------------------------------------------------------------


def printed(world: World, address: str, *rest: str) -> None:
    for each in rest:
        append_link(world.root, address, "print", f"/{address}/{each}", "", "", "01", TODAY)


def test_a_whole_village_moves_to_the_same_things_or_to_the_home_of_another(tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(CASH).build()
    printed(world, "103207", "", "021/", "141/3/")
    result = run(world, "links", "move", "103207", "103201", "--reason", "并村")
    assert result.exit_code == 0, result.output
    world.build()
    assert world.errors == []
    assert 'href="/103201/021/"' in world.page("/103207/021/").source
    assert 'href="/103201/"' in world.page("/103207/141/3/").source
    assert "并村" in world.page("/103207/").text


def test_nothing_moves_to_where_there_is_no_page(tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(CASH).build()
    printed(world, "103201", "021/")
    result = run(world, "links", "move", "/103201/021/", "/103201/022/", "--reason", "改了")
    assert result.exit_code == 2
    assert "/103201/021/" in result.output
    assert len(read_register(tmp_path, "103201")) == 1


def test_moves_are_followed_to_their_last_stop_and_never_in_a_circle() -> None:
    acts = [
        ("/1/a/", "move", "/1/b/"),
        ("/1/b/", "move", "/1/c/"),
        ("/1/x/", "move", "/1/y/"),
        ("/1/y/", "move", "/1/x/"),
    ]
    assert dict(list_moves(acts))["/1/a/"] == "/1/c/"
    assert set(dict(list_moves(acts))) == {"/1/a/", "/1/b/", "/1/x/", "/1/y/"}
    assert list_moves([("/1/a/", "move", "/1/b/"), ("/1/a/", "retire", "")]) == ()


FORMER = "旧网址: [https://old.example.cn/xx]\n"


def test_former_hosts_are_led_on_by_rules_and_by_plain_pages(tmp_path: Path) -> None:
    world = county(tmp_path).write("sitegen.yaml", SETTINGS + FORMER).village().publication(CASH).build()
    assert world.errors == []
    printed(world, "103201", "", "021/")
    append_link(tmp_path, "103201", "print", "/103201/141/9/", "", "", "01", TODAY)
    append_link(tmp_path, "103201", "move", "/103201/141/9/", "/103201/021/", "并进钱账", "", TODAY)
    site, _ = load_site(read_county(tmp_path), TODAY)
    folder, number = write_redirects(tmp_path, site.settings)
    assert number == 3 + 1
    nginx = (folder / "nginx.conf").read_text(encoding="utf-8")
    assert "server_name old.example.cn;" in nginx
    assert "rewrite ^/xx/(.*)$ https://gk.example.cn/$1 permanent;" in nginx
    assert "location = /103201/141/9/ { return 302 /103201/021/; }" in nginx
    assert "redir https://gk.example.cn{uri} permanent" in (folder / "Caddyfile").read_text(encoding="utf-8")
    store = json.loads((folder / "object-store.json").read_bytes())
    (rule,) = store["website"]["https://old.example.cn/xx/"]["RoutingRules"]
    assert rule["Redirect"]["HostName"] == "gk.example.cn"
    assert store["x-amz-website-redirect-location"] == {"103201/141/9/index.html": "/103201/021/"}
    page = (folder / "pages/old.example.cn/xx/103201/021/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://gk.example.cn/103201/021/">' in page
    assert 'content="0;url=https://gk.example.cn/103201/021/"' in page


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_takes_the_rules(tmp_path: Path) -> None:
    world = county(tmp_path).write("sitegen.yaml", SETTINGS + FORMER).village().publication(CASH)
    folder, _ = write_redirects(tmp_path, load_site(read_county(world.root), TODAY)[0].settings)
    rules = (folder / "nginx.conf").read_text(encoding="utf-8").replace("listen 443 ssl", "listen 8443")
    (tmp_path / "n.conf").write_text(f"events {{}}\npid {tmp_path}/pid;\nhttp {{\n{rules}\n}}", encoding="utf-8")
    ran = subprocess.run(["nginx", "-t", "-c", str(tmp_path / "n.conf")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_a_new_host_without_the_former_one_is_an_error(tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(CASH).build()
    assert world.errors == []
    world.change("sitegen.yaml", "https://gk.example.cn", "https://new.example.cn").build()
    assert world.errors == ["LINK-OLDHOST"]
    assert "https://gk.example.cn/" in world.console("LINK-OLDHOST")
    world.write("sitegen.yaml", SETTINGS.replace("gk.", "new.") + "旧网址: [https://gk.example.cn]\n").build()
    assert world.errors == []


# ---- nothing is ever lost -----------------------------------------------------------------------------------------------


def test_a_county_made_of_townships_becomes_one_of_towns_and_every_code_still_works(tmp_path: Path) -> None:
    """石桥乡 (990106203) becomes 石桥镇 (990106103): codes change, address numbers do not."""
    old = "990106203201-清溪村"
    world = county(tmp_path).write("regions.csv", REGIONS.replace("990106103,石桥镇", "990106203,石桥乡"))
    world.village(PROFILE.replace("103201", "203201"), old).publication(CASH, folder=old).build()
    print_posters(world)
    before = [link.path for link in read_register(tmp_path, "203201")]
    assert before == ["/203201/", "/203201/021/"]
    (tmp_path / "villages" / old).rename(tmp_path / "villages" / FOLDER)
    world.write("regions.csv", REGIONS).build()
    assert world.errors == []
    assert all(world.has(f"{path}index.html") for path in before)
    assert "石桥镇" in world.page("/203201/").source
    assert print_posters(world).registered == 0


def test_a_village_that_forgets_its_number_when_its_code_changes_stops_the_build(tmp_path: Path) -> None:
    old = "990106203201-清溪村"
    world = county(tmp_path).village(PROFILE.replace("地址号: 103201\n", ""), old).publication(CASH, folder=old).build()
    print_posters(world)
    (tmp_path / "villages" / old).rename(tmp_path / "villages" / FOLDER)
    world.build()
    assert world.errors == ["LINK-LOST", "LINK-LOST"]
    world.village(PROFILE.replace("103201", "203201")).build()
    assert world.errors == []


def commit(world: World) -> None:
    git = ["git", "-C", str(world.root), "-c", "user.name=t", "-c", "user.email=t@example.cn"]
    for arguments in (["init", "-q"], ["add", "-A", "-f", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)


def test_a_line_changed_or_lost_since_a_commit_is_refused(tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(CASH).build()
    print_posters(world)
    commit(world)
    assert run(world, "check", "--against", "HEAD").exit_code == 0
    append_link(tmp_path, "103201", "retire", "/103201/021/", "", "不用了", "", TODAY)
    assert run(world, "check", "--against", "HEAD").exit_code == 0
    register = tmp_path / "links/103201.csv"
    whole = register.read_bytes()
    register.write_bytes(whole.replace(b"/103201/021/", b"/103201/022/", 1))
    result = run(world, "check", "--against", "HEAD")
    assert result.exit_code == 1
    assert "links/103201.csv 第 3 行和 HEAD 里的不一样了" in result.output
    register.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
    assert "LINK-HISTORY" in run(world, "check", "--against", "HEAD").output
    register.unlink()
    assert "LINK-HISTORY" in run(world, "check", "--against", "HEAD").output


def test_history_is_read_as_it_was(tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(CASH).build()
    print_posters(world)
    world.write("published/103201/021/2026q3.1.json", '{"a": 1}\n').write("published/103201/log.jsonl", "一行\n")
    commit(world)
    before = read_history(tmp_path, "HEAD")
    assert before == read_now(tmp_path)
    assert {"links/103201.csv", "links/answered.csv", "published/103201/log.jsonl"} <= set(before)


def test_a_stored_view_may_only_go_after_it_was_withdrawn() -> None:
    def line(sequence: int, state: str, file: str) -> bytes:
        record = {"sequence": sequence, "item": "021", "period": "2026q3", "part": "", "state": state, "file": file}
        return json.dumps(record).encode() + b"\n"

    log, view = "published/103201/log.jsonl", "published/103201/021/2026q3.1.json"
    first = line(1, "published", "021/2026q3.1.json")
    before = {log: first, view: b"{}"}
    assert check_history("HEAD", before, before) == ()
    assert [each.place.file for each in check_history("HEAD", before, {log: first})] == [view]
    assert [each.place.file for each in check_history("HEAD", before, {log: first, view: b"{1}"})] == [view]
    assert check_history("HEAD", before, {log: first + line(2, "withdrawn", "")}) == ()


def test_without_a_repository_the_message_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = county(tmp_path).village().publication(CASH)
    result = run(world, "check", "--against", "HEAD")
    assert (result.exit_code, "不在 git 仓库里" in result.output) == (3, True)
    commit(world.write("links/x.csv", "a\n"))
    result = run(world, "check", "--against", "v9")
    assert (result.exit_code, "git 里没有“v9”" in result.output) == (2, True)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(HistoryError, match="git"):
        read_history(tmp_path, "HEAD")


def test_moving_a_village_that_was_never_printed_moves_nothing(tmp_path: Path) -> None:
    county(tmp_path).village().publication(CASH).build()
    assert move_village(tmp_path, "103299", "103201", "并村", TODAY) == ()
