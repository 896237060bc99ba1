"""Scores: what a quality checker found of one call, item by item."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duly.store.models.noun import Owned


class Score(Owned):
    """One scoring of one result. A later one corrects an earlier one; none is of one's own call."""

    result = models.ForeignKey("store.Result", on_delete=models.PROTECT, related_name="scores")
    seq = models.PositiveSmallIntegerField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sheet = models.CharField(max_length=64)  # hash of the sheet by which it was scored
    marks = models.JSONField()  # item → met, partly, missed or none
    total_bp = models.PositiveSmallIntegerField()
    feedback = models.CharField(max_length=2000)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("result", "seq"), name="score_once"),
            models.CheckConstraint(condition=Q(seq__gte=1, total_bp__lte=10_000), name="score_within_the_sheet"),
            models.CheckConstraint(condition=~Q(feedback=""), name="score_says_something"),
        )
        indexes = (models.Index(fields=("borrower", "at"), name="score_of"),)
