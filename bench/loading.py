"""A morning's worklists loaded into the desk, beside a COPY of the same bytes into the same table.

tools/postgresql python -m bench.loading [--rows 1000000]
"""

from __future__ import annotations

import argparse
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.settings")
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from duly.desk import loading  # noqa: E402
from duly.store import engine as engines  # noqa: E402
from duly.store.models import Planned, Team  # noqa: E402
from tests.desk.house import House  # noqa: E402

TABLE = Planned._meta.db_table
ROWS = """
CREATE TEMP TABLE new_planned AS
SELECT uuid() AS id, uuid() AS borrower_id, 'C' || i AS ref, DATE '2026-11-25' AS day, 'T1' AS team_id,
       CAST(i AS INTEGER) AS position, CAST('{loan}' AS UUID) AS loan_id, CAST('{address}' AS UUID) AS address_id,
       'call_first' AS why, CAST(i AS BIGINT) AS priority, 480 AS earliest_minute, 1200 AS latest_minute
FROM range({rows}) t(i)
"""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    given = asked.parse_args()
    assert connection.vendor == "postgresql", "tools/postgresql python -m bench.loading"
    call_command("migrate", verbosity=0)
    house, engine = House.opened(), engines.connect()
    Team.objects.create(id="T1", name="T", opens_minute=480, closes_minute=1200)
    engine.execute(ROWS.format(loan=house.loan.id, address=house.address.id, rows=given.rows))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE} CASCADE")
        began, used = time.perf_counter(), time.process_time()
        loading._write(engine, Planned, "new_planned")
        took, cpu = time.perf_counter() - began, time.process_time() - used
        with cursor.copy(f"COPY {TABLE} TO STDOUT") as copy:
            told = b"".join(bytes(block) for block in copy)
        transaction.set_rollback(True)  # their borrowers are invented, and only a COMMIT would ask for them
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE} CASCADE")
        began = time.perf_counter()
        with cursor.copy(f"COPY {TABLE} FROM STDIN") as copy:
            copy.write(told)
        floor = time.perf_counter() - began
        transaction.set_rollback(True)
    print(f"worklists: {given.rows / took:,.0f} rows/s, {cpu / given.rows * 1e6:.1f} µs of our processor a row")
    print(f"  floor, COPY of the same bytes: {given.rows / floor:,.0f} rows/s; ours is {floor / took:.0%} of it")


if __name__ == "__main__":
    main()
