"""Promises to pay: an amount and a day that the borrower named."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    PAID_IN_PART = "paid_in_part"
    PAID_IN_FULL = "paid_in_full"
    GRACE_ENDED = "grace_ended"
    WITHDRAW = "withdraw"
    UNPAID = "unpaid"


PROMISE = Machine(
    "promise",
    start=State.OPEN,
    moves={
        (State.OPEN, Event.PAID_IN_PART): State.OPEN,
        (State.OPEN, Event.PAID_IN_FULL): State.KEPT,
        (State.OPEN, Event.GRACE_ENDED): State.BROKEN,
        (State.OPEN, Event.WITHDRAW): State.WITHDRAWN,
        (State.BROKEN, Event.PAID_IN_FULL): State.KEPT,  # paid late is still paid
        (State.KEPT, Event.UNPAID): State.OPEN,  # the payment was reversed or charged back
    },
    ends=(State.KEPT, State.BROKEN, State.WITHDRAWN),
)
