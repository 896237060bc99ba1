"""One attempt on PostgreSQL, the carrier left out, beside the same statements sent by psycopg alone.

Every statement of every attempt is written down with its values, the tables are emptied, and the floor sends them again
over as many connections, with no question, no judge and no object in between. Once the hands try one after the other
without a pause, which is what the machine can do at most; once each tries every few seconds, as no person can faster,
and an attempt is late from the moment at which it was due.

    tools/postgresql python -m bench.desk [--borrowers 1000] [--hands 50]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from statistics import median, quantiles
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.settings")
import django

django.setup()

import psycopg  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from duly.core.carrier import Receipt  # noqa: E402
from duly.desk import contact  # noqa: E402
from duly.store.models import Attempt  # noqa: E402
from tests.desk.house import CALL, UP, House  # noqa: E402

MADE = ("store_entry", "store_slot", "store_attemptmove", "store_attempt", "store_clearance")
START = datetime.fromisoformat("2026-11-25T10:10:00+08:00")
MOVE = 'INSERT INTO "store_attemptmove"'
Statements = list[tuple[str, Any]]


class Nobody:
    """A carrier that takes no time."""

    name = "nobody"

    def carry(self, message: object, *, reference: str) -> Receipt:
        return Receipt("no_answer", answered=False, effective=False)


def emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(MADE)} CASCADE")


def attempt(house: House) -> Statements:
    """One attempt; what it sent."""
    sent: Statements = []

    def written(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    mine = connections["default"]
    with mine.execute_wrapper(written):
        made = contact.attempt(
            borrower_id=house.borrower.id, proposed=house.call(at=START), systems=UP, carrier=Nobody(), message=CALL
        )
    assert isinstance(made, Attempt)
    return sent


def timed(run: Callable[[Any], Any], each: list[Any], hands: int) -> tuple[float, list[float], list[Any]]:
    """Seconds in all, seconds of each, and what each gave."""

    def one(given: Any) -> tuple[float, Any]:
        began = time.perf_counter()
        found = run(given)
        return time.perf_counter() - began, found

    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(lambda _: time.sleep(0.01), range(hands)))
        began = time.perf_counter()
        done = list(pool.map(one, each))
        return time.perf_counter() - began, [taken for taken, _ in done], [found for _, found in done]


def paced(houses: list[House], hands: int, every: float) -> list[float]:
    """Seconds of each attempt from when it was due: each hand tries once in so many seconds."""
    began = time.perf_counter() + 0.5

    def hand(no: int) -> list[float]:
        taken = []
        for turn, house in enumerate(houses[no::hands]):
            due = began + every * (turn + no / hands)
            time.sleep(max(0.0, due - time.perf_counter()))
            attempt(house)
            taken.append(time.perf_counter() - due)
        return taken

    with ThreadPoolExecutor(hands) as pool:
        return [each for taken in pool.map(hand, range(hands)) for each in taken]


def in_transactions(statements: Statements) -> list[Statements]:
    """To reserve is one transaction, and each move of the attempt one of its own."""
    moves = [one for one in statements if MOVE in one[0]]
    return [[one for one in statements if MOVE not in one[0]], *([one] for one in moves)]


def replay(pool: list[psycopg.Connection[Any]], hands: int) -> Callable[[Statements], None]:
    """Send the statements of one attempt over a connection of one's own."""
    from threading import get_ident

    owned: dict[int, psycopg.Connection[Any]] = {}

    def send(statements: Statements) -> None:
        mine = owned.setdefault(get_ident(), pool[len(owned) % hands])
        for together in in_transactions(statements):
            with mine.transaction():
                for sql, params in together:
                    mine.execute(sql, params)

    return send


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--borrowers", type=int, default=1_000)
    asked.add_argument("--hands", type=int, default=50)
    asked.add_argument("--every", type=float, default=2.0, help="seconds between the attempts of one hand")
    given = asked.parse_args()
    assert connection.vendor == "postgresql", "tools/postgresql python -m bench.desk"
    call_command("migrate", verbosity=0)
    houses = [House.opened(no) for no in range(given.borrowers)]
    warm = [House.opened(given.borrowers + no) for no in range(given.hands)]
    timed(attempt, warm, given.hands)
    emptied()
    took, each, sent = timed(attempt, houses, given.hands)
    cuts = quantiles(each, n=100)
    rate = given.borrowers / took
    print(f"{given.borrowers:,} attempts, {given.hands} hands: {rate:,.0f}/s, {len(sent[0])} statements each")
    print(f"  p50 {median(each) * 1e3:.0f} ms, p99 {cuts[98] * 1e3:.0f} ms")
    emptied()
    opened = [psycopg.connect(**connection.get_connection_params(), autocommit=True) for _ in range(given.hands)]
    floor, _, _ = timed(replay(opened, given.hands), sent, given.hands)
    print(f"floor, the same statements by psycopg: {given.borrowers / floor:,.0f}/s; ours is {floor / took:.0%} of it")
    emptied()
    due = paced(houses[: 8 * given.hands], given.hands, given.every)
    rate = given.hands / given.every
    print(f"{given.hands} hands, each once in {given.every:g} s ({rate:.0f}/s): p50 {median(due) * 1e3:.0f} ms, "
          f"p99 {quantiles(due, n=100)[98] * 1e3:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
