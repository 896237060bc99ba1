"""Who may be called where the borrower has died or lacks capacity: the legal guardian of the living, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from duly.desk import calling, case_file, outcomes
from duly.desk.contact import Refused
from duly.desk.outcomes import BadResult, Told
from duly.rules.results import groups, results, talked_to_them
from duly.store.models import Address, Attempt, Borrower, Hold, Party, Promise
from tests.desk.house import MORNING, UP, House, talks

LATER = MORNING + timedelta(minutes=5)


def is_so(house: House, **known: Any) -> None:
    """What is known of the borrower from now on."""
    house.borrower.refresh_from_db()
    heeded = house.borrower.heeded + 1
    Borrower.objects.filter(id=house.borrower.id).update(heeded=heeded, **known)
    house.borrower.refresh_from_db()


def number_of(house: House, role: str, **terms: Any) -> Address:
    """The number of another person in the matter."""
    house.listed()
    party = Party.objects.create(borrower=house.borrower, role=role, terms=terms)
    return Address.objects.create(
        borrower=house.borrower, party=party, kind="mobile", source="contract", reserved=True, token=f"{role:0>64}"
    )


def call(house: House, address: Address) -> Attempt | Refused:
    return calling.call(user=house.agent, address=address, carrier=talks(), systems=UP, at=MORNING)


def rules_of(refused: Attempt | Refused) -> list[str]:
    assert isinstance(refused, Refused)
    return [rule["id"] for rule in refused.clearance.answer["rules"]]


@pytest.mark.parametrize("capacity", ["none", "limited"])
def test_the_guardian_of_a_borrower_without_capacity_may_be_called_and_the_borrower_not(
    house: House, capacity: str
) -> None:
    theirs = number_of(house, "guardian")
    is_so(house, capacity=capacity)

    assert rules_of(call(house, house.address)) == ["CN-PARTY-14"]
    assert isinstance(call(house, theirs), Attempt)


@pytest.mark.parametrize(
    "known", [{"capacity": "full"}, {"capacity": None}, {"capacity": "none", "deceased": True},
              {"capacity": "none", "deceased": None}],
)  # fmt: skip
def test_nobody_is_called_as_a_guardian_of_who_needs_none(house: House, known: dict[str, Any]) -> None:
    theirs = number_of(house, "guardian")
    is_so(house, **known)

    assert "CN-PARTY-14" in rules_of(call(house, theirs))


@pytest.mark.parametrize("role", ["heir", "estate_administrator"])
def test_nobody_is_called_to_collect_from_an_estate_even_where_its_procedure_is_on_file(
    house: House, role: str
) -> None:
    estate = {"status": "accepted", "value_received": 10_000_000, "procedure_id": "YC-1"}
    theirs = number_of(house, role, estate=estate)
    is_so(house, deceased=True)

    assert rules_of(call(house, theirs)) == ["CN-PARTY-13"]


@pytest.mark.parametrize("known", [{"deceased": True}, {"capacity": "none"}, {"capacity": "limited"}])
def test_no_contact_person_is_asked_to_pass_on_what_nobody_can_hear(house: House, known: dict[str, Any]) -> None:
    house.listed()
    theirs = house.contact()
    is_so(house, **known)

    assert rules_of(call(house, theirs)) == ["CN-PARTY-05"]


def guarded(house: House) -> Attempt:
    """The guardian was called and talked."""
    theirs = number_of(house, "guardian")
    is_so(house, capacity="none")
    made = call(house, theirs)
    assert isinstance(made, Attempt)
    return made


OF_A_GUARDIAN = [one.code for one in results().values() if one.group == "guardian"]


@pytest.mark.parametrize("code", OF_A_GUARDIAN)
def test_every_result_of_a_guardian_closes_the_call_and_is_no_word_of_the_borrower(house: House, code: str) -> None:
    made = guarded(house)

    outcomes.write(attempt=made, told=Told(code, topic="conduct"), at=LATER, by=house.agent)

    made.refresh_from_db()
    assert made.state == "closed"
    assert not talked_to_them(code)
    assert case_file.role_of(made) == "guardian"


@pytest.mark.parametrize("code", ["promise", "leave_me", "refuses", "passes_on"])
def test_a_guardian_promises_nothing_and_passes_nothing_on(house: House, code: str) -> None:
    with pytest.raises(BadResult, match="code"):
        outcomes.write(attempt=guarded(house), told=Told(code), at=LATER, by=house.agent)
    assert not Promise.objects.exists()


@pytest.mark.parametrize("code", OF_A_GUARDIAN)
def test_a_borrower_has_no_result_of_a_guardian(house: House, code: str) -> None:
    house.listed()
    made = call(house, house.address)
    assert isinstance(made, Attempt)
    with pytest.raises(BadResult, match="code"):
        outcomes.write(attempt=made, told=Told(code, topic="conduct"), at=LATER, by=house.agent)


def test_a_guardian_who_asks_not_to_be_called_is_not_called_again(house: House) -> None:
    made = guarded(house)
    outcomes.write(attempt=made, told=Told("guardian_refuses"), at=LATER, by=house.agent)

    tomorrow = MORNING + timedelta(days=1)
    again = calling.call(user=house.agent, address=made.address, carrier=talks(), systems=UP, at=tomorrow)

    assert "CN-PARTY-07" in rules_of(again)


def test_relief_that_a_guardian_asks_for_stops_collection_at_once(house: House) -> None:
    outcomes.write(attempt=guarded(house), told=Told("guardian_relief", reason="illness"), at=LATER, by=house.agent)

    assert Hold.objects.filter(borrower=house.borrower, kind="hardship").count() == 1


def test_a_guardian_who_is_none_is_nobody_to_call(house: House) -> None:
    made = guarded(house)
    outcomes.write(attempt=made, told=Told("guardian_denies"), at=LATER, by=house.agent)

    made.address.refresh_from_db()
    assert made.address.state == "reassigned"
    assert groups()["guardian"].fits("reached", "guardian")


@pytest.mark.parametrize(
    ("capacity", "whom"), [("full", ""), (None, ""), ("limited", "guardian"), ("none", "guardian")]
)
def test_before_anybody_is_called_the_words_are_for_whoever_may_be(
    house: House, capacity: str | None, whom: str
) -> None:
    is_so(house, capacity=capacity)

    assert case_file.hears(house.borrower, house.agent) == whom
