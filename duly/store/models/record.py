"""The record: every decision, look, export, approval and change, in chains that show any later hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models

from duly.core.chain import FIRST, canonical
from duly.store.models.noun import one_of

ACTS = ("clear", "refuse", "unmask", "search", "view", "export", "approve", "change", "erase")
HOUSE = "house"  # the chain of what concerns no borrower


if TYPE_CHECKING:
    Text = models.TextField[Mapping[str, Any], dict[str, Any]]
else:
    Text = models.TextField  # which takes no arguments at run time


class Spelt(Text):
    """What was said as it was hashed, letter by letter: a JSON column of the database would spell it its own way.

    A later hand may have left what is no JSON there; it is shown as it stands, and its chain does not hold.
    """

    def get_prep_value(self, value: Any) -> str:
        return canonical(value).decode()

    def from_db_value(self, value: str, *_: object) -> dict[str, Any]:
        try:
            return dict(json.loads(value))
        except (ValueError, TypeError):
            return {"unreadable": value}


class Entry(models.Model):
    """One thing that somebody did, in the chain of one borrower or of the house. No personal data stands here."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)  # a borrower's id, or the house
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=10)
    said = Spelt()
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
