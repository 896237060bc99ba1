"""Cases: our unit of work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duly.rules.machines.case import CASE, State
from duly.store.models.noun import Move, Stateful, one_of


class Case(Stateful):
    """One borrower, the loans worked together, and who works them. A borrower has one open case at a time."""

    machine = CASE

    opened_on = models.DateField()

    class Meta:
        constraints = (
            one_of("state", CASE.states, "case_state"),
            models.UniqueConstraint(
                fields=("borrower",), condition=~Q(state=State.CLOSED.value), name="case_one_open_of_a_borrower"
            ),
        )


class CaseMove(Move):
    of = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="case_move_once"),)
