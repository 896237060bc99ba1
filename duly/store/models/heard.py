"""What was heard or done outside the desk's own attempts: inbound calls, replies, and history that was loaded."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned, one_of


class Heard(Owned):
    """One contact that was no attempt of ours, in the words of the judge's contract."""

    at = models.DateTimeField()
    channel = models.CharField(max_length=20)
    direction = models.CharField(max_length=8)
    said = models.JSONField(default=dict)  # party, address, collector, actor, mode, outcome, answered, effective …

    class Meta:
        constraints = (one_of("direction", ("inbound", "outbound"), "heard_direction"),)
        indexes = (models.Index(fields=("borrower", "at"), name="heard_of"),)
