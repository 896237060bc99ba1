"""A day of which a pack holds no law: nothing is permitted, and the answer says which field is at fault."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from duly.rules.compliance.wire import answer
from tests.regf import question as regf
from tests.rules.compliance.uk.questions import question as uk

CN = json.loads((Path(__file__).parent / "cn" / "cases.json").read_text("utf-8"))
CALL = next(case for case in CN if case["id"] == "CN-T002")
ACT = next(case for case in CN if case["facts"]["action"]["channel"] == "none")
QUESTIONS = {
    "cn": {"pack": "cn", "facts": CALL["facts"]},
    "an act in cn": {"pack": "cn", "facts": ACT["facts"]},
    "a duty in cn": {"pack": "cn", "ask": "duty", "facts": ACT["facts"]},
    "us-regf": regf({}),
    **{f"{ask} in us-regf": regf({"ask": ask}) for ask in ("duty", "limited_content", "safe_harbor",
                                                          "validation_notice", "validation_period")},
    "uk": uk({}),
}  # fmt: skip
DAY_BEFORE = {
    "cn": "2025-02-27T12:00:00+08:00",
    "us-regf": "2021-11-29T12:00:00-05:00",
    "uk": "2014-03-31T12:00:00+01:00",
}
FIRST_DAY = {
    "cn": "2025-02-28T12:00:00+08:00",
    "us-regf": "2021-11-30T12:00:00-05:00",
    "uk": "2014-04-01T12:00:00+01:00",
}


def told(question: dict[str, Any], at: dict[str, str]) -> dict[str, Any]:
    asked = copy.deepcopy(question)
    asked["facts"]["action"]["ts"] = at[asked["pack"]]
    return answer(asked)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_day_before_the_pack_is_refused_and_the_field_is_named(question: dict[str, Any]) -> None:
    before = told(question, DAY_BEFORE)

    assert before["verdict"] == "deny"
    assert [rule["clause"] for rule in before["rules"]] == ["facts.action.ts"]
    assert FIRST_DAY[question["pack"]][:10] in before["explanation"][0]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_first_day_is_judged(question: dict[str, Any]) -> None:
    assert "facts.action.ts" not in {rule["clause"] for rule in told(question, FIRST_DAY)["rules"]}
