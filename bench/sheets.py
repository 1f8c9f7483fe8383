"""What a hundred A4 posters with six codes each cost on one core: made, and read back. CPU seconds, by stage.

    python bench/sheets.py [NUMBER]

The floor is the same number of plain pages set by the same program; the peer is the ``qrcode`` library by itself.
Aims: a hundred in 8 s, in 5 s with symbols made before.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

from qrcode.main import QRCode

from sitegen.outputs.fonts import OWN
from sitegen.outputs.proof import check_sheet
from sitegen.outputs.qr import make_symbol, to_steps
from sitegen.outputs.sheets import find_codes, make_sheet
from sitegen.outputs.typesetting import Job, typeset
from sitegen.views.sheets import CodeView, PosterView

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "themes/plain/sheets").glob("*.typ")}
DAY = date(2026, 10, 12)
TITLES = ("钱账", "补贴", "租包", "工程", "报酬误工")
PLAIN = '#set document(title: "x")\n#set text(font: "Sitegen Sans", lang: "zh")\n清溪村　码上公开，打开微信扫一扫'


def poster(number: int) -> PosterView:
    """The poster of one village of many."""
    address = f"{100000 + number}"

    def code(title: str, path: str) -> CodeView:
        return CodeView(title, "收了多少、花在哪、还剩多少", f"https://gk.example.cn/{path}", f"gk.example.cn/{path}")

    return PosterView(
        size="a4",
        village=f"清溪{number}村",
        township="石桥镇",
        main=code("村里的账和事（全部）", f"{address}/"),
        codes=tuple(
            code(title, f"{address}/{item}/")
            for title, item in zip(("钱账", "补贴", "租包", "工程", "报酬误工"), range(21, 26), strict=True)
        ),
        telephones=(("村委会", "0000-8812345"), ("村监会", "0000-8812346"), ("镇里", "0000-8856789"), ("", "12345")),
        complaint="0000-8856789",
        first_line=f"清溪{number}村",
        check_word="稻花",
        batch="01",
        made_on=DAY,
    )


def spend(label: str, number: int, work: Callable[[int], object]) -> float:
    """CPU seconds for a hundred, the first one (fonts, caches) not counted."""
    work(0)
    start = process_time()
    for index in range(1, number + 1):
        work(index)
    hundred = (process_time() - start) / number * 100
    print(f"{label:<34}{hundred:7.2f} s")
    return hundred


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    views = [poster(index) for index in range(number + 1)]
    made: dict[int, bytes] = {}

    def make(index: int) -> None:
        data, faults = make_sheet(f"{index}.pdf", views[index], TEMPLATES)
        if data is None:
            raise SystemExit(str(faults))
        made[index] = data

    def code_by_library(index: int) -> None:
        for view in find_codes(views[index]):
            symbol: QRCode[object] = QRCode()
            symbol.add_data(view.url)
            symbol.make()

    def set_plainly(index: int) -> None:
        typeset(Job({"x.typ": PLAIN}, "x.typ", f'"{index}"', DAY, OWN))

    def draw_codes(index: int) -> None:
        for view in find_codes(views[index]):
            to_steps(make_symbol(view.url))

    def prove(index: int) -> None:
        if check_sheet(f"{index}.pdf", made[index], tuple(view.url for view in find_codes(views[index]))):
            raise SystemExit(f"{index}: a code was not read")

    print(f"a hundred A4 posters with six codes, from {number}:")
    floor = spend("floor: plain pages set", number, set_plainly)
    peer = spend("peer: qrcode by itself", number, code_by_library)
    symbols = spend("symbols and contours", number, draw_codes)
    setting = spend("set, symbols made before", number, make)
    proof = spend("drawn and read back", number, prove)
    print(f"{'whole':<34}{symbols + setting + proof:7.2f} s, {(symbols + setting + proof) / floor:.1f} floors")
    print(f"{'whole, symbols made before':<34}{setting + proof:7.2f} s; symbols at {symbols / peer:.2f} of the peer")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
