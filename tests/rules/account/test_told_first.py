"""What is said before somebody pays part, promises or signs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly import law as laws
from duly.rules.account.told_first import ACTS, told_first, told_first_of

LAW = laws.load("cn")
TODAY = date(2026, 11, 25)


def owing(due_on: str, *paid: str) -> dict[str, Any]:
    return {
        "currency": "CNY", "as_of": str(TODAY),
        "instalments": [{"no": 1, "due_on": due_on, "principal": 100_000}],
        "events": [{"id": f"P{at}", "on": on, "kind": "payment", "amount": 100} for at, on in enumerate(paid)],
    }  # fmt: skip


@given(
    act=st.sampled_from(sorted(ACTS)),
    before=st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    ahead=st.integers(0, 400),
)
def test_a_period_that_has_ended_is_always_said_to_have_ended(act: str, before: date, ahead: int) -> None:
    told = told_first(act, before=before, due_on=TODAY + timedelta(days=ahead), as_of=TODAY, law=LAW)

    assert told["expired_before"] == (before < TODAY)
    assert ("时效已过" in told["zh"]) == ("ended by now" in told["en"]) == (before < TODAY)
    assert str(before) in told["zh"]
    assert told["expires_on"] in told["en"]


def test_a_promise_carries_the_period_on_from_the_day_promised() -> None:
    told = told_first_of(owing("2024-01-10"), "promise", due_on=date(2026, 12, 1), as_of=TODAY, law=LAW)

    assert (told["expires_before"], told["expires_on"]) == ("2027-01-10", "2029-12-01")
    assert told["zh"].startswith("承诺还款即承认这笔债务")


def test_after_the_period_a_part_payment_is_not_pressed_for() -> None:
    told = told_first_of(owing("2021-01-10"), "pay_part", due_on=TODAY, as_of=TODAY, law=LAW)

    assert told["expired_before"]
    assert "您可以不付" in told["zh"]
    assert "may give this up" in told["en"]


@pytest.mark.parametrize("act", sorted(ACTS))
def test_what_falls_due_later_than_anything_promised_keeps_the_period(act: str) -> None:
    told = told_first_of(owing("2028-01-10"), act, due_on=TODAY, as_of=TODAY, law=LAW)

    assert not told["restarts"]
    assert told["expires_on"] == "2031-01-10"
