"""A process that dies leaves nothing half done that could harm a borrower."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from duly.desk import contact
from duly.desk.sweeping import SILENT_SECONDS, sweep
from duly.store import points
from duly.store.models import Attempt, Slot
from tests.desk.house import MORNING, UP, House

POINTS = {  # where the process dies, in which state the attempt is left, and how it ends once it is swept
    "attempt.reserved": ("reserved", "lapsed", 0),
    "attempt.sending": ("sending", "unknown", 1),
    "attempt.carried": ("sending", "unknown", 1),
}
MAKE = """
import os, django; django.setup()
from django.conf import settings
from django.db import connections
from tests.desk.house import CALL, UP, House, MORNING
from duly.store.models import Address, Borrower, User
from duly.desk import contact
from duly.desk.facts import Proposed
from duly.channels.simulated import SimulatedCallee
from tests.desk.house import SAID
connections["default"].settings_dict["NAME"] = os.environ["DESK_DATABASE"]
borrower = Borrower.objects.get()
contact.attempt(borrower_id=borrower.id, systems=UP, carrier=SimulatedCallee(), message=CALL, proposed=Proposed(
    address=Address.objects.get(), by=User.objects.get(), channel="phone_call", purpose="collect", at=MORNING,
    caller_id="95000", content=SAID))
"""


def test_a_reservation_that_was_never_carried_gives_its_places_back(house: House) -> None:
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)

    assert sweep(at=MORNING + timedelta(seconds=119)).lapsed == 0
    assert sweep(at=MORNING + timedelta(seconds=120)).lapsed == 1
    assert Slot.objects.count() == 0
    again = contact.reserve(
        borrower_id=house.borrower.id, proposed=house.call(at=MORNING + timedelta(minutes=3)), systems=UP
    )
    assert isinstance(again, Attempt)


def test_what_may_have_left_counts_and_is_not_tried_again(house: House) -> None:
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    contact.carry(made, at=MORNING)
    later = MORNING + timedelta(seconds=SILENT_SECONDS)

    assert sweep(at=later).unknown == 1
    assert Slot.objects.count() == 1
    refused = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=later), systems=UP)
    assert isinstance(refused, contact.Refused)


def test_many_who_sweep_at_once_sweep_each_once(house: House) -> None:
    for no in range(2, 12):
        other = House.opened(no)
        contact.reserve(borrower_id=other.borrower.id, proposed=other.call(), systems=UP)

    def hand(_: int) -> int:
        try:
            return sweep(at=MORNING + timedelta(minutes=5)).lapsed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as hands:
        swept = sum(hands.map(hand, range(8)))

    assert swept == 10
    assert {one.moved for one in Attempt.objects.all()} == {1}


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_the_error_falls_on_the_side_of_leaving_the_borrower_alone(
    house: House, point: str
) -> None:
    left_as, ends_as, places = POINTS[point]
    name = connections["default"].settings_dict["NAME"]
    connections.close_all()
    surroundings = os.environ | {
        points.PAUSE_AT: point,
        "DESK_DATABASE": str(name),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    with subprocess.Popen([sys.executable, "-c", MAKE], env=surroundings, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        assert run.stderr.readline() == f"reached {point}\n"
        run.kill()

    (made,) = Attempt.objects.all()
    assert made.state == left_as
    sweep(at=MORNING + timedelta(hours=1))
    made.refresh_from_db()
    assert (made.state, Slot.objects.count()) == (ends_as, places)
