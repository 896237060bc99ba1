"""Consents: what the borrower allowed beyond the law's ordinary measure."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned, one_of

SCOPES = (
    "night_contact", "visit_time", "workplace_contact", "credit_furnishing", "credit_query", "data_provision",
    "voice_analysis",
)  # fmt: skip
FORMS = ("recorded_call", "written", "in_app_separate", "boilerplate_clause")


class Consent(Owned):
    """One consent with its evidence."""

    scope = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    form = models.CharField(max_length=20, null=True)  # null: nobody knows, and then it allows nothing
    evidence_id = models.CharField(max_length=64, null=True)
    terms = models.JSONField(default=dict)  # channels, from, to, valid_from, valid_until, about: the contract's words

    class Meta:
        constraints = (one_of("scope", SCOPES, "consent_scope"), one_of("form", FORMS, "consent_form"))
        indexes = (models.Index(fields=("borrower",), name="consent_of"),)


class ConsentRevoked(models.Model):
    """The withdrawal of a consent; it has no effect from then on."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, primary_key=True, related_name="revoked")
    at = models.DateTimeField()
