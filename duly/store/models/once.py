"""What was asked under a key, and what was answered: asked again, it is answered again and not done again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Once(models.Model):
    """One request of one person under one key, written in the transaction of its effect."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)  # hash of all that was asked
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)  # null inside the transaction alone
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "key"), name="once_for_a_key"),
            models.CheckConstraint(condition=Q(status__isnull=True) | Q(status__lt=300), name="once_it_was_done"),
        )
        indexes = (models.Index(fields=("at",), name="once_at"),)
