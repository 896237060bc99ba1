"""Complaints about an amount, conduct or service: taken in and heeded here."""

from __future__ import annotations

from django.db import models

from duly.rules.machines.complaint import COMPLAINT
from duly.store.models.noun import Move, Stateful, one_of

TOPICS = ("amount", "identity", "fraud", "conduct", "service", "other")


class Complaint(Stateful):
    """What somebody complained of, from the instant it was received."""

    machine = COMPLAINT

    topic = models.CharField(max_length=12)
    loans = models.JSONField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("topic", TOPICS, "complaint_topic"), one_of("state", COMPLAINT.states, "complaint_state"),
        )  # fmt: skip
        indexes = (models.Index(fields=("borrower",), name="complaint_of"),)


class ComplaintMove(Move):
    of = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="moves")
    answer = models.CharField(max_length=4000, blank=True)  # what was told to whoever raised it

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="complaint_move_once"),)
