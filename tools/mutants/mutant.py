"""What is changed: a rule, or the law that it is asked under, in one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from duly.core.terms import Term, limits_of
from duly.law import Law
from duly.rules.compliance.rule import Rule
from tools.mutants.changes import of_limit, of_term

PARTS = ("condition", "again_minute", "again_days")
Changed = tuple[str, Rule, Law]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule under a law, one of the two changed in one place."""

    name: str  # the limit whose value or whose rule was changed, and what changed
    limit: str
    original: Rule | None  # none where the limit is read by no rule of the gate
    rule: Rule | None
    law: Law
    act: bool = False  # an act that contacts nobody; else a contact

    @property
    def folder(self) -> str:
        return ".".join(self.limit.split(".")[:-1])


class Pack(Protocol):
    """A pack's mutants, and whether a case catches one."""

    def mutants(self) -> Iterator[Mutant]: ...

    def catches(self, mutant: Mutant) -> bool: ...


def of_rules(rules: Iterable[Rule], law: Law, seen: Counter[str], *, act: bool = False) -> Iterator[Mutant]:
    """Every mutant of some rules under a law, each named once."""
    for rule in rules:
        for what, changed, under in (*_of_rule(rule, law), *_of_limits(rule, law)):
            name = f"{rule.limit}{' (act)' if act else ''}: {what}"
            yield Mutant(named_once(name, seen), rule.limit, rule, changed, under, act)


def of_values(limits: Iterable[str], law: Law, seen: Counter[str]) -> Iterator[Mutant]:
    """Every mutant of limits that no rule of the gate is about."""
    for path in limits:
        for what, limit in of_limit(law[path]):
            changed = Law({**law.limits, path: limit}, what)
            yield Mutant(named_once(f"{path}: {what}", seen), path, None, None, changed)


def named_once(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    return f"{name} #{seen[name]}" if seen[name] > 1 else name


def _of_limits(rule: Rule, law: Law) -> Iterator[Changed]:
    """Every value of its own limit, whether it looks at it or not, and those it looks at of others."""
    looked_at = {(each.path, each.part) for each in limits_of(rule.under(law).own)}
    for path in (rule.limit, *rule.reads):
        for part in law[path].dated:
            if path == rule.limit or (path, part) in looked_at:
                for what, limit in of_limit(law[path], part):
                    yield f"{path} {what}" if path in rule.reads else what, rule, Law({**law.limits, path: limit}, what)


def _of_rule(rule: Rule, law: Law) -> Iterator[Changed]:
    bound = rule.under(law)
    for part, term in zip(PARTS, (bound.own, bound.again_minute, bound.again_days), strict=True):
        for what, changed in of_term(term) if term is not None else ():
            yield what if part == "condition" else f"{part}: {what}", replace(rule, **{part: _always(changed)}), law


def _always(term: Term) -> Any:
    return lambda *over: term
