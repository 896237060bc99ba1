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
    EXTEND = "extend"  # a complex one: the longer time
    EXTEND_FURTHER = "extend_further"  # a specially complex one: the longest


COMPLAINT = Machine(
    "complaint",
    start=State.OPEN,
    moves={
        (State.OPEN, Event.ANSWER): State.ANSWERED,
        (State.OPEN, Event.WITHDRAW): State.WITHDRAWN,
        (State.OPEN, Event.EXTEND): State.OPEN,
        (State.OPEN, Event.EXTEND_FURTHER): State.OPEN,
        (State.ANSWERED, Event.REOPEN): State.OPEN,
        (State.WITHDRAWN, Event.REOPEN): State.OPEN,
    },
    ends=(State.ANSWERED, State.WITHDRAWN),
)
LONGER = (Event.EXTEND, Event.EXTEND_FURTHER)
