"""Repayment plans: a schedule agreed afresh. How a signed one is kept is said by `rules.account.plan_followed`."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    PROPOSED = "proposed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    KEPT = "kept"
    IN_GRACE = "in_grace"
    BROKEN = "broken"
    COMPLETED = "completed"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Event(StrEnum):
    OFFER = "offer"
    ACCEPT = "accept"
    SIGN = "sign"
    MISS = "miss"
    CATCH_UP = "catch_up"
    BREAK = "break"
    COMPLETE = "complete"
    GIVE_UP = "give_up"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    PAID_IN_TIME = "paid_in_time"
    UNPAID = "unpaid"
    RESTORE = "restore"


IN_FORCE = (State.ACCEPTED, State.KEPT, State.IN_GRACE)  # meanwhile nobody collects
PLAN = Machine(
    "plan",
    start=State.PROPOSED,
    moves={
        (State.PROPOSED, Event.OFFER): State.OFFERED,
        (State.PROPOSED, Event.WITHDRAW): State.WITHDRAWN,
        (State.OFFERED, Event.ACCEPT): State.ACCEPTED,  # the borrower said yes; the paper follows
        (State.OFFERED, Event.SIGN): State.KEPT,
        (State.OFFERED, Event.WITHDRAW): State.WITHDRAWN,
        (State.OFFERED, Event.LAPSE): State.LAPSED,
        (State.ACCEPTED, Event.SIGN): State.KEPT,
        (State.ACCEPTED, Event.WITHDRAW): State.WITHDRAWN,
        (State.ACCEPTED, Event.LAPSE): State.LAPSED,  # it was never signed
        (State.KEPT, Event.MISS): State.IN_GRACE,
        (State.KEPT, Event.BREAK): State.BROKEN,  # agreed without days of grace
        (State.KEPT, Event.COMPLETE): State.COMPLETED,
        (State.KEPT, Event.GIVE_UP): State.GIVEN_UP,
        (State.IN_GRACE, Event.CATCH_UP): State.KEPT,
        (State.IN_GRACE, Event.BREAK): State.BROKEN,
        (State.IN_GRACE, Event.COMPLETE): State.COMPLETED,
        (State.IN_GRACE, Event.GIVE_UP): State.GIVEN_UP,
        (State.BROKEN, Event.PAID_IN_TIME): State.KEPT,  # a payment was found that had come in time
        (State.BROKEN, Event.COMPLETE): State.COMPLETED,  # paid late is still paid
        (State.COMPLETED, Event.UNPAID): State.KEPT,  # the payment was reversed or charged back
        (State.GIVEN_UP, Event.RESTORE): State.KEPT,  # it was given up in error
    },
    ends=(State.BROKEN, State.COMPLETED, State.GIVEN_UP, State.WITHDRAWN, State.LAPSED),
)
