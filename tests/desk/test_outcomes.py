"""What came of a contact, and what follows from it at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from duly.core.carrier import Receipt
from duly.desk import calling, contact, outcomes, queue, stopping, unreachable
from duly.desk.contact import Refused
from duly.desk.facts import question
from duly.desk.outcomes import AlreadyRecorded, BadResult, Told
from duly.rules.compliance.wire import answer
from duly.rules.results import Does, groups, results
from duly.store.models import Address, Attempt, Complaint, Dispute, Hold, Note, Planned, Preference, Promise, Slot, User
from tests.desk.house import MORNING, UP, House
from tests.desk.test_guardian import guarded

TALKED = Receipt("conversation", answered=True, effective=True)
SILENCE = Receipt("no_answer", answered=False)
LATER = MORNING + timedelta(minutes=4)
STOPS = {"hardship", "says_paid", "disputes_amount", "not_mine", "complains", "leave_me", "distress", "vulnerable",
         "said_deceased", "wrong_number", "not_in_service", "third_refuses", "contact_deceased"}  # fmt: skip
FIELDS = {"topic": "conduct"}


ON_A_LINE = [code for code, one in results().items() if not groups()[one.group].at_a_door]


def attempted(house: House, receipt: Receipt = TALKED) -> Attempt:
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    contact.carry(made, at=MORNING)
    return contact.note(made, receipt, at=MORNING)


def fitting(house: House, code: str) -> Attempt:
    """An attempt of which this can have come."""
    group = groups()[results()[code].group]
    receipt = TALKED if group.came == "reached" else SILENCE
    if group.only_for == "guardian":
        return guarded(house)
    if group.only_for != "contact":
        return attempted(house, receipt)
    Address.objects.filter(id=house.address.id).update(state="not_in_service")
    theirs = house.contact()
    unreachable.draw_up(address_id=theirs.id, by=house.agent, systems=UP, at=MORNING)
    made = calling.call(user=house.agent, address=theirs, carrier=Carried(receipt), systems=UP, at=MORNING)
    assert isinstance(made, Attempt)
    return made


@dataclass(frozen=True)
class Carried:
    """A line that says what it is told to say."""

    receipt: Receipt
    name: str = "carried"

    def carry(self, message: object, *, reference: str) -> Receipt:
        return self.receipt


def told(house: House, code: str, **fields: str) -> Told:
    promised = {"loan": str(house.loan.id), "amount": "500", "due_on": "2026-11-30", "again_at": "2026-11-25T15:30"}
    asked = {name: value for name, value in (promised | FIELDS).items() if name in results()[code].asks}
    return Told(code=code, **asked | fields)


@pytest.mark.parametrize("code", ON_A_LINE)
def test_every_result_can_be_written_and_closes_the_attempt(house: House, code: str) -> None:
    house.listed()
    attempt = fitting(house, code)

    outcomes.write(attempt=attempt, told=told(house, code), at=LATER, by=house.agent)

    attempt.refresh_from_db()
    assert attempt.state == "closed"


@pytest.mark.parametrize("code", sorted(STOPS))
def test_after_a_stop_no_call_is_cleared_and_the_case_leaves_the_list(house: House, code: str) -> None:
    house.listed()
    outcomes.write(attempt=fitting(house, code), told=told(house, code), at=LATER, by=house.agent)

    asked = contact.reserve(
        borrower_id=house.borrower.id, proposed=house.call(at=MORNING + timedelta(days=2)), systems=UP
    )

    assert isinstance(asked, Refused), code
    assert Planned.objects.get().done_at == LATER


def test_a_stop_cancels_what_is_reserved_and_gives_its_place_back(house: House) -> None:
    waiting = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(waiting, Attempt)

    with stopping.locked(house.borrower.id) as borrower:
        stopping.complain(borrower, topic="conduct", at=LATER, by=house.agent)

    waiting.refresh_from_db()
    assert (waiting.state, Slot.objects.count()) == ("lapsed", 0)


def test_a_promise_is_of_a_loan_an_amount_and_a_day(house: House) -> None:
    house.listed()

    outcomes.write(attempt=attempted(house), told=told(house, "promise"), at=LATER, by=house.agent)

    made = Promise.objects.get()
    assert (made.loan, made.amount_minor, str(made.due_on), made.state) == (house.loan, 50_000, "2026-11-30", "open")


def held(house: House, **changed: Any) -> bool:
    """Whether there is a dated reason to do nothing."""
    said = answer(question(house.borrower, house.call(**changed), UP))
    return "HOUSE-HOLD" in {rule["id"] for rule in said["rules"]}


def test_whoever_promised_is_left_in_peace_until_that_day_is_over(house: House) -> None:
    outcomes.write(attempt=attempted(house), told=told(house, "promise"), at=LATER, by=house.agent)

    days = [MORNING + timedelta(days=after) for after in (1, 5, 6)]
    assert [str(at.date()) for at in days] == ["2026-11-26", "2026-11-30", "2026-12-01"]
    assert [held(house, at=at) for at in days] == [True, True, False]
    assert not held(house, at=days[0], purpose="service")


def test_whoever_named_an_hour_is_not_called_before_it(house: House) -> None:
    outcomes.write(attempt=attempted(house), told=told(house, "call_back"), at=LATER, by=house.agent)

    half_past_three = MORNING.replace(hour=7, minute=30)
    assert held(house, at=half_past_three - timedelta(minutes=1))
    assert not held(house, at=half_past_three)


@pytest.mark.parametrize("hour", ["2026-11-25T22:30", "2026-11-26T07:59", "2026-11-26T03:30:00+08:00"])
def test_nobody_is_put_down_for_an_hour_at_which_nobody_may_be_called(house: House, hour: str) -> None:
    with pytest.raises(BadResult, match="08:00") as refused:
        outcomes.write(attempt=attempted(house), told=told(house, "call_back", again_at=hour), at=LATER, by=house.agent)

    assert refused.value.field == "again_at"


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "0"), ("amount", "-5"), ("amount", "1e3"), ("amount", "1200.01"), ("amount", "五百"), ("amount", ""),
     ("due_on", "2026-11-24"), ("due_on", "2027-02-01"), ("due_on", "2026-02-30"), ("loan", ""), ("loan", "x"),
     ("reason", "lazy"), ("note", "打他手机13800138000"), ("note", "这人是老赖，不要脸"), ("note", "恶意投诉客户")],
)  # fmt: skip
def test_a_bad_field_is_named_and_nothing_is_written(house: House, field: str, value: str) -> None:
    house.listed()
    attempt = attempted(house)

    with pytest.raises(BadResult) as refused:
        outcomes.write(
            attempt=attempt, told=replace(told(house, "promise"), **{field: value}), at=LATER, by=house.agent
        )

    attempt.refresh_from_db()
    assert refused.value.field == field
    assert (attempt.state, Promise.objects.count(), Note.objects.count()) == ("delivered", 0, 0)
    assert Planned.objects.get().done_at is None


def test_the_same_result_twice_changes_nothing_twice(house: House) -> None:
    house.listed()
    attempt = attempted(house)
    outcomes.write(attempt=attempt, told=told(house, "complains"), at=LATER, by=house.agent)

    with pytest.raises(AlreadyRecorded):
        outcomes.write(attempt=attempt, told=told(house, "complains"), at=LATER, by=house.agent)

    assert Complaint.objects.count() == 1


def test_a_result_that_does_not_fit_the_receipt_is_refused(house: House) -> None:
    with pytest.raises(BadResult) as refused:
        outcomes.write(attempt=attempted(house, SILENCE), told=told(house, "promise"), at=LATER, by=house.agent)

    assert refused.value.field == "code"


def test_whoever_is_to_be_called_again_today_waits_until_that_minute(house: House) -> None:
    house.listed()
    taken = queue.take_next(house.agent, at=MORNING)
    assert taken is not None

    outcomes.write(attempt=attempted(house), told=told(house, "call_back"), at=LATER, by=house.agent)

    assert queue.take_next(house.agent, at=LATER) is None
    assert queue.take_next(house.agent, at=MORNING.replace(hour=7, minute=30)) == taken


def test_after_an_abusive_call_the_agent_rests(house: House) -> None:
    house.listed()
    House.opened(2).listed(2)
    outcomes.write(attempt=attempted(house), told=told(house, "abuse"), at=LATER, by=house.agent)

    with pytest.raises(queue.Resting):
        queue.take_next(house.agent, at=LATER + timedelta(minutes=14))
    assert queue.take_next(house.agent, at=LATER + timedelta(minutes=15)) is not None


def test_one_listed_case_goes_to_one_agent_and_an_agent_has_one_at_a_time(house: House) -> None:
    first, second = house.listed(1), House.opened(2).listed(2)
    colleague = User.objects.create(username="c", name="c", role="agent", lender=house.lender, team=house.agent.team)

    assert queue.take_next(house.agent, at=MORNING) == first
    assert queue.take_next(house.agent, at=MORNING) == first
    assert queue.take_next(colleague, at=MORNING) == second
    with pytest.raises(IntegrityError), transaction.atomic():
        Planned.objects.filter(id=second.id).update(taken_by=house.agent)


def test_a_result_is_never_changed(house: House) -> None:
    outcomes.write(attempt=attempted(house), told=told(house, "undecided"), at=LATER, by=house.agent)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE store_result SET code = 'refuses'")


def test_every_effect_is_some_results_and_every_result_has_one() -> None:
    assert {one.does for one in results().values()} == set(Does) == set(outcomes.EFFECTS)


@pytest.mark.parametrize(("code", "noun"), [("not_mine", Dispute), ("distress", Hold), ("leave_me", Preference)])
def test_what_was_said_stands_where_the_judge_reads_it(house: House, code: str, noun: Any) -> None:
    outcomes.write(attempt=attempted(house), told=told(house, code), at=LATER, by=house.agent)

    assert noun.objects.get().borrower == house.borrower


@pytest.mark.parametrize("sign", ["\x8f", "\x00", "\x1b", "\ue000", "\U000e0080"])
def test_a_sign_that_nobody_can_see_is_kept_in_no_note(house: House, sign: str) -> None:
    with pytest.raises(BadResult, match="note"):
        outcomes.note(house.borrower, f"他说{sign}下周还", at=MORNING, by=house.agent)
