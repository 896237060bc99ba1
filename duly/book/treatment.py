"""What the house would do for every borrower: the same rows as `rules.treatment`, as one query over the book."""

from __future__ import annotations

from datetime import date
from typing import Any

from duly.book.sql import day_literal, text_literal
from duly.core.day import day_bounds
from duly.rules.treatment import POINTS, Arms, Test, TreatmentTable


def treatment_query(table: TreatmentTable, day: date) -> str:
    """Build the treatments of the day.

    Reads aging, scores, borrowers, addresses and the tables of stops; gives the columns of `days.TREATMENTS`.
    """
    return f"""
WITH {facts_query(table.arms, day)}, decided AS (
    SELECT *, {row_number(table)} AS row_no FROM facts
)
SELECT borrower_id, loan_id, loans, dpd, bucket, overdue_minor, band, arm,
    {_column(table, "id")} AS row_id, {_column(table, "then")} AS treatment, {_column(table, "reason")} AS reason,
    {_column(table, "channel")} AS channel, {_column(table, "template")} AS template
FROM decided"""


def row_number(table: TreatmentTable) -> str:
    """The number, from 0, of the first row that holds, as an expression over columns named like the facts."""
    steps = " ".join(
        f"WHEN {' AND '.join(_test(test) for test in row.when)} THEN {number}"
        for number, row in enumerate(table.rows[:-1])
    )
    return f"(CASE {steps} ELSE {len(table.rows) - 1} END)"


SQL_OPERATORS = {"is": "=", "less than": "<", "at least": ">="}


def _test(test: Test) -> str:
    if test.operator == "in":
        return f"{test.fact} IN ({', '.join(_value(one) for one in test.value)})"
    return f"{test.fact} {SQL_OPERATORS[test.operator]} {_value(test.value)}"


def _value(value: Any) -> str:
    return text_literal(value) if isinstance(value, str) else str(value).lower()


def _column(table: TreatmentTable, attribute: str) -> str:
    """Look an attribute of the deciding row up by its number."""
    values = [getattr(row, attribute) for row in table.rows]
    cells = ", ".join("NULL" if value is None else text_literal(value) for value in values)
    return f"([{cells}]::VARCHAR[])[row_no + 1]"


def facts_query(arms: Arms, day: date) -> str:
    """Build the facts of every borrower that the rows ask for, as common table expressions ending in `facts`.

    The loan that decides is in the highest bucket, then longest past due, then with most arrears, then first by id;
    where nothing is late or owed, that is the first by id.
    """
    return f"""
person AS (
    SELECT borrower_id, count(*)::INTEGER AS loans, sum(overdue_minor)::BIGINT AS overdue_minor,
        max(dpd) AS dpd, max(bucket) AS bucket, min(loan_id) AS first_loan
    FROM aging GROUP BY borrower_id
), worst AS (
    SELECT a.borrower_id, a.loan_id, a.dpd FROM aging a
        JOIN (FROM person WHERE loans > 1 AND (dpd > 0 OR overdue_minor > 0)) USING (borrower_id)
    QUALIFY row_number() OVER (
        PARTITION BY a.borrower_id ORDER BY a.bucket DESC, a.dpd DESC, a.overdue_minor DESC, a.loan_id) = 1
), late AS (
    SELECT borrower_id FROM person WHERE bucket <> 'M0'
), banded AS (
    SELECT loan_id, band FROM scores SEMI JOIN late USING (borrower_id)
), stops AS ({_stops(day)}
), reach AS (
    SELECT borrower_id,
        bool_or(owner_role = 'borrower' AND state = 'valid' AND kind IN ('mobile', 'landline')) AS reachable,
        bool_or(owner_role = 'borrower' AND state = 'valid' AND kind = 'app_account') AS app,
        bool_or(owner_role = 'contact' AND kind IN ('mobile', 'landline')) AS contact_person
    FROM addresses SEMI JOIN late USING (borrower_id) GROUP BY borrower_id
), facts AS (
    SELECT p.borrower_id, coalesce(w.loan_id, p.first_loan) AS loan_id, p.loans, coalesce(w.dpd, p.dpd) AS dpd,
        p.bucket, p.overdue_minor, s.band,
        {_arm(arms)} AS arm, b.deceased,
        {", ".join(f"coalesce(t.{name}, false) AS {name}" for name in STOPS)},
        {", ".join(f"coalesce(r.{name}, false) AS {name}" for name in ("reachable", "app", "contact_person"))}
    FROM person p LEFT JOIN borrowers b USING (borrower_id) LEFT JOIN worst w USING (borrower_id)
        LEFT JOIN banded s ON s.loan_id = coalesce(w.loan_id, p.first_loan)
        LEFT JOIN stops t USING (borrower_id) LEFT JOIN reach r USING (borrower_id)
)"""


STOPS = ("hardship", "dispute", "complaint", "plan_kept", "promise", "cease", "hold", "payment_unclear")


def stops_queries(day: date) -> dict[str, str]:
    """What stands in the way of somebody on any part of the day: the rows of each kind, from FROM on."""
    today = day_literal(day)
    morning, night = (f"TIMESTAMPTZ '{edge.isoformat()}'" for edge in day_bounds(day))
    open_until = f"coalesce({{}}, TIMESTAMPTZ 'infinity') >= {morning}"
    return {
        "hardship": f"FROM hardships WHERE reported_at < {night} AND {open_until.format('ended_at')}",
        "dispute": f"FROM disputes WHERE raised_at < {night} AND {open_until.format('closed_at')}",
        "complaint": f"FROM complaints WHERE received_at < {night} AND {open_until.format('answered_at')}",
        "plan_kept": f"""FROM plans WHERE state = 'active' AND agreed_at < {night}
            AND (missed_due_date IS NULL OR missed_due_date + grace_days >= {today})""",
        "promise": f"FROM promises WHERE state = 'open' AND made_at < {night} AND due_date >= {today}",
        "cease": f"""FROM preferences WHERE kind = 'cease' AND stated_at < {night}
            AND coalesce(last_date, {today}) >= {today}""",
        "hold": f"FROM holds WHERE first_date <= {today} AND coalesce(last_date, {today}) >= {today}",
        "payment_unclear": "FROM set_aside JOIN loans USING (loan_id)",
    }


def _stops(day: date) -> str:
    """One row per borrower for whom something stands in the way."""
    found = stops_queries(day)
    every = " UNION ALL ".join(f"SELECT borrower_id, '{name}' AS stop {query}" for name, query in found.items())
    flags = ", ".join(f"bool_or(stop = '{name}') AS {name}" for name in STOPS)
    return f"SELECT borrower_id, {flags} FROM ({every}) GROUP BY borrower_id"


def _arm(arms: Arms) -> str:
    point = f"(('0x' || left(md5({text_literal(arms.salt)} || p.borrower_id), 8))::BIGINT % {POINTS})"
    return (
        f"CASE WHEN {point} < {arms.holdout_bp} THEN 'holdout' "
        f"WHEN {point} < {arms.holdout_bp + arms.challenger_bp} THEN 'challenger' ELSE 'champion' END"
    )
