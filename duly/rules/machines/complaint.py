"""Complaints: intake and stop; their whole life follows the complaint desk's own clock."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


COMPLAINT = Machine(
    "complaint",
    start=State.OPEN,
    moves={
        (State.OPEN, Event.ANSWER): State.ANSWERED,
        (State.OPEN, Event.WITHDRAW): State.WITHDRAWN,
        (State.ANSWERED, Event.REOPEN): State.OPEN,
        (State.WITHDRAWN, Event.REOPEN): State.OPEN,
    },
    ends=(State.ANSWERED, State.WITHDRAWN),
)
