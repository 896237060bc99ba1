"""Calls that are looked at again: drawn, scored once, told to whoever made them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duly.core.carrier import Receipt
from duly.desk import contact, outcomes, quality, record
from duly.desk.outcomes import BadResult, Told
from duly.desk.quality import AlreadyScored, OwnCall
from duly.desk.reach import NotFound
from duly.rules.quality import BadMarks, sheet
from duly.rules.rights import Role
from duly.store.models import Attempt, Result, Score, User
from tests.desk.house import MORNING, UP, House

TODAY, LATER = date(2026, 11, 25), MORNING + timedelta(minutes=30)
ALL_MET = {item.code: "met" for item in sheet().items}


@pytest.fixture()
def checker(house: House) -> User:
    house.listed()
    return User.objects.create(username="q", name="赵敏", role=Role.QUALITY, lender=house.lender)


def called(house: House, code: str = "abuse") -> Result:
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    contact.carry(made, at=MORNING)
    contact.note(made, Receipt("conversation", answered=True, effective=True), at=MORNING)
    return outcomes.write(attempt=made, told=Told(code=code), at=MORNING + timedelta(minutes=3), by=house.agent)


def scored(result: Result, by: User, **changed: Any) -> Score:
    asked = {"marks": ALL_MET, "feedback": "先听后问，很好", "seq": 1, "at": LATER} | changed
    return quality.score(result_id=result.id, by=by, **asked)


def test_a_hard_call_is_always_drawn(house: House, checker: User) -> None:
    result = called(house)

    assert [(one.result, one.always, one.score) for one in quality.sample(checker, TODAY)] == [(result, True, None)]
    assert quality.sample(checker, TODAY - timedelta(days=1)) == []


def test_a_score_is_told_to_whoever_made_the_call_and_stands_in_the_record(house: House, checker: User) -> None:
    result = called(house)

    made = scored(result, checker)

    assert quality.feedback_for(house.agent) == [made]
    assert quality.sample(checker, TODAY)[0].score == made
    assert (made.total_bp, made.sheet) == (10_000, sheet().version)
    assert not list(record.verify())


def test_the_same_page_twice_scores_once_and_a_correction_is_a_further_score(house: House, checker: User) -> None:
    result = called(house)
    scored(result, checker)

    with pytest.raises(AlreadyScored):
        scored(result, checker)
    corrected = scored(result, checker, seq=2, marks=ALL_MET | {"facts": "partly"})

    assert Score.objects.count() == 2
    assert quality.sample(checker, TODAY)[0].score == corrected


def test_nobody_scores_their_own_call_whatever_the_code_does(house: House, checker: User) -> None:
    result = called(house)
    lead = User.objects.create(username="l", name="李岚", role=Role.LEAD, lender=house.lender, team=house.agent.team)
    User.objects.filter(id=house.agent.id).update(role=Role.LEAD)
    house.agent.refresh_from_db()

    with pytest.raises(OwnCall):
        scored(result, house.agent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(
            borrower=house.borrower, result=result, seq=1, by=house.agent, at=LATER, sheet="x", marks={}, total_bp=1,
            feedback="x",
        )  # fmt: skip
    assert scored(result, lead).by == lead


def test_a_sheet_or_a_word_at_fault_writes_nothing(house: House, checker: User) -> None:
    result = called(house)

    with pytest.raises(BadMarks):
        scored(result, checker, marks={})
    with pytest.raises(BadResult):
        scored(result, checker, feedback=" ")
    with pytest.raises(BadResult):
        scored(result, checker, feedback="回拨13800138000")
    assert not Score.objects.exists()


def test_a_call_of_another_team_is_not_found_by_its_lead(house: House, checker: User) -> None:
    result = called(house)
    stranger = User.objects.create(username="s", name="马林", role=Role.LEAD, lender=house.lender)

    with pytest.raises(NotFound):
        scored(result, stranger)


def test_a_score_is_never_changed(house: House, checker: User) -> None:
    scored(called(house), checker)

    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.update(total_bp=1)
