"""Add a row by a statement that is made once for each model: to compile it anew costs more than to send it."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def add(one: Row) -> Row:
    """Write a new row; where the database numbers the rows itself, its number is read back.

    Raises django.db.IntegrityError where the database refuses it.
    """
    sql, fields, numbered = _insert(type(one))
    with connection.cursor() as cursor:
        cursor.execute(sql, [each.get_db_prep_save(getattr(one, each.attname), connection) for each in fields])
        if numbered:
            (one.pk,) = cursor.fetchone()
    one._state.adding = False
    return one


@cache
def _insert(model: type[models.Model]) -> tuple[str, list[Any], bool]:
    meta = model._meta
    fields = [each for each in meta.concrete_fields if not isinstance(each, models.AutoField)]
    numbered = len(fields) < len(meta.concrete_fields)
    names, places = ", ".join(f'"{each.column}"' for each in fields), ", ".join(["%s"] * len(fields))
    returned = f' RETURNING "{meta.pk.column}"' if numbered else ""
    return f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({places}){returned}', fields, numbered
