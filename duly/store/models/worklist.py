"""Worklists: what the night would have agents do today. Advice; whether it may be done is asked when it is done."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned


class Planned(Owned):
    """One call of one day for one team, with the reason it is next."""

    day = models.DateField()
    team = models.ForeignKey("store.Team", on_delete=models.PROTECT, related_name="planned")
    position = models.PositiveIntegerField()
    loan = models.ForeignKey("store.Loan", on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey("store.Address", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=64)
    priority = models.BigIntegerField()
    earliest_minute = models.PositiveSmallIntegerField()
    latest_minute = models.PositiveSmallIntegerField()
    taken_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)  # worked, or stopped: nobody is offered it any more

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("day", "team", "position"), name="planned_position_once"),
            models.UniqueConstraint(fields=("borrower", "day"), name="planned_once_a_day"),
            models.UniqueConstraint(
                fields=("day", "taken_by"),
                condition=models.Q(taken_by__isnull=False, done_at__isnull=True),
                name="planned_one_at_a_time",
            ),
        )
