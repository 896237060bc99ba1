"""Conditions as values: one typed expression, read by a Python function for one case and by SQL for a column of them.

A term is traced once from an ordinary function over facts and limits. It is three-valued after Kleene: a fact that is
not known makes a comparison unknown, and unknown passes through `&`, `|` and `not_` unless the other side settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any


class Meaning(Enum):
    """What a fact or a limit's value is, and so how it is shown and kept in a column."""

    TRUTH = "truth"
    COUNT = "count"
    MINUTE = "minute"  # minutes since midnight in the law's zone
    WORD = "word"
    WORDS = "words"  # a set of words; only a limit has it
    DAY = "day"


PHYSICAL = {
    Meaning.TRUTH: "BOOLEAN",
    Meaning.COUNT: "INTEGER",
    Meaning.MINUTE: "INTEGER",
    Meaning.WORD: "VARCHAR",
    Meaning.DAY: "DATE",
}


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A node of an expression: what is done, and to what."""

    op: str
    args: tuple[Any, ...]

    def __bool__(self) -> bool:
        raise TypeError("a term has no truth of its own; write & | not_ in place of and, or, not, if")

    def walk(self) -> Iterator[Term]:
        """This term and every term below it."""
        yield self
        for arg in self.args:
            if isinstance(arg, Term):
                yield from arg.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A named thing that may be known of a contact. `by_minute` facts change with the minute of the day."""

    name: str
    meaning: Meaning
    zh: str
    en: str
    by_minute: bool = False
    values: tuple[str, ...] = ()  # of a WORD
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # what a value is called, Chinese and English


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """A value of the law as it changes with the day of the contact; unknown before its first day."""

    path: str
    part: str
    meaning: Meaning
    values: tuple[tuple[date, Any], ...]  # by first day, ascending; None from the day the limit ends

    def on(self, day: date) -> Any:
        """The value in force on a day; None where there is none, never a neighbour's."""
        found = None
        for first, value in self.values:
            if day >= first:
                found = value
        return found


class Truth(Term):
    """A condition: it holds, does not hold, or cannot be known."""

    def __and__(self, other: Truth) -> Truth:
        return Truth("and", (self, other))

    def __or__(self, other: Truth) -> Truth:
        return Truth("or", (self, other))


class Number(Term):
    """A count or a minute."""

    def __lt__(self, other: Number | int) -> Truth:
        return Truth("<", (self, number(other)))

    def __le__(self, other: Number | int) -> Truth:
        return Truth("<=", (self, number(other)))

    def __gt__(self, other: Number | int) -> Truth:
        return Truth("<", (number(other), self))

    def __ge__(self, other: Number | int) -> Truth:
        return Truth("<=", (number(other), self))

    def __eq__(self, other: Number | int) -> Truth:  # type: ignore[override]
        return Truth("=", (self, number(other)))

    def __add__(self, other: Number | int) -> Number:
        return Number("+", (self, number(other)))

    def __sub__(self, other: Number | int) -> Number:
        return Number("-", (self, number(other)))

    __hash__ = object.__hash__


class Word(Term):
    """One of a closed list of words."""

    def __eq__(self, other: str) -> Truth:  # type: ignore[override]
        return one_of(self, other)

    def __ne__(self, other: str) -> Truth:  # type: ignore[override]
        return not_(one_of(self, other))

    __hash__ = object.__hash__


class Words(Term):
    """A set of words that the law names."""


class Limited:
    """The values of one limit, by the name of the part: `hours.opens` is a number, `sources.words("lawful")` a set."""

    def __init__(self, parts: dict[str, Dated]) -> None:
        self._parts = parts

    def __getattr__(self, part: str) -> Number:
        return Number("limit", (self._part(part, (Meaning.COUNT, Meaning.MINUTE)),))

    def words(self, part: str) -> Words:
        return Words("limit", (self._part(part, (Meaning.WORDS,)),))

    def _part(self, part: str, meanings: tuple[Meaning, ...]) -> Dated:
        found = self._parts.get(part)
        if found is None or found.meaning not in meanings:
            raise AttributeError(
                f"this limit has no {part} of that kind; it has: {', '.join(self._parts) or 'no values'}"
            )
        return found


_FAMILY: dict[Meaning, type[Term]] = {
    Meaning.TRUTH: Truth,
    Meaning.COUNT: Number,
    Meaning.MINUTE: Number,
    Meaning.WORD: Word,
}


def of_fact(fact: Fact) -> Term:
    """The term that reads a fact."""
    return _FAMILY[fact.meaning]("fact", (fact,))


def number(value: Number | int) -> Number:
    return value if isinstance(value, Number) else Number("constant", (int(value),))


def not_(condition: Truth) -> Truth:
    """Hold where the condition does not; unknown stays unknown."""
    return Truth("not", (condition,))


def one_of(word: Word, *choices: str | Words) -> Truth:
    """Hold where the word is one of those named here or by the law."""
    if len(choices) == 1 and isinstance(choices[0], Words):
        return Truth("in", (word, choices[0]))
    if not choices or any(isinstance(choice, Words) for choice in choices):
        raise TypeError("name the words, or give the one set that the law names")
    return Truth("in", (word, Words("constant", (tuple(choices),))))


def known(term: Number | Word | Truth) -> Truth:
    """Hold where the value is known; itself never unknown."""
    return Truth("known", (term,))


def in_force(limit: Dated) -> Truth:
    """Hold from the first day of a limit until it ends; itself never unknown."""
    return Truth("in force", (limit,))


def when(condition: Truth, this: Number | int, otherwise: Number | int) -> Number:
    """The first number where the condition is known to hold, else the second."""
    return Number("when", (condition, number(this), number(otherwise)))


def facts_of(*terms: Term) -> tuple[Fact, ...]:
    """The facts that terms read, each once, in the order in which they appear."""
    seen = (leaf.args[0] for term in terms for leaf in term.walk() if leaf.op == "fact")
    return tuple(dict.fromkeys(seen))


def conjuncts(condition: Truth) -> tuple[Truth, ...]:
    """The conditions that must all hold; the whole fails where one of them fails."""
    return tuple(part for arg in condition.args for part in conjuncts(arg)) if condition.op == "and" else (condition,)


def limits_of(*terms: Term) -> tuple[Dated, ...]:
    """The dated values that terms read, each once."""
    seen = (leaf.args[0] for term in terms for leaf in term.walk() if leaf.op in ("limit", "in force"))
    return tuple(dict.fromkeys(seen))
