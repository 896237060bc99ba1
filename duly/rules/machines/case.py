"""Cases: one borrower and the loans worked together, one stage after another."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from duly.core.machine import Machine


class State(StrEnum):
    REMINDER = "reminder"
    PHONE = "phone"
    AGENCY = "agency"
    VISIT = "visit"
    LEGAL = "legal"
    CURED = "cured"
    CLOSED = "closed"


class Event(StrEnum):
    ADVANCE = "advance"
    STEP_BACK = "step_back"
    CURE = "cure"
    FALL_LATE = "fall_late"
    CLOSE = "close"
    REOPEN = "reopen"


STAGES = (State.REMINDER, State.PHONE, State.AGENCY, State.VISIT, State.LEGAL)
CASE = Machine(
    "case",
    start=State.REMINDER,
    moves={
        # one stage further at a time: none is skipped, and none is gone through twice without a cure
        **{(here, Event.ADVANCE): there for here, there in pairwise(STAGES)},
        **{(there, Event.STEP_BACK): here for here, there in pairwise(STAGES)},
        **{(stage, Event.CURE): State.CURED for stage in STAGES},
        **{(stage, Event.CLOSE): State.CLOSED for stage in (*STAGES, State.CURED)},
        (State.CURED, Event.FALL_LATE): State.REMINDER,  # after a cure it begins at the beginning
        (State.CLOSED, Event.REOPEN): State.REMINDER,
    },
    ends=(State.CLOSED,),
)
