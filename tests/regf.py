"""Questions about Regulation F: an ordinary call at noon in New York, and what a case changes in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from duly.rules.compliance.us_regf.asked import ELECTRONIC

NOON = "2026-10-15T12:00:00-04:00"
TABLES = ("parties", "preferences", "overlays")


def by_each_medium(cases: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A case that says `by` is one of each medium; an electronic message offers a way out unless the case says more."""
    for case in cases:
        for channel in case.get("by", (None,)):
            action = {"channel": channel} if channel else {}
            if channel in ELECTRONIC:
                action["content"] = {"opt_out_notice": "Reply STOP"}
            name = f"{case['name']}, by {channel}" if channel else case["name"]
            yield {**case, "name": name, "action": {**case.get("action", {}), **action}}


def question(case: dict[str, Any]) -> dict[str, Any]:
    """The question of a case: `calls` and `talks` to `called` are days ago, `debt` is D1, `facts` replaces tables."""
    consumer = {"id": "P1", "location_evidence": [{"kind": "residence_postal", "tz": "America/New_York"}]}
    action = {"ts": NOON, "channel": "phone_call", "direction": "outbound", "party": "P1", "debts": ["D1"]}
    events = [*case.get("events", ())]
    outcome, called = case.get("outcome", "no_answer"), case.get("called", "P1")
    events += [_call(days, number, outcome, called) for number, days in enumerate(case.get("calls", ()))]
    events += [_call(days, 0, "conversation", called) for days in case.get("talks", ())]
    facts = {
        "collector": {"id": "C1", "is_fdcpa_debt_collector": True, **case.get("collector", {})},
        "consumer": {**consumer, **case.get("consumer", {})},
        "debts": [{"id": "D1", "type": "medical", **case.get("debt", {})}, *case.get("debts", [{"id": "D2"}])],
        "events": events,
        "action": {**action, **case.get("action", {})},
    }
    facts |= {name: case[name] for name in TABLES if name in case}
    return {"pack": "us-regf", "ask": case.get("ask", "permission"), "facts": {**facts, **case.get("facts", {})}}


def _call(days_ago: int, number: int, outcome: str, party: str) -> dict[str, Any]:
    day = date(2026, 10, 15) - timedelta(days=days_ago)
    return {"ts": f"{day}T10:{7 * number:02}:00-04:00", "channel": "phone_call", "direction": "outbound",
            "party": party, "debts": ["D1"], "collector": "C1", "outcome": outcome}  # fmt: skip
