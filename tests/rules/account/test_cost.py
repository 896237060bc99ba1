"""Which cap holds on which day, and what a borrower can pay a month, worked out by hand from the digest."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.law import load
from duly.law.prime_rate import one_year_bp
from duly.rules.account.affordability import affordable, terms_offered
from duly.rules.account.plan_wire import Budget
from duly.rules.cost_cap import cap_of

LAW = load("cn")
TODAY = date(2026, 11, 26)
amounts = st.integers(0, 10**7)


def cap_bp(kind: str, signed_on: date) -> int | None:
    return cap_of(kind, signed_on=signed_on, lpr_bp=one_year_bp(signed_on), as_of=TODAY, law=LAW).bp


@pytest.mark.parametrize(
    ("signed_on", "bp"),
    [
        (date(2024, 10, 20), 1340),
        (date(2024, 10, 21), 1240),
        (date(2025, 5, 19), 1240),
        (date(2025, 5, 20), 1200),
    ],
)
def test_a_private_loan_is_held_to_four_times_the_prime_rate_of_the_day_it_was_signed(signed_on: date, bp: int) -> None:
    assert cap_bp("private_lender", signed_on) == bp


@pytest.mark.parametrize("kind", ["bank", "consumer_finance"])
@pytest.mark.parametrize("signed_on", [date(2024, 10, 20), date(2025, 5, 20), date(2026, 8, 1)])
def test_a_licensed_lender_is_held_to_24_percent_whatever_the_prime_rate(kind: str, signed_on: date) -> None:
    assert cap_bp(kind, signed_on) == 2400


def test_a_private_loan_signed_when_the_prime_rate_is_not_known_has_no_known_cap() -> None:
    assert cap_bp("private_lender", date(2030, 1, 1)) is None


def test_living_costs_told_below_the_necessary_ones_are_raised_to_them() -> None:
    frugal = Budget(wages=800_000, housing=100_000, food=50_000, other_debts=100_000, living_minimum=200_000)

    assert affordable(frugal, on=TODAY, law=LAW).monthly == 500_000


def test_what_can_be_afforded_is_not_known_where_the_necessary_living_cost_is_not() -> None:
    told = affordable(Budget(wages=800_000, housing=100_000, food=50_000), on=TODAY, law=LAW)

    assert (told.left, told.monthly) == (650_000, None)


@given(amounts, amounts, amounts, amounts, amounts)
def test_a_plan_never_asks_for_more_than_is_left_nor_touches_the_necessary_living_cost(
    wages: int, housing: int, food: int, debts: int, minimum: int
) -> None:
    budget = Budget(wages=wages, housing=housing, food=food, other_debts=debts, living_minimum=minimum)
    told = affordable(budget, on=TODAY, law=LAW)

    assert told.monthly is not None
    assert 0 <= told.monthly <= max(0, told.left)
    assert told.monthly == 0 or wages - debts - told.monthly >= minimum


@given(st.integers(1, 60))
def test_the_terms_offered_rise_to_the_longest_allowed_and_end_there(most: int) -> None:
    terms = list(terms_offered(most))

    assert terms == sorted(set(terms))
    assert terms[-1] == most
