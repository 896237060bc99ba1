"""The end of a day at the desk: what it learnt goes into the book, and the day's record is sealed.

The night that follows reads it with everything else of the book. Done again, it adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from duly import wiring
from duly.book.contract import TABLES
from duly.core.day import day_bounds
from duly.core.table import Column
from duly.desk import closing as desk
from duly.desk import record
from duly.desk.sweeping import sweep
from duly.intake import take_in
from duly.intake.manifest import Manifest
from duly.store import engine as engines
from duly.store.lake import Home, Version
from duly.store.models import Seal
from duly.store.still import standing_still


@dataclass(frozen=True, slots=True)
class Ended:
    """What a day's end came to. `taken` is none where the book had it all; `seal` is none while the day goes on."""

    told: desk.Told
    taken: Manifest | None
    seal: Seal | None

    @property
    def is_whole(self) -> bool:
        return self.taken is None or self.taken.is_whole

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": self.told.rows, "untold": self.told.untold,
            "manifest": self.taken and self.taken.to_json(),
            "seal": self.seal and {"day": str(self.seal.day), "root": self.seal.root},
        }  # fmt: skip


def end(home: Home, day: date, *, at: datetime) -> Ended:
    """Give the day back to the book and seal it, unless it is not over at `at`.

    Raises NoBook; IntakeRefused and Busy as intake does.
    """
    version = home.book()
    sweep(at=at)
    with TemporaryDirectory(prefix=".close-", dir=home.path) as place:
        scratch, folder = Path(place) / "scratch", Path(place) / "told"
        scratch.mkdir()
        folder.mkdir()
        with closing(wiring.engine(spill=scratch)) as engine:
            _open(engine, home, version)
            with standing_still():
                desk.read(engine, day, scratch)
            told = desk.tell(engine, folder)
        taken = take_in([folder], home, taken_at=at) if told.rows else None
    return Ended(told, taken, _sealed(day, at))


def _open(engine: duckdb.DuckDBPyConnection, home: Home, version: Version) -> None:
    """Show the engine the book: `before_T` as the night reads it, `apart_T` with what is kept apart, by its key."""
    for table in TABLES:
        _show(engine, f"before_{table.name}", home.paths(version, table.name), table.lake_columns)
        if table.personal_columns:
            keys = tuple(table.column(name) for name in table.key)
            apart = home.private_paths(version, table.name)
            _show(engine, f"apart_{table.name}", apart, (*keys, *table.personal_columns))


def _show(engine: duckdb.DuckDBPyConnection, name: str, paths: Sequence[Path], columns: tuple[Column, ...]) -> None:
    nothing = ", ".join(f'NULL::{column.physical} AS "{column.name}"' for column in columns)
    source = f"FROM {engines.scan(paths)}" if paths else f"SELECT {nothing} WHERE false"
    engine.execute(f"CREATE VIEW {name} AS {source}")


def _sealed(day: date, at: datetime) -> Seal | None:
    """The seal of a day that is over, made now or before."""
    if at < day_bounds(day)[1]:
        return None
    return record.seal(day) or Seal.objects.get(day=day)
