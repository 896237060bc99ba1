"""Lenders: whose money it is."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import one_of

KINDS = ("bank", "consumer_finance", "network_micro_loan", "micro_loan", "claim_purchaser", "private_lender")


class Lender(models.Model):
    """A creditor, and the registered lines by which it may be heard and paid."""

    id = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    brand = models.CharField(max_length=16, blank=True)  # a short name that tells nobody of a debt
    caller_ids = models.JSONField(default=list)
    accounts = models.JSONField(default=list)
    payment_channels = models.JSONField(default=list)
    hotline = models.CharField(max_length=20, blank=True)
    complaint_line = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (one_of("kind", KINDS, "lender_kind"),)
