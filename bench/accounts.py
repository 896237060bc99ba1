"""Accounts by the million: a replay of their whole life, and one day's work over the book, beside a floor.

The floor of a day is the same files read and files of the same rows written by DuckDB, which computes nothing. What is
stored between days is narrow: one row an instalment that is still open, and one row an account; an instalment that was
cleared is of no use to a day's work and is read neither by it nor by the floor.

    python -m bench.accounts [--replayed 1000000] [--loans 10000000]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from duly.book.accounts import Accounts, Aged, Column, replay
from duly.core.interest import RATE_ONE, rate_of_bp
from duly.rules.account.kernel import (
    DUE_DAY,
    EVENT_ROW,
    INTEREST,
    NOWHERE,
    PAYMENT,
    PENALTY,
    PRINCIPAL,
    REACHED,
    ROW,
    STATE_ROW,
    Ageing,
    Terms,
)

TODAY, THREADS, SLICE = 740_000, 2, 250_000
TERM, PAYMENTS = 12, 24
ORDER = [4 * when + part for when in range(3) for part in range(4)]
TERMS = Terms(
    whole=RATE_ONE * 365, on_principal=1, on_interest=0, grace_days=0, grace_forgives=0, vertical=0, future=0,
    applies_credit=1, turns=len(ORDER), switch_days=0, odd=0, back_as_principal=0,
)  # fmt: skip
AGEING = Ageing(parts=0b1110, each_most=0, all_most=0)
CELLS = ("penalty", "fee", "interest", "principal", "due_day", "rest", "cleared", "grace")
STANDS = ("reached", "credit", "accruing", "rate")
RATE = rate_of_bp(1825)


def states(size: int, reached: int) -> Column:
    table = np.zeros((size, STATE_ROW), np.int64)
    table[:, REACHED : REACHED + 4] = reached, 0, 1, RATE
    return table.reshape(-1)


def whole_life(accounts: int) -> tuple[float, int]:
    """Seconds to replay accounts of 24 instalments with 24 payments, each some days early or late; and those late."""
    dice, taken, late = np.random.default_rng(1), 0.0, 0
    for size in _slices(accounts):
        book = np.zeros((size, PAYMENTS, ROW), np.int64)
        book[:, :, DUE_DAY] = TODAY - 720 + 30 * np.arange(PAYMENTS)
        book[:, :, INTEREST], book[:, :, PRINCIPAL] = 1_500, 50_000
        events = np.zeros((size, PAYMENTS, EVENT_ROW), np.int64)
        events[:, :, 0] = np.sort(book[:, :, DUE_DAY] + dice.integers(-5, 40, (size, PAYMENTS)), axis=1)
        events[:, :, 1:5] = PAYMENT, 51_600, NOWHERE, NOWHERE
        edges = np.arange(size + 1) * PAYMENTS
        many = Accounts(edges, edges, book.reshape(-1), events.reshape(-1), states(size, TODAY - 720))
        began = time.perf_counter()
        aged = replay(many, TODAY, ORDER, TERMS, AGEING, THREADS)
        taken += time.perf_counter() - began
        late += int(np.count_nonzero(aged.since))
    return taken, late


def _slices(size: int) -> list[int]:
    return [min(SLICE, size - at) for at in range(0, size, SLICE)]


def stored(folder: Path, loans: int) -> None:
    """Yesterday's book: loans of twelve instalments, half of them due, each paid up to an instalment near today."""
    dice = np.random.default_rng(2)
    for at, size in enumerate(_slices(loans)):
        paid = np.clip(6 - (dice.random(size) < 0.1) * dice.integers(1, 4, size), 0, TERM)
        count = TERM - paid
        total = int(count.sum())
        number = np.arange(total) - np.repeat(np.cumsum(count) - count, count) + np.repeat(paid, count)
        cells = dict.fromkeys(CELLS, np.zeros(total, np.int64))
        cells |= {
            "due_day": TODAY - 30 * 6 + 30 * number + np.repeat(dice.integers(0, 30, size), count),
            "interest": dice.integers(100, 5_000, total),
            "principal": dice.integers(10_000, 200_000, total),
        }
        accounts = dict(zip(STANDS, states(size, TODAY - 1).reshape(size, STATE_ROW).T[:4], strict=True))
        paying = np.sort(dice.choice(size, size // 30, replace=False))
        write(folder / f"open-{at:03}.parquet", cells)
        write(folder / f"accounts-{at:03}.parquet", accounts | {"open": count})
        write(
            folder / f"payments-{at:03}.parquet",
            {"account": paying, "amount": dice.integers(1_000, 200_000, len(paying))},
        )


def write(file: Path, columns: dict[str, Column]) -> None:
    pq.write_table(pa.table(columns), file, compression="snappy", use_dictionary=[])


def read(file: Path) -> dict[str, Column]:
    table = pq.read_table(file)
    return {name: table[name].to_numpy() for name in table.column_names}


def one_day(folder: Path, out: Path) -> None:
    """Accrue, let the day's payments happen and age, slice after slice, from files to files."""
    for file in sorted(folder.glob("open-*.parquet")):
        part = file.stem.removeprefix("open-")
        accounts, payments = read(folder / f"accounts-{part}.parquet"), read(folder / f"payments-{part}.parquet")
        many = of_files(read(file), accounts, payments)
        aged = replay(many, TODAY, ORDER, TERMS, AGEING, THREADS)
        book, state = many.book.reshape(-1, ROW), many.states.reshape(-1, STATE_ROW)
        write(out / file.name, {name: book[:, at] for at, name in enumerate(CELLS)})
        stands = {name: state[:, at] for at, name in enumerate(STANDS)}
        write(out / f"accounts-{part}.parquet", stands | {"open": accounts["open"]} | ageing_columns(aged))


def of_files(cells: dict[str, Column], accounts: dict[str, Column], payments: dict[str, Column]) -> Accounts:
    size = len(accounts["open"])
    book = np.empty((len(cells["due_day"]), ROW), np.int64)
    for at, name in enumerate(CELLS):
        book[:, at] = cells[name]
    state = np.zeros((size, STATE_ROW), np.int64)
    for at, name in enumerate(STANDS):
        state[:, at] = accounts[name]
    events = np.zeros((len(payments["account"]), EVENT_ROW), np.int64)
    events[:, 0], events[:, 1], events[:, 2], events[:, 3:] = TODAY, PAYMENT, payments["amount"], NOWHERE
    return Accounts(
        np.concatenate([[0], np.cumsum(accounts["open"])]),
        np.searchsorted(payments["account"], np.arange(size + 1)).astype(np.int64),
        book.reshape(-1), events.reshape(-1), state.reshape(-1),
    )  # fmt: skip


def ageing_columns(aged: Aged) -> dict[str, Column]:
    return {"since": aged.since, "overdue": aged.overdue.reshape(-1, 4)[:, PENALTY : PRINCIPAL + 1].sum(axis=1)}


def floor(folder: Path, out: Path) -> None:
    """Read the same files and write files of the same rows and columns, by DuckDB alone."""
    engine = duckdb.connect()
    engine.execute(f"SET threads = {THREADS}")
    for name, extra in (("open", ""), ("accounts", ", reached AS since, credit AS overdue")):
        read_all = f"SELECT *{extra} FROM '{folder}/{name}-*.parquet'"
        engine.execute(f"COPY ({read_all}) TO '{out}/floor-{name}.parquet' (COMPRESSION snappy)")
    engine.execute(f"SELECT sum(account), sum(amount) FROM '{folder}/payments-*.parquet'").fetchall()


def timed(run: Callable[..., Any], *given: Any) -> float:
    began = time.perf_counter()
    run(*given)
    return time.perf_counter() - began


def right(out: Path, folder: Path) -> None:
    """What was paid has gone: into what was owed, beside the penalty of the day, or into the credit."""
    (balance,) = duckdb.execute(
        f"""WITH owed AS (SELECT sum(penalty + fee + interest + principal) AS total FROM '{folder}/open-*.parquet'),
            owes AS (SELECT sum(penalty + fee + interest + principal) AS total FROM '{out}/open-*.parquet'),
            paid AS (SELECT sum(amount) AS total FROM '{folder}/payments-*.parquet'),
            waits AS (SELECT sum(credit) AS total FROM '{out}/accounts-*.parquet')
        SELECT owes.total - owed.total + paid.total - waits.total FROM owed, owes, paid, waits"""
    ).fetchone() or (None,)
    print(f"penalty of the day: {int(balance):,} minor units")
    assert balance > 0


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--replayed", type=int, default=1_000_000)
    asked.add_argument("--loans", type=int, default=10_000_000)
    given = asked.parse_args()
    print(f"ready after {timed(whole_life, 1):.1f} s (translated once for each version of the kernel)")
    taken, late = whole_life(given.replayed)
    print(f"whole life of {given.replayed:,} accounts with {PAYMENTS} payments: {taken:.1f} s, {late:,} late")
    with tempfile.TemporaryDirectory(prefix="duly-bench-") as name:
        folder, out = Path(name) / "in", Path(name) / "out"
        folder.mkdir()
        out.mkdir()
        stored(folder, given.loans)
        least = min(timed(floor, folder, out) for _ in range(2))
        day = min(timed(one_day, folder, out) for _ in range(2))
        right(out, folder)
        (still_open,) = duckdb.execute(f"SELECT count(*) FROM '{folder}/open-*.parquet'").fetchone() or (0,)
        print(f"one day of {given.loans:,} loans, {TERM * given.loans:,} instalments, {still_open:,} open: {day:.1f} s")
        print(f"floor {least:.1f} s: {day / least:.2f} x")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"peak RSS {memory:.1f} GB")


if __name__ == "__main__":
    main()
