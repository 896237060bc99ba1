"""Mutants of the United Kingdom: caught by the cases of their rule, by its answer or by when it is healed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from duly import law as laws
from duly.rules.compliance.judge import gate
from duly.rules.compliance.uk.asked import Asked
from duly.rules.compliance.uk.derived import facts_of
from duly.rules.compliance.uk.pack import RULES, TIMED
from duly.rules.compliance.uk.wire import next_allowed
from duly.rules.compliance.wire.reading import read
from tests.rules.compliance.uk.questions import local, question
from tests.rules.compliance.uk.test_rules import FILES, cases_of, limit_of
from tools.mutants.mutant import Mutant, of_rules

LAW = laws.load("uk")


class UnitedKingdom:
    """The pack whose cases are questions, each about one rule."""

    def __init__(self) -> None:
        self.cases = {limit_of(file): [_read(case) for case in cases_of(file)] for file in FILES}

    def mutants(self) -> Iterator[Mutant]:
        return of_rules(RULES, LAW, Counter())

    def catches(self, mutant: Mutant) -> bool:
        return any(_is_caught_by(mutant, *each) for each in self.cases[mutant.limit])


def _read(case: dict[str, Any]) -> tuple[dict[str, Any], Asked, dict[str, Any]]:
    told = read(question(case), "uk")
    asked = Asked(told.facts, told.at)
    return case, asked, facts_of(asked)


def _is_caught_by(mutant: Mutant, case: dict[str, Any], asked: Asked, facts: dict[str, Any]) -> bool:
    assert mutant.rule is not None
    if gate(mutant.law, (mutant.rule,)).judge(facts).severity.name != case["verdict"]:
        return True
    if not case.get("next") or mutant.original not in TIMED:
        return False
    timed = tuple(mutant.rule if each is mutant.original else each for each in TIMED)
    return next_allowed(asked, mutant.law, timed) != local(case["next"])
