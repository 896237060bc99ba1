"""What a database must be before the desk opens: settings that keep what was promised, or no desk.

The figures behind each are in the decision record on the desk's store.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from duly.store import guards, walls

SQLITE_LEAST = (3, 51, 3)  # before it a reset of the write-ahead log could damage the file under two writers
SYNCHRONOUS_FULL = 2


@register(Tags.database)
def database_is_safe(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Refuse settings under which an acknowledged contact, payment or stop could be lost or a limit passed."""
    faults: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        asked = _sqlite if connection.vendor == "sqlite" else _postgresql
        faults += [
            Error(f"{alias}: {setting} = {found!r}", hint=f"须为 must be {wanted}", id=f"duly.E{number:03d}")
            for number, (setting, found, holds, wanted) in enumerate(asked(connection), 1)
            if not holds
        ]
        lacking = {guard.installed_as for guard in guards.guards()} - guards.installed(connection)
        if lacking:
            faults.append(
                Error(
                    f"{alias}: 缺少守卫 lacks the guards {', '.join(sorted(lacking))}", hint="migrate", id="duly.E010"
                )
            )
        if open_to_agencies := walls.missing(connection):
            faults.append(
                Error(
                    f"{alias}: 没有隔离机构 without the wall around agencies: {', '.join(open_to_agencies)}",
                    hint="migrate", id="duly.E011",
                )
            )  # fmt: skip
    return faults


def _sqlite(connection: Any) -> list[tuple[str, Any, bool, str]]:
    version = connection.Database.sqlite_version_info
    with connection.cursor() as cursor:
        journal, synchronous, mapped = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "mmap_size")
        )
    mode = connection.settings_dict["OPTIONS"].get("transaction_mode")
    return [
        ("sqlite_version", ".".join(map(str, version)), version >= SQLITE_LEAST, ">= 3.51.3"),
        ("journal_mode", journal, journal == "wal", "wal"),
        ("synchronous", synchronous, synchronous == SYNCHRONOUS_FULL, "2 (FULL)"),
        ("mmap_size", mapped, mapped == 0, "0"),
        ("transaction_mode", mode, mode == "IMMEDIATE", "IMMEDIATE"),
    ]


def _postgresql(connection: Any) -> list[tuple[str, Any, bool, str]]:
    names = ("fsync", "full_page_writes", "data_sync_retry")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(names)])
        found = dict(cursor.fetchall())
    wanted = {"fsync": "on", "full_page_writes": "on", "data_sync_retry": "off"}
    return [(name, found.get(name), found.get(name) == wanted[name], wanted[name]) for name in names]
