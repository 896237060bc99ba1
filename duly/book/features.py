"""What the score looks at: five whole numbers of a loan, from its ageing and its statements of the last six months.

No attribute of the person is among them, and no absolute amount, so that they mean the same in every currency. A loan
without statements has only the first; the others are unknown.
"""

from __future__ import annotations

from datetime import date

from duly.book.sql import day_literal

FEATURES: dict[str, str] = {
    "days_past_due": "Days past due on the day, from ageing.",
    "months_late": "Of the last six statements, those reported a month or more late.",
    "months_unpaid": "Of the last six statements, those in whose month nothing was paid.",
    "use_bp": "Average balance of the last six statements, basis points of the limit.",
    "growth_bp": "Newest less oldest of those balances, basis points of the limit.",
}


def features_query(day: date) -> str:
    """Build one row per aged loan: loan_id, borrower_id and FEATURES, each NULL where unknown.

    Reads aging, loans and statements. A credit balance counts as none, and every quotient is of two numbers that are
    not negative, so that all engines round alike.
    """
    today = day_literal(day)
    return f"""
SELECT a.loan_id, a.borrower_id, a.dpd AS days_past_due, s.months_late, s.months_unpaid, s.use_bp, s.growth_bp
FROM aging a LEFT JOIN (
    SELECT loan_id, months_late, months_unpaid,
        (10000 * billed // nullif(months * limit_minor, 0))::BIGINT AS use_bp,
        CASE WHEN months > 1 THEN
            10000 * newest // nullif(limit_minor, 0) - 10000 * oldest // nullif(limit_minor, 0) END AS growth_bp
    FROM (
        SELECT loan_id, count(*) AS months,
            count(*) FILTER (months_late >= 1) AS months_late,
            count(*) FILTER (paid_minor <= 0) AS months_unpaid,
            sum(greatest(billed_minor, 0)) AS billed,
            greatest(arg_max(billed_minor, statement_date), 0) AS newest,
            greatest(arg_min(billed_minor, statement_date), 0) AS oldest
        FROM statements WHERE statement_date > {today} - INTERVAL 6 MONTH AND statement_date <= {today}
        GROUP BY loan_id
    ) JOIN loans USING (loan_id)
) s USING (loan_id)"""
