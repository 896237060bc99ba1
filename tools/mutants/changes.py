"""A limit or a condition, changed in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from duly.core.terms import Dated, Meaning, Term
from duly.law import Limit

OFF_BY_ONE = {"<": "<=", "<=": "<", "and": "or", "or": "and", "+": "-", "-": "+"}


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
