"""The audit end to end, from files: seconds, contacts a second, memory; beside a floor.

The floor reads the same columns and sorts them once by borrower and instant, which any way of counting backwards must,
and writes nothing. Contacts are drawn, 20 a borrower over half a year, 3 % of them at night, and written as Parquet.

    python -m bench.audit [--contacts 2000000]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from duly import law as laws
from duly.book import audit
from duly.nightly.audit import Asked, replay
from duly.store.engine import connect

EACH = 20


def written(folder: Path, contacts: int) -> Path:
    """Draw contacts and write them, in the book's order."""
    file = folder / "contacts.parquet"
    connect(spill=folder).execute(f"""COPY (
        SELECT 'C' || i AS contact_id, 'B' || lpad((i // {EACH})::VARCHAR, 9, '0') AS borrower_id,
            CASE WHEN hash(i * 7) % 100 < 93 THEN 'A' || (i // {EACH}) || '-' || hash(i * 3) % 2 END AS address_id,
            TIMESTAMPTZ '2026-05-01 00:00:00+00' + to_seconds(
                ((i % {EACH}) * 9 + hash(i * 31) % 9) * 86400
                + CASE WHEN hash(i * 37) % 100 < 97 THEN 7200 + hash(i * 41) % 39600 ELSE hash(i * 41) % 86400 END
            ) AS "at",
            CASE WHEN r < 55 THEN 'voice' WHEN r < 65 THEN 'ai_voice' WHEN r < 90 THEN 'sms' WHEN r < 95 THEN 'push'
                WHEN r < 99 THEN 'im' ELSE 'visit' END AS channel,
            CASE WHEN r < 5 THEN 'informational' WHEN r < 65 THEN 'interactive' END AS mode,
            CASE WHEN hash(i * 11) % 50 = 0 THEN 'inbound' ELSE 'outbound' END AS direction,
            CASE WHEN hash(i * 13) % 10 < 8 THEN 'collect' ELSE 'remind' END AS purpose,
            CASE WHEN hash(i * 17) % 100 < 96 THEN 'borrower' ELSE 'contact' END AS party_role,
            CASE WHEN hash(i * 19) % 10 < 6 THEN 'lender' ELSE 'agency' END AS actor,
            'S' || hash(i * 23) % 400 AS actor_id,
            CASE WHEN r >= 65 THEN 'delivered' WHEN hash(i * 29) % 10 < 3 THEN 'conversed'
                WHEN hash(i * 29) % 10 < 9 THEN 'no_answer' ELSE 'busy' END AS outcome
        FROM (SELECT i, hash(i) % 100 AS r FROM range({contacts}) t(i))
    ) TO '{file}' (FORMAT parquet, COMPRESSION zstd)""")
    return file


def floor(file: Path, spill: Path) -> float:
    """Seconds to read what an audit reads and to sort it once."""
    began = time.perf_counter()
    connect(spill=spill).execute(
        f"""SELECT count(*), max(n) FROM (
            SELECT channel, outcome, direction, purpose, party_role, actor, actor_id, mode,
            contact_id, address_id, row_number() OVER (PARTITION BY borrower_id ORDER BY "at", contact_id) AS n
            FROM read_parquet('{file}'))"""
    ).fetchall()
    return time.perf_counter() - began


def derived(file: Path, spill: Path) -> float:
    """Seconds to work out what counting backwards says of every contact, from a table in memory."""
    engine = connect(spill=spill)
    engine.execute(f"CREATE TEMP TABLE slice AS FROM read_parquet('{file}')")
    began = time.perf_counter()
    told = ", ".join(dict.fromkeys([*audit.KEPT, *audit.told_facts(book=False)]))
    engine.execute(f"CREATE TEMP TABLE facts AS SELECT {told} FROM ({audit.facts_query('slice', book=False)})")
    return time.perf_counter() - began


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--contacts", type=int, default=2_000_000)
    contacts = asked.parse_args().contacts
    with tempfile.TemporaryDirectory(prefix="duly-bench-") as name:
        folder = Path(name)
        file = written(folder, contacts)
        least = floor(file, folder)
        counted = derived(file, folder)
        began = time.perf_counter()
        totals = replay(connect(spill=folder), Asked((file,), laws.load("cn"), out=folder))
        taken = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(
            f"{totals.contacts:,} contacts, {totals.violating:,} against a rule, {file.stat().st_size / 2**20:,.0f} MB"
        )
        print(f"audit {taken:,.1f} s, {totals.contacts / taken:,.0f} contacts/s, peak RSS {memory:.1f} GB")
        print(f"derived facts {counted:,.1f} s, {contacts / counted / 1e6:.2f} M contacts/s, bar 1 M/s")
        print(f"floor {least:,.1f} s: {taken / least:.1f} x")


if __name__ == "__main__":
    main()
