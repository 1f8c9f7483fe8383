"""Codes: cut as cheaply as can be, drawn exactly, read by a decoder that has nothing to do with the encoder."""

from __future__ import annotations

import random
from io import BytesIO
from itertools import accumulate, pairwise, product

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from qrcode.util import lost_point, mode_sizes_for_version

from sitegen.outputs.masks import count_penalty, to_lines
from sitegen.outputs.qr import QUIET, Symbol, make_symbol, to_contour, to_path, to_png, to_steps
from sitegen.outputs.segments import count_bits, segments

ADDRESS = "https://gk.example.cn/103201/021/"

ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
NUMBERS = {"numeric": 1, "alphanumeric": 2, "byte": 4}
"""The mode indicators of ISO/IEC 18004, table 2."""


def bits_of(mode: str, piece: str, version: int) -> int | None:
    """What one segment takes by the standard's formulas, written anew; none where the mode cannot hold the piece."""
    header = 4 + mode_sizes_for_version(version)[NUMBERS[mode]]
    if mode == "byte":
        return header + 8 * len(piece.encode())
    if mode == "alphanumeric":
        return header + len(piece) // 2 * 11 + len(piece) % 2 * 6 if set(piece) <= ALPHANUMERIC else None
    return header + len(piece) // 3 * 10 + (0, 4, 7)[len(piece) % 3] if set(piece) <= set("0123456789") else None


def least_bits(text: str, version: int) -> int:
    """All cuts into pieces, all modes for each piece."""
    best = 10**9
    for cuts in product((False, True), repeat=len(text) - 1):
        ends = [index + 1 for index, cut in enumerate(cuts) if cut]
        pieces = [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
        costs = [[c for mode in NUMBERS if (c := bits_of(mode, p, version)) is not None] for p in pieces]
        best = min(best, sum(map(min, costs)))
    return best


@pytest.mark.parametrize("version", [1, 9, 10, 26, 27, 40])
def test_no_cut_is_cheaper_than_ours(version: int) -> None:
    chance = random.Random(version)
    for _ in range(30):
        runs = [
            "".join(chance.choices(chance.choice(["12", "A/", "ab", "村"]), k=chance.randint(1, 8))) for _ in range(3)
        ]
        text = "".join(runs)[:12]
        assert count_bits(text, version) == least_bits(text, version), text


def test_pieces_add_up_to_the_text_and_to_the_bits() -> None:
    for text in (ADDRESS, "HTTPS://X.CN/1234567890", "清溪村12345678901234", "a1b2c3", "0"):
        pieces = segments(text, 3)
        assert "".join(piece for _, piece in pieces) == text
        assert sum(bits_of(mode, piece, 3) or 0 for mode, piece in pieces) == count_bits(text, 3)


def test_a_printed_address_is_cut_where_the_digits_begin() -> None:
    assert segments(ADDRESS, 3) == (("byte", "https://gk.example.cn"), ("alphanumeric", "/103201/021/"))


@pytest.mark.parametrize(
    ("text", "version", "level"),
    [
        ("https://x.example.cn/33010610920102", 3, "Q"),
        ("https://abc.cn/33010610920102", 2, "M"),
        ("https://cunwu.example.gov.cn/33010610920102", 3, "M"),
        (ADDRESS, 3, "Q"),
        ("1", 1, "H"),
    ],
)
def test_the_highest_level_that_costs_no_version_is_taken(text: str, version: int, level: str) -> None:
    symbol = make_symbol(text)
    assert (symbol.version, symbol.level) == (version, level)
    assert symbol.side == 17 + 4 * version


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("mask", [None, 0, 7])
@pytest.mark.parametrize("text", [ADDRESS, "清溪村，核对字：稻花", "https://example.cn/" + "1234567890" * 9])
def test_the_picture_is_read_back(text: str, mask: int | None) -> None:
    assert read(Image.open(BytesIO(to_png(make_symbol(text, mask))))) == [text]


def test_the_picture_is_small_crisp_and_white_all_around() -> None:
    symbol = make_symbol(ADDRESS)
    data = to_png(symbol)
    picture = Image.open(BytesIO(data))
    box = picture.width // (symbol.side + 2 * QUIET)
    assert picture.mode == "1"
    assert picture.width == box * (symbol.side + 2 * QUIET) >= 300
    assert len(data) <= 1024
    white = Image.eval(picture.convert("L"), lambda value: 255 - value).getbbox()
    assert white == (QUIET * box, QUIET * box, picture.width - QUIET * box, picture.width - QUIET * box)


@pytest.mark.parametrize("least", [1, 29, 300, 331, 1080])
def test_every_pixel_is_its_module(least: int) -> None:
    symbol = make_symbol(ADDRESS)
    picture = Image.open(BytesIO(to_png(symbol, least))).convert("1")
    box = picture.width // (symbol.side + 2 * QUIET)
    assert picture.size == (box * (symbol.side + 2 * QUIET),) * 2
    small = Image.new("1", (symbol.side + 2 * QUIET,) * 2, 1)
    for y, row in enumerate(symbol.rows):
        for x, black in enumerate(row):
            small.putpixel((x + QUIET, y + QUIET), not black)
    assert picture.tobytes() == small.resize(picture.size, Image.Resampling.NEAREST).tobytes()


def test_equal_texts_give_equal_bytes() -> None:
    first = make_symbol(ADDRESS)
    make_symbol.cache_clear()
    again = make_symbol(ADDRESS)
    assert first == again
    assert to_png(first) == to_png(again)


def fill_even_odd(symbol: Symbol, scale: int) -> Image.Image:
    """Fills the contour by flipping each polygon's inside, which is what even-odd means."""
    side = symbol.side * scale
    flips = bytearray(side * side)
    for polygon in to_contour(symbol):
        layer = Image.new("1", (side, side))
        ImageDraw.Draw(layer).polygon([(x * scale - 0.5, y * scale - 0.5) for x, y in polygon], fill=1)
        for index, value in enumerate(layer.tobytes()):
            flips[index] ^= value
    return Image.frombytes("1", (side, side), bytes(flips[: (side + 7) // 8 * side]))


def test_the_contour_filled_even_odd_is_the_matrix() -> None:
    symbol, scale = make_symbol(ADDRESS), 8
    filled = fill_even_odd(symbol, scale)
    middle = scale // 2
    for y, row in enumerate(symbol.rows):
        for x, black in enumerate(row):
            assert bool(filled.getpixel((x * scale + middle, y * scale + middle))) is black, (x, y)


def test_the_contour_turns_at_every_point() -> None:
    for polygon in to_contour(make_symbol(ADDRESS)):
        corners = zip([polygon[-1], *polygon], polygon, [*polygon[1:], polygon[0]], strict=False)
        for before, here, after in corners:
            assert (before[0] == here[0]) != (here[0] == after[0])


def test_the_steps_lead_round_the_contour() -> None:
    symbol = make_symbol(ADDRESS)
    for (left, top, *steps), polygon in zip(to_steps(symbol), to_contour(symbol), strict=True):
        across = list(accumulate(steps[::2], initial=left))
        down = list(accumulate(steps[1::2], initial=top))
        turns = zip(pairwise(across), down, strict=False)
        assert tuple(point for (here, there), y in turns for point in ((here, y), (there, y))) == polygon
        assert (across[-1], down[-1]) == polygon[0]


def test_the_path_starts_inside_the_quiet_zone() -> None:
    path = to_path(make_symbol(ADDRESS))
    assert path.startswith(f"M{QUIET} {QUIET}h7v7h-7z")
    assert set(path) <= set("Mhvz0123456789- ")
    assert len(path) < 2000


def test_a_text_too_long_or_empty_is_refused() -> None:
    with pytest.raises(ValueError, match="text"):
        make_symbol("")
    with pytest.raises(ValueError, match="room"):
        make_symbol("村" * 900)


def to_rows(symbol: Symbol) -> list[list[bool]]:
    return [list(row) for row in symbol.rows]


@pytest.mark.parametrize("text", [ADDRESS, "1", "清溪村" * 9, "https://example.cn/" + "1234567890" * 9])
def test_the_mask_is_the_one_with_the_fewest_points(text: str) -> None:
    """Points as the library counts them, over all eight masks, each coded by the library itself."""
    best = make_symbol(text)
    points = [lost_point(to_rows(make_symbol(text, mask))) for mask in range(8)]
    assert lost_point(to_rows(best)) == min(points)
    assert best == make_symbol(text, points.index(min(points)))


def test_points_are_counted_as_the_library_counts_them() -> None:
    for mask in range(8):
        rows = to_rows(make_symbol(ADDRESS, mask))
        assert count_penalty(to_lines(rows)) == lost_point(rows)
