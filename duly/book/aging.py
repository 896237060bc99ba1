"""Days past due, buckets and arrears of every loan, from the schedule and the money that came in.

Instalments are paid in order of their due date. Within one the unpaid rest is principal first, then interest, then
fee (Civil Code 561: the money went to fees and interest before principal). Penalties charged outside the schedule are
covered last, so that no penalty ever makes a loan late; the borrower's account replaces this order by the contract's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duly.book.sql import day_literal, ladder
from duly.core.day import month_before


@dataclass(frozen=True, slots=True)
class Cuts:
    """Cut points of days past due: (last day, name) from the lowest up, and the name above the last."""

    rungs: tuple[tuple[int, str], ...]
    above: str

    def name(self, dpd: int) -> str:
        return next((name for top, name in self.rungs if dpd <= top), self.above)

    def sql(self, dpd: str) -> str:
        return ladder(dpd, self.rungs, self.above)


BUCKET_CUTS = Cuts(
    ((0, "M0"), (30, "M1"), (60, "M2"), (90, "M3"), (120, "M4"), (150, "M5"), (180, "M6")), "M7"
)  # GLOSSARY: aging · bucket


def aging_query(day: date, class_floor: Cuts, buckets: Cuts = BUCKET_CUTS) -> str:
    """Build the ageing of the book on a day.

    Reads loans, schedule (with its running total `due_total_minor`), payments, charges and holds; gives the columns of
    `days.AGING`. Payments and charges dated after the day do not exist yet. A pause is the house's own, so the
    five-class floor counts its days.
    """
    today, before = day_literal(day), day_literal(month_before(day))
    now, then = _bucket(buckets, "dpd"), _bucket(buckets, "dpd_before")
    return f"""
WITH paid AS (
    SELECT loan_id, greatest(sum(amount_minor), 0)::BIGINT AS paid,
        greatest(coalesce(sum(amount_minor) FILTER (paid_date <= {before}), 0), 0)::BIGINT AS paid_before
    FROM payments WHERE paid_date <= {today} GROUP BY loan_id
), charged AS (
    SELECT loan_id, sum(amount_minor)::BIGINT AS charged FROM charges WHERE charged_date <= {today} GROUP BY loan_id
), instalment AS (
    SELECT loan_id, instalment_no, due_date, principal_minor, interest_minor,
        due_total_minor > coalesce(paid, 0) AS late,
        due_date < {before} AND due_total_minor > coalesce(paid_before, 0) AS late_before,
        least(principal_minor + interest_minor + fee_minor, due_total_minor - coalesce(paid, 0)) AS unpaid
    FROM schedule LEFT JOIN paid USING (loan_id)
    WHERE due_date < {today} AND (due_total_minor > coalesce(paid, 0)
        OR due_date < {before} AND due_total_minor > coalesce(paid_before, 0))
), unpaid AS (
    SELECT loan_id,
        min(due_date) FILTER (late) AS oldest_due_date,
        min(instalment_no) FILTER (late) AS oldest_instalment_no,
        min(due_date) FILTER (late_before) AS oldest_before,
        coalesce(sum(unpaid) FILTER (late), 0)::BIGINT AS due_unpaid,
        coalesce(sum(least(principal_minor, unpaid)) FILTER (late), 0)::BIGINT AS principal_unpaid,
        coalesce(sum(least(interest_minor, unpaid - least(principal_minor, unpaid))) FILTER (late), 0)::BIGINT
            AS interest_unpaid
    FROM instalment GROUP BY loan_id
), scheduled AS (
    SELECT loan_id, max(due_total_minor) AS scheduled FROM schedule GROUP BY loan_id
), paused AS ({_paused(today, before)}
), aged AS (
    SELECT l.loan_id, l.borrower_id, l.grace_days,
        CASE WHEN l.state <> 'settled' THEN u.oldest_due_date END AS oldest_due_date,
        CASE WHEN l.state <> 'settled' THEN u.oldest_instalment_no END AS oldest_instalment_no,
        CASE WHEN l.state = 'settled' THEN 0 ELSE
            greatest(coalesce({today} - u.oldest_due_date, 0) - coalesce(z.paused_days, 0), 0) END AS dpd,
        CASE WHEN l.state = 'settled' THEN 0 ELSE
            greatest(coalesce({before} - u.oldest_before, 0) - coalesce(z.paused_before, 0), 0) END AS dpd_before,
        coalesce(z.paused_days, 0) AS paused_days,
        CASE WHEN l.state = 'settled' THEN 0 ELSE 1 END AS owes,
        coalesce(u.due_unpaid, 0) AS due_unpaid,
        coalesce(u.principal_unpaid, 0) AS principal_unpaid,
        coalesce(u.interest_unpaid, 0) AS interest_unpaid,
        greatest(coalesce(s.scheduled, 0) - coalesce(p.paid, 0), 0) AS schedule_unpaid,
        greatest(coalesce(c.charged, 0) - greatest(coalesce(p.paid, 0) - coalesce(s.scheduled, 0), 0), 0)
            AS penalty_unpaid
    FROM loans l LEFT JOIN scheduled s USING (loan_id) LEFT JOIN paid p USING (loan_id)
        LEFT JOIN unpaid u USING (loan_id) LEFT JOIN charged c USING (loan_id) LEFT JOIN paused z USING (loan_id)
), bucketed AS (
    SELECT *, {now} AS bucket, {then} AS bucket_before FROM aged
)
SELECT loan_id, borrower_id, dpd::INTEGER AS dpd, bucket,
    dpd > 0 AND dpd <= grace_days AS in_grace,
    oldest_due_date, oldest_instalment_no,
    (owes * (due_unpaid + penalty_unpaid))::BIGINT AS overdue_minor,
    (owes * principal_unpaid)::BIGINT AS overdue_principal_minor,
    (owes * interest_unpaid)::BIGINT AS overdue_interest_minor,
    (owes * (due_unpaid - principal_unpaid - interest_unpaid))::BIGINT AS overdue_fee_minor,
    (owes * penalty_unpaid)::BIGINT AS overdue_penalty_minor,
    (owes * (schedule_unpaid + penalty_unpaid))::BIGINT AS outstanding_minor,
    paused_days::INTEGER AS paused_days,
    bucket_before,
    CASE WHEN bucket = 'M0' AND bucket_before = 'M0' THEN 'current' WHEN bucket_before = 'M0' THEN 'enter'
        WHEN bucket = 'M0' THEN 'cure' WHEN bucket > bucket_before THEN 'forward'
        WHEN bucket < bucket_before THEN 'back' ELSE 'same' END AS roll,
    {class_floor.sql("owes * (dpd + paused_days)")} AS class_floor
FROM bucketed"""


def _bucket(buckets: Cuts, dpd: str) -> str:
    """Within its grace period a loan is not late, whatever its days past due."""
    not_late = buckets.rungs[0][1]
    return f"CASE WHEN {dpd} <= grace_days THEN '{not_late}' ELSE {buckets.sql(dpd)} END"


def _paused(today: str, before: str) -> str:
    """Days that do not count, each once however many holds cover it."""
    return f"""
    SELECT loan_id,
        count(DISTINCT d) FILTER (d > oldest_due_date) AS paused_days,
        count(DISTINCT d) FILTER (d > oldest_before AND d <= {before}) AS paused_before
    FROM (
        SELECT u.loan_id, u.oldest_due_date, u.oldest_before, unnest(generate_series(
            greatest(h.first_date, least(u.oldest_due_date, u.oldest_before) + 1),
            least(coalesce(h.last_date, {today}), {today}), INTERVAL 1 DAY))::DATE AS d
        FROM holds h JOIN loans l ON l.borrower_id = h.borrower_id AND l.loan_id = coalesce(h.loan_id, l.loan_id)
            JOIN unpaid u ON u.loan_id = l.loan_id
        WHERE h.pauses_ageing AND h.first_date <= {today}
            AND (u.oldest_due_date IS NOT NULL OR u.oldest_before IS NOT NULL)
    ) GROUP BY loan_id"""
