"""The record of the desk: complete, and no hand in it stays unseen."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.desk import contact, record
from duly.store import guards
from duly.store.models import Entry
from duly.store.models.record import HOUSE
from tests.desk.house import MORNING, NIGHT, UP, House

DAY = date(2026, 11, 25)
HANDS = ("change", "delete", "insert", "swap", "cut")
CHANGES = {
    "said": '{"no":99}', "act": "erase", "at": "2026-11-25 02:10:00.000001+00:00", "by_id": None, "before": "1" * 64,
    "hash": "2" * 64,
}  # fmt: skip


def told(house: House, many: int = 6) -> None:
    """A few entries of the house's own."""
    for no in range(many):
        record.write(HOUSE, "change", {"no": no}, at=MORNING + timedelta(minutes=no), by=house.agent)


def by_hand(sql: str, *values: object) -> None:
    """What somebody with all rights over the database could do: take the guards away, write, put them back."""
    with connection.cursor() as cursor:
        for name in guards.installed(connection):
            gone = f"DROP FUNCTION {name}() CASCADE" if connection.vendor == "postgresql" else f"DROP TRIGGER {name}"
            cursor.execute(gone)
        cursor.execute(sql, values)
    guards.install(connection)


def test_every_clearance_and_every_refusal_is_on_the_record(house: House) -> None:
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)

    entries = Entry.objects.filter(chain=str(house.borrower.id)).order_by("seq")
    assert [one.act for one in entries] == ["clear", "refuse"]
    assert entries[1].said["rules"]
    assert list(record.verify()) == []


def test_an_entry_that_does_not_follow_is_refused(house: House) -> None:
    told(house)

    with pytest.raises(IntegrityError, match="does not follow"):
        Entry.objects.create(chain=HOUSE, seq=7, at=MORNING, act="change", said={}, before="1" * 64, hash="2" * 64)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("hand", HANDS)
def test_a_later_hand_is_seen(house: House, hand: str, seed: int) -> None:
    told(house)
    record.seal(DAY)
    seq = Random(seed).randint(1, 5)

    if hand == "change":
        by_hand("UPDATE store_entry SET said = %s WHERE seq = %s", '{"no": 99}', seq)
    elif hand == "delete":
        by_hand("DELETE FROM store_entry WHERE seq = %s", seq)
    elif hand == "cut":
        by_hand("DELETE FROM store_entry WHERE seq > %s", seq)
    elif hand == "insert":
        by_hand(
            "INSERT INTO store_entry (chain, seq, at, act, said, before, hash) "
            "SELECT chain, 100, at, act, said, before, hash FROM store_entry WHERE seq = %s", seq,
        )  # fmt: skip
    else:
        by_hand("UPDATE store_entry SET seq = CASE seq WHEN %s THEN 1000 ELSE seq END", seq)

    assert list(record.verify()) != []


def test_a_day_is_sealed_once(house: House) -> None:
    told(house)
    assert record.seal(DAY) is not None

    assert record.seal(DAY) is None


def test_of_many_who_write_at_once_no_entry_is_lost(house: House) -> None:
    def hand(no: int) -> None:
        try:
            contact.reserve(
                borrower_id=house.borrower.id, proposed=house.call(at=NIGHT + timedelta(seconds=no)), systems=UP
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as hands:
        list(hands.map(hand, range(30)))

    assert Entry.objects.count() == 30
    assert list(record.verify()) == []


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_in_any_column_is_seen_at_its_place(house: House, column: str) -> None:
    told(house)

    by_hand(f"UPDATE store_entry SET {column} = %s WHERE seq = 3", CHANGES[column])

    assert record.broken_in(HOUSE) == 3
    assert next(record.verify()) == record.Broken(HOUSE, 3)


@pytest.mark.parametrize("hash_of_none", ["z" * 64, "A" * 64, "é" * 64, "0" * 63, ""])
def test_what_is_no_hash_and_stands_on_both_sides_of_a_link_does_not_hold(house: House, hash_of_none: str) -> None:
    told(house)

    by_hand("UPDATE store_entry SET hash = %s WHERE seq = 3", hash_of_none)
    by_hand("UPDATE store_entry SET before = %s WHERE seq = 4", hash_of_none)

    assert record.broken_in(HOUSE) == 3
    assert next(record.verify()) == record.Broken(HOUSE, 3)


@pytest.mark.parametrize("said", ['{"no": 2}', '{"no":2} ', '{"no":2', "", "[2]"])
def test_what_was_said_is_kept_letter_by_letter_and_shown_even_where_it_is_none(house: House, said: str) -> None:
    told(house)

    by_hand("UPDATE store_entry SET said = %s WHERE seq = 3", said)

    assert record.broken_in(HOUSE) == 3
    assert Entry.objects.get(seq=3).said in ({"no": 2}, {"unreadable": said})


def test_where_an_entry_was_taken_out_the_next_one_does_not_hold(house: House) -> None:
    told(house)

    by_hand("DELETE FROM store_entry WHERE seq = 3")

    assert record.broken_in(HOUSE) == 3


SAID = st.dictionaries(
    st.text(max_size=3) | st.just("a"),
    st.recursive(st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5),
                 lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
                 max_leaves=4), max_size=3,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SAID, max_size=3))
def test_whatever_was_said_holds_until_somebody_changes_it(house: House, said: list[dict[str, Any]]) -> None:
    for no, each in enumerate(said):
        record.write(HOUSE, "change", json.loads(json.dumps(each)), at=MORNING + timedelta(microseconds=no), by=None)

    assert list(record.verify()) == []


def test_every_seal_is_worked_out_again_over_the_chains_as_they_stood_on_its_day(house: House) -> None:
    days = [DAY + timedelta(days=no) for no in range(6)]
    for no, day in enumerate(days):
        if no != 3:  # a day on which nobody did anything
            at = MORNING + timedelta(days=no)
            record.write(HOUSE, "change", {"no": no}, at=at, by=None)
            record.write(f"chain {no % 2}", "change", {"no": no}, at=at, by=None)
        record.seal(day)

    assert list(record.verify()) == []
    by_hand("UPDATE store_seal SET root = %s WHERE day = %s", "0" * 64, str(days[2]))
    assert list(record.verify()) == [record.Broken(f"seal {days[2]}", None)]
