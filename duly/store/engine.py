"""The embedded columnar engine, set up the same way everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from duly.book.sql import text_literal
from duly.core.table import Table
from duly.store.lake import Home, Version

COMPRESSION = "zstd"
MEMORY_LIMIT = "5GB"  # of the engine; the process takes about 1 GB more. DULY_MEMORY_LIMIT says otherwise


def connect(
    *, spill: Path | None = None, memory_limit: str = MEMORY_LIMIT, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open an in-memory engine that may spill to a folder, keeps no order unasked and reads no clock but UTC."""
    engine = duckdb.connect()
    engine.execute("SET TimeZone = 'UTC'")
    engine.execute("SET preserve_insertion_order = false")
    engine.execute(f"SET memory_limit = {text_literal(memory_limit)}")
    if threads is not None:
        engine.execute(f"SET threads = {threads}")
    if spill is not None:
        engine.execute(f"SET temp_directory = {text_literal(str(spill))}")
    return engine


def scan(paths: Sequence[Path]) -> str:
    """An SQL expression that reads Parquet files as one relation."""
    return f"read_parquet([{', '.join(text_literal(str(path)) for path in paths)}])"


def open_table(engine: duckdb.DuckDBPyConnection, home: Home, version: Version, table: Table) -> None:
    """Make a table of the book readable under its own name; an absent one is empty, with its columns."""
    paths = home.paths(version, table.name)
    engine.execute(f"CREATE OR REPLACE VIEW {table.name} AS {f'FROM {scan(paths)}' if paths else empty(table)}")


def empty(table: Table) -> str:
    """A query that gives no rows of the table's lake columns."""
    columns = ", ".join(f"NULL::{column.physical} AS {column.name}" for column in table.lake_columns)
    return f"SELECT {columns} WHERE false"


@contextmanager
def gathered(engine: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> Iterator[None]:
    """Make tables of queries, each over those before it; they hide views of the same name, and are gone at the end."""
    made: list[str] = []
    try:
        for name, query in queries.items():
            engine.execute(f"CREATE TEMP TABLE {name} AS {query}")
            made.append(name)
        yield
    finally:
        for name in made:
            engine.execute(f"DROP TABLE temp.{name}")
