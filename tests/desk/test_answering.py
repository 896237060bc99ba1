"""Complaints and disputes: their days, and what becomes of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duly.core.day import day_of
from duly.desk import answering, contact, extending, record, stopping
from duly.desk.answering import Moved
from duly.desk.contact import Refused
from duly.desk.extending import Leave
from duly.desk.outcomes import BadResult
from duly.desk.reach import NotFound
from duly.law import load
from duly.rules.rights import Role
from duly.store.models import Attempt, Complaint, ComplaintMove, Dispute, Entry, Team, User
from duly.store.moving import move
from tests.desk.house import MORNING, UP, House

LAW = load("cn")
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

    assert [one.said.get("event") for one in Entry.objects.all()].count("answer") == 1


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


def extended(complaint: Complaint, handler: User, at: datetime = LATER, **changed: Any) -> Complaint:
    asked: dict[str, Any] = {
        "notice": "情况复杂，最迟三十日内答复。", "because": "须向合作机构核实", "told_on": day_of(at), "leave": Leave("", None),
        "seen": complaint.moved,
    }  # fmt: skip
    return extending.extend(complaint_id=complaint.id, at=at, by=handler, law=LAW, **asked | changed)


def allowed(on: date) -> dict[str, Any]:
    return {"leave": Leave("head_office_executive", on)}


def due(complaint: Complaint, at: datetime = LATER) -> tuple[date | None, str]:
    told = answering.matter(Complaint.objects.get(id=complaint.id), at=at, law=LAW)
    return told.due, told.limit


class TestMoreTime:
    """Received on 25 November: 15 days, 30 for a complex one, 60 for a specially complex one."""

    def test_is_taken_step_by_step_and_collection_rests_all_the_while(self, house: House, handler: User) -> None:
        complaint = complained(house)
        days = [due(complaint)]
        extended(complaint, handler)
        days.append(due(complaint))
        complaint.refresh_from_db()
        extended(complaint, handler, **allowed(day_of(LATER)))
        days.append(due(complaint))

        assert days == [
            (date(2026, 12, 10), "cn.cmp20.answer_simple"), (date(2026, 12, 25), "cn.cmp20.answer_complex"),
            (date(2027, 1, 24), "cn.cmp20.answer_extended"),
        ]  # fmt: skip
        assert isinstance(call(house), Refused)
        assert [one.answer for one in ComplaintMove.objects.all()] == ["情况复杂，最迟三十日内答复。"] * 2
        assert not list(record.verify())

    def test_is_not_taken_a_third_time_nor_after_its_day_nor_from_a_page_of_before(
        self, house: House, handler: User
    ) -> None:
        late = MORNING + timedelta(days=16)
        complaint = complained(house)
        with pytest.raises(Moved):
            extended(complaint, handler, at=late)
        extended(complaint, handler, at=late - timedelta(days=1))
        with pytest.raises(Moved):
            extended(complaint, handler, at=late, seen=0)
        complaint.refresh_from_db()
        extended(complaint, handler, at=late, **allowed(day_of(MORNING)))
        complaint.refresh_from_db()
        with pytest.raises(Moved):
            extended(complaint, handler, at=late, **allowed(day_of(MORNING)))

        assert extending.longer(complaint, at=late, law=LAW) is None

    @pytest.mark.parametrize(
        ("changed", "field"),
        [({"because": " "}, "because"), ({"notice": ""}, "notice"), ({"notice": "致电13800138000"}, "notice"),
         ({"told_on": None}, "told_on"), ({"told_on": date(2026, 11, 26)}, "told_on"),
         ({"told_on": date(2026, 11, 24)}, "told_on")],
    )  # fmt: skip
    def test_needs_a_reason_and_that_the_complainant_was_told(
        self, house: House, handler: User, changed: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(BadResult) as refused:
            extended(complained(house), handler, **changed)

        assert refused.value.field == field

    @pytest.mark.parametrize(
        ("leave", "field"),
        [(Leave("", None), "approved_by"), (Leave("myself", date(2026, 11, 25)), "approved_by"),
         (Leave("superior_body", None), "approved_on"), (Leave("superior_body", date(2026, 12, 1)), "approved_on")],
    )  # fmt: skip
    def test_the_longest_needs_leave_from_above_that_was_given(
        self, house: House, handler: User, leave: Leave, field: str
    ) -> None:
        complaint = extended(complained(house), handler)

        with pytest.raises(BadResult) as refused:
            extended(complaint, handler, leave=leave)

        assert refused.value.field == field
        assert due(complaint)[1] == "cn.cmp20.answer_complex"

    @pytest.mark.parametrize(
        "row",
        [{"event": "extend"}, {"event": "extend", "told_on": date(2026, 11, 25)},
         {"event": "extend_further", "told_on": date(2026, 11, 25), "answer": "x", "approved_by": "superior_body",
          "approved_on": date(2026, 11, 25)},
         {"event": "answer", "told_on": date(2026, 11, 25)},
         {"event": "extend", "answer": "x", "told_on": date(2026, 11, 25), "approved_by": "superior_body"}],
    )  # fmt: skip
    def test_the_database_takes_none_without_notice_or_leave_or_out_of_order(
        self, house: House, handler: User, row: dict[str, Any]
    ) -> None:
        complaint = complained(house)

        with pytest.raises(IntegrityError), transaction.atomic():
            move(complaint, row.pop("event"), at=LATER, by=handler, because="x", **row)

    def test_is_not_an_act_of_a_text_alone(self, house: House, handler: User) -> None:
        complaint = complained(house)

        assert not {"extend", "extend_further"} & {*answering.possible(complaint)}
        with pytest.raises(Moved):
            done(complaint, handler, "extend", "忙")
