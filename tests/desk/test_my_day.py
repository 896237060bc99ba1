"""What waits for whom, on the day it waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from duly import law as laws
from duly.desk import calling, contact, my_day, stopping
from duly.rules.rights import Role, may
from duly.store.models import Agency, Attempt, Promise, Result, User
from tests.desk import agencies
from tests.desk.house import CALL, MORNING, NIGHT, UP, House, talks
from tests.desk.test_examining import begin, sit

LAW = laws.load("cn")


def waits(user: User, at: datetime = MORNING) -> dict[str, int]:
    return {one.what: one.many for one in my_day.waits(user, at=at, law=LAW)}


@pytest.mark.parametrize("role", [role for role in Role if not role.value.startswith("agency")])
def test_somebody_is_told_of_what_they_have_the_right_to_and_of_nothing_else(house: House, role: Role) -> None:
    told = waits(agencies.somebody(house, role, 9))

    assert told.keys() == {what for what, (act, _, _) in my_day.COUNTS.items() if may(role, act)}


def test_a_complaint_waits_for_its_handler_from_three_days_before_its_day(house: House) -> None:
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)
    handler = agencies.somebody(house, Role.COMPLAINTS)

    assert [waits(handler, MORNING + timedelta(days=days))["complaints_due"] for days in (11, 12, 16)] == [0, 1, 1]


def test_a_refusal_waits_for_compliance_on_its_own_day(house: House) -> None:
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)
    officer = agencies.somebody(house, Role.COMPLIANCE)

    assert [waits(officer, NIGHT + timedelta(days=days))["refusals"] for days in (0, 1)] == [1, 0]


def test_a_passed_exam_waits_for_the_lead(house: House) -> None:
    house.listed()
    lead = agencies.somebody(house, Role.LEAD)
    User.objects.filter(id=lead.id).update(team=house.agent.team)
    lead.refresh_from_db()
    sit(house.agent, begin(house.agent))

    assert waits(lead)["to_certify"] == 1


def test_who_contacts_and_is_certified_no_more_is_counted_for_the_operator(house: House) -> None:
    operator = agencies.somebody(house, Role.OPERATOR)

    assert [waits(operator, at)["uncertified"] for at in (MORNING, datetime(2027, 1, 5, 2, tzinfo=MORNING.tzinfo))] == [
        0, 1,
    ]  # fmt: skip


def test_a_notice_that_is_not_proved_waits_for_who_placed(house: House) -> None:
    firm = agencies.in_order(house)
    agencies.place(house, firm)
    strategy = User.objects.get(username="strategy")

    before = waits(strategy)["notices_to_send"]
    agencies.told(firm)

    assert (before, waits(strategy)["notices_to_send"]) == (1, 0)


def test_an_agency_whose_file_lacks_something_waits_for_compliance(house: House) -> None:
    firm, officer = agencies.in_order(house), agencies.somebody(house, Role.COMPLIANCE)

    before = waits(officer)["agencies_lacking"]
    Agency.objects.filter(id=firm.id).update(pia_id=None)

    assert (before, waits(officer)["agencies_lacking"]) == (0, 1)


def test_what_an_agency_has_tried_today_counts_for_its_people(house: House) -> None:
    firm = agencies.in_order(house)
    outside = agencies.somebody(house, Role.AGENCY_AGENT, 1, firm)
    agencies.place(house, firm)
    agencies.told(firm)

    before = my_day.counted(outside, at=agencies.LATER)
    asked = calling.proposed(user=outside, address=house.address, at=agencies.LATER)
    assert isinstance(contact.reserve(borrower_id=house.borrower.id, proposed=asked, systems=UP), Attempt)

    assert before == {"listed": 1, "done": 0, "by_me": 0}
    assert my_day.counted(outside, at=agencies.LATER) == {"listed": 1, "done": 1, "by_me": 0}


def test_who_asked_to_be_called_again_waits_until_they_were(house: House) -> None:
    house.listed()
    first = called(house, MORNING - timedelta(days=3))
    Result.objects.create(
        borrower=house.borrower, attempt=first, by=house.agent, at=first.at, code="call_back",
        again_at=MORNING + timedelta(hours=2),
    )  # fmt: skip

    today, tomorrow = (
        [one.attempt for one in my_day.to_call_again(house.agent, at=MORNING + timedelta(days=days))] for days in (0, 1)
    )
    called(house, MORNING + timedelta(hours=2))

    assert (today, tomorrow) == ([first], [])
    assert not my_day.to_call_again(house.agent, at=MORNING + timedelta(hours=2))


def called(house: House, at: datetime) -> Attempt:
    made = contact.attempt(
        borrower_id=house.borrower.id, proposed=house.call(at=at), systems=UP, carrier=talks(), message=CALL
    )
    assert isinstance(made, Attempt)
    return made


def test_a_promise_is_due_on_its_day_and_only_to_those_who_may_see_the_borrower(house: House) -> None:
    house.listed()
    due = Promise.objects.create(
        borrower=house.borrower, loan=house.loan, amount_minor=120_000, currency="CNY", made_on=date(2026, 11, 24),
        due_on=MORNING.date(), state="open",
    )  # fmt: skip
    stranger = House.opened(2).agent

    assert list(my_day.promised(house.agent, at=MORNING)) == [due]
    assert not my_day.promised(stranger, at=MORNING)
    assert not my_day.promised(house.agent, at=MORNING + timedelta(days=1))
