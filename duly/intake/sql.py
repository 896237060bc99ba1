"""Names and texts in SQL."""

from __future__ import annotations

from collections.abc import Iterable

from duly.book.sql import text_literal as literal
from duly.core.table import Column

__all__ = ["literal", "name_of", "names_of"]


def name_of(column: Column | str, of: str = "") -> str:
    """A column's name, safe beside any word of the language: "at", or s."at"."""
    name = column if isinstance(column, str) else column.name
    name = name.replace('"', '""')
    return f'{of}."{name}"' if of else f'"{name}"'


def names_of(columns: Iterable[Column | str], of: str = "") -> str:
    """Names of columns, separated by commas."""
    return ", ".join(name_of(column, of) for column in columns)
