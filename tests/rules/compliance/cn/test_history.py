"""What shows that a borrower can or cannot be reached."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duly.core.day import CONTACT_ZONE
from duly.rules.compliance.cn.facts import ADDRESS_KINDS, ADDRESS_STATES
from duly.rules.compliance.cn.history import NUMBERS, Address, Past, history_facts, reach_facts

DAY = date(2026, 3, 2)
APP = Address("A9", "app_account", "borrower", "valid")

addresses = st.lists(
    st.builds(
        Address,
        address_id=st.uuids().map(str),
        kind=st.sampled_from(ADDRESS_KINDS),
        owner_role=st.sampled_from(("borrower", "contact")),
        state=st.sampled_from(ADDRESS_STATES),
    )
)


def pushed(day: int, hour: int, outcome: str = "delivered") -> Past:
    return Past(datetime(2026, 3, day, hour, tzinfo=CONTACT_ZONE), "push", outcome, address_id="A9")


@given(addresses)
def test_only_own_numbers_are_on_file_and_those_not_dead_are_among_them(held: list[Address]) -> None:
    facts = reach_facts([], held, day=DAY)

    own = [each for each in held if each.owner_role == "borrower" and each.kind in NUMBERS]
    assert facts["numbers_on_file"] == len(own)
    assert facts["valid_numbers"] <= facts["numbers_on_file"]


def test_a_number_that_blocked_us_is_not_dead() -> None:
    held = [Address("A1", "mobile", "borrower", "blocked"), Address("A2", "mobile", "borrower", "not_in_service")]

    assert reach_facts([], held, day=DAY)["valid_numbers"] == 1


def test_an_app_is_tried_once_something_left_for_it_before_the_day() -> None:
    assert reach_facts([], [APP], day=DAY)["untried_addresses"] == 1
    assert reach_facts([pushed(1, 9)], [APP], day=DAY)["untried_addresses"] == 0
    assert reach_facts([pushed(1, 9, "failed")], [APP], day=DAY)["untried_addresses"] == 1
    assert reach_facts([pushed(2, 9)], [APP], day=DAY)["untried_addresses"] == 1


@given(st.integers(0, 86_399_999_999))
def test_a_wait_is_counted_from_the_first_minute_at_which_the_call_is_over(microsecond: int) -> None:
    start = datetime(2026, 3, 2, tzinfo=CONTACT_ZONE)
    call = Past(start + timedelta(microseconds=microsecond), "voice", "conversed")

    facts = history_facts([call], day=DAY, party_role="borrower", address_id=None)

    over = start + timedelta(minutes=facts["last_attempt_minute"])
    assert timedelta() <= over - call.at < timedelta(minutes=1)
    assert facts["last_answered_minute"] == facts["last_attempt_minute"]
