"""Slots: the numbered places of a daily limit. When all are taken the database has no further one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duly.store.models.noun import Owned


class Slot(Owned):
    """The n-th contact of a day under one limit, of at most `most`."""

    attempt = models.ForeignKey("store.Attempt", on_delete=models.PROTECT, related_name="slots")
    limit = models.CharField(max_length=64)  # path of the limit in the law
    key = models.CharField(max_length=64)  # what is counted: the borrower, or a number
    day = models.DateField()  # by the law's clock
    n = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("borrower", "limit", "key", "day", "n"), name="slot_once"),
            models.CheckConstraint(condition=Q(n__gte=1, n__lte=F("most")), name="slot_within_the_limit"),
        )
