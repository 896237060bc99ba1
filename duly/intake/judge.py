"""Which staged rows are taken: against one another, against the book, and against what they refer to.

Every decision is a set of rows of a stage: `refused_T` (with field, value and code), `same_T` (nothing new), `again_T`
(replaces a standing row). What is in neither of the first two is fresh and will be written.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from duly.core.table import Column, Table
from duly.intake.coherence import refuse_incoherent
from duly.intake.known import existing
from duly.intake.sql import literal, name_of, names_of
from duly.intake.stage import GOOD, NO_ROW, WRONG, Stage
from duly.store.engine import scan
from duly.store.lake import Home, Version


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one stage by what became of them. Raises RuntimeError where a row was counted twice."""

    read: int
    refused: int
    same: int
    again: int

    def __post_init__(self) -> None:
        if min(self.refused, self.same, self.again, self.fresh, self.new) < 0:
            raise RuntimeError(f"rows were counted twice ({self}); nothing was taken in, and this is a fault of Duly")

    @property
    def fresh(self) -> int:
        return self.read - self.refused - self.same

    @property
    def new(self) -> int:
        return self.fresh - self.again


@dataclass(slots=True)
class Judge:
    """Decides on the stages of one batch, table by table, what is referred to first."""

    engine: duckdb.DuckDBPyConnection
    home: Home
    version: Version
    stages: dict[str, Stage]
    tallies: dict[str, Tally] = field(default_factory=dict)  # by table
    increasing: set[str] = field(default_factory=set)  # tables whose staged rows stand in the order of their keys

    def decide(self, stage: Stage) -> None:
        """Decide on every row of one stage."""
        table = stage.table
        self._sets(table)
        self._refuse_wrong_cells(stage)
        self._compare_within(stage)
        for column in table.columns:
            if column.refers:
                self._refuse_unknown(stage, column)
        if self.has(table.name):
            self._compare_with_book(stage)
        refuse_incoherent(self, table.name)
        self._settle(table)
        self.tallies[table.name] = Tally(
            self._count(f"SELECT count(*) FROM {stage.name} WHERE _state <> {NO_ROW}"),
            *(
                self._count(f"SELECT count(DISTINCT row) FROM {made}_{table.name}")
                for made in ("refused", "same", "again")
            ),
        )

    def has(self, table: str) -> bool:
        """Whether the book holds rows of a table already."""
        return bool(self.version.tables.get(table))

    def refuse(self, table: str, rows: str) -> None:
        """Refuse staged rows of a table: a query of row, column, value and code."""
        self.engine.execute(f"INSERT INTO refused_{table} {rows}")

    def fresh(self, table: Table) -> str:
        """SQL of the rows that will be written, with `rowid` as `row`."""
        tally = self.tallies.get(table.name)
        without = "".join(
            f" AND rowid NOT IN (SELECT row FROM {made}_{table.name})"
            for made in ("refused", "same")
            if tally is None or getattr(tally, made)
        )
        return f"SELECT *, rowid AS row FROM stage_{table.name} WHERE _state = {GOOD}{without}"

    def keeps_order(self, table: Table) -> bool:
        """Whether the fresh rows stand in the order of the lake already."""
        tally = self.tallies[table.name]
        return table.order == table.key and table.name in self.increasing and tally.fresh == tally.read

    def _sets(self, table: Table) -> None:
        self.engine.execute(
            f'CREATE TABLE refused_{table.name} (row BIGINT, "column" VARCHAR, value VARCHAR, code VARCHAR);'
            f"CREATE TABLE same_{table.name} (row BIGINT); CREATE TABLE again_{table.name} (row BIGINT);"
            f"CREATE TABLE twin_{table.name} (row BIGINT, first BIGINT)"
        )

    def _refuse_wrong_cells(self, stage: Stage) -> None:
        self.engine.execute(
            f"INSERT INTO refused_{stage.table.name} (row) SELECT rowid FROM {stage.name} WHERE _state = {WRONG}"
        )

    def _compare_within(self, stage: Stage) -> None:
        """Rows of one key in one batch: the same content counts once, different content refuses them all."""
        table = stage.table
        key = names_of(table.key)
        if self._increases(stage):
            self.increasing.add(table.name)
            return
        all_, distinct = self._one(
            f"SELECT count(*), count(DISTINCT hash({key})) FROM {stage.name} WHERE _state = {GOOD}"
        )
        if all_ == distinct:
            return
        content = names_of(table.columns)
        self.engine.execute(
            f"CREATE OR REPLACE TABLE twice AS SELECT {key}, min(rowid) AS first, count(DISTINCT ({content})) AS "
            "contents "
            f"FROM {stage.name} WHERE _state = {GOOD} GROUP BY {key} HAVING count(*) > 1"
        )
        self.engine.execute(
            f"INSERT INTO twin_{table.name} SELECT s.rowid, first FROM {stage.name} s JOIN twice USING ({key}) "
            f"WHERE s._state = {GOOD} AND contents = 1 AND s.rowid <> first; "
            f"INSERT INTO same_{table.name} SELECT row FROM twin_{table.name}"
        )
        self.engine.execute(
            f"INSERT INTO refused_{table.name} SELECT s.rowid, {literal(', '.join(table.key))}, concat_ws(', ', "
            f"{names_of(table.key, 's')}), "
            f"'key-twice' FROM {stage.name} s JOIN twice USING ({key}) WHERE s._state = {GOOD} AND contents > 1"
        )

    def _increases(self, stage: Stage) -> bool:
        """Whether keys go up from row to row, as they do in most exports; then none is there twice."""
        key, before = "", "false"
        for name in reversed(stage.table.key):
            here, last = name_of(name), f"lag({name_of(name)}) OVER ()"
            before = f"{here} > {last} OR ({here} = {last} AND ({before}))"
            key = name
        goes_up = f"coalesce({before}, lag({name_of(key)}) OVER () IS NULL) AS goes_up"
        (found,) = self.engine.execute(
            f"SELECT coalesce(bool_and(goes_up), true) FROM (SELECT {goes_up} FROM {stage.name} WHERE _state = {GOOD})"
        ).fetchone() or (False,)
        return bool(found)

    def _refuse_unknown(self, stage: Stage, column: Column) -> None:
        """Refuse rows that refer to what is neither in the book nor accepted in this batch."""
        if not (column.required or self._fills(stage, column)):
            return
        parent, key = column.refers.split(".")
        known = []
        if paths := self.home.paths(self.version, parent):
            known.append(f"SELECT {key} FROM {scan(paths)}")
        if parent in self.stages:
            known.append(f"SELECT {key} FROM ({self.fresh(self.stages[parent].table)})")
        among = " UNION ALL ".join(known) or f"SELECT NULL::VARCHAR AS {key} WHERE false"
        refused_parent = (
            f"EXISTS (FROM stage_{parent} p WHERE p.{key} = s.{column.name})" if parent in self.stages else "false"
        )
        self.engine.execute(
            f"INSERT INTO refused_{stage.table.name} SELECT s.rowid, {literal(column.name)}, s.{column.name}, "
            f"CASE WHEN {refused_parent} THEN 'refers-quarantined' ELSE 'refers-unknown' END "
            f"FROM {stage.name} s ANTI JOIN ({among}) k ON k.{key} = s.{column.name} "
            f"WHERE s._state = {GOOD} AND s.{column.name} IS NOT NULL"
        )

    def _fills(self, stage: Stage, column: Column) -> bool:
        found = self.engine.execute(
            f"SELECT 1 FROM {stage.name} WHERE _state = {GOOD} AND {name_of(column)} IS NOT NULL LIMIT 1"
        ).fetchone()
        return found is not None

    def _compare_with_book(self, stage: Stage) -> None:
        """Rows whose key the book has: the same content is nothing new; an event contradicts, a record replaces."""
        table = stage.table
        rest = [column.name for column in table.columns if column.name not in table.key]
        on = " AND ".join(f"{name_of(name, 's')} = {name_of(name, 'b')}" for name in table.key)
        is_same = (
            " AND ".join(f"{name_of(name, 's')} IS NOT DISTINCT FROM {name_of(name, 'b')}" for name in rest) or "true"
        )
        differs = ", ".join(
            f"CASE WHEN {name_of(name, 's')} IS DISTINCT FROM {name_of(name, 'b')} THEN "
            f"{_difference(table.column(name))} END"
            for name in rest
        )
        self.engine.execute(
            f"CREATE OR REPLACE TABLE met AS SELECT s.rowid AS row, {is_same} AS is_same, "
            f"concat_ws('; ', {differs or 'NULL'}) AS differs FROM {stage.name} s JOIN "
            f"({existing(self.home, self.version, table)}) b ON {on} "
            f"WHERE s._state = {GOOD} AND s.rowid NOT IN (SELECT row FROM refused_{table.name})"
            f" AND s.rowid NOT IN (SELECT row FROM same_{table.name})"
        )
        self.engine.execute(f"INSERT INTO same_{table.name} SELECT row FROM met WHERE is_same")
        if table.grows:
            self.engine.execute(
                f"INSERT INTO refused_{table.name} SELECT row, {literal(', '.join(table.key))}, differs, 'contradicts' "
                "FROM met WHERE NOT is_same"
            )
        else:
            self.engine.execute(f"INSERT INTO again_{table.name} SELECT row FROM met WHERE NOT is_same")

    def _settle(self, table: Table) -> None:
        """Refuse a row that repeats a refused one, and let what is refused be nothing else: a row counts once."""
        name, refused = table.name, f"(SELECT row FROM refused_{table.name})"
        self.refuse(
            name,
            f'SELECT t.row, "column", value, code FROM twin_{name} t JOIN refused_{name} r ON r.row = t.first '
            f"WHERE t.row NOT IN {refused}",
        )
        for made in ("same", "again"):
            self.engine.execute(f"DELETE FROM {made}_{name} WHERE row IN {refused}")

    def _one(self, query: str) -> tuple[int, int]:
        first, second = self.engine.execute(query).fetchone() or (0, 0)
        return int(first), int(second)

    def _count(self, query: str) -> int:
        (count,) = self.engine.execute(query).fetchone() or (0,)
        return int(count)


def _difference(column: Column) -> str:
    if column.personal:
        return f"'{column.name} differs'"
    return (
        f"concat({literal(column.name)}, ': ', coalesce({name_of(column, 's')}::VARCHAR, '–'), ' ≠ ', "
        f"coalesce({name_of(column, 'b')}::VARCHAR, '–'))"
    )
