"""One schedule of 360 instalments, on one processor: the table alone, and the whole answer with the yearly cost.

The floor is the bare recurrence in Python's whole numbers, 360 times, with no day, no convention and no row kept. The
peer is numpy-financial, which works out the same three columns of one method in floating point.

    python -m bench.schedule [--times 200]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import numpy_financial

from duly.rules.account.asked import asked
from duly.rules.account.schedule import schedule
from duly.rules.account.schedule_answer import answer_schedule
from duly.rules.account.schedule_checks import checked
from duly.rules.account.schedule_wire import ScheduleQuestion

LENT, RATE_BP, TERM = 100_000_000, 435, 360
QUESTION: dict[str, Any] = {
    "currency": "CNY", "method": "equal_instalment", "annual_rate_bp": RATE_BP, "instalments": TERM,
    "disbursements": [{"on": "2026-01-15", "amount": LENT}],
}  # fmt: skip
MONTHLY = QUESTION | {"interest": {"calculated": "per_period"}}


def recurrence(instalment: int) -> int:
    """The least that any schedule has to do."""
    balance = LENT
    for _ in range(TERM):
        interest = (balance * RATE_BP + 60_000) // 120_000
        balance -= instalment - interest
    return balance


def columns() -> tuple[Any, Any, Any]:
    """The peer's table."""
    rate, each = RATE_BP / 120_000, np.arange(1, TERM + 1)
    return (
        numpy_financial.pmt(rate, TERM, -LENT),
        numpy_financial.ipmt(rate, each, TERM, -LENT),
        numpy_financial.ppmt(rate, each, TERM, -LENT),
    )


def timed(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Milliseconds: the best and the median."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1000)
    return min(taken), median(taken)


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--times", type=int, default=200)
    times = given.parse_args().times
    made = answer_schedule(MONTHLY)
    paid, _, principal = columns()
    assert abs(made["instalment"] - paid) < 1
    assert max(abs(row["principal"] - one) for row, one in zip(made["rows"][:-1], principal, strict=False)) < TERM
    floor, _ = timed(lambda: recurrence(made["instalment"]), times)
    peer, _ = timed(columns, times)
    print(f"floor, {TERM} steps of whole numbers: {floor:.2f} ms; numpy-financial, three columns: {peer:.2f} ms")
    for name, question in (("monthly interest", MONTHLY), ("daily interest", QUESTION)):
        terms = checked(asked(ScheduleQuestion, question))
        for what, run in (
            ("table", lambda terms=terms: schedule(terms)),
            ("whole answer, yearly cost by root search", lambda question=question: answer_schedule(question)),
        ):
            best, middle = timed(run, times)
            beside = f"{best / floor:.1f} x floor, {best / peer:.1f} x peer"
            print(f"{name}, {what}: best {best:.2f} ms, median {middle:.2f} ms; {beside}")


if __name__ == "__main__":
    main()
