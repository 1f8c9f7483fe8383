"""Canaries: marks planted in everything that must stay inside are looked for in every byte that goes out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner, Result

from sitegen.cli import main
from tests.worlds import FOLDER, small_county

HEAD = "公开日期: 2026-10-01\n审核: [{村务监督委员会: 2026-09-30 同意}]\n"


class Nest:
    """Canaries given out so far: each is a family name and given name nobody has, or a word."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def name(self) -> str:
        """A name that stands for one natural person."""
        number = len(self.given)
        self.given.append(f"鸮{chr(0x4E10 + number)}{chr(0x5200 + number)}")
        return self.given[-1]

    def rows(self, form: str, count: int) -> str:
        return "".join(f"    {form.format(n=n, name=self.name())}\n" for n in range(1, count + 1))


def plant(root: Path, nest: Nest) -> None:
    world = small_county(root)

    def list_of(item: str, lead: str, count: int, period: str = "2026年3季度") -> None:
        head = f"期间: {period}\n{HEAD}{item}:\n  名单: |\n    序号 | {lead} | 金额\n"
        rows = nest.rows("{n} | {name} | 100", count)
        notes = f"  说明: 请{nest.given[-1]}补交材料。\n"
        world.publication(f"{head}{rows}{notes}", f"2026/{item}.yaml")

    list_of("特困供养", "姓名", 30)
    list_of("高龄津贴", "姓名", 40)
    list_of("残疾人两项补贴", "姓名", 1)
    rows = nest.rows("{n} | {name} | 保洁 | 100", 40)
    posts = f"公益性岗位:\n  名单: |\n    序号 | 姓名 | 岗位 | 金额\n{rows}"
    world.publication(f"期间: 2026年3季度\n{HEAD}{posts}", "2026/公益性岗位.yaml")
    debts = nest.rows("{n} | {name} | 旧欠 | 100 | 100", 20)
    world.publication(
        f"期间: 2026年3季度\n{HEAD}债权债务:\n  别人欠村里: 2000\n  村里欠别人: 0\n  个人欠村里: |\n"
        f"    序号 | 姓名 | 事由 | 期初 | 期末\n{debts}",
        "2026/债权债务.yaml",
    )
    drafts = nest.rows("{n} | {name} | 100", 20)
    draft = f"高龄津贴:\n  名单: |\n    序号 | 姓名 | 金额\n{drafts}"
    world.publication(f"期间: 2026年2季度\n草稿: 是\n{HEAD}{draft}", "2026/草稿.yaml")
    world.publication(f"期间: 2026年1季度\n{HEAD}社会捐赠: {{备注: {nest.name()}}}\n", "2026/不认识的栏.yaml")
    world.write("villages/" + FOLDER + "/2026/底册.csv", "姓名\n" + "".join(f"{nest.name()}\n" for _ in range(30)))
    inside = "".join(f"{nest.name()}\n" for _ in range(30))
    (root.parent / "inside").mkdir()
    (root.parent / "inside/死亡名单.csv").write_text(f"姓名\n{inside}", encoding="utf-8")


def pieces(path: Path, data: bytes) -> Iterator[bytes]:
    yield data
    if path.suffix in (".xlsx", ".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from pieces(Path(name), archive.read(name))


def run(root: Path, *arguments: str) -> Result:
    options = ["-C", str(root), "--private", str(root.parent / "inside"), "--today", "2026-10-12"]
    return CliRunner().invoke(main, [*options, *arguments])


def test_no_canary_leaves_the_nest(tmp_path: Path) -> None:
    nest, root = Nest(), tmp_path / "county"
    plant(root, nest)
    assert len(nest.given) >= 200
    commands = (("check",), ("check", "--json"), ("build",), ("publish", str(tmp_path / "out.zip")))
    said = [run(root, *words).output for words in commands]
    again = [run(root, "withdraw", "清溪村/高龄津贴/2026q3", "--reason", "重查").output]
    outside = [path for folder in ("build", "published") for path in (root / folder).rglob("*") if path.is_file()]
    made = [piece for path in (*outside, tmp_path / "out.zip") for piece in pieces(path, path.read_bytes())]
    assert len(made) > 50
    bytes_out = b"\n".join([*made, *(text.encode() for text in (*said, *again))])
    shown_to_the_clerk = nest.given[
        151
    ]  # an unknown key: its line is shown with the caret, and kept for the next check
    public = b"\n".join(
        data for path in outside if ".state" not in path.parts for data in pieces(path, path.read_bytes())
    )
    assert shown_to_the_clerk.encode() not in public
    nest.given.remove(shown_to_the_clerk)
    escaped = [name for name in nest.given if name.encode() in bytes_out or name.encode("unicode_escape") in bytes_out]
    assert escaped == []
    records = list((tmp_path / "inside/个人信息影响评估").glob("*.md"))
    assert [path.name for path in records] == ["清溪村-公益性岗位-2026q3.md"]
