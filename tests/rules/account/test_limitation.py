"""Where a claim's limitation period stands, worked out by hand from the digest: base + 3 years, then each proved event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.law import load
from duly.rules.account.limitation_answer import answer_limitation

LAW = load("cn")


def stands(
    as_of: str, due: str, *events: dict[str, Any], suspensions: tuple[dict[str, str], ...] = ()
) -> dict[str, Any]:
    asked = {"as_of": as_of, "last_due_on": due, "events": list(events), "suspensions": list(suspensions)}
    return answer_limitation(asked, LAW)


def proved(kind: str, on: str) -> dict[str, Any]:
    return {"type": kind, "on": on, "proof_id": "p"}


@pytest.mark.parametrize(
    ("as_of", "expired", "days_left"),
    [("2026-03-09", False, 1), ("2026-03-10", False, 0), ("2026-03-11", True, 0)],
)
def test_the_last_day_still_belongs_to_the_period_and_the_next_allows_no_legal_threat(
    as_of: str, expired: bool, days_left: int
) -> None:
    told = stands(as_of, "2023-03-10")

    assert (told["expires_on"], told["expired"], told["days_left"]) == ("2026-03-10", expired, days_left)
    assert told["legal_threat_allowed"] is not expired


def test_a_period_from_a_leap_day_ends_on_the_last_day_of_february() -> None:
    assert stands("2025-01-01", "2024-02-29")["expires_on"] == "2027-02-28"


@pytest.mark.parametrize(
    ("paid_on", "expires_on"),
    [("2026-03-09", "2029-03-09"), ("2026-03-10", "2029-03-10"), ("2026-03-11", "2026-03-10")],
)
def test_a_part_payment_starts_it_anew_up_to_its_last_day_and_not_after(paid_on: str, expires_on: str) -> None:
    told = stands("2026-04-01", "2023-03-10", proved("part_payment", paid_on))

    assert told["expires_on"] == expires_on
    assert told["expired"] is (expires_on == "2026-03-10")


def test_a_demand_that_nobody_can_prove_and_one_still_ahead_change_nothing() -> None:
    unproved = {"type": "delivered_demand", "on": "2024-05-01"}
    told = stands("2025-01-01", "2023-03-10", unproved, proved("suit", "2025-01-02"))

    assert (told["expires_on"], told["counted"], len(told["not_counted"])) == ("2026-03-10", [], 2)


def test_an_obstacle_in_the_last_six_months_leaves_six_months_after_it() -> None:
    obstacle = {"from": "2026-01-01", "until": "2026-02-28"}
    told = stands("2026-06-01", "2023-03-10", suspensions=(obstacle,))

    assert told["suspended"]
    assert not told["expired"]
    assert told["expires_on"] == "2026-08-28"


def test_an_obstacle_that_ended_before_the_last_six_months_suspends_nothing() -> None:
    told = stands("2026-01-01", "2023-03-10", suspensions=({"from": "2025-01-01", "until": "2025-09-09"},))

    assert (told["suspended"], told["expires_on"]) == (False, "2026-03-10")


@given(st.integers(0, 2_500), st.integers(0, 2_500))
def test_a_further_proved_event_never_brings_the_end_nearer(first: int, second: int) -> None:
    due = date(2018, 3, 10)
    days = [str(due + timedelta(days=n)) for n in (first, second)]
    one = stands("2026-11-26", str(due), proved("plan", days[0]))
    both = stands("2026-11-26", str(due), *(proved("plan", day) for day in days))

    assert both["expires_on"] >= one["expires_on"] >= "2021-03-10"


def test_no_event_is_counted_once_the_longest_period_has_ended() -> None:
    """Civil Code 188: twenty years from the breach at the most."""
    plans = [proved("plan", f"{year}-01-01") for year in range(2002, 2026, 2)]

    told = stands("2026-01-01", "2000-01-01", *plans)

    assert told["expires_on"] == "2020-01-01"
    assert max(one["on"] for one in told["counted"]) == "2020-01-01"
    assert {one["why"] for one in told["not_counted"]} == {"时效已过之后 after the period had ended"}


def test_an_event_before_the_last_instalment_was_due_changes_nothing() -> None:
    told = stands("2026-01-01", "2024-06-30", proved("part_payment", "2024-01-10"))

    assert (told["expires_on"], told["counted"]) == ("2027-06-30", [])
    assert told["not_counted"][0]["why"] == "不改变期间 changes nothing"
