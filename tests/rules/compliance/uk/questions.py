"""An ordinary question about a borrower in London at noon on a Tuesday, and what a case changes of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NOON = "2026-10-13 12:00"
TABLES = (
    "parties", "preferences", "holds", "complaints", "disputes", "notices", "consents", "staff",
)  # fmt: skip


def local(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


def question(case: dict[str, Any]) -> dict[str, Any]:
    """A question as the contract has it; `absent` takes a field away."""
    consumer = {"id": "P1", "state": "England", "capacity": "full", "deceased": False, "minor": False}
    debt = {"id": "D1", "type": "credit_card", "status": "open", "plan": None, "legal_case": None,
            "sol_expires_on": "2029-06-30"}  # fmt: skip
    debt = {name: value for name, value in (debt | case.get("debt", {})).items() if value != "absent"}
    action = {"ts": local(case.get("at", NOON)).isoformat(), "channel": "phone_call", "party": "P1", "debts": ["D1"]}
    events = case.get("events", [])
    facts = {
        "collector": {"id": "C1", "role": "agency"},
        "consumer": consumer | case.get("consumer", {}),
        "debts": [debt, {"id": "D2"}],
        "events": None if events is None else [*events, *(_call(days) for days in case.get("calls", ()))],
        "action": action | case.get("act", {}),
    }
    return {"pack": "uk", "facts": facts | {name: case[name] for name in TABLES if name in case}}


def _call(days_ago: int) -> dict[str, Any]:
    day = date(2026, 10, 13) - timedelta(days=days_ago)
    return {"ts": f"{day}T09:00:00+01:00", "channel": "phone_call", "direction": "outbound", "party": "P1",
            "collector": "C1", "outcome": "no_answer"}  # fmt: skip
