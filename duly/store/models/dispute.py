"""Disputes: objections against the debt or against a record of it."""

from __future__ import annotations

from django.db import models

from duly.rules.machines.dispute import DISPUTE
from duly.store.models.noun import Move, Stateful, one_of

KINDS = ("amount", "identity_theft", "not_mine", "paid", "credit_record")


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
    answer = models.CharField(max_length=4000, blank=True)  # what was told to whoever raised it

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="dispute_move_once"),)
