"""A visit by the API: ordered, announced, gone on; the start at the door is asked once and answered with reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from duly.desk import approving, recorders, visiting, visits_on
from duly.rules.rights import Act
from duly.store.models import Attempt, Lender, Recorder, Visit, VisitSwitch
from tests.desk.agencies import in_order
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


SWITCH = "/visits/switch"


def test_two_persons_switch_visits_on_by_the_api_and_one_switches_them_off(house: House, clock: Any) -> None:
    strategy, compliance = (Program(token_of(one, at=WINDOW)) for one in people(house)[:2])
    before = strategy.get(SWITCH)
    assert (before.json()["is_on"], before.json()["asked"], before.headers["ETag"]) == (
        False, None, before.json()["etag"],
    )  # fmt: skip

    asked = strategy.post(f"{SWITCH}/requests", {"because": "董事会决定试行"}).json()["asked"]
    alone = strategy.post(f"{SWITCH}/on", {}, tag="*")
    assert (alone.status_code, alone.json()["errors"][0]["field"]) == (422, "approval")
    own = strategy.post(f"/approvals/{asked['id']}/decision", {"answer": "grant", "because": "同意"}, tag=asked["etag"])
    assert own.status_code == 404  # nobody decides their own, and there it is not even found
    granted = {"answer": "grant", "because": "制度已备"}
    assert compliance.post(f"/approvals/{asked['id']}/decision", granted, tag=asked["etag"]).status_code == 200

    done = strategy.post(f"{SWITCH}/on", {}, tag=before.json()["etag"])
    assert (done.status_code, done.json()["is_on"], done.json()["asked"]) == (201, True, None)
    off = compliance.post(f"{SWITCH}/off", {"because": "出现投诉"}).json()
    assert (off["is_on"], [one["is_on"] for one in off["decided"]]) == (False, [False, True])


def test_visits_are_not_switched_on_over_a_decision_that_was_not_read(house: House, clock: Any) -> None:
    strategy, compliance = people(house)[:2]
    program = Program(token_of(strategy, at=WINDOW))
    read = program.get(SWITCH).json()["etag"]
    asked = visits_on.ask("董事会决定试行", at=MORNING, by=strategy)
    approving.grant(approval_id=asked.id, because="制度已备", at=MORNING, by=compliance)
    visits_on.switch_off("先停一停", at=MORNING, by=compliance)

    assert program.post(f"{SWITCH}/on", {}).status_code == 428
    assert program.post(f"{SWITCH}/on", {}, tag=read).status_code == 412
    assert not VisitSwitch.objects.filter(is_on=True).exists()


def test_a_token_switches_visits_only_where_it_was_made_for_that(house: House, clock: Any) -> None:
    strategy, _, legal, _ = people(house)
    narrow = Program(token_of(strategy, Act.SEE_NIGHT, at=WINDOW))
    told = [narrow.get(SWITCH), Program(token_of(legal, at=WINDOW)).post(f"{SWITCH}/off", {"because": "x"})]
    assert [one.status_code for one in told] == [403, 403]


def test_a_recorder_is_taken_in_once_by_whoever_orders_visits(house: House, clock: Any) -> None:
    in_order(house)
    legal, key = Program(token_of(people(house)[2], at=WINDOW)), str(uuid4())
    made = [legal.post("/recorders", {"serial": "REC-7", "agency": "A1"}, key=key) for _ in "ab"]
    again = legal.post("/recorders", {"serial": "REC-7"})
    unknown = legal.post("/recorders", {"serial": "REC-8", "agency": "A9"})

    assert [one.status_code for one in (*made, again, unknown)] == [201, 201, 422, 404]
    assert again.json()["errors"][0]["field"] == "serial"
    assert legal.get("/recorders").json()["items"] == [made[0].json()]
    assert Recorder.objects.count() == 1
    assert Program(token_of(visitor(house, 1), at=WINDOW)).get("/recorders").status_code == 403
