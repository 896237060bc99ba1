"""What the book holds already."""

from __future__ import annotations

from duly.core.table import Table
from duly.intake.sql import names_of
from duly.store.engine import scan
from duly.store.lake import Home, Version


def existing(home: Home, version: Version, table: Table) -> str:
    """SQL of a table as a version of the book holds it, personal columns beside the others."""
    lake = f"{scan(home.paths(version, table.name))} AS lake"
    if not table.personal_columns:
        return f"FROM {lake}"
    private = f"{scan(home.private_paths(version, table.name))} AS private"
    return f"FROM {lake} JOIN {private} USING ({names_of(table.key)})"
