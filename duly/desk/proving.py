"""All chains of the record at once, as columns: a million entries spelt and hashed beside each other.

Each entry is hashed after the hash that its chain has before it, so no entry waits for another. An entry that this
spells otherwise than it was written is no fault yet: `record.verify` works its chain out again, one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain as chain_from
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
from django.db import connection

from duly.book.sql import text_literal
from duly.core.chain import FIRST
from duly.core.day import CONTACT_ZONE
from duly.store.models import Entry

ENTRIES = Entry._meta.db_table
COLUMNS = {"chain": "VARCHAR", "seq": "BIGINT", "at": "TIMESTAMP", "by_id": "BIGINT", "act": "VARCHAR",
           "said": "VARCHAR", "hash": "VARCHAR"}  # fmt: skip
NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
BETWEEN, AROUND = "\x1f", "\x01"
LINE_MOST = 50_000_000
AT_ONCE = 50_000
PLAIN = re.compile(r"[a-z_0-9]+")  # the names of what is said that can be asked for by a path
AT = """replace(strftime("at", '%Y-%m-%dT%H:%M:%S.%f'), '.000000', '') || '+00:00'"""
Heads = dict[str, tuple[int, str]]  # by chain: the number of its last entry, and its hash


def take_in(engine: duckdb.DuckDBPyConnection) -> None:
    """Copy the entries into the engine, each with its place in its chain and the hash before it."""
    with TemporaryDirectory() as folder:
        told = _exported(Path(folder) / "entries.csv") if connection.vendor == "postgresql" else _fetched(engine)
        engine.execute(
            "CREATE OR REPLACE TEMP TABLE entries AS SELECT *, row_number() OVER chain_of AS place, "
            f"lag(hash, 1, '{FIRST}') OVER chain_of AS before, "
            "CASE WHEN json_valid(said) THEN json_keys(said) END AS names "
            f"FROM {told} WINDOW chain_of AS (PARTITION BY chain ORDER BY seq)"
        )


def _exported(path: Path) -> str:
    """Every entry in a file, apart by letters that JSON has not; how the engine reads it."""
    picked = NAMES.replace('"at"', """"at" AT TIME ZONE 'UTC'""")
    apart = f"DELIMITER '{BETWEEN}', QUOTE '{AROUND}', ESCAPE '{AROUND}'"
    listed = f"COPY (SELECT {picked} FROM {ENTRIES}) TO STDOUT (FORMAT csv, {apart})"
    with connection.cursor() as cursor, path.open("wb") as file, cursor.copy(listed) as copy:
        for block in copy:
            file.write(block)
    kinds = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
    return (
        f"read_csv({text_literal(str(path))}, columns = {{{kinds}}}, header = false, auto_detect = false, "
        f"delim = '{BETWEEN}', quote = '{AROUND}', escape = '{AROUND}', max_line_size = {LINE_MOST})"
    )


def _fetched(engine: duckdb.DuckDBPyConnection) -> str:
    """Every entry in a table of the engine."""
    kinds = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS.items())
    engine.execute(f"CREATE OR REPLACE TEMP TABLE told ({kinds})")
    cast = ", ".join(f'CAST("{name}" AS {kind})' for name, kind in COLUMNS.items())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NAMES} FROM {ENTRIES}")
        while rows := cursor.fetchmany(AT_ONCE):
            columns = zip(COLUMNS, zip(*rows, strict=True), strict=True)
            engine.register("batch", pa.table({name: pa.array(column) for name, column in columns}))
            engine.execute(f"INSERT INTO told SELECT {cast} FROM batch")
            engine.unregister("batch")
    return "told"


def doubtful(engine: duckdb.DuckDBPyConnection) -> list[str]:
    """The chains with an entry whose hash is not what is worked out here, in order."""
    shapes = [names for (names,) in engine.execute("SELECT DISTINCT names FROM entries").fetchall()]
    plain = [names for names in shapes if names is not None and all(map(PLAIN.fullmatch, names))]
    held = " UNION ALL ".join(_held(names) for names in plain) or "SELECT 0 AS row WHERE false"
    found = engine.execute(
        f"WITH held AS ({held}) SELECT DISTINCT chain FROM entries WHERE rowid NOT IN (SELECT row FROM held) ORDER BY 1"
    )
    return [chain for (chain,) in found.fetchall()]


def _held(names: list[str]) -> str:
    """The rows of one shape of what is said whose hash holds."""
    inner = sorted(names)
    paths = ", ".join(text_literal(f"$.{name}") for name in inner)
    members = " || ',' || ".join(f"""'"{name}":' || members[{at}]""" for at, name in enumerate(inner, 1)) or "''"
    spelt = (
        f"""'{{"act":"' || act || '","at":"' || {AT} || '","by":' || coalesce(CAST(by_id AS VARCHAR), 'null') """
        f"""|| ',"chain":"' || chain || '","said":{{' || {members} || '}},"seq":' || place || '}}'"""
    )
    of_this_shape = f"names = [{', '.join(map(text_literal, names))}]::VARCHAR[]"
    rows = (
        f"SELECT rowid AS row, *, json_extract(said, [{paths}]::VARCHAR[]) AS members FROM entries "
        f"WHERE {of_this_shape} AND regexp_full_match(before, '[0-9a-f]{{64}}')"
    )
    return f"SELECT row FROM ({rows}) WHERE sha256(unhex('00' || before) || encode({spelt})) = hash"


def heads_at(engine: duckdb.DuckDBPyConnection, days: Iterable[date]) -> Iterator[tuple[date, Heads]]:
    """Where every chain stood at the end of some days, by the law's clock, in one pass over the entries."""
    rows = engine.execute(
        f"""SELECT CAST("at" AT TIME ZONE 'UTC' AT TIME ZONE '{CONTACT_ZONE.key}' AS DATE) AS day, chain, """
        "max(seq), arg_max(hash, seq) FROM entries GROUP BY ALL ORDER BY day"
    )
    listed = chain_from.from_iterable(iter(lambda: rows.fetchmany(AT_ONCE), []))
    heads: Heads = {}
    ahead = next(listed, None)
    for day in sorted(days):
        while ahead is not None and ahead[0] <= day:
            _, chain, seq, told = ahead
            heads[chain] = max(heads.get(chain, (seq, told)), (seq, told))
            ahead = next(listed, None)
        yield day, heads
