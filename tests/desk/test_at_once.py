"""Two who do the same at the same instant: one of them does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from duly.core.carrier import Receipt
from duly.desk import answering, assigning, contact, holds, outcomes, quality, record, stopping
from duly.desk.outcomes import Told
from duly.rules.quality import sheet
from duly.rules.rights import Role
from duly.store.models import Assigned, Attempt, Case, Planned, Team, User
from tests.desk.house import MORNING, UP, House

MANY = 6
LATER = MORNING + timedelta(minutes=30)


def at_once(act: Callable[[int], Any]) -> Counter[str]:
    """What came of it for each of `MANY`: its own word, or the name of the refusal."""
    start = Barrier(MANY)

    def one(no: int) -> str:
        start.wait()
        try:
            return str(act(no))
        except ValueError as refused:
            return type(refused).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as threads:
        return Counter(threads.map(one, range(MANY)))


@pytest.fixture()
def officer(house: House) -> User:
    house.listed()
    return User.objects.create(username="c", name="陈正", role=Role.COMPLAINTS, lender=house.lender)


def test_a_case_is_moved_by_one_of_them(house: House, officer: User) -> None:
    case = Case.objects.get()
    for no in range(MANY):
        Team.objects.create(id=f"X{no}", name=f"{no}组", region="31", opens_minute=540, closes_minute=1080)

    came = at_once(
        lambda no: assigning.reassign(
            case_id=case.id, team_id=f"X{no}", agent_id=None, because="负荷", seen="T1 ", at=LATER, by=officer
        )
    )

    assert came == {"True": 1, "Stale": MANY - 1}
    assert Assigned.objects.get().team_id == Planned.objects.get().team_id


def test_all_of_them_move_their_own_into_one_team(house: House, officer: User) -> None:
    Team.objects.create(id="X", name="上海组", region="31", opens_minute=540, closes_minute=1080)
    for no in range(2, MANY + 1):
        House.opened(no).listed(position=no)
    cases = [one.id for one in Case.objects.all()]

    came = at_once(
        lambda no: assigning.reassign(
            case_id=cases[no], team_id="X", agent_id=None, because="负荷", seen="T1 ", at=LATER, by=officer
        )
    )

    assert came == {"True": MANY}
    assert sorted(Planned.objects.values_list("position", flat=True)) == list(range(1, MANY + 1))


def test_a_call_is_scored_by_one_of_them(house: House, officer: User) -> None:
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    contact.carry(made, at=MORNING)
    contact.note(made, Receipt("conversation", answered=True, effective=True), at=MORNING)
    result = outcomes.write(attempt=made, told=Told(code="abuse"), at=MORNING, by=house.agent)
    marks = {item.code: "met" for item in sheet().items}

    came = at_once(
        lambda _: bool(
            quality.score(result_id=result.id, marks=marks, feedback="好", seq=1, at=LATER, by=officer).total_bp
        )
    )

    assert came == {"True": 1, "AlreadyScored": MANY - 1}


def test_a_hold_is_lifted_and_a_complaint_answered_by_one_of_them(house: House, officer: User) -> None:
    with stopping.locked(house.borrower.id) as borrower:
        hold = stopping.hold(borrower, kind="hardship", at=MORNING, by=house.agent)
        complaint = stopping.complain(borrower, topic="conduct", at=MORNING, by=house.agent)

    lifted = at_once(lambda _: holds.lift(hold_id=hold.id, because="已核实", at=LATER, by=officer).state)
    answered = at_once(
        lambda _: (
            answering.act(
                kind="complaint", noun_id=complaint.id, event="answer", text="已核实", seen=0, at=LATER, by=officer
            ).state
        )
    )

    assert lifted == {"lifted": 1, "AlreadyLifted": MANY - 1}
    assert answered == {"answered": 1, "Moved": MANY - 1}
    assert not list(record.verify())
