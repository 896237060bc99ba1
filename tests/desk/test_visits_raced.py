"""Visits raced, walled off and carried on: one start of one order, another agency's rows unseen, the day's end told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from duly import law as laws
from duly.core.machine import NoSuchMove
from duly.desk import closing, evidence, going, stopping, visiting, visits_refused
from duly.desk.contact import Refused as NotCleared
from duly.desk.outcomes import Told
from duly.desk.reach import NotFound
from duly.rules.account.asked import Refused
from duly.rules.results import groups
from duly.store.models import Approval, Attempt, Visit, VisitRefused
from duly.store.walls import behind
from tests.desk.agencies import in_order
from tests.desk.house import MORNING, House
from tests.desk.test_at_once import MANY, at_once
from tests.desk.visits import (
    AT_THE_DOOR,
    READY,
    WINDOW,
    arrived,
    called_before,
    ordered,
    people,
    started,
    switched_on,
    visitor,
    wanted,
)


def named(act: Callable[[int], Any]) -> Callable[[int], str]:
    """What came of it, where a refusal is no ValueError."""

    def done(no: int) -> str:
        try:
            came = act(no)
        except (NoSuchMove, NotFound, Refused) as refused:
            return type(refused).__name__
        return "refused" if isinstance(came, NotCleared) else "done"

    return done


def test_two_starts_of_one_order_are_one_visit(house: House) -> None:
    made = arrived(house)

    came = at_once(named(lambda no: going.start(made.id, READY, at=AT_THE_DOOR, by=(made.first, made.second)[no % 2])))

    assert came == {"done": 1, "NoSuchMove": MANY - 1}
    assert Attempt.objects.filter(channel="visit").count() == 1


def test_a_refusal_and_a_start_at_one_instant_leave_no_visit_that_begins_after_it(house: House) -> None:
    made = arrived(house)

    def act(no: int) -> Any:
        if no % 2:
            return going.start(made.id, READY, at=AT_THE_DOOR, by=made.first)
        with stopping.locked(house.borrower.id) as borrower:
            stopping.opt_out(borrower, channels=["visit"], at=AT_THE_DOOR, by=house.agent)
        return None

    came = at_once(named(act))

    made.refresh_from_db()
    assert came["done"] >= MANY // 2
    assert made.state in ("refused_by_borrower", "started")
    assert visits_refused.stands(house.borrower.id)
    assert VisitRefused.objects.count() == MANY // 2
    with pytest.raises((NotFound, NoSuchMove)):
        going.start(made.id, READY, at=AT_THE_DOOR, by=made.first)


def test_one_borrower_gets_one_order_however_many_ask_at_once(house: House) -> None:
    switched_on(house)
    called_before(house)
    order = wanted(house, visitor(house, 1), visitor(house, 2))
    legal = people(house)[2]

    came = at_once(named(lambda _: visiting.order(order, at=MORNING, by=legal)))

    assert came == {"done": 1, "Refused": MANY - 1}
    assert Approval.objects.filter(kind="visit_order").count() == 1


@pytest.mark.parametrize("shared", ["visitors", "recorder"])
def test_two_visitors_and_a_recorder_are_promised_to_one_door_however_many_ask_at_once(
    house: House, shared: str
) -> None:
    switched_on(house)
    legal, houses = people(house)[2], [house, *(House.opened(no) for no in range(2, MANY + 1))]
    pairs = [(visitor(house, 2 * no), visitor(house, 2 * no + 1)) for no in range(MANY)]
    for each in houses:
        called_before(each)
    if shared == "visitors":
        orders = [wanted(each, *pairs[0]) for each in houses]
    else:
        recorder = wanted(house, *pairs[0]).recorder_id
        orders = [wanted(each, *pair, recorder_id=recorder) for each, pair in zip(houses, pairs, strict=True)]

    came = at_once(named(lambda no: visiting.order(orders[no % MANY], at=MORNING, by=legal)))

    assert came == {"done": 1, "Refused": MANY - 1}


def test_one_of_many_grants_an_order(house: House) -> None:
    made = ordered(house)
    compliance = people(house)[1]

    came = at_once(named(lambda _: visiting.approve(visit_id=made.id, because="同意", at=MORNING, by=compliance)))

    assert came["done"] == 1
    assert sum(came.values()) == MANY


def test_an_agency_reads_no_visit_of_another(house: House) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("这道墙是 PostgreSQL 的 the wall is PostgreSQL's")
    in_order(house, "A1")
    in_order(house, "A2")
    made = ordered(house)
    with behind("A2"):
        assert not Visit.objects.filter(id=made.id).exists()
    house.loan.placed_with_id = "A1"
    house.loan.save()
    with behind("A1"):
        assert Visit.objects.filter(id=made.id).exists()
    with behind("A2"):
        assert not Visit.objects.filter(id=made.id).exists()


def test_the_visitors_of_an_agency_go_through_the_same_gate_behind_its_wall(house: House) -> None:
    """A visit of an agency, from the order to the door; what it needs to read and write there it may."""
    from duly.desk import recorders
    from tests.desk.agencies import place, told

    agency = in_order(house)
    called_before(house)
    place(house, agency)
    told(agency)
    house.loan.refresh_from_db()
    assert house.loan.placed_with_id == agency.id
    switched_on(house)
    legal, compliance = people(house)[2], people(house)[1]
    first, second = visitor(house, 21, agency), visitor(house, 22, agency)
    made = visiting.order(wanted(house, first, second), at=MORNING + timedelta(hours=1), by=legal)
    visiting.approve(visit_id=made.id, because="同意", at=MORNING + timedelta(hours=1), by=compliance)
    visiting.notified(
        made.id, "EMS-9", sent_at=MORNING + timedelta(hours=1), words_on=WINDOW.date(),
        at=MORNING + timedelta(hours=1), by=legal,
    )  # fmt: skip
    with behind(agency.id):
        recorders.check(made.recorder_id, audio=True, video=True, at=WINDOW - timedelta(hours=1), by=first)
        going.set_out(made.id, at=WINDOW - timedelta(minutes=30), by=first)
        going.arrive(made.id, at=AT_THE_DOOR, by=first)
        came = going.start(made.id, READY, at=AT_THE_DOOR, by=first)
        assert not isinstance(came, NotCleared), came.reasons
        done = going.tell(
            made.id, Told(code="door_relief", reason="lost_work"), id_shown=True,
            at=AT_THE_DOOR + timedelta(minutes=9), by=second,
        )  # fmt: skip
    assert done.state == "done"


def test_the_book_has_words_for_whatever_comes_of_a_visit() -> None:
    heard = {one.heard for one in groups().values() if one.at_a_door}
    assert heard <= set(closing.OUTCOMES)
    assert closing.CHANNELS["visit"] == "visit"


def test_the_evidence_of_a_borrower_brings_everything_about_visits_along(house: House) -> None:
    made = started(house)
    going.tell(made.id, Told(code="door_leave"), id_shown=True, at=AT_THE_DOOR + timedelta(minutes=5), by=made.first)
    law = laws.load("cn")
    going.keep_recording(made.id, file_id="NAS-1", sha256="c" * 64, law=law, at=AT_THE_DOOR, by=made.first)

    found = evidence.gathered(house.borrower)

    rows = {name: len(told) for name, told in found.items() if name.startswith(("visit", "risk", "notice"))}
    assert {name: n for name, n in rows.items() if n} == {
        "visit": 1, "visitmove": 6, "riskcheck": 1, "visitrefused": 1, "visitrecording": 1, "notice": 1,
    }  # fmt: skip
