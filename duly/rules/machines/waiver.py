"""Waivers: part of what is owed is forgiven, item by item."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    APPLIED = "applied"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


class Event(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    APPLY = "apply"
    UNDO = "undo"


PENDING = (State.REQUESTED, State.APPROVED)  # of a loan one at a time, so that their sum cannot be raced
SPENT = (State.APPROVED, State.APPLIED)  # what counts against a ceiling
WAIVER = Machine(
    "waiver",
    start=State.REQUESTED,
    moves={
        (State.REQUESTED, Event.APPROVE): State.APPROVED,
        (State.REQUESTED, Event.REJECT): State.REJECTED,
        (State.REQUESTED, Event.WITHDRAW): State.WITHDRAWN,
        (State.APPROVED, Event.APPLY): State.APPLIED,
        (State.APPROVED, Event.WITHDRAW): State.WITHDRAWN,
        (State.APPLIED, Event.UNDO): State.UNDONE,  # it was booked in error; the items are reversed
    },
    ends=(State.APPLIED, State.REJECTED, State.WITHDRAWN, State.UNDONE),
)
