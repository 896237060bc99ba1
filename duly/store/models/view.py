"""Saved views: how somebody likes to see a list. Theirs alone, changed and thrown away as they like."""

from __future__ import annotations

from django.db import models

from duly.store.models.noun import one_of

PAGES = ("worklist", "complaints")
NAME_MOST = 40


class View(models.Model):
    """What a person asks of a page, by a name of their own."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="views")
    page = models.CharField(max_length=20)
    name = models.CharField(max_length=NAME_MOST)
    asked = models.JSONField()  # {filter: value}, as the page asks for it

    class Meta:
        constraints = (
            one_of("page", PAGES, "view_of_a_page"),
            models.UniqueConstraint(fields=("user", "page", "name"), name="view_once"),
        )
