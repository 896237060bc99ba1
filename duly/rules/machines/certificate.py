"""Certificates: what somebody has learnt, and for how long that is taken to hold."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    ISSUED = "issued"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Event(StrEnum):
    EXPIRE = "expire"
    REVOKE = "revoke"


CERTIFICATE = Machine(
    "certificate",
    start=State.ISSUED,
    moves={
        (State.ISSUED, Event.EXPIRE): State.EXPIRED,
        (State.ISSUED, Event.REVOKE): State.REVOKED,  # for good: the way back is a further exam
    },
    ends=(State.EXPIRED, State.REVOKED),
)
