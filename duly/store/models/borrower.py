"""Borrowers: the natural persons who owe."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from duly.store.models.noun import one_of

CAPACITIES = ("full", "limited", "none")


class Borrower(models.Model):
    """One person, without a name: who that is stands in the vault. What is null is not known."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=64, unique=True)  # the lender's id in the book
    region = models.CharField(max_length=6, blank=True)
    deceased = models.BooleanField(null=True)
    deceased_on = models.DateField(null=True)
    minor = models.BooleanField(null=True)
    capacity = models.CharField(max_length=10, null=True)
    circumstances = models.JSONField(default=list)
    heeded = models.BigIntegerField(default=0)  # how much was said and found out so far; a clearance knows up to where

    class Meta:
        constraints = (one_of("capacity", CAPACITIES, "borrower_capacity"),
            models.CheckConstraint(
                condition=Q(deceased_on__isnull=True) | Q(deceased=True), name="borrower_day_of_death"
            ),
        )  # fmt: skip
