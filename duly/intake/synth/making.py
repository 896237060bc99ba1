"""A synthetic book made stretch by stretch, so that its size never decides how much memory it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from duly.book import synth
from duly.book.contract import BY_NAME
from duly.book.synth import Synth
from duly.core.table import Table
from duly.store import engine as engines

STRETCH = 250_000  # loans or borrowers made at a time
MEMORY_LIMIT = "1GB"
THREADS_LEAST = 2  # one thread alone cuts row groups elsewhere; from two on the files are the same to the byte

Watcher = Callable[[int, int], None]  # told how many pieces are written, of how many


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one table: `query` gives its rows in the table's order, as long as the piece is the latest."""

    table: Table
    query: str
    number: int  # of the stretch, from 0


def open_engine(made: Synth, spill: Path) -> duckdb.DuckDBPyConnection:
    """An engine that keeps the order of rows and knows the dice of this book."""
    engine = engines.connect(spill=spill, memory_limit=MEMORY_LIMIT)
    engine.execute("SET preserve_insertion_order = true")
    (threads,) = engine.execute("SELECT current_setting('threads')").fetchone() or (1,)
    engine.execute(f"SET threads = {max(int(threads), THREADS_LEAST)}")
    for statement in made.settings():
        engine.execute(statement)
    return engine


def pieces(engine: duckdb.DuckDBPyConnection, made: Synth, watcher: Watcher | None = None) -> Iterator[Piece]:
    """Give the pieces one after another; the pieces of one table come in its order."""
    tell = watcher or (lambda written, of: None)
    runs = [
        ("loan", synth.BY_LOAN, made.stretches(made.loans, STRETCH)),
        ("borrower", synth.BY_BORROWER, made.stretches(made.borrowers, STRETCH)),
    ]
    of = len(synth.STANDING) + sum(len(tables) * len(stretches) for _, tables, stretches in runs)
    written = 0
    for name in synth.STANDING:
        yield _piece(name, 0)
        tell(written := written + 1, of)
    for by, tables, stretches in runs:
        for number, (start, stop) in enumerate(stretches):
            engine.execute(synth.open_stretch(by=by, start=start, stop=stop))
            for name in tables:
                yield _piece(name, number)
                tell(written := written + 1, of)


def _piece(name: str, number: int) -> Piece:
    table = BY_NAME[name]
    columns = ", ".join(
        f'"{column.name}"::{column.physical} AS "{column.name}"' for column in (*table.columns, *table.derived)
    )
    return Piece(table, f"SELECT {columns} FROM ({synth.text(name)})", number)
