"""Rows of many tables in one statement: to ask for them one by one costs more than the judge's answer.

Each part of the statement gives rows of one table as JSON arrays, which both databases make alike; a row comes back as
a named tuple of its model's columns.
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

Decode = Callable[[Any], Any]
Columns = Mapping[str, tuple[str, Any]]  # by name: the expression, and the field whose values it has
Rows = dict[str, list[Any]]
OF_THE_BORROWER = "WHERE t.borrower_id = %(borrower)s"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The rows of a model, as `t`, that `whose` picks; `beside` are columns of what it joins."""

    name: str
    model: type[models.Model]
    whose: str = OF_THE_BORROWER
    beside: Columns = field(default_factory=dict)
    only: tuple[str, ...] = ()  # columns; none is all of them

    @property
    def columns(self) -> Columns:
        fields = {str(each.column): each for each in self.model._meta.concrete_fields}
        return {name: (f't."{name}"', fields[name]) for name in self.only or fields} | dict(self.beside)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A statement made of parts; `make` turns the columns of each into a row."""

    sql: str
    make: Mapping[str, Callable[[list[Any]], Any]]

    def rows(self, params: Mapping[str, Any]) -> Rows:
        """Run it: the rows of each part, in the order of their first column."""
        found: dict[str, list[list[Any]]] = {name: [] for name in self.make}
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            for name, told in cursor.fetchall():
                found[name].append(json.loads(told))
        return {
            name: [self.make[name](each) for each in sorted(rows, key=_first)] if rows else []
            for name, rows in found.items()
        }


def _first(row: list[Any]) -> Any:
    return row[0]


@cache
def reading(parts: Sequence[Part], vendor: str) -> Reading:
    """The statement of parts for one kind of database, made once."""
    selects, make = [], {}
    for part in parts:
        told = ", ".join(_told(expression, each, vendor) for expression, each in part.columns.values())
        array = f"json_array({told})" if vendor == "sqlite" else f"json_build_array({told})::text"
        rows = f"SELECT '{part.name}', {array} FROM {part.model._meta.db_table} t {part.whose}"
        selects.append(f"SELECT * FROM ({rows}) s")
        make[part.name] = _maker(part, vendor)
    return Reading("\nUNION ALL\n".join(selects), make)


def _told(expression: str, of: Any, vendor: str) -> str:
    """A column as a member of a JSON array; SQLite keeps JSON as text."""
    return f"json({expression})" if vendor == "sqlite" and isinstance(of, models.JSONField) else expression


def _maker(part: Part, vendor: str) -> Callable[[list[Any]], Any]:
    made: Any = namedtuple(part.name, list(part.columns))  # type: ignore[misc]
    decoders = [_decoder(each, vendor) for _, each in part.columns.values()]
    decoded = [(at, decode) for at, decode in enumerate(decoders) if decode is not None]

    def make(row: list[Any]) -> Any:
        for at, decode in decoded:
            if row[at] is not None:
                row[at] = decode(row[at])
        return made._make(row)

    return make


def _decoder(of: Any, vendor: str) -> Decode | None:
    """What a JSON value of a field becomes: ids stay text, instants are aware."""
    kind = of.target_field if of.is_relation else of
    if isinstance(kind, models.DateTimeField):
        return _instant if vendor == "sqlite" else datetime.fromisoformat
    if isinstance(kind, models.DateField):
        return date.fromisoformat
    if vendor == "sqlite" and isinstance(kind, models.UUIDField):
        return lambda told: str(UUID(told))
    if vendor == "sqlite" and isinstance(kind, models.BooleanField):
        return bool
    return None


def _instant(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=UTC)
