"""Mandate certificates: the paper somebody of an agency shows. Nothing of any borrower stands in it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from duly.rules.machines.mandate import MANDATE, State
from duly.store.models.noun import Move, Moved, one_of


class Mandate(Moved):
    """Who may speak for which lender, about which products, from when until when."""

    machine = MANDATE

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=16, unique=True)  # to ask by; drawn, so that nobody can count to another's
    agency = models.ForeignKey("store.Agency", on_delete=models.PROTECT, related_name="mandates")
    agent = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="mandates")
    products = models.JSONField()
    loans = models.PositiveIntegerField()  # how many were placed when it was issued
    from_on = models.DateField()
    until_on = models.DateField()  # the last day
    issued_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    told = models.JSONField()  # what the paper says, whole
    sha256 = models.CharField(max_length=64)  # of that

    class Meta:
        constraints = (
            one_of("state", MANDATE.states, "mandate_state"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="mandate_ends_later"),
            models.CheckConstraint(condition=Q(loans__gte=1), name="mandate_for_something"),
            models.UniqueConstraint(
                fields=("agent",), condition=Q(state=str(State.ISSUED)), name="mandate_one_of_an_agent"
            ),
        )


class MandateMove(Move):
    of = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="mandate_move_once"),)
