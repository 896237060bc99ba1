"""What people may say: an order is refused without blame, an alarm is answered, a tip reaches compliance alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from duly.desk import speaking_up
from duly.desk.reach import NotFound
from duly.rules.account.asked import Refused
from duly.rules.rights import Act, Role, may
from duly.store.models import Alarm, AlarmSeen, Assigned, Case, Entry, OrderRefused, Planned, Tip, User
from tests.desk.house import MORNING, House


def somebody(house: House, role: Role) -> User:
    if house.agent.team is None:
        house.listed()
    return User.objects.create(username=role, name=role, role=role, lender=house.lender, team=house.agent.team)


def refuse(house: House, **changed: Any) -> OrderRefused:
    said = {"ground": "unlawful", "ordered": "晚上十一点再打一次", "because": "超过时段", "case_id": None}
    return speaking_up.refuse_order(**{**said, "at": MORNING, "by": house.agent, **changed})


def test_a_refused_order_takes_its_case_to_the_lead(house: House) -> None:
    lead = somebody(house, Role.LEAD)
    case = Case.objects.get()
    Assigned.objects.update(agent=house.agent)
    Planned.objects.update(taken_by=house.agent, taken_at=MORNING)

    made = refuse(house, case_id=case.id)

    assert Assigned.objects.get().agent == lead
    assert Planned.objects.get().taken_by is None
    assert speaking_up.refused_orders(lead) == [made]


def test_nothing_is_kept_that_judges_whoever_refused() -> None:
    assert {field.name for field in OrderRefused._meta.concrete_fields} == {
        "id", "by", "case", "ground", "ordered", "because", "at"
    }  # fmt: skip


@pytest.mark.parametrize("changed", [{"ground": "lazy"}, {"because": ""}, {"ordered": "打给13800138000"}])
def test_a_refusal_says_what_was_ordered_and_why(house: House, changed: dict[str, str]) -> None:
    with pytest.raises(Refused):
        refuse(house, **changed)
    assert not OrderRefused.objects.exists()


def test_a_case_out_of_reach_is_not_there(house: House) -> None:
    house.listed()
    house.assign_to("T9")

    with pytest.raises(NotFound):
        refuse(house, case_id=Case.objects.get().id)


def test_an_alarm_rings_at_the_leads_until_somebody_comes(house: House) -> None:
    lead = somebody(house, Role.LEAD)
    first, again = (speaking_up.alarm(at=MORNING + timedelta(seconds=wait), by=house.agent) for wait in (0, 9))
    assert first == again
    assert list(speaking_up.ringing(lead)) == [first]

    seen = speaking_up.come(alarm_id=first.id, done="已到座位，通话已结束", at=MORNING, by=lead)

    assert speaking_up.come(alarm_id=first.id, done="又来一次", at=MORNING, by=lead) == seen
    assert AlarmSeen.objects.get().done == "已到座位，通话已结束"
    assert not speaking_up.ringing(lead)
    assert speaking_up.alarm(at=MORNING + timedelta(hours=1), by=house.agent) != first


def test_nobody_answers_their_own_alarm_or_that_of_strangers(house: House) -> None:
    lead, stranger = somebody(house, Role.LEAD), House.opened(2).agent
    own, far = speaking_up.alarm(at=MORNING, by=lead), speaking_up.alarm(at=MORNING, by=stranger)

    for one in (own, far):
        with pytest.raises(NotFound):
            speaking_up.come(alarm_id=one.id, done="没事", at=MORNING, by=lead)


def test_a_tip_without_a_name_keeps_nobody(house: House) -> None:
    before = Entry.objects.count()

    made = speaking_up.tell(text="有人要求绕过放行拨打。", is_named=False, at=MORNING, by=house.agent)

    assert (made.by, Entry.objects.count()) == (None, before)
    assert {field.name for field in Tip._meta.concrete_fields} == {"id", "by", "text", "on"}
    assert speaking_up.tell(text="同上", is_named=True, at=MORNING, by=house.agent).by == house.agent


@pytest.mark.parametrize("text", [" ", "x" * 4001, "他的手机13800138000"])
def test_a_tip_says_something_and_nothing_for_the_vault(house: House, text: str) -> None:
    with pytest.raises(Refused):
        speaking_up.tell(text=text, is_named=False, at=MORNING, by=house.agent)


@pytest.mark.parametrize("role", [role for role in Role if not role.startswith("agency")])
def test_a_tip_is_read_by_compliance_and_auditors_alone_and_that_is_on_the_record(house: House, role: Role) -> None:
    made = speaking_up.tell(text="有人要求绕过放行拨打。", is_named=False, at=MORNING, by=house.agent)
    user = somebody(house, role)

    if role in (Role.COMPLIANCE, Role.AUDITOR):
        assert speaking_up.tips(at=MORNING, by=user) == [made]
        assert Entry.objects.get(by=user).said == {"tips": [str(made.id)]}
    else:
        with pytest.raises(NotFound):
            speaking_up.tips(at=MORNING, by=user)
        assert not may(role, Act.READ_TIPS)


@pytest.mark.parametrize("model", [OrderRefused, Alarm, AlarmSeen, Tip])
def test_what_was_said_is_never_unsaid(house: House, model: Any) -> None:
    lead = somebody(house, Role.LEAD)
    refuse(house)
    speaking_up.come(alarm_id=speaking_up.alarm(at=MORNING, by=house.agent).id, done="已处理", at=MORNING, by=lead)
    speaking_up.tell(text="有人要求绕过放行拨打。", is_named=True, at=MORNING, by=house.agent)

    for act in (lambda: model.objects.update(by=lead), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            act()
