"""The pages of visits: who orders, who goes, and what each may see and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from duly.core.secret import Secret
from duly.desk import recorders
from duly.rules.rights import Role
from duly.store.models import Assigned, Case, Entry, User, Visit
from duly.wiring import vault
from tests.desk.house import MORNING, House
from tests.desk.visits import (
    AT_THE_DOOR,
    WHY,
    WINDOW,
    called_before,
    home_of,
    noticed,
    ordered,
    people,
    started,
    switched_on,
    visitor,
)
from tests.desk.visits import wanted as wanted_visit

NAME, PLACE = "王秀兰", "浙江省杭州市西湖区文三路 90 号 3 幢 201 室"


@pytest.fixture()
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the time of the pages."""

    def at(now: datetime) -> None:
        monkeypatch.setattr(settings, "CLOCK", lambda: now)

    monkeypatch.setenv("DULY_VAULT_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    monkeypatch.setattr(settings, "DEMO", True)  # its words are those of the wall clock
    monkeypatch.setattr(settings, "WALL_CLOCK", lambda: WINDOW)
    at(MORNING)
    return at


def client_of(user: User, lang: str = "zh-hans") -> Client:
    client = Client(SERVER_NAME="localhost", headers={"accept-language": lang})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(house: House, *visitors: User, **changed: Any) -> dict[str, Any]:
    first, second = visitors
    wanted = wanted_visit(house, first, second)
    return {
        "loan": str(wanted.loan_id), "address": str(wanted.address_id), "purpose": "relief", "place": "home",
        "day": "2026-11-27", "from": "10:00", "until": "11:00", "first": first.id, "second": second.id,
        "recorder": str(wanted.recorder_id), "because": WHY,
    } | changed  # fmt: skip


def test_the_order_form_says_that_visits_are_off(house: House, clock: Any) -> None:
    house.listed()
    legal = people(house)[2]
    case = Case.objects.get()

    shown = client_of(legal).get(f"/case/{case.id}/visit").content.decode()

    assert "没有开通外访" in shown
    sent = form(house, visitor(house, 1), visitor(house, 2))
    refused = client_of(legal, "en").post(f"/case/{case.id}/visit", sent)
    assert (refused.status_code, "visits are off" in refused.content.decode()) == (422, True)


def test_strategy_asks_compliance_grants_and_strategy_switches_on(house: House, clock: Any) -> None:
    strategy, compliance = people(house)[:2]
    one, other = client_of(strategy), client_of(compliance)

    one.post("/visits/switch/ask", {"because": "试行"})
    assert one.post("/visits/switch/on").status_code == 422
    waits = other.get("/approvals").content.decode()
    assert "开通外访" in waits
    from duly.store.models import Approval

    other.post(f"/approvals/{Approval.objects.get().id}", {"answer": "grant", "because": "制度已备"})
    assert one.post("/visits/switch/on").status_code == 302
    assert "已开通" in one.get("/visits/switch").content.decode()
    assert other.post("/visits/switch/off", {"because": "有投诉"}).status_code == 302
    assert "未开通" in one.get("/visits/switch").content.decode()


def test_a_visit_is_ordered_granted_and_announced_on_the_pages(house: House, clock: Any) -> None:
    house.listed()
    switched_on(house)
    called_before(house)
    _, compliance, legal, _ = people(house)
    case = Case.objects.get()

    made = client_of(legal).post(f"/case/{case.id}/visit", form(house, visitor(house, 1), visitor(house, 2)))
    visit = Visit.objects.get()
    assert (made.status_code, made.headers["Location"]) == (302, f"/visits/{visit.id}")
    waiting = client_of(compliance).get("/approvals").content.decode()
    assert "外访单" in waiting
    from duly.store.models import Approval

    client_of(compliance).post(
        f"/approvals/{Approval.objects.get(kind='visit_order').id}", {"answer": "grant", "because": "同意"}
    )
    page = client_of(legal).get(f"/visits/{visit.id}").content.decode()
    assert "到访通知" in page
    told = client_of(legal).post(f"/visits/{visit.id}/notified", {"proof_id": "EMS-77"})
    assert told.status_code == 302
    timeline = client_of(legal).get(f"/case/{case.id}").content.decode()
    assert "EMS-77" in timeline
    assert visit.number in timeline


@pytest.mark.parametrize(
    "changed",
    [
        {"loan": "x"}, {"address": ""}, {"first": "-1"}, {"first": "99999999999999999999"}, {"recorder": "nonsense"},
        {"day": "2026-13-01"}, {"from": "25:00"}, {"purpose": "money"}, {"place": ""}, {"because": " "},
        {"risks": ["minor_alone"]}, {"until": "09:00"},
    ],
)  # fmt: skip
def test_a_form_that_makes_no_sense_comes_back_with_the_reason(
    house: House, clock: Any, changed: dict[str, Any]
) -> None:
    house.listed()
    switched_on(house)
    called_before(house)
    sent = form(house, visitor(house, 1), visitor(house, 2), **changed)
    told = client_of(people(house)[2]).post(f"/case/{Case.objects.get().id}/visit", sent)
    assert told.status_code in (404, 422)
    assert not Visit.objects.exists()


def test_a_visitor_goes_through_the_day_on_the_route(house: House, clock: Any) -> None:
    filled = noticed(house)
    put(house)
    client = client_of(filled.first)

    clock(WINDOW - timedelta(hours=1))
    route = client.get("/route").content.decode()
    assert filled.number in route
    assert NAME not in route
    assert "文三路" not in route
    early = client.post(f"/route/{filled.id}/where")
    assert NAME not in early.content.decode()
    client.post(f"/route/recorder/{filled.recorder_id}", {"audio": "yes", "video": "yes"})
    assert client.post(f"/route/{filled.id}/set-out", {"place": "公司"}).status_code == 302
    seen = client.post(f"/route/{filled.id}/where").content.decode()
    assert NAME in seen
    assert "文三路" in seen
    assert Entry.objects.filter(act="unmask", by=filled.first).count() == 2
    clock(AT_THE_DOOR)
    client.post(f"/route/{filled.id}/arrive")
    refused = client.post(f"/route/{filled.id}/start", {"dress": "yes"})
    assert (refused.status_code, "CN-VISIT-02" in refused.content.decode()) == (422, True)
    clock(AT_THE_DOOR + timedelta(minutes=1))
    assert client.post(f"/route/{filled.id}/start", {"dress": "yes", "recorder": "yes"}).status_code == 302
    assert "请问您是" in client.get("/route").content.decode()
    clock(AT_THE_DOOR + timedelta(minutes=20))
    cash = client.post(f"/route/{filled.id}/result", {"code": "door_talked", "note": "收了现金 200 元"})
    assert (cash.status_code, "不收钱" in cash.content.decode()) == (422, True)
    done = client.post(f"/route/{filled.id}/result", {"code": "door_refuses", "id_shown": "yes"})
    assert done.status_code == 302
    after = client.get("/route").content.decode()
    assert "录像归档" in after
    assert client.post(f"/route/{filled.id}/where").status_code == 404
    kept = client.post(f"/route/{filled.id}/recording", {"file_id": "NAS-1", "sha256": "b" * 64})
    assert kept.status_code == 302
    evening = client.get("/route").content.decode()
    assert "录像归档" not in evening
    assert "今天的外访都结束了" in evening
    assert filled.number in evening


def put(house: House) -> None:
    """The name and the place in the vault."""
    vault().put(house.borrower, "name", Secret(NAME), by=house.agent, at=MORNING)
    vault().put(home_of(house), "place", Secret(PLACE), by=house.agent, at=MORNING)


def test_another_visitor_finds_nothing_of_it(house: House, clock: Any) -> None:
    made = started(house)
    put(house)
    clock(AT_THE_DOOR)
    client = client_of(visitor(house, 3))
    assert made.number not in client.get("/route").content.decode()
    for step in ("where", "set-out", "arrive", "start", "result", "recording"):
        assert client.post(f"/route/{made.id}/{step}", {"code": "door_nobody"}).status_code == 404


def test_a_visitor_has_no_page_of_cases(house: House, clock: Any) -> None:
    made = started(house)
    house.listed()
    client = client_of(made.first)
    for page in ("worklist", f"case/{Case.objects.get().id}", "visits", "approvals", "visits/switch"):
        assert client.get(f"/{page}").status_code == 404


def test_a_lead_sees_the_orders_of_their_team_alone(house: House, clock: Any) -> None:
    made = ordered(house)
    house.listed()
    lead = User.objects.create(username="L9", name="李岚", role=Role.LEAD, lender=house.lender, team=house.agent.team)
    assert client_of(lead).get(f"/visits/{made.id}").status_code == 200
    house.assign_to("T9")
    assert Assigned.objects.get().team_id == "T9"
    assert client_of(lead).get(f"/visits/{made.id}").status_code == 404
    assert client_of(lead).post(f"/visits/{made.id}/call-off", {"because": "x"}).status_code == 404


def test_the_alarm_of_a_visitor_rings_for_the_lead(house: House, clock: Any) -> None:
    house.listed()
    made = visitor(house, 1, team=house.agent.team)
    lead = User.objects.create(username="L9", name="李岚", role=Role.LEAD, lender=house.lender, team=house.agent.team)
    client_of(made).post("/speak/alarm")
    assert "有人在呼叫您" in client_of(lead).get("/").content.decode()


def test_a_recorder_of_others_is_not_theirs_to_try(house: House, clock: Any) -> None:
    made = noticed(house)
    other = recorders.enter("R-9", agency_id=None, at=MORNING, by=people(house)[2])
    assert client_of(house.agent).post(f"/route/recorder/{other.id}").status_code == 404
    assert client_of(made.first).post(f"/route/recorder/{other.id}").status_code == 302
