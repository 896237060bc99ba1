"""What is true of every schedule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.rules.account.asked import Refused
from duly.rules.account.schedule_answer import answer_schedule

START = date(2024, 1, 31)
DAY_COUNTS = ("ACT/365", "ACT/360", "ACT/364", "ACT/ACT", "30/360", "30E/360", "30/365")


def day(after: int) -> str:
    """A day so many days after the first disbursement."""
    return (START + timedelta(days=after)).isoformat()


def rules(draw: st.DrawFn) -> dict[str, Any]:
    calculated = draw(st.sampled_from(["daily", "per_period"]))
    return {
        "calculated": calculated,
        "counts": draw(st.sampled_from(["first_day", "last_day", "both_days"])),
        "broken": draw(st.sampled_from(["by_days", "whole", "periods_and_days"])),
        "rounded": draw(st.sampled_from(["per_period", "per_day"])) if calculated == "daily" else "per_period",
    }


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    """Terms as they may come, of every method; what cannot be worked out is refused."""
    unit = draw(st.sampled_from(["day", "week", "month", "month", "year"]))
    count = draw(st.integers(2, 14))
    return {
        "currency": "CNY",
        "method": draw(st.sampled_from(["equal_instalment", "equal_instalment", "equal_principal", "interest_only", "bullet", "flat", "minimum_payment"])),
        "disbursements": [{"on": day(0), "amount": draw(st.integers(1, 10**9))}]
        + [{"on": day(after), "amount": draw(st.integers(1, 10**7))} for after in draw(st.lists(st.integers(0, 60), max_size=2))],
        "annual_rate_bp": draw(st.sampled_from([0, 1, "36.5", 435, "948.22", 2400])),
        "instalments": count,
        "every": {"count": draw(st.integers(1, 3)), "unit": unit},
        "month_end": draw(st.sampled_from(["keep_day", "last_day", "next_first"])),
        "day_count": draw(st.sampled_from(DAY_COUNTS)),
        "interest": rules(draw),
        "grace": {"interest_free": draw(st.integers(0, 2))},
        "rounding": {"mode": draw(st.sampled_from(["half_up", "half_even", "half_down", "up", "down"])), "multiple": draw(st.sampled_from([1, 1, 10]))},
        "rate_changes": [{"on": day(after), "annual_rate_bp": draw(st.integers(0, 3000)), "keep": draw(st.sampled_from(["term", "both"]))} for after in draw(st.sets(st.integers(1, 400), max_size=2))],
        "fees": draw(st.sampled_from([[], [{"amount": 100, "due": "each"}, {"percent_bp": 100}], [{"percent_bp": 150, "financed": True}]])),
        "annual_cost": False,
    }  # fmt: skip


@st.composite
def amortising(draw: st.DrawFn) -> dict[str, Any]:
    """Terms that also know grace, holidays and prepayments."""
    asked = draw(terms())
    asked["method"] = draw(st.sampled_from(["equal_instalment", "equal_principal", "interest_only", "flat"]))
    asked["grace"] |= {
        "principal": draw(st.integers(0, 1)),
        "interest": draw(st.integers(0, 1)),
        "interest_then": draw(st.sampled_from(["added", "capitalised"])),
    }
    if draw(st.booleans()):
        first = draw(st.integers(1, 3))
        asked["payment_holidays"] = [
            {
                "from_no": first,
                "until_no": first + draw(st.integers(0, 1)),
                "interest": draw(st.sampled_from(["accrues", "capitalised", "waived", "paid"])),
                "term": draw(st.sampled_from(["extended", "kept"])),
            }
        ]
    asked["prepayments"] = [
        {"on": day(after), "amount": draw(st.integers(1, 10**6)), "reduce": draw(st.sampled_from(["instalment", "term"])), "interest": draw(st.sampled_from(["first", "with_next"]))}
        for after in draw(st.lists(st.integers(1, 90), max_size=2))
    ]  # fmt: skip
    return asked


def holds(asked: dict[str, Any]) -> dict[str, Any] | None:
    """The answer, once its sums are seen to be right; None where the terms are refused."""
    try:
        told = answer_schedule(asked)
    except Refused:
        return None
    rows, totals = told["rows"], told["totals"]
    assert totals["principal"] == totals["disbursed"] + totals["fees_financed"] + totals["capitalised"]
    assert totals["due"] == totals["principal"] + totals["interest"] + totals["fees"]
    assert rows[-1]["balance"] == rows[-1]["deferred"] == 0
    for row in rows:
        assert (
            min(row["opening"], row["principal"], row["interest"], row["fee"], row["balance"], row["deferred"]) >= 0
        ), row
        assert row["due"] == row["principal"] + row["interest"] + row["fee"]
        assert row["balance"] == row["opening"] - row["principal"] + row["capitalised"]
    assert [row["due_on"] for row in rows] == sorted(row["due_on"] for row in rows)
    numbers = [row["no"] for row in rows if row["no"]]
    assert numbers == list(range(1, len(numbers) + 1))
    return told


many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(terms())
def test_the_sums_add_up(asked: dict[str, Any]) -> None:
    holds(asked)


@many
@given(amortising())
def test_the_sums_add_up_with_grace_holidays_and_prepayments(asked: dict[str, Any]) -> None:
    holds(asked)


@settings(max_examples=60, deadline=None)
@given(amortising(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_told_does_not_matter(asked: dict[str, Any], chance: Any) -> None:
    for name in ("disbursements", "prepayments"):
        days = [one["on"] for one in asked[name]]
        asked[name] = [one for place, one in enumerate(asked[name]) if one["on"] not in days[:place]]
    other = {
        name: chance.sample(value, len(value)) if isinstance(value, list) else value for name, value in asked.items()
    }
    assert holds(asked) == holds(other)


@settings(max_examples=60, deadline=None)
@given(amortising())
def test_without_a_rate_there_is_no_interest(asked: dict[str, Any]) -> None:
    told = holds({**asked, "annual_rate_bp": 0, "rate_changes": []})
    assert told is None or told["totals"]["interest"] == told["totals"]["capitalised"] == 0


@settings(max_examples=100, deadline=None)
@given(terms(), st.integers(1, 300), st.integers(20, 60), st.sampled_from(["instalment", "term"]))
def test_prepaying_never_raises_the_interest(asked: dict[str, Any], after: int, percent: int, reduce: str) -> None:
    asked |= {
        "method": "equal_instalment",
        "disbursements": [{"on": day(0), "amount": 10_000_000}],
        "rate_changes": [],
        "fees": [],
    }
    without = holds(asked)
    with_it = holds({**asked, "prepayments": [{"on": day(after), "amount": 100_000 * percent, "reduce": reduce}]})
    if without and with_it:
        assert with_it["totals"]["interest"] <= without["totals"]["interest"] + asked["rounding"]["multiple"]


@settings(max_examples=60, deadline=None)
@given(terms())
def test_equal_instalments_differ_in_the_last_alone(asked: dict[str, Any]) -> None:
    asked |= {
        "method": "equal_instalment",
        "disbursements": asked["disbursements"][:1],
        "rate_changes": [],
        "fees": [],
        "grace": {},
    }
    told = holds(asked)
    if told and told["instalment"] > max(row["interest"] for row in told["rows"]):
        assert {row["due"] for row in told["rows"][:-1]} <= {told["instalment"]}


@settings(max_examples=100, deadline=None)
@given(terms(), st.integers(2, 90), st.sampled_from(["instalment", "both"]))
def test_a_change_that_keeps_the_instalment_keeps_it_however_soon_it_comes(
    asked: dict[str, Any], after: int, keep: str
) -> None:
    asked |= {
        "method": "equal_instalment",
        "disbursements": [{"on": day(0), "amount": 10_000_000}],
        "rate_changes": [],
        "fees": [],
        "grace": {},
    }
    without = holds(asked)
    changed = holds({**asked, "rate_changes": [{"on": day(after), "annual_rate_bp": 1, "keep": keep}]})
    prepaid = holds({**asked, "prepayments": [{"on": day(after), "amount": 100_000, "reduce": "term"}]})
    for told in (changed, prepaid):
        assert not (told and without) or told["instalment"] == without["instalment"]
