"""Clearances: leave to act once, or the refusal of it, with every reason."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duly.store.models.noun import Owned, one_of

VERDICTS = ("allow", "warn", "review", "requires", "deny", "not_applicable")
ALLOWING = ("allow", "warn")


class Clearance(Owned):
    """What the judge said of one proposed contact at one instant. Refusals are kept like permissions."""

    address = models.ForeignKey("store.Address", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    judged_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # null: refused
    verdict = models.CharField(max_length=14)
    answer = models.JSONField()  # of the judge, whole: rules, clauses, the first permitted instant
    question = models.BinaryField()  # that was judged, whole and compressed: it can be asked again
    facts_sha256 = models.CharField(max_length=64)  # of the question as text
    heeded = models.BigIntegerField()  # how much of what was said the judge knew
    pack_version = models.CharField(max_length=64)

    class Meta:
        constraints = (
            one_of("verdict", VERDICTS, "clearance_verdict"),
            models.CheckConstraint(
                condition=Q(verdict__in=ALLOWING, expires_at__isnull=False)
                | (~Q(verdict__in=ALLOWING) & Q(expires_at__isnull=True)),
                name="clearance_expires_if_it_permits",
            ),
        )
        indexes = (models.Index(fields=("borrower", "judged_at"), name="clearance_of"),)
