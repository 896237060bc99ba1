"""Every question about an account through its command: strict, one answer a question, and nothing breaks."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.test_account import ODD, ask, put_anywhere, refusal
from tools.account import COMMANDS, EXAMPLES

GOOD = {one.example: (one.name, json.loads((EXAMPLES / f"{one.example}.json").read_text("utf-8"))) for one in COMMANDS}
DAYS = {"schedule": "disbursements.0.on"}
each = pytest.mark.parametrize("example", GOOD)


def changed(example: str, path: str, value: Any) -> str:
    question = deepcopy(GOOD[example][1])
    *way, last = path.split(".")
    here = question
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here[step]
    here[last] = value
    return json.dumps(question)


def refused(example: str, asked: str) -> dict[str, Any]:
    return refusal(asked, GOOD[example][0])


@each
def test_the_example_is_answered(example: str) -> None:
    command, question = GOOD[example]

    result = ask(command, json.dumps(question))

    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == question["id"]


@each
def test_an_unknown_field_is_refused_by_name(example: str) -> None:
    assert refused(example, changed(example, "surprise", 1))["path"] == "surprise"


@each
def test_a_day_that_is_no_day_is_refused(example: str) -> None:
    path = DAYS.get(example, "as_of")

    error = refused(example, changed(example, path, "2026-02-30"))

    assert error["path"] == path.replace(".0.", "[0].")
    assert "YYYY-MM-DD" in error["accepted"]


WRONG = {
    "schedule": [("annual_rate_bp", -1), ("annual_rate_bp", 7.2), ("instalments", "3"), ("method", "annuity"), ("currency", "yuan"),
                 ("disbursements.0.amount", -5), ("instalments", True)],
    "allocate": [("instalments.0.principal", -1), ("events.0.amount", "60000"), ("allocation.order", ["capital"]), ("events.0.currency", "USD")],
    "several": [("payment", 0), ("debts.0.account.currency", "USD"), ("debts.0.account.as_of", "2026-04-19"), ("debts.1.id", "A")],
    "age": [("ageing.grace_days", -1), ("ageing.first_day", 2), ("ageing.pauses.0.until", "2026-03-01"), ("events.0.kind", "gift")],
    "plan": [("change.kind", "holiday"), ("change.months", 0), ("lender_kind", "shop"), ("account.currency", "USD"), ("budget.wages", 1.5)],
    "followed": [("grace_days", -1), ("signed_on", "2026-08-01"), ("lender_kind", "shop"), ("account.currency", "USD"), ("account.penalty", {"annual_rate_bp": 100, "base": ["interest"]})],
    "statement": [("lender", ""), ("debts.0.lender_kind", "shop"), ("debts.0.account.as_of", "2026-04-19"), ("what_if", [0]), ("debts.0.cost_table", "fee"), ("debts.0.account.events.0.label", "x"), ("debts.0.account.currency", "USD")],
    "limitation": [("events.0.type", "letter"), ("suspensions", [{"from": "2025-02-01", "until": "2025-01-01"}]), ("last_due_on", 20220615)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("example", "path", "value"), [(example, *one) for example, wrong in WRONG.items() for one in wrong]
)
def test_what_is_wrong_is_named_with_what_would_be_accepted(example: str, path: str, value: Any) -> None:
    error = refused(example, changed(example, path, value))

    steps = [step for step in path.split(".") if not step.isdecimal()]
    assert steps[-1] in error["path"] or steps[0] in error["path"]


@each
def test_one_that_is_refused_does_not_stop_the_others(example: str) -> None:
    command, question = GOOD[example]

    result = ask(command, json.dumps([question, {"id": "bad"}, question]))

    assert result.exit_code == 2
    assert ["error" in json.loads(line) for line in result.stdout.splitlines()] == [False, True, False]
    assert "asked 3, refused 1" in result.stderr


@settings(max_examples=60)
@given(st.sampled_from(sorted(GOOD)), st.randoms(use_true_random=False), ODD, st.booleans())
def test_whatever_stands_in_whatever_field_there_is_one_answer(example: str, dice: Random, odd: Any, cut: bool) -> None:
    command, good = GOOD[example]
    question = deepcopy(good)
    put_anywhere(question, dice, odd, cut)

    (line,) = ask(command, json.dumps(question)).stdout.split("\n")[:-1]

    assert isinstance(json.loads(line, parse_constant=pytest.fail), dict)
