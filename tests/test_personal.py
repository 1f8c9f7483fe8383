"""Personal data planted in every kind of place: found, never copied, and only what holds it is held back."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner
from openpyxl.comments import Comment

from sitegen.checks.output import check_output
from sitegen.checks.personal import Said, find_private, find_suspects
from sitegen.cli import main
from sitegen.diagnostics import Place, to_record, to_text
from sitegen.overlay import read_data
from sitegen.wording import load_wording
from tests.worlds import CASH, FOLDER, PROFILE, World, county, small_county

ID = "11010519491231002X"
QUARTER = f"villages/{FOLDER}/2026/2026年3季度.yaml"
PROFILE_FILE = f"villages/{FOLDER}/村情.yaml"
CASES = "cases/990106103201.yaml"
THEME = Path(__file__).parent.parent / "themes/plain"
Step = Callable[[World], object]
WORDINGS = [load_wording(read_data(f"messages/{language}.yaml")) for language in ("zh", "en")]


def everything_written(world: World) -> list[bytes]:
    """Every byte the program made: site, state, and what it said in both languages and as JSON."""
    made = [path.read_bytes() for path in (world.root / "build").rglob("*") if path.is_file()]
    told = [(each, words) for each in world.report.diagnostics for words in WORDINGS]
    said = [text for each in told for text in (to_text(*each), json.dumps(to_record(*each), ensure_ascii=False))]
    return [*made, *(text.encode() for text in said)]


def read_theme(path: str) -> str:
    return (THEME / path).read_text(encoding="utf-8")


def leaked(world: World, *secrets: str) -> list[str]:
    return [secret for secret in secrets for data in everything_written(world) if secret.encode() in data]


def change(old: str, new: str, path: str = QUARTER) -> Step:
    return lambda world: world.change(path, old, new)


def add(lines: str, path: str = QUARTER) -> Step:
    return lambda world: world.write(path, (world.root / path).read_text(encoding="utf-8") + lines)


def workbook(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "出账"
    for row in (("日期", "凭证号", "类别", "摘要", "金额"), ("7月15日", "记-014", "公益支出", "修路", 8600)):
        page.append(row)
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet(fill: Callable[[openpyxl.Workbook], object]) -> Step:
    def step(world: World) -> None:
        text = (world.root / QUARTER).read_text(encoding="utf-8")
        head, _, _ = text.partition("  出账: |\n")
        world.write(QUARTER, f"{head}  出账: {{表格: 出账.xlsx}}\n  期末余额: 4400.00\n")
        world.write(f"villages/{FOLDER}/2026/出账.xlsx", workbook(fill))

    return step


def hidden_row(book: openpyxl.Workbook) -> None:
    page = book["出账"]
    page.append(("7月16日", "记-015", "公益支出", f"退 {ID}", 0))
    page.row_dimensions[3].hidden = True


def hidden_column(book: openpyxl.Workbook) -> None:
    page = book["出账"]
    page["F1"], page["F2"] = "身份证", ID
    page.column_dimensions["F"].hidden = True


def hidden_sheet(book: openpyxl.Workbook) -> None:
    page = book.create_sheet("底册")
    page["A1"] = ID
    page.sheet_state = "veryHidden"


def comment(book: openpyxl.Workbook) -> None:
    book["出账"]["D2"].comment = Comment(f"张三 {ID}", "报账员")


PLACES: dict[str, Step] = {
    "a cell": change("东塘承包费", f"东塘承包费 {ID}"),
    "a cell of codes": change("记-014", ID),
    "a payee": change("清溪建筑队", f"赵大山{ID}"),
    "a broken amount": change("8,600.00", ID),
    "the notes": add(f"  说明: |\n    退给老人：\n\n    **{ID}**\n"),
    "the notes, split by marks": add("  说明: |\n    退给 110105**19491231**002X\n"),
    "the notes, torn by a line's end": add("  说明: |\n    退给 110105194912\n    31002X 的\n"),
    "two neighbouring cells": change("修复村东排水沟 | 清溪建筑队", "110105194912 | 31002X"),
    "an escaped text": add('  说明: "退给 1\\u00310105\\u00319491231002X"\n'),
    "a comment of the file": add(f"  # 底册：{ID}\n"),
    "an unknown key": add(f"  身份证: {ID}\n"),
    "an unknown column": change("| 金额", "| 底册 | 金额"),
    "a review's words": change("2026-10-10 同意", f"2026-10-10 同意 见底册{ID}"),
    "a reviewer": change("村务监督委员会:", f"张三{ID}:"),
    "a correction": add(
        "  更正:\n    - {日期: 2026-10-13, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-014, 栏: 摘要}, "
        f"更正前: 退 {ID}, 更正后: 修复村东排水沟, 原因: 抄错, 核对人: 村监会}}\n"
    ),
    "a caption": add(f"  附件: [{{文件: a.jpg, 说明: {ID}, 已遮盖: 是}}]\n"),
    "a file's name in the ledger": add(f"  附件: [{{文件: {ID}.jpg, 已遮盖: 是}}]\n"),
    "a file's name on the disk": lambda world: world.write(f"villages/{FOLDER}/附件/张三{ID}/1.jpg", b"x"),
    "a ledger's name": lambda world: world.write(f"villages/{FOLDER}/2026/{ID}.yaml", "期间: 2026年\n"),
    "the introduction": add(f"简介: 村里的老张 {ID}\n", PROFILE_FILE),
    "an officer": add(f"干部: [{{职务: 主任, 姓名: 张三, 分工: {ID}}}]\n", PROFILE_FILE),
    "a record": lambda world: world.write(
        f"villages/{FOLDER}/登记/资产.yaml",
        f"资产:\n  - {{编号: 1, 名称: 抽水机 {ID}, 类别: 机器设备, 数量: 1, 地点: 村口, 原值: 100, 使用状态: 自用}}\n",
    ),
    "a question": lambda world: world.write(CASES, f"- {{编号: 2026-001, 提出: 2026-10-11, 问题: {ID} 为什么没发}}\n"),
    "an answer": lambda world: world.write(
        CASES,
        "- {编号: 2026-001, 提出: 2026-10-11, 问题: 为什么没发, "
        f"经过: [{{步骤: 答复, 日期: 2026-10-12, 说明: 见 {ID}}}]}}\n",
    ),
    "a table beside the ledger": lambda world: world.write(f"villages/{FOLDER}/2026/底册.csv", f"姓名,号\n张三,{ID}\n"),
    "a hidden row": sheet(hidden_row),
    "a hidden column": sheet(hidden_column),
    "a hidden sheet": sheet(hidden_sheet),
    "a cell's comment": sheet(comment),
    "a workbook's properties": sheet(lambda book: setattr(book.properties, "creator", ID)),
    "the settings": change("主办单位:", f"承办单位: 张三{ID}\n主办单位:", "sitegen.yaml"),
    "a region": change("石桥镇", f"石桥镇{ID}", "regions.csv"),
    "a county's catalogue": lambda world: world.write("catalogue/地方.yaml", f"# {ID}\n[]\n"),
}
ELSEWHERE = ("disk", "ledger's name", "beside", "catalogue", "introduction", "officer", "record", "question", "answer")
"""Places that are no part of the quarter's accounts; what all pages show (settings, regions) holds them back too."""


@pytest.mark.parametrize("where", PLACES)
def test_an_identity_number_is_found_wherever_it_is_planted(tmp_path: Path, where: str) -> None:
    world = small_county(tmp_path)
    PLACES[where](world)
    if where == "an unknown column":
        world.change(QUARTER, "清溪建筑队 | 8,600.00", f"清溪建筑队 | {ID} | 8,600.00")
    world.build()
    assert world.report.faults == ()
    assert "PII-ID" in world.errors
    assert leaked(world, ID, "19491231002X", "110105194912310") == []
    shown = world.has("/103201/021/2026q3/index.html") and "8,600" in world.page("/103201/021/2026q3/").source
    assert shown == any(each in where for each in ELSEWHERE)


def test_every_kind_is_stopped_in_a_text_and_said_at_its_place(tmp_path: Path) -> None:
    kinds = {
        "PII-CARD": "一卡通 6217 0012 3456 7890",
        "PII-PHONE": "139 1234 5678",
        "PII-CONTACT": "微信：zhang_san88",
        "PII-PAPER": "车牌：云A12345",
        "PII-ADDRESS": "3组17号",
    }
    notes = "".join(f"    {text}\n\n" for text in kinds.values())
    world = small_county(tmp_path)
    add(f"  说明: |\n{notes}")(world)
    world.build()
    found = {each.code: each.place.line for each in world.report.diagnostics if each.code.startswith("PII-")}
    assert found == {code: 14 + 2 * index for index, code in enumerate(kinds)}
    assert leaked(world, *kinds.values(), "zhang_san88", "云A12345", "6217 0012") == []


def of_summaries(root: Path, *summaries: str) -> World:
    """A quarter whose payments have these summaries, one below the other."""
    head = CASH[: CASH.index("    7月15日")]
    rows = "".join(
        f"    7月{15 + index}日 | 记-{index} | 公益支出 | {text} | 队 | 100\n" for index, text in enumerate(summaries)
    )
    return small_county(root).publication(f"{head}{rows}  期末余额: {13000 - 100 * len(summaries)}.00\n")


@pytest.mark.parametrize(
    ("code", "summaries"),
    [
        ("PII-ID", (ID[:9], ID[9:])),
        ("PII-ID", (f"退{ID[:6]}", ID[6:14], f"{ID[14:]}的")),
        ("PII-ID", (f"前半{ID[:10]}", f"后半{ID[10:]}")),
        ("PII-PHONE", ("修路", "打1391234", "5678找他")),
        ("PII-PHONE", ("修路", "139", "1234", "5678")),
        ("PII-PHONE", ("幺三九一二三四", "五六七八")),
        ("PII-CARD", ("修路", "622202", "123456", "7890128", "修沟")),
    ],
)
def test_a_number_that_goes_on_in_the_cell_below_is_found(
    tmp_path: Path, code: str, summaries: tuple[str, ...]
) -> None:
    world = of_summaries(tmp_path, *summaries).build()
    found = [each for each in world.report.diagnostics if each.code == code]
    assert [each.place.line for each in found] == [11 + (summaries[0] == "修路")]
    assert not world.has("/103201/021/2026q3/data.csv")
    assert leaked(world, *(each for each in summaries if len(each) > 5)) == []


@pytest.mark.parametrize(
    "summaries",
    [
        ("150", "2000", "3000"),
        ("修路1391234", "修沟5678"),
        ("修2026年路", "12处", "20处灯"),
        ("20260415", "1350", "7月"),
        ("修东塘三组", "12号东边的路"),
    ],
)
def test_figures_below_each_other_are_no_number(tmp_path: Path, summaries: tuple[str, ...]) -> None:
    assert of_summaries(tmp_path, *summaries).build().errors == []


ASSETS = "{{编号: {0}, 名称: 水泵, 类别: 机器设备, 数量: 1, 地点: {1}, 原值: 100, 使用状态: 自用}}"


@pytest.mark.parametrize(
    "step",
    [
        add("情况: {甲: 1391234, 乙: 5678}\n", PROFILE_FILE),
        lambda world: world.write(
            f"villages/{FOLDER}/登记/资产.yaml",
            f"- {ASSETS.format(1, 1391234)}\n- {ASSETS.format(2, 5678)}\n",
        ),
        lambda world: world.write(
            CASES,
            "- {编号: 2026-001, 提出: 2026-10-01, 问题: 灯, 经过: ["
            "{步骤: 受理, 日期: 2026-10-02, 内容: 打1391234}, {步骤: 答复, 日期: 2026-10-08, 内容: 5678}]}\n",
        ),
    ],
    ids=("facts", "records", "steps"),
)
def test_a_number_that_goes_on_in_what_is_shown_next_is_not_shown(tmp_path: Path, step: Step) -> None:
    world = small_county(tmp_path)
    step(world)
    assert "PII-PHONE" in world.build().errors
    assert [path for path, data in world.files().items() if b"1391234" in data] == []


def test_only_the_disclosure_that_holds_it_is_held_back(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(QUARTER, "资金收支:", f"社会捐赠: {{说明: {ID}}}\n资金收支:")
    other = "990106103202-梨园村"
    world.village(PROFILE.replace("103201", "103202"), other).build()
    assert world.page("/103201/021/").key_figure == "8,600元"
    assert "资料有误，正在更正" in world.page("/103201/062/").text
    assert world.has("/103202/index.html")


def test_questions_without_it_stay(tmp_path: Path) -> None:
    cases = (
        f"- {{编号: 2026-001, 提出: 2026-10-11, 问题: 路灯不亮}}\n- {{编号: 2026-002, 提出: 2026-10-11, 问题: {ID}}}\n"
    )
    page = small_county(tmp_path).write(CASES, cases).build().page("/103201/ask/")
    assert "路灯不亮" in page.text
    assert "2026-002" not in page.text


def test_telephones_agreed_to_pass_however_they_are_written(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    add("  说明: 有疑问打 0000-8812345、（0000）8812346、0000 8856789，或直接拨 8812345，也可打电话 8812345\n")(world)
    assert world.build().errors == []


def test_a_message_about_something_else_does_not_copy_the_number(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(QUARTER, "金额: 12000", f"金额: 一万二, 备注: {ID}").build()
    assert {"AMT-TEXT", "KEY-COLUMN", "PII-ID"} <= set(world.errors)
    assert leaked(world, ID) == []
    assert "110*************2X" in world.console("AMT-TEXT")


def test_the_state_that_is_kept_holds_no_number(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    PLACES["a ledger's name"](world)
    world.build().build()
    kept = {path: path.read_bytes() for path in (tmp_path / "build/.state").rglob("*") if path.is_file()}
    assert [str(path) for path, data in kept.items() if ID.encode() in data or ID in path.name] == []
    assert any(b"PII-ID" in data for data in kept.values())


def test_reading_values_together_finds_what_reading_each_finds() -> None:
    chance = random.Random(46)
    texts = "修路 12号 3组17号 记-012号 &lt;b x&gt;1 a<b 12,000 傅*梅 **东塘** 村委会 2026-07-15 电话 0000-8000001 7654321".split()
    texts += [
        ID,
        ID[:9],
        ID[9:],
        "139 1234 5678",
        "一三九一二三四五六七八",
        "<b 1",
        ">" + ID,
        f"见{ID[:6]}",
        "6222021234567890128",
    ]
    allowed = frozenset({"00008000001"})
    found = 0
    for _ in range(3000):
        said = [
            Said(
                chance.choice(("free", "free", "code")),
                (None, *chance.choices(texts[: chance.choice((9, 14, 30))], k=chance.randint(1, 4)), ""),
                lambda index, column=column: Place("a", column, index),
                chance.choice(("", "联系电话", "摘要")),
            )
            for column in range(chance.randint(1, 3))
        ]
        slow = {
            (text, each.find_place(index))
            for each in said
            for index, text in enumerate(each.values)
            if isinstance(text, str)
            and text
            and (find_private(each.wholes()[text], allowed, each.sort) or find_private(text, allowed, each.sort))
        }
        assert slow - {(text, find_place()) for _, text, _, find_place in find_suspects(said, allowed)} == set()
        found += bool(slow)
    assert 500 < found < 2500


@pytest.mark.parametrize("written", ["<!-- {} -->", "<p data-x='{}'>看</p>", "<p title={}>看</p>", "<!-- {} "])
def test_what_a_theme_writes_where_nobody_looks_is_not_published(tmp_path: Path, written: str) -> None:
    home = read_theme("pages/home.html").replace("{% endblock %}", written.format(ID) + "{% endblock %}")
    world = small_county(tmp_path).change("sitegen.yaml", "主办单位:", "主题: 本县\n主办单位:")
    world.write("themes/本县/pages/home.html", home.encode()).build()
    assert {"PII-ID", "PII-OUTPUT"} <= set(world.errors)
    assert not world.has("/103201/index.html")


def test_records_on_one_line_are_held_back_together(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    records = f"资产: [{ASSETS.format(1, ID)}, {ASSETS.format(2, '村口')}]\n"
    world.write(f"villages/{FOLDER}/登记/资产.yaml", records).build()
    assert world.errors == ["PII-ID"]
    assert "资料有误" in world.page("/103201/101/1/").text
    assert "8,600" in world.page("/103201/021/2026q3/").text


def test_pieces_in_a_theme_that_a_page_parts_are_not_published(tmp_path: Path) -> None:
    home = read_theme("pages/home.html").replace("{% endblock %}", "<p>1391234</p><p>5678</p>{% endblock %}")
    world = small_county(tmp_path).change("sitegen.yaml", "主办单位:", "主题: 本县\n主办单位:")
    world.write("themes/本县/pages/home.html", home.encode()).build()
    assert world.errors == ["PII-PHONE"]
    assert not world.has("/103201/index.html")


def test_a_bomb_of_a_workbook_is_not_unpacked(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    world = small_county(tmp_path).write(f"villages/{FOLDER}/2026/大.xlsx", stream.getvalue()).build()
    assert world.report.faults == ()


def test_our_own_workbooks_are_read_like_any_other() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.set_properties({"comments": f"底册 {ID}"})
        book.add_worksheet("表").write_string(0, 0, "修路")
    assert [each.code for each in check_output("data.xlsx", stream.getvalue(), frozenset())] == ["PII-OUTPUT"]


@pytest.mark.parametrize(
    "words",
    [
        ("withdraw", "清溪村/资金收支/2026q3"),
        ("links", "retire", "/103201/"),
        ("links", "move", "/103201/", "/103202/"),
    ],
)
def test_a_reason_with_a_number_is_not_written_into_a_register(tmp_path: Path, words: tuple[str, ...]) -> None:
    world = small_county(tmp_path)
    result = CliRunner().invoke(main, ["-C", str(world.root), *words, "--reason", f"退给{ID}的"])
    assert result.exit_code == 2
    assert "原因会永远留在记录里" in result.output
    assert ID not in result.output
    assert not (tmp_path / "published").exists()


def test_a_village_that_is_called_after_a_house_is_published_and_the_homes_in_it_are_not(tmp_path: Path) -> None:
    name = "北三环中路43号院社区"
    folder = f"990106103201-{name}"
    world = county(tmp_path).village(PROFILE, folder).publication(CASH, folder=folder).build()
    assert world.errors == []
    assert name in world.page("/103201/").text
    assert name in world.page("/r/990106103/").text
    home = CASH.replace("东塘承包费", f"承包费，家住{name}43号院3单元402室的人交")
    assert "PII-ADDRESS" in world.publication(home, folder=folder).build().errors
