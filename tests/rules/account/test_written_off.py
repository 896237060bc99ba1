"""A write-off keeps the claim: nothing runs any more, what comes in is recovery, and it can be undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.rules.account.answers import allocate
from duly.rules.account.asked import Refused

LENT = 100_000


def told(*events: dict[str, Any], as_of: str = "2026-12-31") -> dict[str, Any]:
    return allocate(
        {
            "currency": "CNY", "as_of": as_of, "penalty": {"annual_rate_bp": 1825},
            "instalments": [{"no": 1, "due_on": "2026-01-10", "principal": LENT, "interest": 500}],
            "events": [{"id": f"{at}", **event} for at, event in enumerate(events)],
        }
    )  # fmt: skip


WRITTEN_OFF = {"kind": "write_off", "on": "2026-01-20"}


def test_nothing_runs_after_it_and_the_claim_stays() -> None:
    found = told(WRITTEN_OFF)

    assert found["written_off"]
    assert found["outstanding"] == {"penalty": 500, "fee": 0, "interest": 500, "principal": LENT, "total": 101_000}
    assert found["recovered"]["total"] == 0


def test_what_was_paid_before_is_no_recovery_and_what_was_paid_after_is() -> None:
    found = told(
        {"kind": "payment", "on": "2026-01-15", "amount": 10_000}, WRITTEN_OFF,
        {"kind": "payment", "on": "2026-03-01", "amount": 20_000},
    )  # fmt: skip

    assert found["recovered"]["total"] == 20_000
    assert (
        found["outstanding"]["total"] + 30_000 == LENT + 500 + 250 + 226
    )  # 90,750 at 5 in 10,000 a day for 5 days, rounded down


def test_a_recovery_that_is_charged_back_is_none() -> None:
    found = told(
        WRITTEN_OFF, {"kind": "payment", "on": "2026-03-01", "amount": 20_000},
        {"kind": "chargeback", "on": "2026-03-05", "of": "1"},
    )  # fmt: skip

    assert found["recovered"]["total"] == 0
    assert found["outstanding"]["total"] == 101_000


def test_once_undone_it_is_as_if_it_had_never_been() -> None:
    undone = {"kind": "undo_write_off", "on": "2026-02-20", "of": "0"}

    assert told(WRITTEN_OFF, undone) == told()
    assert told()["recovered"] is None


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60_000)), max_size=6))
def test_recovery_and_what_is_left_add_up_to_the_claim_written_off(paid: list[tuple[int, int]]) -> None:
    start = date(2026, 1, 21)
    found = told(
        WRITTEN_OFF,
        *({"kind": "payment", "on": str(start + timedelta(days=day)), "amount": amount} for day, amount in paid),
    )

    assert found["recovered"]["total"] + found["outstanding"]["total"] == 101_000
    assert found["recovered"]["total"] + found["credit"] == sum(amount for _, amount in paid)


class TestCompoundInterest:
    """Civil Code 496: what nobody pointed out is no part of the contract."""

    def asked(self, **compound: Any) -> dict[str, Any]:
        return allocate(
            {
                "currency": "CNY", "as_of": "2026-01-20", "penalty": {"annual_rate_bp": 1825, "base": ["principal", "interest"], **compound},
                "instalments": [{"no": 1, "due_on": "2026-01-10", "principal": LENT, "interest": 20_000}],
            }
        )  # fmt: skip

    def test_without_its_ground_it_is_refused(self) -> None:
        with pytest.raises(Refused) as refused:
            self.asked()

        assert refused.value.path == "penalty.compound"

    @pytest.mark.parametrize("lacking", ["in_contract", "notice_given"])
    def test_half_a_ground_is_none(self, lacking: str) -> None:
        with pytest.raises(Refused) as refused:
            self.asked(compound={"in_contract": True, "notice_given": True} | {lacking: False})

        assert refused.value.path == f"penalty.compound.{lacking}"

    def test_agreed_and_pointed_out_it_runs(self) -> None:
        found = self.asked(compound={"in_contract": True, "notice_given": True})

        assert found["outstanding"]["penalty"] == 120_000 * 1825 * 10 // (10_000 * 365)
