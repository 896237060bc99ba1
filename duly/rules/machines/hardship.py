"""Hardship: from the report, which stops collection at once, to the relief, its observation and its end."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    REPORTED = "reported"
    EVIDENCE_ASKED = "evidence_asked"
    GRANTED = "granted"
    OBSERVED = "observed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Event(StrEnum):
    ASK_EVIDENCE = "ask_evidence"
    EVIDENCE_CAME = "evidence_came"
    GRANT = "grant"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    OBSERVE = "observe"
    END = "end"
    REOPEN = "reopen"


RESTS = (State.REPORTED, State.EVIDENCE_ASKED, State.GRANTED)  # meanwhile the hold of the report stands
HARDSHIP = Machine(
    "hardship",
    start=State.REPORTED,
    moves={
        (State.REPORTED, Event.ASK_EVIDENCE): State.EVIDENCE_ASKED,
        (State.REPORTED, Event.GRANT): State.GRANTED,
        (State.REPORTED, Event.DECLINE): State.DECLINED,
        (State.REPORTED, Event.WITHDRAW): State.WITHDRAWN,
        (State.EVIDENCE_ASKED, Event.EVIDENCE_CAME): State.REPORTED,
        (State.EVIDENCE_ASKED, Event.GRANT): State.GRANTED,  # what is known without it is enough
        (State.EVIDENCE_ASKED, Event.DECLINE): State.DECLINED,
        (State.EVIDENCE_ASKED, Event.WITHDRAW): State.WITHDRAWN,
        (State.GRANTED, Event.OBSERVE): State.OBSERVED,  # the relief is over; the loan is watched for a while
        (State.GRANTED, Event.END): State.ENDED,
        (State.OBSERVED, Event.END): State.ENDED,
        (State.OBSERVED, Event.REOPEN): State.REPORTED,
        (State.DECLINED, Event.REOPEN): State.REPORTED,  # refused in error, or something new was told
        (State.WITHDRAWN, Event.REOPEN): State.REPORTED,
        (State.ENDED, Event.REOPEN): State.REPORTED,
    },
    ends=(State.DECLINED, State.WITHDRAWN, State.ENDED),
)
