"""Settlements: an agreed sum closes a loan, and the rest is given up once it has been paid."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duly.rules.machines.settlement import SETTLEMENT, UNSETTLED, Event
from duly.store.models.noun import GivesUp, Move, one_of


class Settlement(GivesUp):
    """The sum and its last day, and of each part what is given up for it."""

    machine = SETTLEMENT

    amount_minor = models.BigIntegerField()
    pay_by = models.DateField()
    offer_ends_on = models.DateField()  # the last day on which it may be accepted
    said_first = models.JSONField()  # what signing does to the limitation period, in both languages
    account = models.JSONField()  # the account as it goes on once it is accepted
    counted = models.JSONField(default=list)  # ids of the events that were counted before; only later ones settle it
    requested_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("state", SETTLEMENT.states, "settlement_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="settlement_for_something"),
            models.CheckConstraint(
                condition=Q(penalty_minor__gte=0, fee_minor__gte=0, interest_minor__gte=0, principal_minor__gte=0),
                name="settlement_gives_up_no_negative_sum",
            ),
            models.CheckConstraint(condition=Q(pay_by__gte=F("offer_ends_on")), name="settlement_paid_after_accepted"),
            models.UniqueConstraint(
                fields=("loan",), condition=Q(state__in=[str(state) for state in UNSETTLED]),
                name="settlement_one_open_of_a_loan",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("borrower",), name="settlement_of"),)


class SettlementMove(Move):
    of = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="moves")
    evidence_id = models.CharField(max_length=64, blank=True)
    told_first = models.BooleanField(default=False)  # the borrower heard it before saying yes

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of", "seq"), name="settlement_move_once"),
            models.CheckConstraint(
                condition=~Q(event=Event.ACCEPT.value) | (Q(told_first=True) & ~Q(evidence_id="")),
                name="settlement_accepted_knowingly",
            ),
        )
