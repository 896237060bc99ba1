"""Proofs that a borrower cannot be reached: one of the two grounds on which a contact person may be turned to."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned, one_of

BASES = ("all_numbers_invalid", "three_attempts_on_three_consecutive_days")


class Unreachable(Owned):
    """A proof as it was drawn up. It does not say that it still holds: whoever reads it asks the judge."""

    built_at = models.DateTimeField()
    basis = models.CharField(max_length=42)
    addresses = models.JSONField()  # ids of every own number the borrower left; one missing, and it proves nothing
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (one_of("basis", BASES, "unreachable_basis"),)
        indexes = (models.Index(fields=("borrower", "-built_at"), name="unreachable_of"),)
