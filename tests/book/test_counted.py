"""What was counted before each contact in one walk, against each contact asked of its own past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.book.contract.contacts import OUTCOMES
from duly.book.counted import FACTS, count_back, past_query
from duly.core.day import CONTACT_ZONE
from duly.rules.compliance.cn.history import Past, history_facts
from duly.store import engine as engines

MIDNIGHT = datetime(2026, 2, 2, 16, tzinfo=UTC)  # of 3 February where the law's clock is
INSTANTS = st.builds(
    lambda day, minute, rest: MIDNIGHT + timedelta(days=day, minutes=minute, microseconds=rest),
    st.integers(-9, 9),
    st.sampled_from([0, 0, 1, 719, 1439]),
    st.sampled_from([0, 0, -1, 1, 59_999_999]),  # ties, and both sides of a midnight
)
CONTACTS = st.fixed_dictionaries(
    {
        "borrower_id": st.sampled_from(["B1", "B2"]),
        "address_id": st.sampled_from(["A1", "A2", None]),  # both borrowers were called on both
        "at": INSTANTS,
        "channel": st.sampled_from(["voice", "voice", "ai_voice", "sms", "push", "im", "visit"]),
        "mode": st.sampled_from(["interactive", "informational", None]),
        "direction": st.sampled_from(["outbound", "outbound", "inbound"]),
        "party_role": st.sampled_from(["borrower", "contact", "guarantor"]),
        "outcome": st.sampled_from(OUTCOMES),
    }
)
Row = dict[str, Any]


COLUMNS = ("contact_id", "borrower_id", "address_id", "at", "channel", "mode", "direction", "party_role", "outcome")


def table_of(rows: list[Row]) -> duckdb.DuckDBPyConnection:
    engine = engines.connect(threads=1)
    typed = (f'"{name}" {"TIMESTAMPTZ" if name == "at" else "VARCHAR"}' for name in COLUMNS)
    engine.execute(f"CREATE TABLE done ({', '.join(typed)})")
    if rows:
        engine.register("rows", pa.Table.from_pylist(rows))
        engine.execute("INSERT INTO done BY NAME FROM rows")
    return engine


def counts_of(engine: duckdb.DuckDBPyConnection) -> list[dict[str, int]]:
    """The counts before each contact, in the order of the table."""
    found = count_back(engine.execute(past_query("done")).fetchnumpy())
    return [dict(zip(found, values, strict=True)) for values in zip(*(c.tolist() for c in found.values()), strict=True)]


def asked_alone(rows: list[Row], row: Row) -> dict[str, int]:
    """What one contact's own past says, by the rules' count for one case."""
    before = [
        Past(each["at"], each["channel"], each["outcome"], each["mode"], each["direction"], each["party_role"],
             each["address_id"])
        for each in rows
        if each["borrower_id"] == row["borrower_id"]
        and (each["at"], each["contact_id"]) < (row["at"], row["contact_id"])
    ]  # fmt: skip
    day = row["at"].astimezone(CONTACT_ZONE).date()
    said = history_facts(before, day=day, party_role=row["party_role"], address_id=row["address_id"])
    if row["party_role"] == "borrower":
        said |= {"person_answered_in_week": 0, "person_answered_ever": 0}
    return said


@given(st.lists(CONTACTS, max_size=25))
def test_a_walk_over_all_counts_what_each_contact_counts_of_its_own_past(drawn: list[Row]) -> None:
    rows = [{"contact_id": f"C{no:02d}", **row} for no, row in enumerate(drawn)]

    counted = counts_of(table_of(rows))

    assert counted == [{name: asked_alone(rows, row)[name] for name in FACTS} for row in rows]


def test_nothing_done_is_nothing_counted() -> None:
    assert counts_of(table_of([])) == []


def called(identity: str, at: datetime) -> Row:
    return {
        "contact_id": identity, "borrower_id": "B1", "address_id": "A1", "at": at, "channel": "voice", "mode": None,
        "direction": "outbound", "party_role": "borrower", "outcome": "conversed",
    }  # fmt: skip


def test_a_day_begins_at_midnight_and_a_week_six_days_before() -> None:
    first = MIDNIGHT - timedelta(days=6)
    rows = [called("C1", first - timedelta(microseconds=1)), called("C2", first), called("C3", MIDNIGHT)]

    last = counts_of(table_of(rows))[-1]

    assert (last["answered_today"], last["answered_in_week"]) == (0, 1)


def test_of_two_contacts_at_one_instant_the_id_says_which_came_first() -> None:
    counted = counts_of(table_of([called("C2", MIDNIGHT), called("C1", MIDNIGHT)]))

    assert [each["answered_today"] for each in counted] == [1, 0]


def test_a_table_from_which_a_row_was_taken_is_refused() -> None:
    engine = table_of([called("C1", MIDNIGHT), called("C2", MIDNIGHT)])
    engine.execute("DELETE FROM done WHERE contact_id = 'C1'")

    with pytest.raises(ValueError, match="no row was taken"):
        counts_of(engine)
