"""A store of a million cases on PostgreSQL, and the reads of the console on it, beside the same SQL by psycopg alone.

tools/postgresql python -m bench.store [--cases 1000000]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from datetime import date, datetime
from hashlib import md5
from statistics import quantiles
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.settings")
import django

django.setup()

import psycopg  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from duly.desk import case_file, chains, known, queue  # noqa: E402
from duly.store.models import Case, User, Vaulted  # noqa: E402

TEAMS, SHOWN = 100, 60  # a hundred teams, as the filling has them
DAY, AT = date(2026, 11, 25), datetime.fromisoformat("2026-11-25T02:10:00+00:00")
FILL = """
INSERT INTO store_lender (id, name, kind, caller_ids, accounts, payment_channels, hotline, complaint_line)
VALUES ('L1', 'L', 'bank', '[]', '[]', '[]', '', '');
INSERT INTO store_team (id, name, region, dialects, opens_minute, closes_minute, calls_per_agent)
SELECT 'T' || i, 'T', '', '', 480, 1200, 100 FROM generate_series(0, 99) i;
CREATE TEMP TABLE n AS SELECT i, md5('b' || i)::uuid AS b, md5('l' || i)::uuid AS l, md5('a' || i)::uuid AS a,
       md5('c' || i)::uuid AS c FROM generate_series(0, :cases - 1) i;
INSERT INTO store_borrower (id, ref, region, deceased, minor, capacity, circumstances, heeded)
SELECT b, 'B' || i, '330000', false, false, 'full', '[]', 0 FROM n;
INSERT INTO store_loan (id, borrower_id, ref, creditor_id, product, currency, late_since, current, state,
                        overdue_minor, terms, contract_end)
SELECT l, b, 'LN' || i, 'L1', 'consumer_loan', 'CNY', '2026-11-13', false, 'open', 120000, '{}', '' FROM n;
INSERT INTO store_address (id, borrower_id, ref, kind, source, source_ref, reserved, state, token)
SELECT a, b, 'A' || i, 'mobile', 'contract', '', true, 'valid', md5('t' || i) FROM n;
INSERT INTO store_case (id, borrower_id, ref, state, moved, opened_on)
SELECT c, b, 'C' || i, 'phone', 1, '2026-11-20' FROM n;
INSERT INTO store_assigned (id, borrower_id, ref, case_id, team_id)
SELECT md5('s' || i)::uuid, b, 'C' || i, c, 'T' || i % 100 FROM n;
INSERT INTO store_planned (id, borrower_id, ref, day, team_id, position, loan_id, address_id, why, priority,
                           earliest_minute, latest_minute)
SELECT md5('p' || i)::uuid, b, 'P' || i, '2026-11-25', 'T' || i % 100, i / 100, l, a, 'call_first', i,
       480, 1200 FROM n;
INSERT INTO store_heard (id, borrower_id, at, channel, direction, said)
SELECT md5('h' || i || ':' || k)::uuid, b, '2026-11-20T10:00:00+08:00'::timestamptz - k * interval '1 day',
       'phone_call', 'outbound', '{"party": "P1", "outcome": "no_answer"}' FROM n, generate_series(1, 3) k;
INSERT INTO store_vaulted (borrower_id, subject, "of", field, key_id, nonce, ciphertext, blind, at)
SELECT b, 'address', a, 'number', 'k', '', '', md5('v' || i) || md5('w' || i), '2026-11-25T02:10:00Z' FROM n;
"""


def filled(cases: int) -> None:
    """A million ordinary borrowers, put in by the database itself; its guards are not asked, and on again after."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(FILL.replace(":cases", str(cases)))
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def reads(cases: int, agent: User) -> dict[str, Callable[[int], Any]]:
    """What a page of the console reads, by the number of a case."""
    of_a_team = cases // TEAMS

    def opened(no: int) -> Case:
        return Case.objects.select_related("borrower").get(ref=f"C{no}")

    return {
        "worklist, first page": lambda no: queue.page(agent, DAY),
        "worklist, later page": lambda no: queue.page(agent, DAY, after=no % of_a_team),
        "worklist, counts": lambda no: queue.counted(agent, DAY),
        "case file": lambda no: case_file.read(opened(no), DAY),
        "case timeline": lambda no: case_file.timeline(opened(no).borrower),
        "all for the judge": lambda no: known.known(opened(no).borrower_id, agent, "phone_call", AT),
        "search by reference": lambda no: chains.find(agent, f"B{no}"),
        "search by loan": lambda no: chains.find(agent, f"LN{no}"),
        "search by number": lambda no: list(Vaulted.objects.filter(field="number", blind__in=[blind(no)])[:51]),
    }


def blind(no: int) -> str:
    return md5(f"v{no}".encode()).hexdigest() + md5(f"w{no}".encode()).hexdigest()


def sent_by(read: Callable[[int], Any], no: int) -> list[tuple[str, Any]]:
    """The statements of one read."""
    sent: list[tuple[str, Any]] = []

    def written(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(written):
        read(no)
    return sent


def p95(run: Callable[[Any], Any], each: list[Any]) -> float:
    """Milliseconds in which nineteen of twenty are done."""
    for one in each[:10]:
        run(one)
    taken = []
    for one in each:
        began = time.perf_counter()
        run(one)
        taken.append(time.perf_counter() - began)
    return quantiles(taken, n=20)[18] * 1e3


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=1_000_000)
    given = asked.parse_args()
    assert connection.vendor == "postgresql", "tools/postgresql python -m bench.store"
    call_command("migrate", verbosity=0)
    filled(given.cases)
    agent = User.objects.create(username="agent", name="王静", role="agent", lender_id="L1", team_id="T1")
    raw = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    numbers = [(no * 7919 * TEAMS + 1) % given.cases for no in range(SHOWN)]  # of the agent's team
    print(f"reads on {given.cases:,} cases, p95 in ms, beside the same SQL by psycopg")
    for name, read in reads(given.cases, agent).items():
        sent = [sent_by(read, no) for no in numbers]
        ours = p95(read, numbers)
        floor = p95(lambda each: [raw.execute(sql, params).fetchall() for sql, params in each], sent)
        print(f"  {name:22s} {ours:7.1f}  floor {floor:7.1f}  {floor / ours:4.0%}  {len(sent[0])} statements")


if __name__ == "__main__":
    main()
