"""Preferences: what the borrower asked for about contact."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import Owned, one_of

KINDS = ("inconvenient_time", "inconvenient_place", "contact_window", "agreed_limit", "channel_opt_out")


class Preference(Owned):
    """A wish, from the instant it was said. A later one of the same kind takes its place."""

    kind = models.CharField(max_length=20)
    said_at = models.DateTimeField()
    terms = models.JSONField(default=dict)  # days, from, to, channels, address, max_per_day: the contract's words

    class Meta:
        constraints = (one_of("kind", KINDS, "preference_kind"),)
        indexes = (models.Index(fields=("borrower",), name="preference_of"),)
