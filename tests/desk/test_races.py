"""Limits and stops under many hands at once."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections

from duly.desk import contact
from duly.store.models import Address, Attempt, Clearance, Hold, Preference, Slot
from tests.desk.house import MORNING, UP, House
from tests.figures import saw

HANDS = 200
SEEDS = range(100 if os.environ.get("DULY_SOAK") else 5)
CAP = 3


@pytest.mark.parametrize("seed", SEEDS)
def test_of_two_hundred_who_try_at_once_exactly_as_many_get_through_as_were_agreed(house: House, seed: int) -> None:
    mail = Address.objects.create(borrower=house.borrower, kind="email", source="contract", reserved=True, token="m")
    Preference.objects.create(
        borrower=house.borrower, kind="agreed_limit", said_at=MORNING - timedelta(days=30),
        terms={"max_per_day": CAP, "channels": ["email"]},
    )  # fmt: skip
    together, dice = Barrier(HANDS), Random(seed)
    starts = [dice.randrange(60) for _ in range(HANDS)]

    def hand(no: int) -> str:
        proposed = house.call(
            at=MORNING + timedelta(seconds=starts[no]), channel="email", address=mail, sender_account="app",
            content={"institution_named": True, "discloses_debt": False},
        )  # fmt: skip
        try:
            together.wait()
            made = contact.reserve(borrower_id=house.borrower.id, proposed=proposed, systems=UP)
            return type(made).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        came = Counter(hands.map(hand, range(HANDS)))

    assert came == {"Attempt": CAP, "Refused": HANDS - CAP}, f"seed {seed}"
    assert Attempt.objects.count() == CAP
    assert sorted(Slot.objects.values_list("n", flat=True)) == [1, 2, 3]
    assert Clearance.objects.count() == HANDS  # every refusal is kept
    saw("caps", database=connection.vendor, tried=HANDS, cap=CAP, through=came["Attempt"], refused=came["Refused"])


@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_stop_is_written_nothing_that_was_cleared_before_it_leaves(house: House, seed: int) -> None:
    reserved = []
    for no in range(2, 22):
        other = House.opened(no)
        reserved.append((other, contact.reserve(borrower_id=other.borrower.id, proposed=other.call(), systems=UP)))
    together, dice = Barrier(2 * len(reserved)), Random(seed)
    waits = [dice.random() / 50 for _ in range(2 * len(reserved))]

    def stop(no: int) -> None:
        together.wait()
        Hold.objects.create(
            borrower=reserved[no][0].borrower,
            kind="complaint",
            from_at=MORNING + timedelta(seconds=waits[no]),
            state="placed",
        )
        connections.close_all()

    def carry(no: int) -> bool:
        _, attempt = reserved[no]
        assert isinstance(attempt, Attempt)
        together.wait()
        try:
            contact.carry(attempt, at=MORNING + timedelta(seconds=1))
        except IntegrityError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2 * len(reserved)) as hands:
        stops = [hands.submit(stop, no) for no in range(len(reserved))]
        left = [hands.submit(carry, no) for no in range(len(reserved))]
        for each in stops:
            each.result()
        went = [each.result() for each in left]

    for (other, attempt), gone in zip(reserved, went, strict=True):
        later = contact.reserve(
            borrower_id=other.borrower.id, proposed=other.call(at=MORNING + timedelta(hours=4)), systems=UP
        )
        assert isinstance(later, contact.Refused)
        assert isinstance(attempt, Attempt)
        if not gone:
            with pytest.raises(IntegrityError, match="said since"):
                contact.carry(attempt, at=MORNING + timedelta(seconds=2))
    after = Attempt.objects.filter(state="sending").count() - sum(went)
    assert after == 0
    saw("stops", database=connection.vendor, cleared=len(reserved), left_before=sum(went), left_after=after)
