"""The rows that were not taken: each wrong cell with its file, its physical line, its reason and what to do."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pyarrow as pa

from duly.book.contract import TABLES
from duly.core.table import Table
from duly.intake import stage as staging
from duly.intake.reading import Reading
from duly.intake.reasons import BY_CODE, REASONS
from duly.intake.sql import literal, name_of
from duly.intake.stage import Part, Stage
from duly.store import files
from duly.store.engine import COMPRESSION

COLUMNS = ("file", "line", "table", "field", "column", "value", "code", "reason_zh", "reason_en", "hint_zh", "hint_en")
CHUNK_ROWS = 50_000


def gather(engine: duckdb.DuckDBPyConnection, stages: dict[str, Stage]) -> None:
    """Fill the engine's table `quarantine` with every refused row of every stage, in file order."""
    engine.execute(
        'CREATE TABLE cells (file VARCHAR, line BIGINT, "table" VARCHAR, field VARCHAR, "column" VARCHAR, value '
        "VARCHAR, "
        "code VARCHAR)"
    )
    engine.execute('CREATE TABLE places ("table" VARCHAR, row BIGINT, line BIGINT)')  # where each refused row stood
    engine.execute(staging.TRIMMED)
    for stage in stages.values():
        for part in stage.parts:
            _malformed(engine, stage, part)
            _refused(engine, stage, part)
    reasons = ", ".join(
        f"({', '.join(map(literal, (one.code, one.zh, one.en, one.hint_zh, one.hint_en)))})" for one in REASONS
    )
    engine.execute(f"CREATE TABLE reasons AS FROM (VALUES {reasons}) AS listed (code, zh, en, hint_zh, hint_en)")
    unlawful = " ".join(f"WHEN {literal(value)} THEN {literal(why)}" for value, why in _unlawful())
    engine.execute(
        'CREATE TABLE quarantine AS SELECT file, line, "table", field, "column", value, code, zh AS reason_zh, '
        f"CASE WHEN code = 'unlawful' THEN CASE value {unlawful} ELSE en END ELSE en END AS reason_en, hint_zh, "
        "hint_en "
        'FROM cells JOIN reasons USING (code) ORDER BY file, line, "table", "column", code'
    )


def _unlawful() -> list[tuple[str, str]]:
    return sorted({pair for table in TABLES for column in table.columns for pair in column.refused})


def _malformed(engine: duckdb.DuckDBPyConnection, stage: Stage, part: Part) -> None:
    if part.reading.malformed and part.leads:
        engine.executemany(
            "INSERT INTO cells VALUES (?, ?, ?, '', '', ?, ?)",
            [
                (part.reading.name, bad.line, stage.table.name, f"{bad.fields} fields" if bad.fields else "", bad.code)
                for bad in part.reading.malformed
            ],
        )


def _refused(engine: duckdb.DuckDBPyConnection, stage: Stage, part: Part) -> None:
    name = stage.table.name
    found = engine.execute(f"SELECT DISTINCT row FROM refused_{name} WHERE {part.has('row')} ORDER BY row")
    rows = [row for (row,) in found.fetchall()]
    if not rows:
        return
    engine.execute(f"CREATE OR REPLACE TABLE raw ({_raw_columns(part.reading)})")
    batch: list[tuple[object, ...]] = []
    for ordinal, line, cells in part.reading.rows_at([row - part.first for row in rows]):
        batch.append((ordinal + part.first, line, *cells))
        if len(batch) == CHUNK_ROWS:
            _load(engine, batch)
            batch = []
    _load(engine, batch)
    _refuse_wrong_lines(engine, stage, part, len(rows))
    engine.execute(f"INSERT INTO places SELECT {literal(name)}, row, line FROM raw")
    file = literal(part.reading.name)
    engine.execute(
        f'INSERT INTO cells SELECT {file}, line, {literal(name)}, field, "column", '
        f"{_masked(stage.table, 'value')}, code "
        f"FROM ({staging.faults(part.plan, 'raw')}) WHERE code IS NOT NULL"
    )
    origins = " ".join(f"WHEN {literal(one.column.name)} THEN {literal(one.origin)}" for one in part.plan.filled)
    engine.execute(
        f'INSERT INTO cells SELECT {file}, line, {literal(name)}, CASE "column" {origins} ELSE "column" END, "column", '
        f"value, code FROM refused_{name} JOIN raw USING (row) WHERE code IS NOT NULL"
    )


def _refuse_wrong_lines(engine: duckdb.DuckDBPyConnection, stage: Stage, part: Part, rows: int) -> None:
    """Read the rows found by their place once more and compare: a line that is named is the right one, or we stop."""
    names = [one.column.name for one in part.plan.filled]
    equal = " AND ".join(f"{name_of(name, 's')} IS NOT DISTINCT FROM r.v_{name}" for name in names)
    (found,) = engine.execute(
        f"SELECT count(*) FROM ({staging.typed(part.plan, 'raw')}) r JOIN {stage.name} s ON s.rowid = r.row WHERE "
        f"{equal}"
    ).fetchone() or (0,)
    if found != rows:
        raise RuntimeError(
            f"{part.reading.name}: {rows - found} of {rows} quarantined rows are not where they were read"
        )


def _raw_columns(reading: Reading) -> str:
    return ", ".join(("row BIGINT", "line BIGINT", *(f"c{place} VARCHAR" for place in range(len(reading.columns)))))


def _load(engine: duckdb.DuckDBPyConnection, rows: list[tuple[object, ...]]) -> None:
    if rows:
        columns = list(zip(*rows, strict=True))
        kinds = [pa.int64(), pa.int64(), *([pa.string()] * (len(columns) - 2))]
        loaded = pa.table(
            {
                f"x{place}": pa.array(column, kind)
                for place, (column, kind) in enumerate(zip(columns, kinds, strict=True))
            }
        )
        engine.register("loaded", loaded)
        engine.execute("INSERT INTO raw FROM loaded")
        engine.unregister("loaded")


def _masked(table: Table, value: str) -> str:
    """Personal values keep their first three and last two letters only."""
    personal = ", ".join(literal(column.name) for column in table.personal_columns)
    if not personal:
        return value
    hidden = (
        f"CASE WHEN length({value}) > 6 THEN concat(left({value}, 3), repeat('*', length({value}) - 5), "
        f"right({value}, 2)) "
        f"ELSE repeat('*', length({value})) END"
    )
    return f'CASE WHEN "column" IN ({personal}) THEN {hidden} ELSE {value} END'


def write(engine: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Keep the quarantine twice: as columns, and as a text that a spreadsheet opens without running anything."""
    parquet = folder / "quarantine.parquet"
    files.aside(parquet).touch(mode=0o600)
    engine.execute(
        f'COPY (FROM quarantine ORDER BY file, line, "table", "column", code) TO {literal(str(files.aside(parquet)))} '
        f"(FORMAT parquet, COMPRESSION {COMPRESSION})"
    )
    files.put_in_place(parquet, point="intake.quarantine")
    readable = folder / "quarantine.csv"
    files.aside(readable).touch(mode=0o600)
    with files.aside(readable).open("w", encoding="utf-8-sig", newline="") as made:
        writer = csv.writer(made)
        writer.writerow(COLUMNS)
        found = engine.execute('FROM quarantine ORDER BY file, line, "table", "column", code')
        while rows := found.fetchmany(CHUNK_ROWS):
            writer.writerows([[_inert(cell) for cell in row] for row in rows])
    files.put_in_place(readable, point="intake.quarantine-csv")


def _inert(cell: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe; plain negative numbers stay as they are."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    return cell[1:].replace(".", "", 1).isascii() and cell[1:].replace(".", "", 1).isdigit()


def by_reason(engine: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Wrong cells by reason code."""
    found = engine.execute("SELECT code, count(*) FROM quarantine GROUP BY code ORDER BY code").fetchall()
    return {code: count for code, count in found if code in BY_CODE}


def first(engine: duckdb.DuckDBPyConnection, most: int) -> tuple[dict[str, object], ...]:
    """The first wrong cells, for the screen."""
    found = engine.execute(f'FROM quarantine ORDER BY file, line, "table", "column", code LIMIT {most}').fetchall()
    return tuple(dict(zip(COLUMNS, row, strict=True)) for row in found)
