"""Attempts: contacts that were made or may have been made."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from duly.core.machine import Machine
from duly.store.models.noun import Move, Stateful, one_of


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
)
NEVER_LEFT = (State.LAPSED,)


class Attempt(Stateful):
    """One use of one clearance: by whom, to whom, over which line. The database refuses it without."""

    machine = ATTEMPT

    clearance = models.OneToOneField("store.Clearance", on_delete=models.PROTECT, related_name="attempt")
    address = models.ForeignKey("store.Address", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    mode = models.CharField(max_length=14)
    caller_id = models.CharField(max_length=32, blank=True)
    loans = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (one_of("state", ATTEMPT.states, "attempt_state"),)
        indexes = (models.Index(fields=("borrower", "at"), name="attempt_of"),)


class AttemptMove(Move):
    of = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="moves")
    outcome = models.CharField(max_length=30, blank=True)  # in the words of the judge's contract
    signals = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="attempt_move_once"),)
