"""The vault: the one table in which personal data stands, sealed."""

from __future__ import annotations

from django.db import models

from duly.rules.personal import FIELDS
from duly.store.models.noun import Owned, one_of

SUBJECTS = ("borrower", "party", "address")


class Vaulted(models.Model):
    """One field of one person or address, sealed for this row alone.

    A newer value, or the same one under another key, takes its place: what was known before has no purpose left. That
    it changed, by whom and when, is on the record; the value is not. The row is destroyed when the field is erased.
    """

    id = models.BigAutoField(primary_key=True)
    borrower = models.ForeignKey("store.Borrower", on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=8)
    of = models.UUIDField()  # the id of the borrower, party or address
    field = models.CharField(max_length=9)
    key_id = models.CharField(max_length=16)
    nonce = models.BinaryField()
    ciphertext = models.BinaryField()
    blind = models.CharField(max_length=64)  # a keyed hash: equal for equal values
    at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("subject", SUBJECTS, "vaulted_subject"),
            one_of("field", FIELDS, "vaulted_field"),
            models.UniqueConstraint(fields=("borrower", "of", "field"), name="vaulted_once"),
        )
        indexes = (
            models.Index(fields=("blind",), name="vaulted_blind"),
            models.Index(fields=("key_id", "id"), name="vaulted_by_key"),
        )


class Erased(Owned):
    """That a field was erased. While this stands the field stays empty, whatever file comes again."""

    subject = models.CharField(max_length=8)
    of = models.UUIDField()
    field = models.CharField(max_length=9)
    at = models.DateTimeField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)

    class Meta:
        constraints = (
            one_of("subject", SUBJECTS, "erased_subject"),
            one_of("field", FIELDS, "erased_field"),
            models.UniqueConstraint(fields=("borrower", "of", "field"), name="erased_once"),
        )
