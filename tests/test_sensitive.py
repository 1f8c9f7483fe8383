"""Private numbers and addresses are found however they are written, and ordinary ledgers give no alarm."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from sitegen.sensitive import (
    Sort,
    _read,
    conceal,
    conceal_among,
    find_sensitive,
    hide,
    is_identity_number,
    patterns,
    runs,
    writing,
)
from sitegen.sensitive.writing import flatten

ID = "11010519491231002X"
"""The example of GB 11643: nobody's."""

FOUND = [
    ("PII-ID", ID),
    ("PII-ID", "110105 19491231 002X"),
    ("PII-ID", "110105-19491231-002x"),
    ("PII-ID", "110.105.1949.1231.002X"),
    ("PII-ID", "１１０１０５１９４９１２３１００２Ｘ"),
    ("PII-ID", "一一〇一〇五一九四九一二三一〇〇二X"),
    ("PII-ID", "壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰X"),
    ("PII-ID", "①①⓪①⓪⑤①⑨④⑨①②③①⓪⓪②X"),
    ("PII-ID", "¹¹⁰¹⁰⁵¹⁹⁴⁹¹²³¹⁰⁰²X"),
    ("PII-ID", "1\u200b1\u200b0105194912\u2060310\u00ad02X"),
    ("PII-ID", "1\ufe0f\u20e31\ufe0f\u20e30105194912310\u030002X"),
    ("PII-ID", "110105**19491231**002X"),
    ("PII-ID", "110105__1949__~~1231~~`002X`"),
    ("PII-ID", "1&#49;0&#x31;0519491231002X"),
    ("PII-ID", "https://example.cn/?s=" + "".join(f"%{ord(sign):02X}" for sign in ID)),
    ("PII-PHONE", "tel:%31%33912%334%35678"),
    ("PII-ID", "110105<b>1949</b><br>1231002X"),
    ("PII-ID", "110105194912 | 31002X"),
    ("PII-ID", "110105194912\n    31002X"),
    ("PII-ID", "[110105194912, 31002X]"),
    ("PII-ID", f"{ID}的补贴"),
    ("PII-ID", "110105194912310029"),  # a wrong check digit is a slip of the pen: the person is the same
    ("PII-ID", "110105491231002"),
    ("PII-ID", "身份证号：990105194912310021"),
    ("PII-ID", "110105********002X"),
    ("PII-ID", "110105－19491231－002X"),
    ("PII-ID", "110105：19491231：002X"),
    ("PII-ID", "110105 | 19491231 | 002X"),
    ("PII-ID", "110105。1949。1231。002X"),
    ("PII-ID", "一一〇一〇五、一九四九一二三一、〇〇二X"),
    ("PII-ID", "㊀㊀〇㊀〇㊄㊀㊈㊃㊈㊀㊁㊂㊀〇〇㊁X"),
    ("PII-ID", "\u3164".join(ID)),
    ("PII-ID", "\u2800".join(ID)),
    ("PII-ID", "\U000e0041".join(ID)),
    ("PII-ID", "11O1O5l949I23l002X"),
    ("PII-ID", "1.10105194912310E+17"),
    ("PII-CARD", "6222 0212 3456 7890"),  # four by four like a card, one digit mistyped
    ("PII-CARD", "622202 1234567890128"),
    ("PII-CARD", "6222021234 | 567890128"),
    ("PII-CARD", "打到农商行卡 6217001234567890"),
    ("PII-PHONE", "139:1234:5678"),
    ("PII-PHONE", "139~1234~5678"),
    ("PII-PHONE", "139l2345678"),
    ("PII-PHONE", "l3912345678"),
    ("PII-PHONE", "13912345OOO"),
    ("PII-PHONE", "维修找1391234567l"),
    ("PII-PHONE", "138 OO13 8000"),
    ("PII-PHONE", "电话139l234 5678"),
    ("PII-PHONE", "139-1234-567O"),
    ("PII-PHONE", "l39 1234 5678"),
    ("PII-PAPER", "护照号 E1234 5678"),
    ("PII-ID", "110105 19491231 002 X"),
    ("PII-ID", "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X"),
    ("PII-ID", "11010519491231002（X）"),
    ("PII-PHONE", "幺三勾幺两三四五六拐八"),
    ("PII-PHONE", "13912<!-- 后面 -->345678"),
    ("PII-ID", "身份证后六位31002X"),
    ("PII-ID", "身份证号的后4位是002X"),
    ("PII-CARD", "打到尾号7732的银行卡"),
    ("PII-CARD", "一卡通（尾号：7732）"),
    ("PII-CONTACT", "加V信：wss6688"),
    ("PII-ADDRESS", "柳林街一百二十三号"),
    ("PII-PHONE", "1.3912345678E+10"),
    ("PII-PHONE", "057187654321"),
    ("PII-PHONE", "Tel: 87654321"),
    ("PII-PHONE", "打8765432找老王"),
    ("PII-ADDRESS", "三组十二号"),
    ("PII-ADDRESS", "第三村民小组第12号"),
    ("PII-ADDRESS", "3组12#"),
    ("PII-ADDRESS", "12号附1号"),
    ("PII-ADDRESS", "门牌12"),
    ("PII-ADDRESS", "3-2-501室"),
    ("PII-CARD", "6222021234567890128"),
    ("PII-CARD", "6222 0212 3456 7890 128"),
    ("PII-CARD", "622 202 123 456 789 012 8"),
    ("PII-CARD", "一卡通账号 6217001234567890"),
    ("PII-CARD", "存折：12-3456-7890-1234"),
    ("PII-PHONE", "13912345678"),
    ("PII-PHONE", "139 1234 5678"),
    ("PII-PHONE", "+86 139-1234-5678"),
    ("PII-PHONE", "86-13912345678"),
    ("PII-PHONE", "008613912345678"),
    ("PII-PHONE", "１３９１２３４５６７８"),
    ("PII-PHONE", "幺三九一二三四五六七八"),
    ("PII-PHONE", "1 3 9 1 2 3 4 5 6 7 8"),
    ("PII-PHONE", "13912345678元"),
    ("PII-PHONE", "0000-7654321"),
    ("PII-PHONE", "（0000）7654321"),
    ("PII-PHONE", "联系电话：7654321"),
    ("PII-CONTACT", "微信：zhang_san88"),
    ("PII-CONTACT", "微信号 abcdefg"),
    ("PII-CONTACT", "QQ 123456789"),
    ("PII-CONTACT", "12345678@qq.com"),
    ("PII-CONTACT", "邮箱 a.b@example.org"),
    ("PII-PAPER", "护照 E12345678"),
    ("PII-PAPER", f"残疾证号 {ID}43"),
    ("PII-PAPER", "残疾人证：12345678901"),
    ("PII-PAPER", "车牌：云A12345"),
    ("PII-PAPER", "云A·12345"),
    ("PII-ADDRESS", "3组17号"),
    ("PII-ADDRESS", "幸福路 8 号 2 单元 301"),
    ("PII-ADDRESS", "8栋301室"),
    ("PII-ADDRESS", "12号"),
    ("PII-ADDRESS", "清溪村12号"),
    ("PII-ADDRESS", "家住东头12号"),
    ("PII-ADDRESS", "门牌：12-3号"),
    ("PII-ID", f"{ID[:17]}*"),  # the last sign is reckoned from the others
    ("PII-ID", "33010619850314****"),
    ("PII-ID", "330106●●●●●●●●0029"),
    ("PII-ID", "330***1985****0029"),
    ("PII-ID", "3301 0685 0314 002"),
    ("PII-ID", "".join(f"&#{ord(sign)}" for sign in ID)),
    ("PII-CARD", "62284 80402 56489 0018"),
    ("PII-PHONE", "(139)1234-5678"),
    ("PII-PHONE", "+86(139)12345678"),
    ("PII-PHONE", "139/1234/5678"),
    ("PII-ADDRESS", "幸福路十二号"),
    ("PII-ADDRESS", "幸福路壹拾贰号"),
    ("PII-ADDRESS", "三单元五〇一室"),
    ("PII-ADDRESS", "5组-23号"),
    # brackets, dots, arrows and words between the groups of a number
    *(
        (code, form.format(*groups))
        for form in (
            "【{}】【{}】【{}】",
            "{}【{}】{}",
            "[{}][{}][{}]",
            "〔{}〕〔{}〕〔{}〕",
            "“{}”“{}”“{}”",
            "{}（{}）{}",
            "{}……{}……{}",
            "{}・{}・{}",
            "{}→{}→{}",
            "{}？{}？{}",
            "{}杠{}杠{}",
            "{}空格{}空格{}",
            "{} ※ {} ※ {}",
            "{}一{}一{}",
            "{}//{}//{}",
        )
        for code, groups in (("PII-ID", ("110105", "19491231", "002X")), ("PII-PHONE", ("139", "1234", "5678")))
    ),
    *(
        ("PII-CARD", between.join(("6222", "0212", "3456", "7890", "128")))
        for between in ("】【", "……", "；", "：", "'", "★", "横", "の")
    ),
    ("PII-PHONE", "…".join("13912345678")),
    ("PII-ID", "110105和19491231和002X"),
    ("PII-ID", "头六位110105，生日1949年12月31日，末四位002X"),
    ("PII-ID", "330106[850314]002"),
    ("PII-PHONE", "1，3，9，1，2，3，4，5，6，7，8"),
    ("PII-PHONE", "手机1391234*678"),
    ("PII-PHONE", "0579.82316655"),
    ("PII-PHONE", "【0579】82316655"),
    ("PII-ID", "330106****03140029"),
    # on lines of their own
    ("PII-ID", "110105\n194912\n31002X"),
    ("PII-ID", "1101\n0519\n4912\n3100\n2X"),
    ("PII-PHONE", "1391234\n5678"),
    ("PII-PHONE", "139\n12345678"),
    ("PII-PHONE", "13912\n345678"),
    ("PII-PHONE", "139\n1234\n5678"),
    ("PII-PHONE", "139\n\n1234\n\n5678"),
    ("PII-PHONE", "- 139\n- 1234\n- 5678"),
    ("PII-PHONE", "1. 1391234\n2. 5678"),
    ("PII-PHONE", "幺三九一二三\n四五六七八"),
    ("PII-CARD", "622202 123456 7890128"),
    ("PII-CARD", "622202\n123456\n7890128"),
    ("PII-CARD", "6222\n0212\n3456\n7890\n128"),
    ("PII-PAPER", "浙G5K238"),
    ("PII-PAPER", "停在村口的浙G 5K238压坏了路"),
    ("PII-PAPER", "浙GD12345"),
    ("PII-PAPER", "持E12345678护照"),
    ("PII-PAPER", "台胞证12345678"),
    ("PII-CONTACT", "wx：lin5566zz"),
    ("PII-CONTACT", "微 信：lin5566zz"),
    ("PII-CONTACT", "加V信lin5566zz"),
    ("PII-CONTACT", "加V lin5566"),
    ("PII-CONTACT", "Q：83726154"),
    ("PII-CONTACT", "lin5566[at]qq.com"),
    ("PII-CONTACT", "lin5566艾特qq点com"),
]


@pytest.mark.parametrize(("code", "text"), FOUND)
def test_it_is_found_however_it_is_written(code: str, text: str) -> None:
    assert code in [hit.code for hit in find_sensitive(text)]
    assert code in [hit.code for hit in find_sensitive(f"补发上年的款，{text}，请查收")] or text == "12号"


@pytest.mark.parametrize(
    "text",
    [
        "第12号文件", "3号窗口，或打村委会电话", "记-012号", "12号机井", "10月12号下午", "村路3号桥", "2栋10间", "3号楼道灯",
        "发票 26332000000012345678", "91330109MA2H1ABC0X", "合同号 QX-2026-0012", "990106103201", "1,234,567.89",
        "2026-10-12 12345", "12345、12388", "电话费 12345.67", "IMG_20260715_123456.jpg", "微信扫一扫", "微信支付 12000 元",
        "应到46人，到42人", "清溪-钱账-26三季", "账户余额 86591.40 元", "2026年7月1日—2027年12月31日", "一卡通发放 12,000.00",
        "东塘18.5亩，年租金24000元", "89079.14999999999", "2026-07-01 2026-09-30 128350.20", "残疾人两项补贴 20260715", "1组2户3人",
        "510101,20260715,1200,管理费用", "510101\t20260715\t1200.00", "合同编号：330101-20260715-0012",
        "招标编号 JC330106202607150012",
        "序列号 350582610227470", "发票代码 033022000105", "打井 2350000 元", "3组8号变压器", "6组14号山塘",
        "订单号 557992211749922565",
        "门牌12块", "门牌-270x170", "每亩350000……360000元", "350******", "中心路十二号路灯", "三单元五户", "(139) 元",
        "李***", "贰号楼梯", "照片 IMG@2x.png", "意见发到 xfb@qingshi.gov.cn", "40个@5元.com",
        "身份证到期后2026年换", "密码是身份证后六位", "发票尾号7732的退回", "尾号7732的公路", "存折后面第12页",
        "一一两两三三四四五五", "<!-- 第3页 --> 12345",
        "北三环中路四十三号院社区", "110……2026年", "1391/234/56", "3组12#电杆", "十月十二号开会",
        "一、二、三、四、五、六、七、八组道路", "记字第138-2026-0415号", "138：1200：1500平方", "150*2000*3000mm",
        "SN138-6795-4321X", "青政发〔2026〕138号", "（2026）浙0702民初1234号", "石政办〔2026〕12号、〔2025〕3456号",
        "2026【0138】号", "科目编码 1002.01.03", "宗地号 330702103201JB00045W00000000", "项目编码 2604-330702-04-01-123456",
        "[1] [2] [3] [4] [5] [6] [7] [8] [9] [10] [11]", "138户……6795元……4321元", "1、3、5、7、9、11、13组", "2024→2025→2026",
        "6:00-11:30、13:30-17:00", "票号“00012345”—“00012399”", "桩号K0+138～K1+679", "经度119.649506，纬度29.089524",
        "换新DN150PE管", "新HDPE100管", "青C30混凝土", "浙B2-20080224", "浙ICP备12345678号-1", "浙公网安备 33070202000123号",
        "合计 150\n20260715 记-015", "1 | 138\n6795 | 1\n4321 | 2", "138人\n6795元\n4321元", "Q：12345热线管什么", "请加V领取",
        "v信号弱", "组件 No.20251124008OO", "编号 110105 19491231 003 X", "P.O 1385 2600",
        "wx公众号", "330702，2026年4月15日，0012", "邮编321017", "P.O42.5水泥、HRB400钢筋", "138,\n6795,\n4321",
    ],
)  # fmt: skip
def test_ordinary_words_and_figures_give_no_alarm(text: str) -> None:
    assert [(hit.code, text[hit.start : hit.end]) for hit in find_sensitive(text)] == []


def test_the_place_is_that_of_the_text_as_it_was_written() -> None:
    text = "退给&nbsp;**李**：1\u200b10105&#49;9491231002X，谢谢"
    (hit,) = find_sensitive(text)
    assert text[hit.start : hit.end] == "1\u200b10105&#49;9491231002X"


def test_codes_and_amounts_are_judged_by_their_type() -> None:
    assert find_sensitive("6222021234567890128", "code") == ()
    assert find_sensitive("13912345678", "amount") == ()
    assert find_sensitive("110105194912310029", "code") == ()
    assert [hit.code for hit in find_sensitive(ID, "code")] == ["PII-ID"]


@pytest.mark.parametrize(
    "text", ["13912345678", "张三13912345678", "139 1234 5678", "139-1234-5678", "+8613912345678", "13912345678号"]
)
def test_a_mobile_alone_is_no_number_of_a_voucher(text: str) -> None:
    assert {hit.code for hit in find_sensitive(text, "code")} == {"PII-PHONE"}


@pytest.mark.parametrize(
    "text", ["记-13912345678", "FP13912345678", "139123456780", "12345678901", "第13912345678号", "2026/13912345678"]
)
def test_a_mobile_within_a_code_is_none(text: str) -> None:
    assert find_sensitive(text, "code") == ()


def test_what_is_said_of_it_never_is_the_number() -> None:
    for _, text in FOUND:
        for hit in find_sensitive(text):
            written = text[hit.start : hit.end]
            assert written not in hide(text, hit)
            assert sum(sign.isdigit() for sign in hide(text, hit)) <= 5
    assert conceal(f"摘要: 退款 {ID}，打 0000-8812345") == "摘要: 退款 110*************2X，打 0000-8812345"


@pytest.mark.parametrize("around", ["{}", "付{}", "{}的", "摘要: {}，已付", "3 | {} | 8600"])
def test_many_texts_are_concealed_as_each_would_be(around: str) -> None:
    texts = [around.format(text) for _, text in FOUND] + ["路灯电费", "8,600.00", "记-012", ""]
    among = conceal_among([*texts, *texts])
    assert among == {text: told for text in texts if (told := conceal(text)) != text}
    assert len(among) > len(FOUND) // 2


def test_a_torn_number_is_found_in_any_two_neighbouring_runs_of_digits() -> None:
    chance = random.Random(46)
    pieces = (
        ID[:9],
        ID[9:],
        ID[:4],
        ID[4:],
        ID[:16],
        ID[16:],
        "110105194912",
        "31002X",
        "2026",
        "330281200",
        "12",
        "X",
    )
    found = 0
    for _ in range(4000):
        text = "".join(
            chance.choice(pieces) + chance.choice(("甲", "乙丙丁" * 5, "戊" * 16, "己" * 17)) for _ in range(4)
        )
        runs = list(re.finditer(r"[0-9]+X?", text))
        near = [(one[0], two[0]) for one, two in pairwise(runs) if two.start() - one.end() <= 16]
        whole = any(is_identity_number(one + two) for one, two in near if len(one) > 1)
        found += whole
        assert bool([hit for hit in find_sensitive(text) if hit.code == "PII-ID"]) == whole, text
    assert 100 < found < 3900


def test_ten_thousand_ordinary_rows_give_no_alarm() -> None:
    chance = random.Random(20261012)
    goods = "修复村东排水沟 保洁员工资 购买办公用品 支付水电费 渠道清淤 路灯维修 东塘承包费 代理记账费".split()

    def row(number: int) -> str:
        day = f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
        invoice = f"发票 2{chance.randint(3, 6)}{chance.randint(10**17, 10**18 - 1)}"
        area = f"{chance.randint(1, 999) / 10}亩×{chance.randint(20, 150)}元"
        amount = f"{chance.randint(1, 9_999_999) / 100:,.2f}"
        code = f"990106103{chance.randint(200, 299)}"
        contract = f"QX-{chance.randint(2019, 2026)}-{number:04}"
        well = f"{chance.randint(1, 40)}号机井"
        words = f"{chance.choice(goods)}（{well}，{area}）"
        return " | ".join((day, f"记-{number:03}", words, invoice, contract, code, amount))

    text = "\n".join(row(number) for number in range(12_000))
    assert [text[hit.start : hit.end] for hit in find_sensitive(text)] == []


def test_one_address_is_said_once() -> None:
    text = "送到幸福路12号3单元402室"
    (hit,) = find_sensitive(text)
    assert text[hit.start : hit.end].endswith("402室")


ORDINARY = (
    "10月11日 | 记-410 | 公益支出 | 1310.87\n    ", "2026-07-01 2026-09-30", "共用去43,690元", "村委会**二楼**", "学弄社区三组",
    "电话 0000-8000001", "同意办，三家比价", "|", "\n", "3×2 米", "12号", "号", "&nbsp;", "<b>", "一二三", "微信", "弄", "幢", "·",
)  # fmt: skip
BETWEEN = (
    "",
    " ",
    "  ",
    "      ",
    "-",
    "—",
    "|",
    "\n",
    "、",
    "，",
    ".",
    "：",
    "*",
    "**",
    "_",
    "O",
    "l",
    "〇",
    "一",
    "X",
    "元",
)


def make_text(chance: random.Random) -> str:
    """Known findings among ordinary words, here and there a sign more, less, or another one."""
    parts = [chance.choice(ORDINARY) if chance.random() < 0.6 else chance.choice(FOUND)[1] for _ in range(4)]
    signs = list(chance.choice(("", " ", "|", "，")).join(parts))
    for _ in range(chance.randrange(8)):
        place = chance.randrange(len(signs))
        signs[place : place + chance.randrange(2)] = chance.choice(BETWEEN)
        signs = signs or [" "]
    return "".join(signs)


def test_cheap_questions_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(128)
    texts = [make_text(chance) for _ in range(4000)]
    sorts: tuple[Sort, ...] = ("free", "code", "amount")
    asked = [[find_sensitive(text, sort) for sort in sorts] for text in texts]
    _read.cache_clear()
    monkeypatch.setattr(runs, "gather_numbers", lambda plain: (plain, [0]))
    for module, name in ((patterns, "may_follow"), (writing, "may_hold_chinese")):
        monkeypatch.setattr(module, name, lambda *_: True)
    unasked = [[find_sensitive(text, sort) for sort in sorts] for text in texts]
    assert asked == unasked
    assert 500 < sum(map(any, unasked)) < 3900


def test_every_digit_there_is_counts() -> None:
    digits = [sign for sign in map(chr, range(0x80, 0x20000)) if sign.isdecimal()]
    assert all(flatten(sign) in "0123456789" for sign in digits)
    assert [hit.code for hit in find_sensitive("".join(chr(0x11066 + int(sign)) for sign in "13912345678"))] == [
        "PII-PHONE"
    ]


@pytest.mark.parametrize(
    "text", ["62\x1e30 13912345678", "\x1e13912345678\x1e", "1391234\x1e5678", "139|\x1e|12345678 \x1e"]
)
def test_the_sign_between_texts_may_stand_in_a_text(text: str) -> None:
    assert {text[hit.start : hit.end] for hit in find_sensitive(text)} <= {"13912345678", "1391234\x1e5678"}
    assert ("13912345678" in text) == any(text[hit.start : hit.end] == "13912345678" for hit in find_sensitive(text))


def test_a_mark_that_is_no_mark_moves_no_place() -> None:
    text = "%20%20%20：0104992\xad1103 13912345678"
    assert "13912345678" in [text[hit.start : hit.end] for hit in find_sensitive(text)]


LONG = [
    *(
        f"{word}{run}{end}"
        for word in ("账号", "qq", "微信", "组", "3号楼", "护照", "62222222", "110105", "Q：", "加v", "浙G")
        for run in (" " * 30_000, "\n" * 30_000)
        for end in ("", "x", "|x")
    ),
    *(f"{word}{'1' * 3_000}{end}" for word in ("账号", "卡号 ", "3号楼", "") for end in (".1", "元", "x")),
    "账号" + "1234 " * 3_000 + "x",
    *(sign * 30_000 for sign in ("1【", "12\n", "110105 1", "1……", "1 ……1", "浙A1", "6222】", "1X\n")),
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_long_run_that_comes_to_nothing_is_read_once(text: str) -> None:
    """A form that could part the run in several ways would try them all, for hours."""
    assert all(hit.end <= len(text) for hit in find_sensitive(text))
