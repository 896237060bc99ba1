"""Every other person in the matter of a borrower."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned, one_of

ROLES = (
    "contact", "co_debtor", "guarantor", "related_third_person", "heir", "estate_administrator", "guardian",
    "representative", "unrelated",
)  # fmt: skip


class Party(Owned):
    """A third person. Once it refused, it is contacted no more, by anybody."""

    role = models.CharField(max_length=24)
    relation = models.CharField(max_length=40, blank=True)
    refused_at = models.DateTimeField(null=True)
    terms = models.JSONField(default=dict)  # guarantee, estate, co_signed: as the judge's contract words them

    class Meta:
        constraints = (one_of("role", ROLES, "party_role"),)
        indexes = (models.Index(fields=("borrower",), name="party_of"),)
