"""Accounts a person can read: what is owed and how late it is, day by day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from duly.rules.account import answers

PARTS = ("penalty", "fee", "interest", "principal")
FILES = sorted(Path(__file__).with_name("cases").glob("*.yaml"))
CASES = [(file.stem, case) for file in FILES for case in yaml.safe_load(file.read_text("utf-8"))]


def told(account: dict[str, Any], on: str) -> dict[str, Any]:
    """What the commands say of an account on a day, in the words of the cases."""
    here = {"events": [one for one in account.get("events", []) if one["on"] <= on]}
    divided, aged = answers.allocate(account | here | {"as_of": on}), answers.aged(account | here | {"as_of": on})
    return {
        "left": {one["no"]: one["total"] for one in divided["instalments"]},
        **{part: {one["no"]: one[part] for one in divided["instalments"]} for part in PARTS},
        "outstanding": divided["outstanding"]["total"],
        "credit": divided["credit"],
        "overdue": divided["overdue"]["total"],
        "days": aged["days_past_due"],
        "beyond_grace": aged["days_beyond_grace"],
        "range": aged["range"],
        "ranges": {one["no"]: one["range"] for one in aged["instalments"]},
    }


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}: {case['name']}" for file, case in CASES])
def test_case(file: str, case: dict[str, Any]) -> None:
    for on, expected in case["then"].items():
        found = told(case["account"], on)
        for name, value in expected.items():
            if isinstance(value, dict):
                found[name] = {no: found[name][no] for no in value}
            assert (on, name, found[name]) == (on, name, value)
