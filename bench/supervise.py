"""Cross rules over a province's worth of rows: 20,000 villages × 500 rows, in DuckDB, against SQLite and Polars on three of them.

    .venv/bin/python -m bench.supervise [--villages 20000] [--rows 500] [--load 60] [--peers] [--often]

Rows are made up with a fixed seed, straight into the typed store; ``--load N`` also times loading N copies of sample
villages against ``check`` of the same (``--villages 0``: nothing else). Needs ``duckdb``; SQLite is Python's own; Polars is asked when it is installed.
"""

# ruff: noqa: E501 - statements stand as they are asked

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TypeVar

import duckdb

from sitegen.checking import check
from sitegen.load.files import read_county
from sitegen.shared import load_site
from sitegen.supervise.database import Database
from sitegen.supervise.engine import run_rules
from sitegen.supervise.lists import Given
from sitegen.supervise.schema import load_tables
from sitegen.supervise.store import NAME
from sitegen.supervise.thresholds import NOTHING
from sitegen.supervising import read_rules, refresh, supervise

TODAY = date(2026, 10, 12)
Result = TypeVar("Result")

CASH = """
INSERT INTO cash_rows BY NAME
SELECT printf('99%02d%02d%03d%03d', v // 3600 + 1, (v // 150) % 24, (v // 15) % 10, v % 150 + 200) AS village, '021' AS item,
  '2026q' || (r % 3 + 1) AS period, make_date(2026, (r % 3)::INTEGER * 3 + 1, 1) AS "first",
  make_date(2026, (r % 3)::INTEGER * 3 + 4, 1) - 1 AS "last", '1' AS part, '村委会' AS part_name,
  CASE WHEN r % 4 = 0 THEN '进账' ELSE '出账' END AS tab, '记-' || r AS row_key, r AS n,
  make_date(2026, (r % 3)::INTEGER * 3 + 1, (hash(v, r) % 28 + 1)::INTEGER) AS day, '记-' || r AS voucher, '公益支出' AS category,
  '办第' || hash(r, v % 97) % 3000 || '件事' AS summary, '单位' || hash(v, r, 1) % 400000 AS party,
  (hash(v, r, 2) % 2000000 + 100)::BIGINT AS amount,
  CASE WHEN r % 20 = 3 THEN '水泥' || r % 7 END AS thing, CASE WHEN r % 20 = 3 THEN '吨' END AS unit,
  CASE WHEN r % 20 = 3 THEN (35000 + hash(v, r, 4) % 20000)::BIGINT END AS unit_price,
  CASE WHEN r % 10 = 1 THEN lpad((hash(v, r, 3) % 4000000000)::VARCHAR, 20, '0') END AS invoice_number,
  'villages/x/2026.yaml' AS file, r AS line
FROM range({villages}) AS villages(v), range({cash}) AS rows(r)
"""
PEOPLE = """
INSERT INTO list_rows BY NAME
SELECT printf('99%02d%02d%03d%03d', v // 3600 + 1, (v // 150) % 24, (v // 15) % 10, v % 150 + 200) AS village, '251' AS item, '2026q3' AS period,
  DATE '2026-07-01' AS "first", DATE '2026-09-30' AS "last", '' AS part, '名单' AS tab, r::VARCHAR AS row_key, r AS n,
  '人' || {person} AS person, (r % 5 + 1) || '组' AS grp, 30000 AS amount, 'villages/x/2026.yaml' AS file, r AS line
FROM range({villages}) AS villages(v), range({people}) AS rows(r)
"""
SELDOM = "CASE WHEN hash(v, r) % 1000 = 0 THEN hash(v, r, 7) % 3000 ELSE 1000000 + v * 1000 + r END"
"""One person in a thousand stands in a second list."""
OFTEN = "hash(v, r) % ({villages} * 150)"
"""With --often: people drawn from 150 a village, so that of two million rows two thirds of a million pairs are one person."""
VILLAGES = """
INSERT INTO villages BY NAME
SELECT DISTINCT village, '村' || right(village, 6) AS name, right(village, 6) AS address, left(village, 9) AS township, '镇' AS town_name, 10 AS reply_days, 'villages/x/村情.yaml' AS file, 1 AS line
FROM cash_rows
"""
ITEMS = "INSERT INTO items (item, name, shape) VALUES ('021', '资金收支', 'cash'), ('251', '最低生活保障', 'list'), ('222', '误工补贴', 'list')"
PROJECTS = """
INSERT INTO projects BY NAME
SELECT village, '211' AS item, r::VARCHAR AS number, '工程' || r AS name, '队' || hash(village, r) % 9000 AS party, 5000000 + r * 100 AS price,
  DATE '2026-03-01' + r::INTEGER AS signed, 'villages/x/登记/项目.yaml' AS file, r AS line FROM villages, range(5) AS rows(r)
"""
CONTRACTS = """
INSERT INTO contracts BY NAME
SELECT village, '111' AS item, r::VARCHAR AS number, '门面' || r AS name, '租户' || hash(village, r) % 90000 AS party, '开店' AS purpose, 20 + r AS area,
  DATE '2024-01-01' AS starts, DATE '2027-12-31' AS ends, (200000 + hash(village, r, 1) % 900000)::BIGINT AS rent, 'villages/x/登记/资产合同.yaml' AS file, r AS line
FROM villages, range(5) AS rows(r)
"""
LABOUR = """
INSERT INTO labour BY NAME
SELECT village, '222' AS item, '2026q3' AS period, DATE '2026-07-01' AS "first", DATE '2026-09-30' AS "last", '' AS part, '误工' AS tab, r::VARCHAR AS row_key, r AS n,
  DATE '2026-07-01' + (hash(village, r) % 90)::INTEGER AS day, '人' || hash(village, r) % 300000000 AS person, '清淤' AS matter, 1 AS days, 10000 AS rate, 10000 AS amount,
  'villages/x/2026.yaml' AS file, r AS line FROM villages, range(20) AS rows(r)
"""
KNOWN = """
INSERT INTO list_people BY NAME
SELECT village, item, period, row_key, person, md5(person || '的号码') AS person_key FROM store.list_rows
UNION ALL BY NAME
SELECT village, item, period, row_key, person, md5(person || '的号码') AS person_key FROM store.labour
"""
"""A full list with the digest of a number for everybody, so that the rules that match by number are asked, too."""
DUES = """
INSERT INTO dues BY NAME
SELECT villages.village, items.item, '2026q' || q AS period, DATE '2026-01-01' AS "first", DATE '2026-03-31' AS "last", DATE '2026-04-15' AS due, true AS done,
  DATE '2026-04-10' AS posted, 'villages/x/村情.yaml' AS file, 1 AS line FROM villages, items, range(1, 4) AS quarters(q)
"""

THREE = {
    "同一对方、同一金额在三个村": "SELECT count(*) FROM (SELECT party, amount FROM rows GROUP BY party, amount HAVING count(DISTINCT village) >= 3)",
    "同一发票跨村": "SELECT count(*) FROM (SELECT invoice_number FROM rows WHERE invoice_number IS NOT NULL"
    " GROUP BY invoice_number HAVING count(DISTINCT village) > 1)",
    "和上一期一样的行": "SELECT count(*) FROM rows AS now JOIN rows AS earlier ON earlier.village = now.village AND earlier.summary = now.summary"
    " AND earlier.amount = now.amount WHERE now.period = '2026q2' AND earlier.period = '2026q1'",
}
"""The three questions the engines are held against each other on: written once, in SQL all three understand."""


def make_store(folder: Path, villages: int, rows: int, person: str = SELDOM) -> int:
    """A store with made-up rows: four in five of them cash, the rest people; how many there are."""
    folder.mkdir(parents=True)
    people = rows // 5
    with closing(duckdb.connect(str(folder / NAME))) as database:
        for spec in load_tables():
            database.execute(spec.ddl)
        database.execute(CASH.format(villages=villages, cash=rows - people))
        database.execute(PEOPLE.format(villages=villages, people=people, person=person.format(villages=villages)))
        for statement in (VILLAGES, ITEMS, PROJECTS, DUES, CONTRACTS, LABOUR):
            database.execute(statement)
        (made,) = database.execute(
            "SELECT (SELECT count(*) FROM cash_rows) + (SELECT count(*) FROM list_rows)"
        ).fetchone() or (0,)
    return int(made)


def ask_cross(folder: Path) -> tuple[float, int]:
    """Seconds and findings of all cross rules over the store, asked as ``supervise`` asks them."""
    rules = tuple(rule for rule in read_rules()[0] if rule.reach == "cross")
    lists = Given({"people": ()})
    database = Database(folder, TODAY, lists)
    database.run(KNOWN)
    database.lock()
    begun, found = time.perf_counter(), 0
    for rule in rules:
        since = time.perf_counter()
        (outcome,) = run_rules(database, (rule,), NOTHING, frozenset(lists.rows))
        found += outcome.count
        print(f"  {rule.key:32}{time.perf_counter() - since:7.2f} s  {outcome.count:7} {outcome.off[:60]}")
    database.close()
    return time.perf_counter() - begun, found


def compare(folder: Path, work: Path) -> None:
    """The three questions in DuckDB, SQLite and Polars: seconds each, and whether they agree."""
    columns = "village, party, amount, invoice_number, summary, period"
    with closing(duckdb.connect(str(folder / NAME), read_only=True)) as database:
        database.execute("SET threads=2")
        database.execute(f"COPY (SELECT {columns} FROM cash_rows) TO '{work / 'rows.parquet'}'")
        database.execute(f"COPY (SELECT {columns} FROM cash_rows) TO '{work / 'rows.csv'}' (HEADER false)")
        database.execute("CREATE TEMP VIEW rows AS SELECT * FROM cash_rows")
        answers = {"DuckDB": _time(lambda sql: database.execute(sql).fetchall()[0][0])}
    begun = time.perf_counter()
    with closing(sqlite3.connect(work / "rows.sqlite")) as lite:
        lite.execute(
            "CREATE TABLE rows (village TEXT, party TEXT, amount INTEGER, invoice_number TEXT, summary TEXT, period TEXT)"
        )
    subprocess.run(
        ["sqlite3", str(work / "rows.sqlite"), ".mode csv", f".import {work / 'rows.csv'} rows"], check=True
    ) if shutil.which("sqlite3") else _import_csv(work)
    print(f"  SQLite load {time.perf_counter() - begun:.1f} s")
    with closing(sqlite3.connect(work / "rows.sqlite")) as lite:
        lite.execute("UPDATE rows SET invoice_number = NULL WHERE invoice_number = ''")
        answers["SQLite"] = _time(lambda sql: lite.execute(sql).fetchone()[0])
    try:
        import polars  # noqa: PLC0415 - a peer that need not be installed
    except ModuleNotFoundError:
        print("  Polars is not installed")
    else:
        context = polars.SQLContext(rows=polars.scan_parquet(work / "rows.parquet"))
        answers["Polars"] = _time(lambda sql: context.execute(sql).collect(engine="streaming").item())
    for name in THREE:
        said = "  ".join(
            f"{engine} {seconds[name][0]:6.2f} s ({seconds[name][1]})" for engine, seconds in answers.items()
        )
        print(f"  {name:20}{said}")


def _import_csv(work: Path) -> None:
    import csv  # noqa: PLC0415 - only where the sqlite3 program is not there

    with (
        closing(sqlite3.connect(work / "rows.sqlite")) as lite,
        (work / "rows.csv").open(encoding="utf-8", newline="") as file,
    ):
        lite.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", csv.reader(file))
        lite.commit()


def _time(ask: Callable[[str], object]) -> dict[str, tuple[float, object]]:
    answers = {}
    for name, sql in THREE.items():
        begun = time.perf_counter()
        answers[name] = (0.0, ask(sql))
        answers[name] = (time.perf_counter() - begun, answers[name][1])
    return answers


def compare_load(work: Path, copies: int) -> None:
    """The first load into the store against ``check`` of the same villages, in CPU seconds of one process."""
    root = Path(__file__).resolve().parents[1]
    county = work / "县"
    (county / "villages").mkdir(parents=True)
    for name in ("sitegen.yaml", "regions.csv"):
        shutil.copy(root / name, county)
    samples = sorted((root / "villages").iterdir())
    for number in range(copies):
        sample = samples[number % len(samples)]
        folder = county / "villages" / f"990106{103 + number // 700}{number % 700 + 300}-{sample.name[13:]}"
        shutil.copytree(sample, folder, ignore=shutil.ignore_patterns("附件"))
        profile = folder / "村情.yaml"
        text = profile.read_text(encoding="utf-8").replace(sample.name[6:12], folder.name[6:12])
        profile.write_text(text, encoding="utf-8")
    private = work / "内部"
    print(
        f"  {copies} villages; each figure is said as soon as it is known: a village takes about a second and a half",
        flush=True,
    )
    checked, _ = _spend("check", lambda: check(county, TODAY))
    loaded, _ = _spend(
        "first load", lambda: refresh(county, private, load_site(read_county(county), TODAY)[0], 1, None)
    )
    print(f"  first load / check: {loaded / checked:.2f}", flush=True)
    _, done = _spend("rules and report", lambda: supervise(county, private, TODAY, workers=1))
    changed = next((county / "villages").iterdir()) / "村情.yaml"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# 改了\n", encoding="utf-8")
    _, after = _spend("the same with one ledger changed", lambda: supervise(county, private, TODAY, workers=1))
    print(f"  villages loaded anew: {done.loaded}, then {after.loaded}; load {os.getloadavg()[0]:.1f}", flush=True)


def _spend(name: str, call: Callable[[], Result]) -> tuple[float, Result]:
    """CPU seconds of this process, said at once, and what came of it."""
    begun, since = time.process_time(), time.perf_counter()
    result = call()
    spent = time.process_time() - begun
    print(f"  {name:34}{spent:8.1f} s CPU {time.perf_counter() - since:8.1f} s wall", flush=True)
    return spent, result


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--load", type=int, default=0)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--often", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if given.load:
            print("loading")
            compare_load(work, given.load)
        if not given.villages:
            return
        begun = time.perf_counter()
        made = make_store(work / "库", given.villages, given.rows, OFTEN if given.often else SELDOM)
        size = (work / "库" / NAME).stat().st_size
        print(f"store: {made:,} rows, {size / 1e6:.0f} MB, made in {time.perf_counter() - begun:.1f} s")
        before = time.process_time()
        seconds, found = ask_cross(work / "库")
        processor = time.process_time() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"all cross rules: {seconds:.1f} s, {processor:.1f} s CPU, {found} findings, peak {peak:.0f} MB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        )
        if given.peers:
            compare(work / "库", work)


if __name__ == "__main__":
    sys.exit(main())
