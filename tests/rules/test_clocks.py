"""Clocks: limitation, retention, credit records and the yearly cost."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duly import law as laws
from duly.rules.cost_cap import KINDS, Charge, claim, xirr_bp, yearly_bp
from duly.rules.credit_report import adverse_until
from duly.rules.limitation import Interruption, Obstacle, limitation
from duly.rules.plan import grace_ends_on
from duly.rules.retention import KEPT_BY, kept_until

LAW = laws.load("cn")
TODAY = date(2026, 11, 22)
DUE = date(2023, 5, 1)
events = st.lists(
    st.builds(Interruption, st.just("part_payment"), st.dates(date(2021, 1, 1), date(2030, 1, 1)), st.booleans()),
    max_size=4,
)


@given(events, st.integers(0, 9000))
def test_no_event_shortens_limitation_and_none_carries_it_past_twenty_years(
    listed: list[Interruption], days: int
) -> None:
    found = limitation(DUE, listed, [Obstacle(DUE, DUE + timedelta(days=days))], as_of=TODAY, law=LAW)

    assert date(2026, 5, 1) <= found.expires_on <= date(2043, 5, 1)


@given(events)
def test_what_is_not_proved_changes_nothing(listed: list[Interruption]) -> None:
    proved = [event for event in listed if event.proved]

    assert limitation(DUE, listed, (), as_of=TODAY, law=LAW) == limitation(DUE, proved, (), as_of=TODAY, law=LAW)


def test_only_an_obstacle_of_the_last_six_months_moves_the_end() -> None:
    def end(last: date) -> date:
        return limitation(DUE, (), [Obstacle(date(2025, 10, 1), last)], as_of=TODAY, law=LAW).expires_on

    assert end(date(2025, 10, 31)) == date(2026, 5, 1)
    assert end(date(2026, 3, 1)) == date(2026, 9, 1)


def test_adverse_data_goes_five_years_after_the_end_of_the_bad_conduct() -> None:
    assert adverse_until(date(2024, 2, 29), as_of=TODAY, law=LAW) == date(2029, 2, 28)


def test_a_plan_is_kept_until_its_grace_has_ended() -> None:
    assert grace_ends_on(date(2026, 6, 1), 3) == date(2026, 6, 4)


@given(st.sampled_from(sorted(KEPT_BY)), st.dates(date(2025, 3, 1), date(2026, 1, 1)))
def test_no_record_goes_before_its_own_period_and_evidence_of_an_open_case_never(kind: str, made_on: date) -> None:
    closed = kept_until(kind, made_on, closed_on=TODAY, limitation_ends_on=TODAY, as_of=TODAY, law=LAW)
    still_open = kept_until(kind, made_on, closed_on=None, limitation_ends_on=None, as_of=TODAY, law=LAW)

    assert closed is not None
    assert closed > made_on
    assert still_open is None or still_open == closed


def test_both_measures_of_a_years_cost_agree_where_all_is_paid_after_a_year() -> None:
    flows = [(date(2025, 1, 1), 1_000_000), (date(2026, 1, 1), -1_240_000)]

    assert xirr_bp(flows) == yearly_bp(240_000, 1_000_000, 365) == 2400


charges = st.lists(
    st.builds(Charge, st.integers(0, 10**6), st.booleans(), st.booleans(), st.none() | st.booleans()), max_size=4
)


@given(st.sampled_from(KINDS), st.dates(date(2015, 1, 1), date(2029, 1, 1)), charges, st.integers(-5, 800))
def test_what_may_be_claimed_and_what_may_not_add_up_and_neither_is_negative(
    kind: str, signed_on: date, listed: list[Charge], days: int
) -> None:
    done = claim(
        kind, signed_on=signed_on, as_of=TODAY, principal=10**6, withheld=10**5, disbursed=9 * 10**5, days=days,
        charges=listed, agreed_rate_bp=None, lpr_bp=300, law=LAW,
    )  # fmt: skip

    assert done.claimable + done.excess == sum(charge.amount for charge in listed)
    assert min(done.claimable, done.excess) >= 0
    assert done.principal == 9 * 10**5
