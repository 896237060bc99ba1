"""Disputes: objections against the debt or against a record of it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from duly.core.machine import Machine
from duly.store.models.noun import Move, Stateful, one_of

KINDS = ("amount", "identity_theft", "not_mine", "paid", "credit_record")


class State(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
    REJECTED = "rejected"


class Event(StrEnum):
    RESOLVE = "resolve"
    REJECT = "reject"
    REOPEN = "reopen"


DISPUTE = Machine(
    "dispute",
    start=State.OPEN,
    moves={
        (State.OPEN, Event.RESOLVE): State.RESOLVED,
        (State.OPEN, Event.REJECT): State.REJECTED,
        (State.RESOLVED, Event.REOPEN): State.OPEN,
        (State.REJECTED, Event.REOPEN): State.OPEN,
    },
)


class Dispute(Stateful):
    """What the borrower says is not so, from the instant it was raised."""

    machine = DISPUTE

    kind = models.CharField(max_length=16)
    loans = models.JSONField(null=True)
    raised_at = models.DateTimeField()

    class Meta:
        constraints = (one_of("kind", KINDS, "dispute_kind"), one_of("state", DISPUTE.states, "dispute_state"))
        indexes = (models.Index(fields=("borrower",), name="dispute_of"),)


class DisputeMove(Move):
    of = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="dispute_move_once"),)
