"""Mandates: the paper by which somebody of an agency shows for whom, for what and until when."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    ISSUED = "issued"
    REVOKED = "revoked"


class Event(StrEnum):
    REVOKE = "revoke"


MANDATE = Machine(
    "mandate",
    start=State.ISSUED,
    moves={(State.ISSUED, Event.REVOKE): State.REVOKED},
    ends=(State.REVOKED,),  # that its last day is over needs no move: the paper itself says so
)
