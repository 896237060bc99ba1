"""A contact person may be turned to on proof alone that the borrower cannot be reached."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from duly.core.carrier import Receipt
from duly.desk import calling, outcomes, unreachable
from duly.desk.contact import Refused
from duly.desk.outcomes import BadResult, Told
from duly.desk.reach import NotFound
from duly.desk.unreachable import Unproven
from duly.store.models import Address, Attempt, Entry, Heard, Party, Unreachable
from tests.desk.house import MORNING, UP, House


@pytest.fixture
def mother(house: House) -> Address:
    """A contact person whom the borrower named."""
    house.listed()
    return house.contact()


class Line:
    """A line with somebody at the other end."""

    name = "line"

    def __init__(self, *heard: str) -> None:
        self.heard = heard

    def carry(self, message: object, *, reference: str) -> Receipt:
        return Receipt("answered", answered=True, effective=False, signals=self.heard)


def called_in_vain(house: House, *, days: int = 3, a_day: int = 3, until: datetime = MORNING) -> None:
    """Calls to the borrower's number that nobody answered, on so many days before."""
    for day in range(1, days + 1):
        for hour in range(a_day):
            Heard.objects.create(
                borrower=house.borrower, at=until - timedelta(days=day, hours=-hour), channel="phone_call",
                direction="outbound",
                said={"party": "P1", "address": str(house.address.id), "outcome": "no_answer", "answered": False,
                      "collector": "L1", "actor": "human", "mode": "interactive"},
            )  # fmt: skip


def drawn(house: House, mother: Address, at: datetime = MORNING) -> Unreachable:
    return unreachable.draw_up(address_id=mother.id, by=house.agent, systems=UP, at=at)


def call(house: House, mother: Address, at: datetime = MORNING, *heard: str) -> Attempt | Refused:
    return calling.call(user=house.agent, address=mother, carrier=Line(*heard), systems=UP, at=at)


def test_without_a_proof_nobody_else_is_called(house: House, mother: Address) -> None:
    refused = call(house, mother)
    assert isinstance(refused, Refused)
    assert "unreachable_proof" in refused.clearance.answer["requires"]
    (outlook,) = calling.outlooks(user=house.agent, borrower=house.borrower, addresses=[mother], systems=UP, at=MORNING)
    assert not outlook.permitted
    assert outlook.wants_proof


@pytest.mark.parametrize(("days", "a_day"), [(0, 0), (2, 3), (3, 2)])
def test_too_few_attempts_prove_nothing(house: House, mother: Address, days: int, a_day: int) -> None:
    called_in_vain(house, days=days, a_day=a_day)
    with pytest.raises(Unproven) as unproven:
        drawn(house, mother)
    assert unproven.value.why
    assert not Unreachable.objects.exists()


def test_after_three_attempts_on_each_of_three_days_a_message_may_be_passed_on(house: House, mother: Address) -> None:
    called_in_vain(house)
    proof = drawn(house, mother)
    assert proof.basis == "three_attempts_on_three_consecutive_days"
    assert proof.addresses == [str(house.address.id)]
    assert [one.said.get("unreachable") for one in Entry.objects.filter(chain=str(house.borrower.id))].count(
        str(proof.id)
    ) == 1
    made = call(house, mother)
    assert isinstance(made, Attempt)
    assert made.purpose == "relay"


def test_a_number_out_of_service_is_proof_where_there_is_no_other(house: House, mother: Address) -> None:
    Address.objects.filter(id=house.address.id).update(state="not_in_service")
    assert drawn(house, mother).basis == "all_numbers_invalid"
    assert isinstance(call(house, mother), Attempt)


def test_a_number_that_was_never_tried_undoes_the_proof(house: House, mother: Address) -> None:
    called_in_vain(house)
    drawn(house, mother)
    Address.objects.create(borrower=house.borrower, kind="mobile", source="contract", reserved=True, token=f"{7:064}")
    assert isinstance(call(house, mother), Refused)
    with pytest.raises(Unproven):
        drawn(house, mother)


def test_a_borrower_who_rings_back_ends_it(house: House, mother: Address) -> None:
    called_in_vain(house)
    drawn(house, mother)
    later = MORNING + timedelta(hours=1)
    Heard.objects.create(
        borrower=house.borrower, at=later, channel="phone_call", direction="inbound", said={"party": "P1"}
    )
    assert isinstance(call(house, mother, later + timedelta(minutes=1)), Refused)


def test_a_contact_person_who_would_rather_not_is_never_called_again(house: House, mother: Address) -> None:
    called_in_vain(house)
    drawn(house, mother)
    made = call(house, mother, MORNING, "refused_contact")
    assert isinstance(made, Attempt)
    outcomes.write(attempt=made, told=Told("contact_refuses"), at=MORNING + timedelta(minutes=2), by=house.agent)
    assert Party.objects.get(id=mother.party_id).refused_at is not None
    tomorrow = MORNING + timedelta(days=1)
    called_in_vain(house, until=tomorrow)
    assert isinstance(call(house, mother, tomorrow), Refused)


@pytest.mark.parametrize("code", ["promise", "hardship", "says_paid", "not_present", "third_refuses"])
def test_a_contact_person_agrees_to_nothing_and_owes_nothing(house: House, mother: Address, code: str) -> None:
    called_in_vain(house)
    drawn(house, mother)
    made = call(house, mother)
    assert isinstance(made, Attempt)
    with pytest.raises(BadResult, match="code"):
        outcomes.write(attempt=made, told=Told(code), at=MORNING, by=house.agent)


def test_the_borrower_has_no_result_of_a_contact_person(house: House) -> None:
    house.listed()
    made = calling.call(user=house.agent, address=house.address, carrier=Line(), systems=UP, at=MORNING)
    assert isinstance(made, Attempt)
    with pytest.raises(BadResult, match="code"):
        outcomes.write(attempt=made, told=Told("passes_on"), at=MORNING, by=house.agent)


def test_no_proof_is_drawn_up_for_anybody_else(house: House) -> None:
    house.listed()
    with pytest.raises(Unproven):
        unreachable.draw_up(address_id=house.address.id, by=house.agent, systems=UP, at=MORNING)


def test_another_team_learns_nothing_of_the_address(house: House, mother: Address) -> None:
    called_in_vain(house)
    house.assign_to("T9")
    with pytest.raises(NotFound):
        drawn(house, mother)


def test_a_proof_is_never_changed(house: House, mother: Address) -> None:
    called_in_vain(house)
    proof = drawn(house, mother)
    with pytest.raises(Exception, match="only ever added"):
        Unreachable.objects.filter(id=proof.id).update(basis="all_numbers_invalid")
