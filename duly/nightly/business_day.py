"""Close a business day: run its night, sum it up, prove that it adds up, write the report."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import duckdb

from duly import law, wiring
from duly.book import scorecard
from duly.book.aging import Cuts
from duly.book.contract import LAKE
from duly.nightly import night, report, summary
from duly.nightly.spoken import findings_of
from duly.nightly.steps import STEPS, Policy, Step
from duly.nightly.taken import taken_in
from duly.nightly.words import Two
from duly.rules import treatment
from duly.store import engine as engines
from duly.store import files
from duly.store.lake import Home, Version


class Watcher(Protocol):
    """Whoever wants to see the steps go by."""

    def starts(self, step: Step, engine: duckdb.DuckDBPyConnection) -> None: ...

    def ends(self, step: Step, ran: night.Ran) -> None: ...


@dataclass(frozen=True, slots=True)
class Closed:
    """A day that is closed: its summary, what the rules it names are called, and where its report lies."""

    summary: dict[str, Any]
    titles: dict[str, Two]
    report: Path


def policy_of(day: date) -> Policy:
    """What decides on a day: the shipped law, score card and table of treatments.

    Raises NotYetInForce for a day on which a limit that every loan needs has no value.
    """
    of_china = law.load("cn")
    classes = sorted(of_china.on(day)["cn.rc23.class_floor"].items(), key=lambda rung: rung[1])
    floor = Cuts(tuple((top, name) for name, top in classes), "loss")
    return Policy(day, of_china, scorecard.load(), treatment.load(), floor)


def close(
    home: Home, day: date, *, watcher: Watcher, from_step: str | None = None, beside: Mapping[str, Two] | None = None
) -> Closed:
    """Run the night of a day and write summary.json and report.html beside its tables.

    The report links to the pages that are to lie beside it, each a file name and what it is called.
    """
    policy = policy_of(day)
    version = home.book()
    ran = night.run(home, policy, version=version, from_step=from_step, starts=watcher.starts, ends=watcher.ends)
    folder = home.day(day)
    with closing(wiring.engine()) as engine:
        open_day(engine, home, version, folder)
        made = summary.make(
            day=day,
            books=_books(engine),
            version=version.number,
            measures=summary.Measures(engine.execute("FROM measures").fetchall()),
            taken=taken_in(home, version),
            loans_in_book=_one(engine, "SELECT count(*) FROM loans"),
            steps=[{"name": one.name, "seconds": one.seconds, "rows": one.rows} for one in ran],
            decided_by=policy.decided_by,
        )
        files.write_json(folder / "summary.json", made, point="night.summary")
        findings = findings_of(engine, policy)
        page = report.render(engine, made, law=policy.law, card=policy.card, findings=findings, beside=beside)
    target = folder / "report.html"
    files.write_text(target, page, point="night.report")
    return Closed(made, {limit.id: Two(limit.zh, limit.en) for limit in policy.law}, target)


def open_day(engine: duckdb.DuckDBPyConnection, home: Home, version: Version, folder: Path) -> None:
    """Make the tables of the book and of one day readable by their names."""
    for table in LAKE:
        engines.open_table(engine, home, version, table)
    for step in STEPS:
        engine.execute(f"CREATE VIEW {step.makes.name} AS FROM {engines.scan([night.output(folder, step)])}")


def _books(engine: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    found = engine.execute("FROM book ORDER BY book_id")
    names = [name for name, *_ in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _one(engine: duckdb.DuckDBPyConnection, query: str) -> int:
    (value,) = engine.execute(query).fetchone() or (0,)
    return int(value)
