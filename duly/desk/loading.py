"""Load the book and a closed day into the desk's store, in bulk; what is there already stays as it is.

`loading.sql` and `listing.sql` say what each table gets. The guards of the database watch a load like any other write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files
from itertools import chain, islice
from typing import Any

import duckdb
import pyarrow as pa
from django.apps import apps
from django.db import connection, models, transaction

from duly.book.sql import text_literal
from duly.core.day import CONTACT_ZONE
from duly.desk.timeline import FROM_THE_BOOK
from duly.store.models import Attempt, Heard, Lender, Loan

BOOK, LISTED = "loading.sql", "listing.sql"
AT_ONCE = 10_000  # rows written at a time
STATEMENT = re.compile(r"^-- (\w+)\n((?:.*\n)*?.*;)$", re.MULTILINE)
BEGAN_HERE = "desk/"  # before the id of what began at the desk, as its name in the book
FURTHER = rf"^({BEGAN_HERE}.*):[0-9]+$"  # further rows of the book that one row here has made
NAMED_BY = {"team": "id", "agency": "id", "user": "username"}  # all else by its ref, or once by what the statement says
KNOWN = {  # what the statements ask of a table beyond the names of its rows
    "consent": ("id", "ref", "revoked"),
    "user": ("id", "username"),
    "certificate": ("user_id", "product", "channel", "expires_on"),
}
MACROS = (
    "utc(moment) AS strftime(moment AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S.%f')",
    f"midnight(d) AS utc(CAST(d AS TIMESTAMP) AT TIME ZONE '{CONTACT_ZONE.key}')",
    f"from_the_book() AS {text_literal(FROM_THE_BOOK)}",
    "clock(m) AS CASE WHEN m IS NOT NULL THEN format('{:02d}:{:02d}', m // 60, m % 60) END",
    "wire_channel(c) AS CASE c WHEN 'voice' THEN 'phone_call' WHEN 'ai_voice' THEN 'phone_call' "
    "WHEN 'sms' THEN 'text' WHEN 'letter' THEN 'mail' ELSE c END",
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The registered lines by which the lender is heard and paid; the book does not know them."""

    caller_ids: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    payment_channels: tuple[str, ...] = ()
    hotline: str = ""
    complaint_line: str = ""
    brand: str = ""


def load(
    engine: duckdb.DuckDBPyConnection, day: date, lines: Lines, each: Callable[[], None] = lambda: None,
    before: Callable[[], object] = lambda: None,
) -> dict[str, int]:  # fmt: skip
    """Add what the store lacks; rows by table. `engine` knows the tables of the book and of the day by their names.

    `each` is called as a table is done, `before` once the book is there and no case of the day is open yet.
    """
    macros(engine, day)
    with transaction.atomic(durable=True):
        _lender(engine, lines)
        added = {}
        for source in (BOOK, LISTED):
            for table, select in statements(source):
                added[table] = add(engine, table, select)
                each()
            if source == BOOK:
                before()
        _age(engine)
    return added


def macros(engine: duckdb.DuckDBPyConnection, day: date, further: Iterable[str] = ()) -> None:
    """Teach the engine the words of the statements, for a business day."""
    for macro in (*MACROS, f"today() AS DATE '{day}'", *further):
        engine.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")


def statements(*sources: str) -> Iterator[tuple[str, str]]:
    """Each table with its statement, in order; of everything that is loaded where no source is named."""
    for source in sources or (BOOK, LISTED):
        text = files("duly.desk").joinpath(source).read_text("utf-8")
        for table, select in STATEMENT.findall(text):
            yield table, select.rstrip(";")


def _lender(engine: duckdb.DuckDBPyConnection, lines: Lines) -> None:
    found = engine.execute("SELECT lender_id, lender_name, lender_kind FROM book").fetchone()
    assert found is not None
    lender, name, kind = found
    told = {name: [*of] if isinstance(of, tuple) else of for name, of in asdict(lines).items()}
    Lender.objects.update_or_create(id=lender, defaults={"name": name, "kind": kind, **told})


def add(engine: duckdb.DuckDBPyConnection, table: str, select: str) -> int:
    """Add the rows that are new, and let later statements know all of them as `store_…`."""
    model = apps.get_model("store", table)
    named = NAMED_BY.get(table) or ("ref" if _has(model, "ref") else "")
    if named or table in KNOWN:
        _register(engine, model, f"known_{table}")
    came_from_here = f"regexp_replace({named}, '{FURTHER}', '\\1')" if named == "ref" else named
    lacking = f"WHERE {came_from_here} NOT IN (SELECT {named} FROM known_{table})" if named else ""
    engine.execute(f"CREATE OR REPLACE TEMP TABLE new_{table} AS SELECT * FROM ({select}) {lacking}")
    count = _write(engine, model, f"new_{table}")
    if named:
        _register(engine, model, f"store_{table}")
    return count


def _has(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _register(engine: duckdb.DuckDBPyConnection, model: Any, name: str) -> None:
    """Show the engine the names of the rows that the store has."""
    table = model._meta.model_name
    columns = KNOWN.get(table) or tuple(each for each in ("id", "ref", "moved") if _has(model, each))
    columns = columns or (model._meta.pk.column,)
    asked = model.objects.all()
    if "revoked" in columns:
        asked = asked.annotate(is_revoked=models.Q(revoked__isnull=False))
    rows = list(asked.values_list(*("is_revoked" if one == "revoked" else one for one in columns)))
    if model is Heard:  # what the desk did itself comes back from the book as a contact, and is known
        rows += [(one, None) for one in Attempt.objects.values_list("id", flat=True)]
    if columns[:2] == ("id", "ref"):
        rows = [(one, ref or f"{BEGAN_HERE}{one}", *rest) for one, ref, *rest in rows]
    held = list(zip(*rows, strict=True)) or [()] * len(columns)
    plain = [[str(one) if _is_id(one) else one for one in column] for column in held]
    engine.register(f"{name}_held", pa.table({one: _column(one, plain[at]) for at, one in enumerate(columns)}))
    cast = ", ".join(f"CAST(id AS {_key(model)}) AS id" if one == "id" else one for one in columns)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {cast} FROM {name}_held")


def _is_id(value: Any) -> bool:
    return type(value).__name__ == "UUID"


def _column(name: str, values: list[Any]) -> pa.Array:
    kinds = {"moved": pa.int32(), "revoked": pa.bool_(), "expires_on": pa.date32(), "user_id": pa.int64()}
    whole = kinds.get(name) or (pa.int64() if values and isinstance(values[0], int) else pa.string())
    return pa.array(values, whole)


def _key(model: Any) -> str:
    key = model._meta.pk
    return "UUID" if isinstance(key, models.UUIDField) else "BIGINT" if isinstance(key, models.AutoField) else "VARCHAR"


def _write(engine: duckdb.DuckDBPyConnection, model: Any, source: str) -> int:
    """Write the rows of a table of the engine, with the defaults of the columns that it lacks. How many."""
    told = engine.execute(f"SELECT * FROM {source}")
    names = [name for name, *_ in told.description or ()]
    fields = {field.column: field for field in model._meta.concrete_fields}
    lacking = [one for name, one in fields.items() if name not in names and not isinstance(one, models.AutoField)]
    fixed = tuple(one.get_db_prep_save(one.get_default(), connection) for one in lacking)
    prepared = [_prepared(fields[name]) for name in names]
    batches = chain.from_iterable(iter(lambda: told.fetchmany(AT_ONCE), []))
    rows = ((*(one(value) for one, value in zip(prepared, row, strict=True)), *fixed) for row in batches)
    return _copied(model._meta.db_table, [*names, *(one.column for one in lacking)], rows)


def _prepared(field: Any) -> Callable[[Any], Any]:
    """A value as the database keeps it: SQLite keeps ids without dashes, and instants without a fraction of nothing."""
    kind = field.target_field if field.is_relation else field
    if connection.vendor == "sqlite" and isinstance(kind, models.UUIDField):
        return lambda value: None if value is None else str(value).replace("-", "")
    if connection.vendor == "sqlite" and isinstance(kind, models.DateTimeField):
        return lambda value: None if value is None else value.removesuffix(".000000")
    if isinstance(kind, models.DateField) and not isinstance(kind, models.DateTimeField):
        return lambda value: None if value is None else value.isoformat()[:10]
    return lambda value: value


def _copied(table: str, columns: list[str], rows: Iterator[tuple[Any, ...]]) -> int:
    count, quoted = 0, ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    count += 1
            if count:  # until it has looked at them the database plans as if the table were empty
                cursor.execute(f"ANALYZE {table}")
            return count
        places = ", ".join(["%s"] * len(columns))
        while batch := list(islice(rows, AT_ONCE)):
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", batch)
            count += len(batch)
    return count


def _age(engine: duckdb.DuckDBPyConnection) -> None:
    """Tell loans that the store had before, and of which something has changed, how late they are now."""
    held = {one.ref: one for one in Loan.objects.all()}
    changed = []
    for ref, since, current, owed in engine.execute(
        "SELECT loan_id, oldest_due_date, dpd = 0, coalesce(overdue_minor, 0) FROM aging"
    ).fetchall():
        loan = held.get(ref)
        if loan and (loan.late_since, loan.current, loan.overdue_minor) != (since, current, owed):
            loan.late_since, loan.current, loan.overdue_minor = since, current, owed
            changed.append(loan)
    Loan.objects.bulk_update(changed, ("late_since", "current", "overdue_minor"), batch_size=500)
