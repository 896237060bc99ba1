"""The agency of the demonstration: its loans are placed like every loan, and its agent may call at once."""

from __future__ import annotations

from datetime import date, timedelta

from duly.core.day import day_of
from duly.desk import agency_demo, agency_work, calling, demonstration, mandates
from duly.store.models import Agency, Attempt, Lender, Loan, Mandate, Placement, User
from tests.desk.house import MORNING, UP, House, talks


def placed(house: House, times: int = 1) -> None:
    """The demonstration's people and agency, as when it was started so many times."""
    house.listed()
    Lender.objects.update(hotline="400-100-2000", complaint_line="400-100-2001")
    demonstration.contract_numbers()
    for _ in range(times):
        agency_demo.agency(day_of(MORNING))
        demonstration.people(day_of(MORNING))
        agency_demo.placed(at=MORNING - timedelta(hours=1), words_on=date(2026, 11, 26))


def test_an_agency_has_loans_told_borrowers_and_a_certificate(house: House) -> None:
    placed(house, times=2)

    agent = User.objects.get(role="agency_agent")
    made = calling.call(user=agent, address=house.address, carrier=talks(), systems=UP, at=MORNING)
    assert (Agency.objects.count(), Placement.objects.count()) == (1, 1)
    assert Loan.objects.get().placed_with_id == agency_demo.ID
    assert len(agency_work.page(agent, day_of(MORNING))[0]) == 1
    assert mandates.standing(Mandate.objects.get().code, MORNING).valid
    assert isinstance(made, Attempt), made.reasons


def test_an_agency_of_the_book_has_no_file_and_nothing_is_placed_with_it(house: House) -> None:
    of_the_book = house.agency()

    placed(house)

    assert Loan.objects.get().placed_with_id == agency_demo.ID
    assert User.objects.get(role="agency_agent").agency_id == agency_demo.ID
    assert not Loan.objects.filter(placed_with=of_the_book).exists()
