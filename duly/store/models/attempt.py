"""Attempts: contacts that were made or may have been made."""

from __future__ import annotations

from django.db import models

from duly.rules.machines.attempt import ATTEMPT
from duly.store.models.noun import Move, Stateful, one_of


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
