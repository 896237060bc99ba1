"""Tokens: by which a program acts for one person, with a part of that person's rights."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q


class Token(models.Model):
    """Only a hash of it is kept; the beginning is shown, to tell tokens apart. It ends by itself or is revoked."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)  # what it is for
    prefix = models.CharField(max_length=16)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()  # acts of duly.rules.rights
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="token_ends_after_it_began"),
        )


class Paced(models.Model):
    """How far a token has used up what it may ask at once: one row of a token, moved on with each request."""

    token = models.OneToOneField(Token, on_delete=models.PROTECT, primary_key=True, related_name="paced")
    full_us = models.BigIntegerField(default=0)  # when all of it has come back, in microseconds since 1970

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(full_us__gte=0), name="paced_since_1970"),)
