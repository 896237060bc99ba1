"""The cases a lawyer can read: beside each limit's path, the minute or the count before, at, and after.

`verdict` is what the rule of that one limit answers; other rules may be stricter. Facts not named are those of an
ordinary call to a borrower who is overdue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from duly import law as laws
from duly.core.day import CONTACT_ZONE
from duly.rules.compliance import Contact, Verdict, gate, judge, judge_facts
from duly.rules.compliance.cn.pack import ACTING, SENDING
from duly.rules.compliance.rule import Rule
from tests.facts import ACTING_ORDINARY, SENDING_ORDINARY

LAW = laws.load("cn")
HERE = Path(__file__).parent
OF_CONTACTS = {rule.limit: rule for rule in SENDING}
OF_ACTS = {rule.limit: rule for rule in ACTING}
BY_LIMIT = OF_CONTACTS | OF_ACTS
FILES = sorted(file for top in laws.PACKS["cn"] for file in (HERE / top).rglob("*.yaml"))
CASES = [
    pytest.param(".".join(file.relative_to(HERE).with_suffix("").parts), case, id=f"{file.stem}: {case['name']}")
    for file in FILES
    for case in yaml.safe_load(file.read_text("utf-8"))
]


def local(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CONTACT_ZONE)


def asked(rule: Rule, case: Mapping[str, Any], law: laws.Law = LAW) -> Verdict:
    """A case is about a contact, or about an act that contacts nobody."""
    if "act" in case:
        return judge_facts({**ACTING_ORDINARY, "act": case["act"], **case.get("facts", {})}, law, (rule,))
    contact = Contact(**{**case["contact"], "at": local(case["contact"]["at"])})
    return judge(contact, {**SENDING_ORDINARY, **case.get("facts", {})}, law, (rule,))


@pytest.mark.parametrize(("limit", "case"), CASES)
def test_the_rule_answers_as_the_case_says(limit: str, case: dict[str, Any]) -> None:
    verdict = asked((OF_ACTS if "act" in case else OF_CONTACTS)[limit], case)

    assert verdict.severity.name == case["verdict"]
    if "retry_at" in case:
        assert verdict.findings[0].retry_at == local(case["retry_at"])


@pytest.mark.parametrize("limit", BY_LIMIT)
def test_every_limit_has_cases_for_and_against(limit: str) -> None:
    file = HERE.joinpath(*limit.split(".")).with_suffix(".yaml")

    assert file in FILES, f"write cases for {limit} in {file}"
    verdicts = {case["verdict"] for case in yaml.safe_load(file.read_text("utf-8"))}
    assert "ALLOW" in verdicts
    assert verdicts - {"ALLOW"}


def test_no_case_is_left_without_its_limit() -> None:
    assert {limit for limit, _ in (case.values for case in CASES)} <= set(BY_LIMIT)
    assert gate(LAW).rules
