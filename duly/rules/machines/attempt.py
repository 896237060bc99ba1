"""Attempts: what leaves, or may have left."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    RESERVED = "reserved"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    LAPSED = "lapsed"
    CLOSED = "closed"


class Event(StrEnum):
    CARRY = "carry"
    TAKEN = "taken"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    SILENT = "silent"
    LAPSE = "lapse"
    CANCEL = "cancel"
    CLOSE = "close"


ATTEMPT = Machine(
    "attempt",
    start=State.RESERVED,
    moves={
        (State.RESERVED, Event.CARRY): State.SENDING,
        (State.RESERVED, Event.LAPSE): State.LAPSED,  # nobody took it in time; it never left
        (State.RESERVED, Event.CANCEL): State.LAPSED,  # a stop came first
        (State.SENDING, Event.TAKEN): State.SENT,
        (State.SENDING, Event.REACHED): State.DELIVERED,
        (State.SENDING, Event.NOT_REACHED): State.FAILED,
        (State.SENDING, Event.SILENT): State.UNKNOWN,  # it may have left; it counts, and is asked after, never repeated
        (State.SENT, Event.REACHED): State.DELIVERED,
        (State.SENT, Event.NOT_REACHED): State.FAILED,
        (State.SENT, Event.SILENT): State.UNKNOWN,
        (State.UNKNOWN, Event.REACHED): State.DELIVERED,
        (State.UNKNOWN, Event.NOT_REACHED): State.FAILED,
        (State.DELIVERED, Event.CLOSE): State.CLOSED,
        (State.FAILED, Event.CLOSE): State.CLOSED,
        (State.UNKNOWN, Event.CLOSE): State.CLOSED,
    },
    ends=(State.LAPSED, State.CLOSED),
)
NEVER_LEFT = (State.LAPSED,)
