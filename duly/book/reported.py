"""How far bills and payments alone explain the lateness that the lender reports on its statements."""

from __future__ import annotations

from datetime import date

from duly.book.sql import day_literal

LEAST_PAYMENT_PERCENT = 5  # of the bill before; a usual least payment of a card, not the lender's own rule


def explained_query(day: date) -> str:
    """Build one row: of how many loans with statements (`loans`) bills and payments say what is reported (`explained`).

    A month's payment falls short when it is less than the least payment of the statement before; bills and payments say
    that a loan is as many months late as its newest payments in a row fell short. Reads statements.
    """
    return f"""
WITH months AS (
    SELECT loan_id, statement_date, months_late,
        paid_minor * 100 < {LEAST_PAYMENT_PERCENT} * greatest(
            lag(billed_minor) OVER (PARTITION BY loan_id ORDER BY statement_date), 0) AS short
    FROM statements WHERE statement_date <= {day_literal(day)}
), newest AS (
    SELECT loan_id, max(statement_date) AS newest_date,
        max(statement_date) FILTER (NOT coalesce(short, false)) AS sufficed_date
    FROM months GROUP BY loan_id
), counted AS (
    SELECT loan_id,
        max(months_late) FILTER (statement_date = newest_date) AS reported,
        count(*) FILTER (statement_date > sufficed_date) AS by_bills
    FROM months JOIN newest USING (loan_id) GROUP BY loan_id
)
SELECT count(*) AS loans, count(*) FILTER (greatest(reported, 0) = by_bills) AS explained FROM counted"""
