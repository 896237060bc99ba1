"""A plan after it was signed: kept, within grace, broken, completed; and the observation beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly import law as laws
from duly.rules.account.asked import Refused
from duly.rules.account.plan_answer import answer_plan

LAW = laws.load("cn")
SIGNED = "2026-04-20"


def asked(as_of: str, *paid: tuple[str, int], grace_days: int = 0, months: int = 3, **changed: Any) -> dict[str, Any]:
    """A plan of 1,000.00 a month from 20 May on, and what was paid."""
    return {
        "currency": "CNY", "as_of": as_of, "signed_on": SIGNED, "lender_kind": "bank", "grace_days": grace_days,
        "account": {
            "currency": "CNY", "as_of": as_of,
            "instalments": [
                {"no": no, "due_on": str(month(no)), "principal": 100_000} for no in range(1, months + 1)
            ],
            "events": [
                {"id": f"P{at}", "on": day, "kind": "payment", "amount": amount} for at, (day, amount) in enumerate(paid)
            ],
        },
    } | changed  # fmt: skip


def month(no: int) -> date:
    return date(2026 + (no + 3) // 12, (no + 3) % 12 + 1, 20)


def told(*given: Any, **changed: Any) -> dict[str, Any]:
    return answer_plan(asked(*given, **changed), LAW)


@pytest.mark.parametrize(
    ("as_of", "grace_days", "state"),
    [
        ("2026-05-20", 0, "kept"),  # the due day itself
        ("2026-05-21", 0, "broken"),
        ("2026-05-21", 3, "in_grace"),
        ("2026-05-23", 3, "in_grace"),  # the last day of grace
        ("2026-05-24", 3, "broken"),
    ],
)
def test_an_instalment_that_is_not_paid_breaks_the_plan_on_the_day_after_its_grace(
    as_of: str, grace_days: int, state: str
) -> None:
    found = told(as_of, grace_days=grace_days)

    assert found["state"] == state
    assert found["collection_rests"] == (state != "broken")


def test_what_is_paid_within_grace_leaves_the_plan_kept_but_is_a_miss_of_the_observation() -> None:
    found = told("2026-05-23", ("2026-05-22", 100_000), grace_days=3)

    assert (found["state"], [one["no"] for one in found["missed"]]) == ("kept", [1])
    assert found["observation"]["restarted"]
    assert found["observation"]["since"] == "2026-05-20"


def test_a_part_is_not_the_instalment() -> None:
    assert told("2026-05-21", ("2026-05-20", 99_999))["state"] == "broken"


def test_what_was_paid_too_late_does_not_make_the_plan_whole() -> None:
    found = told("2026-06-01", ("2026-05-25", 100_000))

    assert (found["state"], found["broken_on"]) == ("broken", "2026-05-21")


def test_all_paid_is_completed() -> None:
    paid = [(str(month(no)), 100_000) for no in (1, 2, 3)]

    assert told("2026-07-20", *paid)["state"] == "completed"


class TestObservation:
    """Art. 20: from the first due day after the change, two payments in a row at least and a year at least."""

    def kept(self, until: int, missing: int = 0) -> list[tuple[str, int]]:
        return [(str(month(no) + timedelta(days=no == missing)), 100_000) for no in range(1, until + 1)]

    @pytest.mark.parametrize(("as_of", "may"), [("2027-05-19", False), ("2027-05-20", True)])
    def test_it_lasts_a_year_from_the_first_due_day(self, as_of: str, may: bool) -> None:
        paid = [one for one in self.kept(13) if one[0] <= as_of]

        assert told(as_of, *paid, months=24)["observation"]["may_lift"] is may

    def test_a_miss_starts_the_year_anew_on_its_due_day(self) -> None:
        observed = told("2027-05-20", *self.kept(13, missing=6), months=24, grace_days=5)["observation"]

        assert (observed["may_lift"], observed["since"], observed["kept_in_a_row"]) == (False, "2026-10-20", 7)

    def test_it_is_the_houses_own_for_whom_the_text_does_not_bind(self) -> None:
        assert told("2026-05-20", lender_kind="micro_loan")["observation"]["by"] == "house"

    def test_nobody_observes_a_loan_that_was_not_restructured(self) -> None:
        assert told("2026-05-20", restructured=False)["observation"] is None


@given(st.integers(0, 400), st.integers(0, 10), st.lists(st.integers(0, 400), max_size=4))
def test_more_grace_never_breaks_a_plan(days: int, grace: int, paid: list[int]) -> None:
    start = date.fromisoformat(SIGNED)
    as_of = str(start + timedelta(days=days))
    payments = [(str(start + timedelta(days=day)), 100_000) for day in paid if day <= days][:3]

    strict, lenient = (told(as_of, *payments, grace_days=each)["state"] for each in (grace, grace + 1))

    assert not (lenient == "broken" and strict != "broken")


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("signed_on", {"signed_on": "2026-06-01"}),
        ("account.instalments", {"signed_on": "2026-05-21"}),
        ("account.currency", {"currency": "USD"}),
    ],
)
def test_what_does_not_fit_is_refused(path: str, changed: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        told("2026-05-25", **changed)

    assert refused.value.path == path


def test_the_account_of_the_answer_at_signing_can_be_followed_at_once() -> None:
    signed = answer_plan(
        {
            "currency": "CNY", "as_of": SIGNED, "product": "credit_card", "lender_kind": "bank",
            "account": {"currency": "CNY", "as_of": SIGNED, "instalments": [{"no": 1, "due_on": "2025-12-20", "principal": 1_200_000}]},
            "change": {"kind": "personalised", "months": 12, "first_due_on": "2026-05-20"},
        },
        LAW,
    )["account"]  # fmt: skip
    signed |= {"as_of": "2026-05-21", "events": [{"id": "P", "on": "2026-05-20", "kind": "payment", "amount": 100_000}]}

    found = answer_plan(
        {"currency": "CNY", "as_of": "2026-05-21", "signed_on": SIGNED, "lender_kind": "bank", "account": signed}, LAW
    )

    assert (found["state"], found["next_due_on"]) == ("kept", "2026-06-20")


class TestTheLongestTerm:
    """CC11 art. 70: five years, from the signing to the last instalment."""

    def verdict(self, months: int, first_due_on: str) -> dict[str, Any]:
        found: dict[str, Any] = answer_plan(
            {
                "currency": "CNY", "as_of": SIGNED, "product": "credit_card", "lender_kind": "bank",
                "account": {"currency": "CNY", "as_of": SIGNED, "instalments": [{"no": 1, "due_on": "2025-12-20", "principal": 6_000_000}]},
                "change": {
                    "kind": "personalised", "months": months, "first_due_on": first_due_on, "hardship_evidence_id": "D", "willingness_recorded": True,
                    "blocks": ["balance", "repayment_terms", "interest_and_fees", "no_new_cards_promise", "rights_duties_breach", "other"],
                },
            },
            LAW,
        )["verdict"]  # fmt: skip
        return found

    @pytest.mark.parametrize(
        ("months", "first_due_on", "verdict"),
        [
            (60, "2026-05-20", "allow"),
            (61, "2026-05-20", "deny"),
            (60, "2026-05-21", "deny"),  # a day over five years
            (59, "2026-06-20", "allow"),
            (60, "2026-04-20", "allow"),
        ],
    )
    def test_it_is_counted_to_the_last_instalment(self, months: int, first_due_on: str, verdict: str) -> None:
        assert self.verdict(months, first_due_on)["verdict"] == verdict
