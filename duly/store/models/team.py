"""Teams: agents of one place, who know how people there speak."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Team(models.Model):
    """A team with its region, dialects and hours, by the law's clock."""

    id = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=6, blank=True)
    dialects = models.CharField(max_length=200, blank=True)
    opens_minute = models.PositiveSmallIntegerField()
    closes_minute = models.PositiveSmallIntegerField()
    calls_per_agent = models.PositiveSmallIntegerField(default=60)  # that one person can make with care in a day

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_minute__lt=F("closes_minute"), closes_minute__lte=1440), name="team_hours"
            ),
        )
