"""The rows of a schedule, and where in the question an event of it stands."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from duly.rules.account.schedule_parts import Paid, Prepayment, RateChange
from duly.rules.account.schedule_wire import ScheduleQuestion

Event = Paid | RateChange | Prepayment


class Row(NamedTuple):
    """One payment, or one that is put off: the balance just before it and just after it."""

    kind: str
    no: int | None
    from_on: date
    due_on: date
    days: int
    opening: int
    principal: int
    interest: int
    fee: int
    due: int
    balance: int
    capitalised: int = 0
    deferred: int = 0


class PaidOut(NamedTuple):
    """One disbursement: what is paid out, the fees on that day, and the balance after it."""

    on: date
    amount: int
    fee: int
    fee_financed: int
    balance: int


def place_of(question: ScheduleQuestion, event: Event) -> str:
    """Where in the question something stands."""
    for name in ("disbursements", "prepayments", "rate_changes"):
        for place, one in enumerate(getattr(question, name)):
            if one is event:
                return f"{name}[{place}]"
    return "$"


def kept_by(asked: ScheduleQuestion, event: Event) -> str:
    """What a change keeps: the term, the instalment, or both."""
    if isinstance(event, Paid):
        return {"instalment": "term", "term": "instalment", "last": "both"}[asked.re_amortise]
    if isinstance(event, RateChange):
        return event.keep
    return "term" if event.reduce == "instalment" else "instalment"
