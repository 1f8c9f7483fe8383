"""While a ledger is typed: the real YAML language server, with our schemas, says in Chinese what is wrong and offers the names."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sitegen import codes, overlay
from sitegen.cli import main
from sitegen.load import cases, profile, settings
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import read_county
from sitegen.model.catalogue import PART_KEYS, RECORD_KEYS, Catalogue
from sitegen.outputs.schemas import make_editor_settings, make_schemas
from tests.language_server import LanguageServer, is_there
from tests.test_values import test_amounts as amounts
from tests.test_values import test_days as days

ROOT = Path(__file__).parent.parent
QUARTER = "villages/990106103201-清溪村/2026/2026年3季度.yaml"
needs_server = pytest.mark.skipif(not is_there(), reason="needs Node.js and tests/tools (make test installs them)")


def read_catalogue(county: Path = ROOT) -> Catalogue:
    files = read_county(county)
    return load_catalogue(files.built_in_catalogue, files.presets, files.catalogue)[0]


def read_fixed() -> dict[str, bytes]:
    return overlay.read_folder((overlay.PACKAGE / "data/schemas",), "*.json")


SCHEMAS = {name: json.loads(data) for name, data in make_schemas(read_catalogue(), read_fixed()).items()}


# ---- the schemas know what the loader knows --------------------------------------------------------------------------


def test_the_fixed_schemas_have_the_keys_of_the_loaders() -> None:
    fixed = {name: json.loads(data) for name, data in read_fixed().items()}
    assert set(fixed["settings.json"]["properties"]) == set(settings._KEYS)
    assert set(fixed["profile.json"]["properties"]) == set(profile._PROFILE_KEYS)
    assert set(fixed["part.json"]) == set(PART_KEYS)
    assert set(fixed["record.json"]) == set(RECORD_KEYS)
    steps = fixed["cases.json"]["items"]["properties"]["经过"]["items"]["properties"]["步骤"]["enum"]
    assert set(steps) == set(cases._STEPS)


def test_every_item_every_alias_and_every_register_has_its_schema() -> None:
    items = read_catalogue().items
    names = {name for item in items if not item.register_file for name in (item.name, *item.aliases)}
    assert names < set(SCHEMAS["publication.json"]["properties"])
    registers = {f"register-{item.number}.json" for item in items if item.register_file}
    assert registers < set(SCHEMAS)
    patterns = json.loads(make_editor_settings(read_catalogue()))["yaml.schemas"]
    assert {name.rpartition("/")[2] for name in patterns} == set(SCHEMAS)


def test_a_countys_own_item_is_known_to_its_editor(tmp_path: Path) -> None:
    run("init", tmp_path)
    local = '- {编号: "801", 名称: 村民食堂, 组: 村务, 形态: 报告, 频率: 每季, 字段: {午饭: {类型: 个数}}}\n'
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue/食堂.yaml").write_text(local, encoding="utf-8")
    run("编辑器", "-C", tmp_path)
    schema = json.loads((tmp_path / "build/editor/publication.json").read_text("utf-8"))
    assert "午饭" in schema["definitions"]["事项801"]["properties"]


def test_settings_a_person_made_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode/settings.json").write_text("{}", encoding="utf-8")
    run("init", tmp_path)
    assert (tmp_path / ".vscode/settings.json").read_text("utf-8") == "{}"
    assert (tmp_path / "build/editor/publication.json").is_file()


# ---- the server ------------------------------------------------------------------------------------------------------


def run(*words: object) -> None:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """A server on the sample county with its schemas."""
    folder = tmp_path_factory.mktemp("county")
    for name in ("villages", "cases"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("sitegen.yaml", "regions.csv"):
        shutil.copy(ROOT / name, folder)
    run("schema", "-C", folder)
    with LanguageServer(folder) as running:
        yield running


def messages(server: LanguageServer, text: str, path: str = "") -> list[str]:
    """What is underlined in a text and what is said about it, in order of place."""
    name = path or f"{Path(QUARTER).parent}/试-{codes.digest(text.encode())[:12]}.yaml"
    (server.folder / name).write_text(text, encoding="utf-8")
    lines = text.split("\n")
    return [f"{underlined(lines, each['range'])}：{each['message']}" for each in sorted(server.open(name), key=start)]


def start(diagnostic: dict[str, Any]) -> tuple[int, int]:
    place = diagnostic["range"]["start"]
    return int(place["line"]), int(place["character"])


def underlined(lines: list[str], span: dict[str, Any]) -> str:
    line = lines[span["start"]["line"]]
    return line[
        span["start"]["character"] : span["end"]["character"] if span["end"]["line"] == span["start"]["line"] else None
    ]


@needs_server
def test_nothing_is_underlined_in_the_sample_county(server: LanguageServer) -> None:
    """A schema that cries wolf is switched off; the one file that is wrong on purpose has its own story."""
    quarters = (path for path in server.folder.glob("villages/*/*/*.yaml") if not path.name.startswith(("试", "填")))
    paths = [*quarters, *server.folder.glob("villages/*/村情.yaml"), *server.folder.glob("cases/*.yaml")]
    told = server.open_all(
        [path.relative_to(server.folder).as_posix() for path in [*paths, server.folder / "sitegen.yaml"]]
    )
    assert len(told) > 100
    assert {path: [each["message"] for each in found] for path, found in told.items() if found} == {}


@needs_server
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("资金收支:\n  期初余额: 一万\n  期末余额: 1\n", "一万：金额写数字，如 12000、8,600.00、1.2万元"),
        (
            "资金收支:\n  期初余额: 1\n  期末余额: 1\n"
            "  进账:\n    - {日期: 昨天, 凭证号: 记-1, 类别: 其他收入, 摘要: x, 金额: 1}\n",
            "昨天：日期写成 2026-10-12、2026年10月12日，或 7月3日",
        ),
        (
            "社会捐赠: 没有\n",
            "没有：写“本期无发生”，或者另起几行写“社会捐赠”的内容",
        ),
        ("草稿: 也许\n", "也许：写“是”或“否”"),
        (
            "资金收之: 本期无发生\n",
            "资金收之：不认识这个名称。第一行写“期间: 2026年3季度”，下面的名称要和目录里的一样（sitegen 新建 列出所有事项）",
        ),
        ("审核: 同意\n", "同意：审核写成一串：- 村务监督委员会: 2026-10-10 同意 校验码 7K3Q"),
        (
            "资金收支:\n  期初余额: 1\n  期末余额: 1\n  出账: {文件: 表.xlsx}\n",
            "：写成 {表格: 文件名.xlsx#工作表名}",
        ),
    ],
)
def test_a_slip_is_underlined_with_a_chinese_sentence(server: LanguageServer, text: str, expected: str) -> None:
    assert expected in "\n".join(messages(server, f"期间: 2026年3季度\n{text}"))


@needs_server
def test_a_wrong_choice_lists_the_right_ones_and_a_wrong_column_all_columns(server: LanguageServer) -> None:
    row = "{日期: 7月3日, 凭证号: 记-1, 类别: 其它收入, 摘要: x, 金额: 1, 备注: y}"
    text = f"期间: 2026年3季度\n资金收支:\n  期初余额: 1\n  期末余额: 1\n  进账:\n    - {row}\n"
    choice, column = messages(server, text)
    assert choice.startswith("其它收入：只能是：经营收入、投资收益、")
    assert column.startswith("备注：表“进账”的一行里写：日期、凭证号、")
    assert column.endswith("必填：日期、凭证号、类别、摘要、金额")


@needs_server
def test_what_the_loader_reads_is_never_underlined(server: LanguageServer) -> None:
    good_amounts = [case[0] for case in parameters(amounts)]
    good_days = parameters(days)
    rows = [
        f"    - {{日期: '{day}', 凭证号: 记-{n}, 类别: 其他收入, 摘要: x, 金额: 1}}" for n, day in enumerate(good_days)
    ]
    rows += [
        f"    - {{日期: 7月3日, 凭证号: 收-{n}, 类别: 其他收入, 摘要: x, 金额: '{text}'}}"
        for n, text in enumerate(good_amounts)
    ]
    text = "期间: 2026年3季度\n资金收支:\n  期初余额: 1\n  期末余额: 1\n  进账:\n" + "\n".join(rows) + "\n"
    assert messages(server, text) == []


def parameters(function: Any) -> list[Any]:
    return list(function.pytestmark[0].args[1])


@needs_server
def test_hovering_explains_and_typing_offers_the_names(server: LanguageServer) -> None:
    text = "期间: 2026年3季度\n资金收支:\n  进账:\n    - 类别: \n"
    path = f"{Path(QUARTER).parent}/填着.yaml"
    messages(server, text, path)
    assert "依据：村民委员会组织法第三十五条" in server.hover(path, 1, 1)
    assert server.complete(path, 3, 10)[:3] == ["经营收入", "投资收益", "补助收入"]
    assert {"期初余额", "出账"} <= set(server.complete(path, 2, 2))


@needs_server
def test_a_form_carries_its_schema_for_editors_without_settings(tmp_path: Path) -> None:
    run("init", tmp_path, "--today", "2026-11-23")
    (tmp_path / ".vscode/settings.json").write_text('{"yaml.schemas": {}}', encoding="utf-8")
    ledger = next(tmp_path.glob("villages/*/2026/*.yaml"))
    path = ledger.relative_to(tmp_path).as_posix()
    with LanguageServer(tmp_path) as bare:
        assert bare.open(path) == []
        wrong = messages(
            bare, ledger.read_text("utf-8").replace("期末余额: 7", "期末余头: 7"), path.replace("季度", "季度改")
        )
    assert wrong[-1].startswith("期末余头：“资金收支”里写：期初余额、期末余额、")
