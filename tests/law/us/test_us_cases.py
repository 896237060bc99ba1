"""The cases of Regulation F that a lawyer can read: beside each limit's path, what differs from an ordinary call.

`rule` and `rules` are among those named; `only` says which of the law's ids object, and that no other does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from duly import law as laws
from duly.rules.compliance.judge import gate
from duly.rules.compliance.us_regf.asked import Asked
from duly.rules.compliance.us_regf.derived import facts_of
from duly.rules.compliance.us_regf.rules import RULES
from duly.rules.compliance.wire import answer
from duly.rules.compliance.wire.reading import read
from tests.regf import by_each_medium, question

LAW = laws.load("us-regf")
HERE = Path(__file__).parent
FILES = {
    ".".join(("us", *file.relative_to(HERE).with_suffix("").parts)): list(
        by_each_medium(yaml.safe_load(file.read_text("utf-8")))
    )
    for file in sorted(HERE.rglob("*.yaml"))
}
CASES = [pytest.param(case, id=f"{limit}: {case['name']}") for limit, cases in FILES.items() for case in cases]
REFUSES = ("deny", "review", "requires")


@pytest.mark.parametrize("case", CASES)
def test_the_pack_answers_as_the_case_says(case: dict[str, Any]) -> None:
    told = answer(question(case))

    assert told["verdict"] == case["verdict"], told["explanation"]
    named = case.get("rules", [case["rule"]] if "rule" in case else [])
    assert set(named) <= {rule["id"] for rule in told["rules"]}, told["rules"]
    if "next" in case:
        assert told["next_allowed"] == case["next"]
    if "value" in case:
        assert told["value"] == case["value"]


@pytest.mark.parametrize("case", [each for each in CASES if "only" in each.values[0]])
def test_no_other_rule_objects_than_the_case_names(case: dict[str, Any]) -> None:
    told = read(question(case), "us-regf")
    verdict = gate(LAW, RULES).judge(facts_of(Asked(told.facts, told.at, told.at, LAW)))

    assert {finding.rule for finding in verdict.findings} == set(case["only"])


@pytest.mark.parametrize("limit", [rule.limit for rule in RULES])
def test_every_limit_has_cases_for_and_against(limit: str) -> None:
    verdicts = {case["verdict"] for case in FILES[limit]}

    assert "allow" in verdicts
    assert verdicts & set(REFUSES)
