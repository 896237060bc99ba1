"""What every noun of a borrower shares, and what every move shares."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import models

from duly.core.machine import Machine


def one_of(field: str, words: Any, name: str) -> models.CheckConstraint:
    """The database's own list of what a column may hold; a form's list is not asked by a bulk load."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": [str(word) for word in words]}), name=name)


class Owned(models.Model):
    """A row about one borrower. Its public id is random, so that nobody can count upwards to another's."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    borrower = models.ForeignKey("store.Borrower", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=80, null=True, unique=True)  # its id in the lender's book; null: it began here

    class Meta:
        abstract = True


class Moved(models.Model):
    """What has moves: `state` is where the last of them led, `moved` how many there were.

    The database refuses a state that no move has reached.
    """

    machine: Machine

    state = models.CharField(max_length=20)
    moved = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class Stateful(Owned, Moved):
    """A noun of a borrower with moves."""

    class Meta:
        abstract = True


class OfALoan(Stateful):
    """A noun about one loan of the borrower, in the loan's currency; the database holds it to both."""

    loan = models.ForeignKey("store.Loan", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)

    class Meta:
        abstract = True


class GivesUp(OfALoan):
    """A noun by which part of a loan is given up: how much of each part, in minor units."""

    penalty_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    interest_minor = models.BigIntegerField(default=0)
    principal_minor = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def charges_minor(self) -> int:
        return self.penalty_minor + self.fee_minor + self.interest_minor


class Move(models.Model):
    """One thing that happened. Never edited; a wrong move is corrected by a further one."""

    id = models.BigAutoField(primary_key=True)
    seq = models.PositiveSmallIntegerField()
    event = models.CharField(max_length=30)
    to_state = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "store.User", on_delete=models.PROTECT, related_name="+", null=True
    )  # null: the house itself
    because = models.CharField(max_length=200)

    class Meta:
        abstract = True
