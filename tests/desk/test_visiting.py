"""Visits: off by default, by two people, announced, cleared at the door, and ended for good by a refusal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly import law as laws
from duly.core.machine import NoSuchMove
from duly.desk import (
    contact,
    deciding,
    going,
    quality,
    recorders,
    stopping,
    visit_judged,
    visiting,
    visits_on,
    visits_refused,
)
from duly.desk.contact import Refused as NotCleared
from duly.desk.outcomes import BadResult, Told
from duly.desk.placing import NotPermitted
from duly.desk.reach import NotFound, visible
from duly.desk.visit_judged import Ready
from duly.rules.account.asked import Refused
from duly.rules.machines.visit import OPEN, VISIT, Event, State
from duly.rules.results import groups, results
from duly.rules.rights import Role
from duly.store.models import (
    Approval,
    Attempt,
    AttemptMove,
    Certificate,
    Consent,
    Entry,
    Hold,
    Lender,
    Preference,
    Result,
    Team,
    User,
    Visit,
    VisitMove,
    VisitRecording,
    VisitSwitch,
)
from duly.store.moving import move
from tests.desk.agencies import in_order
from tests.desk.deals import person
from tests.desk.house import MORNING, UP, House
from tests.desk.visits import (
    AT_THE_DOOR,
    READY,
    WHY,
    WINDOW,
    WORDS_ON,
    arrived,
    called_before,
    home_of,
    noticed,
    ordered,
    people,
    started,
    switched_on,
    visitor,
    wanted,
)

AT_A_DOOR = [code for code, one in results().items() if groups()[one.group].at_a_door]
LATER = AT_THE_DOOR + timedelta(minutes=20)


def rules_of(told: Any) -> set[str]:
    return {rule["id"] for rule in told["rules"]}


def begun(made: Visit, *, ready: Ready = READY, at: Any = AT_THE_DOOR, by: User | None = None) -> Attempt | NotCleared:
    return going.start(made.id, ready, at=at, by=by or made.first)


def told(made: Visit, code: str, **fields: str) -> Visit:
    topic = {"topic": "conduct"} if "topic" in results()[code].asks else {}
    return going.tell(made.id, Told(code=code, **topic | fields), id_shown=True, at=LATER, by=made.first)


# the house


def test_visits_are_off_until_two_persons_switch_them_on(house: House) -> None:
    strategy, _, legal, _ = people(house)
    called_before(house)
    order = wanted(house, visitor(house, 1), visitor(house, 2))

    with pytest.raises(Refused, match="未开通"):
        visiting.order(order, at=MORNING, by=legal)
    with pytest.raises(Refused, match="另一人批准"):
        visits_on.switch_on(from_at=MORNING, at=MORNING, by=strategy)
    switched_on(house)

    assert visiting.order(order, at=MORNING, by=legal).state == State.ORDERED


def test_the_database_switches_nothing_on_without_a_second_person(house: House) -> None:
    strategy = people(house)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitSwitch.objects.create(
            lender=house.lender, is_on=True, from_at=MORNING, at=MORNING, by=strategy, because="试"
        )


def test_one_person_switches_them_off_and_nobody_knocks_from_then_on(house: House) -> None:
    made = arrived(house)
    visits_on.switch_off("出现投诉", at=AT_THE_DOOR - timedelta(minutes=1), by=people(house)[1])

    with pytest.raises(Refused, match="visits are off"):
        begun(made)
    assert not visits_on.is_on(house.lender.id, AT_THE_DOOR)


def test_while_visits_are_off_an_order_goes_no_step_further(house: House) -> None:
    made = ordered(house)
    compliance = people(house)[1]
    visits_on.switch_off("出现投诉", at=MORNING, by=compliance)
    with pytest.raises(Refused, match="visits are off"):
        visiting.approve(visit_id=made.id, because="同意", at=MORNING, by=compliance)

    assert visiting.reject(visit_id=made.id, because="外访已停", at=MORNING, by=compliance).state == State.REJECTED


def test_nobody_sets_out_to_a_visit_after_they_were_switched_off(house: House) -> None:
    made = noticed(house)
    recorders.check(made.recorder_id, audio=True, video=True, at=WINDOW - timedelta(hours=1), by=made.first)
    visits_on.switch_off("出现投诉", at=WINDOW - timedelta(hours=1), by=people(house)[1])
    with pytest.raises(Refused, match="visits are off"):
        going.set_out(made.id, at=WINDOW - timedelta(minutes=30), by=made.first)
    assert not visible(made.first).exists()


def test_the_database_lets_nobody_to_a_door_while_visits_are_off(house: House) -> None:
    made = arrived(house)
    visits_on.switch_off("出现投诉", at=AT_THE_DOOR - timedelta(minutes=1), by=people(house)[1])
    told = visit_judged.in_the_judges_words(made, at=AT_THE_DOOR, is_approved=True, ready=READY)
    asked = visit_judged.proposed_of(made, made.first, told, AT_THE_DOOR)
    with pytest.raises(IntegrityError, match="no visit order for this door"):
        contact.reserve(borrower_id=house.borrower.id, proposed=asked, systems=UP)


def test_an_agent_neither_orders_visits_nor_switches_them(house: House) -> None:
    switched_on(house)
    with pytest.raises(NotFound):
        visiting.order(wanted(house, visitor(house, 1), visitor(house, 2)), at=MORNING, by=house.agent)
    with pytest.raises(NotFound):
        visits_on.switch_off("不想", at=MORNING, by=house.agent)


# the order


def test_a_visit_in_good_order_begins_at_the_door_with_a_clearance(house: House) -> None:
    made = started(house)

    attempt = Attempt.objects.get(visit_move__of=made)
    assert (made.state, attempt.channel, attempt.state) == (State.STARTED, "visit", "sending")
    assert attempt.clearance.question is not None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"purpose": "collect"}, "purpose"),
        ({"place": "moon"}, "place"),
        ({"risks": ("minor_alone",)}, "risks"),
        ({"risks": ("ghosts",)}, "risks"),
        ({"until_at": WINDOW}, "from"),
        ({"until_at": WINDOW + timedelta(days=1)}, "from"),
        ({"from_at": MORNING}, "from"),
        ({"until_at": WINDOW + timedelta(hours=4, minutes=1)}, "until"),
        ({"because": ""}, "because"),
    ],
)
def test_an_order_that_makes_no_sense_names_the_field(house: House, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        ordered(house, **changed)
    assert refused.value.path == field


def test_no_purpose_of_a_visit_is_to_collect() -> None:
    from duly.rules.visit import PURPOSES

    said = " ".join(f"{name} {one.zh} {one.en}" for name, one in PURPOSES.items())
    assert not [word for word in ("催", "还款", "收款", "现金", "签", "collect", "pay", "cash", "sign") if word in said]


@pytest.mark.parametrize("place", ["hospital", "school", "funeral", "wedding", "place_of_worship"])
def test_nobody_is_sent_to_a_place_where_the_judge_wants_no_visit(house: House, place: str) -> None:
    with pytest.raises(NotPermitted) as refused:
        ordered(house, place=place)
    assert "CN-VISIT-09" in rules_of(refused.value.told)
    assert not Visit.objects.exists()


def test_less_than_a_days_notice_is_refused_when_it_is_ordered(house: House) -> None:
    with pytest.raises(NotPermitted) as refused:
        ordered(house, from_at=MORNING + timedelta(hours=22), until_at=MORNING + timedelta(hours=23))
    assert "CN-VISIT-08" in rules_of(refused.value.told)


def test_an_hour_after_seven_in_the_evening_is_refused_when_it_is_ordered(house: House) -> None:
    with pytest.raises(NotPermitted) as refused:
        ordered(house, from_at=WINDOW + timedelta(hours=10), until_at=WINDOW + timedelta(hours=11))
    assert "CN-TIME-06" in rules_of(refused.value.told)


def test_an_evening_hour_that_the_borrower_agreed_to_and_another_person_grants_is_cleared(house: House) -> None:
    evening = WINDOW + timedelta(hours=10)
    Consent.objects.create(
        borrower=house.borrower, given_at=MORNING, scope="visit_time", form="written", evidence_id="E-1",
        terms={"channels": ["visit"], "from": "20:00", "to": "21:00"},
    )  # fmt: skip
    made = started(house, evening + timedelta(minutes=5), from_at=evening, until_at=evening + timedelta(hours=1))
    assert made.state == State.STARTED


def test_a_visitor_without_a_certificate_is_not_sent(house: House) -> None:
    visitor(house, 1)
    visitor(house, 2, certified=False)
    with pytest.raises(NotPermitted):
        ordered(house)


def test_a_visitor_certified_for_another_region_is_not_sent(house: House) -> None:
    visitor(house, 1)
    other = visitor(house, 2, certified=False)
    Certificate.objects.create(
        user=other, product="consumer_loan", channel="visit", region="110000", passed_on=MORNING.date(),
        expires_on=WINDOW.date() + timedelta(days=300),
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        ordered(house)


def test_two_orders_for_one_visitor_leave_time_for_the_way(house: House) -> None:
    ordered(house)
    other = House.opened(2)
    with pytest.raises(Refused, match="60"):
        ordered(other, from_at=WINDOW + timedelta(minutes=59), until_at=WINDOW + timedelta(minutes=119))
    assert ordered(other, from_at=WINDOW + timedelta(minutes=60), until_at=WINDOW + timedelta(hours=2))


def test_one_recorder_is_not_promised_to_two_doors_at_once(house: House) -> None:
    made = ordered(house)
    other = House.opened(2)
    switched_on(other)
    called_before(other)
    agents = visitor(other, 3), visitor(other, 4)
    with pytest.raises(Refused, match="记录仪") as refused:
        visiting.order(wanted(other, *agents, recorder_id=made.recorder_id), at=MORNING, by=people(other)[2])
    assert refused.value.path == "recorder"
    later = {"from_at": made.until_at, "until_at": made.until_at + timedelta(hours=1)}
    assert visiting.order(
        wanted(other, *agents, recorder_id=made.recorder_id, **later), at=MORNING, by=people(other)[2]
    )


def test_where_a_visitor_is_holds_no_sign_that_nobody_can_see(house: House) -> None:
    made = noticed(house)
    recorders.check(made.recorder_id, audio=True, video=True, at=WINDOW - timedelta(hours=1), by=made.first)
    with pytest.raises(Refused) as refused:
        going.set_out(made.id, place="东门\x00", at=WINDOW - timedelta(minutes=30), by=made.first)
    assert refused.value.path == "place"


def test_who_ordered_does_not_approve(house: House) -> None:
    made = ordered(house)
    approval = Approval.objects.get(kind="visit_order")
    with pytest.raises(Refused):
        deciding.decide(approval_id=approval.id, is_granted=True, because="同意", at=MORNING, by=made.ordered_by)
    deciding.decide(approval_id=approval.id, is_granted=True, because="同意", at=MORNING, by=people(house)[1])
    made.refresh_from_db()
    assert made.state == State.APPROVED


def test_the_database_approves_no_visit_by_itself(house: House) -> None:
    made = ordered(house)
    with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
        move(made, Event.APPROVE, at=MORNING, by=people(house)[1], because="跳过审批")


def test_an_order_that_is_refused_or_lapses_leads_nowhere(house: House) -> None:
    made = ordered(house)
    approval = Approval.objects.get(kind="visit_order")
    deciding.decide(approval_id=approval.id, is_granted=False, because="先写信", at=MORNING, by=people(house)[1])
    made.refresh_from_db()
    assert made.state == State.REJECTED
    again = ordered(house)
    assert deciding.lapse(at=MORNING + timedelta(days=4)) == 1
    again.refresh_from_db()
    assert again.state == State.CALLED_OFF


def test_the_notice_names_both_visitors_and_no_amount(house: House) -> None:
    from duly.desk.visit_judged import notice_words

    made = ordered(house)
    words = notice_words(made, words_on=WORDS_ON)
    assert made.number in words
    assert made.first.name in words
    assert made.second.name in words
    assert "95000" in words
    assert "元" not in words


def test_the_database_takes_no_notice_without_proof(house: House) -> None:
    made = visiting.approve(visit_id=ordered(house).id, because="同意", at=MORNING, by=people(house)[1])
    with pytest.raises(IntegrityError, match="no proved notice"), transaction.atomic():
        move(made, Event.NOTICE, at=MORNING, by=people(house)[2], because="没有凭证")


def test_a_notice_is_not_sent_before_the_order_was_approved(house: House) -> None:
    made = visiting.approve(visit_id=ordered(house).id, because="同意", at=MORNING, by=people(house)[1])
    for sent_at in (MORNING - timedelta(minutes=1), MORNING + timedelta(minutes=1)):
        with pytest.raises(Refused):
            visiting.notified(made.id, "EMS-1", sent_at=sent_at, words_on=WORDS_ON, at=MORNING, by=people(house)[2])


def test_an_order_whose_window_is_over_has_lapsed(house: House) -> None:
    made = noticed(house)
    assert visiting.lapse(at=made.until_at) == 1
    assert visiting.lapse(at=made.until_at) == 0


# at the door


def test_the_start_is_refused_with_reason_where_the_recorder_does_not_run(house: House) -> None:
    made = arrived(house)
    refused = begun(made, ready=Ready(recorder_runs=False, plainly_dressed=True))
    assert isinstance(refused, NotCleared)
    assert "CN-VISIT-02" in rules_of(refused.clearance.answer)
    made.refresh_from_db()
    assert made.state == State.ARRIVED
    assert not isinstance(begun(made, at=AT_THE_DOOR + timedelta(minutes=1)), NotCleared)


def test_the_start_is_refused_where_the_recorder_was_not_tried_this_shift(house: House) -> None:
    made = noticed(house)
    with pytest.raises(NotPermitted):
        going.set_out(made.id, at=WINDOW - timedelta(minutes=30), by=made.first)
    recorders.check(made.recorder_id, audio=True, video=False, at=WINDOW - timedelta(hours=1), by=made.first)
    with pytest.raises(NotPermitted):
        going.set_out(made.id, at=WINDOW - timedelta(minutes=30), by=made.first)


def test_the_start_is_refused_in_a_dress_like_a_uniform(house: House) -> None:
    refused = begun(arrived(house), ready=Ready(recorder_runs=True, plainly_dressed=False))
    assert isinstance(refused, NotCleared)


@pytest.mark.parametrize("stop", ["hardship", "complaint", "dispute"])
def test_after_a_stop_nobody_knocks(house: House, stop: str) -> None:
    made = arrived(house)
    with stopping.locked(house.borrower.id) as borrower:
        if stop == "complaint":
            stopping.complain(borrower, topic="conduct", at=AT_THE_DOOR, by=house.agent)
        elif stop == "dispute":
            stopping.dispute(borrower, kind="amount", at=AT_THE_DOOR, by=house.agent)
        else:
            stopping.hold(borrower, kind="hardship", at=AT_THE_DOOR, by=house.agent)
    assert isinstance(begun(made, at=AT_THE_DOOR + timedelta(minutes=1)), NotCleared)


def test_a_certificate_that_was_taken_away_on_the_way_stops_the_visit(house: House) -> None:
    made = arrived(house)
    held = Certificate.objects.get(user=made.second)
    move(held, "revoke", at=AT_THE_DOOR, by=people(house)[1], because="违规")
    assert isinstance(begun(made), NotCleared)


def test_outside_the_window_that_the_borrower_was_told_nobody_knocks(house: House) -> None:
    made = arrived(house)
    for at in (WINDOW - timedelta(minutes=1), made.until_at):
        with pytest.raises(Refused, match="时段"):
            begun(made, at=at)


def test_nobody_sets_out_hours_before(house: House) -> None:
    made = noticed(house)
    recorders.check(made.recorder_id, audio=True, video=True, at=WINDOW - timedelta(hours=6), by=made.first)
    with pytest.raises(Refused):
        going.set_out(made.id, at=WINDOW - timedelta(hours=4, minutes=1), by=made.first)
    assert going.set_out(made.id, at=WINDOW - timedelta(hours=4), by=made.second).state == State.ON_THE_WAY


def test_the_visit_of_others_is_answered_like_none(house: House) -> None:
    made = noticed(house)
    third = visitor(house, 3)
    for act in (going.set_out, going.arrive):
        with pytest.raises(NotFound):
            act(made.id, at=WINDOW, by=third)
    with pytest.raises(NotFound):
        going.start(made.id, READY, at=AT_THE_DOOR, by=third)


def test_a_visitor_sees_the_borrower_from_setting_out_to_the_result(house: House) -> None:
    made = noticed(house)
    first = made.first
    assert not visible(first).exists()
    recorders.check(made.recorder_id, audio=True, video=True, at=WINDOW - timedelta(hours=1), by=first)
    going.set_out(made.id, at=WINDOW - timedelta(minutes=30), by=first)
    assert visible(first).get() == house.borrower
    going.arrive(made.id, at=AT_THE_DOOR, by=first)
    begun(made)
    told(made, "door_information")
    assert not visible(first).exists()


def test_the_database_lets_nobody_to_a_door_without_an_order(house: House) -> None:
    made = arrived(house)
    proposed = house.call(AT_THE_DOOR, channel="visit", address=home_of(house), by=made.first)
    asked = contact.reserve(borrower_id=house.borrower.id, proposed=proposed, systems=UP)
    assert isinstance(asked, NotCleared)  # the judge wants two, an order, notice and a recorder


def test_the_database_begins_no_visit_without_an_attempt(house: House) -> None:
    made = arrived(house)
    with pytest.raises(IntegrityError, match="nobody was cleared"), transaction.atomic():
        move(made, Event.START, at=AT_THE_DOOR, by=made.first, because="直接敲门")


# results


@pytest.mark.parametrize("code", AT_A_DOOR)
def test_every_result_at_a_door_ends_the_visit_and_closes_the_attempt(house: House, code: str) -> None:
    done = told(started(house), code)
    assert done.state not in OPEN
    assert Attempt.objects.get(visit_move__of=done).state == "closed"


@pytest.mark.parametrize("code", ["door_refuses", "door_leave", "door_other_leave"])
def test_a_refusal_ends_visits_and_is_a_normal_result(house: House, code: str) -> None:
    done = told(started(house), code)

    assert done.state == State.REFUSED_BY_BORROWER
    assert visits_refused.stands(house.borrower.id)
    with pytest.raises(Refused, match="谢绝"):
        ordered(house, at=LATER, from_at=WINDOW + timedelta(days=4), until_at=WINDOW + timedelta(days=4, hours=1))


def test_the_database_orders_nothing_after_a_refusal(house: House) -> None:
    done = told(started(house), "door_refuses")
    with pytest.raises(IntegrityError, match="wants no visits"), transaction.atomic():
        Visit.objects.create(
            borrower=house.borrower, number="WF-X", loan=house.loan, address=done.address, purpose="listen",
            place="home", from_at=WINDOW + timedelta(days=5), until_at=WINDOW + timedelta(days=5, hours=1),
            first=done.first, second=done.second, recorder=done.recorder, because=WHY, ordered_by=done.ordered_by,
            ordered_at=LATER, state=VISIT.start,
        )  # fmt: skip


def test_a_refusal_by_telephone_ends_the_visit_that_waits(house: House) -> None:
    made = noticed(house)
    with stopping.locked(house.borrower.id) as borrower:
        stopping.opt_out(borrower, channels=["visit"], at=MORNING + timedelta(hours=1), by=house.agent)
    made.refresh_from_db()
    assert made.state == State.REFUSED_BY_BORROWER
    assert not going.route(made.first, WINDOW)


def test_who_wants_no_contact_at_all_wants_no_visit_either(house: House) -> None:
    made = noticed(house)
    with stopping.locked(house.borrower.id) as borrower:
        stopping.opt_out(borrower, channels=[], at=MORNING + timedelta(hours=1), by=house.agent)
    made.refresh_from_db()
    assert made.state == State.REFUSED_BY_BORROWER
    assert visits_refused.stands(house.borrower.id)


def test_a_borrower_who_asks_for_a_visit_later_may_be_visited(house: House) -> None:
    made = noticed(house)
    with stopping.locked(house.borrower.id) as borrower:
        stopping.opt_out(borrower, channels=["visit"], at=MORNING + timedelta(hours=1), by=house.agent)
        visits_refused.invited(borrower, evidence_id="REC-9", at=MORNING + timedelta(hours=2), by=house.agent)
    made.refresh_from_db()
    again = ordered(house, at=MORNING + timedelta(hours=3), from_at=WINDOW + timedelta(hours=3),
                    until_at=WINDOW + timedelta(hours=4))  # fmt: skip
    assert (made.state, again.state) == (State.REFUSED_BY_BORROWER, State.ORDERED)


def test_an_invitation_does_not_undo_another_wish(house: House) -> None:
    with stopping.locked(house.borrower.id) as borrower:
        stopping.opt_out(borrower, channels=["visit", "phone_call"], at=MORNING, by=house.agent)
        visits_refused.invited(borrower, evidence_id="REC-9", at=MORNING + timedelta(hours=2), by=house.agent)
    asked = contact.reserve(
        borrower_id=house.borrower.id, proposed=house.call(MORNING + timedelta(hours=3)), systems=UP
    )
    assert isinstance(asked, NotCleared)


def test_nobody_home_is_heard_as_unanswered_and_changes_nothing_else(house: House) -> None:
    done = told(started(house), "door_nobody")
    last = AttemptMove.objects.filter(of__visit_move__of=done).order_by("-seq")[0]
    assert (done.state, last.outcome) == (State.NOBODY_HOME, "nobody_home")
    assert not Preference.objects.exists()
    assert not Hold.objects.exists()


def test_relief_that_is_asked_for_at_the_door_stops_collection_at_once(house: House) -> None:
    told(started(house), "door_relief", reason="lost_work")
    asked = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(LATER + timedelta(hours=1)), systems=UP)
    assert isinstance(asked, NotCleared)


def test_nothing_is_paid_or_signed_at_a_door() -> None:
    told_of = [one for one in results().values() if groups()[one.group].at_a_door]
    assert not {"loan", "amount", "due_on"} & {asks for one in told_of for asks in one.asks}
    assert not [one for one in told_of if one.does.value == "promise"]


@pytest.mark.parametrize(
    "note", ["收了现金 500 元", "让他扫码付了二百", "本人签字确认", "took cash", "signed at the door"]
)
def test_no_note_of_a_door_tells_of_cash_or_of_a_signature(house: House, note: str) -> None:
    made = started(house)
    with pytest.raises(BadResult) as refused:
        told(made, "door_talked", note=note)
    assert refused.value.field == "note"


def test_a_call_takes_no_result_of_a_door_and_a_door_none_of_a_call(house: House) -> None:
    made = started(house)
    with pytest.raises(BadResult):
        going.tell(made.id, Told(code="promise"), id_shown=True, at=LATER, by=made.first)


def test_a_result_is_told_once(house: House) -> None:
    made = started(house)
    told(made, "door_talked")
    with pytest.raises(NotFound):
        told(made, "door_nobody")


def test_whether_identification_was_shown_is_kept_as_it_was_told(house: House) -> None:
    made = started(house)
    going.tell(made.id, Told(code="door_talked"), id_shown=False, at=LATER, by=made.second)
    assert VisitMove.objects.filter(of=made, event=Event.FINISH).get().id_shown is False


def test_an_attempt_that_was_swept_meanwhile_still_takes_its_result(house: House) -> None:
    from duly.desk.sweeping import sweep

    made = started(house)
    sweep(at=AT_THE_DOOR + timedelta(minutes=15))
    assert told(made, "door_plan").state == State.DONE


def test_what_came_of_a_visit_is_never_drawn_for_a_score(house: House) -> None:
    team = Team.objects.create(id="T1", name="浙江组", region="33", opens_minute=540, closes_minute=1080)
    made = started(house)
    User.objects.filter(id=made.first.id).update(team=team)
    told(made, "door_refuses")
    checker = person(Role.QUALITY, 3)
    assert quality.sample(checker, LATER.date()) == []
    with pytest.raises(NotFound):
        quality.call_of(checker, Result.objects.get().id)


def test_a_visit_of_which_nobody_tells_lapses_a_day_later_and_its_people_see_nothing_more(house: House) -> None:
    made = started(house)
    assert visiting.lapse(at=made.until_at + timedelta(hours=23)) == 0
    assert visible(made.first).exists()
    assert visiting.lapse(at=made.until_at + timedelta(hours=24)) == 1
    assert not visible(made.first).exists()


def test_nobody_orders_a_visit_for_the_loan_of_another_lender(house: House) -> None:
    switched_on(house)
    called_before(house)
    order = wanted(house, visitor(house, 1), visitor(house, 2))
    other = Lender.objects.create(
        id="L2", name="另一家银行", kind="bank", caller_ids=[], accounts=[], payment_channels=["app"]
    )
    with pytest.raises(NotFound):
        visiting.order(order, at=MORNING, by=person(Role.LEGAL, 9, lender_id=other.id))


def test_no_reason_of_an_order_tells_of_money_at_the_door(house: House) -> None:
    with pytest.raises(Refused, match="不收钱"):
        ordered(house, because="上门收现金")


def test_a_recording_is_kept_by_its_hash_for_five_years(house: House) -> None:
    made = started(house)
    told(made, "door_talked")
    law = laws.load("cn")
    with pytest.raises(Refused):
        going.keep_recording(made.id, file_id="NAS-1", sha256="xyz", law=law, at=LATER, by=made.first)
    kept = going.keep_recording(made.id, file_id="NAS-1", sha256="a" * 64, law=law, at=LATER, by=made.first)
    going.keep_recording(made.id, file_id="NAS-1", sha256="a" * 64, law=law, at=LATER, by=made.second)
    assert (kept.kept_until.year, VisitRecording.objects.count()) == (2031, 1)


def test_a_recording_of_the_end_of_a_month_is_kept_no_day_less_than_the_least(house: House) -> None:
    made, law = started(house), laws.load("cn")
    told(made, "door_talked")

    at = datetime(2026, 12, 31, 4, tzinfo=UTC)
    kept = going.keep_recording(made.id, file_id="NAS-1", sha256="a" * 64, law=law, at=at, by=made.first)

    assert kept.kept_until == date(2031, 12, 31)


def test_every_step_of_a_visit_is_on_the_record(house: House) -> None:
    told(started(house), "door_talked")
    said = [one.said.get("event") for one in Entry.objects.filter(chain=str(house.borrower.id)).order_by("seq")]
    assert {"order", "approve", "notice", "set_out", "arrive", "start", "finish"} <= set(said)


# agencies


def test_an_agency_visits_only_whom_is_placed_with_it_and_with_its_own_people(house: House) -> None:
    agency = in_order(house)
    first, second = visitor(house, 11, agency), visitor(house, 12, agency)
    own, _ = visitor(house, 13), switched_on(house)
    called_before(house)
    legal = people(house)[2]

    with pytest.raises(Refused, match="两名"):
        visiting.order(wanted(house, first, second), at=MORNING, by=legal)
    house.loan.placed_with = agency
    house.loan.save()
    with pytest.raises(Refused, match="两名"):
        visiting.order(wanted(house, first, own), at=MORNING, by=legal)


def test_the_lead_and_compliance_have_the_word_and_nobody_else(house: House) -> None:
    made = ordered(house)
    for role in (Role.STRATEGY, Role.LEGAL):
        with pytest.raises(Refused):
            visiting.approve(visit_id=made.id, because="同意", at=MORNING, by=person(role, 7))
    assert visiting.approve(visit_id=made.id, because="同意", at=MORNING, by=person(Role.LEAD, 7)).state == "approved"


# whatever happens


EVENTS = st.lists(st.sampled_from(["refuse", "off", "second_loses", "stop", "nothing"]), max_size=3)


@given(before=EVENTS, minutes=st.integers(-10, 70), runs=st.booleans(), plain=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_knocks_but_two_certified_people_with_notice_and_no_refusal(
    house: House, before: list[str], minutes: int, runs: bool, plain: bool
) -> None:
    """Whatever happens on the way: a visit that began had all of it."""
    no = Visit.objects.count() + 2
    other = House.opened(no)
    agents = visitor(other, 100 + 2 * no), visitor(other, 101 + 2 * no)
    switched_on(other)
    called_before(other)
    legal, compliance = people(other)[2], people(other)[1]
    made = visiting.order(wanted(other, *agents), at=MORNING, by=legal)
    visiting.approve(visit_id=made.id, because="同意", at=MORNING, by=compliance)
    visiting.notified(made.id, "EMS-1", sent_at=MORNING, words_on=WORDS_ON, at=MORNING, by=legal)
    recorders.check(made.recorder_id, audio=True, video=True, at=WINDOW - timedelta(hours=1), by=agents[0])
    going.set_out(made.id, at=WINDOW - timedelta(minutes=30), by=agents[0])
    going.arrive(made.id, at=WINDOW - timedelta(minutes=20), by=agents[0])
    at = WINDOW - timedelta(minutes=15)
    for event in before:
        with stopping.locked(other.borrower.id) as borrower:
            if event == "refuse":
                stopping.opt_out(borrower, channels=["visit"], at=at, by=other.agent)
            elif event == "stop":
                stopping.complain(borrower, topic="conduct", at=at, by=other.agent)
        if event == "second_loses":
            User.objects.filter(id=agents[1].id).update(suspended=True)
        elif event == "off":
            visits_on.switch_off("演练", at=at, by=compliance)

    at = WINDOW + timedelta(minutes=minutes)
    try:
        came = going.start(made.id, Ready(runs, plain), at=at, by=agents[0])
    except (Refused, NotFound, NoSuchMove, IntegrityError):
        came = None
    began = isinstance(came, Attempt)

    expected = not {"refuse", "off", "second_loses", "stop"} & set(before) and 0 <= minutes < 60 and runs and plain
    assert began is expected
    if "off" in before:
        switched_on(other, at=WINDOW)
