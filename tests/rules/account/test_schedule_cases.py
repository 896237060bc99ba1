"""Schedules as public systems print them, and the cases of each convention."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from duly.rules.account.schedule_answer import answer_schedule

FILES = sorted(Path(__file__).parent.glob("schedule_*.yaml"))
CASES = [case for file in FILES for case in yaml.safe_load(file.read_text("utf-8"))]


def plain(value: Any) -> Any:
    """YAML reads days as days; JSON has text."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_figures_of_the_source(case: dict[str, Any]) -> None:
    told = answer_schedule({"currency": "EUR", "method": "equal_instalment", **plain(case["asked"])})
    rows = [f"{row['due_on']} {row['principal']} {row['interest']}" for row in told["rows"]]
    assert rows == case.get("rows", rows)
    assert [row["due_on"] for row in told["rows"]] == plain(case.get("days", [row["due_on"] for row in told["rows"]]))
    assert told["instalment"] == case.get("instalment", told["instalment"])
    assert told["rows"][-1]["due"] == case.get("last", told["rows"][-1]["due"])
    assert told["totals"] | case.get("totals", {}) == told["totals"]
    dues = {row["due"] for row in told["rows"][:-1]}
    assert "instalment_dues" not in case or dues == {case["instalment_dues"]}
