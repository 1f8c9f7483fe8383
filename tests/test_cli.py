"""The command line as a clerk, a script and a build server meet it: words, streams, exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sitegen.cli import COMMANDS, main
from sitegen.commands import bars
from sitegen.commands.guarding import guarded
from sitegen.commands.machine import look_at_console
from sitegen.commands.profiling import Looks, watch
from sitegen.commands.session import to_session
from sitegen.outputs.qr import make_symbol
from tests.test_tree import another_holding
from tests.worlds import PROFILE, World, small_county

TODAY = "2026-10-12"
WRONG_SUM = ("期末余额: 4400.00", "期末余额: 4400.01")
LEDGER = "villages/990106103201-清溪村/2026/2026年3季度.yaml"


def run(*words: object, cwd: Path | None = None) -> Result:
    """The program in this process."""
    before = Path.cwd()
    os.chdir(cwd or before)
    try:
        return CliRunner(env={"NO_COLOR": "", "TERM": "xterm"}).invoke(main, [str(word) for word in words])
    finally:
        os.chdir(before)


def start(*words: object, **more: object) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    command = [sys.executable, "-m", "sitegen.cli", *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **more)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return small_county(tmp_path)


def check(world: World, *words: object) -> Result:
    return run("check", "-C", world.root, "--today", TODAY, *words)


# ---- exit codes ------------------------------------------------------------------------------------------------------


def test_a_sound_ledger_is_0_and_may_be_published(world: World) -> None:
    result = check(world)
    assert result.exit_code == 0
    assert result.stdout.strip().endswith("看了 1 个村。没有发现要改的地方，可以公布。")


@pytest.mark.skipif(os.name == "nt", reason="Windows hands over names as text in every locale")
def test_villages_are_seen_where_the_locale_knows_no_chinese(world: World) -> None:
    bare = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = start("check", "-C", str(world.root), "--today", TODAY, env=bare, encoding="utf-8")
    assert done.stdout.strip().endswith("看了 1 个村。没有发现要改的地方，可以公布。"), done.stderr
    named = start("check", "-C", str(world.root), "清溪村", "--today", TODAY, env=bare, encoding="utf-8")
    assert named.returncode == 0, named.stderr


def test_a_site_that_was_not_exchanged_is_not_called_made(world: World) -> None:
    world.write("links/999999.csv", "日期,动作,地址,去向,原因,批次,链\n2026-01-01,print,/999999/,,,,x\n")
    done = run("build", "-C", world.root, "--today", TODAY)
    assert (done.exit_code, done.stdout) == (1, "网站没有换：先把上面的错误改好。\n")


def test_a_file_gone_from_the_finished_site_is_named_with_its_cure(world: World) -> None:
    run("publish", world.root.parent / "out.zip", "-C", world.root, "--today", TODAY)
    shutil.rmtree(world.root / "build")
    run("build", "-C", world.root, "--today", TODAY)
    (world.root / "build/site/103201/021/index.html").unlink()
    done = run("publish", world.root.parent / "out.zip", "-C", world.root, "--today", TODAY)
    assert "FILE-GONE" in done.stderr
    assert "改法：删掉 build/site/103201，再构建一次，就补上了" in done.stderr


def test_an_error_is_1_and_counted(world: World) -> None:
    result = check(world.change(LEDGER, *WRONG_SUM))
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "看了 1 个村。还有 1 处错误。"


def test_warnings_are_0_and_strictly_1(world: World) -> None:
    world.change(LEDGER, "审核:\n  - 村务监督委员会: 2026-10-10 同意\n", "")
    assert check(world).exit_code == 0
    assert "没有错误，还有 1 处提醒" in check(world).stdout
    assert check(world, "--strict").exit_code == 1


def test_what_is_late_is_said_once_a_period_and_one_by_one_to_programs(world: World) -> None:
    profile = "villages/990106103201-清溪村/村情.yaml"
    world.change(profile, "户数: 287", "户数: 287\n起始: 2026年2季度").change(LEDGER, "2026年3季度", "2026年2季度")
    late = [line for line in check(world).stderr.splitlines() if "LATE-DUE" in line]
    assert len(late) == 1
    assert late[0].startswith(f"{profile}: 提醒 LATE-DUE  2026年2季度有 18 项应在 2026-07-15 以前公开：“")
    assert late[0].count("”“") == 17
    found = [json.loads(line) for line in check(world, "--json").stdout.splitlines()]
    messages = [each["message"] for each in found if each["code"] == "LATE-DUE"]
    assert len(messages) == 18
    assert "2026年2季度应在 2026-07-15 以前公开：“会议决定”" in messages


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chek",), "没有“chek”这个命令。是不是“check”？"),
        (("检察",), "没有“检察”这个命令。是不是“检查”？"),
        (("check", "--strickt"), "没有“--strickt”这个选项。是不是“--strict”？"),
        (("print",), "少写了“种类”，只能是：公示表、审核单、核销单、海报、门牌"),
        (("print", "海抱"), "“种类”写得不对，只能是"),
        (("build", "--jobs", "两个"), "选项“--jobs”写得不对，要写一个合适的整数"),
        (("build", "多余"), "多写了“多余”"),
        (("publish",), "少写了“放到哪里”"),
        (("withdraw", "清溪村", "--reason", "x"), "写成 村/事项/期间"),
        (("withdraw", "a/b/c"), "少写了选项“--reason”"),
        (("withdraw", "a/b/c", "--reason"), "选项“--reason”后面"),
        (("links",), "用法：sitegen links"),
        (("explain", "AMT-TXT"), "没有“AMT-TXT”这个编号。是不是 AMT-TEXT？"),
        (("--today", "昨天", "check"), "“昨天”不是日期"),
        (("--lang", "法语", "check"), "只能是：zh、en"),
    ],
)
def test_wrong_use_is_2_and_said_in_chinese(world: World, words: tuple[str, ...], said: str) -> None:
    result = run(*words, cwd=world.root)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Error" not in result.stderr
    assert not result.stdout


def test_wrong_use_in_english() -> None:
    result = run("--lang", "en", "chek")
    assert result.exit_code == 2
    assert "There is no command “chek”. Did you mean “check”?" in result.stderr


def test_outside_a_county_says_where_to_go(tmp_path: Path) -> None:
    result = run("-C", tmp_path, "检查")
    assert result.exit_code == 2
    assert "不是账本文件夹" in result.stderr
    assert "sitegen init" in result.stderr


def test_a_disk_that_cannot_be_written_is_3(world: World) -> None:
    world.write("build", "a file where a folder should be")
    result = run("build", "-C", world.root, "--today", TODAY)
    assert result.exit_code == 3
    assert "SYS-WRITE" in result.stderr


def test_a_missing_part_is_3(capsys: pytest.CaptureFixture[str]) -> None:
    def call() -> None:
        raise ModuleNotFoundError("No module named 'duckdb'", name="duckdb")

    assert guarded(call, {}) == 3
    said = capsys.readouterr().err
    assert "SYS-EXTRA  还缺一个部件：duckdb" in said
    assert re.search(rf"改法：运行 {re.escape(sys.executable)} -m pip install duckdb==\d", said), (
        "not a package of another name"
    )


def test_our_own_fault_is_4_and_kept(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    (world.root / "build/.state").mkdir(parents=True)
    assert guarded(lambda: 1 // 0, {"county_folder": world.root}) == 4
    err = capsys.readouterr().err
    assert "SYS-BUG  程序自己出错了" in err
    assert "Traceback" not in err
    assert "ZeroDivisionError" in (world.root / "build/.state/fault.log").read_text("utf-8")


def test_ctrl_c_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    def call() -> None:
        raise click.Abort

    assert guarded(call, {}) == 130
    assert capsys.readouterr().err.strip() == ""


# ---- streams ---------------------------------------------------------------------------------------------------------


def test_results_and_diagnostics_have_their_own_streams(world: World) -> None:
    world.change(LEDGER, *WRONG_SUM)
    ran = start("check", "-C", world.root, "--today", TODAY)
    assert ran.returncode == 1
    assert ran.stdout == "看了 1 个村。还有 1 处错误。\n"
    assert ran.stderr.startswith("截至 2026-10-12\n" + LEDGER + ":")
    assert "错误 SUM-BALANCE" in ran.stderr
    assert "^" in ran.stderr
    assert "改法：" in ran.stderr
    assert "\x1b" not in ran.stderr


def test_json_lines_stand_alone_on_stdout(world: World) -> None:
    world.change(LEDGER, *WRONG_SUM)
    ran = start("check", "-C", world.root, "--today", TODAY, "--json")
    records = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [record["code"] for record in records] == ["SUM-BALANCE"]
    assert set(records[0]) == {"code", "severity", "file", "line", "column", "end_column", "message", "hint"}
    assert records[0]["file"] == LEDGER
    assert records[0]["severity"] == "error"
    assert "还有 1 处错误" in ran.stderr
    assert ran.returncode == 1


def test_json_loses_no_sign_where_stdout_lacks_it(world: World) -> None:
    world.change(LEDGER, "期末余额: 4400.00", "期末余额: 4𠮷00")
    ran = start("check", "-C", world.root, "--today", TODAY, "--json", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert "4𠮷00" in json.loads(ran.stdout.splitlines()[0])["message"]


def test_json_lists_what_there_is_to_explain() -> None:
    records = [json.loads(line) for line in run("explain", "--json").stdout.splitlines()]
    assert {"AMT-TEXT", "SYS-BUG"} <= {record["code"] for record in records}
    assert set(records[0]) == {"code", "severity", "message", "hint", "explanation"}


def test_withdrawing_another_period_names_those_there_are(world: World) -> None:
    ran = run("withdraw", "清溪村/资金收支/2029q2", "--reason", "写错了", "-C", world.root, "--today", TODAY)
    assert "错误 REF-PERIOD  “资金收支”没有2029年2季度的" in ran.stderr
    assert "有：2026年3季度" in ran.stderr


def test_json_has_everything_where_text_is_capped(world: World) -> None:
    rows = "".join(f"    7月{day}日 | 记-1{day:02} | 公益支出 | 修沟 | 清溪建筑队 | 一百\n" for day in range(1, 29))
    world.change(LEDGER, "  期末余额", rows + "  期末余额")
    text = check(world)
    assert text.stderr.count("错误 ") == 20
    assert f"{LEDGER}：还有 " in text.stderr
    assert check(world, "--all").stderr.count("错误 AMT-TEXT") == 28
    assert run("check", "-C", world.root, "--today", TODAY, "--json").stdout.count("AMT-TEXT") == 28


def test_quiet_leaves_results_only(world: World) -> None:
    result = check(world, "--quiet")
    assert result.stderr == ""
    assert result.stdout.count("\n") == 1


def test_shared_options_stand_before_or_after_the_command(world: World) -> None:
    before = run("-C", world.root, "--today", TODAY, "check")
    after = run("check", "-C", world.root, "--today", TODAY)
    assert (before.stdout, before.stderr) == (after.stdout, after.stderr)


def test_today_comes_from_the_option_then_the_county_then_the_clock(world: World) -> None:
    assert "截至 2026-10-12" in check(world).stderr
    world.change("sitegen.yaml", "名称:", "基准日: 2026年10月13日\n名称:")
    assert "截至 2026-10-13" in run("check", "-C", world.root).stderr


def test_english_messages(world: World) -> None:
    world.change(LEDGER, *WRONG_SUM)
    result = check(world, "--lang", "en")
    assert "error SUM-BALANCE" in result.stderr
    assert result.stdout == "Villages checked: 1. Left: errors 1, warnings 0.\n"


# ---- check -----------------------------------------------------------------------------------------------------------


def test_check_writes_nothing(world: World) -> None:
    before = sorted(world.root.rglob("*"))
    check(world)
    assert sorted(world.root.rglob("*")) == before


@pytest.mark.parametrize(
    "word", ["清溪村", "990106103201", "103201", LEDGER, "villages/990106103201-清溪村", "sitegen.yaml"]
)
def test_villages_are_named_in_many_ways(world: World, word: str) -> None:
    world.village("账套: []\n", "990106103202-下塘村")
    result = run("check", word, "--today", TODAY, cwd=world.root)
    expected = 2 if word == "sitegen.yaml" else 1
    assert f"看了 {expected} 个村" in result.stdout


def test_an_unknown_village_gets_the_nearest_name(world: World) -> None:
    result = run("check", "清西村", cwd=world.root)
    assert result.exit_code == 2
    assert "清溪村" in result.stderr


def test_address_numbers_used_twice_are_found(world: World) -> None:
    profile = (world.root / "villages/990106103201-清溪村/村情.yaml").read_text("utf-8")
    world.village(profile, "990106103202-下塘村")
    assert "CODE-TWICE" in check(world).stderr


def test_check_finds_what_build_finds(world: World) -> None:
    world.change(LEDGER, *WRONG_SUM).write(
        "links/103201.csv", "日期,动作,地址,去向,原因,批次,链\n2026-10-01,print,/103201/999/,,,01,x\n"
    )
    world.build()
    found = [
        json.loads(line)["code"]
        for line in run("check", "-C", world.root, "--today", TODAY, "--json").stdout.splitlines()
    ]
    assert found == world.codes


# ---- the other commands ----------------------------------------------------------------------------------------------


def test_build_says_what_it_made(world: World) -> None:
    result = run("构建", "-C", world.root, "--today", TODAY)
    assert result.exit_code == 0
    assert "网站做好了" in result.stdout
    assert "1 个村，重做 1 个" in result.stdout
    assert world.has("/103201/021/code.png") or world.has("/103201/021/index.html")


def test_build_of_pages_only(world: World) -> None:
    assert run("build", "-C", world.root, "--today", TODAY, "--only", "pages").exit_code == 0
    assert not list((world.root / "build/site").rglob("*.xlsx"))


def test_build_says_where_time_went(world: World) -> None:
    result = run("build", "--profile", "-C", world.root, "--today", TODAY)
    assert result.exit_code == 0, result.stderr
    titles = [line.split()[0].strip("\u3000") for line in result.stdout.partition("时间花在哪里")[2].splitlines()[1:]]
    assert titles == ["起步", "读账本", "查错", "算和摆", "画", "写盘", "别的"]
    english = run("--lang", "en", "build", "--看时间", "-C", world.root, "--today", TODAY)
    assert "in one process:\n  starting " in english.stdout
    refused = run("build", "--profile", "--jobs", "2", "-C", world.root)
    assert (refused.exit_code, "只能用一个处理器" in refused.stderr) == (2, True)


def test_looks_are_told_by_stage() -> None:
    looks = Looks(
        {"": 10, "load/grids.py": 30, "views/tables.py": 5, "outputs/qr.py": 40, "above.py": 5, "rooms.py": 10}
    )
    assert list(looks.lines(10.0, english=False)) == [
        "  起步　　    1.0 s   10%",
        "  读账本　    3.0 s   30%   load/grids.py 3.0",
        "  查错　　    0.0 s    0%",
        "  算和摆　    0.5 s    5%   views/tables.py 0.5",
        "  画　　　    4.0 s   40%   outputs/qr.py 4.0",
        "  写盘　　    0.5 s    5%   above.py 0.5",
        "  别的　　    1.0 s   10%   rooms.py 1.0",
    ]
    assert sum(float(line.split()[1]) for line in looks.lines(3.0, english=False)) == pytest.approx(3.0, abs=0.2)


def test_looking_sees_who_had_the_work_done() -> None:
    make_symbol.__wrapped__("https://gk.example.cn/103201/")
    with watch() as looks:
        end = time.monotonic() + 30
        while looks.total() < 5 and time.monotonic() < end:
            make_symbol.__wrapped__("https://gk.example.cn/103201/021/")
    assert looks.most_common(1)[0][0] in ("outputs/masks.py", "outputs/qr.py"), (
        "what a library does counts for its caller"
    )
    assert looks[""] < looks.total() / 2  # a look may fall on this loop itself


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("patience", "shown"), [(0.0, True), (60.0, False)])
def test_a_bar_tells_how_many_and_how_long_and_only_on_long_work(
    monkeypatch: pytest.MonkeyPatch, patience: float, shown: bool
) -> None:
    monkeypatch.setattr(bars, "PATIENCE", patience)
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    session = to_session({"language": "zh"})
    with session.progress("做网站", "building") as progress:
        assert progress is not None
        for number in range(1, 4):
            progress(number, 40, "990106103201-清溪村")
            time.sleep(0.15)
    said = click.unstyle(screen.getvalue())
    assert bool(said) == shown
    assert not shown or all(words in said for words in ("做网站", "3/40", "990106103201-清溪村"))
    assert not shown or re.search(r"还要 \d\d:\d\d ", said)


def test_every_code_can_be_explained() -> None:
    listed = run("explain").stdout.splitlines()
    assert len(listed) > 90
    for line in listed:
        result = run("解释", line.split()[0].lower())
        assert result.exit_code == 0
        assert line.split()[0] in result.stdout


def test_doctor_is_content_with_a_sound_county(world: World) -> None:
    result = run("体检", "-C", world.root, "--today", TODAY)
    assert result.exit_code == 0
    assert "3 版" in result.stdout or "2 版" in result.stdout
    assert result.stdout.strip().endswith("别的都好。")


SAMPLE = "这还是编出来的样本，不能当真的公布：清溪村（代码 99 开头）换成自己的村，sitegen.yaml 的“网址”（gk.example.cn）换成自己的"


def test_doctor_and_publish_say_that_the_county_is_made_up(world: World) -> None:
    assert f"注意  {SAMPLE}\n" in run("doctor", "-C", world.root, "--today", TODAY).stdout
    published = run("publish", "-C", world.root, "--today", TODAY, world.root / "交付.zip")
    assert (published.exit_code, published.stdout.splitlines()[-1]) == (0, f"注意：{SAMPLE}。")


def test_what_is_left_of_the_sample_in_a_county_is_a_fault(world: World) -> None:
    left = "这里还留着编出来的样本，不能当真的公布：清溪村（代码 99 开头）换成自己的村"
    world.change("sitegen.yaml", "https://gk.example.cn", "https://gk.qingshi.test").remove("links/answered.csv")
    result = run("doctor", "-C", world.root, "--today", TODAY)
    assert (result.exit_code, f"不好  {left}\n" in result.stdout) == (1, True)
    own = world.root / "villages"
    (own / "990106103201-清溪村").rename(own / "000106103201-清溪村")
    assert "好　  没有编出来的村和网址" in run("doctor", "-C", world.root, "--today", TODAY).stdout


def test_doctor_finds_a_register_that_was_changed(world: World) -> None:
    world.write("links/103201.csv", "日期,动作,地址,去向,原因,批次,链\n2026-10-01,print,/103201/021/,,,01,x\n")
    result = run("doctor", "-C", world.root, "--today", TODAY)
    assert result.exit_code == 1
    assert "LINK-CHAIN" in result.stderr


def test_doctor_asks_the_folder_too(world: World) -> None:
    said = run("doctor", "-C", world.root, "--today", TODAY).stdout
    for words in ("显示得出中文", "能写", "没有没做完的事", "没有密码和密钥", "没有指定内部文件夹"):
        assert words in said


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("villages/钥匙.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\nx", True),
        ("server.pem", "x", True),
        ("备忘.txt", "服务器密码: tangshui2026", True),
        ("deploy.ini", "password = hunter2hunter2", True),
        ("备忘.txt", "密码: 问镇里", False),
        ("备忘.txt", "不要密码、不要验证码", False),
        ("build/x.pem", "x", False),
    ],
)
def test_doctor_finds_keys_and_passwords(world: World, name: str, text: str, found: bool) -> None:
    world.write(name, text)
    result = run("doctor", "-C", world.root, "--today", TODAY)
    assert (f"像是有密码或密钥，请挪到别处：{name}" in result.stdout) is found
    assert result.exit_code == (1 if found else 0)


def test_doctor_tells_a_running_build_from_one_that_broke_off(world: World) -> None:
    with another_holding(world.root / "build/.state") as other:
        assert f"正在做网站（进程 {other.pid}）" in run("doctor", "-C", world.root, "--today", TODAY).stdout
        busy = run("build", "-C", world.root, "--today", TODAY)
        assert (busy.exit_code, "SYS-LOCK" in busy.stderr) == (3, True)
    world.write("build/.state/journal.json", "{}")
    assert "没做完就断了" in run("doctor", "-C", world.root, "--today", TODAY).stdout


@pytest.mark.parametrize(
    ("encoding", "page", "fine"),
    [
        ("utf-8", 0, True),
        ("utf-8", 65001, True),
        ("gbk", 936, True),
        ("ascii", 0, False),
        ("cp437", 437, False),
        ("", 0, False),
    ],
)
def test_doctor_knows_consoles_that_lack_chinese(encoding: str, page: int, fine: bool) -> None:
    assert look_at_console(encoding, page).fine is fine


def test_doctor_says_where_a_private_root_would_leak(world: World) -> None:
    result = run("doctor", "-C", world.root, "--private", world.root / "内部", "--today", TODAY)
    assert "内部文件夹不能用" in result.stdout
    assert result.exit_code == 1


def test_links_are_listed_moved_and_retired(world: World) -> None:
    from datetime import date

    from sitegen.registers import append_link

    append_link(world.root, "103201", "print", "/103201/021/", "", "", "01", date(2026, 10, 12))
    assert "/103201/021/  印过" in run("链接", "列表", "-C", world.root).stdout
    assert (
        run("links", "move", "103201/021", "103201", "--reason", "并页了", "-C", world.root, "--today", TODAY).exit_code
        == 0
    )
    assert "搬到" in run("links", "list", "-C", world.root).stdout
    assert (
        run("links", "retire", "/103201/021/", "--reason", "不用了", "-C", world.root, "--today", TODAY).exit_code == 0
    )
    assert "停用  不用了" in run("links", "list", "-C", world.root).stdout
    assert run("links", "check", "-C", world.root, "--today", TODAY).exit_code == 0
    wrong = run("links", "retire", "/103201/022/", "--reason", "x", "-C", world.root)
    assert wrong.exit_code == 2
    assert "没有印过" in wrong.stderr


def test_publish_and_withdraw(world: World) -> None:
    target = world.root / "out" / "site.zip"
    published = run("公布", target, "-C", world.root, "--today", TODAY)
    assert published.exit_code == 0, published.stderr
    assert target.is_file()
    assert "公布了" in published.stdout
    withdrawn = run("撤下", "清溪村/资金收支/2026q3", "--reason", "数字有误", "-C", world.root, "--today", TODAY)
    assert withdrawn.exit_code == 0, withdrawn.stderr
    assert "撤下了" in withdrawn.stdout


def test_of_two_villages_of_one_name_none_is_taken_down_unasked(world: World) -> None:
    world.village(PROFILE.replace("103201", "103209"), "990106103209-清溪村")
    named = run("撤下", "清溪村/资金收支/2026q3", "--reason", "数字有误", "-C", world.root, "--today", TODAY)
    assert (named.exit_code, named.stdout) == (2, "")
    assert "有 2 个“清溪村”，写代码：990106103201（990106103201、990106103209）" in named.stderr
    taken = run("撤下", "990106103201/资金收支/2026q3", "--reason", "数字有误", "-C", world.root, "--today", TODAY)
    assert taken.exit_code == 0, taken.stderr


@pytest.mark.parametrize("name", ["账.xlsx", "账3.docx", "照片.zip"])
def test_publish_replaces_nothing_that_is_not_ours(world: World, name: str) -> None:
    target = world.write(name, b"ours for ten years").root / name
    for command in ("公布", "退回"):
        refused = run(command, target, "-C", world.root, "--today", TODAY)
        assert refused.exit_code == 2
        assert "是别的文件，公布会把它换掉；换一个名字" in refused.stderr
    assert target.read_bytes() == b"ours for ten years"
    assert not (world.root / "published").exists()


def test_a_zip_in_capitals_is_a_zip_and_is_replaced_by_the_next(world: World) -> None:
    target = world.root / "交付.ZIP"
    for _ in range(2):
        done = run("公布", target, "-C", world.root, "--today", TODAY)
        assert done.exit_code == 0, done.stderr
        assert target.is_file()


def test_trial_print_registers_nothing(world: World) -> None:
    result = run("打印", "海报", "清溪村", "--proof", "-C", world.root, "--today", TODAY)
    assert result.exit_code == 0, result.stderr
    assert "样张.pdf" in result.stdout
    assert not (world.root / "links/103201.csv").exists()


# ---- help ------------------------------------------------------------------------------------------------------------


def test_without_arguments_there_is_short_help() -> None:
    result = run()
    assert result.exit_code == 0
    assert "检查" in result.stdout
    assert "用法：sitegen" in result.stdout


def _all_commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name, command in group.commands.items():
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += _all_commands(command, (*path, name))
    return found


def test_the_list_of_commands_says_their_names() -> None:
    named = {name: (command.name, getattr(command, "also", "")) for name, command in main.commands.items()}
    assert named == {name: (name, chinese) for name, (chinese, _, _) in COMMANDS.items()}


HEAVY = "babel duckdb fontTools jinja2 markdown nh3 openpyxl PIL pypdfium2 pypinyin qrcode rich typst xlrd xlsxwriter zxingcpp"


def _loaded_after(*words: str) -> set[str]:
    """Libraries and rooms of the program that one run has loaded."""
    asked = f"import sys; from sitegen.cli import main; code = main({list(words)!r}, standalone_mode=False)"
    told = "; print(code, *sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", asked + told], capture_output=True, text=True, check=True)
    code, *modules = done.stderr.split("\n")[-2].split()
    assert code == "0"
    return {name.partition(".")[0] for name in modules} | {".".join(name.split(".")[:2]) for name in modules}


def test_a_run_loads_only_what_it_uses(tmp_path: Path) -> None:
    assert _loaded_after("--version") & {*HEAVY.split(), "sitegen.load", "sitegen.views"} <= {"sitegen.load"}
    small_county(tmp_path)
    build = ("-C", str(tmp_path), "--today", "2026-10-12", "--quiet", "build", "--only", "pages")
    assert {"jinja2", "sitegen.outputs"} <= _loaded_after(*build)
    assert not _loaded_after(*build) & {*HEAVY.split(), "sitegen.views", "sitegen.outputs", "concurrent"}
    assert not _loaded_after("-C", str(tmp_path), "--today", "2026-10-12", "check") & set(HEAVY.split())


@pytest.mark.parametrize("path", [path for path, _ in _all_commands(main)], ids=" ".join)
def test_every_command_has_help_in_both_languages(path: tuple[str, ...]) -> None:
    chinese, english = run(*path, "--help").stdout, run("--lang", "en", *path, "--help").stdout
    assert "EN:" not in chinese + english
    assert "显示这段说明" in chinese
    assert "Show this help" in english
    assert chinese.splitlines()[2] != english.splitlines()[2]


@pytest.mark.parametrize(
    "command", [command for _, command in _all_commands(main)], ids=lambda command: str(command.name)
)
def test_every_command_has_a_chinese_name(command: click.Command) -> None:
    assert getattr(command, "also", "")


def test_version() -> None:
    assert run("--version").stdout.startswith("sitegen ")
