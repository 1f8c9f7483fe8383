"""Gives the sample county its past: check codes of reviews, printed addresses, and what was published when.

``make sample`` runs it after ``make_county.py``, in the same folder. The registers it writes are append-only, like real ones:
it refuses to run where they stand already. The same bytes come out every time: what salts the digests is drawn by address
and day.
"""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from sitegen.corrections import derive_check_code, derive_file_code, find_row
from sitegen.diagnostics import Place
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.loaded import Loaded, load_checked
from sitegen.model.ledger import Correction, Disclosure, Value
from sitegen.model.money import decimal_money
from sitegen.plan import Site
from sitegen.printing import Request, print_sheets
from sitegen.publish import append_versions
from sitegen.registers import append_answer, append_link
from sitegen.shared import load_site

ROOT = Path.cwd()
RELEASES = tuple(
    date.fromisoformat(day)
    for day in ("2025-04-20", "2025-07-20", "2025-10-20", "2026-02-10", "2026-04-20", "2026-05-20", "2026-07-20")
)
LAST_RELEASES = (date(2026, 7, 28), date(2026, 8, 10), date(2026, 10, 12))
ANSWERED, PRINTED = date(2026, 8, 19), date(2026, 8, 20)
FORMER = {"103207": ("", "021/", "141/"), "103208": ("", "021/", "241/")}
"""Addresses on boards of villages that were merged in 2025, printed the year before."""


def main() -> None:
    if (ROOT / "published").exists() or (ROOT / "links").exists():
        raise SystemExit("published/ and links/ stand already; they are only ever appended to")
    add_check_codes(ROOT)
    for address, paths in FORMER.items():
        for path in paths:
            append_link(ROOT, address, "print", f"/{address}/{path}", "", "", "01", date(2024, 5, 10))
    for day in (*RELEASES, *LAST_RELEASES):
        release(day)
    site = site_on(ROOT, PRINTED)
    append_answer(ROOT, f"{site.settings.host}/", len(list_villages(ROOT)), ANSWERED)
    for request in (Request("poster", "a4"), Request("poster", "a3"), Request("tags", "a4")):
        report = print_sheets(ROOT, site, request)
        print(
            request.kind, request.size, len(report.files), "sheets,", report.registered, "addresses", report.diagnostics
        )


def site_on(county: Path, today: date) -> Site:
    return load_site(read_county(county), today)[0]


def load(county: Path, site: Site) -> Iterable[Loaded]:
    for folder in list_villages(county):
        yield load_checked(site, read_village(county, folder)[0])


def add_check_codes(county: Path) -> None:
    """What the supervision committee wrote on its sheet: the code of what it saw, on the last quarter's reviews."""
    for loaded in load(county, site_on(county, LAST_RELEASES[-1])):
        together: dict[Place, list[Disclosure]] = {}
        for disclosure in loaded.village.disclosures:
            for review in disclosure.reviews:
                if review.agreed and not review.check_code and review.day >= date(2026, 7, 1):
                    together.setdefault(review.place, []).append(disclosure)
        for place, disclosures in together.items():
            day = next(r.day for d in disclosures for r in d.reviews if r.place == place)
            code = derive_file_code(disclosures, day)
            if len(disclosures) == 1:
                code = derive_check_code(disclosures[0], day)
            replace_in_line(county / place.file, place.line, "同意", f"同意 校验码 {code}")


def replace_in_line(path: Path, line: int, old: str, new: str) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")


def release(day: date) -> None:
    """Publish as it was on that day: a copy in which what came later has not been written yet."""
    with tempfile.TemporaryDirectory() as folder:
        county = Path(folder) / "county"
        shutil.copytree(
            ROOT, county, ignore=shutil.ignore_patterns(".*", "build", "sitegen", "tests", "docs", "themes")
        )
        take_back(county, day)
        site = site_on(county, day)
        count = 0
        for loaded in load(county, site):
            if loaded.village.first_period is not None and loaded.village.first_period.first <= day:
                count += len(append_versions(county, loaded, day, salts(loaded.village.address, day)))
        if (county / "published").exists():
            shutil.copytree(county / "published", ROOT / "published", dirs_exist_ok=True)
        print(day, count, "versions")


def take_back(county: Path, day: date) -> None:
    """Remove ledgers that went up later, and undo corrections that were made later."""
    corrected = set()
    for path in sorted(county.glob("villages/*/2*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        posted = re.search(r"^公开日期: (\S+)", text, re.MULTILINE)
        if posted and date.fromisoformat(posted[1]) > day:
            path.unlink()
        elif "更正:" in text:
            corrected.add(path.parents[1].name)
    site = site_on(county, day)
    for folder in sorted(corrected):
        for disclosure in load_checked(site, read_village(county, folder)[0]).village.disclosures:
            undo(county, disclosure, [each for each in disclosure.corrections if each.day > day])


def salts(address: str, day: date) -> Callable[[int], str]:
    """What salts the digests of one village's versions of one day."""
    chance = random.Random(f"{address} {day}")
    return lambda size: chance.randbytes(size).hex()


def undo(county: Path, disclosure: Disclosure, later: list[Correction]) -> None:
    for correction in later:
        row = find_row(disclosure.body, correction)
        assert row is not None
        place = row.place_of(correction.column)
        path = county / place.file
        lines = path.read_text(encoding="utf-8").split("\n")
        text = lines[place.line - 1]
        lines[place.line - 1] = text[: place.column - 1] + written(correction.before) + text[place.end_column - 1 :]
        path.write_text("\n".join(lines), encoding="utf-8")
    if later:
        lines = (county / disclosure.span.file).read_text(encoding="utf-8").split("\n")
        gone = {correction.place.line for correction in later}
        kept = ["" if number in gone else line for number, line in enumerate(lines, start=1)]
        whole = "\n".join(kept).replace("    更正:\n\n", "").replace("    更正:\n\n\n", "")
        (county / disclosure.span.file).write_text(whole, encoding="utf-8")


def written(value: Value) -> str:
    return decimal_money(value) if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main()
