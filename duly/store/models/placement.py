"""Placements: which agency works a loan, on what answer of the judge, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duly.rules.machines.placement import PLACEMENT, State
from duly.store.models.clearance import ALLOWING
from duly.store.models.noun import Move, Stateful, one_of


class Placement(Stateful):
    """A loan given to an agency. The loan says with whom it is placed only as long as this says so.

    The borrower is told first: the judge wants the notice before the agency's first contact.
    """

    machine = PLACEMENT

    loan = models.ForeignKey("store.Loan", on_delete=models.PROTECT, related_name="placements")
    agency = models.ForeignKey("store.Agency", on_delete=models.PROTECT, related_name="placements")
    approval = models.ForeignKey("store.Approval", on_delete=models.PROTECT, related_name="+")  # of a second person
    placed_on = models.DateField()  # by the law's clock
    placed_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    verdict = models.CharField(max_length=14)
    answer = models.JSONField()  # of the judge, whole
    facts_sha256 = models.CharField(max_length=64)  # of the question that was judged
    notice_sha256 = models.CharField(max_length=64)  # of the words that are to be sent; a Notice proves that they were

    class Meta:
        constraints = (
            one_of("state", PLACEMENT.states, "placement_state"),
            one_of("verdict", ALLOWING, "placement_was_allowed"),
            models.UniqueConstraint(
                fields=("loan",), condition=Q(state=str(State.PLACED)), name="placement_one_of_a_loan"
            ),
            models.UniqueConstraint(fields=("loan", "placed_on"), name="placement_one_owner_a_day"),
        )
        indexes = (
            models.Index(fields=("agency", "state"), name="placement_with"),
            models.Index(fields=("borrower",), name="placement_of"),
        )


class PlacementMove(Move):
    of = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="placement_move_once"),)
