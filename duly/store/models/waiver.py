"""Waivers: part of what is owed on one loan is forgiven, item by item."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duly.rules.machines.waiver import PENDING, WAIVER
from duly.store.models.noun import GivesUp, Move, one_of

GROUNDS = ("hardship", "complaint", "our_error", "above_cap", "goodwill", "agreement")


class Waiver(GivesUp):
    """Items of one loan; the sums of each part stand beside them, so that the database can hold them to a ceiling."""

    machine = WAIVER

    ground = models.CharField(max_length=12)
    items = models.JSONField()  # [{instalment, part, amount}], as the account's contract words them
    requested_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("state", WAIVER.states, "waiver_state"),
            one_of("ground", GROUNDS, "waiver_ground"),
            models.CheckConstraint(
                condition=Q(penalty_minor__gte=0, fee_minor__gte=0, interest_minor__gte=0, principal_minor__gte=0)
                & Q(principal_minor__gt=-F("penalty_minor") - F("fee_minor") - F("interest_minor")),
                name="waiver_of_something",
            ),
            models.UniqueConstraint(
                fields=("loan",), condition=Q(state__in=[str(state) for state in PENDING]),
                name="waiver_one_pending_of_a_loan",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("borrower",), name="waiver_of"),)


class WaiverMove(Move):
    of = models.ForeignKey(Waiver, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="waiver_move_once"),)
