"""Who works a case."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned


class Assigned(Owned):
    """The team, and within it the agent, that works a case now. Each change stands in the record."""

    case = models.OneToOneField("store.Case", on_delete=models.PROTECT, related_name="assigned")
    team = models.ForeignKey("store.Team", on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=("team", "borrower"), name="assigned_to_team"),
            models.Index(fields=("borrower",), name="assigned_of"),
        )
