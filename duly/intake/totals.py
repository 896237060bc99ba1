"""Control totals: what came in is what was accepted and what was quarantined, in rows and in money."""

from __future__ import annotations

import duckdb

from duly.intake.judge import Judge
from duly.intake.manifest import Counts, Sums
from duly.intake.stage import NO_ROW, Stage


def rows(stage: Stage, judge: Judge) -> Counts:
    """Rows of one table."""
    tally = judge.tallies[stage.table.name]
    malformed = sum(len(part.reading.malformed) for part in stage.parts if part.leads)
    return Counts(
        read=tally.read + malformed,
        new=tally.new,
        replaced=tally.again,
        unchanged=tally.same,
        quarantined=tally.refused + malformed,
    )


def money(engine: duckdb.DuckDBPyConnection, stage: Stage, judge: Judge) -> dict[str, Sums]:
    """Money of one table, by column: every readable amount is summed, in whichever rows it stands."""
    filled = {one.column.name for part in stage.parts for one in part.plan.filled}
    names = [column.name for column in stage.table.money_columns if column.name in filled]
    if not names:
        return {}
    read = _sums(engine, names, f"{stage.name} WHERE _state <> {NO_ROW}")
    refused = [0] * len(names)
    if judge.tallies[stage.table.name].refused:
        among = f"rowid IN (SELECT row FROM refused_{stage.table.name})"
        refused = _sums(engine, names, f"{stage.name} WHERE {among}")
    unreadable = _unreadable(engine, stage)
    return {
        name: Sums(total, total - lost, lost, unreadable.get(name, 0))
        for name, total, lost in zip(names, read, refused, strict=True)
    }


def _sums(engine: duckdb.DuckDBPyConnection, names: list[str], among: str) -> list[int]:
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in names)
    found = engine.execute(f"SELECT {sums} FROM {among}").fetchone()
    return [int(total) for total in found or ()]


def _unreadable(engine: duckdb.DuckDBPyConnection, stage: Stage) -> dict[str, int]:
    """Amounts that are there and cannot be read. A row that is no row of cells has one in every money column."""
    malformed = sum(len(part.reading.malformed) for part in stage.parts if part.leads)
    found = engine.execute(
        'SELECT "column", count(*) FROM quarantine WHERE "table" = ? AND starts_with(code, \'amount\') GROUP BY '
        '"column"',
        [stage.table.name],
    ).fetchall()
    counted = dict(found)
    return {column.name: counted.get(column.name, 0) + malformed for column in stage.table.money_columns}
