"""What a changed law would do to the contacts of a night: the same proposals and facts, judged under both."""

from __future__ import annotations

from datetime import date

from duly.book.contacts import PERMITTED
from duly.book.gate import planned_query
from duly.law import Law

LOST, GAINED, MOVED, SAME = "lost", "gained", "moved", "same"


def judged_twice(before: Law, after: Law, day: date) -> dict[str, str]:
    """Build the tables `then` and `now` of the proposed contacts, each with the columns of `days.PLANNED`.

    Reads what `gate.planned_query` reads.
    """
    return {"then": planned_query(before, day), "now": planned_query(after, day)}


def changes_query() -> str:
    """Build one row a proposed contact: what becomes of it, its window under both laws, and the rules that decide.

    `lost` is permitted then and refused now, `gained` the reverse; `moved` is permitted under both, in other minutes
    or with another verdict. `rules` are those that refuse it where it is refused. Reads then and now.
    """
    return f"""
SELECT contact_id, borrower_id, t.channel,
    CASE WHEN t.{PERMITTED} AND n.{PERMITTED} THEN CASE
            WHEN (t.earliest_minute, t.latest_minute, t.verdict) IS DISTINCT FROM
                (n.earliest_minute, n.latest_minute, n.verdict) THEN '{MOVED}' ELSE '{SAME}' END
        WHEN t.{PERMITTED} THEN '{LOST}' WHEN n.{PERMITTED} THEN '{GAINED}' ELSE '{SAME}' END AS change,
    t.{PERMITTED} AS permitted_then, n.{PERMITTED} AS permitted_now,
    t.earliest_minute AS from_then, t.latest_minute AS to_then,
    n.earliest_minute AS from_now, n.latest_minute AS to_now,
    CASE WHEN t.{PERMITTED} THEN n.refused_by ELSE t.refused_by END AS rules
FROM "then" t JOIN "now" n USING (contact_id, borrower_id)"""
