"""Holds: dated reasons to do nothing."""

from __future__ import annotations

from django.db import models

from duly.rules.machines.hold import HOLD
from duly.store.models.noun import Move, Stateful, one_of

KINDS = ("legal", "hardship", "fraud", "complaint", "insolvency", "disaster", "care", "deceased")


class Hold(Stateful):
    """While it stands nobody collects on these loans."""

    machine = HOLD

    kind = models.CharField(max_length=12)
    loans = models.JSONField(null=True)  # ids; null is every loan
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)  # null is open

    class Meta:
        constraints = (one_of("kind", KINDS, "hold_kind"), one_of("state", HOLD.states, "hold_state"))
        indexes = (models.Index(fields=("borrower",), name="hold_of"),)


class HoldMove(Move):
    of = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="hold_move_once"),)
