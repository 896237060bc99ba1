"""Payments that were not taken: while one is unclear, nobody knows whether its borrower paid, so it is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb

from duly.book.contract import BY_NAME, SET_ASIDE
from duly.core.ids import ID
from duly.intake.judge import Judge
from duly.intake.sql import literal, names_of
from duly.intake.stage import GOOD, Stage
from duly.store.engine import empty, scan
from duly.store.lake import Home, Version

PAYMENTS = BY_NAME["payments"]


def gather(engine: duckdb.DuckDBPyConnection, home: Home, version: Version, judge: Judge, *, at: datetime) -> int:
    """Fill the engine's table `set_aside`, after `quarantine`, and count it.

    It holds what was set aside before and is not made clear by this batch, and every payment this batch does not take.
    A payment is made clear by a later batch that takes it, or one that reverses it, under its id; without a readable id
    by any further payment of its loan; naming neither, by its file sent again with every payment whole.
    """
    before = home.paths(version, SET_ASIDE.name)
    engine.execute(f"CREATE TABLE set_aside AS {f'FROM {scan(before)}' if before else empty(SET_ASIDE)}")
    stage = judge.stages.get(PAYMENTS.name)
    if stage is None:
        return _count(engine)
    if before:
        _drop_what_is_clear(engine, stage)
    for rows in _refused(stage, at):
        engine.execute(f"INSERT INTO set_aside BY NAME {rows}")
    engine.execute(
        f"CREATE OR REPLACE TABLE set_aside AS SELECT DISTINCT ON (file, line, payment_id, loan_id) "
        f"{names_of(SET_ASIDE.columns)} FROM set_aside ORDER BY file, line, payment_id, loan_id, set_aside_at"
    )
    return _count(engine)


def _drop_what_is_clear(engine: duckdb.DuckDBPyConnection, stage: Stage) -> None:
    refused = "SELECT row FROM refused_payments"
    accepted = f"FROM {stage.name} WHERE _state = {GOOD} AND rowid NOT IN ({refused})"
    whole = ", ".join(map(literal, _files_sent_whole(engine, stage))) or "NULL"
    engine.execute(
        f"""DELETE FROM set_aside WHERE CASE
            WHEN payment_id IS NOT NULL THEN payment_id IN (SELECT payment_id {accepted}) OR
                payment_id IN (SELECT reverses {accepted} AND reverses IS NOT NULL)
            WHEN loan_id IS NOT NULL THEN
                loan_id IN (SELECT loan_id {accepted} AND rowid NOT IN (SELECT row FROM same_payments))
            ELSE file IN ({whole}) END"""
    )


def _files_sent_whole(engine: duckdb.DuckDBPyConnection, stage: Stage) -> set[str]:
    faulty = {
        name
        for (name,) in engine.execute("SELECT DISTINCT file FROM quarantine WHERE \"table\" = 'payments'").fetchall()
    }
    faulty |= {part.reading.name for part in stage.parts if part.reading.malformed}
    return {part.reading.name for part in stage.parts} - faulty


def _refused(stage: Stage, at: datetime) -> Iterator[str]:
    """Queries of the payments of each file that are not taken; a row that is no row of cells names nobody."""
    since = f"TIMESTAMPTZ {literal(at.isoformat())} AS set_aside_at"
    for part in stage.parts:
        file = f"{literal(part.reading.name)} AS file"
        for bad in part.reading.malformed:
            yield f"SELECT {file}, {bad.line} AS line, {literal(bad.code)} AS code, {since}"
        yield f"""SELECT {file}, line, min(q.code) AS code, {since}, {_readable("payment_id")},
            {_readable("loan_id")} FROM places p JOIN {stage.name} s ON s.rowid = p.row
            JOIN quarantine q USING (line) WHERE p."table" = 'payments' AND {part.has("p.row")}
            AND q."table" = 'payments' AND q.file = {literal(part.reading.name)} GROUP BY line"""


def _readable(column: str) -> str:
    return f"any_value(s.{column}) FILTER (regexp_full_match(s.{column}, '{ID}')) AS {column}"


def _count(engine: duckdb.DuckDBPyConnection) -> int:
    (count,) = engine.execute("SELECT count(*) FROM set_aside").fetchone() or (0,)
    return int(count)
