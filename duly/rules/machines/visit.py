"""Visits: ordered, approved, announced, cleared at the door; a refusal is a normal result that ends them."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    ORDERED = "ordered"
    APPROVED = "approved"
    NOTICED = "noticed"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    STARTED = "started"
    DONE = "done"
    REFUSED_BY_BORROWER = "refused_by_borrower"
    NOBODY_HOME = "nobody_home"
    BROKEN_OFF = "broken_off"
    REJECTED = "rejected"
    CALLED_OFF = "called_off"
    LAPSED = "lapsed"


class Event(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    NOTICE = "notice"
    SET_OUT = "set_out"
    ARRIVE = "arrive"
    START = "start"
    FINISH = "finish"
    REFUSE = "refuse"
    FIND_NOBODY = "find_nobody"
    BREAK_OFF = "break_off"
    CALL_OFF = "call_off"
    LAPSE = "lapse"


BEFORE = (State.ORDERED, State.APPROVED, State.NOTICED, State.ON_THE_WAY, State.ARRIVED)  # nobody was met yet
OPEN = (*BEFORE, State.STARTED)
OUT = (State.ON_THE_WAY, State.ARRIVED, State.STARTED)  # the visitors are on their feet
VISIT = Machine(
    "visit",
    start=State.ORDERED,
    moves={
        (State.ORDERED, Event.APPROVE): State.APPROVED,
        (State.ORDERED, Event.REJECT): State.REJECTED,
        (State.APPROVED, Event.NOTICE): State.NOTICED,
        (State.NOTICED, Event.SET_OUT): State.ON_THE_WAY,
        (State.ON_THE_WAY, Event.ARRIVE): State.ARRIVED,
        (State.ARRIVED, Event.START): State.STARTED,  # with a clearance; without one they stand there and go home
        (State.STARTED, Event.FINISH): State.DONE,
        (State.STARTED, Event.REFUSE): State.REFUSED_BY_BORROWER,
        (State.STARTED, Event.FIND_NOBODY): State.NOBODY_HOME,
        (State.STARTED, Event.BREAK_OFF): State.BROKEN_OFF,  # somebody was in danger
        (State.STARTED, Event.LAPSE): State.LAPSED,  # nobody told what came of it; the attempt stays unknown and counts
        **{(state, Event.REFUSE): State.REFUSED_BY_BORROWER for state in BEFORE},  # by telephone, say, once told
        **{(state, Event.CALL_OFF): State.CALLED_OFF for state in BEFORE},
        **{(state, Event.LAPSE): State.LAPSED for state in BEFORE},  # its window is over
    },
    ends=(
        State.DONE, State.REFUSED_BY_BORROWER, State.NOBODY_HOME, State.BROKEN_OFF, State.REJECTED, State.CALLED_OFF,
        State.LAPSED,
    ),
)  # fmt: skip
