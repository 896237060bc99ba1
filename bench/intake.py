"""Intake beside its floor: the engine reading the same text as text and writing the same rows to the same Parquet.

The floor judges nothing, converts nothing and knows no other table. It is given twice: writing the rows in the order of
the lake, as intake does, and writing them as they come. Wall and processor seconds of one process each; the ratios are
of processor seconds, which do not depend on what else the machine does.

    python -m bench.intake [--rows 1000000] [--gb18030]
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb

LOANS_PER_ROW = 10  # payments of one loan

BOOK = (
    "book_id,lender_id,lender_name,lender_kind,currency,first_date,synthetic\nK,L,示例银行,bank,CNY,2020-01-01,true\n"
)

QUERIES = {
    "borrowers": "SELECT 'B'||lpad(i::VARCHAR, 9, '0') AS borrower_id, false AS deceased FROM range({loans}) r(i)",
    "loans": "SELECT 'L'||lpad(i::VARCHAR, 9, '0') AS loan_id, 'B'||lpad(((i * 7919) % {loans})::VARCHAR, 9, '0') "
    "AS borrower_id, "
    "'K' AS book_id, 'credit_card' AS product, DATE '2020-01-01' + (i % 2000)::INT AS signed_date, "
    "(i % 90000 + 1000)||'.50' AS \"limit\", 1800 AS rate, 3 AS grace_days, 'open' AS state FROM range({loans}) r(i)",
    "payments": "SELECT 'P'||lpad(i::VARCHAR, 10, '0') AS payment_id, "
    "'L'||lpad(((i * 7919) % {loans})::VARCHAR, 9, '0') AS loan_id, DATE '2025-01-01' + (i % 600)::INT AS paid_date, "
    "((i * 37) % 500000 / 100)::DECIMAL(18, 2) AS amount, NULL AS reverses FROM range({rows}) r(i)",
}
ORDERS = {"payments": "loan_id, payment_id", "loans": "loan_id"}


def write(folder: Path, table: str, rows: int, loans: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    duckdb.sql(QUERIES[table].format(rows=rows, loans=loans)).write_csv(str(folder / f"{table}.csv"))
    return folder


def intake_of(folder: Path, home: Path) -> dict[str, float]:
    """Take a folder into a home."""
    from duly.intake import take_in
    from duly.store.lake import Home

    manifest = take_in([folder], Home(home), taken_at=datetime.now(UTC))
    return {"rows": sum(counts.accepted for counts in manifest.rows.values())}


def floor_of(csv: Path, order: str) -> dict[str, float]:
    """Copy a CSV file to Parquet, all as text."""
    by = f" ORDER BY {order}" if order else ""
    read = f"read_csv('{csv}', all_varchar = true)"
    with duckdb.connect() as engine:
        engine.execute("SET memory_limit = '1200MB'")
        engine.execute(f"SET temp_directory = '{csv.parent}.spill'")
        copied = engine.execute(
            f"COPY (FROM {read}{by}) TO '{csv}.parquet' (FORMAT parquet, COMPRESSION zstd)"
        ).fetchone()
    return {"rows": copied[0] if copied else 0}


def apart(what: str, *arguments: object) -> dict[str, float]:
    """Run one measured thing in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.intake", "--apart", what, *map(str, arguments)],
        stdout=subprocess.PIPE, check=True, text=True,
    )  # fmt: skip
    measured: dict[str, float] = json.loads(run.stdout)
    return measured


def measured(what: str, arguments: list[str]) -> dict[str, float]:
    import duly.intake  # what is imported is not what is measured

    assert duly.intake
    wall, processor = time.perf_counter(), time.process_time()
    done = (
        intake_of(Path(arguments[0]), Path(arguments[1]))
        if what == "intake"
        else floor_of(Path(arguments[0]), arguments[1])
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return done | {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor, "rss_mib": peak}


def compare(table: str, sent: Path, before: Path, scratch: Path, times: int = 3) -> None:
    """Print intake of one table beside its floors: the best of a few runs each."""
    runs: dict[str, list[dict[str, float]]] = {"intake": [], "floor, sorted": [], "floor, as it comes": []}
    for _ in range(times):
        home = scratch / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(before, home)
        runs["intake"].append(apart("intake", sent, home))
        runs["floor, sorted"].append(apart("floor", sent / f"{table}.csv", ORDERS[table]))
        runs["floor, as it comes"].append(apart("floor", sent / f"{table}.csv", ""))
    best = {name: min(found, key=lambda one: one["processor"]) for name, found in runs.items()}
    if len({one["rows"] for one in best.values()}) != 1:
        raise SystemExit(
            f"row counts differ, nothing is compared: { {name: one['rows'] for name, one in best.items()} }"
        )
    for name, one in best.items():
        ratio = one["processor"] / best["intake"]["processor"]
        print(
            f"{table:<9} {name:<20} {int(one['rows']):>11,} rows  wall {one['wall']:6.2f} s  processor "
            f"{one['processor']:6.2f} s"
            f"  peak {one['rss_mib']:6.0f} MiB" + (f"  intake reaches {ratio:.0%}" if name != "intake" else "")
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--gb18030", action="store_true", help="the same text in GB18030: transcoding, measured apart")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--apart", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.apart:
        print(json.dumps(measured(asked.apart[0], asked.apart[1:])))
        return
    with tempfile.TemporaryDirectory(prefix="duly-bench-") as made:
        folder, loans = Path(made), max(1, asked.rows // LOANS_PER_ROW)
        (folder / "base").mkdir()
        (folder / "base" / "book.csv").write_text(BOOK, "utf-8")
        write(folder / "base", "borrowers", asked.rows, asked.rows)
        apart("intake", folder / "base", folder / "people")
        compare(
            "loans", write(folder / "loans", "loans", asked.rows, asked.rows), folder / "people", folder, asked.times
        )
        apart("intake", write(folder / "few", "loans", asked.rows, loans), folder / "people")
        sent = write(folder / "payments", "payments", asked.rows, loans)
        compare("payments", sent, folder / "people", folder, asked.times)
        if asked.gb18030:
            words = (sent / "payments.csv").read_text("utf-8")
            (sent / "payments.csv").write_bytes(words.replace("reverses\n", "冲正对象\n", 1).encode("gb18030"))
            in_gb18030 = apart("intake", sent, folder / "people")
            print(
                f"payments  intake, GB18030      wall {in_gb18030['wall']:6.2f} s  processor "
                f"{in_gb18030['processor']:6.2f} s"
            )


if __name__ == "__main__":
    main()
