"""Give the store's day back to the book: what the desk learnt, as files in the words of the data contract.

`closing_reads.sql` says what of the store is read, `closing.sql` what each table of the book gets. Whatever came before
the end of the day and the book lacks is told, so that a day that was missed is not lost and one that is closed again
adds nothing. A row that began at the desk goes by `desk/` and its id there; `load` knows it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from django.db import connection

from duly.book.contract import BY_NAME
from duly.core.day import CONTACT_ZONE, day_bounds
from duly.core.table import Column, Kind, Table
from duly.desk.loading import BEGAN_HERE
from duly.rules.results import groups, results

AT_ONCE = 50_000  # rows read at a time
LATE = timedelta(days=7)  # how much later than others of its time a contact may still come to the desk
READ = re.compile(r"^-- (\w+): (.*)\n((?:.*\n)*?.*;)$", re.MULTILINE)
STATEMENT = re.compile(r"^-- (\w+)\n((?:.*\n)*?.*;)$", re.MULTILINE)
UNTOLD, EACH = "untold", "each_"  # statements that are no tables of the book
CHANNELS = {"phone_call": "voice", "text": "sms", "mail": "letter", "push": "push", "im": "im", "email": "email",
            "visit": "visit"}  # fmt: skip
PURPOSES = {"reminder": "remind", "locate": "ask_contact", "respond": "service", "request_signature": "service",
            "payment_info": "service", "service": "service", "relay": "relay"}  # fmt: skip
ROLES = {"co_debtor": "co_borrower", "estate_administrator": "heir", "representative": "related_third_person"}
OUTCOMES = {
    "conversation": "conversed", "answered": "answered", "met_debtor": "conversed", "asked_to_leave": "conversed",
    "invited_in": "conversed", "no_answer": "no_answer", "nobody_home": "no_answer", "busy": "busy",
    "rejected": "refused", "line_blocked": "refused", "not_in_service": "not_in_service",
    "wrong_number": "wrong_number", "delivered": "delivered", "delivered_no_reply": "delivered",
    "received": "delivered", "undeliverable_notice": "failed", "read_by_other_person_reported": "third_person_answered",
}  # fmt: skip
HEARD_BY_ANOTHER = ("conversed", "answered")


@dataclass(frozen=True, slots=True)
class Told:
    """What a close has to tell: rows by table of the book, and what the book has no words for."""

    rows: dict[str, int] = field(default_factory=dict)
    untold: dict[str, int] = field(default_factory=dict)


def read(engine: duckdb.DuckDBPyConnection, day: date, scratch: Path) -> int:
    """Read what a close of the day needs out of the store, as tables `desk_X` of the engine. How many rows.

    The engine knows the book's tables as `before_T`.
    """
    given = {"end": day_bounds(day)[1], "since": _since(engine), "day": day}
    return sum(_read(engine, name, columns, select, given, scratch) for name, columns, select in _reads())


def _since(engine: duckdb.DuckDBPyConnection) -> datetime:
    """Contacts older than that are in the book: each close takes all there were before the end of its day."""
    last = engine.execute(
        f"SELECT epoch_us(max(\"at\")) FROM before_contacts WHERE starts_with(contact_id, '{BEGAN_HERE}')"
    ).fetchone()
    known = datetime.fromtimestamp(((last and last[0]) or 0) / 1_000_000, UTC)
    return max(known - LATE, datetime(1970, 1, 1, tzinfo=UTC))


def _reads() -> Iterator[tuple[str, list[list[str]], str]]:
    for name, columns, body in READ.findall(_text("closing_reads.sql")):
        yield name, [one.split() for one in columns.split(", ")], body.rstrip(";")


def _read(
    engine: duckdb.DuckDBPyConnection, name: str, columns: list[list[str]], select: str, given: dict[str, Any],
    scratch: Path,
) -> int:  # fmt: skip
    """One table: by COPY where the database has it, else row by row."""
    names = [column for column, _ in columns]
    asked, values = _bound(select, given)
    if connection.vendor == "postgresql":
        path = scratch / f"{name}.csv"
        copied = f"COPY ({asked}) TO STDOUT (FORMAT csv)"
        with connection.cursor() as cursor, path.open("wb") as out, cursor.copy(copied, values) as copy:
            for block in copy:
                out.write(block)
        listed = ", ".join(f"'{column}': 'VARCHAR'" for column in names)
        source = (
            f"read_csv('{path}', header = false, columns = {{{listed}}}, delim = ',', quote = '\"', escape = '\"', "
            "allow_quoted_nulls = false, nullstr = '', auto_detect = false)"
        )
        _keep(engine, name, columns, source, first=True)
        path.unlink()
    else:
        _keep_rows(engine, name, columns, asked, values)
    return int((engine.execute(f"SELECT count(*) FROM desk_{name}").fetchone() or (0,))[0])


def _keep_rows(
    engine: duckdb.DuckDBPyConnection, name: str, columns: list[list[str]], asked: str, values: list[Any]
) -> None:
    first = True
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        while True:
            rows = cursor.fetchmany(AT_ONCE)
            if not rows and not first:
                return
            held = [*zip(*rows, strict=True)] or [()] * len(columns)
            texts = [pa.array([None if one is None else str(one) for one in column], pa.string()) for column in held]
            engine.register("rows_read", pa.table(dict(zip([column for column, _ in columns], texts, strict=True))))
            _keep(engine, name, columns, "rows_read", first=first)
            engine.unregister("rows_read")
            first = False


def _keep(engine: duckdb.DuckDBPyConnection, name: str, columns: list[list[str]], source: str, *, first: bool) -> None:
    """Both databases write ids, instants and truths in their own way; the engine reads either."""
    typed = ", ".join(f'CAST("{column}" AS {kind}) AS "{column}"' for column, kind in columns)
    begin = f"CREATE OR REPLACE TEMP TABLE desk_{name} AS" if first else f"INSERT INTO desk_{name}"
    engine.execute(f"{begin} SELECT {typed} FROM {source}")


def _bound(select: str, given: dict[str, Any]) -> tuple[str, list[Any]]:
    """The statement with places for its values, in the database's own form."""
    forms = {datetime: connection.ops.adapt_datetimefield_value, date: connection.ops.adapt_datefield_value}
    values = [forms[type(given[name])](given[name]) for name in re.findall(r":(end|since|day)\b", select)]
    return re.sub(r":(end|since|day)\b", "%s", select.replace("%", "%%")), values


def tell(engine: duckdb.DuckDBPyConnection, folder: Path) -> Told:
    """Write what the book lacks, a Parquet file a table with any. The engine knows `desk_X` and the book.

    Its tables are known as `before_T`, what is kept apart of one as `apart_T`: a row that is told again keeps it.
    """
    for macro in _macros():
        engine.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")
    told = Told()
    for name, body in STATEMENT.findall(_text("closing.sql")):
        if name.startswith(EACH):
            engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {body}")
        elif name == UNTOLD:
            told.untold.update({what: n for what, n in engine.execute(body).fetchall() if n})
        elif rows := _tell(engine, BY_NAME[name], body.rstrip(";"), folder):
            told.rows[name] = rows
    return told


def _tell(engine: duckdb.DuckDBPyConnection, table: Table, select: str, folder: Path) -> int:
    """Write one table's rows that the book lacks or has otherwise; of what grows only those it lacks."""
    columns = [column for column in table.columns if not column.personal]
    listed, key = ", ".join(f'"{column.name}"' for column in columns), ", ".join(table.key)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE said AS SELECT * FROM before_{table.name} WHERE false")
    engine.execute(f"INSERT INTO said BY NAME {select}")
    fresh = f"SELECT {listed} FROM said"
    if table.grows:
        fresh += f" ANTI JOIN before_{table.name} USING ({key})"
    else:
        fresh += f" EXCEPT SELECT {listed} FROM before_{table.name}"
    written, source = ", ".join(map(_written, columns)), f"({fresh}) AS fresh"
    if table.personal_columns:
        written += "".join(f', apart."{column.name}"' for column in table.personal_columns)
        source += f" LEFT JOIN apart_{table.name} AS apart USING ({key})"
    path = folder / f"{table.name}.parquet"
    (count,) = engine.execute(f"SELECT count(*) FROM ({fresh})").fetchone() or (0,)
    if count:
        engine.execute(f"COPY (SELECT {written} FROM {source} ORDER BY ALL) TO '{path}' (FORMAT parquet)")
    return int(count)


def _written(column: Column) -> str:
    """A column as intake reads it: a minute of the day as a clock shows it."""
    name = f'fresh."{column.name}"'
    return f'clock({name}) AS "{column.name}"' if column.kind is Kind.MINUTE else f'{name} AS "{column.name}"'


def _text(name: str) -> str:
    return files("duly.desk").joinpath(name).read_text("utf-8")


def _macros() -> Iterator[str]:
    zone = CONTACT_ZONE.key
    another = ", ".join(f"'{code}'" for code, one in results().items() if groups()[one.group].heard == "answered")
    heard = ", ".join(f"'{one}'" for one in HEARD_BY_ANOTHER)
    yield f"own(id) AS '{BEGAN_HERE}' || CAST(id AS VARCHAR)"
    yield "named(ref, id) AS coalesce(ref, own(id))"
    yield "nth(id, n) AS own(id) || CASE WHEN n = 1 THEN '' ELSE ':' || n END"
    yield f"local_day(moment) AS CAST(moment AT TIME ZONE '{zone}' AS DATE)"
    yield f"first_minute(d) AS CAST(d AS TIMESTAMP) AT TIME ZONE '{zone}'"
    yield "ending(first, last, moment) AS greatest(first, least(last, local_day(moment)))"
    yield "clock(m) AS CASE WHEN m IS NOT NULL THEN format('{:02d}:{:02d}', m // 60, m % 60) END"
    yield "minute(t) AS CAST(split_part(t, ':', 1) AS INTEGER) * 60 + CAST(split_part(t, ':', 2) AS INTEGER)"
    yield "as_id(t) AS CASE WHEN regexp_full_match(t, '[A-Za-z0-9._:/-]{1,64}') THEN t END"
    yield "is_robot(said) AS coalesce((said ->> 'actor') IN ('robot', 'system'), false)"
    yield f"by_another(code) AS coalesce(code IN ({another}), false)"
    yield (
        f"book_channel(c, robot) AS CASE WHEN robot AND c = 'phone_call' THEN 'ai_voice' ELSE {_of('c', CHANNELS)} END"
    )
    yield f"book_purpose(c) AS coalesce({_of('c', PURPOSES)}, 'collect')"
    yield f"book_role(c) AS coalesce({_of('c', ROLES)}, c, 'borrower')"
    yield (
        f"book_outcome(c, own) AS CASE WHEN NOT own AND {_of('c', OUTCOMES)} IN ({heard}) "
        f"THEN 'third_person_answered' ELSE coalesce({_of('c', OUTCOMES)}, 'unknown') END"
    )
    yield (
        "book_channels(listed, robot) AS list_filter(flatten(list_transform(listed, lambda c: CASE "
        "WHEN c = 'phone_call' AND NOT robot THEN ['voice', 'ai_voice'] ELSE [book_channel(c, robot)] END)), "
        "lambda c: c IS NOT NULL)"
    )
    yield "listed(ids) AS coalesce(nullif(from_json(ids, '[\"VARCHAR\"]'), []), [NULL])"
    yield (
        "each_loan(t) AS TABLE SELECT s.* EXCLUDE (one), l.ref AS loan "
        "FROM (SELECT *, unnest(listed(loans)) AS one, generate_subscripts(listed(loans), 1) AS n "
        "FROM query_table(t) WHERE ref IS NULL) s LEFT JOIN desk_loan l ON l.id = TRY_CAST(s.one AS UUID)"
    )


def _of(word: str, words: dict[str, str]) -> str:
    """A word in the words of the book, in SQL; null where the book has none."""
    cases = " ".join(f"WHEN '{ours}' THEN '{theirs}'" for ours, theirs in words.items())
    return f"CASE {word} {cases} END"
