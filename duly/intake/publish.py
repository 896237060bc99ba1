"""Writing what was accepted: new columnar files aside, then in place; the version file names them last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from duly.core.table import Column, Table
from duly.intake.judge import Judge
from duly.intake.known import existing
from duly.intake.sql import literal, names_of
from duly.store import files
from duly.store.engine import COMPRESSION
from duly.store.lake import Home, Shelf, Version

SMALL_FILES_MOST = 16  # of one table; daily batches are merged beyond it
SMALL_BYTES = 32 << 20
ROW_GROUP_ROWS = 122_880


@dataclass(frozen=True, slots=True)
class Publisher:
    """Writes the tables of one batch under a name of its own."""

    engine: duckdb.DuckDBPyConnection
    home: Home
    version: Version
    judge: Judge
    batch: str

    def publish(self, table: Table) -> Shelf:
        """Write the fresh rows of a table, with every row that has to move, and name the files it now consists of."""
        shelf = self.version.tables.get(table.name, Shelf())
        tally = self.judge.tallies[table.name]
        if not tally.fresh:
            return shelf
        moved = self._moved(table, shelf)
        name = f"{table.name}/{self.version.number + 1:08d}-{self.batch}.parquet"
        rows = self._rows(table, moved)
        is_sorted = not moved and not table.derived and self.judge.keeps_order(table)
        self._write(table.lake_columns, rows, () if is_sorted else table.order, Path("lake") / name)
        private: tuple[str, ...] = ()
        if table.personal_columns:
            keys = tuple(table.column(key) for key in table.key)
            self._write(
                (*keys, *table.personal_columns), rows, () if is_sorted else table.order, Path("private") / name
            )
            private = (*(p for p in shelf.private if Path(p).name not in moved), f"private/{name}")
        kept = tuple(file for file in shelf.files if Path(file).name not in moved)
        return Shelf((*kept, f"lake/{name}"), private, shelf.rows + tally.new)

    def keep(self, table: Table, rows: int) -> Shelf:
        """Write a table of intake's own anew, as it stands in the engine under its name; nothing where it is empty."""
        if not rows:
            return Shelf()
        name = f"{table.name}/{self.version.number + 1:08d}-{self.batch}.parquet"
        self._write(table.lake_columns, f"FROM {table.name}", table.order, Path("lake") / name)
        return Shelf((f"lake/{name}",), (), rows)

    def _moved(self, table: Table, shelf: Shelf) -> set[str]:
        """Names of the files written again: they hold a row that changes, or there are too many small ones."""
        moved = self._touched(table, shelf)
        sizes = {Path(file).name: (self.home.path / file).stat().st_size for file in shelf.files}
        small = {name for name, size in sizes.items() if size < SMALL_BYTES}
        return moved | small if len(small - moved) >= SMALL_FILES_MOST else moved

    def _touched(self, table: Table, shelf: Shelf) -> set[str]:
        """Names of the files that hold a row to be replaced; a schedule is written anew for its running total."""
        if not shelf.files or not (table.derived or self.judge.tallies[table.name].again):
            return set()
        key = "loan_id" if table.derived else names_of(table.key)
        changed = "" if table.derived else f" WHERE row IN (SELECT row FROM again_{table.name})"
        lake = ", ".join(literal(str(path)) for path in self.home.paths(self.version, table.name))
        found = self.engine.execute(
            f"SELECT DISTINCT filename FROM read_parquet([{lake}], filename = true) "
            f"SEMI JOIN (SELECT {key} FROM ({self.judge.fresh(table)}){changed}) USING ({key})"
        ).fetchall()
        return {Path(name).name for (name,) in found}

    def _rows(self, table: Table, moved: set[str]) -> str:
        columns = names_of(table.columns)
        rows = f"SELECT {columns} FROM ({self.judge.fresh(table)})"
        if moved:
            stay = self._only(table, moved)
            gone = f"(SELECT {names_of(table.key)} FROM ({self.judge.fresh(table)}))"
            rows += f" UNION ALL SELECT {columns} FROM ({stay}) ANTI JOIN {gone} USING ({names_of(table.key)})"
        if table.derived:
            rows = (
                f"SELECT {columns}, sum(principal_minor + interest_minor + fee_minor) OVER (PARTITION BY loan_id "
                f"ORDER BY instalment_no)::BIGINT AS due_total_minor FROM ({rows})"
            )
        return rows

    def _only(self, table: Table, moved: set[str]) -> str:
        shelf = self.version.tables[table.name]
        part = Version(
            tables={
                table.name: Shelf(
                    tuple(file for file in shelf.files if Path(file).name in moved),
                    tuple(file for file in shelf.private if Path(file).name in moved),
                )
            }
        )
        return existing(self.home, part, table)

    def _write(self, columns: tuple[Column, ...], rows: str, order: tuple[str, ...], name: Path) -> None:
        """Write one file, sorted unless the rows come in order already."""
        path = self.home.path / name
        private = name.parts[0] == "private"
        path.parent.mkdir(parents=True, exist_ok=True)
        if private:
            (self.home.path / "private").chmod(0o700)
            files.aside(path).touch(mode=0o600)
        ordered = f" ORDER BY {names_of(order)}" if order else ""
        self.engine.execute(
            f"COPY (SELECT {names_of(columns)} FROM ({rows}){ordered}) "
            f"TO {literal(str(files.aside(path)))} (FORMAT parquet, COMPRESSION {COMPRESSION}, "
            f"ROW_GROUP_SIZE {ROW_GROUP_ROWS})"
        )
        if private:
            files.aside(path).chmod(0o600)
        files.put_in_place(path, point=f"intake.{name.parts[0]}.{name.parts[1]}")


def sweep(home: Home) -> list[str]:
    """Remove what a run that was killed left behind: files that no version of the book names."""
    named: set[str] = set()
    batches: set[str] = set()
    for version in home.versions():
        batches |= set(version.batches)
        for shelf in version.tables.values():
            named |= {*shelf.files, *shelf.private}
    strays = [
        path
        for folder in ("lake", "private")
        for path in (home.path / folder).glob("*/*")
        if str(path.relative_to(home.path)) not in named
    ]
    strays += list((home.path / "versions").glob(f"*{files.ASIDE}"))
    strays += [
        path for folder in (home.path / "batches").glob("*") if folder.name not in batches for path in folder.glob("*")
    ]
    for path in strays:
        path.unlink()
    for folder in (home.path / "batches").glob("*"):
        if folder.name not in batches:
            folder.rmdir()
    return [str(path.relative_to(home.path)) for path in strays]
