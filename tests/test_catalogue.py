"""The catalogue as data: numbers that never change, words that fit together, and the floor of what is never online."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import read_county
from sitegen.load.items import to_balance
from sitegen.model.catalogue import Catalogue, Column, Item, TableForm
from tests.worlds import small_county

FROZEN = (
    "001 002 005 006 007 008 021 022 023 024 025 026 027 028 031 061 062 063 064 065 101 103 104 106 107 111 131 141 142 "
    "144 145 146 201 202 203 204 205 206 207 208 209 210 211 212 213 214 221 222 231 232 233 241 242 243 244 245 251 252 "
    "253 254 255 256 257 258 259 261 262 271 272"
).split()
"""Numbers are in printed addresses: one that is in this list never means anything else, and none leaves it."""

PRIVATE = ("005", "028", "065", "146", "233", "245", "251", "252", "253", "254", "255", "271")
"""texts: 只上墙或到村查阅, names never online."""
FORBIDDEN = re.compile(r"身份证|银行卡|卡号|一卡通号|残疾证|手机|门牌|病|残疾类别|残疾等级|学校|监护人|生育|家庭收入")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    files = read_county(Path(__file__).resolve().parents[1])
    loaded, found = load_catalogue(files.built_in_catalogue, files.presets, {})
    assert found == ()
    return loaded


def columns_of(item: Item) -> tuple[Column, ...]:
    return (*item.fields, *(column for table in item.tables for column in table.columns))


def test_numbers_are_frozen(catalogue: Catalogue) -> None:
    assert [item.number for item in catalogue.items] == FROZEN


def test_every_item_says_why_and_what(catalogue: Catalogue) -> None:
    for item in catalogue.items:
        assert item.laws, item.name
        assert item.explanation, item.name
        assert item.promise, item.name
        assert item.say, item.name


def test_the_new_numbering_of_the_organic_law_is_used(catalogue: Catalogue) -> None:
    """Since 2026-01-01 disclosure stands in article 35 of 村民委员会组织法, no longer in article 30."""
    current = [
        law for item in catalogue.items for law in item.laws if law.name == "村民委员会组织法" and law.until is None
    ]
    assert any(law.article.startswith("第三十五条") for law in current)
    assert not any(law.article.startswith("第三十条") for law in current)


def test_nothing_is_asked_for_that_must_never_be_written_down(catalogue: Catalogue) -> None:
    found = {column.name for item in catalogue.items for column in columns_of(item) if FORBIDDEN.search(column.name)}
    assert found == set()


def test_private_lists_never_name_anybody_online(catalogue: Catalogue) -> None:
    officers = {"当选人", "候选人", "负责人"}
    for number in PRIVATE:
        item = catalogue.by_number(number)
        assert item is not None
        for table in item.tables:
            for column in table.columns:
                named = (
                    column.kind == "person"
                    and column.name not in officers
                    and table.name not in ("候选人", "当选人", "结果")
                )
                if named:
                    assert column.web in ("absent", "totals"), (item.name, table.name, column.name)


def test_names_that_go_online_are_masked_and_end(catalogue: Catalogue) -> None:
    for item in catalogue.items:
        if item.shape != "list":
            continue
        for table in item.tables:
            lead = [table.column(name) for name in table.lead]
            for column in lead:
                if column is not None and column.kind == "person" and column.web in ("full", "masked"):
                    duty = table.name in ("干部", "干部误工")
                    assert duty or (column.web == "masked" and column.names_until_end), (item.name, column.name)


def test_sentences_name_only_what_exists(catalogue: Catalogue) -> None:
    always = {"村", "户数", "人口", "期间", "名称", "编号"}
    for item in catalogue.items:
        known = always | {field.name for field in item.fields}
        for table in item.tables:
            known |= {f"{table.name}.行数"} | {f"{table.name}.{column.name}" for column in table.columns}
        for sentence in item.say:
            for hole in re.findall(r"\{([^{}:]+)", sentence):
                for name in hole.split("/"):
                    plain = name.strip().removesuffix(".最大").removesuffix(".同")
                    assert plain in known, (item.name, sentence)
        if item.compare:
            assert item.compare in known, item.name


def test_the_phone_shows_what_must_be_written(catalogue: Catalogue) -> None:
    """A column that every row must have and that may be read online stands in the row on the phone, too: what was decided,
    what a debt began with. Only running numbers are left out."""
    left_out = {
        (item.name, table.name, column.name)
        for item in catalogue.items
        for table in item.tables
        for column in table.columns
        if table.details and column.required and column.web in ("full", "masked") and column.kind != "code"
        if column.name not in (*table.lead, *table.details, table.figure, table.group_by, table.flow)
    }
    assert left_out == set()


def test_every_item_that_pays_people_says_on_whose_word(catalogue: Catalogue) -> None:
    """A list of persons with sums of money: which paper or meeting is behind it, on the first screen."""
    paying = [item for item in catalogue.items if any(_pays(table) for table in item.tables)]
    assert {"028", "031", "061", "065", "222", "241", "245", "251", "255"} <= {item.number for item in paying}
    basis = re.compile(r"\{(政策依据|批准文号|定标准的会)\}")
    assert {item.number for item in paying if not basis.search("".join(item.say))} == NOT_PAID_OUT


NOT_PAID_OUT = {"021", "022", "062", "103", "104"}
"""Purchases are the village's own decision, debts are owed, donors give, keepers keep, buyers pay."""


def _pays(table: TableForm) -> bool:
    return any(each.kind in ("person", "payee") for each in table.columns) and any(
        each.kind == "money" and each.total for each in table.columns
    )


def test_about_the_right_number_of_items_is_due_each_quarter(catalogue: Catalogue) -> None:
    quarterly = [item for item in catalogue.items if item.required and item.frequency == "quarter"]
    assert 15 <= len(quarterly) <= 22


def test_posting_days_keep_the_national_floor(catalogue: Catalogue) -> None:
    assert all(preset.posting_days >= 15 for preset in catalogue.presets)
    assert {preset.name for preset in catalogue.presets} == {"全国", "重庆", "山东", "浙江", "上海"}


def test_equations_are_read() -> None:
    balance = to_balance("期初余额 + 进账.金额 - 出账.金额 = 期末余额")
    assert balance is not None
    assert balance.terms == ((1, "", "期初余额"), (1, "进账", "金额"), (-1, "出账", "金额"))
    assert balance.result == ("", "期末余额")


LOCAL = """
- 编号: "241"
  名称: 耕地地力保护补贴
  组: 村务
  形态: 名单
  频率: 每年
  解释: 本县的写法。
  依据: [{法: 本县规定, 条: 第1条}]
  表:
    名单:
      行: {首: [户主], 数: 金额}
      栏:
        户主: {类型: 人名, 网上: %s, 上墙: 全}
        金额: {类型: 金额, 合计: 是, 限期: 是}
"""


def test_a_county_may_be_stricter_never_looser(tmp_path: Path) -> None:
    stricter = small_county(tmp_path / "a").write("catalogue/ours.yaml", LOCAL % "不出").build()
    assert "CAT-LOOSE" not in stricter.codes
    looser = small_county(tmp_path / "b").write("catalogue/ours.yaml", LOCAL % "全").build()
    assert "CAT-LOOSE" in looser.errors
    text = "期间: 2026年\n公开日期: 2026-10-08\n审核: [{村监会: 2026-10-06 同意}]\n"
    looser.publication(text + "耕地地力保护补贴:\n  名单: [{户主: 李四明, 金额: 100}]\n", "2026/补贴.yaml").build()
    assert all("李四明" not in data.decode("utf-8", "replace") for data in looser.files().values())


POSTED = """
- 编号: "251"
  名称: 最低生活保障
  组: 村务
  形态: 名单
  频率: 每季
  解释: 本县的写法。
  依据: [{{法: 本县规定, 条: 第1条}}]
  表:
    名单:
      行: {{首: [户主], 数: 金额}}
      栏:
        户主: {{类型: 人名, 网上: 不出, 上墙: 全}}
        金额: {{类型: 金额, 合计: 是, 网上: 合计}}
  首屏:
    - '低保**{{名单.行数}}户**，{own}'
  {mark}
"""


def test_what_is_said_only_while_a_list_hangs_is_written_as_it_is_said(tmp_path: Path) -> None:
    text = POSTED.format(own="名单贴在公告栏", mark="公示时说: [名单贴在公示栏]")
    world = small_county(tmp_path).write("catalogue/ours.yaml", text).build()
    said = world.console("CAT-POSTED")
    assert "“最低生活保障”的“公示时说”里写着“名单贴在公示栏”" in said
    assert "是不是“名单贴在公告栏”？" in said
    again = world.write("catalogue/ours.yaml", text.replace("公示时说: [名单贴在公示栏]", "公示时说: [名单贴在公告栏]"))
    assert "CAT-POSTED" not in again.build().codes


@pytest.mark.parametrize(
    ("own", "mark", "kept"),
    [
        ("名单贴在公告栏", "公示时说: [名单贴在公告栏]", ("名单贴在公告栏",)),
        ("名单贴在村里公开栏，网上不写姓名", "海报: 低保", ("名单贴在村里公开栏，网上不写姓名",)),
        ("名单在村里看", "海报: 低保", ()),
    ],
)
def test_a_countys_item_keeps_the_built_in_words_that_it_says(own: str, mark: str, kept: tuple[str, ...]) -> None:
    files = read_county(Path(__file__).resolve().parents[1])
    written = POSTED.format(own=own, mark=mark).encode()
    loaded, found = load_catalogue(files.built_in_catalogue, files.presets, {"ours.yaml": written})
    item = loaded.by_number("251")
    assert (item and item.while_posted, found) == (kept, ())


TALKED = """
期间: 2026年3季度
公开日期: 2026-10-12
审核: [{村务监督委员会: 2026-10-10 同意}]
协商事项:
  协商: [{日期: 7月3日, 议题: 晒谷场怎么排队, 结果: 按组轮}]
"""


@pytest.mark.parametrize(("region", "cited"), [("全国", False), ("浙江", False), ("山东", True)])
def test_only_laws_of_the_own_region_are_cited(tmp_path: Path, region: str, cited: bool) -> None:
    world = small_county(tmp_path).publication(TALKED, "2026/协商.yaml")
    world.change("sitegen.yaml", "名称:", f"地区: {region}\n名称:").build()
    assert world.console() == ""
    page = world.page("/103201/202/").text
    assert ("《山东省村务公开条例》第七条第九项" in page) is cited
    assert "《村民委员会组织法》第三十五条第二款第四项" in page


def test_no_item_is_left_without_a_law(catalogue: Catalogue) -> None:
    for preset in catalogue.presets:
        own = catalogue.within(preset.name)
        assert [item.number for item in own.items] == FROZEN
        assert all(item.laws for item in own.items)
        others = {each.name for each in catalogue.presets} - {preset.name, "全国"}
        cited = {law.name for item in own.items for law in item.laws}
        assert not [name for name in cited if name.startswith(tuple(others))]
