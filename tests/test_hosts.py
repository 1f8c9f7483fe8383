"""What a county is told of its address before it prints a thousand codes."""

from __future__ import annotations

import pytest

from sitegen.commands.hosts import find_shorter, report_codes
from sitegen.outputs.qr import make_symbol


@pytest.mark.parametrize("host", ["gk.example.cn", "cunwu.example.gov.cn", "cunwugongkai-yiminchaxun.example.gov.cn"])
def test_the_shorter_host_is_one_that_makes_a_smaller_code_and_no_longer_one_does(host: str) -> None:
    root = f"https://{host}/"
    symbol = make_symbol(f"{root}103201/021/")
    shorter = find_shorter(symbol, root)
    assert shorter is not None
    less, smaller = shorter
    assert smaller.version < symbol.version
    longer = make_symbol(f"https://{host[less - 1 :]}/103201/021/")
    assert longer.version == symbol.version
    assert f"网址短 {less} 个字符就是 {smaller.side} 格" in report_codes(root).chinese
    assert f"{less} characters less" in report_codes(root).english


def test_an_address_with_the_smallest_code_has_nothing_to_gain() -> None:
    report = report_codes("https://gk.cn/")
    assert report.fine
    assert "网址短" not in report.chinese


def test_an_address_too_long_for_six_codes_is_not_fine() -> None:
    report = report_codes("https://cunwugongkai-yiminchaxun-xitong.example.gov.cn/")
    assert not report.fine
    assert "放不下六个码" in report.chinese
