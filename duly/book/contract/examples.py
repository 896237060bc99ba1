"""One example row for every table, in the words of a file; the rows of all tables fit together."""

from __future__ import annotations

from duly.core.table import Column, Kind, Table

_BY_KIND: dict[Kind, str] = {
    Kind.TEXT: "示例",
    Kind.MONEY: "1234.56",
    Kind.COUNT: "3",
    Kind.RATE: "1800",
    Kind.DATE: "2026-10-01",
    Kind.INSTANT: "2026-09-30T10:30:00+08:00",
    Kind.MINUTE: "09:00",
    Kind.BOOL: "false",
    Kind.PERSON_ID: "",  # no number of nobody exists
    Kind.PHONE: "+99900000000",  # a country code that was never assigned
    Kind.REGION: "4403",
    Kind.ADDRESS: "+99900000000",
}
_BY_COLUMN = {"dialect": "粤语", "dialects": "普通话|粤语", "reverses": ""}


def example(table: Table, column: Column) -> str:
    """An example value as it is written in a file, amounts in major units; empty where none is harmless."""
    if column.name in _BY_COLUMN:
        return _BY_COLUMN[column.name]
    if column.kind is Kind.ENUM:
        return column.values[0]
    if column.kind is Kind.ID:
        return f"{column.name.removesuffix('_id').upper()}-1"
    return _BY_KIND[column.kind]
