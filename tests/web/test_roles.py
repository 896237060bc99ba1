"""The other roles' pages: who opens them, what a second click and a stale page do, and what leaves the house."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django_otp.oath import TOTP

from duly.desk import contact, second_factor, stopping
from duly.nightly.evidence import verify
from duly.rules.rights import Act, Role, may
from duly.store.models import Assigned, Case, Clearance, Complaint, Entry, Hold, Team, User
from duly.store.models.user import OUTSIDE
from tests.desk.house import MORNING, NIGHT, UP, House
from tests.web.test_console import client_of, settings_clock

assert settings_clock
PAGES = {
    "/team": Act.ASSIGN, "/quality": Act.REVIEW, "/refusals": Act.READ_RECORD, "/record": Act.READ_RECORD,
    "/record/house": Act.READ_RECORD, "/refusals/CN-TIME-01": Act.READ_RECORD, "/holds": Act.LIFT,
    "/complaints": Act.ANSWER, "/night": Act.SEE_NIGHT, "/staff": Act.STAFF, "/rules": None, "/account": None,
}  # fmt: skip


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


def somebody(house: House, role: Role, name: str = "x") -> User:
    agency = house.agency() if role in OUTSIDE else None
    return User.objects.create(
        username=name, name=name, role=role, lender=None if agency else house.lender, agency=agency,
        team=None if agency else house.agent.team,
    )  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_a_page_opens_for_whoever_has_its_right_and_for_nobody_else(house: House, role: Role) -> None:
    house.listed()
    client = client_of(somebody(house, role))

    opened = {page: client.get(page).status_code for page in PAGES}

    assert opened == {page: 200 if act is None or may(role, act) else 404 for page, act in PAGES.items()}


def test_a_stale_re_assignment_is_told_and_moves_nothing(house: House) -> None:
    house.listed()
    Team.objects.create(id="T2", name="上海组", region="31", opens_minute=540, closes_minute=1080)
    lead, case = somebody(house, Role.LEAD), Case.objects.get()
    client = client_of(lead)
    form = {"to": f"T1/{house.agent.id}", "because": "本人熟悉情况", "seen": "T1 "}

    first, again, stale = (
        client.post(f"/case/{case.id}/reassign", form | changed)
        for changed in ({}, {"seen": "T1 "}, {"to": "T2", "seen": "T1 "})
    )

    assert (first.status_code, again.status_code, stale.status_code) == (302, 302, 409)
    assert (first.headers["Location"], again.headers["Location"]) == ("/team?moved=1", "/team?moved=0")
    assert Assigned.objects.get().agent == house.agent


def test_a_refusal_is_drilled_down_to_its_whole_answer(house: House) -> None:
    house.listed()
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)
    made = Clearance.objects.get()
    client = client_of(somebody(house, Role.COMPLIANCE))

    page = client.get(f"/decision/{made.id}").content.decode()

    assert made.facts_sha256 in page
    assert all(rule["id"] in page and rule["source"] in page for rule in made.answer["rules"])
    assert Entry.objects.latest("id").said == {"purpose": "decision"}


def test_a_hold_is_lifted_once_with_a_reason(house: House) -> None:
    house.listed()
    with stopping.locked(house.borrower.id) as borrower:
        hold = stopping.hold(borrower, kind="hardship", at=MORNING, by=house.agent)
    client = client_of(somebody(house, Role.COMPLIANCE))

    answers = [
        client.post(f"/holds/{hold.id}/lift", {"because": because}).status_code for because in ("", "已核实", "已核实")
    ]

    assert answers == [422, 302, 409]
    assert Hold.objects.get().state == "lifted"


def test_a_complaint_is_answered_once(house: House) -> None:
    house.listed()
    with stopping.locked(house.borrower.id) as borrower:
        made = stopping.complain(borrower, topic="conduct", at=MORNING, by=house.agent)
    client, act = client_of(somebody(house, Role.COMPLAINTS)), f"/complaints/complaint/{made.id}/act"
    form = {"event": "answer", "text": "已核实并致歉。", "seen": "0"}

    answers = [client.post(act, form).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert Complaint.objects.get().state == "answered"
    assert client.get(f"/complaints/loan/{made.id}").status_code == 404


def test_more_time_for_a_complaint_names_the_field_that_lacks_and_then_its_new_day(house: House) -> None:
    client = client_of(somebody(house, Role.COMPLAINTS))
    with stopping.locked(house.borrower.id) as borrower:
        complaint = stopping.complain(borrower, topic="conduct", at=MORNING, by=house.agent)
    page = f"/complaints/complaint/{complaint.id}"
    form = {"because": "须核实", "notice": "三十日内答复。", "told_on": "2026-11-25", "seen": "0"}

    answers = [client.post(f"{page}/extend", form | changed) for changed in ({"told_on": "x"}, {}, {})]

    assert [one.status_code for one in answers] == [422, 302, 409]
    assert (
        'name="told_on" required min="2026-11-25" max="2026-11-25" value="x" aria-invalid="true"'
        in answers[0].content.decode()
    )
    shown = client.get(page).content.decode()
    assert "2026-12-25" in shown
    assert 'name="approved_by"' in shown
    assert "已延长" in client.get("/complaints").content.decode()
    assert client.post(f"/complaints/complaint/{house.borrower.id}/extend", form).status_code == 404
    assert client_of(somebody(house, Role.LEAD, "lead")).post(f"{page}/extend", form).status_code == 404


def test_evidence_leaves_for_a_purpose_proves_itself_and_is_on_the_record(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DULY_HOME", str(tmp_path / "home"))
    house.listed()
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)
    client, where = client_of(somebody(house, Role.COMPLIANCE)), f"/record/{house.borrower.id}/evidence"

    unfit = [client.post(where, {"purpose": one}).status_code for one in (" ", "监管问询\x8f", "监管问询🦖")]
    pack = client.post(where, {"purpose": "监管问询"})

    assert (unfit, pack.status_code) == ([422, 422, 422], 200)
    manifest, faults = verify.check(pack.content, {}, None)
    assert not faults
    assert "verify.py" in zipfile.ZipFile(io.BytesIO(pack.content)).namelist()
    said = Entry.objects.get(act="export").said
    assert (said["pack"], said["purpose"]) == (manifest["sha256"], "监管问询")
    assert client_of(somebody(house, Role.LEAD, "lead")).get(where).status_code == 404


def test_a_report_is_sent_under_its_own_policy_to_whoever_may_see_the_night(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.listed()
    folder = tmp_path / "home" / "days" / "2026-11-24"
    folder.mkdir(parents=True)
    monkeypatch.setenv("DULY_HOME", str(tmp_path / "home"))
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">'
    (folder / "report.html").write_text(policy, "utf-8")
    client = client_of(somebody(house, Role.STRATEGY))

    told = client.get("/night/2026-11-24")

    assert told.headers["Content-Security-Policy"].startswith("default-src 'none'; frame-ancestors 'none'")
    assert client.get("/night/2026-11-25").status_code == client.get("/night/..%2F..%2Fdesk").status_code == 404
    (folder / "report.html").write_text("<script>1</script>", "utf-8")
    assert client.get("/night/2026-11-24").status_code == 404
    assert client_of(house.agent).get("/night/2026-11-24").status_code == 404


class TestSecondFactor:
    def test_without_the_digits_nothing_opens(self, house: House) -> None:
        house.listed()
        device = second_factor.begin(house.agent)
        second_factor.confirm(house.agent, _digits(device), at=MORNING)
        client = client_of(house.agent)

        closed = client.get("/worklist")
        wrong = client.post("/second-step", {"digits": "abc", "next": "/worklist"})

        assert (closed.status_code, closed.headers["Location"]) == (302, "/second-step?next=%2Fworklist")
        assert wrong.status_code == 422
        assert client.post("/account/second-factor/remove", {"digits": "1"}).status_code == 302
        assert second_factor.of(house.agent) == device

    def test_with_them_one_goes_where_one_wanted_and_nowhere_else(self, house: House) -> None:
        house.listed()
        device = second_factor.begin(house.agent)
        second_factor.confirm(house.agent, _digits(device), at=MORNING)
        device.refresh_from_db()
        device.last_t = -1  # as if the next half-minute had come
        device.save()
        client = client_of(house.agent)

        answer = client.post("/second-step", {"digits": _digits(device), "next": "https://elsewhere.example/"})

        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert client.get("/worklist").status_code == 200

    def test_the_picture_is_drawn_here(self, agent: Client) -> None:
        page = agent.post("/account/second-factor").content.decode()

        assert 'src="data:image/svg+xml' in page


def test_a_password_that_was_reset_ends_the_sessions_before(agent: Client, house: House) -> None:
    operator = client_of(somebody(house, Role.OPERATOR, "o"))
    assert agent.get("/worklist").status_code == 200

    page = operator.post(f"/staff/{house.agent.id}/reset").content.decode()

    assert 'class="secret"' in page
    assert agent.get("/worklist").status_code == 302


def test_the_same_person_is_added_once(house: House) -> None:
    operator = client_of(somebody(house, Role.OPERATOR, "o"))
    form: dict[str, Any] = {"username": "new", "name": "新人", "new_role": "auditor"}

    answers = [operator.post("/staff/add", form).status_code for _ in range(2)]

    assert answers == [200, 422]
    assert operator.post("/staff/add", form | {"username": "k", "new_role": "king"}).status_code == 422


def test_a_wrong_field_of_somebody_new_is_told_beside_it_and_the_search_stays(house: House) -> None:
    operator = client_of(somebody(house, Role.OPERATOR, "o"))
    taken = {"username": "o", "name": "新人", "new_role": "auditor"}

    page = operator.post("/staff/add?q=王&role=agent", taken).content.decode()

    assert 'value="o"></label><p class="fault" id="username-fault"' in page
    assert 'name="q" maxlength="64" value="王"' in page
    assert 'action="/staff" class="filter"' in page


def test_who_can_sign_in_stands_before_who_is_only_in_the_book(house: House) -> None:
    house.listed()
    lead = somebody(house, Role.LEAD)
    for one in (lead, somebody(house, Role.OPERATOR, "o")):
        one.set_password("a long one 2026")
        one.save()
    User.objects.create(username="A-1", name="A-1", role=Role.AGENT, lender=house.lender, team=house.agent.team)

    team, people = (client_of(User.objects.get(username=one)).get(page).content.decode()
                    for one, page in (("x", "/team"), ("o", "/staff")))  # fmt: skip

    assert team.index(f"/team/{lead.id}") < team.index("没有密码、今天没有事") < team.index("A-1")
    assert people.index(">x</a>") < people.index("不能登录的：2") < people.index(">A-1</a>")


def _digits(device: Any) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():06d}"
