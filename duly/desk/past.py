"""A past of twelve months for the cases of a demonstration, to have something to look back on: all of it invented.

Everything follows from the seed of the invented people and from the book (`past_reads.sql`, `past.sql`). Its rows are
named `invented/…`, but for the case that the day lists, and the house's record says how many there are. What speaks of
money is what the book says of that month: no promise or plan was kept without the payments, none broken beside them,
and a case is cured in the month in which the lender reports the loan current again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import count

import duckdb
from django.db import transaction

from duly import law as laws
from duly.core.day import CONTACT_ZONE, instant_of
from duly.desk import record
from duly.desk.loading import add, macros, statements
from duly.desk.timeline import INVENTED
from duly.rules.account.told_first import PERIOD, told_first
from duly.rules.clocks import years_later

NOTICE = "invented past"  # a word of the record, as every other of its words is
SOURCE, READS = "past.sql", "past_reads.sql"
GRACE_DAYS = 10  # of an invented plan
WORTH_MINOR = 50_000  # nobody promises less, or pays it by a plan
REOPENS_DAYS = 60  # how long a cured case stays open, in case the borrower falls late again
MACROS = (
    f"clocked(d, m) AS utc((CAST(d AS TIMESTAMP) + m * INTERVAL 1 MINUTE) AT TIME ZONE '{CONTACT_ZONE.key}')",
    "tenth(d) AS CAST(date_trunc('month', d + 31) AS DATE) + 9",  # of the month after: the book's payments lie there
    "draw(who, what, sides) AS CAST(md5_number_lower('{seed} ' || who || ' ' || what) % sides AS INTEGER)",
    f"invented(what) AS '{INVENTED}' || what",
    f"grace() AS {GRACE_DAYS}",
    f"worth() AS {WORTH_MINOR}",
    f"reopens() AS {REOPENS_DAYS}",
)


def invent(
    engine: duckdb.DuckDBPyConnection, day: date, *, seed: int, each: Callable[[], None] = lambda: None
) -> dict[str, int]:
    """Add what is lacking of the past of the cases that the day lists, before they are loaded; rows by table.

    `engine` has loaded the book. `each` is called as a table is done.
    """
    added: dict[str, int] = {}
    with transaction.atomic():
        imagine(engine, day, seed=seed)
        for table, select in statements(SOURCE):
            added[table] = added.get(table, 0) + _added(engine, table, select)
            each()
        if any(added.values()):
            told = {"invented": added, "seed": seed, "said": NOTICE}
            record.of_the_house("change", told, at=set_up(day), by=None)
    return added


def set_up(day: date) -> datetime:
    """When the desk of a demonstration is said to have been filled: before anything that its people did there."""
    return instant_of(day - timedelta(days=4), 0)


def imagine(engine: duckdb.DuckDBPyConnection, day: date, *, seed: int) -> None:
    """Make the tables from which the past is written, in the engine alone."""
    macros(engine, day, (one.replace("{seed}", str(seed)) for one in MACROS))
    for name, query in statements(READS):
        engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
    engine.execute("CREATE OR REPLACE TEMP TABLE said_first (agreed_on DATE, due_on DATE, said VARCHAR)")
    signed = engine.execute("SELECT DISTINCT agreed_on, ends, last_due_on FROM arranged").fetchall()
    for agreed, ends, due in signed:
        engine.execute("INSERT INTO said_first VALUES (?, ?, ?)", [agreed, due, _said_first(agreed, ends, due)])


def _said_first(agreed: date, ends: date, due: date) -> str:
    """What signing does to the limitation period: until then it ran from the month that was not paid."""
    law = laws.load("cn")
    before = years_later(ends, law.on(agreed)[PERIOD]["years"])
    return json.dumps(told_first("sign", before=before, due_on=due, as_of=agreed, law=law), ensure_ascii=False)


def _added(engine: duckdb.DuckDBPyConnection, table: str, select: str) -> int:
    """Add the rows; moves one of each noun at a time: PostgreSQL moves a noun on when the statement is over."""
    return sum(_turns(engine, table, select)) if "turn()" in select else add(engine, table, select)


def _turns(engine: duckdb.DuckDBPyConnection, table: str, select: str) -> Iterator[int]:
    for turn in count(1):
        engine.execute(f"CREATE OR REPLACE TEMP MACRO turn() AS {turn}")
        if not (rows := add(engine, table, select)):
            return
        yield rows
