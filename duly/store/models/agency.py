"""Agencies: outside firms that act for a lender."""

from __future__ import annotations

from django.db import models


class Agency(models.Model):
    """An outside firm, its mandate and its file. What is null is not known, and so it may not act."""

    id = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    lender = models.ForeignKey("store.Lender", on_delete=models.PROTECT, related_name="agencies")
    phone = models.CharField(max_length=20, blank=True)
    listed = models.BooleanField(null=True)  # with `published` they change by two persons alone: `listing`
    published = models.BooleanField(null=True)
    listing = models.OneToOneField("store.Approval", on_delete=models.PROTECT, null=True, related_name="+")
    violation_record = models.BooleanField(null=True)
    contract = models.JSONField(null=True)  # as the judge's contract words it
    last_evaluation_on = models.DateField(null=True)
    last_inspection_on = models.DateField(null=True)
    pia_id = models.CharField(max_length=64, null=True)
    mandate_ended_on = models.DateField(null=True)
    data_return_certificate_id = models.CharField(max_length=64, null=True)
    caller_ids = models.JSONField(default=list)
    accounts = models.JSONField(default=list)
