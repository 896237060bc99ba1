"""The files of a batch as typed rows in the engine: every row is there, those with a wrong cell are marked."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from duly.core.table import Column, Table
from duly.intake.grammar import Cell, cell
from duly.intake.plan import Filled, TablePlan, trimmed
from duly.intake.reading import Reading
from duly.intake.sql import literal, name_of

AS_IT_STANDS = "CREATE OR REPLACE MACRO cell(x) AS x"
TRIMMED = "CREATE OR REPLACE MACRO cell(x) AS nullif(trim(x, ' '), '')"

GOOD, WRONG, NO_ROW = 0, 1, 2  # _state of a staged row; NO_ROW: empty, or the mapping makes no row of it


@dataclass(slots=True)
class Part:
    """The rows of one stage that come from one file: [first, until)."""

    reading: Reading
    plan: TablePlan
    first: int
    until: int
    leads: bool  # first table of its file: rows that are no rows of cells are counted here

    def has(self, row: str) -> str:
        """SQL: whether a staged row belongs to this part."""
        return f"({row} >= {self.first} AND {row} < {self.until})"


@dataclass(slots=True)
class Stage:
    """All rows of a batch for one table. A row is named by its `rowid`, in the order of the files."""

    table: Table
    parts: list[Part] = field(default_factory=list)
    is_made: bool = False

    @property
    def name(self) -> str:
        return f"stage_{self.table.name}"

    def add(self, engine: duckdb.DuckDBPyConnection, reading: Reading, plan: TablePlan, *, leads: bool) -> Reading:
        """Stage the rows of one file; returns the reading that worked, which is a careful one for an odd file.

        Cells are first taken as they stand, which is fast; where a row is wrong so, all are trimmed and read again.
        """
        first = self._count(engine)
        if not self._insert_fast(engine, plan, reading):
            reading = reading.with_care()
            first = self._insert(engine, plan, reading, TRIMMED)
        elif self._has_wrong(engine, first):
            first = self._insert(engine, plan, reading, TRIMMED)
        self.parts.append(Part(reading, plan, first, self._count(engine), leads))
        return reading

    def _insert_fast(self, engine: duckdb.DuckDBPyConnection, plan: TablePlan, reading: Reading) -> bool:
        try:
            first = self._insert(engine, plan, reading, AS_IT_STANDS)
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            return False
        return reading.accounts_for(self._count(engine) - first)

    def _insert(self, engine: duckdb.DuckDBPyConnection, plan: TablePlan, reading: Reading, cell: str) -> int:
        """Stage every row of a reading in place of an attempt that failed; returns the first row's name."""
        first = self._count(engine)
        if self.parts:
            engine.execute(f"UPDATE {self.name} SET _state = {NO_ROW} WHERE rowid >= {self.parts[-1].until}")
        elif first:
            engine.execute(f"DROP TABLE {self.name}")
            first, self.is_made = 0, False
        engine.execute(cell)
        into = f"INSERT INTO {self.name}" if self.is_made else f"CREATE TABLE {self.name} AS"
        engine.execute(f"{into} {staged(plan, reading)}")
        self.is_made = True
        return first

    def _has_wrong(self, engine: duckdb.DuckDBPyConnection, first: int) -> bool:
        found = engine.execute(
            f"SELECT 1 FROM {self.name} WHERE rowid >= {first} AND _state = {WRONG} LIMIT 1"
        ).fetchone()
        return found is not None

    def _count(self, engine: duckdb.DuckDBPyConnection) -> int:
        (count,) = engine.execute(f"SELECT count(*) FROM {self.name}").fetchone() or (0,) if self.is_made else (0,)
        return int(count)


def staged(plan: TablePlan, reading: Reading) -> str:
    """A query of every row of a file: the table's columns, typed, and `_state`."""
    filled = {one.column.name: one for one in plan.filled}
    cells = {one.column.name: _cell(one) for one in plan.filled}
    texts = ", ".join(f"{one.cell} AS t_{one.column.name}" for one in plan.filled)
    values = ", ".join(f"{made.value} AS v_{name}" for name, made in cells.items())
    columns = ", ".join(_typed(column, filled) for column in plan.table.columns)
    is_wrong = " OR ".join(f"({made.fault}) IS NOT NULL" for made in cells.values())
    is_empty = f"coalesce({', '.join(trimmed(f'c{place}') for place in range(len(reading.columns)))}) IS NULL"
    state = (
        f"CASE WHEN NOT _when THEN {NO_ROW} WHEN {is_wrong} THEN CASE WHEN {is_empty} THEN {NO_ROW} ELSE {WRONG} END "
        f"ELSE {GOOD} END::UTINYINT"
    )
    return (
        f"SELECT {columns}, {state} AS _state FROM (SELECT *, {values} FROM "
        f"(SELECT {texts}, {plan.when} AS _when, * FROM {reading.relation}))"
    )


def typed(plan: TablePlan, relation: str) -> str:
    """A query of some rows that carry their `row` and `line`: each cell as text `t_…` and as value `v_…`."""
    texts = ", ".join(f"{one.cell} AS t_{one.column.name}" for one in plan.filled)
    values = ", ".join(f"{_cell(one).value} AS v_{one.column.name}" for one in plan.filled)
    return f"SELECT *, {values} FROM (SELECT row, line, {texts} FROM {relation})"


def faults(plan: TablePlan, relation: str) -> str:
    """A query of every wrong cell of such rows: `row`, `line`, `field`, `column`, `value`, `code`."""
    return " UNION ALL ".join(
        f'SELECT row, line, {literal(one.origin)} AS field, {literal(one.column.name)} AS "column", '
        f"t_{one.column.name} AS value, {_cell(one).fault} AS code FROM ({typed(plan, relation)})"
        for one in plan.filled
    )


def _cell(one: Filled) -> Cell:
    return cell(one.column, one.notation, f"t_{one.column.name}", f"v_{one.column.name}")


def _typed(column: Column, filled: dict[str, Filled]) -> str:
    return (
        f"v_{column.name} AS {name_of(column)}"
        if column.name in filled
        else f"NULL::{column.physical} AS {name_of(column)}"
    )
