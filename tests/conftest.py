"""Small books in memory, written as rows, for every test of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import settings

from duly.book.contract import LAKE
from duly.store import engine as engines
from tests.homes import DAY, closed, small_book
from tests.once import made_once
from tools.served import served as demonstration

settings.register_profile("duly", deadline=None)  # a slow machine breaks no property
settings.load_profile("duly")

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture()
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that holds every table of the book, empty."""
    opened = engines.connect()
    for table in LAKE:
        opened.execute(f"CREATE TABLE {table.name} AS {engines.empty(table)}")
    yield opened
    opened.close()


@pytest.fixture()
def fill(engine: duckdb.DuckDBPyConnection) -> Callable[[Rows], None]:
    """Put rows into the tables of the book; columns left out are unknown."""

    def put(rows: Rows) -> None:
        for table, records in rows.items():
            for record in records:
                named = ", ".join(f'? AS "{name}"' for name in record)
                engine.execute(f"INSERT INTO {table} BY NAME SELECT {named}", list(record.values()))

    return put


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small book's home, in which `duly demo` has run once, as a newcomer starts it, and its key."""
    return made_once(tmp_path_factory, "demonstrated", _demonstrated)


def _demonstrated(folder: Path) -> None:
    book = small_book()
    for team in book["teams"]:
        team["calls_per_agent"] *= 3  # a list that lasts: a callee may not answer many times in a row
    closed(folder / "home", book, DAY)
    with demonstration(folder / "home"):
        pass
