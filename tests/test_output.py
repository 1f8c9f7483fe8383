"""Pages that repeat each other are read together: what is found is what reading each of them by itself finds."""

from __future__ import annotations

import random
import re

from sitegen.checks.output import check_output, find_leak
from sitegen.checks.repeats import Own, read_pages

ID = "11010519491231002X"
PHONE = "0000-8000001"
ALLOWED = frozenset({"00008000001", "00008010962"})
NUMBERS = frozenset({*ALLOWED, "110105035", "9901060001"})
"""What stands on every page; the last signs of an identity number might look like three of them."""
HEAD = (
    '<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    '<link rel="canonical" href="https://gk.example.cn/{path}">\n<style>p{{margin:0 1px}}</style>\n</head>\n<body>\n'
    '<p class="top"><a href="/r/110105001/">石桥镇</a> <a href="/r/110105035/">别处</a></p>\n'
)
FOOT = f'<p><a href="tel:00008000001"><b>{PHONE}</b></a></p>\n<p>网站标识码：9901060001</p>\n</body>\n</html>'
ORDINARY = (
    "<p>村里还有<b>12,000.00</b>元</p>",
    '<p class="soft">长按可以转发</p>',
    "<h2>各期都在这里</h2>",
    '<ul class="rows">\n<li><a href="/001003/203/2026q4/"><span>2026年<wbr>10—12月</span></a></li>\n</ul>',
    '<p>网址：<span class="url">gk.example.cn/001003/203/2026q4/</span></p>',
    "<tr><th>傅*梅</th><td>1,446.00</td><td></td></tr>",
    "<tr><td></td></tr>",
    "<section>\n<p>凭证号 记-014</p>\n</section>",
    '<p>管子5"粗，接头 6" 的</p>',
    "<p>他说：&#34;好&#34;，&lt;b&gt;记下了</p>",
    "<p>第一行\n第二行 2026</p>",
    '<li><a href="tel:00008010962">电话</a></li>',
)
PLANTED = (
    f"<p>{ID}</p>",
    "<p>110105<b>1949</b><wbr>1231002X</p>",
    "<p>1&#49;010519491231002X</p>",
    "<p>110105194912\n31002X</p>",
    "<p>１１０１０５１９４９１２３１００２Ｘ</p>",
    f'<p><img src="a.png" alt="{ID}"></p>',
    '<p class="soft">电话 139 1234 5678</p>',
    "<tr><td>110105194</td><td>91231002X</td></tr>",
    "<li>6222021234567890128</li>",
    "<p>联系电话：7654321</p>",
    "<ul>\n<li>卡 62220212\n<ul><li>34567890128</li></ul></li>\n</ul>",
    "<tr><td>62220212</td></tr>\n<tr><td>34567890128</td></tr>",
    "<td>62220212</td>34567890128",
    "<p>62220212\n<p>34567890128",
    "<td>110105<td>19491231<td>002X",
    "<p>110105\n<td>1949\n<td>1231\n<td>002X",
    '<p title="110105" lang="19491231" class="002X">a</p>',
    "<p>&#49;10105 | 19491231</p>002X",
    "<p>写信到 qingxi@163.com</p>",
    "<p>联系 %31%33912345678</p>",
    "<p>住在幸福路12号</p>",
)
TORN = (
    ("<p>前段 110105194</p>", "<p>91231002X 后段</p>"),
    ("<tr><td>11010519491231</td></tr>", "<tr><td>002X</td></tr>"),
    ("<p>11010519</p>", "<li>491231002X</li>"),
    ('<p><a href="/110105194912/"><b>甲</b></a></p>', '<p><a href="/31002X/"><b>乙</b></a></p>'),
    ("<p>说明 &lt;b</p>", f"<p>x&gt;{ID[:17]}</p>"),
)


def with_other_digits(chance: random.Random, block: str) -> str:
    """A block of the same form: what is known of this one says nothing of that one."""
    return re.sub("[0-9]", lambda _: str(chance.randrange(10)), block)


def make_pages(chance: random.Random, village: str) -> list[tuple[str, bytes]]:
    """A few pages out of the same blocks, some with a number, whole or torn, in a line of their own or next to each other."""
    blocks = [*chance.choices(ORDINARY, k=6), *chance.choices([each for pair in TORN for each in pair], k=2)]
    blocks += chance.choices(PLANTED, k=1) if chance.random() < 0.3 else []
    if chance.random() < 0.5:
        blocks[chance.randrange(len(blocks))] = with_other_digits(chance, chance.choice((*PLANTED, *ORDINARY)))
    pages = []
    for number in range(chance.randint(1, 6)):
        body = chance.choices(blocks[:6], k=chance.randint(3, 20))
        if chance.random() < 0.6:
            body.insert(chance.randrange(len(body)), chance.choice(blocks[6:]))
        if chance.random() < 0.4:
            place, (first, second) = chance.randrange(len(body)), chance.choice(TORN)
            body[place:place] = [first, *chance.choices(blocks[:6], k=chance.randint(0, 3)), second][
                :: chance.choice((1, 1, -1))
            ]
        path = f"{village[1:]}{number}/index.html"
        body = [each.replace("/001003/", village) for each in body]
        pages.append((path, (HEAD.format(title=f"第{number}页", path=path) + "\n".join(body) + "\n" + FOOT).encode()))
    return pages


def test_reading_pages_together_finds_what_reading_each_finds() -> None:
    chance = random.Random(46)
    found = 0
    for _ in range(1500):
        village = chance.choice(("/001003/", "/001004/", "/县/001005/"))
        pages = make_pages(chance, village)
        slow = next((leak for path, data in pages for leak in check_output(path, data, ALLOWED)), None)
        own = Own(village, f"gk.example.cn{village}", NUMBERS if chance.random() < 0.5 else frozenset())
        assert find_leak(pages, ALLOWED, own) == ((slow,) if slow else ())
        found += slow is not None
    assert 300 < found < 1200


def test_a_number_is_found_where_known_blocks_meet_for_the_first_time() -> None:
    for first, second in TORN[:4]:
        apart = [
            (f"{number}.html", f"<p>a</p>\n{each}\n<p>b</p>".encode()) for number, each in enumerate((first, second))
        ]
        assert find_leak(apart, ALLOWED) == ()
        together = ("2.html", f"<p>a</p>\n{first}\n{second}\n<p>b</p>".encode())
        assert [leak.place.file for leak in find_leak([*apart, together], ALLOWED)] == ["2.html"]


def test_a_number_is_found_where_it_goes_on_in_what_an_earlier_village_said() -> None:
    for first, second in TORN[:4]:
        village = [(f"{at}.html", f"<p>a</p>\n{each}\n<p>b</p>".encode()) for at, each in enumerate((first, second))]
        assert find_leak(village, ALLOWED) == ()
        assert find_leak([("0.html", f"<p>a</p>\n{first}\n{second}\n<p>b</p>".encode())], ALLOWED)


def test_what_is_clean_says_nothing_of_the_same_form_with_other_digits() -> None:
    for planted in PLANTED:
        for chance in map(random.Random, range(20)):
            find_leak([("a.html", f"<p>a</p>\n{with_other_digits(chance, planted)}\n<p>b</p>".encode())], ALLOWED)
        find_leak([("a.html", re.sub("[1-9]", "0", f"<p>a</p>\n{planted}\n<p>b</p>").encode())], ALLOWED)
        page = f"<p>a</p>\n{planted}\n<p>b</p>".encode()
        assert find_leak([("b.html", page)], ALLOWED) == check_output("b.html", page, ALLOWED)[:1]


def test_what_stands_on_every_page_is_no_piece_of_a_number() -> None:
    own = Own("/001003/", "gk.example.cn/001003/", NUMBERS)
    page = b'<p>a</p>\n<p><a href="/r/110105035/">b</a> <a href="tel:00008010962">c</a></p>\n<p>d</p>'
    assert len([*read_pages([page], own._replace(numbers=frozenset()))]) > 1
    assert [*read_pages([page], own)] == ["tel:00008010962"]
    for first, second in TORN[:4]:
        beside = b"".join((b'<p><a href="tel:00008010962">c</a></p>\n', first.encode(), b"\n", second.encode()))
        assert len(find_leak([("a.html", beside)], ALLOWED, own)) == 1


def test_a_telephone_is_allowed_in_one_village_only() -> None:
    page = [("a.html", f"<p>{PHONE}</p>".encode())]
    assert find_leak(page, ALLOWED) == ()
    assert len(find_leak(page, frozenset())) == 1
