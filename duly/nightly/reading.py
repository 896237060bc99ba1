"""What is read of a day that was run: its measures, and the few rows of which a case is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from duly.nightly.summary import Measures

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """One day, in an engine that knows the tables of the book and of the day by their names."""

    engine: duckdb.DuckDBPyConnection
    day: date

    def rows(self, query: str, **values: Any) -> list[Record]:
        found = self.engine.execute(query, values)
        names = [name for name, *_ in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def first(self, query: str, **values: Any) -> Record | None:
        """The first row; the query must say an order in which it is unique."""
        return next(iter(self.rows(f"{query} LIMIT 1", **values)), None)

    def measures(self) -> Measures:
        return Measures(self.engine.execute('SELECT measure, "of", "by", value FROM measures').fetchall())

    def teams(self) -> list[Record]:
        return self.rows("SELECT team_id, title, region, dialects FROM teams ORDER BY team_id")

    def places_instalments(self) -> bool:
        """Whether a converter placed instalments that the source does not state; then buckets over time are its own."""
        return self.first("SELECT loan_id FROM schedule WHERE estimated") is not None
