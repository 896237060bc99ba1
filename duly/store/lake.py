"""The home folder: versions of the book, its columnar files, its days.

HOME/versions/00000007.json     what the book consists of; the newest one is the book (written last, by rename)
HOME/lake/TABLE/*.parquet       accepted rows without personal columns, never changed once named by a version
HOME/private/TABLE/*.parquet    personal columns with their keys, readable by the owner only
HOME/batches/ID/                what was taken in: manifest.json, quarantine.parquet
HOME/mappings/LENDER.yaml       how a lender's files are read
HOME/days/2026-10-01/           one business day: a Parquet per table, summary.json, report.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from duly.core.mendable import Mendable
from duly.store import files


class NoBook(Mendable, LookupError):
    """The home folder holds no book yet."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files that make up one table in one version of the book."""

    files: tuple[str, ...] = ()  # relative to the home
    private: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the whole book. `batches` are the ids of what was taken in so far, oldest first."""

    number: int = 0
    tables: dict[str, Shelf] = field(default_factory=dict)
    batches: tuple[str, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)  # sha256 of a file taken in → id of its batch

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "tables": {
                name: {"files": list(shelf.files), "private": list(shelf.private), "rows": shelf.rows}
                for name, shelf in sorted(self.tables.items())
            },
            "batches": list(self.batches),
            "sources": self.sources,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Version:
        return cls(
            number=value["number"],
            tables={
                name: Shelf(tuple(shelf["files"]), tuple(shelf["private"]), shelf["rows"])
                for name, shelf in value["tables"].items()
            },
            batches=tuple(value["batches"]),
            sources=dict(value["sources"]),
        )


@dataclass(frozen=True, slots=True)
class Home:
    """A folder that holds one book and its days."""

    path: Path

    def version(self) -> Version:
        """The newest committed version; number 0 and no tables where nothing was taken in yet."""
        found = sorted((self.path / "versions").glob("*.json"))
        return Version.from_json(json.loads(found[-1].read_text("utf-8"))) if found else Version()

    def versions(self) -> list[Version]:
        """Every version ever committed, oldest first."""
        found = sorted((self.path / "versions").glob("*.json"))
        return [Version.from_json(json.loads(path.read_text("utf-8"))) for path in found]

    def book(self) -> Version:
        """The newest version, which must hold a book.

        Raises NoBook, saying how to take one in.
        """
        version = self.version()
        if not version.tables.get("book"):
            raise NoBook(
                f"{self.path}: 还没有台账，请先入库 "
                f"holds no book yet; take one in with: duly intake DIR --home {self.path} "
                "(or, if your book lies elsewhere, name its folder with --home)"
            )
        return version

    def commit(self, version: Version) -> None:
        """Make a version the book. All its files must be in place and synced; this rename is the only switch."""
        folder = self.path / "versions"
        folder.mkdir(parents=True, exist_ok=True)
        files.write_json(folder / f"{version.number:08d}.json", version.to_json(), point="intake.commit")

    def paths(self, version: Version, table: str) -> list[Path]:
        """The Parquet files of one table."""
        shelf = version.tables.get(table)
        return [self.path / name for name in shelf.files] if shelf else []

    def private_paths(self, version: Version, table: str) -> list[Path]:
        shelf = version.tables.get(table)
        return [self.path / name for name in shelf.private] if shelf else []

    def day(self, day: date) -> Path:
        return self.path / "days" / day.isoformat()

    def batch(self, batch_id: str) -> Path:
        return self.path / "batches" / batch_id
