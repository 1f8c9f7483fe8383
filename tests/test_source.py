"""Reading: nodes with places, and each mistake under its right name at its exact place."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
import yaml

from sitegen import source
from sitegen.diagnostics import Diagnostic
from sitegen.source import Entries, Items, Node, Scalar, apply_edits, load_document

GOOD = """\
# 清溪村 2026年3季度
期间: 2026年3季度
公开日期: 2026-10-12   # 第一次公开
审核:
  - 村务监督委员会: 2026-10-10 同意 校验码 7K3Q

资金收支:
  - 账套: 集体经济组织
    期初余额: 128350.20
    进账:
      - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费(下半年), 金额: 12000, 合同: 资源合同/7}
      - {日期: 7月9日, 凭证号: 记-002, 类别: 其他, 摘要: "买砂，石子: 两车", 金额: "1,234.50", 附件: [a.jpg, b.jpg]}
    出账: |
      日期    | 凭证号 | 类别     | 摘要           | 收款单位   | 金额     | 附件
      7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00 | 票据/07-记-014.jpg
    期末余额: 131750.20
    说明: |
      　　七月暴雨后：先抢修了“排水沟” #1，请看 https://example.org/a:b
      - 村名：柳树村
      \t[金额:1,234
    附注: 买了砂，其中：河沙 3 吨
    备注: >-
      说明：见 #2 表
      注意:同上

社会捐赠: 本期无发生
空白:
网址: https://example.org/x#y
时间: 12:30
发票号: 00123456
姓名: no
负数: -300
横线: '-'
列表: ["[2026]3号", '它''s', "换\\n行"]
"多行": "第一行
  第二行：是: 的"
"""


def plain(node: Node | None) -> object:
    """The texts alone."""
    if isinstance(node, Entries):
        return {key.text: plain(value) for key, value in node.pairs}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return node.text if node else None


def codes(found: tuple[Diagnostic, ...]) -> list[tuple[str, int, int, int]]:
    """Code, line, column, end."""
    return [(d.code, d.place.line, d.place.column, d.place.end_column) for d in found]


def scalars(node: Node | None) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    children = node.items if isinstance(node, Items) else [x for pair in node.pairs for x in pair] if node else []
    return [scalar for child in children for scalar in scalars(child)]


def test_good_file_is_read_without_a_word() -> None:
    document, found = load_document("账.yaml", GOOD.encode())
    assert found == ()
    assert plain(document.root) == yaml.load(GOOD, Loader=yaml.BaseLoader)


def test_every_scalar_stands_where_it_is_written() -> None:
    document, _ = load_document("账.yaml", GOOD.encode())
    lines = GOOD.split("\n")
    for scalar in scalars(document.root):
        written = lines[scalar.line - 1][scalar.column - 1 : scalar.end_column - 1]
        if scalar.style == "":
            assert written == scalar.text
        elif scalar.style in ("|", ">"):
            assert written == scalar.style
        else:
            assert written[0] == scalar.style


def test_get_and_places() -> None:
    document, _ = load_document("x", b"a: 1\nb: ['x']\n")
    root = document.root
    assert isinstance(root, Entries)
    assert root.get("c") is None
    node = root.get("b")
    assert isinstance(node, Items)
    place = source.place_of("x", node)
    assert (place.line, place.column, place.end_column) == (2, 4, 5)
    scalar = node.items[0]
    assert isinstance(scalar, Scalar)
    assert source.place_within("x", scalar, 0, 1).column == 6
    assert source.place_within("x", scalar, 0, 0) == source.place_of("x", scalar)


ONE = [
    # what the clerk wrote, (code, line, column, end)
    ("a: 1\n期间：2026\nb: 2\n", ("SYN-FWCOLON", 2, 3, 4)),
    ("村名：柳树村\n", ("SYN-FWCOLON", 1, 3, 4)),
    ("进账：\n  - {日期: 7月3日}\nb: 1\n", ("SYN-FWCOLON", 1, 3, 4)),
    ("l:\n  - 账套：集体\n    期初: 1\n", ("SYN-FWCOLON", 2, 7, 8)),
    ("l: {日期：7月3日, 金额: 5}\n", ("SYN-FWCOLON", 1, 7, 8)),
    ("l: {日期：7月3日，金额：5}\n", ("SYN-FWCOLON", 1, 7, 8)),
    ("金额: 3\nl: {摘要: 修路，金额：500}\n", ("SYN-FWCOMMA", 2, 11, 12)),
    ("l: {日期: 7月3日，金额: 5}\n", ("SYN-FWCOMMA", 1, 13, 14)),
    ("l: [a.jpg，b.jpg]\n", ("SYN-FWCOMMA", 1, 10, 11)),
    ("l: {日期:7月3日, 金额: 5}\n", ("SYN-COLON", 1, 7, 8)),
    ("a: 1\n期间:2026\nb: 2\n", ("SYN-COLON", 2, 3, 4)),
    ("村名:柳溪村\n代码:4115\n", ("SYN-COLON", 1, 3, 4)),
    ("a: 1\n期间 2026\nb: 2\n", ("SYN-KEY", 2, 3, 4)),
    ("a: 1\n期间 = 2026\nb: 2\n", ("SYN-KEY", 2, 4, 5)),
    ("a: 1\n期间 - 2026\nb: 2\n", ("SYN-KEY", 2, 4, 5)),
    ("a:\n  {b: 1}\n  - {b: 2}\n", ("SYN-DASH", 2, 3, 4)),
    ("清溪村账本\n期间: 2026\n", ("SYN-KEY", 1, 1, 6)),
    ("l: {日期: 1, 办公费}\n", ("SYN-COMMA", 1, 10, 15)),
    ("l:\n  - {日期: 7月3日, 金额: 5\n  - {日期: 1, 金额: 2}\n", ("SYN-BRACKET", 2, 5, 21)),
    ("a: [a, b]]\nb: 1\n", ("SYN-BRACKET", 1, 10, 11)),
    ("a: {x: 1, y: 2]\nb: 1\n", ("SYN-BRACKET", 1, 15, 16)),
    ("a: {x: 1 y: 2}\n", ("SYN-FLOW", 1, 9, 11)),
    ("a: 说明: 修路\n", ("SYN-VALUE", 1, 6, 7)),
    ("a: 1\n  b: 2\n", ("SYN-ALIGN", 2, 3, 4)),
    ("a:\n    b: 1\n  c: 2\n", ("SYN-ALIGN", 3, 3, 4)),
    ("l:\n  - a: 1\n   b: 2\n", ("SYN-ALIGN", 3, 4, 5)),
    ("l:\n  - a\n  b: 1\n", ("SYN-ALIGN", 3, 3, 4)),
    ("l:\n  －办公费\n  - x\n", ("SYN-DASH", 2, 3, 4)),
    ("l:\n  -办公费\n", ("SYN-DASH", 2, 3, 4)),
    ("l:\n  -日期: 1\n", ("SYN-DASH", 2, 3, 4)),
    ('a: "柳溪村\n代码: "1"\n', ("SYN-QUOTE", 1, 4, 8)),
    ('a: "柳溪村\n代码: 1\n', ("SYN-QUOTE", 1, 4, 8)),
    ('a: "柳"溪村\nb: 1\n', ("SYN-QUOTE", 1, 7, 9)),
    ('a: "柳\nb: 2\nc: "\n', ("SYN-QUOTE", 1, 4, 6)),
    ('a: 柳溪村"\n', ("SYN-QUOTE", 1, 7, 8)),
    ("a: @abc\n", ("SYN-START", 1, 4, 5)),
    ("a: %5\n", ("SYN-START", 1, 4, 5)),
    ("a: >500\nb: 1\n", ("SYN-START", 1, 4, 5)),
    ("a: [2026]3号文\nb: 1\n", ("SYN-START", 1, 4, 5)),
    ("%YAML 9\na: 1\n", ("SYN-DIRECTIVE", 1, 1, 8)),
    ('a: "C:\\票"\n', ("SYN-ESCAPE", 1, 7, 8)),
    ("a: *三\n", ("SYN-ANCHOR", 1, 4, 5)),
    ("a: -\nb: 1\n", ("SYN-START", 1, 4, 5)),
    ("a: &x 1\n", ("SYN-ANCHOR", 1, 4, 6)),
    ("<<: {a: 1}\n", ("SYN-ANCHOR", 1, 1, 3)),
    ("a: !!python/none x\n", ("SYN-TAG", 1, 4, 17)),
    ("a:\n\tb: 1\n", ("SYN-TAB", 2, 1, 2)),
    ("a:\n  b: 1\n\tc: 1\n", ("SYN-TAB", 3, 1, 2)),
    ("a: |\n\tabc\n", ("SYN-TAB", 2, 1, 2)),
    ("a:\n　　总额: 1\n", ("SYN-INDENT", 2, 1, 3)),
    ("a:\n  b: 1\n\u00a0\u00a0c: 1\n", ("SYN-INDENT", 3, 1, 3)),
    ("a: 1\n---\nb: 2\n", ("SYN-DOCS", 2, 1, 4)),
    ("a: 1\n...\nb: 2\n", ("SYN-DOCS", 2, 1, 4)),
    ("? [a]\n: b\n", ("SYN-KEY", 1, 3, 4)),
    ("金额: 100\n金额: 1000\n", ("KEY-DUP", 2, 1, 3)),
    ("a: [x, 1,234.50]\n", ("AMT-COMMA", 1, 8, 16)),
    ("a: [x, 1,234,567.00]\n", ("AMT-COMMA", 1, 8, 20)),
    ("a: {金额: 1,234.50, 备注: x}\n", ("AMT-COMMA", 1, 9, 17)),
    ("地址: 东路 #3号楼\n", ("SYN-HASH", 1, 8, 12)),
    ("摘要: 购 #1 井盖\n", ("SYN-HASH", 1, 7, 12)),
    ("事由: 修路\n  材料费 1200\n", ("SYN-CONTINUE", 2, 3, 11)),
    ("a: x\u200by\n", ("ENC-HIDDEN", 1, 5, 6)),
    ("a: x\u2028y\n", ("ENC-HIDDEN", 1, 5, 6)),
    ("a: x\x07y\n", ("ENC-HIDDEN", 1, 5, 6)),
    ("a: \u202ex\n", ("ENC-HIDDEN", 1, 4, 5)),
    ("a: 张\ue123\n", ("ENC-PRIVATE", 1, 5, 6)),
    ("a: " + "[" * 40, ("LIM-DEPTH", 1, 19, 20)),
    ("a:\n  - b: 1\n    c: 先修，\n后议价\n  - b: 2\n", ("SYN-BROKEN", 4, 1, 4)),
]


@pytest.mark.parametrize(("text", "expected"), ONE, ids=[text[:24] for text, _ in ONE])
def test_each_mistake_has_its_name_and_place(text: str, expected: tuple[str, int, int, int]) -> None:
    _, found = load_document("x", text.encode())
    errors = [found[0]] if found and expected[0] == "SYN-COLON" and text.startswith("村名") else found
    assert codes(tuple(errors)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n期间：2026\nb: 2\n", {"a": "1", "期间": "2026", "b": "2"}),
        ("l: {日期：7月3日，金额：5}\n", {"l": {"日期": "7月3日", "金额": "5"}}),
        ("a: [x, 1,234.50]\n", {"a": ["x", "1,234.50"]}),
        ("a: {金额: 1,234.50, 备注: x}\n", {"a": {"金额": "1,234.50", "备注": "x"}}),
        ("金额: 100\n金额: 1000\n", {"金额": "100"}),
        ("a:\n　　总额: 1\n", {"a": {"总额": "1"}}),
        ("l:\n  －办公费\n  - x\n", {"l": ["办公费", "x"]}),
        ("\u200b期\u200b间: 1\n", {"期间": "1"}),
        ("村名：柳溪村\n代码：4115\n人：\n  - 名：张\n", {"村名": "柳溪村", "代码": "4115", "人": [{"名": "张"}]}),
    ],
)
def test_reading_goes_on_after_a_mistake(text: str, expected: object) -> None:
    document, found = load_document("x", text.encode())
    assert found
    assert plain(document.root) == expected


def test_one_broken_line_does_not_hide_the_others() -> None:
    text = '期间：2026\na: @b\nc:\n\td: 1\nc: 2\ne: [1,234.00]\nf: {x：1, y: 2}\ng: "未完\nh: 1\n'
    document, found = load_document("x", text.encode())
    assert [code for code, *_ in sorted(codes(found), key=lambda code: code[1])] == [
        "SYN-FWCOLON",
        "SYN-START",
        "SYN-TAB",
        "KEY-DUP",
        "AMT-COMMA",
        "SYN-FWCOLON",
        "SYN-QUOTE",
    ]
    assert plain(document.root) is not None


def test_places_after_a_mend_are_those_of_the_file() -> None:
    document, found = load_document("x", "l: {日期：1，金额：x，备注：y}\n".encode())
    values = {s.text: s.column for s in scalars(document.root)}
    assert values == {"l": 1, "日期": 5, "1": 8, "金额": 10, "x": 13, "备注": 15, "y": 18}
    assert found[0].excerpt == "l: {日期：1，金额：x，备注：y}"


def test_single_edits_of_a_good_ledger_are_named_on_their_line() -> None:
    """Every colon and every flow comma outside quotes, made full-width or tight, one at a time."""
    missed: list[str] = []
    quoted = {12, 34, 35, 36}  # the lines with quoted texts, where such a sign may be text
    for old, new in ((": ", "："), (": ", ":"), (", ", "，")):
        for match in re.finditer(re.escape(old), GOOD):
            text = GOOD[: match.start()] + new + GOOD[match.end() :]
            line = text.count("\n", 0, match.start()) + 1
            _, found = load_document("x", text.encode())
            if line not in quoted and {d.place.line for d in found} != {line}:
                missed.append(text.split("\n")[line - 1])
    assert missed == []


def test_encodings() -> None:
    text = "村名: 柳溪村\n"
    assert codes(load_document("x", text.encode("utf-8-sig"))[1]) == []
    for encoding in ("gb18030", "utf-16"):
        document, found = load_document("x", text.encode(encoding))
        assert [d.code for d in found] == ["ENC-GBK"]
        assert found[0].severity == "warning"
        assert plain(document.root) == {"村名": "柳溪村"}
    long = ("村名: 柳溪村\n" * 3).replace("村名", "甲", 1).replace("村名", "乙", 1).encode()
    damaged = long[:22] + b"\xff" + long[22:]
    assert codes(load_document("x", damaged)[1])[0][:2] == ("ENC-BAD", 2)
    assert codes(load_document("x", b"a: \xff\xff\xff")[1])[0][0] == "ENC-BAD"
    assert codes(load_document("x", b"\0\1\2\xff")[1])[0][0] == "ENC-BAD"
    for western in ("latin-1", "cp1252"):
        twice = "账: 5\n".encode().decode(western).encode()
        document, found = load_document("x", twice)
        assert ([d.code for d in found], plain(document.root)) == (["ENC-TWICE"], {"账": "5"})
    lossy = ("期间: 2026年3季度\n公开日期: 2026-10-12\n" * 6).encode().decode("gbk", "replace").encode()
    document, found = load_document("x", lossy)
    assert ([(d.code, d.severity) for d in found], document.root) == ([("ENC-TWICE", "error")], None)
    register = "- 编号: 1\n  名称: 南坡旱地\n  坐落: 南坡\n- 编号: 2\n  名称: 河滩苗圃地\n  坐落: 河滩\n"
    for taken_for in ("gbk", "gb18030", "latin-1"):
        _, found = load_document("x", register.encode().decode(taken_for, "replace").encode())
        assert found[0].code == "ENC-TWICE"
    assert plain(load_document("x", b"a: 1\r\nb: 2\rc: 3")[0].root) == {"a": "1", "b": "2", "c": "3"}


def test_joiners_in_emoji_and_uyghur_are_no_mistake() -> None:
    assert load_document("x", "a: 👨\u200d👩\nb: ئا\u200cۇ\n".encode())[1] == ()


@pytest.mark.parametrize("text", ["", "# 只有说明\n", "\n\n", "a:\n", "---\na: 1\n", "- 注意\n- 12:30\n- http://x/y\n"])
def test_small_files_without_a_mistake(text: str) -> None:
    assert load_document("x", text.encode())[1] == ()


def test_a_list_may_hold_texts_with_colons() -> None:
    _, found = load_document("x", "办法:\n  - 注意：先登记\n".encode())
    assert [(d.code, d.severity) for d in found] == [("SYN-FWCOLON", "warning")]


ROW = "  - {{日期: 7月{day}日, 凭证号: 记-{number:05}, 类别: 经营收入, 摘要: 东塘承包费, 金额: {number}}}\n"
LONG = "进账:\n" + "".join(ROW.format(day=number % 30 + 1, number=number) for number in range(15_000))


@pytest.mark.parametrize(
    "data",
    [
        LONG.encode(),
        LONG.replace("记-00500, 类别: ", "记-00500, 类别：").encode(),
        LONG.replace("类别: 经", '类别: "经', 1).encode(),
        b"[" * 1_000_000,
        b"- " * 900_000,
        b"[]," * 600_000,
        b"a: " + b"x" * 1_999_000,
        "村名：柳溪村\n".encode() * 90_000,
        b"k: 'x\n" * 300_000,
        b"a: @b\n" * 300_000,
        b"a: 1\n" * 390_000,
        b"- *a\n" * 390_000,
        b"---\n%\n" * 330_000,
        b"\t\ta: b\n" * 200_000,
        b"-a\n" * 600_000,
        "a: \u200bx\n".encode() * 50_000,
        "\u200b".encode() * 660_000,
        b"&a " * 600_000,
        b"1,234" * 350_000,
        b"[" + b"1,234," * 300_000 + b"]",
        ("{" + "a：1，" * 220_000 + "}").encode(),
        ("，" * 600_000).encode(),
        b"a: x" + b" " * 900_000 + b" y z" * 250_000,
        b'a: "x' + b"\n" * 900_000 + b"y\n\n" * 350_000,
        b"\n \n" * 600_000,
        "\n\u3000".encode() * 490_000,
        b"\xff" * 1_900_000,
    ],
)
def test_no_input_takes_long(data: bytes) -> None:
    """Less than a second on a quiet machine; twice as much where others work, too."""
    begun = time.process_time()
    load_document("x", data)
    assert time.process_time() - begun < 2


def test_a_mistake_in_a_long_file_has_its_name_and_place() -> None:
    """It is not read again, but what was read and what was wrong with it is said."""
    for old, new, code in (
        ("500, 类别: ", "500, 类别：", "SYN-FWCOLON"),
        ("500, 类别: 经", '500, 类别: "经', "SYN-QUOTE"),
    ):
        document, found = load_document("x", ("期间: 2026年\n" + LONG.replace(old, new, 1)).encode())
        assert [(d.code, d.place.line) for d in found] == [(code, 503)]
        assert isinstance(document.root, Entries)
        assert document.root.get("期间")


def test_long_files_are_read_up_to_a_limit() -> None:
    assert codes(load_document("x", b"a: 1\nb: [" + b"1," * source.MOST_NODES + b"]")[1])[0][0] == "LIM-COUNT"
    assert codes(load_document("x", b"a: 1\nb: x" + b" " * 2_000 + b"y")[1]) == [("LIM-BLANK", 2, 5, 6)]
    assert codes(load_document("x", b"a: 1\n" + b" \n" * 2_000 + b"b: 1\n")[1]) == [("LIM-BLANK", 2, 1, 2)]
    assert codes(load_document("x", b"a: 1\n" + b" \n" * 2_000)[1]) == []


def test_long_words_are_shortened_in_messages() -> None:
    _, found = load_document("x", ("期间: 2026\n" + "很" * 3_000 + "\n").encode())
    assert [(d.code, len(dict(d.values)["text"])) for d in found] == [("SYN-KEY", 101)]


def test_too_large() -> None:
    assert codes(load_document("x", b"a" * 2_000_001)[1]) == [("LIM-SIZE", 0, 0, 0)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("金颔", "金额"),
        ("金 额", "金额"),
        ("金額", "金额"),
        ("帐套", "账套"),
        ("期末余客", "期末余额"),
        ("公开日", "公开日期"),
        ("完全不同的", ""),
        ("", ""),
    ],
)
def test_nearest(word: str, expected: str) -> None:
    assert source.nearest(word, ("账套", "金额", "期末余额", "公开日期")) == expected


def test_read_bytes_takes_regular_files_only(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    (tmp_path / "link").symlink_to(file)
    os.mkfifo(tmp_path / "pipe")
    assert source.read_bytes(file) == (b"abc", "")
    assert source.read_bytes(file, 2) == (None, "too large")
    assert source.read_bytes(tmp_path / "link") == (None, "link")
    assert source.read_bytes(tmp_path / "pipe") == (None, "not a regular file")
    assert source.read_bytes(tmp_path) == (None, "not a regular file")
    assert source.read_bytes(tmp_path / "none") == (None, "missing")
    assert source.read_bytes(Path("a\0b"))[0] is None


# ---- certain cures as edits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("村名：清溪村\n户数: 3\n", "村名: 清溪村\n户数: 3\n"),
        ("村名:清溪村\n户数： 3\n", "村名: 清溪村\n户数: 3\n"),
        ("账:\n\t户数: 3\n", "账:\n  户数: 3\n"),
        ("账:\n　　户数: 3\n", "账:\n  户数: 3\n"),
        ("账:\n  -摘要: 修路\n", "账:\n  - 摘要: 修路\n"),
        ("账:\n  － 摘要： 修路\n摘要: 无\n", "账:\n  - 摘要: 修路\n摘要: 无\n"),
        ("行: {日期: 3日，金额：5，备注: 无}\n金额: 1\n", "行: {日期: 3日,金额: 5,备注: 无}\n金额: 1\n"),
        ("村\u200b名: 清\u200b溪\u2028村\u202e\n", "村名: 清溪 村\n"),
    ],
)
def test_certain_cures_are_exact_edits(written: str, mended: str) -> None:
    _, found = load_document("x", written.encode())
    text = apply_edits(written, (edit for each in found for edit in each.patch))
    assert text == mended
    assert load_document("x", text.encode())[1] == ()


def test_guesses_are_no_edits() -> None:
    """A lost quote or bracket is mended to read on, but nobody knows where it belongs."""
    for text in ('村名: "清溪村\n户数: 3\n', "行: {甲: 1\n乙: 2\n", '路: "票据\\七月"\n'):
        _, found = load_document("x", text.encode())
        assert found
        assert not any(each.patch for each in found)


def test_a_line_cut_off_within_a_name_is_said_at_its_own_bracket() -> None:
    cut = "名单:\n  - {姓名: 何秀兰, 分工: 财务}\n  - {姓名: 赵守正, 分\n  - {姓名: 吴桂香, 分工: 监督}\n"
    _, found = load_document("a.yaml", cut.encode())
    assert {(each.place.line, each.code) for each in found} == {(3, "SYN-BRACKET"), (3, "SYN-COMMA")}
