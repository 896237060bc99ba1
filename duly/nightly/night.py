"""Run the steps of one business day, resume what was cut off, and leave the same result either way."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb

from duly import wiring
from duly.book.contract import BY_NAME, LAKE
from duly.book.sql import text_literal
from duly.core.day import NotADay
from duly.core.mendable import Mendable
from duly.core.money import CurrencyMismatch
from duly.nightly.steps import STEPS, Policy, Step
from duly.store import engine as engines
from duly.store import files
from duly.store.lake import Home, Version

LAST_DAY = date(9998, 12, 31)  # so that the days after it, for which contact may be put off, exist too


class DayBeforeBook(Mendable, ValueError):
    """A night was asked for a day on which the book did not exist yet."""


class NoSuchStep(Mendable, ValueError):
    """A step was named that the night does not have."""


class NoRoom(Mendable, OSError):
    """The disk would not take the output of a step; what was there before is untouched."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a step did: `kept` says that its earlier output still stands and nothing was run."""

    name: str
    rows: int
    seconds: float
    fingerprint: str
    kept: bool = False


def run(
    home: Home,
    policy: Policy,
    *,
    version: Version | None = None,
    from_step: str | None = None,
    starts: Callable[[Step, duckdb.DuckDBPyConnection], None] = lambda step, engine: None,
    ends: Callable[[Step, Ran], None] = lambda step, ran: None,
) -> list[Ran]:
    """Run every step whose output does not stand yet, in order; from `from_step` on all of them.

    `version` is the book to run over, the newest where none is given.

    An output stands when its record names the same book, day, queries and inputs. Raises NoBook, NotADay,
    DayBeforeBook, CurrencyMismatch, NoSuchStep, NoRoom, or Busy while another process runs the same day.
    """
    version = version or home.book()
    again = _from(from_step)
    _may_run(home, version, policy.day)  # before a folder is made for a day that cannot be
    folder = home.day(policy.day)
    with files.only_one(folder / ".lock", doing=f"running the night of {policy.day}"):
        for left_over in folder.glob(f"*{files.ASIDE}*"):
            left_over.unlink()
        engine = wiring.engine(spill=folder / ".spill")
        try:
            for table in LAKE:
                engines.open_table(engine, home, version, table)
            return list(_steps(engine, folder, version, policy, again, starts, ends))
        finally:
            engine.close()


def _steps(
    engine: duckdb.DuckDBPyConnection,
    folder: Path,
    version: Version,
    policy: Policy,
    again: frozenset[str],
    starts: Callable[[Step, duckdb.DuckDBPyConnection], None],
    ends: Callable[[Step, Ran], None],
) -> Iterator[Ran]:
    before = f"{version.number} {' '.join(version.batches)} {policy.day} {policy.law.version}"
    for step in STEPS:
        fingerprint = hashlib.sha256(f"{before}\n{step.name}\n{step.text(policy)}".encode()).hexdigest()
        ran = None if step.name in again else _standing(folder, step, fingerprint)
        if ran is None:
            starts(step, engine)
            with _room_for(step, folder):
                ran = _run(engine, folder, step, policy, fingerprint)
        ends(step, ran)
        engine.execute(f"CREATE OR REPLACE VIEW {step.makes.name} AS FROM {engines.scan([output(folder, step)])}")
        before = fingerprint
        yield ran


def _run(engine: duckdb.DuckDBPyConnection, folder: Path, step: Step, policy: Policy, fingerprint: str) -> Ran:
    """Write the output aside, put it in place, then record that it stands."""
    begun = time.perf_counter()
    target = output(folder, step)
    record = _record(folder, step)
    record.unlink(missing_ok=True)
    aside = text_literal(str(files.aside(target)))
    with engines.gathered(engine, step.gathers(policy)):
        engine.execute(f"COPY ({step.query(policy)}) TO {aside} (FORMAT parquet, COMPRESSION {engines.COMPRESSION})")
        (rows,) = engine.fetchone() or (0,)
    files.put_in_place(target, point=f"night.{step.name}")
    ran = Ran(step.name, rows, round(time.perf_counter() - begun, 3), fingerprint)
    record.parent.mkdir(exist_ok=True)
    files.write_json(record, asdict(ran), point=f"night.{step.name}.record")
    return ran


def output(folder: Path, step: Step) -> Path:
    return folder / f"{step.makes.name}.parquet"


def recorded(folder: Path) -> list[Ran]:
    """What each step that stands recorded of itself, in order."""
    records = [_record(folder, step) for step in STEPS]
    return [Ran(**json.loads(path.read_text("utf-8"))) for path in records if path.exists()]


def _record(folder: Path, step: Step) -> Path:
    return folder / ".steps" / f"{step.name}.json"


def _standing(folder: Path, step: Step, fingerprint: str) -> Ran | None:
    """The record of an output that stands, if it does."""
    try:
        record = json.loads(_record(folder, step).read_text("utf-8"))
    except FileNotFoundError:
        return None
    stands = record["fingerprint"] == fingerprint and output(folder, step).exists()
    return Ran(**(record | {"kept": True})) if stands else None


def _from(name: str | None) -> frozenset[str]:
    names = [step.name for step in STEPS]
    if name is None:
        return frozenset()
    if name not in names:
        raise NoSuchStep(f"{name}: 没有这一步 the night has no step {name!r}; its steps are {', '.join(names)}")
    return frozenset(names[names.index(name) :])


def _may_run(home: Home, version: Version, day: date) -> None:
    """Refuse a night over books of two currencies, or on a day before the first of them begins."""
    if day > LAST_DAY:
        raise NotADay(f"{day}: 已到日历的尽头 lies at the end of the calendar; the last night is {LAST_DAY}")
    with closing(wiring.engine()) as engine:
        engines.open_table(engine, home, version, BY_NAME["book"])
        books = engine.execute("SELECT book_id, currency, first_date FROM book ORDER BY book_id").fetchall()
    if len({currency for _, currency, _ in books}) > 1:
        found = ", ".join(f"{book_id} in {currency}" for book_id, currency, _ in books)
        raise CurrencyMismatch(
            "一次日终只用一种货币，请分成各自的目录 "
            f"one night runs in one currency, but {home.path} holds {found}; give each its own home"
        )
    first = min(first_date for _, _, first_date in books)
    if day < first:
        raise DayBeforeBook(
            f"{home.path}: 台账从 {first} 开始，{day} 太早 "
            f"the book begins on {first}; a night can run on that day or later, not on {day}"
        )


@contextmanager
def _room_for(step: Step, folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as fault:
        for left_over in folder.glob(f"*{files.ASIDE}*"):
            left_over.unlink(missing_ok=True)
        is_of_room = isinstance(fault, (duckdb.IOException, OSError))
        if is_of_room and ("No space left" in str(fault) or "File too large" in str(fault)):
            raise NoRoom(
                f"{folder}: 磁盘已满，腾出空间后再运行，会从这里继续 "
                f"step {step.name}: no room; free some space and run again, it goes on from here"
            ) from fault
        raise
