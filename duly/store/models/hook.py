"""Hooks: addresses of other programs that are told what happened, and what each is still to be told."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q


class Hook(models.Model):
    """One address, and for whom it asks: it is told of those matters alone that this person may see."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    events = models.JSONField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Telling(models.Model):
    """One entry of the record that one hook is to be told. The database adds it in the entry's own transaction."""

    id = models.BigAutoField(primary_key=True)
    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="tellings")
    entry = models.ForeignKey("store.Entry", on_delete=models.PROTECT, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)  # somebody is at it
    told_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    came = models.CharField(max_length=40, default="")  # what the last try came to

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("hook", "entry"), name="telling_once"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(given_up_at__isnull=True), name="telling_ends_one_way"
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",), condition=Q(told_at__isnull=True, given_up_at__isnull=True), name="telling_due"
            ),
        )
