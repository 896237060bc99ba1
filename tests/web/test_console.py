"""The console's addresses: who may open what, and what a second click does."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from duly.desk import calling
from duly.rules.results import results
from duly.rules.rights import Act, Role, may
from duly.store.models import Attempt, Case, Clearance, Entry, Result, User
from duly.store.models.user import OUTSIDE
from duly.web.console.pages import guide
from duly.web.console.words import WORDS
from tests.desk.house import MORNING, UP, House, talks
from tests.desk.test_guardian import is_so, number_of


def addresses(patterns: Any = None, before: str = "") -> list[tuple[str, Any]]:
    """Every address of the site with the page behind it."""
    found: list[tuple[str, Any]] = []
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            found += addresses(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            found.append((before + str(one.pattern), one.callback))
    return found


def client_of(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def told(answer: Any) -> str:
    """A page without what is drawn anew for each, and without the address that was asked for."""
    return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", answer.content.decode())


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


@pytest.fixture()
def settings_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "CLOCK", lambda: MORNING)
    monkeypatch.setattr(settings, "DEMO", True)  # speaks the words that are in use now
    monkeypatch.setenv("DULY_DEMO", "1")  # where calls are recorded


def test_every_address_says_what_it_needs() -> None:
    silent = [where for where, page in addresses() if not where.startswith("api/") and not hasattr(page, "needs")]

    assert silent == []


@pytest.mark.parametrize("role", Role)
def test_who_may_not_contact_finds_no_worklist(house: House, role: Role) -> None:
    house.listed()
    agency = house.agency() if role in OUTSIDE else None
    user = User.objects.create(
        username="x", name="x", role=role, lender=None if agency else house.lender, agency=agency, team=house.agent.team
    )

    assert client_of(user).get("/worklist").status_code == (200 if may(role, Act.CONTACT) else 404)


def test_whoever_is_not_signed_in_is_asked_to(house: House) -> None:
    house.listed()
    case = Case.objects.get()

    answer = Client(SERVER_NAME="localhost").get(f"/case/{case.id}")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in?next=/case/{case.id}")


def test_a_case_of_another_team_is_answered_like_one_that_does_not_exist(agent: Client) -> None:
    foreign = House.opened(2)
    foreign.listed(2)
    foreign.assign_to("T2")
    case = Case.objects.get(borrower=foreign.borrower)

    of_another, of_nobody = agent.get(f"/case/{case.id}"), agent.get(f"/case/{uuid4()}")

    assert of_another.status_code == of_nobody.status_code == 404
    assert told(of_another) == told(of_nobody)


def test_a_second_click_on_call_calls_nobody_twice(agent: Client, house: House) -> None:
    call = f"/case/{Case.objects.get().id}/call/{house.address.id}"
    agent.post(call)
    agent.post(call)

    assert (Attempt.objects.count(), Clearance.objects.count()) == (1, 1)


def test_a_result_posted_twice_is_recorded_once(agent: Client, house: House) -> None:
    case = Case.objects.get().id
    agent.post(f"/case/{case}/call/{house.address.id}")
    attempt = Attempt.objects.get()
    code = "undecided" if attempt.state == "delivered" else "no_answer"

    answers = [agent.post(f"/case/{case}/result/{attempt.id}", {"code": code}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Result.objects.count() == 1


def test_with_the_result_the_case_and_the_queue_beside_it_are_as_they_stand_now(agent: Client, house: House) -> None:
    case = Case.objects.get().id
    calling.call(user=house.agent, address=house.address, carrier=talks(), systems=UP, at=MORNING)
    attempt = Attempt.objects.get()
    promised = {
        "code": "promise", "loan": str(house.loan.id), "amount": "500", "due_on": "2026-11-27",
    }  # fmt: skip

    done = agent.post(f"/case/{case}/result/{attempt.id}", promised, headers={"HX-Request": "true"}).content.decode()

    assert done.count('hx-swap-oob="true"') == 2
    assert ("<b>¥500.00</b>" in done, "1/1" in done, "承诺还款" in done) == (True, True, True)


def test_who_saves_another_result_in_a_second_tab_is_told_which_one_stands_and_that_theirs_does_not(
    agent: Client, house: House
) -> None:
    case = Case.objects.get().id
    agent.post(f"/case/{case}/call/{house.address.id}")
    attempt = Attempt.objects.get()
    first, second = ("undecided", "refuses") if attempt.state == "delivered" else ("no_answer", "busy")
    agent.post(f"/case/{case}/result/{attempt.id}", {"code": first})

    again = agent.post(f"/case/{case}/result/{attempt.id}", {"code": second}).content.decode()

    stands, dropped = results()[first].words.zh, results()[second].words.zh
    assert (f"<b>{stands}</b>" in again, f"“{dropped}”没有记下" in again) == (True, True)
    assert Result.objects.get().code == first


def test_looking_at_a_case_is_on_the_record(agent: Client, house: House) -> None:
    agent.get(f"/case/{Case.objects.get().id}")

    looked = Entry.objects.get(act="view")
    assert (looked.chain, looked.by) == (str(house.borrower.id), house.agent)


def test_a_case_shows_nobody_in_clear_until_somebody_looks_and_the_look_is_on_the_record(agent: Client) -> None:
    where = f"/case/{Case.objects.get().id}"
    page = agent.get(where).content.decode()
    assert ("王**" in page, "王小明" in page, "138****8000" in page, "13800138000" in page) == (
        True,
        False,
        True,
        False,
    )
    assert "王小明" not in agent.get(f"{where}/script").content.decode()

    looked = agent.post(f"{where}/name").content.decode()

    assert "王小明" in looked
    assert Entry.objects.get(act="unmask").said["purpose"] == "identify"


def test_without_a_key_nobody_is_dialled_and_the_page_says_why(
    agent: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DULY_VAULT_KEY")

    answer = agent.post(f"/case/{Case.objects.get().id}/call/{house.address.id}")

    assert "保险库没有密钥" in answer.content.decode()
    assert Attempt.objects.get().state == "failed"


def test_a_search_finds_what_is_within_reach_and_is_on_the_record(agent: Client, house: House) -> None:
    foreign = House.opened(2)
    foreign.listed(2)
    foreign.assign_to("T2")

    mine, loan, others = (agent.get("/find", {"q": ref}) for ref in ("B1", "LN1", "B2"))

    assert (mine.status_code, loan.status_code, others.status_code) == (302, 302, 200)
    assert [entry.said["found"] for entry in Entry.objects.filter(chain="house").order_by("seq")] == [1, 1, 0]


def test_a_form_from_elsewhere_changes_nothing(house: House) -> None:
    house.listed()
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(house.agent, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(f"/case/{Case.objects.get().id}/call/{house.address.id}")

    assert (answer.status_code, Attempt.objects.count()) == (403, 0)


def test_a_session_that_was_left_alone_has_ended(agent: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from django.conf import settings

    began = settings.WALL_CLOCK()
    assert agent.get("/").status_code == 200
    monkeypatch.setattr(settings, "WALL_CLOCK", lambda: began + timedelta(minutes=31))

    assert agent.get("/").status_code == 302


def test_a_suspended_person_opens_nothing(agent: Client, house: House) -> None:
    User.objects.filter(id=house.agent.id).update(suspended=True)

    assert agent.get("/worklist").status_code == 404


def test_what_the_browser_may_load_is_ours_alone(agent: Client) -> None:
    policy = agent.get("/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("role", Role)
def test_the_guided_day_of_a_role_leads_through_doors_that_it_may_open(house: House, role: Role) -> None:
    agency = house.agency() if role in OUTSIDE else None
    team = None if agency else house.listed().team
    user = User.objects.create(
        username="x", name="x", role=role, lender=None if agency else house.lender, agency=agency, team=team
    )
    client = client_of(user)

    assert client.get("/guide").status_code == 200
    for step in guide.days()[role]:
        assert client.get(reverse(step["door"])).status_code == 200, step


def test_every_code_has_its_words() -> None:
    from duly.desk import my_day
    from duly.rules.machines import attempt, case, complaint, dispute, hold, promise
    from duly.store.models import address, loan, party
    from duly.store.models import complaint as complaints
    from duly.store.models import dispute as disputes
    from duly.store.models import hold as holds

    machines = (attempt.ATTEMPT, case.CASE, complaint.COMPLAINT, dispute.DISPUTE, hold.HOLD, promise.PROMISE)
    wanted = {
        "roles": set(Role), "states": {state for one in machines for state in one.states}, "kinds": set(address.KINDS),
        "sources": set(address.LAWFUL), "address_states": set(address.STATES), "parties": set(party.ROLES),
        "products": set(loan.PRODUCTS), "loan_states": set(loan.STATES), "topics": set(complaints.TOPICS),
        "disputes": set(disputes.KINDS), "holds": set(holds.KINDS), "waits": set(my_day.COUNTS),
    }  # fmt: skip
    for kind, codes in wanted.items():
        assert {str(code) for code in codes} <= set(WORDS[kind]), kind


@pytest.mark.parametrize(
    ("known", "role", "said"),
    [({"deceased": True}, "heir", "遗产事宜以书面办理"), ({"capacity": "none"}, "guardian", "只联系法定监护人"),
     ({"capacity": "limited"}, "heir", "在案没有监护人的号码")],
)  # fmt: skip
def test_the_case_says_whom_nobody_calls_and_what_is_done_instead(
    house: House, known: dict[str, Any], role: str, said: str
) -> None:
    house.listed()
    theirs, case = number_of(house, role), Case.objects.get()
    is_so(house, **known)

    page = client_of(house.agent).get(f"/case/{case.id}").content.decode()
    to_call = {one for one in (theirs, house.address) if f'action="{reverse("call", args=[case.id, one.id])}"' in page}

    assert said in page
    assert to_call == ({theirs} if role == "guardian" else set())


def test_the_words_after_a_call_to_a_guardian_are_a_guardians(house: House) -> None:
    house.listed()
    theirs = number_of(house, "guardian")
    is_so(house, capacity="none")
    calling.call(user=house.agent, address=theirs, carrier=talks(), systems=UP, at=MORNING)

    client, case = client_of(house.agent), Case.objects.get()
    words = client.get(f"/case/{case.id}/script").content.decode()
    form = client.get(f"/case/{case.id}").content.decode()

    assert "法定监护人" in words
    assert "电话开场（对监护人），第 1 版" in words
    assert 'value="guardian_relief"' in form
    assert 'value="promise"' not in form


def test_in_a_demonstration_somebody_who_talks_says_something(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "DEMO", True)
    house.listed()
    calling.call(user=house.agent, address=house.address, carrier=talks(), systems=UP, at=MORNING)

    page = client_of(house.agent).get(f"/case/{Case.objects.get().id}").content.decode()

    assert any(f"<q>{said.zh}</q>" in page for said in WORDS["callee"].values())
    assert "模拟的接听" in page
