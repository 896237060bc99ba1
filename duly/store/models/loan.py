"""Loans, as the last night closed them."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned, one_of

PRODUCTS = ("online_consumer_loan", "consumer_loan", "credit_card", "micro_loan", "personal_loan")
STATES = ("open", "settled", "written_off")


class Loan(Owned):
    """One contract. The days past due are counted on from the day on which the night said since when."""

    creditor = models.ForeignKey("store.Lender", on_delete=models.PROTECT, related_name="+")
    placed_with = models.ForeignKey("store.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    product = models.CharField(max_length=24)
    contract_end = models.CharField(max_length=4, blank=True)  # last digits of the contract's number, to tell it by
    currency = models.CharField(max_length=3)
    signed_on = models.DateField(null=True)
    late_since = models.DateField(null=True)  # oldest unpaid due date; null with `current` is not late
    current = models.BooleanField(null=True)  # null: nobody knows
    state = models.CharField(max_length=12)
    settled_at = models.DateTimeField(null=True)
    overdue_minor = models.BigIntegerField(default=0)
    terms = models.JSONField(default=dict)  # plan, legal_case, transfer, balance: as the judge's contract words them;
    #                                         null there is known to be none, and what is left out nobody knows

    class Meta:
        constraints = (
            one_of("product", PRODUCTS, "loan_product"),
            one_of("state", STATES, "loan_state"),
            models.CheckConstraint(condition=models.Q(overdue_minor__gte=0), name="loan_overdue_not_negative"),
        )
        indexes = (models.Index(fields=("borrower",), name="loan_of"),)
