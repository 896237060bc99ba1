"""Terms read for one case: plain Python source, compiled once.

Kleene's three values need two plain questions: is it known to hold, is it known not to hold. Both are ordinary
short-circuit Boolean source; where neither holds, the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duly.core.terms import Dated, Number, Term, Truth, facts_of, limits_of

Facts = Mapping[str, Any]
_PYTHON = {"=": "==", "<": "<", "<=": "<="}
_OPPOSITE = {"=": "!=", "<": ">=", "<=": ">"}


@dataclass(slots=True)
class _Source:
    """Source text over local names: facts by their name, values of the law as v0, v1, …"""

    limits: tuple[Dated, ...]
    constants: list[Any] = field(default_factory=list)

    def holds(self, term: Truth) -> str:
        """Source that is true where the term is known to hold."""
        return self._truth(term, wanted=True)

    def fails(self, term: Truth) -> str:
        """Source that is true where the term is known not to hold."""
        return self._truth(term, wanted=False)

    def _truth(self, term: Truth, *, wanted: bool) -> str:
        match term.op:
            case "fact":
                return f"{term.args[0].name} is {wanted}"
            case "not":
                return self._truth(term.args[0], wanted=not wanted)
            case "and" | "or":
                joint = "and" if (term.op == "and") == wanted else "or"
                left, right = (self._truth(side, wanted=wanted) for side in term.args)
                return f"({left} {joint} {right})"
            case "known":
                guard = self._guard(term.args[0])
                return f"({guard})" if wanted else f"(not ({guard}))"
            case "in force":
                return f"{self._dated(term.args[0])}_in_force is {wanted}"
            case "in":
                word, words = term.args
                inside = "in" if wanted else "not in"
                return f"({self._guard(word, words)} and {self._leaf(word)} {inside} {self._leaf(words)})"
            case _:
                left, right = term.args
                sign = (_PYTHON if wanted else _OPPOSITE)[term.op]
                return f"({self._guard(left, right)} and {self.value(left)} {sign} {self.value(right)})"

    def value(self, term: Term) -> str:
        """Source of a value whose parts are all known."""
        if term.op in ("+", "-"):
            left, right = (self.value(side) for side in term.args)
            return f"({left} {term.op} {right})"
        return self._leaf(term)

    def maybe(self, term: Number) -> str:
        """Source of a value that is None where a part of it is unknown."""
        if term.op == "when":
            condition, this, otherwise = term.args
            return f"({self.maybe(this)} if {self.holds(condition)} else {self.maybe(otherwise)})"
        if any(part.op == "when" for part in term.walk()):
            raise TypeError("write the sum inside `when`, not around it")
        return f"({self.value(term)} if {self._guard(term)} else None)"

    def _leaf(self, term: Term) -> str:
        if term.op == "fact":
            return str(term.args[0].name)
        if term.op == "limit":
            return self._dated(term.args[0])
        if term.op == "constant":
            self.constants.append(term.args[0])
            return f"c{len(self.constants) - 1}"
        raise TypeError(f"{term.op!r} is not a value that can be compared")

    def _guard(self, *terms: Term) -> str:
        if len(terms) == 1 and terms[0].op in ("and", "or", "not", "in", "=", "<", "<=", "known", "in force"):
            return f"({self.holds(terms[0])} or {self.fails(terms[0])})"  # type: ignore[arg-type]
        leaves = (leaf for term in terms for leaf in term.walk() if leaf.op in ("fact", "limit"))
        names = dict.fromkeys(self._leaf(leaf) for leaf in leaves)
        return " and ".join(f"{name} is not None" for name in names) or "True"

    def _dated(self, limit: Dated) -> str:
        return f"v{self.limits.index(limit)}"


def compile_masks(conditions: Sequence[Truth]) -> Callable[[Facts, date], tuple[int, int]]:
    """Make one function that answers all conditions: (bits of those that hold, bits of those that are unknown).

    Bit i stands for condition i. Facts that are absent are unknown.
    """
    limits = limits_of(*conditions)
    source = _Source(limits)
    lines = ["holds = unknown = 0"]
    for bit, condition in enumerate(conditions):
        lines.append(f"if {source.holds(condition)}: holds |= {1 << bit}")
        lines.append(f"elif not {source.fails(condition)}: unknown |= {1 << bit}")
    lines.append("return holds, unknown")
    return _function(conditions, limits, source, lines)  # type: ignore[no-any-return]


def compile_number(term: Number) -> Callable[[Facts, date], int | None]:
    """Make a function that computes a number; None where a fact or limit it needs is unknown."""
    limits = limits_of(term)
    source = _Source(limits)
    return _function((term,), limits, source, [f"return {source.maybe(term)}"])  # type: ignore[no-any-return]


def _function(terms: Sequence[Term], limits: tuple[Dated, ...], source: _Source, lines: list[str]) -> Any:
    facts = [fact.name for fact in facts_of(*terms)]
    head = ["def answer(facts, day):", " get = facts.get"]
    head += [f" {name} = get({name!r})" for name in facts]
    if limits:
        head.append(f" ({', '.join(f'v{i}, v{i}_in_force' for i in range(len(limits)))},) = values_on(day)")
    names = {f"c{i}": value for i, value in enumerate(source.constants)} | {"values_on": _values_on(limits)}
    exec("\n".join(head + [f" {line}" for line in lines]), names)  # source from our own terms, no outside text
    return names["answer"]


def _values_on(limits: tuple[Dated, ...]) -> Callable[[date], tuple[Any, ...]]:
    """The values of the law on a day, remembered: a day is asked for many times."""
    remembered: dict[date, tuple[Any, ...]] = {}

    def values_on(day: date) -> tuple[Any, ...]:
        if day not in remembered:
            found = [limit.on(day) for limit in limits]
            remembered[day] = tuple(part for value in found for part in (value, value is not None))
        return remembered[day]

    return values_on
