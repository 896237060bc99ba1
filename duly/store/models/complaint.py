"""Complaints about an amount, conduct or service: taken in and heeded here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duly.rules.complaint import APPROVERS
from duly.rules.machines.complaint import COMPLAINT, LONGER, Event
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
    """What became of it. More time is taken once each, with the day on which whoever complained was told of it."""

    of = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="moves")
    answer = models.CharField(max_length=4000, blank=True)  # what was told to whoever raised it

    told_on = models.DateField(null=True)  # of more time
    approved_by = models.CharField(max_length=24, blank=True)  # whose leave the longest time needs, and since when
    approved_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of", "seq"), name="complaint_move_once"),
            models.UniqueConstraint(
                fields=("of", "event"), condition=Q(event__in=[str(event) for event in LONGER]),
                name="complaint_extended_once",
            ),
            models.CheckConstraint(
                condition=Q(event__in=[str(event) for event in LONGER], told_on__isnull=False)
                & ~Q(because="") & ~Q(answer="")
                | ~Q(event__in=[str(event) for event in LONGER]) & Q(told_on__isnull=True),
                name="complaint_extended_with_notice",
            ),
            models.CheckConstraint(
                condition=Q(event=str(Event.EXTEND_FURTHER), approved_by__in=APPROVERS, approved_on__isnull=False)
                | ~Q(event=str(Event.EXTEND_FURTHER)) & Q(approved_by="", approved_on__isnull=True),
                name="complaint_extended_further_with_leave",
            ),
        )  # fmt: skip
