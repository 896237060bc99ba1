"""Disputes: objections against the debt or a record of it."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
    REJECTED = "rejected"


class Event(StrEnum):
    RESOLVE = "resolve"
    REJECT = "reject"
    REOPEN = "reopen"


DISPUTE = Machine(
    "dispute",
    start=State.OPEN,
    moves={
        (State.OPEN, Event.RESOLVE): State.RESOLVED,
        (State.OPEN, Event.REJECT): State.REJECTED,
        (State.RESOLVED, Event.REOPEN): State.OPEN,
        (State.REJECTED, Event.REOPEN): State.OPEN,
    },
    ends=(State.RESOLVED, State.REJECTED),
)
