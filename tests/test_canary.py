"""Canaries: marks planted in everything that must stay inside are looked for in every byte that goes out."""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli
import pypdfium2
from click.testing import CliRunner, Result
from PIL import Image

from sitegen.cli import main
from tests.worlds import FOLDER, World, small_county

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
    mention(world, nest.given[0], nest.given[30], nest.given[70], nest.given[71], nest.given[111])
    drafts = nest.rows("{n} | {name} | 100", 20)
    draft = f"高龄津贴:\n  名单: |\n    序号 | 姓名 | 金额\n{drafts}"
    world.publication(f"期间: 2026年2季度\n草稿: 是\n{HEAD}{draft}", "2026/草稿.yaml")
    world.publication(f"期间: 2026年1季度\n{HEAD}社会捐赠: {{备注: {nest.name()}}}\n", "2026/不认识的栏.yaml")
    world.write("villages/" + FOLDER + "/2026/底册.csv", "姓名\n" + "".join(f"{nest.name()}\n" for _ in range(30)))
    inside = "".join(f"{nest.name()}\n" for _ in range(30))
    (root.parent / "inside").mkdir()
    (root.parent / "inside/死亡名单.csv").write_text(f"姓名\n{inside}", encoding="utf-8")


def mention(world: World, *names: str) -> None:
    """The same persons in every text of other things: accounts, records, questions, the village's own words, names of files."""
    said = "、".join(names)
    world.change(
        f"villages/{FOLDER}/2026/2026年3季度.yaml",
        "修复村东排水沟 |",
        f"慰问{said} |",
    ).change(
        f"villages/{FOLDER}/2026/2026年3季度.yaml",
        "  期末余额: 4400.00\n",
        f"  期末余额: 4400.00\n  说明: {names[0]}　家的屋顶修好了\n"
        f"  附件: [{{文件: a.jpg, 说明: {names[1]}家, 已遮盖: 是}}]\n",
    )
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, "JPEG", comment=said.encode())
    world.write(f"villages/{FOLDER}/附件/a.jpg", stream.getvalue())
    world.write(
        f"villages/{FOLDER}/登记/项目.yaml",
        f"项目: [{{编号: 1, 名称: {names[2]}家危房改造, 建设内容: 给{names[0]}换瓦, 地点: {names[3]}家, "
        "资金来源: 上级, 合同价: 100, 已付: 0, 承建单位: 清溪建筑队, 签订日期: 2026-03-01, 现状: 在建}]\n",
    )
    world.write(
        "cases/990106103201.yaml",
        f"- {{编号: 2026-001, 提出: 2026-09-11, 问题: {names[0]}为什么有,"
        f" 经过: [{{步骤: 答复, 日期: 2026-09-12, 内容: {said}都符合}}]}}\n",
    )
    world.change(f"villages/{FOLDER}/村情.yaml", "户数: 287", f"简介: {names[4]}是老党员\n户数: 287")


def pieces(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from pieces(archive.read(name))
                if name.endswith(".br"):
                    yield brotli.decompress(archive.read(name))
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    if data.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(data) as document:
            yield from (page.get_textpage().get_text_bounded().encode() for page in document)
        yield from unzipped(data)
    if data.startswith(b"\x89PNG"):
        with Image.open(io.BytesIO(data)) as picture:
            yield repr(picture.info).encode()


def unzipped(pdf: bytes) -> Iterator[bytes]:
    """Every stream of a PDF as it is when it is drawn: fonts' tables of signs and metadata among them."""
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(match[1])


def run(root: Path, *arguments: str) -> Result:
    options = ["-C", str(root), "--private", str(root.parent / "inside"), "--today", "2026-10-12"]
    return CliRunner().invoke(main, [*options, *arguments])


def test_no_canary_leaves_the_nest(tmp_path: Path) -> None:
    nest, root = Nest(), tmp_path / "county"
    plant(root, nest)
    assert len(nest.given) >= 200
    papers = (
        *(("print", kind) for kind in ("poster", "desk", "monthly", "visit", "tags", "plate")),
        ("print", "card", "--item", "资金收支"),
    )
    commands = (("check",), ("check", "--json"), ("build",), *papers, ("publish", str(tmp_path / "out.zip")))
    said = [run(root, *words).output for words in commands]
    again = [run(root, "withdraw", "清溪村/高龄津贴/2026q3", "--reason", "重查").output]
    outside = [path for folder in ("build", "published") for path in (root / folder).rglob("*") if path.is_file()]
    made = [piece for path in (*outside, tmp_path / "out.zip") for piece in pieces(path.read_bytes())]
    assert len(made) > 50
    assert len(list((root / "build/print").rglob("*.pdf"))) >= 4
    for each in (root / "build/print").rglob("*.png"):
        assert each.stat().st_size
    bytes_out = b"\n".join([*made, *(text.encode() for text in (*said, *again))])
    shown_to_the_clerk = nest.given[
        151
    ]  # an unknown key: its line is shown with the caret, and kept for the next check
    public = b"\n".join(data for path in outside if ".state" not in path.parts for data in pieces(path.read_bytes()))
    assert shown_to_the_clerk.encode() not in public
    nest.given.remove(shown_to_the_clerk)
    escaped = [name for name in nest.given if name.encode() in bytes_out or name.encode("unicode_escape") in bytes_out]
    assert escaped == []
    records = list((tmp_path / "inside/个人信息影响评估").glob("*.md"))
    assert [path.name for path in records] == ["清溪村-公益性岗位-2026q3.md"]


def test_no_canary_is_in_parts_nor_in_smaller_copies(tmp_path: Path) -> None:
    nest, root = Nest(), tmp_path / "county"
    plant(root, nest)
    steps = (
        ("build", "--shard", "1/2"),
        ("build", "--shard", "2/2"),
        ("merge",),
        ("build", "--compress", "br"),
        ("publish", str(tmp_path / "out.zip"), "--compress", "br"),
    )
    said = [run(root, *words).output for words in steps]
    outside = [path for path in (root / "build").rglob("*") if path.is_file() and ".state" not in path.parts]
    packed = [path for path in outside if path.suffix == ".br"]
    assert len(packed) > 5
    made = [piece for path in (*outside, tmp_path / "out.zip") for piece in pieces(path.read_bytes())]
    made += [brotli.decompress(path.read_bytes()) for path in packed]
    bytes_out = b"\n".join([*made, *(text.encode() for text in said)])
    shown_to_the_clerk = nest.given[151]  # an unknown key, shown on its line
    assert [name for name in nest.given if name.encode() in bytes_out and name != shown_to_the_clerk] == []
