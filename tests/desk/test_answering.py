"""Complaints and disputes: their days, and what becomes of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from duly.desk import answering, contact, record, stopping
from duly.desk.answering import Moved
from duly.desk.contact import Refused
from duly.desk.outcomes import BadResult
from duly.desk.reach import NotFound
from duly.law import load
from duly.rules.rights import Role
from duly.store.models import Attempt, Complaint, ComplaintMove, Dispute, Entry, Team, User
from tests.desk.house import MORNING, UP, House

LATER = MORNING + timedelta(hours=1)
ANSWER = "经核实，来电确实过多，已停止并致歉；如不满意可再次投诉。"


@pytest.fixture()
def handler(house: House) -> User:
    house.listed()
    return User.objects.create(username="h", name="何清", role=Role.COMPLAINTS, lender=house.lender)


def complained(house: House) -> Complaint:
    with stopping.locked(house.borrower.id) as borrower:
        return stopping.complain(borrower, topic="conduct", at=MORNING, by=house.agent)


def disputed(house: House, kind: str) -> Dispute:
    with stopping.locked(house.borrower.id) as borrower:
        return stopping.dispute(borrower, kind=kind, at=MORNING, by=house.agent)


def done(noun: Any, handler: User, event: str, text: str = ANSWER, **changed: Any) -> Any:
    kind = "complaint" if isinstance(noun, Complaint) else "dispute"
    asked = {"seen": noun.moved, "at": LATER} | changed
    return answering.act(kind=kind, noun_id=noun.id, event=event, text=text, by=handler, **asked)


def call(house: House) -> Any:
    return contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=LATER), systems=UP)


def test_what_has_a_day_comes_first_and_the_day_is_the_laws(house: House, handler: User) -> None:
    plain, credit, complaint = disputed(house, "amount"), disputed(house, "credit_record"), complained(house)

    listed = answering.matters(handler, at=LATER, law=load("cn"))

    assert [one.noun for one in listed] == [complaint, credit, plain]
    assert [one.due for one in listed] == [date(2026, 12, 10), date(2026, 12, 15), None]
    assert listed[0].left == 15
    late = answering.matters(handler, at=MORNING + timedelta(days=16), law=load("cn"))
    assert late[0].left == -1


def test_an_answer_is_kept_whole_and_then_the_judge_decides_anew(house: House, handler: User) -> None:
    complaint = complained(house)
    assert isinstance(call(house), Refused)

    done(complaint, handler, "answer")

    moved = ComplaintMove.objects.get()
    assert (moved.answer, moved.by, moved.to_state) == (ANSWER, handler, "answered")
    assert answering.matters(handler, at=LATER, law=load("cn")) == []
    assert isinstance(call(house), Attempt)
    assert not list(record.verify())


def test_what_is_reopened_stops_collection_again(house: House, handler: User) -> None:
    complaint = done(complained(house), handler, "answer")

    done(complaint, handler, "reopen", "本人不满意答复")

    assert isinstance(call(house), Refused)
    assert len(answering.matters(handler, at=LATER, law=load("cn"))) == 1


@pytest.mark.parametrize(("event", "state"), [("resolve", "resolved"), ("reject", "rejected")])
def test_a_dispute_is_resolved_or_rejected_with_its_grounds(
    house: House, handler: User, event: str, state: str
) -> None:
    assert done(disputed(house, "amount"), handler, event).state == state


def test_the_same_page_twice_answers_once(house: House, handler: User) -> None:
    complaint = complained(house)
    done(complaint, handler, "answer", seen=0)

    with pytest.raises(Moved):
        done(complaint, handler, "answer", seen=0)

    assert Entry.objects.filter(said__event="answer").count() == 1


def test_what_cannot_happen_from_where_it_is_does_not(house: House, handler: User) -> None:
    complaint = complained(house)

    with pytest.raises(Moved):
        done(complaint, handler, "reopen", "再看")
    with pytest.raises(Moved):
        done(complaint, handler, "resolve")
    assert answering.possible(complaint) == ["answer", "withdraw"]


@pytest.mark.parametrize("text", ["", "x" * 4001, "此人系恶意投诉，不予理会", "已致电13800138000说明"])
def test_an_answer_is_read_before_it_is_kept(house: House, handler: User, text: str) -> None:
    complaint = complained(house)

    with pytest.raises(BadResult):
        done(complaint, handler, "answer", text)

    complaint.refresh_from_db()
    assert complaint.state == "open"


def test_one_of_another_team_is_not_found(house: House, handler: User) -> None:
    team = Team.objects.create(id="T9", name="上海组", region="31", opens_minute=540, closes_minute=1080)
    stranger = User.objects.create(username="s", name="马林", role=Role.LEAD, lender=house.lender, team=team)

    with pytest.raises(NotFound):
        done(complained(house), stranger, "answer")
