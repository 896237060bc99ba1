"""Taking a lender's files in: read, judge, write, and one rename that makes it the book."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from duly.book.contract import SET_ASIDE, TABLES
from duly.core.table import Table
from duly.intake import control, publish, quarantine, set_aside, totals
from duly.intake.columnar import open_parquet
from duly.intake.judge import Judge
from duly.intake.manifest import Manifest, Source
from duly.intake.mapping import Mapping
from duly.intake.plan import plans
from duly.intake.publish import Publisher
from duly.intake.reading import Reading, open_text
from duly.intake.reasons import IntakeRefused
from duly.intake.sources import Found, find
from duly.intake.stage import Stage
from duly.intake.workbook import open_workbook
from duly.store import engine as columnar
from duly.store import files, points
from duly.store.lake import Home, Shelf, Version

MEMORY_LIMIT = "1200MB"
SHOWN_MOST = 20

Progress = Callable[[str, int, int], None]  # what, done, of


def take_in(
    paths: Iterable[Path],
    home: Home,
    *,
    taken_at: datetime,
    mapping: Mapping | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Manifest:
    """Take files, or every file of a folder, into the book: all that can be taken, or nothing at all.

    Raises IntakeRefused where a file as a whole cannot be read, Busy where another process writes the same book, and
    DiskFull.
    """
    found = find(paths, mapping or Mapping())
    home.path.mkdir(parents=True, exist_ok=True)
    with (
        files.only_one(home.path / "intake.lock", doing="taking files in"),
        files.told_when_full(home.path),
    ):
        scratch = home.path / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        publish.sweep(home)
        scratch.mkdir(mode=0o700)
        try:
            with closing(columnar.connect(spill=scratch / "spill", memory_limit=MEMORY_LIMIT)) as engine:
                engine.execute("SET preserve_insertion_order = true")  # a row's place in its file is its name
                batch = _Batch(engine, home, home.version(), mapping or Mapping(), scratch, progress or _silent)
                return batch.take(found, taken_at=taken_at, dry_run=dry_run)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def batch_id(version: Version, keys: Iterable[str]) -> str:
    """The name of a batch: the same files on the same book always have the same."""
    words = [str(version.number), *version.batches[-1:], *sorted(keys)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def _open(path: Path, scratch: Path, mapping: Mapping, sheet: str) -> Reading:
    match path.suffix.lower():
        case ".parquet":
            return open_parquet(path)
        case ".xlsx":
            return open_workbook(path, scratch, sheet=sheet)
        case _:
            return open_text(path, scratch, encoding=mapping.encoding, delimiter=mapping.delimiter)


def _silent(what: str, done: int, of: int) -> None:
    """Say nothing."""


@dataclass(slots=True)
class _Batch:
    """One run of intake, from files to version."""

    engine: duckdb.DuckDBPyConnection
    home: Home
    version: Version
    mapping: Mapping
    scratch: Path
    progress: Progress
    stages: dict[str, Stage] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def take(self, found: Found, *, taken_at: datetime, dry_run: bool) -> Manifest:
        self._read(found)
        judge = Judge(self.engine, self.home, self.version, self.stages)
        for place, stage in enumerate(self._in_order()):
            self.progress(f"判定 judge {stage.table.name}", place, len(self.stages))
            judge.decide(stage)
        quarantine.gather(self.engine, self.stages)
        unclear = set_aside.gather(self.engine, self.home, self.version, judge, at=taken_at)
        rows = {stage.table.name: totals.rows(stage, judge) for stage in self._in_order()}
        money = {stage.table.name: totals.money(self.engine, stage, judge) for stage in self._in_order()}
        control.compare(found.control, rows, money)
        batch = batch_id(self.version, self.keys)
        changed = any(counts.new or counts.replaced for counts in rows.values())
        is_news = changed or any(not source.taken_before for source in self.sources)
        manifest = Manifest(
            batch=batch,
            taken_at=taken_at.isoformat(),
            dry_run=dry_run,
            changed=changed,
            version_before=self.version.number,
            version_after=self.version.number + (is_news and not dry_run),
            sources=tuple(self.sources),
            refused_files=found.refused,
            rows=rows,
            money={name: sums for name, sums in money.items() if sums},
            quarantined_by_reason=quarantine.by_reason(self.engine),
            mapping=self.mapping.source,
            quarantine=quarantine.first(self.engine, SHOWN_MOST),
        )
        if is_news and not dry_run:
            self._publish(judge, manifest, unclear)
        return manifest

    def _in_order(self) -> list[Stage]:
        return [self.stages[table.name] for table in TABLES if table.name in self.stages]

    def _read(self, found: Found) -> None:
        faults: list[str] = []
        for place, file in enumerate(found.files):
            self.progress(f"读取 read {file.path.name}", place, len(found.files))
            try:
                self._read_one(file.path, file.table)
            except IntakeRefused as refused:
                faults += refused.faults
        if faults:
            raise IntakeRefused(faults)

    def _read_one(self, path: Path, table: Table | None) -> None:
        entry = self.mapping.file(path.name)
        how = self.mapping if entry else Mapping()  # a file the mapping does not name is in the contract's own words
        opened = _open(path, self.scratch, how, entry.sheet if entry else "")
        made = plans(entry, table, opened, how)
        key = f"{opened.sha256}:{self._reading_key(path, made[0].table)}"
        before = self.version.sources.get(key, "")
        self.keys.append(key)
        rows = 0
        for place, plan in enumerate(made):
            stage = self._stage(plan.table)
            opened = stage.add(self.engine, opened, plan, leads=place == 0)
            rows = max(rows, stage.parts[-1].until - stage.parts[-1].first)
        self.sources.append(self._source(opened, rows, tuple(plan.table.name for plan in made), before))

    def _source(self, opened: Reading, rows: int, tables: tuple[str, ...], before: str) -> Source:
        malformed = len(opened.malformed)
        return Source(
            opened.name, opened.sha256, tables, rows + malformed, malformed, opened.empty, before, opened.described
        )

    def _reading_key(self, path: Path, table: Table) -> str:
        """What else decides what a file means: the mapping, or the table its name says."""
        if self.mapping.file(path.name):
            return hashlib.sha256(self.mapping.source.encode()).hexdigest()[:16]
        return table.name

    def _stage(self, table: Table) -> Stage:
        if table.name not in self.stages:
            self.stages[table.name] = Stage(table)
        return self.stages[table.name]

    def _publish(self, judge: Judge, manifest: Manifest, unclear: int) -> None:
        publisher = Publisher(self.engine, self.home, self.version, judge, manifest.batch)
        tables = dict(self.version.tables)
        for place, stage in enumerate(self._in_order()):
            self.progress(f"写入 write {stage.table.name}", place, len(self.stages))
            shelf = publisher.publish(stage.table)
            if shelf != Shelf():
                tables[stage.table.name] = shelf
        tables[SET_ASIDE.name] = publisher.keep(SET_ASIDE, unclear)
        folder = self.home.batch(manifest.batch)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if manifest.quarantined:
            quarantine.write(self.engine, folder)
        files.write_json(folder / "manifest.json", manifest.to_json(), point="intake.manifest")
        points.reach("intake.before-commit")
        self.home.commit(
            dataclasses.replace(
                self.version,
                number=self.version.number + 1,
                tables=tables,
                batches=(*self.version.batches, manifest.batch),
                sources=self.version.sources | dict.fromkeys(self.keys, manifest.batch),
            )
        )
