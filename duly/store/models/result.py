"""Results: what came of an attempt, in the words of whoever made it."""

from __future__ import annotations

from django.db import models

from duly.rules.results import RESULTS, reasons
from duly.store.models.noun import Owned, one_of


class Result(Owned):
    """The result code of one attempt, written once. What it set in motion stands in the nouns it made."""

    attempt = models.OneToOneField("store.Attempt", on_delete=models.PROTECT, related_name="result")
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    code = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, blank=True)  # why the borrower is behind, as far as it was said
    again_at = models.DateTimeField(null=True)  # when the person asked to be called again

    class Meta:
        constraints = (
            one_of("code", RESULTS, "result_code"),
            one_of("reason", ("", *reasons()), "result_reason"),
        )
        indexes = (models.Index(fields=("borrower", "at"), name="result_of"),)
