"""A past of twelve months for the cases of a demonstration, to have something to look back on: all of it invented.

Everything follows from the seed of the invented people and from the book (`past.sql`). Its rows are named
`invented/…`, and the house's record says how many there are. What speaks of money is what the book says of that month:
no promise was kept without the payment, none broken beside one, nobody cured who had not paid.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
from django.db import transaction

from duly.core.day import CONTACT_ZONE, instant_of
from duly.desk import record
from duly.desk.loading import add, macros, statements

NOTICE = "invented past"  # a word of the record, as every other of its words is
SOURCE = "past.sql"
MACROS = (
    f"clocked(d, m) AS utc((CAST(d AS TIMESTAMP) + m * INTERVAL 1 MINUTE) AT TIME ZONE '{CONTACT_ZONE.key}')",
    "tenth(d) AS CAST(date_trunc('month', d + 31) AS DATE) + 9",  # of the month after: the book's payments lie there
    "draw(who, what, sides) AS CAST(md5_number_lower('{seed} ' || who || ' ' || what) % sides AS INTEGER)",
)
STOPS = (
    "preferences",
    "hardships",
    "disputes",
    "complaints",
    "holds",
    "plans",
)  # of whom the book tells: no more is told
TABLES = {  # what the statements read: people with a case, or late once and not since; their months and contacts
    "cured": """
        SELECT l.borrower_id AS who
        FROM statements s JOIN loans l ON l.loan_id = s.loan_id JOIN aging g ON g.loan_id = s.loan_id
        WHERE g.dpd = 0 AND l.borrower_id NOT IN (SELECT borrower_id FROM worklists)
          AND draw(l.borrower_id, 'is told of', 8) = 0
        GROUP BY l.borrower_id, l.loan_id
        HAVING max(s.months_late) >= 1 AND arg_max(s.months_late, s.statement_date) <= 0
           AND max(s.statement_date) FILTER (s.months_late >= 1) < today() - 60""",
    "stopped": " UNION ".join(f"SELECT borrower_id AS who FROM {table}" for table in STOPS),
    "person": """
        SELECT b.id AS borrower, b.ref AS who, l.id AS loan, l.ref AS loan_ref,
               any_value(a.id) FILTER (a.kind = 'mobile' AND a.own) AS mobile,
               any_value(a.id) FILTER (a.kind = 'app_account' AND a.own) AS app,
               CASE WHEN draw(b.ref, 'complains', 40) = 0
                    THEN today() - 330 + draw(b.ref, 'complaint', 280) END AS complained,
               CASE WHEN draw(b.ref, 'is held', 50) = 0 THEN today() - 340 + draw(b.ref, 'held', 270) END AS held
        FROM (SELECT borrower_id AS who FROM worklists UNION FROM cured) c JOIN store_borrower b ON b.ref = c.who
        JOIN (SELECT borrower_id, any_value(loan_id) AS ref FROM loans GROUP BY ALL HAVING count(*) = 1) one
             ON one.borrower_id = b.ref JOIN store_loan l ON l.ref = one.ref
        ANTI JOIN stopped ON stopped.who = c.who
        LEFT JOIN (SELECT s.id, s.ref, kind, owner_role = 'borrower' AND state = 'valid' AS own, borrower_id
                   FROM addresses JOIN store_address s ON s.ref = address_id) a ON a.borrower_id = b.ref
        GROUP BY ALL""",
    "month": """
        SELECT p.*, s.statement_date AS ends, s.months_late AS late, tenth(s.statement_date) AS pays,
               coalesce((SELECT sum(amount_minor) FROM payments y WHERE y.loan_id = p.loan_ref
                         AND y.paid_date BETWEEN s.statement_date + 1 AND tenth(s.statement_date)), 0) AS paid,
               s.billed_minor // 20 AS least, (SELECT currency FROM book) AS currency,
               2 + draw(p.who, 'after ' || month(s.statement_date), 3) AS after,
               late >= 1 AND least > 0 AND draw(p.who, 'promises ' || month(s.statement_date), 3) = 0
                   AND p.complained IS NULL AND p.held IS NULL
                   AND NOT EXISTS (FROM promises x WHERE x.borrower_id = p.who) AS promised
        FROM person p JOIN statements s ON s.loan_id = p.loan_ref
        WHERE tenth(s.statement_date) < today() - 15""",
    "cure": """
        FROM month WHERE late >= 1 AND who IN (FROM cured)
        QUALIFY row_number() OVER (PARTITION BY who ORDER BY ends DESC) = 1 AND paid > 0""",
    "contact": """
        SELECT borrower, who, 'reminder-' || k AS what, day, 600 + draw(who, 'reminds ' || k, 480) AS minute,
               'push' AS channel, 'outbound' AS direction, app AS address, 'reminder' AS purpose, 'delivered' AS outcome
        FROM (SELECT *, CAST(date_trunc('month', today()) - to_months(12 - k) AS DATE) + 11 AS day
              FROM person, range(12) months(k))
        WHERE day < (SELECT min(statement_date) - 14 FROM statements) AND draw(who, 'is reminded ' || k, 4) > 0
        UNION ALL
        SELECT borrower, who, 'call-' || month(ends), ends + after, 560 + draw(who, 'calls ' || month(ends), 500),
               'phone_call', 'outbound', mobile, 'collect',
               CASE WHEN promised THEN 'conversation'
                    ELSE split('no_answer no_answer busy answered conversation', ' ')[
                        1 + draw(who, 'came ' || month(ends), 5)] END
        FROM month WHERE late >= 1
        UNION ALL
        SELECT borrower, who, 'again-' || month(ends), ends + after + 6, 560 + draw(who, 'again ' || month(ends), 500),
               'phone_call', 'outbound', mobile, 'collect',
               ['no_answer', 'busy', 'conversation'][1 + draw(who, 'came again ' || month(ends), 3)]
        FROM month WHERE late >= 1 AND NOT promised AND draw(who, 'is called again ' || month(ends), 2) = 0
        UNION ALL
        SELECT borrower, who, 'wrote', today() - 300 + draw(who, 'wrote on', 260), 480 + draw(who, 'wrote', 800), 'im',
               'inbound', app, 'service', 'conversation'
        FROM person WHERE draw(who, 'writes', 12) = 0""",
}


@transaction.atomic(durable=True)
def invent(
    engine: duckdb.DuckDBPyConnection, day: date, *, seed: int, each: Callable[[], None] = lambda: None
) -> dict[str, int]:
    """Add what is lacking of the past of the cases that were loaded over the same engine; rows by table.

    `each` is called as a table is done.
    """
    macros(engine, day, (one.replace("{seed}", str(seed)) for one in MACROS))
    for name, query in TABLES.items():
        engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
    added: dict[str, int] = {}
    for table, select in statements(SOURCE):
        added[table] = added.get(table, 0) + add(engine, table, select)
        each()
    if any(added.values()):
        record.of_the_house("change", {"invented": added, "seed": seed, "said": NOTICE}, at=instant_of(day, 0), by=None)
    return added
