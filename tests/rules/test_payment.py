"""Payments divided: what is true of every payment."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from duly.rules.payment import PARTS, Owed, allocate, order_of, pro_rata

amounts = st.integers(0, 1000)
owed = st.builds(
    Owed,
    debt=st.uuids().map(str),
    product=st.sampled_from(["credit_card", "personal_loan"]),
    due=st.booleans(),
    due_on=st.sampled_from([date(2026, 1, 1), date(2026, 2, 1)]),
    dpd=st.sampled_from([0, 89, 90, 91]),
    secured=st.booleans(),
    annual_rate_bp=st.sampled_from([0, 1200]),
    costs=amounts,
    interest=amounts,
    fees=amounts,
    principal=amounts,
)
debts = st.lists(owed, min_size=1, max_size=5, unique_by=lambda debt: debt.debt)


@given(st.integers(0, 9000), debts)
def test_the_parts_add_up_and_none_is_negative_or_more_than_is_owed(paid: int, listed: list[Owed]) -> None:
    done = allocate(paid, listed, card_interest_first_days=90)

    assert sum(sum(parts.values()) for _, parts in done.parts) + done.unapplied == paid
    assert all(0 <= parts[p] <= getattr(d, p) for d, (_, parts) in zip(listed, done.parts, strict=True) for p in PARTS)


@given(st.integers(0, 9000), debts.flatmap(lambda listed: st.tuples(st.just(listed), st.permutations(listed))))
def test_the_order_of_listing_does_not_matter(paid: int, both: tuple[list[Owed], list[Owed]]) -> None:
    one, other = (allocate(paid, listed, card_interest_first_days=90) for listed in both)

    assert dict(one.parts) == dict(other.parts)


@given(st.integers(0, 9000), debts)
def test_the_borrowers_choice_is_met_before_any_other_debt(paid: int, listed: list[Owed]) -> None:
    chosen = listed[-1]

    done = allocate(paid, listed, designated=[chosen.debt], card_interest_first_days=90)

    assert sum(dict(done.parts)[chosen.debt].values()) == min(paid, chosen.total)


@given(owed)
def test_only_a_card_past_ninety_days_has_its_principal_met_before_interest(debt: Owed) -> None:
    order = order_of(debt, (), 90)

    principal_first = order.index("principal") < order.index("interest")
    assert principal_first == (debt.product == "credit_card" and debt.dpd >= 91)


def test_units_left_over_go_to_the_largest_remainder() -> None:
    assert pro_rata(100, [1, 1, 1]) == [34, 33, 33]
    assert pro_rata(10, [1, 2, 4]) == [1, 3, 6]
