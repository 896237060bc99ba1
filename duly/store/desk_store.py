"""The desk's store as Django knows it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from duly.core.chain import link_spelt


class DeskStore(AppConfig):
    """Everything the desk keeps, one file per noun in `models`."""

    name = "duly.store"
    label = "store"

    def ready(self) -> None:
        from duly.store import checks, guards, walls  # noqa: F401  registers them

        def guarded(using: str, **_: Any) -> None:
            guards.install(connections[using])
            walls.build(connections[using])

        def able(connection: Any, **_: Any) -> None:
            if connection.vendor == "sqlite":  # PostgreSQL hashes bytes by itself
                hashed = lambda before, spelt: link_spelt(before, spelt.encode())  # noqa: E731
                connection.connection.create_function("duly_link", 2, hashed, deterministic=True)

        post_migrate.connect(guarded, sender=self, weak=False)
        connection_created.connect(able, weak=False)
