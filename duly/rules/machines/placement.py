"""Placements: a loan is worked by an agency, until the lender takes it back or the agency gives it back."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    PLACED = "placed"
    RECALLED = "recalled"
    RETURNED = "returned"


class Event(StrEnum):
    RECALL = "recall"
    RETURN = "return"


PLACEMENT = Machine(
    "placement",
    start=State.PLACED,
    moves={
        (State.PLACED, Event.RECALL): State.RECALLED,
        (State.PLACED, Event.RETURN): State.RETURNED,
    },
    ends=(State.RECALLED, State.RETURNED),
)
