"""A visit by the API: ordered, announced, gone on; the start at the door is asked once and answered with reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from duly.desk import recorders, visiting, visits_on
from duly.store.models import Attempt, Lender, Visit
from tests.desk.house import MORNING, House
from tests.desk.visits import (
    AT_THE_DOOR,
    WHY,
    WINDOW,
    arrived,
    called_before,
    noticed,
    ordered,
    people,
    switched_on,
    visitor,
    wanted,
)
from tests.web.api.asking import Program, token_of


@pytest.fixture()
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(settings, "DEMO", True)  # its words are those of the wall clock
    monkeypatch.setattr(settings, "WALL_CLOCK", lambda: WINDOW)

    def at(now: Any) -> None:
        monkeypatch.setattr(settings, "CLOCK", lambda: now)

    at(MORNING)
    return at


def body(house: House, **changed: Any) -> dict[str, Any]:
    one = wanted(house, visitor(house, 1), visitor(house, 2))
    return {
        "address": str(one.address_id), "purpose": "relief", "place": "home", "from_at": one.from_at.isoformat(),
        "until_at": one.until_at.isoformat(), "first": one.first_id, "second": one.second_id,
        "recorder": str(one.recorder_id), "because": WHY,
    } | changed  # fmt: skip


def test_an_order_is_refused_while_visits_are_off_and_made_once_when_they_are_on(house: House, clock: Any) -> None:
    program, where = Program(token_of(people(house)[2], at=WINDOW)), f"/loans/{house.loan.id}/visits"
    asked, key = body(house), str(uuid4())

    off = program.post(where, asked)
    assert (off.status_code, off.json()["errors"][0]["field"]) == (422, "visits")
    switched_on(house)
    called_before(house)
    told = [program.post(where, asked, key=key) for _ in range(3)]

    assert [one.status_code for one in told] == [201] * 3
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"purpose": "collect"}, {"amount_minor": 100}, {"until_at": "2026-11-27T09:00:00+08:00"}, {"first": 0},
     {"from_at": "2026-11-27T10:00:00"}, {"because": ""}, {"risks": ["minor_alone"]}],
)  # fmt: skip
def test_an_order_that_makes_no_sense_names_its_field(house: House, clock: Any, changed: dict[str, Any]) -> None:
    switched_on(house)
    called_before(house)
    program = Program(token_of(people(house)[2], at=WINDOW))
    assert program.post(f"/loans/{house.loan.id}/visits", body(house, **changed)).status_code == 422
    assert not Visit.objects.exists()


def test_what_the_judge_would_not_clear_is_told_with_the_reason(house: House, clock: Any) -> None:
    switched_on(house)
    called_before(house)
    program = Program(token_of(people(house)[2], at=WINDOW))
    told = program.post(f"/loans/{house.loan.id}/visits", body(house, place="hospital"))
    assert (told.status_code, "hospital" in told.json()["detail"]) == (409, True)


def test_a_visitors_day_by_the_api(house: House, clock: Any) -> None:
    made = noticed(house)
    recorders.check(made.recorder_id, audio=True, video=True, at=WINDOW - timedelta(hours=2), by=made.first)
    program, where = Program(token_of(made.first, at=WINDOW)), f"/visits/{made.id}"
    clock(WINDOW - timedelta(hours=1))
    assert [one["number"] for one in program.get("/route").json()["items"]] == [made.number]
    assert program.post(f"{where}/departure", {"place": "公司"}).json()["state"] == "on_the_way"
    clock(AT_THE_DOOR)
    assert program.post(f"{where}/arrival", {}).json()["state"] == "arrived"

    refused = program.post(f"{where}/start", {"recorder_runs": False, "plainly_dressed": True}).json()
    assert (refused["began"], refused["visit"]["state"]) == (False, "arrived")
    assert [rule["id"] for rule in refused["clearance"]["rules"]] == ["CN-VISIT-02"]
    clock(AT_THE_DOOR + timedelta(minutes=1))
    key = str(uuid4())
    began = [program.post(f"{where}/start", {"recorder_runs": True, "plainly_dressed": True}, key=key) for _ in "ab"]
    assert [one.json()["began"] for one in began] == [True, True]
    assert Attempt.objects.filter(channel="visit").count() == 1

    done = program.post(f"{where}/result", {"code": "door_refuses", "id_shown": True})
    assert done.json()["state"] == "refused_by_borrower"
    assert program.post(f"{where}/result", {"code": "door_nobody", "id_shown": True}).status_code == 404


def test_legal_announces_and_calls_off_and_a_visitor_may_neither(house: House, clock: Any) -> None:
    made = arrived(house)
    visiting.call_off(visit_id=made.id, because="改为电话", at=AT_THE_DOOR, by=people(house)[2])
    program = Program(token_of(made.first, at=WINDOW))
    assert program.post(f"/visits/{made.id}/call-off", {"because": "累了"}).status_code == 403
    assert program.get("/visits").status_code == 403


def test_a_start_after_visits_were_switched_off_is_answered_with_the_reason(house: House, clock: Any) -> None:
    made = arrived(house)
    visits_on.switch_off("出现投诉", at=AT_THE_DOOR - timedelta(minutes=1), by=people(house)[1])
    clock(AT_THE_DOOR)
    program = Program(token_of(made.first, at=WINDOW))
    told = program.post(f"/visits/{made.id}/start", {"recorder_runs": True, "plainly_dressed": True})
    assert (told.status_code, told.json()["errors"][0]["field"]) == (422, "visits")


def test_a_notice_that_lacks_a_hotline_is_answered_with_what_is_missing(house: House, clock: Any) -> None:
    made = ordered(house)
    visiting.approve(visit_id=made.id, because="同意", at=MORNING, by=people(house)[1])
    Lender.objects.filter(id=house.lender.id).update(hotline="")
    program = Program(token_of(people(house)[2], at=WINDOW))
    told = program.post(f"/visits/{made.id}/notice", {"proof_id": "E1", "sent_at": MORNING.isoformat()})
    assert (told.status_code, told.json()["errors"][0]["field"]) == (422, "hotline")


@pytest.mark.parametrize(
    ("lang", "hospital", "hour", "earliest"),
    [("zh", "医院", "20:30", "最早"), ("en", "hospital", "20:30", "earliest")],
)
def test_what_is_not_permitted_tells_every_reason_in_one_language_and_when_it_would_be(
    house: House, clock: Any, lang: str, hospital: str, hour: str, earliest: str
) -> None:
    switched_on(house)
    called_before(house)
    program, where = Program(token_of(people(house)[2], at=WINDOW), lang=lang), f"/loans/{house.loan.id}/visits"
    late = {"from_at": "2026-11-27T20:30:00+08:00", "until_at": "2026-11-27T21:30:00+08:00"}
    asked = body(house, **late)

    both = program.post(where, asked | {"place": "hospital"}).json()["detail"]
    assert (hospital in both, hour in both, earliest in both) == (True, True, True)
    alone = program.post(where, asked).json()["detail"]
    assert (hospital in alone, hour in alone, earliest in alone) == (False, True, True)
