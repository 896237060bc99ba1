"""The night beside its floor, step by step.

The floor of a step is what the embedded engine alone needs to read the same columns of the same files (one hash sum
over them) and to write the same rows with the same codec. Which columns a step reads is taken from its own plan.
Both run in processes of their own, one after the other, on the same files; row counts must agree.

    python -m bench.night --loans 10000000
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from duly.book.contract import LAKE
from duly.book.days import DAY_TABLES
from duly.book.sql import text_literal
from duly.nightly import business_day, night
from duly.nightly.steps import STEPS, Policy, Step
from duly.store import engine as engines
from duly.store.lake import Home

DAY = date(2026, 10, 1)
OUT = Path(__file__).parent / "out"
GB = 1e9


def home_of(loans: int) -> Home:
    """A synthetic book of so many loans, made once."""
    home = Home(OUT / f"home-{loans}")
    if not home.version().tables:
        print(f"making a book of {loans:,} loans …", flush=True)
        command = ["book", "synth", "--loans", str(loans), "--seed", "1", "--home", str(home.path)]
        subprocess.run([sys.executable, "-m", "duly.cli", *command], check=True)
    return home


def run_night(home: Home) -> None:
    """In a process of its own: the night, its steps and its peak memory, as one line of JSON."""
    ran = night.run(home, business_day.policy_of(DAY), from_step=STEPS[0].name)
    print(json.dumps({"steps": [[one.name, one.seconds, one.rows] for one in ran], "rss": peak()}))


def run_floor(home: Home) -> None:
    """In a process of its own: for each step, read what it reads and write what it wrote."""
    policy, version = business_day.policy_of(DAY), home.version()
    folder = home.day(DAY)
    engine = engines.connect(spill=folder / ".spill")
    found = []
    for table in LAKE:
        engines.open_table(engine, home, version, table)
    for step in STEPS:
        output = night.output(folder, step)
        scans = columns_read(step, policy)
        read = time.perf_counter()
        for table, columns in scans.items():
            if columns := [name for name in columns if name]:
                quoted = ", ".join(f'"{name}"' for name in columns)
                engine.execute(f"SELECT sum(hash({quoted})) FROM {table}").fetchall()
        write = time.perf_counter()
        target = folder / ".floor.parquet"
        engine.execute(
            f"COPY (FROM {engines.scan([output])}) TO {text_literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
        (rows,) = engine.fetchone() or (0,)
        ended = time.perf_counter()
        target.unlink()
        found.append([step.name, write - read, ended - write, rows, scans])
        engine.execute(f"CREATE OR REPLACE VIEW {step.makes.name} AS FROM {engines.scan([output])}")
    print(json.dumps({"steps": found, "rss": peak()}))


def columns_read(step: Step, policy: Policy) -> dict[str, list[str]]:
    """The columns of each table that a step reads, as planned over empty tables of the same shape."""
    engine = engines.connect()
    engine.execute("SET disabled_optimizers = 'statistics_propagation,empty_result_pullup,join_order'")
    for table in (*LAKE, *DAY_TABLES):
        engine.execute(f"CREATE TABLE {table.name} AS {engines.empty(table)}")
    found: dict[str, set[str]] = {}
    nodes = json.loads(engine.execute(f"EXPLAIN (FORMAT json) {step.text(policy)}").fetchall()[0][1])
    while nodes:
        node = nodes.pop()
        nodes.extend(node["children"])
        told = node["extra_info"]
        if "Table" in told:
            names = told.get("Projections", [])
            found.setdefault(told["Table"].rpartition(".")[2].strip('"'), set()).update(
                [names] if isinstance(names, str) else names
            )
    return {table: sorted(names) for table, names in sorted(found.items())}


def peak() -> float:
    """Peak resident memory of this process, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GB


def in_own_process(what: str, home: Home) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.night", "--only", what, "--home", str(home.path)]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def compare(loans: int, rounds: int) -> float:
    """Print the night beside its floor, in turn, each step at its best; give the night's seconds."""
    home = home_of(loans)
    in_own_process("night", home)  # warms the page cache, and leaves the outputs that the floor writes again
    nights, floors = [], []
    for _ in range(rounds):
        nights.append(in_own_process("night", home))
        floors.append(in_own_process("floor", home))
    print(f"\n{loans:,} loans, peak RSS {max(one['rss'] for one in nights):.2f} GB (bar: 6)")
    print(f"{'step':<10}{'rows':>12}{'night s':>9}{'read s':>8}{'write s':>9}{'ratio':>7}")
    total = bottom = 0.0
    for place in range(len(STEPS)):
        step, floor = [one["steps"][place] for one in nights], [one["steps"][place] for one in floors]
        name, _, rows = step[0]
        seconds = min(one[1] for one in step)
        read, write, floor_rows = min(one[1] for one in floor), min(one[2] for one in floor), floor[0][3]
        if rows != floor_rows:
            raise SystemExit(f"{name}: the night wrote {rows:,} rows, the floor {floor_rows:,}; nothing to compare")
        print(f"{name:<10}{rows:>12,}{seconds:>9.2f}{read:>8.2f}{write:>9.2f}{seconds / (read + write):>7.2f}")
        total, bottom = total + seconds, bottom + read + write
    print(f"{'all':<10}{'':>12}{total:>9.2f}{'':>8}{bottom:>9.2f}{total / bottom:>7.2f}   (bar: 3)")
    return total


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--loans", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", choices=["night", "floor"])
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    if asked.only:
        {"night": run_night, "floor": run_floor}[asked.only](Home(asked.home))
        return
    seconds = {loans: compare(loans, asked.rounds) for loans in asked.loans}
    if len(seconds) > 1:
        (few, short), (many, long) = min(seconds.items()), max(seconds.items())
        print(f"\n{few:,} → {many:,} loans: {long / short:.1f} × the time (bar: 11 for ten times the loans)")


if __name__ == "__main__":
    main()
