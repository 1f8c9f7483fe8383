"""One identity number in every construct Markdown and HTML have: each is named, and no page, table or feed holds one."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from sitegen.model.site import Parts
from tests.worlds import FOLDER, World, small_county

ID = "11010519491231002X"
HEAD = "公开日期: 2026-10-01\n审核: [{村务监督委员会: 2026-09-30 同意}]\n"
WAYS: dict[str, Callable[[str], str]] = {
    "链接的字": lambda number: f"见[{number}](https://example.cn/)",
    "链接去处": lambda number: f"见[表](https://example.cn/{number})",
    "链接里的百分号": lambda number: (
        "见[表](https://example.cn/" + "".join(f"%{ord(sign):02x}" for sign in number) + ")"
    ),
    "图的说明": lambda number: f"![{number}](a.png)",
    "图的标题": lambda number: f'![图](a.png "{number}")',
    "代码": lambda number: f"`{number[:7]}``{number[7:]}`",
    "代码段": lambda number: f"```\n    {number}\n    ```",
    "网页注释": lambda number: f"<!-- {number} -->看账",
    "网页属性": lambda number: f'<b title="{number}">看</b>',
    "脚注": lambda number: f"看账[^1]\n\n    [^1]: {number}",
    "引用的链接": lambda number: f"[看][一]\n\n    [一]: https://example.cn/{number}",
    "自动链接": lambda number: f"<tel:{number}>",
    "写信": lambda number: f"[写信](mailto:{number}@example.cn)",
    "表格": lambda number: f"|甲|乙|\n    |-|-|\n    |{number[:9]}|{number[9:]}|",
    "加粗": lambda number: f"**{number[:6]}**{number[6:14]}*{number[14:]}*",
    "看不见的空格": "&nbsp;".join,
    "软连字符": "&shy;".join,
    "可断处": "<wbr>".join,
    "从右到左": "\u200e".join,
    "断行": lambda number: f"{number[:10]}\n    {number[10:]}",
    "标题": lambda number: f"## {number}",
    "引文": lambda number: f"> {number}",
    "清单": lambda number: f"- {number[:8]}\n    - {number[8:]}",
    "阿拉伯数字": lambda number: number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "数学数字": lambda number: "".join(chr(0x1D7CE + int(sign)) if sign.isdigit() else sign for sign in number),
    "键帽": lambda number: "".join(sign + "\ufe0f\u20e3" if sign.isdigit() else sign for sign in number),
    "大写": lambda number: number.translate(str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")),
}


def plant(world: World) -> dict[str, str]:
    """Which file holds which way."""
    files = {}
    for index, (name, way) in enumerate(WAYS.items(), start=1):
        day = f"2026-0{1 + index // 20}-{1 + index % 20:02}"
        files[name] = f"villages/{FOLDER}/2026/{day}-会议.yaml"
        world.write(
            files[name],
            f"期间: {day}\n{HEAD}会议决定:\n  决定: |\n    日期 | 会议 | 议题 | 应到 | 实到 | 同意 | 反对 | 弃权 | 决定 | 进度\n"
            f"    {day} | 村民代表会议 | 修路 | 46 | 42 | 41 | 1 | 0 | 同意 | 照办\n  说明: |\n    {way(ID)}\n",
        )
    return files


def to_plain(text: str) -> str:
    """What a reader, or a program that reads along, makes of it."""
    words = {
        "零": "0",
        "壹": "1",
        "贰": "2",
        "叁": "3",
        "肆": "4",
        "伍": "5",
        "陆": "6",
        "柒": "7",
        "捌": "8",
        "玖": "9",
    }
    shown = re.sub(r"<[^>0-9]*>", "", html.unescape(html.unescape(unquote(text))))
    return re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", "".join(words.get(sign, sign) for sign in shown)))


def test_no_construct_carries_a_number_out(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    files = plant(world)
    world.build(parts=Parts(codes=False))
    named = {each.place.file for each in world.report.diagnostics if each.code.startswith("PII-")}
    assert [name for name, file in files.items() if file not in named] == []
    escaped = [path for path, data in world.files().items() if ID in to_plain(data.decode("utf-8", errors="replace"))]
    assert escaped == []
    assert "8,600" in world.page("/103201/021/2026q3/").text
