"""A fault planted for every check of ``test_phone.py``: a check that cannot fail holds nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.browser import test_phone as goals
from tests.browser.conftest import serve_folder
from tests.browser.test_goals import plant

pytestmark = pytest.mark.browser

BASE = "<style>body{font:20px/1.6 sans-serif;margin:0}</style>"
FAULTS: dict[str, tuple[Callable[[Any, str], list[str]], str]] = {
    "small text": (goals.find_small_text, "<p style='font-size:17px'>看不清的小字</p>"),
    "small body": (goals.find_small_text, "<style>body{font-size:19px}</style><p>正文</p>"),
    "tight lines": (goals.find_tight_lines, "<p style='line-height:1.2'>挤在一起</p>"),
    "small target": (goals.find_small_targets, "<a href='/'>点不中</a>"),
    "small main target": (
        goals.find_small_targets,
        "<a href='/' data-primary style='display:block;height:50px'>看清单</a>",
    ),
    "overlapping text": (
        goals.find_overlaps,
        "<p style='margin:0'>还剩十二万元</p><p style='margin-top:-30px'>出账十三万元</p>",
    ),
    "overlapping targets": (
        goals.find_overlaps,
        "<a href='/' style='display:block;height:60px'>甲</a>"
        "<a href='/' style='display:block;height:60px;margin-top:-30px'>乙</a>",
    ),
    "too wide": (partial(goals.find_overflow, width=360), "<p style='width:400px'>太宽</p>"),
    "lost on the left": (
        partial(goals.find_overflow, width=360),
        "<p style='margin-left:-90px;width:200px'>藏在左边</p>",
    ),
    "scrolls inside": (
        partial(goals.find_overflow, width=360),
        "<div style='overflow-x:auto'><p style='width:900px'>藏在右边</p></div>",
    ),
    "cut": (
        partial(goals.find_overflow, width=360),
        "<div style='height:20px;overflow:hidden'>第一行<br>第二行<br>第三行</div>",
    ),
    "too wide when enlarged": (
        partial(goals.find_overflow, width=360, change=partial(goals.enlarge, factor=2)),
        "<p style='white-space:nowrap'>一行写完不许断开的字句</p>",
    ),
    "split number": (
        partial(goals.find_split_numbers, width=360, factor=2),
        "<p style='word-break:break-all'>合计一共是12345678901234567元</p>",
    ),
    "figure below": (goals.find_hidden_figure, "<p style='height:700px'></p><strong data-key-figure>7元</strong>"),
    "figure below when enlarged": (
        goals.find_hidden_figure,
        "<p>" + "很长的开场白。" * 40 + "</p><strong data-key-figure>7元</strong>",
    ),
    "fixed bar": (goals.find_disturbances, "<nav style='position:fixed;top:0'>菜单</nav>"),
    "cookie": (goals.find_disturbances, "<script>document.cookie='a=1'</script>"),
    "storage": (goals.find_disturbances, "<script>localStorage.a=1</script>"),
    "console": (goals.find_disturbances, "<script>console.log(1)</script>"),
    "error": (goals.find_disturbances, "<script>nothing()</script>"),
    "form": (goals.find_disturbances, "<form><input type=password></form>"),
    "dialog": (goals.find_disturbances, "<script>alert('关注我们')</script>"),
    "foreign request": (goals.find_disturbances, "<img src='https://gk.example.invalid/a.png' alt=''>"),
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("faulty")
    for name, (_, body) in {**FAULTS, "nothing": (goals.find_small_text, "<p>好好的一页</p>")}.items():
        (folder / f"{name}.html").write_text(
            plant(body, BASE + "<meta name=viewport content='width=device-width'>"), encoding="utf-8"
        )
    with serve_folder(folder) as base:
        yield base


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found(name: str, phone: Any, faulty: str) -> None:
    check, _ = FAULTS[name]
    assert check(phone, f"{faulty}/{name.replace(' ', '%20')}.html")


def test_page_without_fault_passes_every_check(phone: Any, faulty: str) -> None:
    checks = {repr(check): check for check, _ in FAULTS.values()}
    assert [found for check in checks.values() if (found := check(phone, f"{faulty}/nothing.html"))] == []
