"""Regulation F: what is permitted, at every place, by every count, in every medium."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from duly.rules.compliance.us_regf.holidays import holidays
from duly.rules.compliance.wire import answer

CASES: list[dict[str, Any]] = [
    case for file in sorted(Path(__file__).parent.glob("*.yaml")) for case in yaml.safe_load(file.read_text("utf-8"))
]
NOON = "2026-10-15T12:00:00-04:00"


def question(case: dict[str, Any]) -> dict[str, Any]:
    consumer = {"id": "P1", "location_evidence": [{"kind": "residence_postal", "tz": "America/New_York"}]}
    action = {"ts": NOON, "channel": "phone_call", "direction": "outbound", "party": "P1", "debts": ["D1"]}
    events = [*case.get("events", ())]
    events += [_call(days, case.get("outcome", "no_answer")) for days in case.get("calls", ())]
    events += [_call(days, "conversation") for days in case.get("talks", ())]
    facts = {
        "collector": {"id": "C1", "is_fdcpa_debt_collector": True, **case.get("collector", {})},
        "consumer": {**consumer, **case.get("consumer", {})},
        "debts": [{"id": "D1", "type": "medical", **case.get("debt", {})}, *case.get("debts", [{"id": "D2"}])],
        "events": events,
        "action": {**action, **case.get("action", {})},
    }
    facts |= {name: case[name] for name in ("parties", "preferences", "overlays", "court_permission") if name in case}
    facts |= case.get("facts", {})
    return {"pack": "us-regf", "ask": case.get("ask", "permission"), "facts": facts}


def _call(days_ago: int, outcome: str) -> dict[str, Any]:
    day = date(2026, 10, 15) - timedelta(days=days_ago)
    return {"ts": f"{day}T10:00:00-04:00", "channel": "phone_call", "direction": "outbound", "party": "P1",
            "debts": ["D1"], "collector": "C1", "outcome": outcome}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_pack_answers_as_the_case_says(case: dict[str, Any]) -> None:
    told = answer(question(case))

    assert told["verdict"] == case["verdict"], told["explanation"]
    named = case.get("rules", [case["rule"]] if "rule" in case else [])
    assert set(named) <= {rule["id"] for rule in told["rules"]}, told["rules"]
    if "next" in case:
        assert told["next_allowed"] == case["next"]
    if "value" in case:
        assert told["value"] == case["value"]


def test_the_validation_period_skips_weekends_and_columbus_day() -> None:
    asked = question({"ask": "validation_period", "action": {"ts": "2026-10-08T10:00:00-04:00", "channel": "mail",
                      "content": {"kind": "validation_notice"}}})  # fmt: skip

    assert answer(asked)["value"] == {"assumed_receipt": "2026-10-16", "period_end": "2026-11-15"}


def test_a_new_years_day_kept_in_december_is_skipped_too() -> None:
    asked = question({"ask": "validation_period", "action": {"ts": "2021-12-28T10:00:00-05:00", "channel": "mail",
                      "content": {"kind": "validation_notice"}}})  # fmt: skip

    assert answer(asked)["value"] == {"assumed_receipt": "2022-01-05", "period_end": "2022-02-04"}


def test_a_duty_the_pack_does_not_know_is_not_explained_by_one_it_does() -> None:
    (told,) = answer(question({"ask": "duty", "talks": [10], "action": {"purpose": "another"}}))["explanation"]

    assert "knows no such duty" in told


@pytest.mark.parametrize("day", [date(2026, 7, 3), date(2026, 11, 26), date(2026, 5, 25), date(2026, 1, 19)])
def test_a_federal_holiday_is_kept_on_its_weekday(day: date) -> None:
    assert day in holidays(2026)


@pytest.mark.parametrize("channel", ["phone_call", "text", "mail", "email"])
def test_an_unknown_history_never_gives_leave(channel: str) -> None:
    asked = question({"action": {"channel": channel, "content": {"opt_out_notice": "Reply STOP"}}})
    del asked["facts"]["events"]

    assert answer(asked)["verdict"] in ("deny", "review", "requires")
