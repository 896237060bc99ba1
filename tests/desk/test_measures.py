"""The day so far, counted."""

from __future__ import annotations

from datetime import date, timedelta

from duly.core.carrier import Receipt
from duly.desk import contact, measures, outcomes, stopping
from duly.desk.outcomes import Told
from duly.store.models import Attempt
from tests.desk.house import MORNING, NIGHT, UP, House

TODAY = date(2026, 11, 25)


def test_what_was_done_is_counted_in_its_hour(house: House) -> None:
    house.listed()
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    contact.carry(made, at=MORNING)
    contact.note(made, Receipt("conversation", answered=True, effective=True), at=MORNING)
    told = Told(code="promise", loan=str(house.loan.id), amount="500", due_on="2026-11-30")
    outcomes.write(attempt=made, told=told, at=MORNING, by=house.agent)
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)
    with stopping.locked(house.borrower.id) as borrower:
        stopping.complain(borrower, topic="conduct", at=MORNING + timedelta(hours=2), by=house.agent)

    day = measures.day_so_far(TODAY)

    assert day.by_hour == {
        "asked": {10: 1, 22: 1}, "refused": {22: 1}, "made": {10: 1}, "reached": {10: 1}, "promises": {10: 1},
        "complaints": {12: 1},
    }  # fmt: skip
    assert (day.hours, day.promised) == (list(range(8, 23)), {"CNY": 50_000})
    assert day.totals == {"asked": 2, "refused": 1, "made": 1, "reached": 1, "promises": 1, "complaints": 1}


def test_what_never_left_is_no_contact_and_another_day_is_another_day(house: House) -> None:
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    with stopping.locked(house.borrower.id) as borrower:
        stopping.hold(borrower, kind="hardship", at=MORNING, by=house.agent)

    assert measures.day_so_far(TODAY).totals["made"] == 0
    assert measures.day_so_far(TODAY - timedelta(days=1)).hours == []
