"""Hardship: what the borrower reported, and the relief."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duly.rules.machines.hardship import HARDSHIP, Event
from duly.store.models.noun import Move, Stateful, one_of

REASONS = (  # among them those that an agent notes as the reason of arrears
    "lost_work", "less_income", "late_wages", "business", "illness", "family", "many_debts", "disaster", "accident",
    "detention", "birth", "bereavement", "disability", "other",
)  # fmt: skip
RELIEFS = ("pause", "plan", "deferment", "waiver", "settlement")


class Hardship(Stateful):
    """A report, from the instant it was heard. It cannot exist without the hold that stops collection meanwhile."""

    machine = HARDSHIP

    hold = models.OneToOneField("store.Hold", on_delete=models.PROTECT, related_name="hardship")
    reason = models.CharField(max_length=16)
    reported_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("reason", REASONS, "hardship_reason"), one_of("state", HARDSHIP.states, "hardship_state"),
        )  # fmt: skip
        indexes = (models.Index(fields=("borrower",), name="hardship_of"),)


class HardshipMove(Move):
    of = models.ForeignKey(Hardship, on_delete=models.PROTECT, related_name="moves")
    evidence_id = models.CharField(max_length=64, blank=True)
    relief = models.CharField(max_length=12, blank=True)
    until = models.DateField(null=True)  # the last day of what was granted, or of the observation

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of", "seq"), name="hardship_move_once"),
            one_of("relief", ("", *RELIEFS), "hardship_relief"),
            models.CheckConstraint(
                condition=~Q(event=Event.GRANT.value) | (~Q(relief="") & Q(until__isnull=False)),
                name="hardship_granted_something",
            ),
            models.CheckConstraint(
                condition=~Q(event=Event.OBSERVE.value) | Q(until__isnull=False), name="hardship_observed_until"
            ),
            models.CheckConstraint(
                condition=~Q(event=Event.DECLINE.value) | ~Q(because=""), name="hardship_declined_with_reasons"
            ),
        )
