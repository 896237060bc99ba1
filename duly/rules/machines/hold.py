"""Holds: dated reasons to do nothing."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    PLACED = "placed"
    LIFTED = "lifted"


class Event(StrEnum):
    LIFT = "lift"
    RESTORE = "restore"


HOLD = Machine(
    "hold",
    start=State.PLACED,
    moves={
        (State.PLACED, Event.LIFT): State.LIFTED,
        (State.LIFTED, Event.RESTORE): State.PLACED,  # it was lifted in error
    },
    ends=(State.LIFTED,),
)
