"""Mutants of Regulation F: its cases are whole questions, so each may catch a mutant of any rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from duly import law as laws
from duly.rules.compliance.judge import gate
from duly.rules.compliance.us_regf.asked import Asked
from duly.rules.compliance.us_regf.derived import facts_of
from duly.rules.compliance.us_regf.rules import RULES, TIMED_RULES
from duly.rules.compliance.us_regf.wire import judge, next_allowed
from duly.rules.compliance.wire.answer import public_id
from duly.rules.compliance.wire.reading import Question, Unreadable, read
from tests.law.us.test_us_cases import FILES
from tests.regf import question
from tools.mutants.mutant import Mutant, of_rules, of_values

LAW = laws.load("us-regf")
ASKING = gate(LAW, RULES)


@dataclass(frozen=True)
class Case:
    """A case with its question as read, and what the rules say of it."""

    told: dict[str, Any]
    question: Question

    @cached_property
    def named(self) -> set[str]:
        return set(self.told.get("rules", [self.told["rule"]] if "rule" in self.told else []))

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.question.facts, self.question.at, self.question.at, LAW)

    @cached_property
    def facts(self) -> dict[str, Any]:
        return facts_of(self.asked)

    @cached_property
    def masks(self) -> tuple[int, int]:
        return ASKING.masks(self.facts, self.facts["day"])


class RegulationF:
    """The pack whose cases are questions of every kind."""

    def __init__(self) -> None:
        self.cases = {limit: list(_readable(cases)) for limit, cases in FILES.items()}

    def mutants(self) -> Iterator[Mutant]:
        seen: Counter[str] = Counter()
        yield from of_rules(RULES, LAW, seen)
        of_a_rule = {path for rule in RULES for path in (rule.limit, *rule.reads)}
        yield from of_values([each.path for each in LAW if each.path not in of_a_rule], LAW, seen)

    def catches(self, mutant: Mutant) -> bool:
        catches = _caught_by_law if mutant.law is not LAW else _caught_by_rule
        own = self.cases[mutant.limit]
        others = (case for limit, cases in self.cases.items() if limit != mutant.limit for case in cases)
        return any(catches(mutant, case) for case in (*own, *others))


def _readable(cases: list[dict[str, Any]]) -> Iterator[Case]:
    """The cases that get as far as a rule."""
    for told in cases:
        try:
            case = Case(told, read(question(told), "us-regf"))
            judge(case.question, LAW)
        except Unreadable:
            continue
        yield case


def _caught_by_law(mutant: Mutant, case: Case) -> bool:
    """Facts are counted by the law too, so the whole question is asked anew."""
    if "only" in case.told:
        facts = facts_of(Asked(case.question.facts, case.question.at, case.question.at, mutant.law))
        if _objects(gate(mutant.law, RULES).masks(facts, facts["day"])) != _objects(case.masks):
            return True
    told = judge(case.question, mutant.law)
    at = told.next_allowed and told.next_allowed.astimezone(case.question.at.tzinfo).isoformat()
    return (
        told.verdict != case.told["verdict"]
        or not case.named <= {rule["id"] for rule in told.rules}
        or ("next" in case.told and at != case.told["next"])
        or ("value" in case.told and told.value != case.told["value"])
    )


def _caught_by_rule(mutant: Mutant, case: Case) -> bool:
    """The facts stay, and so do the other rules' answers."""
    assert mutant.rule is not None
    if case.question.ask != "permission" or case.told["verdict"] == "not_applicable":
        return False
    bit = 1 << next(no for no, each in enumerate(RULES) if each is mutant.original)
    said = gate(LAW, (mutant.rule,)).masks(case.facts, case.facts["day"])
    objects, unknown = ((before & ~bit) | (bit if now else 0) for before, now in zip(case.masks, said, strict=True))
    masks = objects, unknown
    if masks != case.masks and (_verdict(*masks) != case.told["verdict"] or _named_otherwise(case, masks)):
        return True
    if not case.told.get("next") or mutant.original not in TIMED_RULES:
        return False
    timed = tuple(mutant.rule if each is mutant.original else each for each in TIMED_RULES)
    at = next_allowed(case.asked, LAW, timed)
    return at is None or at.isoformat() != case.told["next"]


def _verdict(objects: int, unknown: int) -> str:
    return ASKING.severity(objects, unknown).word


def _named_otherwise(case: Case, masks: tuple[int, int]) -> bool:
    """Whether a rule that the case names no longer speaks, or another does though it names every one."""
    before, now = ({public_id(each) for each in _objects(one)} for one in (case.masks, masks))
    return bool(case.named & before - now) or ("only" in case.told and _objects(masks) != _objects(case.masks))


def _objects(masks: tuple[int, int]) -> list[str]:
    return ASKING.ids(masks[0] | masks[1])
