"""The record of the desk: complete, and no hand in it stays unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random

import pytest
from django.db import IntegrityError, connection, connections

from duly.desk import contact, record
from duly.store import guards
from duly.store.models import Entry
from duly.store.models.record import HOUSE
from tests.desk.house import MORNING, NIGHT, UP, House

DAY = date(2026, 11, 25)
HANDS = ("change", "delete", "insert", "swap", "cut")


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
