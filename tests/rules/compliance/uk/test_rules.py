"""The cases a lawyer can read, beside each limit's path: the day or the minute before, at, and after.

`verdict` is what the rule of that one limit answers; `next` is when the same act is first free of rules of time.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from duly import law as laws
from duly.rules.compliance.judge import gate
from duly.rules.compliance.uk.asked import Asked
from duly.rules.compliance.uk.derived import facts_of
from duly.rules.compliance.uk.facts import VOCABULARY
from duly.rules.compliance.uk.pack import RULES
from duly.rules.compliance.wire import answer
from duly.rules.compliance.wire.reading import read
from tests.rules.compliance.uk.questions import local, question

LAW = laws.load("uk")
HERE = Path(__file__).parents[3] / "law"
FILES = sorted(file for top in laws.PACKS["uk"] for file in (HERE / top).rglob("*.yaml"))
BY_LIMIT = {rule.limit: rule for rule in RULES}


def limit_of(file: Path) -> str:
    return ".".join(file.relative_to(HERE).with_suffix("").parts)


def cases_of(file: Path) -> list[dict[str, Any]]:
    return yaml.safe_load(file.read_text("utf-8"))


CASES = [
    pytest.param(limit_of(file), case, id=f"{file.stem}: {case['name']}") for file in FILES for case in cases_of(file)
]


@pytest.mark.parametrize(("limit", "case"), CASES)
def test_the_rule_answers_as_the_case_says(limit: str, case: dict[str, Any]) -> None:
    asked = read(question(case), "uk")
    facts = facts_of(Asked(asked.facts, asked.at))
    verdict = gate(LAW, (BY_LIMIT[limit],)).judge(facts)

    assert set(facts) - {"day"} == set(VOCABULARY)
    assert verdict.severity.name == case["verdict"], verdict.findings


@pytest.mark.parametrize(("limit", "case"), [each for each in CASES if each.values[1]["verdict"] != "ALLOW"])
def test_the_judge_names_the_rule_and_never_gives_more_leave(limit: str, case: dict[str, Any]) -> None:
    told = answer(question(case))
    source, _, clause = LAW[limit].reference[0].partition(", ")

    assert (source, clause) in {(rule["source"], rule["clause"]) for rule in told["rules"]}
    if case["verdict"] != "WARN":
        assert told["verdict"] in ("deny", "requires", "review")
    if "next" in case:
        at = told["next_allowed"]
        assert (at and datetime.fromisoformat(at)) == (case["next"] and local(case["next"]))


@pytest.mark.parametrize("limit", BY_LIMIT)
def test_every_limit_has_cases_for_and_against(limit: str) -> None:
    file = HERE.joinpath(*limit.split(".")).with_suffix(".yaml")

    assert file in FILES, f"write cases for {limit} in {file}"
    verdicts = {case["verdict"] for case in cases_of(file)}
    assert "ALLOW" in verdicts
    assert verdicts - {"ALLOW"}


def test_every_limit_of_the_pack_has_a_rule_and_no_case_is_left_without_one() -> None:
    assert {limit.path for limit in LAW} == set(BY_LIMIT) == {limit_of(file) for file in FILES}


def test_an_ordinary_call_at_noon_is_allowed() -> None:
    told = answer(question({}))

    assert told["verdict"] == "allow", told["explanation"]
    assert told["ignored"] == []


@pytest.mark.parametrize("limit", [limit.path for limit in LAW if limit.certainty == "recalled"])
def test_what_nobody_verified_never_blocks_by_itself(limit: str) -> None:
    assert not BY_LIMIT[limit].severity.blocks
    assert "unconfirmed" in LAW[limit].citation
