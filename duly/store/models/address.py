"""Numbers, accounts and places at which somebody may be reached, each with its lawful source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duly.store.models.noun import Owned, one_of

KINDS = (
    "mobile", "landline", "switchboard", "home", "workplace", "email", "wechat", "app_account", "building_door",
)  # fmt: skip
LAWFUL = ("contract", "reserved", "debtor_authorised", "public_lawful", "reserved_contact", "credit_bureau_authorised")
STATES = ("valid", "not_in_service", "reassigned", "blocked")


class Address(Owned):
    """Where one person can be reached. What it says stands in the vault; here is only a token of it, which the vault
    gives: the index of its value. Before the vault knows it the token is like no other's.

    The database has no row for a number from an address book, an operator, a social graph or a seller.
    """

    party = models.ForeignKey(
        "store.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: the borrower
    kind = models.CharField(max_length=16)
    source = models.CharField(max_length=26)
    source_ref = models.CharField(max_length=100, blank=True)
    reserved = models.BooleanField(default=False)
    state = models.CharField(max_length=16, default="valid")
    token = models.CharField(max_length=64)  # a keyed hash: equal for equal numbers, and no way back

    class Meta:
        constraints = (
            one_of("kind", KINDS, "address_kind"),
            one_of("source", LAWFUL, "address_source_lawful"),
            one_of("state", STATES, "address_state"),
            models.CheckConstraint(
                condition=~Q(source="public_lawful") | ~Q(source_ref=""), name="address_public_names_its_source"
            ),
            models.UniqueConstraint(fields=("borrower", "kind", "token"), name="address_once"),
        )
        indexes = (models.Index(fields=("token",), name="address_token"),)
