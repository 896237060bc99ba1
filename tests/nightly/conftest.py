"""One whole business day, made by hand: a home with a small book, its batch, and every table of the day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from duly.book.contract import LAKE, TABLES
from duly.book.days import BUCKETS, DAY_TABLES, MEASURES
from duly.book.measures import measures_query
from duly.core.table import Table
from duly.nightly import summary as summaries
from duly.nightly.summary import Measures, Summary
from duly.nightly.taken import taken_in
from duly.store import engine as engines
from duly.store.lake import Home, Shelf, Version

DAY = date(2026, 10, 1)
HOSTILE = '</script><img src=x onerror=alert(1)> & "O\'Neill"'  # a lender may be called anything
CLASSES = ("pass", "special_mention", "special_mention", "substandard", "substandard", "doubtful", "doubtful", "loss")
GRACE = {255: 5}  # days of grace of a loan, by its number
REGIONS = ("51", "33", "44", "62")
STOPS = {3: "hardship", 14: "promise", 25: "complaint", 36: "plan_kept", 47: "asked", 58: "dispute", 69: "holdout"}


@dataclass(frozen=True)
class MadeDay:
    home: Home
    version: Version
    summary: Summary
    measures: Measures


@pytest.fixture(scope="session")
def made_day(tmp_path_factory: pytest.TempPathFactory) -> MadeDay:
    """400 borrowers of one loan each, of whom a third are late; one name is hostile."""
    return write_day(tmp_path_factory.mktemp("home"), people=400)


def write_day(path: Path, *, people: int, late: bool = True) -> MadeDay:
    home = Home(path)
    tables = {table.name: [] for table in TABLES} | dict(book_of(people)) | dict(day_of(people, late))
    shelves = {}
    for table in TABLES:
        file = path / "lake" / table.name / "1.parquet"
        put(file, table, tables[table.name])
        shelves[table.name] = Shelf((str(file.relative_to(path)),), (), len(tables[table.name]))
    version = Version(1, shelves, ("batch-1",))
    home.commit(version)
    for table in DAY_TABLES:
        put(home.day(DAY) / f"{table.name}.parquet", table, tables.get(table.name, []))
    manifest = home.batch("batch-1") / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps(manifest_of(tables)), "utf-8")
    measures = measure(home, version)
    summary = summaries.make(
        day=DAY,
        books=tables["book"],
        version=version.number,
        measures=Measures(measures),
        taken=taken_in(home, version),
        loans_in_book=people,
        steps=[{"name": name, "seconds": n / 8, "rows": people} for n, name in enumerate(("age", "score", "treat"), 1)],
        decided_by={"law": "test-law", "score_card": "test-card", "treatment_table": "test-table"},
    )
    (home.day(DAY) / "summary.json").write_text(json.dumps(summary, ensure_ascii=False), "utf-8")
    return MadeDay(home, version, summary, Measures(measures))


def manifest_of(tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The account of the batch: every row was taken, but for three payments."""
    rows = {table.name: len(tables[table.name]) for table in TABLES if tables[table.name]}
    return {
        "rows": {name: {"read": n, "accepted": n, "quarantined": 0} for name, n in rows.items()}
        | {"payments": {"read": 903, "accepted": 900, "quarantined": 3}},
        "money": {"payments": {"amount_minor": {"read": 1_000, "accepted": 900, "quarantined": 100, "unreadable": 1}}},
        "quarantined_by_reason": {"amount": 1, "refers-unknown": 2},
    }


def measure(home: Home, version: Version) -> list[tuple[str, str, str, int]]:
    engine = engines.connect()
    for table in LAKE:
        engines.open_table(engine, home, version, table)
    for table in DAY_TABLES:
        engine.execute(f"CREATE VIEW {table.name} AS FROM {engines.scan([home.day(DAY) / f'{table.name}.parquet'])}")
    rows = engine.execute(measures_query(DAY)).fetchall()
    put(
        home.day(DAY) / "measures.parquet",
        MEASURES,
        [dict(zip(("measure", "of", "by", "value"), r, strict=True)) for r in rows],
    )
    return rows


def put(file: Path, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write rows as the table's Parquet file; columns left out are unknown."""
    file.parent.mkdir(parents=True, exist_ok=True)
    schema = engines.connect().execute(engines.empty(table)).to_arrow_table().schema
    pq.write_table(pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema), file)


def book_of(people: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "book", [{"book_id": "B", "lender_id": "L", "lender_name": HOSTILE, "lender_kind": "bank", "currency": "CNY",
                    "first_date": DAY, "synthetic": True, "notice": "演示数据 Demonstration <b>only</b>"}]  # fmt: skip
    yield "borrowers", [{"borrower_id": f"P{n:04}", "region": f"{REGIONS[n % 4]}01"} for n in range(people)]
    yield "loans", [{"loan_id": f"L{n:04}", "borrower_id": f"P{n:04}", "book_id": "B", "product": "online_consumer_loan",
                     "grace_days": GRACE.get(n, 0), "state": "open"} for n in range(people)]  # fmt: skip
    yield "schedule", [{"loan_id": f"L{n:04}", "instalment_no": 4, "due_date": DAY - timedelta(days=dpd_of(n)),
                        "principal_minor": 80_000, "interest_minor": 1_234, "fee_minor": 0} for n in range(people)]  # fmt: skip
    yield "outcomes", [{"loan_id": f"L{n:04}", "observed_date": date(2026, 11, 1), "defaulted": n % 7 == 0 or n % 11 == 1,
                        "is_test": n % 5 == 0} for n in range(people)]  # fmt: skip
    yield "hardships", [{"hardship_id": "H1", "borrower_id": f"P{hard_one():04}", "kind": "serious_illness",
                         "reported_at": datetime(2026, 9, 20, 3, tzinfo=UTC)}]  # fmt: skip
    yield "teams", [{"team_id": f"T{region}", "title": f"{name}组", "region": region, "opens_minute": 540, "closes_minute": 1080,
                     "dialects": name, "agents": 1, "calls_per_agent": 9} for region, name in
                    zip(REGIONS, ("四川", "浙江", "广东", "甘肃"), strict=True)]  # fmt: skip


def dpd_of(n: int) -> int:
    return (n * 37) % 230 if n % 3 == 0 else 0


def hard_one() -> int:
    return 3


def day_of(people: int, late: bool) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    aged = [aged_of(n, dpd_of(n) if late else 0) for n in range(people)]
    treated = [treated_of(row, n) for n, row in enumerate(aged)]
    planned = [planned_of(row, n) for n, row in enumerate(treated) if row["treatment"] != "leave_in_peace"]
    yield "aging", aged
    yield "scores", [{"loan_id": row["loan_id"], "borrower_id": row["borrower_id"], "score": 700 - row["dpd"] + n % 50,
                      "pd_bp": min(9_900, 500 + 40 * row["dpd"] + n % 300), "band": "ABCDE"[min(4, row["dpd"] // 40)],
                      "reason_1": "late_now", "reason_2": "paid_little"} for n, row in enumerate(aged)]  # fmt: skip
    yield "treatments", treated
    yield "planned", planned
    yield "worklists", list(worklists_of(planned))


def aged_of(n: int, dpd: int) -> dict[str, Any]:
    in_grace = 0 < dpd <= GRACE.get(n, 0)
    bucket = "M0" if dpd == 0 or in_grace else BUCKETS[min(7, 1 + (dpd - 1) // 30)]
    before = BUCKETS[max(0, BUCKETS.index(bucket) - n % 2)]
    late = dpd > 0
    return {
        "loan_id": f"L{n:04}", "borrower_id": f"P{n:04}", "dpd": dpd, "bucket": bucket, "in_grace": in_grace,
        "oldest_due_date": DAY - timedelta(days=dpd) if late else None, "oldest_instalment_no": 4 if late else None,
        "overdue_minor": 81_284 * late, "overdue_principal_minor": 80_000 * late, "overdue_interest_minor": 1_234 * late,
        "overdue_fee_minor": 0, "overdue_penalty_minor": 50 * late, "outstanding_minor": 500_000 + 100 * n,
        "paused_days": 0, "bucket_before": before, "class_floor": CLASSES[BUCKETS.index(bucket)],
        "roll": "current" if bucket == before == "M0" else "same" if bucket == before else "enter" if before == "M0" else "forward",
    }  # fmt: skip


def treated_of(row: dict[str, Any], n: int) -> dict[str, Any]:
    treated = {name: row[name] for name in ("borrower_id", "loan_id", "dpd", "bucket", "overdue_minor")}
    treated |= {"loans": 1, "band": "ABCDE"[min(4, row["dpd"] // 40)] if row["dpd"] else None,
                "arm": "challenger" if n % 10 == 0 else "holdout" if n % 50 == 7 else "champion"}  # fmt: skip
    leave = {"treatment": "leave_in_peace"}
    if not row["dpd"]:
        return treated | leave | {"row_id": "nothing_is_late", "reason": "not_late"}
    if row["bucket"] == "M0":
        return treated | leave | {"row_id": "days_of_grace", "reason": "in_grace"}
    if (n // 3) % 11 in {1, 5, 8}:
        reason = ("hardship", "promise", "plan_kept", "dispute")[(n // 33) % 4] if n != hard_one() else "hardship"
        return treated | leave | {"row_id": f"{reason}_row", "reason": reason}
    if row["dpd"] < 4:
        return treated | leave | {"row_id": "late_a_few_days_and_safe", "reason": "likely_to_pay"}
    if row["dpd"] < 31:
        return treated | {
            "row_id": "early_and_likely",
            "treatment": "remind",
            "channel": "push",
            "template": "remind_push",
        }
    if n % 9 == 0:
        return treated | {"row_id": "no_number_of_their_own_works", "treatment": "restore_contact", "channel": "voice",
                          "template": "restore_contact"}  # fmt: skip
    return treated | {"row_id": "one_to_three_months", "treatment": "call", "channel": "voice", "template": "call_plan"}


def planned_of(row: dict[str, Any], n: int) -> dict[str, Any]:
    family = row["treatment"] == "restore_contact"
    refused = (
        "CN-PARTY-03,CN-PARTY-07" if family else "CN-FREQ-01" if n % 4 == 1 else "CN-HOLD-02" if n % 13 == 5 else None
    )
    call = row["channel"] == "voice"
    return {
        "contact_id": f"2026-10-01:{row['borrower_id']}", "borrower_id": row["borrower_id"], "loan_id": row["loan_id"],
        "address_id": None if refused and n % 2 else f"A{n}", "channel": row["channel"], "mode": "interactive" if call else None,
        "purpose": "ask_contact" if family else "remind" if row["treatment"] == "remind" else "collect",
        "party_role": "contact" if family else "borrower", "template": row["template"],
        "team_id": f"T{REGIONS[int(row['borrower_id'][1:]) % 4]}" if call else None,
        "earliest_minute": 600, "latest_minute": 1200, "verdict": "deny" if refused else "allow", "refused_by": refused,
        "unknown_in": "CN-PARTY-03" if family else None,
        "next_permitted_at": datetime(2026, 10, 2, 0, tzinfo=UTC) if refused == "CN-FREQ-01" else None,
    }  # fmt: skip


def worklists_of(planned: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for region in REGIONS:
        calls = [row for row in planned if row["team_id"] == f"T{region}" and row["verdict"] == "allow"]
        for position, row in enumerate(calls[:9], 1):
            yield {name: row[name] for name in ("team_id", "contact_id", "borrower_id", "loan_id", "earliest_minute",
                                                "latest_minute")} | {"position": position, "priority": 1, "why": "first"}  # fmt: skip
