"""How far away is each sheet read? A camera model with several decoders, held against a stored baseline.

    pip install -e . --group bench          (and libzbar0 from the system for pyzbar)
    python bench/camera.py                  measures all sheets, compares with bench/camera.json
    python bench/camera.py --store          writes the baseline anew
    python bench/camera.py poster-a4        one sheet

Pinhole camera of a phone's live preview (1920 × 1080, 65°), held by hand: turned, out of focus, moved, noisy. The sheet
is lit unevenly, glares, has faded, is dirty and creased. Every trial has a seed that does not depend on the sheet, so
that two designs see the same frames. It is a model, not a phone: use it for comparisons.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from sitegen.outputs.qr import make_symbol
from sitegen.outputs.sheets import SheetView, make_sheet
from sitegen.views.posters import LABELS
from sitegen.views.sheets import CodeView, DeskView, PlateView, PosterView, TagSheetView, TagView

ROOT = Path(__file__).resolve().parent.parent
BASELINE = ROOT / "bench" / "camera.json"
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "themes/plain/sheets").glob("*.typ")}
DAY = date(2026, 10, 12)
TRIALS = 40
SLACK = 0.10
"""How much a rate may be below the baseline: three times the deviation of forty trials at 95 %."""

FOCAL = 960 / math.tan(math.radians(32.5))
"""Of the preview, in dots."""
VIEW = 640
"""Dots of the frame that are looked at, around the code one aims at."""
PUPIL = 0.0012
"""Metres."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the light and the years did. ``exposure`` in seconds, ``noise`` in grey levels, the rest from 0 to 1."""

    exposure: float
    noise: float
    glare: float = 0.0
    shadow: float = 0.3
    fading: float = 0.0
    dirt: float = 0.0
    creases: int = 0
    tilt: float = 1.0


SCENES: Mapping[str, Scene] = {
    "day": Scene(1 / 100, 2.5),
    "dusk": Scene(1 / 40, 7.0),
    "glare": Scene(1 / 100, 2.5, glare=0.8),
    "worn": Scene(1 / 100, 2.5, fading=0.6, dirt=0.03, creases=3),
}

Decoder = Callable[[Image.Image], set[str]]


def find_decoders() -> dict[str, Decoder]:
    """All decoders that are installed; zxing-cpp always."""
    found: dict[str, Decoder] = {"zxing": lambda image: {code.text for code in zxingcpp.read_barcodes(image)}}
    try:
        from pyzbar import pyzbar  # noqa: PLC0415 - measured where it is installed

        found["zbar"] = lambda image: {
            code.data.decode(errors="replace") for code in pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
        }
    except ImportError:
        print("pyzbar is not installed: two decoders instead of three", file=sys.stderr)
    try:
        import cv2  # noqa: PLC0415 - the same

        wechat = cv2.wechat_qrcode.WeChatQRCode()  # without its networks: the classical decoder
        found["wechat"] = lambda image: set(wechat.detectAndDecode(np.asarray(image))[0])
    except (ImportError, AttributeError):
        print("opencv-contrib is not installed: no WeChat decoder", file=sys.stderr)
    return found


# ---- the sheets ---------------------------------------------------------------------------------------------------------


def code(title: str, path: str) -> CodeView:
    return CodeView(title, "收了多少、花在哪、还剩多少", f"https://gk.example.cn/{path}", f"gk.example.cn/{path}")


def poster(size: str, count: int) -> PosterView:
    codes = tuple(code("钱账", f"103201/{number:03}/") for number in range(21, 21 + count))
    telephones = (("村委会", "0000-8812345"), ("镇里", "0000-8856789"))
    return PosterView(
        size, "清溪村", "石桥镇", code("村里的账和事（全部）", "103201/"), codes, telephones,  # type: ignore[arg-type]
        "0000-8856789", "清溪村", "稻花", "01", DAY,
    )  # fmt: skip


def tag(number: int) -> TagView:
    return TagView("清溪村", "东塘", "资源第7号", "", code("东塘", f"103201/141/{number}/"), ("村委会", "0000-8812345"))


SHEETS: Mapping[str, SheetView] = {
    "poster-a4": poster("a4", 5),
    "poster-a3": poster("a3", 9),
    "poster-a2": poster("a2", 11),
    "poster-stand": poster("stand", 5),
    "tags-a4": TagSheetView(LABELS["a4"], tuple(map(tag, range(1, 9))), "稻花", "01", DAY),
    "plate-570x370": PlateView("570x370", tag(7), "稻花", "01", DAY),
    "plate-270x170": PlateView("270x170", tag(7), "稻花", "01", DAY),
    "plate-150x90": PlateView("150x90", tag(7), "稻花", "01", DAY),
    "desk": DeskView("清溪村", code("村里的账和事", "103201/"), (("", "12345"),), "稻花", "01", DAY),
}
_METRES = {"半米": 0.5, "一米": 1.0, "一米半": 1.5, "两米": 2.0}
_ARM = 0.5
"""Metres: from where a tag, which states none, is read."""


@lru_cache(maxsize=16)
def find_distance(name: str) -> float:
    """The metres from which the sheet says it is read: 站75厘米远."""
    document = pypdfium2.PdfDocument(set_sheet(name))
    said = re.search(r"站(\S+?)远", document[0].get_textpage().get_text_bounded())
    document.close()
    if said is None:
        return _ARM
    return _METRES.get(said[1]) or int(said[1].removesuffix("厘米")) / 100


@dataclass(frozen=True, slots=True)
class Target:
    """One code on a drawn sheet: its address, its centre and its side in millimetres."""

    url: str
    x: float
    y: float
    side: float


@lru_cache(maxsize=16)
def set_sheet(name: str) -> bytes:
    pdf, faults = make_sheet(f"{name}.pdf", SHEETS[name], TEMPLATES)
    if pdf is None:
        raise SystemExit(f"{name}: {faults}")
    return pdf


@lru_cache(maxsize=8)
def draw(name: str, dpi: int) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(set_sheet(name))[0].render(scale=dpi / 72, grayscale=True).to_pil()
    return picture


@lru_cache(maxsize=16)
def find_targets(name: str) -> tuple[Target, ...]:
    dpi = 120
    found = []
    for each in zxingcpp.read_barcodes(draw(name, dpi)):
        place = each.position
        corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
        x, y = (sum(getattr(corner, axis) for corner in corners) / 4 / dpi * 25.4 for axis in "xy")
        side = math.hypot(place.top_right.x - place.top_left.x, place.top_right.y - place.top_left.y) / dpi * 25.4
        found.append(Target(each.text, x, y, side))
    return tuple(sorted(found, key=lambda target: (target.y, target.x)))


# ---- one frame ----------------------------------------------------------------------------------------------------------


def take(name: str, target: Target, metres: float, scene: Scene, seed: int) -> Image.Image:
    """The part of the frame around the code, as the camera's program hands it to the decoder."""
    chance = np.random.default_rng(seed)
    dots_a_mm = FOCAL / (metres * 1000)
    dpi = int(min(600, max(60, math.ceil(2.2 * dots_a_mm * 25.4 / 10) * 10)))
    sheet = wear(draw(name, dpi), dpi, target, scene, chance)
    frame = project(sheet, dpi, target, metres, scene, chance)
    frame = light(frame, scene, chance)
    return expose(frame, scene, chance)


def wear(sheet: Image.Image, dpi: int, target: Target, scene: Scene, chance: np.random.Generator) -> Image.Image:
    """Fading, dirt and creases around the code."""
    if not (scene.fading or scene.dirt or scene.creases):
        return sheet
    reach = 90 / 25.4 * dpi
    x, y = target.x / 25.4 * dpi, target.y / 25.4 * dpi
    box = tuple(
        round(v)
        for v in (max(0, x - reach), max(0, y - reach), min(sheet.width, x + reach), min(sheet.height, y + reach))
    )
    part = np.asarray(sheet.crop(box), dtype=np.float32)
    part = 255 - (255 - part) * (1 - 0.35 * scene.fading * chance.uniform(0.7, 1.3))
    layer = Image.new("L", (part.shape[1], part.shape[0]), 0)
    pen = ImageDraw.Draw(layer)
    covered = 0.0
    while covered < scene.dirt * part.size:
        radius = chance.uniform(0.3, 2.2) / 25.4 * dpi
        cx, cy = chance.uniform(0, part.shape[1]), chance.uniform(0, part.shape[0])
        pen.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=int(chance.uniform(90, 200)))
        covered += math.pi * radius**2
    dirt = np.asarray(layer.filter(ImageFilter.GaussianBlur(0.3 / 25.4 * dpi)), dtype=np.float32) / 255
    part = part * (1 - dirt) + 120 * dirt
    rows, columns = np.mgrid[: part.shape[0], : part.shape[1]]
    for _ in range(scene.creases):
        angle, offset = chance.uniform(0, math.pi), chance.uniform(-0.3, 0.3) * part.shape[0]
        away = (rows - part.shape[0] / 2) * math.cos(angle) + (columns - part.shape[1] / 2) * math.sin(angle) - offset
        part = part + 70 * np.exp(-((away / (0.5 / 25.4 * dpi)) ** 2)) * np.where(away > 0, 1, -1)
    worn = sheet.copy()
    worn.paste(Image.fromarray(np.clip(part, 0, 255).astype(np.uint8)), (box[0], box[1]))
    return worn


def project(
    sheet: Image.Image, dpi: int, target: Target, metres: float, scene: Scene, chance: np.random.Generator
) -> Image.Image:
    """The plane of the sheet through a pinhole, twice as fine as the sensor, around a point near the code's centre."""
    yaw, pitch, roll = (math.radians(chance.uniform(-a, a) * scene.tilt) for a in (30, 20, 20))
    rotation = _turn(roll, 2) @ _turn(pitch, 0) @ _turn(yaw, 1)
    scale, focal, half = 1000 / 25.4 * dpi / 1000, 2 * FOCAL, VIEW
    aim = np.array([target.x, target.y]) + chance.uniform(-4, 4, 2) * metres
    corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
    normal, right, down = rotation[:, 2], rotation[:, 0], rotation[:, 1]
    found = []
    for u, v in corners:
        ray = np.array([u / focal, v / focal, 1.0])
        point = ray * (metres * 1000 * normal[2] / (ray @ normal)) - np.array([0, 0, metres * 1000])
        found.append(((aim[0] + point @ right) * scale, (aim[1] + point @ down) * scale))
    side = 2 * half
    coefficients = _solve([(0, 0), (side, 0), (side, side), (0, side)], found)
    return sheet.transform(
        (side, side), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=150
    )


def _turn(angle: float, axis: int) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    a, b = [each for each in range(3) if each != axis]
    matrix = np.eye(3)
    matrix[a, a], matrix[a, b], matrix[b, a], matrix[b, b] = c, -s, s, c
    return matrix


def _solve(to: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    rows, values = [], []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows), np.array(values))]


def light(frame: Image.Image, scene: Scene, chance: np.random.Generator) -> Image.Image:
    """Uneven light, the edge of a shadow, a blob of glare; dark grey ink reflects a little."""
    values = 18 + np.asarray(frame, dtype=np.float32) * 0.86
    side = values.shape[0]
    rows, columns = np.mgrid[:side, :side] / side - 0.5
    angle = chance.uniform(0, 2 * math.pi)
    slope = rows * math.sin(angle) + columns * math.cos(angle)
    values *= 1 - scene.shadow * (0.5 + slope) * chance.uniform(0.3, 1)
    values *= 1 - 0.35 * scene.shadow / (1 + np.exp(-(slope - chance.uniform(-0.2, 0.2)) * 60))
    if scene.glare:
        cx, cy, width = chance.uniform(-0.3, 0.3), chance.uniform(-0.3, 0.3), chance.uniform(0.04, 0.12)
        values += 200 * scene.glare * np.exp(-((rows - cy) ** 2 + (columns - cx) ** 2) / (2 * width**2))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def expose(frame: Image.Image, scene: Scene, chance: np.random.Generator) -> Image.Image:
    """Lens, focus, hand, sensor, and what the phone's program does to its noise and edges."""
    defocus = abs(chance.normal(0, 0.25)) * PUPIL * FOCAL
    frame = frame.filter(ImageFilter.GaussianBlur(2 * math.hypot(0.8, defocus / 2)))
    frame = _smear(frame, 2 * abs(chance.normal(0, 0.06)) * scene.exposure * FOCAL, chance.uniform(0, math.pi))
    values = np.asarray(frame.resize((VIEW, VIEW), Image.Resampling.BOX), dtype=np.float32)
    values = values + chance.normal(0, 1, values.shape) * (scene.noise + np.sqrt(np.maximum(values, 0)) * 0.15)
    noisy = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    return noisy.filter(ImageFilter.GaussianBlur(0.5)).filter(ImageFilter.UnsharpMask(1.2, 70, 2))


def _smear(frame: Image.Image, length: float, angle: float) -> Image.Image:
    """Moved while exposed: the mean of the picture along a line."""
    steps = max(1, math.ceil(length))
    if steps == 1:
        return frame
    total = np.zeros((frame.height, frame.width), dtype=np.float32)
    values = np.asarray(frame, dtype=np.float32)
    for step in range(steps):
        along = (step / (steps - 1) - 0.5) * length
        total += np.roll(values, (round(along * math.sin(angle)), round(along * math.cos(angle))), (0, 1))
    return Image.fromarray((total / steps).astype(np.uint8))


# ---- rates ---------------------------------------------------------------------------------------------------------------


def rates(name: str, metres: float, scene: str, decoders: Mapping[str, Decoder]) -> dict[str, float]:
    """Share of single frames read, by decoder; every trial aims at another code of the sheet."""
    targets = find_targets(name)
    hits = dict.fromkeys(decoders, 0)
    for trial in range(TRIALS):
        target = targets[trial % len(targets)]
        frame = take(name, target, metres, SCENES[scene], 1000 * trial + len(scene))
        single = _around_one(frame, target, metres)
        for decoder, read in decoders.items():
            hits[decoder] += target.url in read(single if decoder in _ONE_AT_A_TIME else frame)
    return {decoder: round(count / TRIALS, 3) for decoder, count in hits.items()}


_ONE_AT_A_TIME = ("wechat",)
"""Decoders that read one code a picture; in the phone a network finds it first, which here is done for them."""


def _around_one(frame: Image.Image, target: Target, metres: float) -> Image.Image:
    reach = min(VIEW / 2, 0.85 * target.side * FOCAL / (metres * 1000) + 12)
    return frame.crop(tuple(round(VIEW / 2 + sign * reach) for sign in (-1, -1, 1, 1)))


def find_range(name: str, scene: str, decoders: Mapping[str, Decoder], near: float) -> float:
    """The largest distance, in steps of a fifth, at which any decoder still reads 95 %."""
    far = 0.0
    for step in range(1, 12):
        metres = near * (0.6 + 0.2 * step)
        if max(rates(name, metres, scene, decoders).values()) < 0.95:
            break
        far = metres
    return round(far, 2)


def measure(
    names: list[str], decoders: Mapping[str, Decoder], *, ranges: bool
) -> Iterator[tuple[str, dict[str, object]]]:
    for name in names:
        metres = find_distance(name)
        found: dict[str, object] = {scene: rates(name, metres, scene, decoders) for scene in SCENES}
        if ranges:
            found["range"] = {scene: find_range(name, scene, decoders, metres) for scene in ("day", "dusk")}
        yield name, found


def compare(found: Mapping[str, Mapping[str, object]], before: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Rates that fell below the baseline by more than chance explains."""
    worse = []
    for name, scenes in found.items():
        for scene, by_decoder in scenes.items():
            if scene == "range" or not isinstance(by_decoder, dict):
                continue
            stored = before.get(name, {}).get(scene, {})
            for decoder, rate in by_decoder.items():
                least = stored.get(decoder, 0) - SLACK if isinstance(stored, dict) else 0
                if rate < least:
                    worse.append(f"{name} {scene} {decoder}: {rate} < {least:.2f}")
    return worse


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sheets", nargs="*", default=list(SHEETS))
    parser.add_argument("--store", action="store_true", help="write the baseline anew")
    parser.add_argument("--ranges", action="store_true", help="also look for the largest distance")
    given = parser.parse_args()
    decoders = find_decoders()
    found = {}
    for name, result in measure(given.sheets, decoders, ranges=given.ranges):
        found[name] = result
        side = make_symbol("https://gk.example.cn/103201/021/").side
        print(f"{name} at {find_distance(name)} m ({side} modules): {json.dumps(result)}", flush=True)
    before = json.loads(BASELINE.read_bytes()) if BASELINE.exists() else {}
    if given.store:
        BASELINE.write_text(json.dumps({**before, **found}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    worse = compare(found, before)
    print("\n".join(worse) if worse else "nothing fell below the baseline")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
