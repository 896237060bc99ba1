"""Every address of the site, for every role, about one's own matter and about another's: who gets in, and nothing else.

The addresses are read from the console's patterns and from the API's document; what is expected follows from the rights
and the reach of the role alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from duly.desk import absence, agencies, contact, examining, mandates, relieving, speaking_up, stopping, views
from duly.desk.reach import visible
from duly.rules.rights import Act, Reach, Role, may, reach
from duly.store.models import Attempt, Case, Lender, Loan, Result, User
from duly.store.models.user import OUTSIDE
from duly.web.api.document import operations
from duly.web.api.urls import API
from tests.desk import agencies as theirs
from tests.desk import deals, visits
from tests.desk.house import MORNING, UP, House
from tests.web.api.asking import WALL, Program, token_of

CONVERTER = re.compile(r"<(?:uuid|int|str|slug):\w+>")
WHY = {"because": "已核实"}
SAID = {"evidence_id": "REC-1", "told_first": True}
ON, UNTIL = "2026-12-01", "2026-12-09"
NEW_PLAN = {"months": 6, "first_due_on": "2026-12-25", "blocks": ["balance"], "willingness_recorded": True}
BODIES: dict[str, dict[str, Any]] = {  # what an operation is sent, where it takes a body; about the matter of the ids
    "clear": {
        "caller_id": "95000", "institution_named": True, "recording_stated": True, "discloses_debt": False,
        "recording": "up",
    },
    "write_note": {"text": "承诺周五还款"}, "complain": {"topic": "conduct"}, "dispute": {"kind": "amount"},
    "hold": {"kind": "care", "days": 3}, "opt_out": {"channels": ["text"]}, "tell_outcome": {"outcome": "busy"},
    "write_result": {"code": "no_answer"}, "decide": {"answer": "grant", **WHY}, "withdraw_approval": WHY,
    "ask_erasure": WHY, "propose_plan": NEW_PLAN | WHY, "work_out_plan": NEW_PLAN,
    "request_waiver": {"items": [{"instalment": 1, "part": "penalty", "amount_minor": 100}], "ground": "hardship", **WHY},
    "request_settlement": {"amount_minor": 100_000, "pay_by": UNTIL, **WHY},
    **dict.fromkeys(("accept_plan", "sign_plan", "accept_settlement"), SAID),
    **dict.fromkeys(("lift_hold", "withdraw_plan", "withdraw_settlement", "withdraw_waiver", "give_up_plan"), WHY),
    "settlement_certificate": {
        "borrower": "王小明", "contract_end": "3086", "certificate_number": "JQ-1", "hotline": "95000",
    },
    "report_hardship": {"reason": "illness"}, "move_hardship": {"event": "ask_evidence", **WHY},
    "decide_hardship": {"event": "decline", **WHY}, "move_matter": {"event": "answer", "text": "已核实并更正"},
    "take_more_time": {"notice": "还需时间核实", "told_on": "2026-11-25", **WHY},
    "find_people": {"field": "name", "value": "王小明"}, "evidence_pack": {"purpose": "监管检查"},
    "hand_over": {"team": "T1", **WHY}, "reassign": {"team": "T1", **WHY},
    "be_away": {"from_on": ON, "until_on": UNTIL},
    "score_call": {"marks": {}, "feedback": "开场清楚", "seq": 1},
    "begin_exam": {"products": ["consumer_loan"], "channels": ["phone_call"]}, "answer_exam": {"place": 1, "chosen": 0},
    "revoke_certificate": WHY, "refuse_order": {"ground": "unsafe", "ordered": "单独上门", **WHY},
    "come": {"done": "已到场"}, "tell_tip": {"text": "夜里也在打电话", "named": False},
    "enter_agency": {}, "ask_listing": {"verb": "unpublish", **WHY}, "carry_out_listing": {"verb": "unpublish"},
    "end_agency": WHY, "ask_placement": {"loans": ["LN2"], **WHY}, "notified": {"sent_on": "2026-11-25", "proof_id": "E1"},
    "issue_mandate": {"agent": 999_999, "until": UNTIL}, "revoke_mandate": WHY, "recall": WHY, "give_back": WHY,
    "add_staff": {"username": "new", "name": "新人", "role": "auditor"},
    "order_visit": {
        "address": "00000000-0000-4000-8000-000000000000", "purpose": "relief", "place": "home", "first": 1, "second": 2,
        "from_at": "2026-11-27T10:00:00+08:00", "until_at": "2026-11-27T11:00:00+08:00",
        "recorder": "00000000-0000-4000-8000-000000000000", **WHY,
    },
    "announce_visit": {"proof_id": "E1", "sent_at": "2026-11-25T10:00:00+08:00"}, "call_off_visit": WHY,
    "set_out": {"place": ""}, "arrive": {"place": ""},
    "start_visit": {"recorder_runs": True, "plainly_dressed": True},
    "tell_visit": {"code": "door_nobody", "id_shown": False},
    "check_recorder": {"audio": True, "video": True}, "keep_recording": {"file_id": "NAS-1", "sha256": "a" * 64},
    "ask_visits": WHY, "switch_visits_on": {}, "switch_visits_off": WHY, "enter_recorder": {"serial": "REC-9"},
    "change_staff": {"role": "auditor", "suspended": False},
}  # fmt: skip
NOT_THEIRS = {  # another person's attempt, what nobody asked for or reported, and what lies with nobody's agency
    "depart", "number", "tell_outcome", "decide", "withdraw_approval", "accept_plan", "sign_plan", "accept_settlement",
    "lift_hold", "offer_settlement", "book_waiver", "withdraw_plan", "withdraw_settlement", "withdraw_waiver",
    "give_up_plan", "move_hardship", "decide_hardship", "matter", "move_matter", "take_more_time", "quality_call", "score_call",
    "exam", "answer_exam", "issue_certificates", "revoke_certificate", "come", "be_back", "agency_file", "placements",
    "enter_agency", "ask_listing", "carry_out_listing", "end_agency", "ask_placement", "carry_out_placement",
    "notified", "issue_mandate", "mandate", "mandate_on_paper", "revoke_mandate", "recall", "give_back", "night_report",
    "visit", "announce_visit", "call_off_visit", "set_out", "arrive", "start_visit", "tell_visit",
    "check_recorder", "keep_recording",
    "unmask", "named_script", "ask_erasure", "erase",  # nothing of them is in the vault
}  # fmt: skip
NARROWER: dict[str, Callable[[User], bool]] = {  # what asks for more than one act, or for one of two
    "agency-files": lambda user: may(user.role, Act.AGENCIES) or may(user.role, Act.PLACE),
    "placed": lambda user: user.agency_id is not None,
    "case/<uuid:case_id>/assign": lambda user: user.agency_id is None,  # to teams of the house
    "assignment": lambda user: user.agency_id is None, "reassign": lambda user: user.agency_id is None,
    **dict.fromkeys(("hand_over", "person", "be_away"), lambda user: user.agency_id is None),  # of the house's agent
}  # fmt: skip
NEED_AN_ACCOUNT = {  # and no business day has been closed here
    "propose_plan", "request_waiver", "request_settlement", "work_out_plan", "statement", "statement_file",
    "settlement_certificate",
}  # fmt: skip
NOT_NOW = NEED_AN_ACCOUNT | {"prove_unreachable"}  # nor is the address a contact person's
OPEN_TO_ALL_WHO_WORK_HERE = {
    "me", "codes", "rules", "public_agencies", "mandate", "mandate_on_paper",
    "refuse_order", "raise_alarm", "tell_tip",
}  # fmt: skip
QUERIES = {  # what an operation cannot do without
    "find_cases": "?ref=nobody", "find_chain": "?ref=nobody", "refused_by": "?rule=CN-TIME-01", "valid_certificates": "?q=x",
    "unmask": "?field=name&purpose=answer",
}  # fmt: skip
NAMED = re.compile(r"<\w+:(\w+)>|\{(\w+)\}")


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
    """A borrower with a case and an attempt; in another team, of another lender, all that an address can be about."""
    house = House.opened(no)
    house.listed(no)
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    ids: dict[str, Any] = {
        "case_id": Case.objects.get(borrower=house.borrower).id, "address_id": house.address.id,
        "loan_id": house.loan.id, "attempt_id": made.id, "clearance_id": made.clearance_id,
        "borrower_id": house.borrower.id, "user_id": house.agent.id, "chapter": "hours", "kind": "complaint",
        "rule": "CN-TIME-01", "on": "2026-11-24", "of": house.borrower.id, "field": "name", **NOBODYS,
    }  # fmt: skip
    if team:
        ids |= _all_there_is(house, made, team)
    return Matter(house, ids)


def _all_there_is(house: House, made: Attempt, team: str) -> dict[str, Any]:
    """One of everything about the borrower and the agent, who are of another team, and about another lender's agency."""
    at: Any = {"at": MORNING, "by": house.agent}
    result = Result.objects.create(borrower=house.borrower, attempt=made, code="no_answer", **at)
    plan, waiver, settled = deals.proposed(house), deals.waived(house, 100_000), deals.settlement(house)
    exam = examining.begin(products=["consumer_loan"], channels=["phone_call"], region="", law=deals.LAW, **at)
    alarm = speaking_up.alarm(**at)
    visit = visits.ordered(house)
    placed = _with_another_lender(house)
    with stopping.locked(house.borrower.id) as borrower:
        stops = {
            "hold_id": stopping.hold(borrower, kind="care", days=3, **at),
            "noun_id": stopping.complain(borrower, topic="conduct", **at),
            "hardship_id": relieving.report(borrower, reason="illness", **at),
        }
    house.assign_to(team)
    User.objects.filter(id=house.agent.id).update(team=team)
    lead = deals.person(Role.LEAD, 7, team_id=team)
    away = absence.be_away(
        of=house.agent.id, from_on=date(2026, 12, 1), until_on=date(2026, 12, 2), substitute=None, at=MORNING, by=lead
    )
    return placed | {name: one.id for name, one in stops.items()} | {
        "result_id": result.id, "plan_id": plan.id, "waiver_id": waiver.id, "settlement_id": settled.id,
        "visit_id": visit.id, "recorder_id": visit.recorder_id, "row_id": plan.id, "exam_id": exam.id,
        "alarm_id": alarm.id, "absence_id": away.id, "view_id": views.keep(house.agent, "worklist", "我的", {}).id,
    }  # fmt: skip


def _with_another_lender(house: House) -> dict[str, Any]:
    """The loan is that of another lender, and placed with its agency: the file, a mandate, and what waits there."""
    other = Lender.objects.create(
        id="L2", name="另一家银行", kind="bank", hotline="95001", complaint_line="400-100-2002", caller_ids=[], accounts=[],
        payment_channels=["app"],
    )  # fmt: skip
    agency = theirs.in_order(replace(house, lender=other), "A9")
    Loan.objects.filter(id=house.loan.id).update(creditor=other)
    placement = theirs.place(replace(house, lender=other), agency, house.loan.ref or "").placements[0]
    agent = theirs.somebody(house, Role.AGENCY_AGENT, 9, agency)
    strategy, compliance = (User.objects.get(username=name) for name in ("strategy", "compliance"))
    mandate = mandates.issue(agent.id, until=date(2026, 12, 9), at=MORNING, by=strategy)
    waits = agencies.ask_listing(agency.id, "unpublish", "不再合作", at=MORNING, by=compliance)
    return {
        "agency_id": agency.id, "placement_id": placement.id, "code": mandate.code, "approval_id": waits.id,
    }  # fmt: skip


NOBODYS: dict[str, Any] = {  # of which there is none such
    **{
        f"{name}_id": uuid4()
        for name in ("result", "hold", "noun", "hardship", "plan", "waiver", "settlement", "row", "exam", "alarm",
                     "placement", "approval", "visit", "recorder")
    },
    "absence_id": 999_998, "certificate_id": 999_997, "view_id": 999_996, "agency_id": "A0", "code": "0123456789abcdef", "do": "nothing",
}  # fmt: skip
OF_ANOTHER_LENDER = {"agency_id", "placement_id", "approval_id"}
OF_A_TEAM = {"user_id", "absence_id", "alarm_id"}
OF_NOBODY_ELSE = {"exam_id", "view_id"}  # one's own, or of those whose certificates one issues: here neither
OF_ALL = {"chapter", "kind", "rule", "on", "certificate_id", "recorder_id", "do", "field"}


def is_hidden(where: str, name: str, foreign: Matter, user: User) -> bool:
    """Whether an address names something that this person may know nothing of."""
    named = {found[0] or found[1] for found in NAMED.findall(where)} | ({"address_id"} if name == "clear" else set())
    is_code = "code" in named and ("paper" in where or name == "revoke_mandate")  # whether one stands anybody may ask
    if is_code or named & (OF_ANOTHER_LENDER | OF_NOBODY_ELSE):
        return True
    if named & OF_A_TEAM and not is_of_the_staff(where) and reach(user.role) is not Reach.ALL:
        return True
    about = named - OF_ANOTHER_LENDER - OF_A_TEAM - OF_NOBODY_ELSE - OF_ALL - {"code"}
    return bool(about) and not visible(user).filter(id=foreign.house.borrower.id).exists()


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
    return "/" + NAMED.sub(lambda found: str(ids[found[1] or found[2]]), path).lstrip("/")


def is_of_the_staff(path: str) -> bool:
    """Whether an address is about whoever works here: for whoever keeps the staff, nobody of them is a stranger."""
    return path.startswith(("staff/", "/api/v1/staff/"))


def is_about_somebody(path: str) -> bool:
    """Whether an address names a matter, or somebody of a team."""
    return bool(CONVERTER.search(path) or "{" in path) and not is_of_the_staff(path)


def has_the_rights(role: Role, said: dict[str, Any]) -> bool:
    """Whether a role has every right that an operation asks for, and one of those of which it asks for one."""
    one_of = said.get("x-needs-one-of", ())
    return all(may(role, Act(act)) for act in said["x-needs"]) and (
        not one_of or any(may(role, Act(act)) for act in one_of)
    )


def test_every_page_says_what_it_needs_and_every_operation_too() -> None:
    assert [where for where, page in PAGES.items() if not hasattr(page, "needs")] == []
    rights = {act.value for act in Act}
    asked = {name: {*said["x-needs"], *said.get("x-needs-one-of", ())} for name, (_, _, said) in OPERATIONS.items()}
    assert [name for name, acts in asked.items() if not acts <= rights] == []
    assert {name for name, acts in asked.items() if not acts} == OPEN_TO_ALL_WHO_WORK_HERE
    assert len(PAGES) > 15


def test_every_operation_is_asked_here() -> None:
    """A new one needs its line above before it can be called proved."""
    takes_body = {name for name, (_, _, said) in OPERATIONS.items() if "requestBody" in said}
    known = {*matter(1).ids, *NOBODYS}

    assert takes_body == set(BODIES)
    for where in [*PAGES, *(path for _, path, _ in OPERATIONS.values())]:
        assert {one or other for one, other in NAMED.findall(where)} <= known, where


@pytest.mark.parametrize("role", Role)
def test_of_a_foreign_matter_the_api_says_what_it_says_of_none(role: Role) -> None:
    mine, foreign = matter(1), matter(2, team="T2")
    user = somebody(role, mine.house)
    program = Program(token_of(user))
    secrets = _secrets(foreign)

    for name, (method, path, said) in OPERATIONS.items():
        allowed, hidden = has_the_rights(role, said), is_hidden(path, name, foreign, user)
        told = [_asked(program, name, method, path, ids) for ids in (foreign.ids, _nobodys(foreign.ids))]
        if not allowed or hidden:
            assert [one.status_code for one in told] == [404 if allowed else 403] * 2, (name, told[0].content)
            assert _whole(told[0]) == _whole(told[1]), name
            assert not [one for one in secrets if one in told[0].content.decode()], name


@pytest.mark.parametrize("role", Role)
def test_what_is_foreign_is_not_found_beside_what_is_ones_own_either(role: Role) -> None:
    """An address that names two things is asked with one's own first, and the foreign one, or none such, second."""
    mine, foreign = matter(1), matter(2, team="T2")
    user = somebody(role, mine.house)
    program = Program(token_of(user))
    own = mine.ids | {"agency_id": "A1"}
    mine.house.agency()

    for name, (method, path, said) in OPERATIONS.items():
        named = [found[0] or found[1] for found in NAMED.findall(path)]
        if len(named) < 2 or named[0] == "kind" or not has_the_rights(role, said):
            continue
        last = named[-1]
        told = [
            _asked(program, name, method, path, own | {last: one})
            for one in (foreign.ids[last], _nobodys(foreign.ids)[last])
        ]
        assert [one.status_code for one in told] == [404, 404], (name, told[0].content)
        assert _whole(told[0]) == _whole(told[1]), name


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
        is_of_all = {one or other for one, other in NAMED.findall(path)} <= OF_ALL and name != "clear"
        is_seen = is_of_all or visible(user).filter(id=own.house.borrower.id).exists()
        is_theirs = is_seen and NARROWER.get(name, _anybody)(user)
        if not has_the_rights(role, said):
            assert told.status_code == 403, name
        elif name in NOT_THEIRS or not is_theirs:
            assert told.status_code == 404, (name, told.content)
        elif name in NOT_NOW:
            assert told.status_code == 409, (name, told.content)
        else:
            assert told.status_code in (200, 201, *((422,) if name in ("write_result", "order_visit") else ())), (
                name,
                told.content,
            )


@pytest.mark.parametrize("role", Role)
def test_of_a_foreign_matter_the_console_says_what_it_says_of_none(role: Role) -> None:
    mine, foreign = matter(1), matter(2, team="T2")
    user = somebody(role, mine.house)
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    secrets = _secrets(foreign)

    for where, page in PAGES.items():
        if page.needs is None:
            continue
        allowed, hidden = all(may(role, act) for act in page.needs), is_hidden(where, "", foreign, user)
        for method in ("get", "post"):
            told = [
                getattr(client, method)(filled(where, ids), {"q": "B2"}) for ids in (foreign.ids, _nobodys(foreign.ids))
            ]
            if told[0].status_code == 405:
                continue
            if not allowed or hidden:
                assert [one.status_code for one in told] == [404, 404], (method, where)
                assert _whole(told[0]) == _whole(told[1]), (method, where)
                assert not [one for one in secrets if one in _plain(told[0])], (method, where)


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
        opens = opens and NARROWER.get(where, _anybody)(user)
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


def _anybody(_user: User) -> bool:
    return True


def _nobodys(ids: dict[str, Any]) -> dict[str, Any]:
    """Ids of nothing that there is, each of the shape of the real one."""
    return ids | {
        name: NOBODYS.get(name, uuid4() if isinstance(one, UUID) else 999_999)
        for name, one in ids.items()
        if name not in OF_ALL
    }


def _asked(program: Program, name: str, method: str, path: str, ids: dict[str, Any]) -> Any:
    body = dict(BODIES.get(name, {}))
    if name == "clear":
        body["address"] = str(ids["address_id"])
    sent = body if name in BODIES else None
    return program.ask(method, filled(path, ids) + QUERIES.get(name, ""), sent, tag="*")


def _plain(answer: Any) -> str:
    """A page without what is drawn anew for each, and without the address that was asked for."""
    return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", answer.content.decode())


def _whole(answer: Any) -> tuple[int, dict[str, str], str]:
    """Everything of an answer that could give something away: status, headers, body."""
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}  # the body tells it
    return answer.status_code, headers, _plain(answer)
