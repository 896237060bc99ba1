"""Small homes for tests: a book written straight into the lake, as intake leaves it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from duly.book.contract import BY_NAME, LAKE
from duly.core.table import Table
from duly.store import engine as engines
from duly.store.lake import Home, Shelf, Version

Rows = dict[str, list[dict[str, Any]]]
DAY = date(2026, 10, 1)
STAFF = [{"staff_id": "S1", "team_id": "T-44", "certificate_last_date": DAY.replace(year=2027), "suspended": False}]
NOON = datetime(2026, 9, 20, 4, tzinfo=UTC)
BOOK = {
    "book_id": "K1", "lender_id": "LENDER", "lender_name": "示例消费金融有限公司", "lender_kind": "consumer_finance",
    "currency": "CNY", "first_date": date(2026, 1, 1), "synthetic": True, "notice": "测试 test",
}  # fmt: skip


def lay(path: Path, rows: Rows) -> Home:
    """Write a book into a home and commit it."""
    home = Home(path)
    shelves = {}
    engine = engines.connect()
    for table in LAKE:
        engine.execute(f"CREATE TABLE {table.name} AS {engines.empty(table)}")
        put(engine, table, rows.get(table.name, ()))
        if not rows.get(table.name):
            continue
        file = f"lake/{table.name}/b1.parquet"
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        order = ", ".join(f'"{name}"' for name in table.order)
        engine.execute(f"COPY (FROM {table.name} ORDER BY {order}) TO '{path / file}' (FORMAT parquet)")
        shelves[table.name] = Shelf((file,), _kept_apart(engine, path, table), len(rows[table.name]))
    engine.close()
    counts = {name: {"read": shelf.rows, "accepted": shelf.rows, "quarantined": 0} for name, shelf in shelves.items()}
    home.batch("b1").mkdir(parents=True)
    manifest = {"rows": counts, "money": {}, "quarantined_by_reason": {}}
    (home.batch("b1") / "manifest.json").write_text(json.dumps(manifest))
    home.commit(Version(1, shelves, ("b1",), {}))
    return home


def put(engine: Any, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Rows into a table of the engine, each by the columns that it names and the lake has."""
    named = [
        {name: value for name, value in row.items() if name in {c.name for c in table.lake_columns}} for row in rows
    ]
    if names := list(dict.fromkeys(chain.from_iterable(named))):
        engine.register("rows_put", pa.table({name: [row.get(name) for row in named] for name in names}))
        engine.execute(f"INSERT INTO {table.name} BY NAME FROM rows_put")
        engine.unregister("rows_put")


def _kept_apart(engine: Any, path: Path, table: Table) -> tuple[str, ...]:
    """What intake writes beside a table with personal columns; nothing is known of these people."""
    if not table.personal_columns:
        return ()
    file = f"private/{table.name}/b1.parquet"
    (path / file).parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join([*table.key, *(f"NULL::{one.physical} AS {one.name}" for one in table.personal_columns)])
    engine.execute(f"COPY (SELECT {columns} FROM {table.name}) TO '{path / file}' (FORMAT parquet)")
    return (file,)


def closed(path: Path, book: Rows, day: date) -> None:
    """Write a book into a home and close its day by the night."""
    from duly.nightly import business_day
    from tests.nightly.test_accounts import Unwatched

    business_day.close(lay(path, book), day, watcher=Unwatched())


def schedule(loan_id: str, *dues: tuple[date, int]) -> list[dict[str, Any]]:
    """Instalments of (due date, principal)."""
    rows, through = [], 0
    for number, (due, principal) in enumerate(dues, 1):
        through += principal
        rows.append({"loan_id": loan_id, "instalment_no": number, "due_date": due, "principal_minor": principal,
                     "interest_minor": 0, "fee_minor": 0, "due_total_minor": through})  # fmt: skip
    return rows


def small_book(people: int = 60) -> Rows:
    """Borrowers of every kind: late by 0 … 200 days, some with a reason to be left alone, some out of touch."""
    book: Rows = {name: [] for name in BY_NAME}
    book["book"] = [BOOK]
    book["teams"] = [
        {"team_id": "T-44", "title": "广东组", "region": "44", "opens_minute": 540, "closes_minute": 1080, "dialects": "粤语",
         "agents": 1, "calls_per_agent": 5},
        {"team_id": "T-00", "title": "总部组", "region": None, "opens_minute": 510, "closes_minute": 1140, "dialects": "",
         "agents": 2, "calls_per_agent": 4},
    ]  # fmt: skip
    for number in range(people):
        who, loan = f"B{number:03}", f"L{number:03}"
        late = (number * 7) % 201
        book["borrowers"].append({"borrower_id": who, "region": ("440300", "110105", None)[number % 3], "deceased": number == 11,
                                  "minor": False if number % 13 else None, "capacity": "full"})  # fmt: skip
        book["loans"].append({"loan_id": loan, "borrower_id": who, "book_id": "K1", "product": "online_consumer_loan",
                              "signed_date": date(2026, 1, 5), "limit_minor": 300_000, "rate": 1800,
                              "grace_days": 3 if number % 10 == 0 else 0, "state": "settled" if number == 12 else "open"})  # fmt: skip
        first = DAY - timedelta(days=late)
        book["schedule"] += schedule(loan, *((first + timedelta(days=30 * k), 50_000 + number) for k in range(6)))
        if number % 4 == 0:
            book["payments"].append(
                {"payment_id": f"P{number}", "loan_id": loan, "paid_date": first, "amount_minor": 50_000}
            )
        state = "not_in_service" if number % 9 == 0 else "valid"
        book["addresses"] += [
            {"address_id": f"A{number}m", "borrower_id": who, "kind": "mobile", "owner_role": "borrower",
             "source": "contract", "state": state},
            {"address_id": f"A{number}a", "borrower_id": who, "kind": "app_account", "owner_role": "borrower",
             "source": "contract", "state": "not_in_service" if number % 18 == 0 else "valid"},
            {"address_id": f"A{number}c", "borrower_id": who, "kind": "mobile", "owner_role": "contact",
             "source": "reserved_contact", "state": "valid"},
        ]  # fmt: skip
        if number % 5 == 0:
            book["contacts"] += [
                {"contact_id": f"C{number}-{k}", "borrower_id": who, "address_id": f"A{number}m",
                 "at": datetime(2026, 9, 30 if k < 4 else 25, 1 + k, tzinfo=UTC), "channel": "voice", "mode": "interactive",
                 "direction": "outbound", "purpose": "collect", "party_role": "borrower", "actor": ("lender", "agency")[k % 2],
                 "outcome": ("conversed", "no_answer")[k % 2]}
                for k in range(6)
            ]  # fmt: skip
    stop = {"borrower_id": "B001", "reported_at": NOON, "kind": "serious_illness", "hardship_id": "H1"}
    book["hardships"] = [
        stop,
        stop | {"hardship_id": "H2", "borrower_id": "B002", "ended_at": NOON + timedelta(days=2)},
    ]
    book["disputes"] = [
        {"dispute_id": "D1", "borrower_id": "B003", "loan_id": "L003", "topic": "amount", "raised_at": NOON}
    ]
    book["complaints"] = [{"complaint_id": "C1", "borrower_id": "B004", "topic": "conduct", "received_at": NOON}]
    book["plans"] = [{"plan_id": "N1", "borrower_id": "B006", "loan_id": "L006", "agreed_at": NOON, "months": 12,
                      "grace_days": 0, "state": "active"}]  # fmt: skip
    book["promises"] = [{"promise_id": "M1", "borrower_id": "B007", "loan_id": "L007", "made_at": NOON,
                         "due_date": DAY + timedelta(days=2), "amount_minor": 100, "state": "open"}]  # fmt: skip
    book["holds"] = [{"hold_id": "X1", "borrower_id": "B008", "reason": "disaster", "first_date": date(2026, 9, 1),
                      "last_date": date(2026, 9, 10), "pauses_ageing": True},
                     {"hold_id": "X2", "borrower_id": "B009", "loan_id": "L009", "reason": "legal",
                      "first_date": date(2026, 9, 1), "pauses_ageing": False}]  # fmt: skip
    book["preferences"] = [{"preference_id": "F1", "borrower_id": "B013", "kind": "cease", "stated_at": NOON}]
    return book
