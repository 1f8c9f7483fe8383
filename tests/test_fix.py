"""fix: what is certain is mended, nothing else is touched, and a second run has nothing to do."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen import mending
from sitegen.cli import main
from sitegen.commands.fixing import list_difference
from sitegen.load.files import read_county
from sitegen.load.village import VillageFiles, load_village
from sitegen.mending import ChangedError, Mended, mend_village, to_plain_writing, write_mended
from sitegen.model.catalogue import Kind
from sitegen.model.ledger import Value, Village
from sitegen.shared import load_site
from sitegen.untouched import values_of
from tests.terminals import terminal
from tests.worlds import CASH, FOLDER, PROFILE, TODAY, World, small_county

ROOT = Path(__file__).parent.parent
SITE = load_site(read_county(ROOT), TODAY)[0]
LEDGER = f"villages/{FOLDER}/2026/2026年3季度.yaml"
GOOD = CASH.lstrip()
Spoil = Callable[[str], str]


def files(data: str | bytes) -> VillageFiles:
    ledger = data.encode() if isinstance(data, str) else data
    return VillageFiles(FOLDER, {f"villages/{FOLDER}/村情.yaml": PROFILE.encode(), LEDGER: ledger}, {})


def mend(data: str | bytes) -> bytes:
    """The ledger after mending; nothing may be refused."""
    mended, refused = mend_village(files(data), SITE.catalogue, SITE.preset)
    assert refused == ()
    assert [each.file for each in mended] in ([], [LEDGER])
    return mended[0].after if mended else files(data).files[LEDGER]


def values(data: str | bytes) -> list[tuple[str, ...]]:
    village: Village = load_village(files(data), SITE.catalogue, SITE.preset)[0]
    return list(values_of(village, LEDGER))


def change(old: str, new: str) -> Spoil:
    def spoil(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return spoil


CERTAIN: dict[str, Spoil] = {
    "full-width colon": change("期初余额: ", "期初余额："),
    "no space after the colon": change("期末余额: ", "期末余额:"),
    "full-width commas in a row": change("凭证号: 记-001, 类别", "凭证号: 记-001，类别"),
    "tab for an indent": change("  期初余额", "\t期初余额"),
    "full-width spaces for an indent": change("  期初余额", "　　期初余额"),
    "hidden character in a key": change("期初余额", "期\u200b初余额"),
    "mark inside the file": change("资金收支", "\ufeff资金收支"),
    "another dash": change("  - 村务", "  － 村务"),
    "a day with dots": change("公开日期: 2026-10-12", "公开日期: 2026.10.12"),
    "a day without zeros": change("公开日期: 2026-10-12", "公开日期: 2026/10/12"),
    "a day with dots in a table": change("7月15日 |", "2026.7.15 |"),
    "full-width digits in a day": change("7月15日", "７月１５日"),
    "full-width digits in an amount": change("4400.00", "４４００．００"),
    "decorations of an amount": change("4400.00", "￥4,400.00元"),
    "an amount in a row of a list": change("金额: 12000}", "金额: ¥12000元}"),
    "a space in the head of a table": change("| 摘要 ", "| 摘 要 "),
    "a misspelt column": change("| 摘要 ", "| 摘耍 "),
    "a misspelt item": change("资金收支:", "资金收攴:"),
    "a misspelt key of the file": change("公开日期", "公开曰期"),
}
UNCERTAIN: dict[str, Spoil] = {
    "an amount in words": change("4400.00", "四千四"),
    "an amount with an odd comma": change("4400.00", "44,00.00"),
    "an amount in brackets": change("4400.00", "(4400.00)"),
    "a lunar day": change("7月15日", "七月初三"),
    "a day of two readings": change("7月15日", "26.7.15"),
    "an impossible day": change("7月15日", "7月32日"),
    "a key near to two names": change("期末余额", "期余额"),
    "an unknown key": change("期末余额", "剩下的"),
    "an open quote": change("4400.00", '"4400.00'),
    "text after a hash": change("修复村东排水沟", "修复 #3 排水沟"),
    "a date with a time": change("公开日期: 2026-10-12", "公开日期: 2026.10.12 10:30"),
    "nothing wrong": lambda text: text,
}


@pytest.mark.parametrize("spoil", CERTAIN.values(), ids=CERTAIN)
def test_what_is_certain_is_mended(spoil: Spoil) -> None:
    bad = spoil(GOOD)
    better = mend(bad)
    assert better != bad.encode()
    assert values(better) == values(GOOD)
    assert mend(better) == better


@pytest.mark.parametrize("spoil", UNCERTAIN.values(), ids=UNCERTAIN)
def test_what_is_not_certain_is_left_alone(spoil: Spoil) -> None:
    bad = spoil(GOOD)
    assert mend(bad) == bad.encode()


@pytest.mark.parametrize("spoil", UNCERTAIN.values(), ids=UNCERTAIN)
def test_an_uncertain_slip_does_not_keep_others_from_being_mended(spoil: Spoil) -> None:
    bad = change("期初余额: ", "期初余额：")(spoil(GOOD))
    assert mend(bad) == spoil(GOOD).encode()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_encodings_become_utf8_and_line_ends_stay(encoding: str, ends: str) -> None:
    text = GOOD.replace("\n", ends)
    assert mend(text.encode(encoding)) == text.encode()


def test_line_ends_of_two_kinds_become_one() -> None:
    assert mend(GOOD.replace("\n", "\r\n", 3)) == GOOD.encode()


TABLE = f"villages/{FOLDER}/2026/出账.csv"
BESIDE = GOOD.partition("  出账: |")[0] + "  出账: {表格: 出账.csv}\n  期末余额: 4400.00\n"
SPENT = "日期,凭证号,类别,摘要,收款单位,金额\r\n7月15日,记-014,公益支出,修复村东排水沟,清溪建筑队,8600.00\r\n"


def mend_table(data: bytes) -> Mended:
    """The table beside the ledger after mending, which changes no value."""
    given = files(BESIDE)
    given.files[TABLE] = data  # type: ignore[index]
    (mended,), refused = mend_village(given, SITE.catalogue, SITE.preset)
    assert refused == ()
    assert mended.file == TABLE
    after = replace(given, files={**given.files, TABLE: mended.after})
    before, again = (load_village(each, SITE.catalogue, SITE.preset)[0] for each in (given, after))
    assert list(values_of(before, TABLE)) == list(values_of(again, TABLE))
    assert mend_village(after, SITE.catalogue, SITE.preset)[0] == ()
    return mended


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_table_of_another_encoding_gets_the_mark_excel_needs(encoding: str) -> None:
    assert mend_table(SPENT.encode(encoding)).after == codecs.BOM_UTF8 + SPENT.encode()


def test_odd_writings_in_a_table_are_mended_where_they_stand() -> None:
    odd = SPENT.replace("7月15日", "７月15日").replace("8600.00", "８６００．００元")
    assert mend_table(odd.encode()).after == SPENT.encode()
    marked = mend_table(codecs.BOM_UTF8 + odd.encode())
    assert (marked.after, marked.encoding) == (codecs.BOM_UTF8 + SPENT.encode(), "")


@pytest.mark.parametrize("wrong", ["期未余额", "期末佘额", "期末 余额"])
def test_names_one_stroke_away_are_mended_though_another_name_is_near(wrong: str) -> None:
    assert mend(GOOD.replace("期末余额", wrong)) == GOOD.encode()


def test_damaged_bytes_are_never_written_back() -> None:
    bad = GOOD.encode().replace("排".encode(), b"\xe6\x8e", 1)
    assert mend(bad) == bad


# ---- random ledgers --------------------------------------------------------------------------------------------------

WORDS = st.text("修路买种子水渠清淤办公用品电费塘坝租金（）、村东西南北一二三", min_size=2, max_size=10)
AMOUNTS = st.integers(1, 9_999_999).map(lambda fen: f"{fen // 100}.{fen % 100:02}")
ROWS = st.lists(st.tuples(st.integers(1, 28), WORDS, AMOUNTS), min_size=1, max_size=6)


def ledger(rows: list[tuple[int, str, str]]) -> str:
    lines = (
        f"    7月{day}日 | 记-{number:03} | 公益支出 | {words} | 清溪建筑队 | {amount}\n"
        for number, (day, words, amount) in enumerate(rows, start=1)
    )
    head, _, rest = GOOD.partition("    7月15日")
    return head + "".join(lines) + rest.partition("\n")[2]


SLIPS = [name for name in CERTAIN if "7月15日" not in name and "table" not in name and "digits in a day" not in name]


@given(rows=ROWS, name=st.sampled_from(SLIPS), encoding=st.sampled_from(["utf-8", "utf-8", "gb18030"]))
@settings(max_examples=40, deadline=None)
def test_one_certain_slip_in_any_ledger_is_mended_to_the_same_values(
    rows: list[tuple[int, str, str]], name: str, encoding: str
) -> None:
    good = ledger(rows)
    better = mend(CERTAIN[name](good).encode(encoding, errors="ignore"))
    assert values(better) == values(good)
    assert mend(better) == better


@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_borne_and_mended_once(data: bytes) -> None:
    mended, _ = mend_village(files(data), SITE.catalogue, SITE.preset)
    after = mended[0].after if mended else data
    again, _ = mend_village(files(after), SITE.catalogue, SITE.preset)
    assert again == ()


@pytest.mark.parametrize(
    ("kind", "value", "written", "plain"),
    [
        ("date", date(2026, 3, 5), "2026.3.5", "2026-03-05"),
        ("date", date(2026, 3, 5), "20260305", "2026-03-05"),
        ("date", date(2026, 3, 5), "2026年3月5日", "2026年3月5日"),
        ("date", date(2026, 3, 5), "3.5", "3月5日"),
        ("date", date(2026, 3, 5), "5号", "5号"),
        ("money", 120000, "1,200.00", "1,200.00"),
        ("money", 120000, "１２００", "1200.00"),
        ("money", 1200000, "１.2万元", "1.2万元"),
        ("money", -30000, "－300元", "-300.00"),
        ("count", 3, "３户", "3户"),
        ("text", "１号", "１号", "１号"),
        ("voucher", "记-１", "记-１", "记-１"),
    ],
)
def test_the_plain_writing_of_a_value(kind: Kind, value: Value, written: str, plain: str) -> None:
    assert to_plain_writing(kind, value, written) == plain


# ---- nothing else changes --------------------------------------------------------------------------------------------


def test_a_file_in_which_another_value_would_change_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "to_plain_writing", lambda kind, _value, text: "1" if kind == "money" else text)
    mended, refused = mend_village(files(GOOD), SITE.catalogue, SITE.preset)
    assert mended == ()
    assert [each.code for each in refused] == ["FIX-CHANGED"]
    assert refused[0].place.file == LEDGER


def test_a_patch_that_would_break_the_structure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "apply_edits", lambda text, _edits: text.replace("  期初余额", "期初余额"))
    mended, refused = mend_village(files(GOOD), SITE.catalogue, SITE.preset)
    assert mended == ()
    assert [each.code for each in refused] == ["FIX-CHANGED"]


def test_a_file_saved_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    with pytest.raises(ChangedError):
        write_mended(world.root, Mended(LEDGER, b"what it was", b"what it would be", ""))
    assert (world.root / LEDGER).read_text("utf-8") == GOOD


# ---- the command -----------------------------------------------------------------------------------------------------


def run(world: World, *words: str) -> Result:
    return CliRunner().invoke(main, ["修整", *words, "-C", str(world.root), "--today", "2026-10-12"])


@pytest.fixture
def spoilt(tmp_path: Path) -> World:
    return small_county(tmp_path).write(LEDGER, CERTAIN["full-width colon"](GOOD).encode("gb18030"))


def test_the_difference_is_shown_and_a_backup_is_kept(spoilt: World) -> None:
    before = (spoilt.root / LEDGER).read_bytes()
    result = run(spoilt, "--都改")
    assert result.exit_code == 0, result.stderr
    assert "编码：GBK → UTF-8" in result.stdout
    assert "-  期初余额：1000.00" in result.stdout
    assert "+  期初余额: 1000.00" in result.stdout
    assert (spoilt.root / LEDGER).read_text("utf-8") == GOOD
    backups = list((spoilt.root / "build/.state/修整备份").rglob("*.bak"))
    assert [path.read_bytes() for path in backups] == [before]
    assert "没有要自动改的" in run(spoilt, "--yes").stdout


@pytest.mark.parametrize("words", [("--dry-run",), (), ("--只看", "--yes")])
def test_nothing_is_written_without_consent(spoilt: World, words: tuple[str, ...]) -> None:
    before = (spoilt.root / LEDGER).read_bytes()
    result = run(spoilt, *words)
    assert result.exit_code == 0
    assert "一个也没有写" in result.stdout
    assert (spoilt.root / LEDGER).read_bytes() == before


def test_only_what_is_named_is_mended(spoilt: World) -> None:
    other = f"villages/{FOLDER}/2026/2026年2季度.yaml"
    spoilt.write(other, GOOD.replace("3季度", "2季度").replace("期初余额: ", "期初余额："))
    assert run(spoilt, "--yes", other).exit_code == 0
    assert "期初余额: " in (spoilt.root / other).read_text("utf-8")
    assert "期初余额：".encode("gb18030") in (spoilt.root / LEDGER).read_bytes()


def test_the_settings_are_mended_too(spoilt: World) -> None:
    spoilt.change("sitegen.yaml", "主办单位: ", "主办单位：")
    assert run(spoilt, "--yes").exit_code == 0
    assert "主办单位: 石桥镇人民政府" in (spoilt.root / "sitegen.yaml").read_text("utf-8")


@pytest.mark.parametrize(("answer", "mended"), [("", True), ("n", False)])
def test_a_clerk_is_asked_first(spoilt: World, answer: str, mended: bool) -> None:
    with terminal(spoilt.root, "修整") as clerk:
        clerk.expect("期初余额：1000.00").expect("把这 1 个文件改好").type(answer)
        clerk.expect("改好了 1 个文件" if mended else "一个也没有写")
        assert clerk.end() == 0
    assert ((spoilt.root / LEDGER).read_bytes() == GOOD.encode()) is mended


def test_long_numbers_are_not_copied_to_the_screen() -> None:
    old = "身份证： 990106198001011234\n"
    shown = "\n".join(list_difference(old, old.replace("：", ":")))
    assert "990106198001011234" not in shown
    assert "*" * 18 in shown
