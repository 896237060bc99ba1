"""CN-MONEY-07: of loans signed from 2026-08-01 nothing outside the cost table shown before signing may be charged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly import law as laws
from duly.rules.account.statement_answer import answer_statement

LAW = laws.load("cn")
SERVICE = {
    "id": "F",
    "kind": "charge",
    "on": "2026-09-20",
    "part": "fee",
    "amount": 2_000,
    "instalment": 1,
    "label": "service",
}


def told(*events: dict[str, Any], signed_on: str = "2026-08-01", fee: int = 0, **debt: Any) -> dict[str, Any]:
    """A loan of 1,000.00, of which the first half fell due on 15 September."""
    found = answer_statement(
        {
            "currency": "CNY", "as_of": "2026-10-01", "lender": "L", "reference": "B",
            "debts": [
                {
                    "id": "D", "name": "loan", "lender_kind": "bank", "signed_on": signed_on,
                    "received": [{"on": "2026-08-15", "amount": 100_000}], **debt,
                    "account": {
                        "currency": "CNY", "as_of": "2026-10-01", "events": list(events),
                        "instalments": [
                            {"no": 1, "due_on": "2026-09-15", "principal": 50_000, "interest": 500, "fee": fee},
                            {"no": 2, "due_on": "2026-10-15", "principal": 50_000, "interest": 250},
                        ],
                    },
                }
            ],
        },
        LAW,
    )  # fmt: skip
    debt_told: dict[str, Any] = found["debts"][0]
    return debt_told


@pytest.mark.parametrize(("signed_on", "due"), [("2026-07-31", 52_500), ("2026-08-01", 50_500)])
def test_a_charge_without_a_table_is_not_demanded_of_loans_signed_from_the_day_on(signed_on: str, due: int) -> None:
    assert told(SERVICE, signed_on=signed_on)["due"]["total"] == due


def test_a_charge_that_the_table_has_is_demanded() -> None:
    found = told(SERVICE, cost_table=["service"])

    assert (found["due"]["fee"], found["outside_table"]) == (2_000, [])


def test_a_charge_that_the_table_lacks_is_named_with_its_clause() -> None:
    (outside,) = told(SERVICE, cost_table=["fee"])["outside_table"]

    assert (outside["label"], outside["amount"], outside["left"], outside["clause"]["id"]) == (
        "service",
        2_000,
        2_000,
        "CN-MONEY-07",
    )


def test_fees_of_the_instalments_stand_in_the_table_as_fee() -> None:
    assert told(fee=300)["due"]["fee"] == 0
    assert told(fee=300, cost_table=["fee"])["due"]["fee"] == 300


def test_interest_is_no_fee() -> None:
    assert told(cost_table=[])["due"]["interest"] == 500


def test_what_was_paid_on_it_is_owed_back() -> None:
    found = told(SERVICE, {"id": "P", "kind": "payment", "on": "2026-09-25", "amount": 1_200})

    assert found["given_back"] == 1_200
    assert found["outside_table"][0]["left"] == 800
    assert found["due"]["fee"] == 0


def test_what_was_waived_of_it_is_neither_demanded_nor_given_back() -> None:
    waived = {"id": "W", "kind": "waiver", "on": "2026-09-21", "amount": 2_000, "instalment": 1, "part": "fee"}

    found = told(SERVICE, waived)

    assert (found["outside_table"], found["given_back"]) == ([], 0)


@given(st.integers(1, 5_000), st.integers(0, 5_000), st.integers(0, 60_000))
def test_demanded_and_given_back_never_differ_from_an_account_without_the_charge_to_the_lenders_good(
    charged: int, paid: int, fee: int
) -> None:
    events = [SERVICE | {"amount": charged}]
    payment = [{"id": "P", "kind": "payment", "on": "2026-09-25", "amount": paid}] if paid else []

    with_it, without = (told(*each, *payment, cost_table=["fee"], fee=fee) for each in (events, []))

    assert with_it["due"]["total"] - with_it["given_back"] <= without["due"]["total"] - without["given_back"]
