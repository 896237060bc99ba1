"""A table of the book as a CSV file that intake reads without a mapping."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from duly.core.day import clock
from duly.core.table import Kind, Table
from duly.store import files


def write_csv(folder: Path, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write TABLE.csv whole or not at all, in the file grammar of the contract; return the number of rows.

    A column that a row leaves out, or holds None, is empty. Raises KeyError for a column that the table lacks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{table.name}.csv"
    words = {column.name: _WORDS.get(column.kind, str) for column in table.columns}
    written = 0
    try:
        with files.aside(path).open("w", encoding="utf-8", newline="") as out:
            sheet = csv.writer(out, lineterminator="\n")
            sheet.writerow(column.name.removesuffix("_minor") for column in table.columns)  # amounts are major units
            for row in rows:
                texts = {name: words[name](value) for name, value in row.items() if value is not None}
                sheet.writerow([texts.get(name, "") for name in words])
                written += 1
        files.put_in_place(path, point=f"book-files.{table.name}")
    except BaseException:
        files.aside(path).unlink(missing_ok=True)
        raise
    return written


def _major(minor: int) -> str:
    whole, part = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{part:02d}"


_WORDS: dict[Kind, Callable[[Any], str]] = {
    Kind.MONEY: _major,
    Kind.BOOL: lambda value: "true" if value else "false",
    Kind.DATE: lambda value: str(value.isoformat()),
    Kind.INSTANT: lambda value: str(value.isoformat()),
    Kind.MINUTE: clock,
}
