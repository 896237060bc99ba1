"""Change the law and the rules one thing at a time and see that a case notices: `python -m tools.mutants [word …]`.

A mutant is one limit's value one off, or one comparison, word, negation or condition changed or left out. It is caught
where a case of its rule in tests/law no longer gets the answer it states or, where the law itself was changed, a worked
question to the judge. No file is written; the gate is built anew in memory.
"""

from __future__ import annotations

import copy
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.progress import track
from rich.table import Table

from duly import law as laws
from duly.core.day import CONTACT_ZONE
from duly.core.terms import Dated, Meaning, Term, limits_of
from duly.law import Law, Limit
from duly.rules.compliance.cn.pack import ACTING, SENDING
from duly.rules.compliance.cn.wire import judge
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.wire.reading import read
from duly.rules.compliance.wire.references import resolve
from tests.law.test_cases import CASES, asked, local
from tests.rules.compliance.cn.test_wire import CASES as QUESTIONS

LEAST_CAUGHT = 0.95
LAW = laws.load("cn")
EQUIVALENT = Path(__file__).with_name("mutants_equivalent.yaml")
OFF_BY_ONE = {"<": "<=", "<=": "<", "and": "or", "or": "and", "+": "-", "-": "+"}
PARTS = ("condition", "again_minute", "again_days")
Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule under a law, one of the two changed in one place."""

    name: str  # the limit whose value or whose rule was changed, and what changed
    limit: str
    act: bool  # an act that contacts nobody; else a contact
    rule: Rule
    law: Law = LAW

    @property
    def folder(self) -> str:
        return ".".join(self.limit.split(".")[:-1])

    def is_caught_by(self, case: Case) -> bool:
        """Whether a case of its limit gets another answer than the one it states."""
        verdict = asked(self.rule, case, self.law)
        if verdict.severity.name != case["verdict"]:
            return True
        return "retry_at" in case and verdict.findings[0].retry_at != local(case["retry_at"])

    def is_caught_by_a_question(self) -> bool:
        """Whether a worked question to the judge gets another answer under the changed law."""
        return (
            LAW.limits.keys() == self.law.limits.keys()
            and self.law is not LAW
            and not all(answers_as_it_says(case, self.law) for case in QUESTIONS)
        )


def mutants() -> Iterator[Mutant]:
    """Every mutant of the rules of contacts and of acts in mainland China, each named once."""
    seen: Counter[str] = Counter()
    for act, rules in ((False, SENDING), (True, ACTING)):
        for rule in rules:
            for what, changed, law in (*_of_rule(rule, LAW), *_of_limits(rule, LAW)):
                name = f"{rule.limit}{' (act)' if act else ''}: {what}"
                seen[name] += 1
                name += f" #{seen[name]}" if seen[name] > 1 else ""
                yield Mutant(name, rule.limit, act, changed, law)


def cases_by_rule() -> dict[tuple[str, bool], list[Case]]:
    """The cases of each rule: by its limit, and whether they are about an act."""
    found: dict[tuple[str, bool], list[Case]] = defaultdict(list)
    for limit, case in (each.values for each in CASES):
        found[limit, "act" in case].append(case)  # type: ignore[index, operator]
    return found


def answers_as_it_says(case: Case, law: Law) -> bool:
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


def _of_limits(rule: Rule, law: Law) -> Iterator[tuple[str, Rule, Law]]:
    """Every value of its own limit, whether it looks at it or not, and those it looks at of others."""
    looked_at = {(each.path, each.part) for each in limits_of(rule.under(law).own)}
    for path in (rule.limit, *rule.reads):
        for part in law[path].dated:
            if path == rule.limit or (path, part) in looked_at:
                for what, limit in of_limit(law[path], part):
                    yield f"{path} {what}" if path in rule.reads else what, rule, Law({**law.limits, path: limit}, what)


def of_limit(limit: Limit, *parts: str) -> Iterator[tuple[str, Limit]]:
    """A limit with one value one more or one less, or one word fewer, on one of its first days."""
    for part in parts or limit.dated:
        dated = limit.dated[part]
        for place, (first, value) in enumerate(dated.values):
            for other in () if value is None else _beside(value, dated.meaning):
                values = (*dated.values[:place], (first, other), *dated.values[place + 1 :])
                changed = {**limit.dated, part: replace(dated, values=values)}
                yield f"{part} {value} → {other} from {first}", replace(limit, dated=changed)


def _beside(value: Any, meaning: Meaning) -> tuple[Any, ...]:
    if meaning is Meaning.WORDS:
        return tuple(_one_fewer(value))
    return tuple(each for each in (value - 1, value + 1) if each >= 0)


def _one_fewer(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (tuple(kept for kept in words if kept != left) for left in words) if len(words) > 1 else iter(())


def _of_rule(rule: Rule, law: Law) -> Iterator[tuple[str, Rule, Law]]:
    bound = rule.under(law)
    for part, term in zip(PARTS, (bound.own, bound.again_minute, bound.again_days), strict=True):
        for what, changed in of_term(term) if term is not None else ():
            yield what if part == "condition" else f"{part}: {what}", replace(rule, **{part: _always(changed)}), law


def _always(term: Term) -> Any:
    return lambda *over: term


def of_term(term: Term) -> Iterator[tuple[str, Term]]:
    """An expression with one thing changed in it, and what: `a < b → a <= b`."""
    for other in _changed_here(term):
        yield f"{said(term)} → {said(other)}", other
    for place, arg in enumerate(term.args):
        if isinstance(arg, Term):
            for what, other in of_term(arg):
                yield what, type(term)(term.op, (*term.args[:place], other, *term.args[place + 1 :]))


def _changed_here(term: Term) -> Iterator[Term]:
    kind = type(term)
    if term.op in OFF_BY_ONE:
        yield kind(OFF_BY_ONE[term.op], term.args)
    if term.op in ("and", "or"):
        yield from term.args  # the other side left out
    if term.op == "not":
        yield term.args[0]
    if term.op in ("=", "in", "known") or (term.op == "fact" and term.args[0].meaning is Meaning.TRUTH):
        yield kind("not", (term,))
    if term.op == "constant":
        value = term.args[0]
        others = _one_fewer(value) if isinstance(value, tuple) else iter((value - 1, value + 1))
        yield from (kind("constant", (other,)) for other in others)


def said(term: Term) -> str:
    """An expression as a person reads it."""
    if term.op == "fact":
        return str(term.args[0].name)
    if term.op in ("limit", "in force"):
        dated: Dated = term.args[0]
        return dated.part or f"{dated.path} in force"
    if term.op == "constant":
        value = term.args[0]
        return "{" + ", ".join(value) + "}" if isinstance(value, tuple) else str(value)
    told = [said(arg) for arg in term.args]
    return f"{term.op}({', '.join(told)})" if len(told) != 2 else f"({told[0]} {term.op} {told[1]})"


def equivalents() -> dict[str, str]:
    """Why no case catches a mutant, by its name."""
    read: dict[str, str] | None = yaml.safe_load(EQUIVALENT.read_text("utf-8"))
    return read or {}


def survivors(tried: list[Mutant], console: Console) -> list[Mutant]:
    """The mutants that no case of their rule catches, nor any question."""
    cases = cases_by_rule()
    return [
        each
        for each in track(tried, "变异 mutants", console=console, transient=True, disable=not console.is_terminal)
        if not any(each.is_caught_by(case) for case in cases[each.limit, each.act])
        and not each.is_caught_by_a_question()
    ]


def table(tried: list[Mutant], survived: list[Mutant]) -> Table:
    """How many were caught, folder by folder."""
    all_, left = Counter(each.folder for each in tried), Counter(each.folder for each in survived)
    told = Table("目录 folder", "变异 mutants", "发现 caught", "%")
    for folder in (*sorted(all_), "合计 all"):
        made, kept = (all_[folder], left[folder]) if folder in all_ else (len(tried), len(survived))
        told.add_row(folder, f"{made:,}", f"{made - kept:,}", f"{100 * (made - kept) / made:.1f}")
    return told


def main() -> None:
    words = sys.argv[1:]
    tried = [each for each in mutants() if not words or any(word in each.name for word in words)]
    survived = survivors(tried, Console(stderr=True))
    reasons, names = equivalents(), {each.name for each in survived}
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(table(tried, survived))
    for each in survived:
        print(f"{each.name}  [{reasons.get(each.name, '未发现 SURVIVES')}]")
    stale = sorted(name for name in reasons if name not in names and (not words or any(word in name for word in words)))
    for name in stale:
        print(f"{EQUIVALENT.name}: {name} 已被发现或不再存在 is caught now, or no longer made; take it out")
    if stale or not tried or len(survived) > len(tried) * (1 - LEAST_CAUGHT) or names - reasons.keys():
        raise SystemExit(1)


if __name__ == "__main__":
    main()
