"""The visits of the demonstration: made as every visit is, so that one can be gone on and another is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duly.core.day import day_of
from duly.desk import demonstration, going, recorders, visit_demo, visit_judged, visiting, visits_on, visits_refused
from duly.desk.outcomes import Told
from duly.desk.visit_judged import Ready
from duly.rules.account.asked import Refused
from duly.rules.machines.visit import State
from duly.store.models import Attempt, Lender, Loan, User, Visit, VisitSwitch
from tests.desk.house import MORNING, House
from tests.desk.visits import called_before, wanted

DAY, WORDS_ON = day_of(MORNING), date(2026, 11, 27)
READY = Ready(recorder_runs=True, plainly_dressed=True)


@pytest.fixture()
def visits(house: House) -> dict[str, Visit]:
    """The two of them by state, after the demonstration was started twice."""
    Lender.objects.update(hotline="400-100-2000", complaint_line="400-100-2001")
    for place, one in enumerate((house, House.opened(2)), 1):
        one.listed(place)
        called_before(one, MORNING - timedelta(days=5))
    demonstration.people(DAY)
    assert len(visit_demo.visits(DAY, words_on=WORDS_ON)) == 2
    assert visit_demo.visits(DAY, words_on=WORDS_ON) == []
    return {one.state: one for one in Visit.objects.all()}


def test_two_named_persons_switched_visits_on_and_it_is_on_the_record(visits: dict[str, Visit]) -> None:
    (switch,) = VisitSwitch.objects.all()
    granted = switch.approval.moves.get(event="grant")

    assert (switch.by.role, granted.by.role) == ("strategy", "compliance")
    assert switch.from_at < MORNING - timedelta(days=2)
    assert visits_on.is_on(switch.lender_id, MORNING)


def test_one_visit_is_gone_on_to_its_end(visits: dict[str, Visit]) -> None:
    made = visits[State.NOTICED]
    visitor = User.objects.get(username="visitor")
    assert [one.visit for one in going.route(visitor, MORNING)] == [made]
    recorders.check(made.recorder_id, audio=True, video=True, at=MORNING, by=visitor)
    going.set_out(made.id, at=MORNING, by=visitor)
    going.arrive(made.id, at=MORNING + timedelta(minutes=1), by=visitor)

    begun = going.start(made.id, READY, at=MORNING + timedelta(minutes=2), by=visitor)
    done = going.tell(
        made.id,
        Told(code="door_relief", reason="lost_work"),
        id_shown=True,
        at=MORNING + timedelta(minutes=9),
        by=visitor,
    )

    assert isinstance(begun, Attempt)
    assert done.state == State.DONE


def test_the_other_was_declined_and_the_judge_refuses_it(visits: dict[str, Visit]) -> None:
    made = visits[State.REFUSED_BY_BORROWER]

    assert visits_refused.stands(made.borrower_id)
    assert visit_judged.rehearsed(made, (), at=MORNING)["verdict"] == "deny"
    again = wanted(House.opened(3), made.first, made.second, loan_id=made.loan_id, address_id=made.address_id)
    with pytest.raises(Refused, match="declines"):
        visiting.order(again, at=MORNING, by=made.ordered_by)


def test_where_the_judge_would_clear_nobody_there_is_no_visit(house: House) -> None:
    house.listed()
    Lender.objects.update(hotline="400-100-2000", complaint_line="400-100-2001")
    demonstration.people(DAY)  # and nobody was called within thirty days: a visit is the last resort

    assert visit_demo.visits(DAY, words_on=WORDS_ON) == []
    assert not Visit.objects.exists()
    assert Loan.objects.count() == 1
