"""The audit end to end, from files: seconds, contacts a second, memory; and its counting backwards alone.

Beside the audit stands a floor that reads the same columns and sorts them once by borrower and instant, which any way
of counting backwards must, and writes nothing. Beside the counting stands one that sorts the table in memory and writes
as many columns, and a peer: Polars, over the same table, asked for as many counts by its own windows (of the week: the
last seven times 24 hours, which it has, for seven days of the calendar, which it has not).

Contacts are drawn, 20 a borrower over half a year, 3 % of them at night, and written as Parquet.

    python -m bench.audit [--contacts 2000000]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bench.gate import THREADS, Taken, fastest, told
from duly import law as laws
from duly.book import audit
from duly.book.counted import FACTS, count_back, past_query
from duly.nightly.audit import Asked, replay
from duly.nightly.audit.replaying import counted
from duly.rules.compliance.cn.facts import CALLS
from duly.rules.compliance.cn.history import EFFECTIVE, UNANSWERED
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


@dataclass(frozen=True, slots=True)
class Counted:
    """Seconds of counting backwards from a table in memory: ours, of a floor, of a peer."""

    ours: Taken
    floor: Taken
    peer: Taken


def derived(file: Path, spill: Path) -> Counted:
    """Work out what counting backwards says of every contact."""
    engine = connect(spill=spill, threads=THREADS)
    engine.execute(f"CREATE TEMP TABLE slice AS FROM read_parquet('{file}')")
    names = ", ".join(dict.fromkeys([*audit.KEPT, *audit.told_facts(book=False)]))

    def ours() -> None:
        with counted(engine, "slice") as counts:
            query = audit.facts_query("slice", counts, book=False)
            engine.execute(f"CREATE OR REPLACE TEMP TABLE facts AS SELECT {names} FROM ({query})")

    engine.execute("CREATE OR REPLACE TEMP TABLE none AS FROM slice LIMIT 0")
    count_back(engine.execute(past_query("none")).fetchnumpy())  # translates, which the next process need not
    numbers = ", ".join(f'(epoch_us("at") % {no})::INTEGER AS n{no}' for no in range(2, 2 + len(FACTS)))
    written = 'SELECT *, row_number() OVER (PARTITION BY borrower_id ORDER BY "at", contact_id) AS n FROM slice'
    least = f"CREATE OR REPLACE TEMP TABLE least AS SELECT *, {numbers} FROM ({written})"
    frame = pl.read_parquet(file)
    return Counted(fastest(ours), fastest(lambda: engine.execute(least)), fastest(lambda: counted_by_polars(frame)))


def counted_by_polars(frame: pl.DataFrame) -> pl.DataFrame:
    """The counts of the same kinds, by the windows of another engine."""
    column, side = pl.col, ["borrower_id", "own"]
    call = (column("direction") == "outbound") & column("channel").is_in(list(CALLS))
    answered = call & ~column("outcome").is_in(list(UNANSWERED))
    kinds = {
        "answered": answered,
        "notices": answered & (column("mode") == "informational"),
        "conversations": call & (column("mode") == "interactive") & column("outcome").is_in(list(EFFECTIVE)),
        "texts": column("channel") == "sms",
        "pushes": column("channel") == "push",
        "messages": column("channel") == "im",
        "on_any": call & column("address_id").is_null(),
    }
    asked = frame.lazy().sort("borrower_id", "at", "contact_id")
    asked = asked.with_columns(
        (column("party_role") == "borrower").alias("own"), call.alias("call"), column("at").dt.date().alias("day"),
        **{name: kind.fill_null(False).cast(pl.Int32) for name, kind in kinds.items()},
    )  # fmt: skip
    before = [column(name).cum_sum() - column(name) for name in kinds]
    return asked.with_columns(
        *(each.over(*side, "day").alias(f"{name}_today") for name, each in zip(kinds, before, strict=True)),
        *(
            column(name).rolling_sum_by("at", "7d", closed="left").over(side).alias(f"{name}_week")
            for name in ("answered", "texts")
        ),
        (column("call").cum_sum() - column("call")).over("borrower_id", "address_id", "day").alias("tries"),
        *(
            pl.when(column(name).cast(pl.Boolean)).then(column("at")).forward_fill().shift(1).over(side).alias(f"last_{name}")
            for name in ("answered", "call")
        ),
        (column("answered").cum_sum() - column("answered")).over("borrower_id", "own", "address_id").alias("ever"),
    ).collect()  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--contacts", type=int, default=2_000_000)
    contacts = asked.parse_args().contacts
    with tempfile.TemporaryDirectory(prefix="duly-bench-") as name:
        folder = Path(name)
        file = written(folder, contacts)
        least = floor(file, folder)
        began = time.perf_counter()
        totals = replay(connect(spill=folder), Asked((file,), laws.load("cn"), out=folder))
        taken = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        backwards = derived(file, folder)
        print(
            f"{totals.contacts:,} contacts, {totals.violating:,} against a rule, {file.stat().st_size / 2**20:,.0f} MB"
        )
        print(f"audit {taken:,.1f} s, {totals.contacts / taken:,.0f} contacts/s, peak RSS {memory:.1f} GB")
        print(f"  floor {least:,.1f} s: {taken / least:.1f} x")
        told("counting backwards", contacts, backwards.ours)
        told("floor: sort and write", contacts, backwards.floor)
        told("Polars, its own windows", contacts, backwards.peer)
        ours, floored, peer = (each.cpu for each in (backwards.ours, backwards.floor, backwards.peer))
        rate = contacts * THREADS / ours / 1e6
        print(f"    {rate:.2f} x the bar of 1 M/s, {ours / floored:.1f} x the floor, {ours / peer:.2f} x the peer")


if __name__ == "__main__":
    main()
