"""A synthetic book as a lender's files, one a table, which intake reads without a mapping."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa
from pyarrow import parquet

from duly.book.contract import BY_NAME
from duly.book.sql import text_literal
from duly.book.synth import Synth
from duly.core.table import Column, Kind, Table
from duly.intake.synth.making import Piece, Watcher, open_engine, pieces
from duly.store import files

ROWS_OF_BATCH = 100_000


class File(Protocol):
    """One file that grows piece by piece."""

    def add(self, engine: duckdb.DuckDBPyConnection, query: str) -> int: ...

    def end(self) -> None: ...

    def drop(self) -> None:
        """Leave nothing of the file that is not in its place."""


def write_folder(made: Synth, folder: Path, form: str, watcher: Watcher | None = None) -> dict[str, int]:
    """Write TABLE.csv or TABLE.parquet (`form`) for every table of the book; return the rows of each.

    Every file is whole or absent. Times of day are HH:MM and amounts whole minor units in both forms.
    """
    folder.mkdir(parents=True, exist_ok=True)
    opened: dict[str, File] = {}
    rows: dict[str, int] = {}
    try:
        with open_engine(made, spill=folder / ".spill") as engine:
            for piece in pieces(engine, made, watcher):
                name = piece.table.name
                if name not in opened:
                    opened[name] = _FORMS[form](_path(folder, piece.table, form))
                rows[name] = rows.get(name, 0) + opened[name].add(engine, _in_file_words(piece))
        for name, file in opened.items():
            file.end()
            files.put_in_place(_path(folder, BY_NAME[name], form), point=f"synth.{name}")
    finally:
        shutil.rmtree(folder / ".spill", ignore_errors=True)
        for file in opened.values():
            file.drop()
    return rows


def _path(folder: Path, table: Table, form: str) -> Path:
    return folder / f"{table.name}.{form}"


def _in_file_words(piece: Piece) -> str:
    """The piece without what intake adds, and in the words of a file."""
    return f"SELECT {', '.join(map(_word, piece.table.columns))} FROM ({piece.query})"


def _word(column: Column) -> str:
    name = f'"{column.name}"'
    if column.kind is Kind.MINUTE:
        return f"printf('%02d:%02d', {name} // 60, {name} % 60) AS {name}"
    if column.kind is Kind.INSTANT:
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ') AS {name}"
    return name


class CsvFile:
    """UTF-8, comma, LF, one header."""

    def __init__(self, path: Path) -> None:
        self.path = files.aside(path)
        self.part = self.path.with_suffix(".part")
        self.path.unlink(missing_ok=True)

    def add(self, engine: duckdb.DuckDBPyConnection, query: str) -> int:
        header = str(not self.path.exists()).lower()
        copied = engine.execute(
            f"COPY ({query}) TO {text_literal(str(self.part))} (FORMAT csv, HEADER {header})"
        ).fetchone()
        with self.part.open("rb") as part, self.path.open("ab") as whole:
            shutil.copyfileobj(part, whole)
        self.part.unlink()
        return int(copied[0]) if copied else 0

    def end(self) -> None:
        """Nothing is left to write."""

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.part.unlink(missing_ok=True)


class ParquetFile:
    """Zstd, row groups of even size."""

    def __init__(self, path: Path) -> None:
        self.path = files.aside(path)
        self.writer: parquet.ParquetWriter | None = None

    def add(self, engine: duckdb.DuckDBPyConnection, query: str) -> int:
        reader: pa.RecordBatchReader = engine.execute(query).to_arrow_reader(ROWS_OF_BATCH)
        self.writer = self.writer or parquet.ParquetWriter(self.path, reader.schema, compression="zstd")
        rows = 0
        for batch in reader:
            self.writer.write_batch(batch)
            rows += batch.num_rows
        return rows

    def end(self) -> None:
        if self.writer is not None:
            self.writer.close()

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)


_FORMS: dict[str, type[CsvFile] | type[ParquetFile]] = {"csv": CsvFile, "parquet": ParquetFile}
FORMS = tuple(_FORMS)
