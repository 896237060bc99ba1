"""The real book as the score sees it, aged on its business day, with what happened next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from duly.book.aging import Cuts, aging_query
from duly.book.contract import BY_NAME
from duly.book.features import FEATURES, features_query
from duly.intake.real_book import ledger, source
from duly.store import engine as engines

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
_NO_CLASSES = Cuts(((0, "pass"),), "pass")  # the five classes are no part of the score


@dataclass(frozen=True)
class Sample:
    """The rows of the real book, in the order of the source."""

    rows: Ints
    features: dict[str, Ints]
    statements: Ints  # what the boosting sees: every statement and the limit
    defaulted: Ints
    is_test: np.ndarray[Any, np.dtype[np.bool_]]


def real_book() -> duckdb.DuckDBPyConnection:
    """An engine with the tables of the real book that ageing and score read, aged on its business day."""
    engine = engines.connect()
    makers: dict[str, Callable[[source.Card], Iterable[ledger.Row]]] = {
        "loans": lambda card: [ledger.loan(card)],
        "schedule": ledger.schedule,
        "payments": ledger.payments,
        "statements": ledger.statements,
        "charges": lambda _: (),
        "holds": lambda _: (),
    }
    cards = list(source.cards())
    for name, make in makers.items():
        engine.execute(f"CREATE TABLE {name} AS {engines.empty(BY_NAME[name])}")
        if rows := [row for card in cards for row in make(card)]:
            made = pa.Table.from_pylist(rows)  # noqa: F841 - the engine finds it by its name
            engine.execute(f"INSERT INTO {name} BY NAME FROM made")
    engine.execute(
        """UPDATE schedule SET due_total_minor = total FROM (
            SELECT loan_id, instalment_no,
                sum(principal_minor) OVER (PARTITION BY loan_id ORDER BY instalment_no) AS total
            FROM schedule) AS running
        WHERE schedule.loan_id = running.loan_id AND schedule.instalment_no = running.instalment_no"""
    )
    engine.execute(f"CREATE TABLE aging AS {aging_query(ledger.BUSINESS_DAY, _NO_CLASSES)}")
    return engine


def read_sample(engine: duckdb.DuckDBPyConnection) -> Sample:
    cards, defaults = list(source.cards()), source.defaults()
    found = {row[0]: row[2:] for row in engine.execute(features_query(ledger.BUSINESS_DAY)).fetchall()}
    table = np.array([found[ledger.public_id("L", card.row)] for card in cards], dtype=np.int64)
    rows = np.array([card.row for card in cards])
    return Sample(
        rows=rows,
        features={name: table[:, n] for n, name in enumerate(FEATURES)},
        statements=np.array([(*card.reported, *card.billed, *card.paid, card.limit) for card in cards]),
        defaulted=np.array([int(defaults[card.row]) for card in cards]),
        is_test=rows % 5 == 0,
    )
