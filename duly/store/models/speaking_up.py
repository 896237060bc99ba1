"""What people who work here may say against an order, in danger, or about the house itself."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from duly.store.models.noun import one_of

GROUNDS = ("unlawful", "unsafe")


class OrderRefused(models.Model):
    """An order that somebody did not carry out, and why. No judgement of the person stands here, nor ever will."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("store.Case", on_delete=models.PROTECT, related_name="+", null=True)
    ground = models.CharField(max_length=8)
    ordered = models.CharField(max_length=200)
    because = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("ground", GROUNDS, "order_refused_ground"),
            models.CheckConstraint(condition=~Q(ordered="") & ~Q(because=""), name="order_refused_says_why"),
        )
        indexes = (models.Index(fields=("at",), name="order_refused_at"),)


class Alarm(models.Model):
    """Somebody pressed the panic button."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class AlarmSeen(models.Model):
    """Whoever came, and what was done."""

    alarm = models.OneToOneField(Alarm, on_delete=models.PROTECT, primary_key=True, related_name="seen")
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    done = models.CharField(max_length=200)
    at = models.DateTimeField()


class Tip(models.Model):
    """What somebody tells compliance about the house. Their leads have no page that shows it."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+", null=True)  # null: no name given
    text = models.CharField(max_length=4000)
    on = models.DateField()  # the day alone: a minute would tell who it was

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="tip_says_something"),)
