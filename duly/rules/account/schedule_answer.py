"""The answer to a question for a schedule: rows, sums, yearly cost, and every convention it was worked out by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from duly.rules.account.asked import asked
from duly.rules.account.schedule import Schedule, schedule
from duly.rules.account.schedule_checks import checked
from duly.rules.account.schedule_rows import PaidOut, Row
from duly.rules.account.schedule_wire import ScheduleQuestion
from duly.rules.account.yearly_cost import simple_bp, xirr_bp

NO_CONVENTION = {
    "id", "currency", "disbursements", "annual_rate_bp", "instalments", "instalment", "down_payment", "rate_changes",
    "prepayments", "payment_holidays", "due_day_changes", "fees", "due_on", "annual_cost",
}  # fmt: skip
DAYS = ("on", "from_on", "due_on")


def answer_schedule(given: Any) -> dict[str, Any]:
    """Answer one question that has been parsed from JSON. Raises Refused."""
    question = checked(asked(ScheduleQuestion, given))
    made = schedule(question)
    return {
        "id": question.id,
        "currency": question.currency,
        "instalment": made.instalment,
        "instalments": sum(row.kind == "instalment" for row in made.rows),
        "rows": [_written(row) for row in made.rows],
        "disbursements": [_written(one) for one in made.disbursed],
        "totals": _totals(made),
        "annual_cost": _cost(made) if question.annual_cost else None,
        "conventions": _conventions(question, made),
    }


def _written(row: Row | PaidOut) -> dict[str, Any]:
    told = row._asdict()
    for name in DAYS:
        if name in told:
            told[name] = told[name].isoformat()
    return told


def _totals(made: Schedule) -> dict[str, int]:
    """Fees paid at disbursement are among the fees, and among all that is due."""
    at_once = sum(one.fee for one in made.disbursed)
    return {
        "disbursed": sum(one.amount for one in made.disbursed),
        "principal": sum(row.principal for row in made.rows),
        "interest": sum(row.interest for row in made.rows),
        "capitalised": sum(row.capitalised for row in made.rows),
        "fees": at_once + sum(row.fee for row in made.rows),
        "fees_financed": sum(one.fee_financed for one in made.disbursed),
        "due": at_once + sum(row.due for row in made.rows),
    }


def _cost(made: Schedule) -> dict[str, int | None]:
    """What the borrower pays beyond what was received; capitalised interest and financed fees are within principal."""
    flows = [(one.on, one.amount - one.fee) for one in made.disbursed] + [(row.due_on, -row.due) for row in made.rows]
    charges = -sum(amount for _, amount in flows)
    return {"xirr_bp": xirr_bp(flows), "simple_bp": simple_bp(charges, sum(_principal_days(made)))}


def _principal_days(made: Schedule) -> Iterator[int]:
    """For every stretch of days between two moves of the balance: the balance times the days."""
    moves = [(one.on, one.amount + one.fee_financed) for one in made.disbursed]
    moves += [(row.due_on, row.capitalised - row.principal) for row in made.rows]
    moves.sort()
    balance = 0
    for (day, change), (following, _) in pairwise(moves):
        balance += change
        yield balance * (following - day).days


def _conventions(question: ScheduleQuestion, made: Schedule) -> dict[str, Any]:
    """Every choice that was left out, as it was taken."""
    resolved = question.model_dump(mode="json", exclude=NO_CONVENTION)
    resolved["working_days"]["holidays"] = len(question.working_days.holidays)
    due = made.spans.due
    return {**resolved, "first_due_on": due[0].isoformat(), "due_day": due.counts_on}
