"""Replay contacts from files: read strictly, count backwards, judge by epochs, add up; never all of them in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from duly.book import audit
from duly.book.contract import TABLES
from duly.book.contract.contacts import CONTACTS
from duly.book.counted import count_back, past_query
from duly.book.masks import any_bit, ids_column, words_of, words_packed
from duly.book.sql import day_literal, text_literal
from duly.core.mendable import Mendable
from duly.core.terms import PHYSICAL, facts_of
from duly.law import Law
from duly.nightly.audit.totals import Totals
from duly.rules.compliance import RULES, Gate, gate
from duly.rules.compliance.cn.facts import VOCABULARY
from duly.store import engine as engines
from duly.store.lake import Home

SLICE = 4_000_000  # contacts that are judged together
SAMPLE = 200_000  # contacts by which it is found out what the files tell
TOO_OFTEN = 0.2  # of a sample: a rule that could not know more often is set aside
EXAMPLES = 200
NAMES = {column.zh: column.name for column in CONTACTS.lake_columns}  # a file may name its columns in Chinese


class BadContacts(Mendable, ValueError):
    """Files that are no contacts; the text says which column or file, and what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to audit: Parquet or CSV files of the book's table `contacts`, and the book that stands beside them."""

    files: tuple[Path, ...]
    law: Law
    book: Home | None = None
    first: date | None = None
    last: date | None = None
    out: Path | None = None  # a folder for every violation and every rejected row

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise BadContacts(
                f"--from {self.first}, --to {self.last}: 起日晚于止日，请对调 "
                "the first day is after the last; exchange them"
            )


def replay(
    engine: duckdb.DuckDBPyConnection, asked: Asked, told: Callable[[int, int], None] = lambda *_: None
) -> Totals:
    """Judge every contact once and add up; `told` hears how many slices are done of how many.

    Raises BadContacts.
    """
    _open(engine, asked)
    _clear(asked)
    totals = Totals(rejected=_rejected(engine, asked))
    bounds = _bounds(engine)
    bound = _auditable(engine, asked, totals)
    for no in range(len(bounds) - 1):
        told(no, len(bounds) - 1)
        _slice(engine, asked, bound, totals, bounds[no], bounds[no + 1], no)
    told(len(bounds) - 1, len(bounds) - 1)
    return totals


def _open(engine: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Make `read_contacts` of the files, and the tables of the book."""
    texts = [path for path in asked.files if path.suffix.lower() == ".csv"]
    if texts and len(texts) != len(asked.files):
        raise BadContacts("Parquet 与 CSV 不能一起给 give Parquet files or CSV files, not both at once")
    listed = f"[{', '.join(text_literal(str(path)) for path in asked.files)}]"
    relation = f"read_csv({listed}, all_varchar = true, header = true)" if texts else f"read_parquet({listed})"
    try:
        heads = [str(row[0]) for row in engine.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()]
        named = ", ".join(f'"{head}" AS "{NAMES.get(head.strip(), head)}"' for head in heads)
        engine.execute(f"CREATE OR REPLACE VIEW given AS SELECT {named} FROM {relation}")
    except duckdb.Error as refused:
        raise BadContacts(
            f"{asked.files[0]}: 无法当作联系记录读取 cannot be read as contacts: {str(refused).splitlines()[0]}"
        ) from refused
    there = {NAMES.get(head.strip(), head) for head in heads}
    lacking = [column.name for column in CONTACTS.lake_columns if column.name not in there]
    needed = [name for name in lacking if any(c.name == name and c.required for c in CONTACTS.lake_columns)]
    if needed:
        raise BadContacts(
            f"{asked.files[0]}: 缺少列 no column {', '.join(needed)}；各列见 "
            "its columns are in docs/reference/data-contract"
        )
    filled = "".join(f", NULL AS {name}" for name in lacking)
    source = audit.readable_query(f"(SELECT *{filled} FROM given)", text=bool(texts))
    engine.execute(f"CREATE OR REPLACE VIEW read_contacts AS {source}")
    if asked.book is not None:
        version = asked.book.book()
        for table in TABLES:
            if table.name in audit.BOOK_TABLES:
                engines.open_table(engine, asked.book, version, table)


def _clear(asked: Asked) -> None:
    """Remove what an earlier audit wrote here, so that no row of it passes for one of this."""
    if asked.out is not None:
        for stale in (asked.out / "rejected.parquet", *asked.out.glob("violations/part-*.parquet")):
            stale.unlink(missing_ok=True)


def _rejected(engine: duckdb.DuckDBPyConnection, asked: Asked) -> Counter[str]:
    found = engine.execute("SELECT fault, count(*) FROM read_contacts WHERE fault IS NOT NULL GROUP BY ALL").fetchall()
    if found and asked.out is not None:
        target = text_literal(str(asked.out / "rejected.parquet"))
        engine.execute(f"COPY (SELECT * FROM read_contacts WHERE fault IS NOT NULL) TO {target} (FORMAT parquet)")
    return Counter({str(column): int(number) for column, number in found})


def _bounds(engine: duckdb.DuckDBPyConnection) -> list[str | None]:
    """Borrower ids that cut the contacts into slices of about equal size, from the first to past the last."""
    (rows,) = _one(engine, "SELECT count(*) FROM read_contacts")
    count = max(1, -(-int(rows) // SLICE))
    if count == 1:
        return ["", None]
    found = engine.execute(
        f"SELECT borrower_id FROM read_contacts WHERE borrower_id IS NOT NULL USING SAMPLE {SAMPLE} ROWS"
    ).fetchall()
    ids = sorted(str(row[0]) for row in found)
    cuts = sorted({ids[at * len(ids) // count] for at in range(1, count)})
    return ["", *cuts, None]


def _auditable(engine: duckdb.DuckDBPyConnection, asked: Asked, totals: Totals) -> Gate:
    """The rules that these files can answer; the others are set aside with what they lack."""
    whole = gate(asked.law, RULES)
    engine.execute(
        f"""CREATE OR REPLACE TEMP TABLE sampled AS SELECT * FROM read_contacts WHERE fault IS NULL AND borrower_id IN (
            SELECT borrower_id FROM read_contacts WHERE fault IS NULL LIMIT {SAMPLE // 10}) LIMIT {SAMPLE}"""
    )
    _derive(engine, asked, "sampled")
    told = ", ".join(f"count({name})" for name in VOCABULARY)
    latest, rows, *counts = _one(engine, f"SELECT max(day), count(*), {told} FROM facts")
    if latest is None:
        return whole
    known = {name for name, count in zip(VOCABULARY, counts, strict=True) if count}
    kept = []
    words = ", ".join(words_of(whole))
    judged = audit.judged_query(whole, "facts", audit.FIRST_DAY, None, latest)
    masks = engine.execute(f"SELECT {words}, count(*) FROM ({judged}) GROUP BY ALL").fetchall()
    unsure: dict[str, int] = {}
    for *bits, number in masks:
        for name in audit.findings_of(whole, bits, unknown=True):
            unsure[name] = unsure.get(name, 0) + number
    for rule, each in zip(RULES, whole.rules, strict=True):
        measured = any(fact.name in audit.MEASURED for fact in facts_of(each.own))
        if not measured and unsure.get(each.id, 0) > TOO_OFTEN * rows:
            lacking = tuple(fact.name for fact in facts_of(each.own) if fact.name not in known)
            totals.set_aside[each.id] = lacking
        else:
            kept.append(rule)
    return gate(asked.law, tuple(kept))


def _slice(
    engine: duckdb.DuckDBPyConnection,
    asked: Asked,
    bound: Gate,
    totals: Totals,
    low: str | None,
    high: str | None,
    no: int,
) -> None:
    within = f"fault IS NULL AND borrower_id >= {text_literal(low or '')}"
    within += f" AND borrower_id < {text_literal(high)}" if high else ""
    engine.execute(f"CREATE OR REPLACE TEMP TABLE slice AS SELECT * EXCLUDE (fault) FROM read_contacts WHERE {within}")
    _derive(engine, asked, "slice", _days(asked))
    engine.execute("DROP TABLE slice")
    first, last = _one(engine, "SELECT min(day), max(day) FROM facts")
    if first is None:
        return
    parts = [
        f"SELECT * FROM ({audit.judged_query(bound, 'facts', day, until)}) WHERE {audit.spoken(bound)}"
        for day, until in audit.epochs(bound, first, last)
    ]
    engine.execute(f"CREATE OR REPLACE TEMP TABLE judged AS {' UNION ALL '.join(parts)}")
    _add(engine, bound, totals)
    totals.first = min(filter(None, (totals.first, first)))
    totals.last = max(filter(None, (totals.last, last)))
    _keep(engine, asked, bound, totals, no)


def _derive(engine: duckdb.DuckDBPyConnection, asked: Asked, contacts: str, where: str = "") -> None:
    """Make `facts` of a table of contacts. What is never known is not written, only named."""
    book = asked.book is not None
    told = audit.told_facts(book=book)
    named = ", ".join(dict.fromkeys([*audit.KEPT, *told]))
    fast = [VOCABULARY[name] for name in told if name not in audit.KEPT]
    with counted(engine, contacts) as counts:
        query = words_packed(f"(SELECT {named} FROM ({audit.facts_query(contacts, counts, book=book)}) {where})", fast)
        engine.execute(f"CREATE OR REPLACE TEMP TABLE derived AS {query}")
    unknown = "".join(
        f", NULL::{PHYSICAL[fact.meaning]} AS {name}" for name, fact in VOCABULARY.items() if name not in told
    )
    engine.execute(f"CREATE OR REPLACE TEMP VIEW facts AS SELECT *{unknown} FROM derived")


@contextmanager
def counted(engine: duckdb.DuckDBPyConnection, contacts: str) -> Iterator[str]:
    """Count backwards over a table of contacts; gives the name under which the counts can be read meanwhile."""
    facts = count_back(engine.execute(past_query(contacts)).fetchnumpy())
    engine.register("counts_before", facts)
    try:
        yield "counts_before"
    finally:
        engine.unregister("counts_before")


def _days(asked: Asked) -> str:
    asks = [f"day >= {day_literal(asked.first)}"] if asked.first else []
    asks += [f"day <= {day_literal(asked.last)}"] if asked.last else []
    return f"WHERE {' AND '.join(asks)}" if asks else ""


WHO = "actor, CASE WHEN actor = 'agency' THEN coalesce(actor_id, '') ELSE '' END, date_trunc('week', day)::DATE"


def _add(engine: duckdb.DuckDBPyConnection, bound: Gate, totals: Totals) -> None:
    for *key, number in engine.execute(f"SELECT {WHO}, count(*) FROM facts GROUP BY ALL").fetchall():
        totals.judged[tuple(key)] += number
        totals.contacts += number
    breaks = _breaks(bound)
    words = words_of(bound)
    found = engine.execute(f"SELECT {WHO}, {breaks}, {', '.join(words)}, count(*) FROM judged GROUP BY ALL").fetchall()
    for actor, agency, week, broke, *masks, number in found:
        if broke:
            totals.faulty[actor, agency, week] += number
            totals.violating += number
        for rule in audit.findings_of(bound, masks, unknown=False):
            totals.broken[rule, actor, agency, week] += number
        for rule in audit.findings_of(bound, masks, unknown=True):
            totals.unsure[rule, actor, agency, week] += number


def _breaks(bound: Gate) -> str:
    """Where a rule that blocks objects."""
    return any_bit(bound, objecting=lambda each: each.rule.severity.blocks, unknowing=lambda _: False)


def _keep(engine: duckdb.DuckDBPyConnection, asked: Asked, bound: Gate, totals: Totals, no: int) -> None:
    """Write every violation, and keep the first for the page."""
    unsure = ids_column(bound, only_unknown=True)
    rules = f"list_filter({ids_column(bound)}, lambda id: NOT list_contains({unsure}, id))"
    query = f"SELECT {', '.join(audit.KEPT)}, {rules} AS rules FROM judged WHERE {_breaks(bound)}"
    if asked.out is not None:
        folder = asked.out / "violations"
        folder.mkdir(parents=True, exist_ok=True)
        target = text_literal(str(folder / f"part-{no:05d}.parquet"))
        engine.execute(f"COPY (SELECT * FROM ({query}) ORDER BY borrower_id, done_at) TO {target} (FORMAT parquet)")
    if len(totals.examples) < EXAMPLES:
        more = f"SELECT * FROM ({query}) ORDER BY done_at, contact_id LIMIT {EXAMPLES - len(totals.examples)}"
        totals.examples += engine.execute(more).to_arrow_table().to_pylist()


def _one(engine: duckdb.DuckDBPyConnection, query: str) -> Sequence[Any]:
    row = engine.execute(query).fetchone()
    assert row is not None
    return row
