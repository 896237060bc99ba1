"""The agency of the demonstration: its loans are placed like every loan, and its agent may call at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duly.channels.simulated import SimulatedCallee
from duly.core.day import day_of
from duly.desk import agency_demo, agency_work, calling, demonstration, mandates
from duly.store.models import Agency, Attempt, Lender, Loan, Mandate, Placement, User
from tests.desk.house import MORNING, UP, House


@pytest.mark.parametrize("in_the_book", [False, True])
def test_an_agency_has_loans_told_borrowers_and_a_certificate(house: House, *, in_the_book: bool) -> None:
    house.listed()
    if in_the_book:  # which knows of an agency little more than its name
        Agency.objects.create(id="AGENCY-1", name="甲", lender=house.lender, listed=True, published=True)
    Lender.objects.update(hotline="400-100-2000", complaint_line="400-100-2001")
    demonstration.contract_numbers()
    agency_demo.agency(day_of(MORNING))
    demonstration.people(day_of(MORNING))

    for _ in range(2):  # as when it is started again
        agency_demo.placed(at=MORNING - timedelta(hours=1), words_on=date(2026, 11, 26))

    agent = User.objects.get(role="agency_agent")
    made = calling.call(user=agent, address=house.address, carrier=SimulatedCallee(), systems=UP, at=MORNING)
    assert (Agency.objects.count(), Placement.objects.count(), Loan.objects.get().placed_with_id) == (1, 1, "AGENCY-1")
    assert len(agency_work.page(agent, day_of(MORNING))[0]) == 1
    assert mandates.standing(Mandate.objects.get().code, MORNING).valid
    assert isinstance(made, Attempt), made.reasons
