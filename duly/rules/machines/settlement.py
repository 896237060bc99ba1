"""Settlements: an agreed sum closes the debt; the rest is given up once it has been paid."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LAPSED = "lapsed"


class Event(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    OFFER = "offer"
    ACCEPT = "accept"
    PAID_IN_FULL = "paid_in_full"
    EXPIRE = "expire"
    LAPSE = "lapse"
    PAID_IN_TIME = "paid_in_time"
    UNPAID = "unpaid"


UNSETTLED = (State.REQUESTED, State.APPROVED, State.OFFERED, State.ACCEPTED)  # of a loan one at a time
SPENT = (State.APPROVED, State.OFFERED, State.ACCEPTED, State.SETTLED)  # what counts against a ceiling
SETTLEMENT = Machine(
    "settlement",
    start=State.REQUESTED,
    moves={
        (State.REQUESTED, Event.APPROVE): State.APPROVED,
        (State.REQUESTED, Event.REJECT): State.REJECTED,
        (State.REQUESTED, Event.WITHDRAW): State.WITHDRAWN,
        (State.APPROVED, Event.OFFER): State.OFFERED,
        (State.APPROVED, Event.WITHDRAW): State.WITHDRAWN,
        (State.OFFERED, Event.ACCEPT): State.ACCEPTED,
        (State.OFFERED, Event.WITHDRAW): State.WITHDRAWN,
        (State.OFFERED, Event.EXPIRE): State.EXPIRED,
        (State.ACCEPTED, Event.PAID_IN_FULL): State.SETTLED,
        (State.ACCEPTED, Event.LAPSE): State.LAPSED,  # the last day went by; nothing is given up
        (State.LAPSED, Event.PAID_IN_TIME): State.SETTLED,  # a payment was found that had come in time
        (State.SETTLED, Event.UNPAID): State.ACCEPTED,  # the payment was reversed or charged back
    },
    ends=(State.SETTLED, State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.LAPSED),
)
