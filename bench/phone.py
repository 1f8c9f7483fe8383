"""How fast pages appear on a slow phone: goals 6–9, 11 and 12 of tests/browser/budgets.yaml.

``python bench/phone.py [SITE] [PATH…]`` opens pages of a built site (``build/site``) in Chromium at 360×640, throttled,
three times each, and prints the medians with the budgets. Beside them stands the floor of the same run: an empty page
over the same line. Timings need a quiet machine, so they are no tests. Exit code 1 when a median is over its budget.

Lighthouse is asked, too (``make node`` installs it); without it that is said.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser import tools
from tests.browser.conftest import FLAGS, SAMPLE, WECHAT, serve_folder
from tests.browser.goals import BUDGETS

CHROMIUM = "/usr/bin/chromium"
TIMES = 3
LIGHTHOUSE_SLOW_3G = (
    "--only-categories=performance",
    "--throttling-method=devtools",
    "--throttling.requestLatencyMs=2000",
    "--throttling.downloadThroughputKbps=400",
    "--throttling.uploadThroughputKbps=400",
    "--throttling.cpuSlowdownMultiplier=6",
)
"""Goal 12."""

WATCH = """
window.seen = {lcp: 0, shift: 0, blocking: 0};
new PerformanceObserver(l => l.getEntries().forEach(e => { seen.lcp = e.startTime; }))
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => { seen.shift += e.hadRecentInput ? 0 : e.value; }))
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => { seen.blocking += Math.max(0, e.duration - 50); }))
  .observe({type: 'longtask', buffered: true});
"""
READ = """() => ({fcp: (performance.getEntriesByName('first-contentful-paint')[0] || {}).startTime || 0, ...seen})"""


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone line: bits a second, milliseconds a request, how many times slower the processor is."""

    name: str
    bits: int
    latency: int
    slower: int


SLOW_3G = Line("slow 3G", 400_000, 2_000, 6)
SLOW_4G = Line("slow 4G", 1_440_000, 562, 4)


def measure_once(browser: Any, url: str, line: Line) -> dict[str, float]:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, device_scale_factor=2, is_mobile=True, user_agent=WECHAT
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    rate = line.bits / 8
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": line.latency, "downloadThroughput": rate, "uploadThroughput": rate},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": line.slower})
    page.goto(url, wait_until="load")
    page.wait_for_timeout(300)
    seen: dict[str, float] = page.evaluate(READ)
    context.close()
    return seen


def measure(browser: Any, url: str, line: Line) -> dict[str, float]:
    """Medians of ``TIMES`` visits: fcp, lcp, blocking in milliseconds, shift."""
    runs = [measure_once(browser, url, line) for _ in range(TIMES)]
    return {name: median(run[name] for run in runs) for name in runs[0]}


def show(name: str, value: float, budget: float, *, least: bool = False) -> bool:
    """One line; whether the budget is kept."""
    kept = value >= budget if least else value <= budget
    print(f"    {name:<22}{value:>9.2f}   {'at least' if least else 'at most'} {budget:<8g}{'' if kept else '  OVER'}")
    return kept


def check_page(browser: Any, base: str, path: str, *, hidden: bool) -> bool:
    """Whether all budgets are kept; a page ``hidden`` from search engines (``noindex``) has no SEO."""
    print(path)
    slow, faster = measure(browser, base + path, SLOW_3G), measure(browser, base + path, SLOW_4G)
    kept = [
        show("FCP slow 3G", slow["fcp"], BUDGETS["fcp_slow_3g"]),
        show("LCP slow 3G", slow["lcp"], BUDGETS["lcp_slow_3g"]),
        show("shift", slow["shift"], BUDGETS["layout_shift"]),
        show("blocking", slow["blocking"], BUDGETS["blocking_time"]),
        show("FCP slow 4G", faster["fcp"], BUDGETS["fcp_slow_4g"]),
    ]
    if tools.FOLDER.joinpath("lighthouse").exists():
        scores = tools.run_lighthouse(base + path, FLAGS)
        kept += [
            show(f"Lighthouse {name}", scores[name], budget, least=True)
            for name, budget in BUDGETS["lighthouse"].items()
            if name != "seo" or not hidden
        ]
        slow_score = tools.run_lighthouse(base + path, FLAGS, *LIGHTHOUSE_SLOW_3G)["performance"]
        kept.append(show("Lighthouse slow 3G", slow_score, BUDGETS["lighthouse_slow_3g"], least=True))
    return all(kept)


def _is_hidden(folder: Path, path: str) -> bool:
    file = folder / path.strip("/")
    page = file / "index.html" if file.is_dir() else file
    return "noindex" in page.read_text(encoding="utf-8").partition("<title>")[0]


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else Path("build/site")
    paths = tuple(arguments[1:]) or SAMPLE[:4]
    if not tools.FOLDER.joinpath("lighthouse").exists():
        print("Lighthouse is not installed (make node): goals 11 and 12 are not measured.")
    with tempfile.TemporaryDirectory() as empty, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        (Path(empty) / "index.html").write_text("<!doctype html><title>空</title><p>空", encoding="utf-8")
        with serve_folder(Path(empty)) as base:
            floor = measure(browser, base + "/", SLOW_3G), measure(browser, base + "/", SLOW_4G)
        print(f"load of this machine in the last minute: {os.getloadavg()[0]:.1f} (wanted: below 0.5)")
        print(
            f"floor: an empty page paints at {floor[0]['fcp']:.0f} ms on slow 3G, {floor[1]['fcp']:.0f} ms on slow 4G"
        )
        with serve_folder(folder) as base:
            kept = [check_page(browser, base, path, hidden=_is_hidden(folder, path)) for path in paths]
        browser.close()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
