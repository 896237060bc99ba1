"""The audit's facts and bits, over small histories drawn at random, against the same contacts asked one by one."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from duly import law as laws
from duly.book import audit
from duly.book.contract.contacts import OUTCOMES
from duly.book.counted import count_back, past_query
from duly.book.masks import words_of
from duly.core.day import CONTACT_ZONE
from duly.rules.compliance import RULES, gate
from duly.rules.compliance.cn.facts import CALLS, VOCABULARY
from duly.rules.compliance.cn.history import Past, history_facts

LAW = laws.load("cn")
BOUND = gate(LAW, RULES)
FIRST = datetime(2026, 1, 27, tzinfo=UTC)

Row = dict[str, Any]


def history(seed: int) -> list[Row]:
    """Some hundred contacts with a few people in ten days, many at the same instant."""
    dice = random.Random(seed)
    rows = []
    for no in range(300):
        channel = dice.choice(["voice", "voice", "voice", "ai_voice", "sms", "push", "im", "visit"])
        person = dice.randrange(4)
        rows.append(
            {
                "contact_id": f"C{no:04d}",
                "borrower_id": f"B{person}",
                "address_id": dice.choice([f"A{person}", f"A{person}x", None]),
                "at": FIRST
                + timedelta(days=dice.randrange(10), minutes=dice.choice([0, 30, 600, dice.randrange(1440)]))
                + dice.choice([timedelta(), timedelta(seconds=59), timedelta(microseconds=1)]),
                "channel": channel,
                "mode": dice.choice(["interactive", "informational", None]) if channel in CALLS else None,
                "direction": dice.choice(["outbound"] * 9 + ["inbound"]),
                "purpose": dice.choice(["collect", "remind"]),
                "party_role": dice.choice(["borrower"] * 3 + ["contact"]),
                "actor": dice.choice(["lender", "agency"]),
                "actor_id": dice.choice(["S1", "S2", None]),
                "outcome": dice.choice(OUTCOMES),
            }
        )
    return sorted(rows, key=lambda row: (row["at"], row["contact_id"]))


def engine_with(rows: list[Row]) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    engine.execute("SET TimeZone = 'UTC'")
    columns = ", ".join(f'"{name}" {"TIMESTAMPTZ" if name == "at" else "VARCHAR"}' for name in rows[0])
    engine.execute(f"CREATE TABLE done ({columns})")
    engine.register("rows", pa.Table.from_pylist(rows))
    engine.execute("INSERT INTO done FROM rows")
    return engine


def facts_sql(engine: duckdb.DuckDBPyConnection, contacts: str, *, book: bool = False) -> str:
    """The query of the facts of a table, once what was done before each contact is counted."""
    engine.register("counts", count_back(engine.execute(past_query(contacts)).fetchnumpy()))
    return audit.facts_query(contacts, "counts", book=book)


def facts_one_by_one(rows: list[Row], row: Row) -> Row:
    """What `history_facts` counts of all that was done before, with what the contact itself says."""
    local = row["at"].astimezone(CONTACT_ZONE)
    before = [
        Past(each["at"], each["channel"], each["outcome"], each["mode"], each["direction"], each["party_role"],
             each["address_id"])
        for each in rows[: rows.index(row)]
        if each["borrower_id"] == row["borrower_id"]
    ]  # fmt: skip
    counted = history_facts(before, day=local.date(), party_role=row["party_role"], address_id=row["address_id"])
    if row["party_role"] == "borrower":
        counted |= {"person_answered_in_week": 0, "person_answered_ever": 0}
    known = {
        "day": local.date(),
        "local_minute": local.hour * 60 + local.minute,
        "channel": row["channel"],
        "mode": (row["mode"] or "interactive") if row["channel"] in CALLS else None,
        "direction": row["direction"],
        "purpose": row["purpose"],
        "party_role": row["party_role"],
        "overdue": True if row["purpose"] == "collect" else None,
        "counted_together": True,
    }
    return dict.fromkeys(VOCABULARY) | counted | known


@pytest.mark.parametrize("seed", range(4))
def test_every_contact_has_the_facts_that_stood_at_its_instant(seed: int) -> None:
    rows = history(seed)
    engine = engine_with(rows)
    found = engine.execute(facts_sql(engine, "done")).to_arrow_table().to_pylist()
    by_id = {row["contact_id"]: row for row in found}

    assert len(found) == len(rows)
    for row in rows:
        facts = facts_one_by_one(rows, row)
        assert {name: by_id[row["contact_id"]][name] for name in facts} == facts, row


@pytest.mark.parametrize("seed", range(4, 8))
def test_every_contact_is_judged_as_one_is_by_the_law_of_its_day(seed: int) -> None:
    rows = history(seed)
    engine = engine_with(rows)
    engine.execute(f"CREATE TABLE facts AS {facts_sql(engine, 'done')}")
    spans = audit.epochs(BOUND, date(2026, 1, 26), date(2026, 2, 8))
    parts = [audit.judged_query(BOUND, "facts", day, until) for day, until in spans]
    words = ", ".join(words_of(BOUND))
    judged = engine.execute(f"SELECT contact_id, {words} FROM ({' UNION ALL '.join(parts)})").fetchall()

    assert len(spans) > 1, "the law changed within these days"
    assert len(judged) == len(rows)
    said = {identity: masks for identity, *masks in judged}
    for row in rows:
        facts = facts_one_by_one(rows, row)
        objects, unknown = BOUND.masks(facts, facts["day"])
        masks = said[row["contact_id"]]
        assert audit.findings_of(BOUND, masks, unknown=False) == [
            each.id for no, each in enumerate(BOUND.rules) if objects >> no & 1
        ]
        assert audit.findings_of(BOUND, masks, unknown=True) == [
            each.id for no, each in enumerate(BOUND.rules) if unknown >> no & 1
        ]


def test_the_order_of_rows_does_not_matter() -> None:
    rows = history(11)
    forward, backward = (
        engine.execute(f"SELECT * FROM ({facts_sql(engine, 'done')}) ORDER BY contact_id").to_arrow_table().to_pylist()
        for engine in (engine_with(rows), engine_with(rows[::-1]))
    )

    assert forward == backward


def called(minute: int, **more: Any) -> Row:
    """A call on 3 February at a minute of the local day."""
    at = datetime(2026, 2, 2, 16, tzinfo=UTC) + timedelta(minutes=minute)
    return {
        "contact_id": f"C{minute}", "borrower_id": "B1", "address_id": "A1", "at": at, "channel": "voice",
        "mode": "interactive", "direction": "outbound", "purpose": "collect", "party_role": "borrower",
        "actor": "lender", "actor_id": "S1", "outcome": "no_answer",
    } | more  # fmt: skip


def noon(minutes: int = 0) -> datetime:
    return datetime(2026, 2, 3, 4, tzinfo=UTC) + timedelta(minutes=minutes)


def test_what_was_said_at_noon_binds_from_noon_on(engine: duckdb.DuckDBPyConnection, fill: Any) -> None:
    fill(
        {
            "contacts": [called(719), called(720), called(721)],
            "loans": [{"loan_id": "L1", "borrower_id": "B1", "product": "consumer_loan"}],
            "addresses": [
                {"address_id": "A1", "borrower_id": "B1", "owner_role": "borrower", "kind": "mobile", "source": "contract",
                 "refused_at": noon()}
            ],
            "preferences": [{"preference_id": "P1", "borrower_id": "B1", "kind": "cease", "stated_at": noon()}],
            "holds": [
                {"hold_id": "H1", "borrower_id": "B1", "loan_id": "L1", "reason": "legal", "first_date": date(2026, 2, 3)}
            ],
            "complaints": [
                {"complaint_id": "K1", "borrower_id": "B1", "topic": "amount", "received_at": noon(-10),
                 "answered_at": noon()}
            ],
        }
    )  # fmt: skip
    facts = engine.execute(facts_sql(engine, "contacts", book=True)).to_arrow_table().to_pylist()
    said = {row["local_minute"]: row for row in facts}

    assert [said[minute]["ceased"] for minute in (719, 720, 721)] == [False, True, True]
    assert [said[minute]["owner_refused"] for minute in (719, 720, 721)] == [False, True, True]
    assert [said[minute]["objection_open"] for minute in (719, 720, 721)] == [True, False, False]
    assert all(row["legal_hold"] and row["product"] == "consumer_loan" for row in facts)
    assert all(row["deceased"] is None for row in facts), "a book says only of today who has died"


def test_a_consent_to_late_hours_counts_from_its_minute_to_its_withdrawal(
    engine: duckdb.DuckDBPyConnection, fill: Any
) -> None:
    fill(
        {
            "contacts": [called(minute) for minute in (1330, 1335, 1340)],
            "consents": [
                {"consent_id": "S1", "borrower_id": "B1", "kind": "contact_hours", "given_by": "borrower",
                 "evidence_id": "E1", "from_minute": 1320, "to_minute": 1380, "given_at": noon(1335 - 720),
                 "withdrawn_at": noon(1340 - 720)}
            ],
        }
    )  # fmt: skip
    facts = engine.execute(facts_sql(engine, "contacts", book=True)).to_arrow_table().to_pylist()

    assert {row["local_minute"]: row["agreed_hours"] for row in facts} == {1330: False, 1335: True, 1340: False}
