"""The desk's store as Django knows it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class DeskStore(AppConfig):
    """Everything the desk keeps, one file per noun in `models`."""

    name = "duly.store"
    label = "store"

    def ready(self) -> None:
        from duly.store import checks, guards, walls  # noqa: F401  registers them

        def guarded(using: str, **_: Any) -> None:
            guards.install(connections[using])
            walls.build(connections[using])

        post_migrate.connect(guarded, sender=self, weak=False)
