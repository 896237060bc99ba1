"""Notices that the law wants before another act."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned, one_of

KINDS = ("outsourcing", "adverse_credit", "visit")


class Notice(Owned):
    """A notice as it was sent; without proof of sending it does not count."""

    kind = models.CharField(max_length=16)
    agency = models.ForeignKey("store.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    loans = models.JSONField(null=True)
    sent_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    proof_id = models.CharField(max_length=64, null=True)
    text_sha256 = models.CharField(max_length=64, blank=True)  # of the words; whose name stood in them is in the vault

    class Meta:
        constraints = (one_of("kind", KINDS, "notice_kind"),)
        indexes = (models.Index(fields=("borrower",), name="notice_of"),)
