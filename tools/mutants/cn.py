"""Mutants of mainland China: rules of contacts and of acts, caught by their cases or by a worked question."""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from duly import law as laws
from duly.core.day import CONTACT_ZONE
from duly.law import Law
from duly.rules.compliance.cn.pack import ACTING, SENDING
from duly.rules.compliance.cn.wire import judge
from duly.rules.compliance.wire.reading import read
from duly.rules.compliance.wire.references import resolve
from tests.law.test_cases import CASES, asked, local
from tests.rules.compliance.cn.test_wire import CASES as QUESTIONS
from tools.mutants.mutant import Mutant, of_rules

LAW = laws.load("cn")
Case = Mapping[str, Any]


class China:
    """The pack whose rules are written over facts, and so are its cases."""

    def __init__(self) -> None:
        self.cases: dict[tuple[str, bool], list[Case]] = defaultdict(list)  # by limit, and whether about an act
        for limit, case in (each.values for each in CASES):
            self.cases[limit, "act" in case].append(case)  # type: ignore[index, operator]

    def mutants(self) -> Iterator[Mutant]:
        seen: Counter[str] = Counter()
        yield from of_rules(SENDING, LAW, seen)
        yield from of_rules(ACTING, LAW, seen, act=True)

    def catches(self, mutant: Mutant) -> bool:
        caught = any(is_caught_by(mutant, case) for case in self.cases[mutant.limit, mutant.act])
        return caught or (
            mutant.law is not LAW and not all(_answers_as_it_says(case, mutant.law) for case in QUESTIONS)
        )


def is_caught_by(mutant: Mutant, case: Case) -> bool:
    """Whether a case of its limit gets another answer than the one it states."""
    assert mutant.rule is not None
    verdict = asked(mutant.rule, case, mutant.law)
    if verdict.severity.name != case["verdict"]:
        return True
    return "retry_at" in case and verdict.findings[0].retry_at != local(case["retry_at"])


def _answers_as_it_says(case: Case, law: Law) -> bool:
    """Whether the judge answers a worked question as its case says, under a law."""
    question = read({"pack": "cn", "ask": case["ask"], "facts": copy.deepcopy(case["facts"])}, "cn")
    resolve(question)
    told = judge(question, law).wire(CONTACT_ZONE)
    return (
        told["verdict"] in case["accept"]
        and told["next_allowed"] == case.get("expected_next_allowed", told["next_allowed"])
        and set(case.get("expected_requires", ())) <= set(told["requires"])
        and (case["expected"] == "allow" or bool({rule["id"] for rule in told["rules"]} & set(case["rules"])))
    )
