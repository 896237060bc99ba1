"""Promises to pay."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duly.rules.machines.promise import PROMISE
from duly.store.models.noun import Move, Stateful, one_of


class Promise(Stateful):
    """An amount of one loan and the day on which the borrower said it would be paid."""

    machine = PROMISE

    loan = models.ForeignKey("store.Loan", on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    made_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        constraints = (
            one_of("state", PROMISE.states, "promise_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="promise_of_something"),
            models.CheckConstraint(condition=Q(due_on__gte=F("made_on")), name="promise_lies_ahead"),
        )
        indexes = (models.Index(fields=("borrower",), name="promise_of"),)


class PromiseMove(Move):
    of = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="promise_move_once"),)
