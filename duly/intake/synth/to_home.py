"""A synthetic book put straight into an empty home, equal to what intake makes of the files of the same seed."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from duly.book.contract import BY_NAME
from duly.book.sql import text_literal
from duly.book.synth import Synth
from duly.core.day import day_bounds
from duly.core.mendable import Mendable
from duly.core.table import Column
from duly.intake import publish
from duly.intake.manifest import Counts, Manifest, Sums
from duly.intake.synth.making import Piece, Watcher, open_engine, pieces
from duly.store import files
from duly.store.engine import COMPRESSION, scan
from duly.store.lake import Home, Shelf, Version


class HomeInUse(Mendable, FileExistsError):
    """The home already holds a book."""


def write_home(made: Synth, home: Home, watcher: Watcher | None = None) -> Version:
    """Write the lake of a new home and commit its first version.

    Raises HomeInUse where the home holds a book already: two books never mix.
    """
    if home.version().number:
        raise HomeInUse(
            f"{home.path}: 已有台账，请换一个空目录 "
            "already holds a book; name an empty folder with --home, or remove this one"
        )
    batch_id = f"synth-{made.seed}-{made.loans}"
    shelves: dict[str, Shelf] = {}
    spill = home.path / ".spill"
    with files.only_one(home.path / "intake.lock", doing="taking files in"):
        try:
            with open_engine(made, spill) as engine:
                for piece in pieces(engine, made, watcher):
                    shelf = shelves.get(piece.table.name, Shelf())
                    shelves[piece.table.name] = _shelve(engine, home, piece, f"{batch_id}-{piece.number:04d}", shelf)
                money = {name: _sums(engine, home, name, shelf) for name, shelf in shelves.items()}
            _write_manifest(made, home, batch_id, shelves, {name: sums for name, sums in money.items() if sums})
            version = Version(1, shelves, (batch_id,))
            home.commit(version)
        finally:
            shutil.rmtree(spill, ignore_errors=True)
            publish.sweep(home)
    return version


def _shelve(engine: duckdb.DuckDBPyConnection, home: Home, piece: Piece, stem: str, shelf: Shelf) -> Shelf:
    """Write one piece into the lake, and its personal columns apart."""
    table = piece.table
    lake = f"lake/{table.name}/{stem}.parquet"
    rows = _copy(engine, home.path / lake, piece, table.lake_columns)
    private: tuple[str, ...] = ()
    if table.personal_columns:
        private = (f"private/{table.name}/{stem}.parquet",)
        keys = tuple(table.column(name) for name in table.key)
        _copy(engine, home.path / private[0], piece, (*keys, *table.personal_columns), is_private=True)
    return Shelf((*shelf.files, lake), (*shelf.private, *private), shelf.rows + rows)


def _copy(
    engine: duckdb.DuckDBPyConnection,
    path: Path,
    piece: Piece,
    columns: tuple[Column, ...],
    *,
    is_private: bool = False,
) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_private:
        path.parent.parent.chmod(0o700)
    names = ", ".join(f'"{column.name}"' for column in columns)
    copied = engine.execute(
        f"COPY (SELECT {names} FROM ({piece.query})) TO {text_literal(str(files.aside(path)))} "
        f"(FORMAT parquet, COMPRESSION {COMPRESSION})"
    ).fetchone()
    if is_private:
        files.aside(path).chmod(0o600)
    files.put_in_place(path, point="synth.lake")
    return int(copied[0]) if copied else 0


def _sums(engine: duckdb.DuckDBPyConnection, home: Home, name: str, shelf: Shelf) -> dict[str, Sums]:
    """The control totals of a table's amounts, over the files written."""
    columns = BY_NAME[name].money_columns
    if not columns:
        return {}
    totals = ", ".join(f"coalesce(sum({column.name}), 0)::BIGINT" for column in columns)
    found = engine.execute(f"SELECT {totals} FROM {scan([home.path / file for file in shelf.files])}").fetchone() or ()
    return {column.name: Sums(read=total, accepted=total) for column, total in zip(columns, found, strict=True)}


def _write_manifest(
    made: Synth, home: Home, batch: str, shelves: dict[str, Shelf], money: dict[str, dict[str, Sums]]
) -> None:
    """Account for the batch like intake: every row read was new and taken."""
    manifest = Manifest(
        batch=batch,
        taken_at=day_bounds(made.day)[0].isoformat(),
        dry_run=False,
        changed=True,
        version_before=0,
        version_after=1,
        sources=(),
        refused_files={},
        rows={name: Counts(read=shelf.rows, new=shelf.rows) for name, shelf in shelves.items()},
        money=money,
        quarantined_by_reason={},
    )
    home.batch(batch).mkdir(parents=True, exist_ok=True)
    files.write_json(home.batch(batch) / "manifest.json", manifest.to_json(), point="synth.manifest")
