"""Every address of the site, for every role, about one's own matter and about another's: who gets in, and nothing else.

The addresses are read from the console's patterns and from the API's document; what is expected follows from the rights
and the reach of the role alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from duly.desk import contact, stopping
from duly.desk.reach import visible
from duly.rules.rights import Act, Role, may
from duly.store.models import Attempt, Case, Result, User
from duly.store.models.user import OUTSIDE
from duly.web.api.document import operations
from duly.web.api.urls import API
from tests.desk.house import MORNING, UP, House
from tests.web.api.asking import WALL, Program, token_of

CONVERTER = re.compile(r"<(?:uuid|int):\w+>")
BODIES = {  # what an operation is sent, where it takes a body; about the matter of the ids
    "clear": {
        "caller_id": "95000", "institution_named": True, "recording_stated": True, "discloses_debt": False,
        "recording": "up",
    },
    "write_note": {"text": "承诺周五还款"}, "complain": {"topic": "conduct"}, "dispute": {"kind": "amount"},
    "hold": {"kind": "care", "days": 3}, "opt_out": {"channels": ["text"]}, "tell_outcome": {"outcome": "busy"},
    "write_result": {"code": "no_answer"}, "decide": {"answer": "grant", "because": "符合"},
    "propose_plan": {"months": 6, "first_due_on": "2026-12-25", "blocks": ["balance"], "willingness_recorded": True,
                     "because": "收入减少"},
    "request_waiver": {"items": [{"instalment": 1, "part": "penalty", "amount_minor": 100}], "ground": "hardship",
                       "because": "收入减少"},
    "request_settlement": {"amount_minor": 100_000, "pay_by": "2026-12-09", "because": "收入减少"},
    "accept_plan": {"evidence_id": "REC-1", "told_first": True},
    "sign_plan": {"evidence_id": "REC-1", "told_first": True},
    "accept_settlement": {"evidence_id": "REC-1", "told_first": True}, "lift_hold": {"because": "已核实"},
}  # fmt: skip
NOT_THEIRS = (  # another person's attempt, and what nobody asked for
    "depart", "number", "tell_outcome", "decide", "accept_plan", "sign_plan", "accept_settlement",
    "lift_hold",
)  # fmt: skip
NARROWER: dict[str, Callable[[User], bool]] = {  # pages that ask for more than one act, or for one of two
    "agency-files": lambda user: may(user.role, Act.AGENCIES) or may(user.role, Act.PLACE),
    "placed": lambda user: user.agency_id is not None,
    "case/<uuid:case_id>/assign": lambda user: user.agency_id is None,  # to teams of the house
}
NEED_AN_ACCOUNT = ("propose_plan", "request_waiver", "request_settlement")  # and no business day has been closed here
OF_THE_HOUSE = {"me", "codes", "worklist", "take_next", "put_back", "find_cases", "house_record", "approvals"}


@dataclass(frozen=True)
class Matter:
    """One borrower's matter: what an address about it is filled with."""

    house: House
    ids: dict[str, Any]


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CLOCK", lambda: MORNING)
    monkeypatch.setattr(settings, "WALL_CLOCK", lambda: WALL)
    monkeypatch.setenv("DULY_DEMO", "1")


def matter(no: int, team: str = "") -> Matter:
    """A borrower with a case, an attempt and, in another team, all that a page can be about."""
    house = House.opened(no)
    house.listed(no)
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    ids = {
        "case_id": Case.objects.get(borrower=house.borrower).id, "address_id": house.address.id,
        "loan_id": house.loan.id, "attempt_id": made.id, "clearance_id": made.clearance_id, "row_id": uuid4(),
        "approval_id": uuid4(), "chapter": "hours", "alarm_id": uuid4(), "exam_id": uuid4(), "certificate_id": 10**6, "borrower_id": house.borrower.id, "user_id": house.agent.id, "absence_id": 1,
        "kind": "complaint", "rule": "CN-TIME-01", "on": "2026-11-24", "placement_id": uuid4(), "agency_id": "A9", "code": "none",
        "visit_id": uuid4(), "recorder_id": uuid4(), "do": "nothing",
    }  # fmt: skip
    if team:
        at = {"at": MORNING, "by": house.agent}
        ids["result_id"] = Result.objects.create(borrower=house.borrower, attempt=made, code="no_answer", **at).id
        ids["hold_id"] = stopping.hold(house.borrower, kind="care", days=3, **at).id
        ids["noun_id"] = stopping.complain(house.borrower, topic="conduct", **at).id
        house.assign_to(team)
        User.objects.filter(id=house.agent.id).update(team=team)
    else:
        ids |= dict.fromkeys(("result_id", "hold_id", "noun_id"), uuid4())
    return Matter(house, ids)


def somebody(role: Role, house: House) -> User:
    """A person of the role: of the team, or of the agency, with which the first matter lies."""
    is_outside = role in OUTSIDE
    agency = house.agency() if is_outside else None
    if agency is not None:
        house.loan.placed_with = agency
        house.loan.save()
    return User.objects.create(
        username=f"a-{role}", name="某人", role=role, lender=None if agency else house.lender, agency=agency,
        team=house.agent.team,
    )  # fmt: skip


def pages(patterns: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the site but the API's, with the page behind it."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        where = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from pages(one.url_patterns, where)
        elif isinstance(one, URLPattern) and not where.startswith(("api/", "^api/")):
            yield where, one.callback


PAGES = dict(pages())
OPERATIONS = {said["operationId"]: (method, path, said) for method, path, said in operations(API)}


def filled(path: str, ids: dict[str, Any]) -> str:
    """An address about one matter."""
    return "/" + re.sub(r"<\w+:(\w+)>|\{(\w+)\}", lambda found: str(ids[found[1] or found[2]]), path).lstrip("/")


def is_about_somebody(path: str) -> bool:
    """Whether an address names a matter, or somebody of a team; who works in the house is whoever keeps the staff's."""
    return bool(CONVERTER.search(path) or "{" in path) and not path.startswith("staff/")


def test_every_page_says_what_it_needs_and_every_operation_too() -> None:
    assert [where for where, page in PAGES.items() if not hasattr(page, "needs")] == []
    assert [
        name for name, (_, _, said) in OPERATIONS.items() if not {*said["x-needs"]} <= {act.value for act in Act}
    ] == []
    assert {name for name, (_, _, said) in OPERATIONS.items() if not said["x-needs"]} == {"me", "codes"}
    assert len(PAGES) > 15


def test_every_operation_is_asked_here() -> None:
    """A new one needs its line above before it can be called proved."""
    takes_body = {name for name, (_, _, said) in OPERATIONS.items() if "requestBody" in said}

    assert takes_body == set(BODIES)
    assert {name for name, (_, path, _) in OPERATIONS.items() if "{" not in path} == OF_THE_HOUSE | {"clear"}


@pytest.mark.parametrize("role", Role)
def test_of_a_foreign_matter_the_api_says_what_it_says_of_none(role: Role) -> None:
    mine, foreign = matter(1), matter(2, team="T2")
    user = somebody(role, mine.house)
    program = Program(token_of(user))
    is_foreign = not visible(user).filter(id=foreign.house.borrower.id).exists()
    secrets = _secrets(foreign)

    for name, (method, path, said) in OPERATIONS.items():
        allowed = all(may(role, Act(act)) for act in said["x-needs"])
        of_foreign, of_nobody = (
            _asked(program, name, method, path, ids) for ids in (foreign.ids, _nobodys(foreign.ids))
        )
        if not allowed:
            assert (of_foreign.status_code, of_nobody.status_code) == (403, 403), name
        elif is_foreign and (is_about_somebody(path) or name == "clear"):
            assert (of_foreign.status_code, of_nobody.status_code) == (404, 404), name
        assert not is_foreign or of_foreign.content == of_nobody.content or name in OF_THE_HOUSE, name
        if is_foreign or not allowed:
            assert not [one for one in secrets if one in of_foreign.content.decode()], name


@pytest.mark.parametrize("role", Role)
def test_about_their_own_matter_whoever_has_the_right_is_let_in(role: Role) -> None:
    house = matter(9).house
    user = somebody(role, house)
    program = Program(token_of(user))

    for no, (name, (method, path, said)) in enumerate(OPERATIONS.items(), 10):
        if not (is_about_somebody(path) or name == "clear"):
            continue
        own = matter(no)
        if user.agency:
            own.house.loan.placed_with = user.agency
            own.house.loan.save()
        told = _asked(program, name, method, path, own.ids)
        allowed = all(may(role, Act(act)) for act in said["x-needs"])
        if not allowed:
            assert told.status_code == 403, name
        elif name in NOT_THEIRS or not visible(user).filter(id=own.house.borrower.id).exists():
            assert told.status_code == 404, name
        else:
            assert told.status_code in (
                200,
                201,
                *((422,) if name == "write_result" else (409,) if name in NEED_AN_ACCOUNT else ()),
            ), (name, told.content)


@pytest.mark.parametrize("role", Role)
def test_of_a_foreign_matter_the_console_says_what_it_says_of_none(role: Role) -> None:
    mine, foreign = matter(1), matter(2, team="T2")
    user = somebody(role, mine.house)
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    is_foreign = not visible(user).filter(id=foreign.house.borrower.id).exists()
    secrets = _secrets(foreign)

    for where, page in PAGES.items():
        if page.needs is None:
            continue
        allowed = all(may(role, act) for act in page.needs)
        for method in ("get", "post"):
            told, of_nobody = (
                getattr(client, method)(filled(where, ids), {"q": "B2"}) for ids in (foreign.ids, _nobodys(foreign.ids))
            )
            if told.status_code == 405:
                continue
            if not allowed or (is_foreign and is_about_somebody(where)):
                assert (told.status_code, of_nobody.status_code) == (404, 404), (method, where)
                assert _plain(told) == _plain(of_nobody), (method, where)
            if is_foreign or not allowed:
                shown = _plain(told)
                assert not [one for one in secrets if one in shown], (method, where)


@pytest.mark.parametrize("role", Role)
def test_about_their_own_case_whoever_has_the_right_opens_its_pages(role: Role) -> None:
    own = matter(1)
    user = somebody(role, own.house)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    is_seen = visible(user).filter(id=own.house.borrower.id).exists()

    for where, page in PAGES.items():
        if page.needs is None or set(re.findall(r"<\w+:(\w+)>", where)) - {"case_id", "loan_id", "borrower_id"}:
            continue
        opens = all(may(role, act) for act in page.needs) and (is_seen or not is_about_somebody(where))
        opens = opens and NARROWER.get(where, lambda _: True)(user)
        assert client.get(filled(where, own.ids)).status_code in ((200, 302, 405) if opens else (404, 405)), where


def test_whoever_is_nobody_gets_in_nowhere() -> None:
    own = matter(1)
    client, program = Client(SERVER_NAME="localhost"), Program()

    for where, page in PAGES.items():
        if page.needs is not None:
            told = client.get(filled(where, own.ids))
            assert told.status_code in (302, 405), where
            assert not [one for one in _secrets(own) if one in told.content.decode()], where
    for name, (method, path, _) in OPERATIONS.items():
        assert _asked(program, name, method, path, own.ids).status_code == 401, name


def _secrets(of: Matter) -> list[str]:
    """What would give the matter away."""
    return [str(of.house.borrower.id), of.house.loan.ref, of.house.address.token]


def _nobodys(ids: dict[str, Any]) -> dict[str, Any]:
    return {
        name: one if isinstance(one, str) else 999_999 if isinstance(one, int) else uuid4() for name, one in ids.items()
    }


def _asked(program: Program, name: str, method: str, path: str, ids: dict[str, Any]) -> Any:
    body = dict(BODIES.get(name, {}))
    if name == "clear":
        body["address"] = str(ids["address_id"])
    query = "?ref=nobody" if name == "find_cases" else ""
    return program.ask(method, filled(path, ids) + query, body or None, tag='"0"')


def _plain(answer: Any) -> str:
    """A page without what is drawn anew for each, and without the address that was asked for."""
    return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", answer.content.decode())
