"""Questions about numbers and dates, as the wire asks them; the worked cases lie beside this file."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from duly import law as laws
from duly.rules.compliance.calculations import KINDS, BadQuestion, calculate

LAW = laws.load("cn")
CASES = json.loads(Path(__file__).with_name("calculations.json").read_text("utf-8"))
UNREADABLE: tuple[Any, ...] = ({"a": 1}, 1.5, -1, "?", [None], [[]], True)
BY_KIND = {case["kind"]: case["input"] for case in CASES}


def answer(kind: str, **changed: Any) -> dict[str, Any]:
    result: dict[str, Any] = calculate(kind, {**BY_KIND[kind], **changed}, LAW)["result"]
    return result


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"])
def test_the_worked_case_is_answered_as_it_says(case: dict[str, Any]) -> None:
    answered = calculate(case["kind"], case["input"], LAW)

    assert any(wanted.items() <= answered["result"].items() for wanted in case["accept"])
    assert set(case["rules"]) <= {rule["id"] for rule in answered["rules"]}


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind in KINDS for field in ("as_of",)])
def test_a_question_without_its_day_is_refused_by_name(kind: str, field: str) -> None:
    given = {name: value for name, value in BY_KIND[kind].items() if name != field}

    with pytest.raises(BadQuestion, match=field):
        calculate(kind, given, LAW)


@pytest.mark.parametrize("kind", KINDS)
def test_input_that_cannot_be_read_is_either_refused_as_such_or_answered(kind: str) -> None:
    for field in BY_KIND[kind]:
        for wrong in UNREADABLE:
            with suppress(BadQuestion):
                assert calculate(kind, {**BY_KIND[kind], field: wrong}, LAW)["result"]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(BadQuestion, match="kind"):
        calculate("forecast", {}, LAW)


@pytest.mark.parametrize(("answered_on", "status"), [("2026-06-15", "on_time"), ("2026-06-16", "on_time"), ("2026-06-17", "breach")])  # fmt: skip
def test_a_simple_complaint_is_answered_by_the_fifteenth_day(answered_on: str, status: str) -> None:
    asked = {"received_on": "2026-06-01", "complexity": "simple", "extension": None}

    assert answer("complaint_clock", **asked, answered_on=answered_on, as_of="2026-07-01")["status"] == status


def test_more_time_for_a_complaint_wants_its_reason_leave_and_notice() -> None:
    told = {"reason_recorded": True, "approved_by": "superior_body", "approved_on": "2026-06-20"}
    asked = {"received_on": "2026-06-01", "complexity": "specially_complex", "as_of": "2026-07-20"}

    assert answer("complaint_clock", **asked, extension=None)["due_on"] == "2026-06-16"
    assert answer("complaint_clock", **asked, extension=told)["due_on"] == "2026-07-01"
    in_time = told | {"complainant_told_on": "2026-06-21"}
    assert answer("complaint_clock", **asked, extension=in_time)["due_on"] == "2026-07-31"


@pytest.mark.parametrize(
    ("dpd", "floor"),
    [(0, "pass"), (1, "special_mention"), (90, "special_mention"), (91, "substandard"), (270, "substandard"),
     (271, "doubtful"), (360, "doubtful"), (361, "loss")],
)  # fmt: skip
def test_the_class_worsens_on_the_day_the_text_names(dpd: int, floor: str) -> None:
    assert answer("classify", dpd=dpd)["floor"] == floor


def test_a_missed_payment_starts_the_observation_again() -> None:
    payments = [{"due_on": "2025-01-03", "kept": True}, {"due_on": "2026-01-03", "kept": False}]
    changed = {"changed_on": "2024-12-20", "first_due_on": "2025-01-03", "payments": payments}

    seen = answer("classify", dpd=0, as_of="2026-06-03", restructure=changed)

    assert seen["period_restarted"]
    assert not seen["may_lift_flag"]
    assert "earliest_lift_on" not in seen


@pytest.mark.parametrize(("on", "expires_on"), [("2026-05-01", "2029-05-01"), ("2026-05-02", "2026-05-01")])
def test_a_demand_counts_on_the_last_day_and_not_after_it(on: str, expires_on: str) -> None:
    demand = {"type": "delivered_demand", "channel": "letter", "on": on, "proof_id": "PF-1"}
    asked = {"as_of": "2026-06-01", "last_due_on": "2023-05-01", "suspensions": []}

    assert answer("limitation", **asked, events=[demand])["expires_on"] == expires_on
    assert answer("limitation", **asked, events=[demand | {"proof_id": None}])["expires_on"] == "2026-05-01"


def test_a_charge_missing_from_the_cost_table_is_refused_from_its_first_day_on() -> None:
    charge = {"label": "x", "amount": 100, "in_contract": True, "notice_given": True, "in_cost_table": False}
    asked = {"as_of": "2026-11-02", "lender_kind": "bank", "days": 90, "charges": [charge], "agreed_rate_bp": None}

    assert answer("rate_cap", **asked, signed_on="2026-07-31")["verdict"] == "warn"
    assert answer("rate_cap", **asked, signed_on="2026-08-01")["verdict"] == "deny"


def test_a_recalled_cap_warns_and_does_not_refuse() -> None:
    charge = {"label": "x", "amount": 220_000, "in_contract": True, "notice_given": True, "in_cost_table": None}
    asked = {"as_of": "2027-01-02", "signed_on": "2026-01-02", "days": 365, "charges": [charge]}

    assert answer("rate_cap", **asked, lender_kind="consumer_finance")["verdict"] == "warn"
    assert answer("rate_cap", **asked, lender_kind="bank")["verdict"] == "allow"


def test_a_day_that_leads_out_of_the_calendar_is_refused_and_not_a_crash() -> None:
    with pytest.raises(BadQuestion, match="calendar"):
        answer("limitation", last_due_on="9999-01-01")


def test_a_claim_whose_cap_is_not_known_is_refused_whole() -> None:
    charge = {"label": "x", "amount": 100, "in_contract": True, "notice_given": True, "in_cost_table": True}
    asked = {"lender_kind": "private_lender", "lpr_1y_bp": None, "days": 365, "charges": [charge]}

    refused = answer("rate_cap", **asked)

    assert (refused["verdict"], refused["cap_bp"], refused["claimable"], refused["excess"]) == ("deny", None, 0, 100)


@pytest.mark.parametrize(("months", "verdict"), [(59, "allow"), (60, "allow"), (61, "deny")])
@pytest.mark.parametrize("product", ["credit_card", "consumer_loan"])
def test_no_plan_is_longer_than_sixty_months_by_law_for_cards_and_by_house_rule_for_others(
    product: str, months: int, verdict: str
) -> None:
    given = {**BY_KIND["plan"], "product": product, "months": months}

    answered = calculate("plan", given, LAW)

    assert answered["result"]["verdict"] == verdict
    term = next(rule for rule in answered["rules"] if rule["id"] == "CN-PLAN-02")
    assert term["force"] == ("RULE" if product == "credit_card" else "P")
