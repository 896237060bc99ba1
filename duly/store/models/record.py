"""The record: every decision, look, export, approval and change, in chains that show any later hand."""

from __future__ import annotations

from django.db import models

from duly.core.chain import FIRST
from duly.store.models.noun import one_of

ACTS = ("clear", "refuse", "unmask", "search", "view", "export", "approve", "change", "erase")
HOUSE = "house"  # the chain of what concerns no borrower


class Entry(models.Model):
    """One thing that somebody did, in the chain of one borrower or of the house. No personal data stands here."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)  # a borrower's id, or the house
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=10)
    said = models.JSONField()
    before = models.CharField(max_length=64, default=FIRST)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (
            one_of("act", ACTS, "entry_act"),
            models.UniqueConstraint(fields=("chain", "seq"), name="entry_once"),
        )


class Seal(models.Model):
    """The root over the heads of all chains at the end of a day: to be handed to somebody outside."""

    day = models.DateField(primary_key=True)
    chains = models.PositiveIntegerField()
    entries = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
