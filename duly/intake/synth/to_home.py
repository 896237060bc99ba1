"""A synthetic book put straight into an empty home, equal to what intake makes of the files of the same seed."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from duly.book.sql import text_literal
from duly.book.synth import Synth
from duly.core.table import Column
from duly.intake.synth.making import Piece, Watcher, open_engine, pieces
from duly.store import files
from duly.store.engine import COMPRESSION
from duly.store.lake import Home, Shelf, Version


class HomeInUse(FileExistsError):
    """The home already holds a book."""


def write_home(made: Synth, home: Home, watcher: Watcher | None = None) -> Version:
    """Write the lake of a new home and commit its first version.

    Raises HomeInUse where the home holds a book already: two books never mix.
    """
    if home.version().number:
        raise HomeInUse(f"{home.path} already holds a book; name an empty folder with --home, or remove this one")
    batch_id = f"synth-{made.seed}-{made.loans}"
    shelves: dict[str, Shelf] = {}
    spill = home.path / ".spill"
    with files.only_one(home.path / "intake.lock", doing="taking files in"):
        with open_engine(made, spill) as engine:
            for piece in pieces(engine, made, watcher):
                shelf = shelves.get(piece.table.name, Shelf())
                shelves[piece.table.name] = _shelve(engine, home, piece, f"{batch_id}-{piece.number:04d}", shelf)
        shutil.rmtree(spill, ignore_errors=True)
        _write_manifest(made, home, batch_id, shelves)
        version = Version(1, shelves, (batch_id,))
        home.commit(version)
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


def _write_manifest(made: Synth, home: Home, batch_id: str, shelves: dict[str, Shelf]) -> None:
    home.batch(batch_id).mkdir(parents=True, exist_ok=True)
    files.write_json(
        home.batch(batch_id) / "manifest.json",
        {
            "batch": batch_id,
            "synthetic": {
                "seed": made.seed,
                "loans": made.loans,
                "day": made.day.isoformat(),
                "months": made.months,
                "contacts_per_loan": str(made.contacts_per_loan),
            },
            "tables": {
                name: {"read": shelf.rows, "accepted": shelf.rows, "quarantined": 0} for name, shelf in shelves.items()
            },
        },
        point="synth.manifest",
    )
