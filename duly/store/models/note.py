"""Notes: what staff wrote about a case."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned


class Note(Owned):
    """One note, checked by the words before it was kept. Numbers and names belong in the vault, not here."""

    at = models.DateTimeField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    attempt = models.ForeignKey("store.Attempt", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=2000)

    class Meta:
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something"),)
        indexes = (models.Index(fields=("borrower", "at"), name="note_of"),)
