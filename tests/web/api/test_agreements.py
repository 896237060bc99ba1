"""Plans, waivers, settlements, their second person, and the end of a hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from duly.core.day import instant_of
from duly.desk import stopping
from duly.nightly import accounts, business_day
from duly.nightly.closed import opened
from duly.rules.rights import Role
from duly.store.models import Approval, Borrower, Case, Hold, Loan, Plan, Settlement, Waiver
from tests.desk.deals import ALL_BLOCKS, BUDGET, may_call, person, proposed, settlement
from tests.desk.house import MORNING, House
from tests.homes import DAY, lay, small_book
from tests.nightly.test_accounts import Unwatched
from tests.web.api.asking import Program, token_of

PLAN = {
    "months": 12, "first_due_on": "2026-10-30", "blocks": ALL_BLOCKS, "hardship_evidence_id": "E1",
    "willingness_recorded": True, "budget": BUDGET, "because": "收入减少",
}  # fmt: skip
YES = {"evidence_id": "REC-1", "told_first": True}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A home whose business day was closed."""
    home = lay(tmp_path_factory.mktemp("book") / "home", small_book())
    business_day.close(home, DAY, watcher=Unwatched())
    return home


@pytest.fixture()
def booked(house: House, place: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The house's borrower and loan are ones of the book, on the day after it was closed; the address of the loan."""
    monkeypatch.setenv("DULY_HOME", str(place.path))
    monkeypatch.setattr(settings, "CLOCK", lambda: instant_of(DAY, 610))
    with opened(place, DAY) as closed:
        (borrower,) = closed.reading.engine.execute(
            "SELECT borrower_id FROM aging WHERE dpd > 5 ORDER BY 1 LIMIT 1"
        ).fetchone()
        question = accounts.statement_question(closed, borrower)
    Borrower.objects.filter(id=house.borrower.id).update(ref=borrower, heeded=house.borrower.heeded + 1)
    Loan.objects.filter(id=house.loan.id).update(ref=question["debts"][0]["id"])
    house.listed()
    return f"/cases/{Case.objects.get().id}/loans/{house.loan.id}"


def test_a_plan_is_offered_on_the_account_as_the_book_tells_it(house: House, booked: str) -> None:
    program = Program(token_of(house.agent))

    made = program.post(f"{booked}/plans", PLAN)

    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["what"], told["state"], told["instalments"]) == ("plan", Plan.objects.get().state, 12)
    assert told["said_first"]["en"]
    assert [one["id"] for one in program.get(f"{booked}/agreements").json()["items"]] == [told["id"]]


def test_what_the_desk_refuses_names_the_field_and_the_way_out(house: House, booked: str) -> None:
    program = Program(token_of(house.agent))

    refused = (
        program.post(f"{booked}/plans", PLAN | {"months": 120}), program.post(f"{booked}/plans", PLAN | {"because": " "}),
        program.post(f"{booked}/waivers", {"items": [{"instalment": 1, "part": "luck", "amount_minor": 1}], "ground": "hardship", "because": "x"}),
        program.post(f"{booked}/settlements", {"amount_minor": 10**12, "pay_by": "2026-10-09", "because": "x"}),
    )  # fmt: skip

    for one in refused:
        assert one.status_code == 422, one.content
        assert all(fault["field"] and fault["reason"] and fault["way_out"] for fault in one.json()["errors"])
    assert [noun.objects.count() for noun in (Plan, Waiver, Settlement)] == [0, 0, 0]


def test_a_loan_of_another_case_is_none(house: House, booked: str) -> None:
    other = House.opened(2)

    told = Program(token_of(house.agent)).post(f"{booked.rpartition('/')[0]}/{other.loan.id}/plans", PLAN)

    assert told.status_code == 404


def test_a_yes_is_written_on_the_plan_that_was_read_and_stops_collection(program: Program, house: House) -> None:
    plan = proposed(house)
    where, tag = f"/plans/{plan.id}", f'"{plan.moved}"'

    unheard = program.post(f"{where}/acceptance", YES | {"told_first": False}, tag=tag)
    stale = program.post(f"{where}/acceptance", YES, tag='"9"')
    accepted = program.post(f"{where}/acceptance", YES, tag=tag)
    again = program.post(f"{where}/acceptance", YES, tag=tag)
    signed = program.post(f"{where}/signature", YES, tag=accepted["ETag"])

    assert [one.status_code for one in (unheard, stale, accepted, again, signed)] == [422, 412, 200, 412, 200]
    assert unheard.json()["errors"][0]["field"] == "told_first"
    assert signed.json()["state"] == Plan.objects.get().state == "kept"
    assert not may_call(house)


def test_a_second_person_decides_and_not_the_first(program: Program, house: House) -> None:
    settlement(house)
    asked, second = Approval.objects.get(), Program(token_of(person(Role.STRATEGY)))
    where, tag, grant = (
        f"/approvals/{asked.id}/decision",
        f'"{asked.moved}"',
        {"answer": "grant", "because": "符合规定"},
    )

    by_the_first = program.post(where, grant, tag=tag)
    waiting = second.get("/approvals").json()["items"]
    stale = second.post(where, grant, tag='"7"')
    granted = second.post(where, grant, tag=tag)

    assert (by_the_first.status_code, stale.status_code) == (403, 412)
    assert [one["id"] for one in waiting] == [str(asked.id)]
    what = waiting[0]["what"]
    told = ("loan", "amount_minor", "given_up_interest_minor", "given_up_principal_minor", "pay_by_on")
    assert [what[name] for name in told] == ["LN1", 230_000, 20_000, 10_000, "2026-12-05"]
    assert granted.status_code == 200, granted.content
    assert Settlement.objects.get().state == "approved"


def test_a_hold_ends_once_with_a_reason(program: Program, house: House) -> None:
    hold = stopping.hold(house.borrower, kind="care", days=30, at=MORNING, by=house.agent)
    lead = Program(token_of(person(Role.COMPLIANCE)))
    where = f"/holds/{hold.id}/end"

    no_right = program.post(where, {"because": "已核实"}, tag='"0"')
    ended, again = (lead.post(where, {"because": "已核实"}, tag='"0"') for _ in range(2))

    assert [one.status_code for one in (no_right, ended, again)] == [403, 200, 412]
    assert (ended.json()["state"], Hold.objects.get().moved) == ("lifted", 1)
