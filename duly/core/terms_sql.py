"""Terms read for a column: expressions of sqlglot in which every row uses the law of its own day.

SQL's NULL is Kleene's unknown for AND, OR, NOT and comparison, so a condition is printed as it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlglot import exp

from duly.core.terms import Dated, Fact, Meaning, Term, Truth

_SIGN: dict[str, type[exp.Binary]] = {
    "and": exp.And,
    "or": exp.Or,
    "=": exp.EQ,
    "<": exp.LT,
    "<=": exp.LTE,
    "+": exp.Add,
    "-": exp.Sub,
}

_OPPOSITE: dict[str, type[exp.Binary]] = {"=": exp.NEQ, "<": exp.GTE, "<=": exp.GT}


def to_sql(term: Term, day: date | None = None) -> exp.Expr:
    """Print a term over columns named as its facts are.

    With a day, the law of that day stands in it as plain values; without one, each row's column `day` decides.
    """
    match term.op:
        case "fact":
            return exp.column(term.args[0].name)
        case "constant":
            return exp.convert(term.args[0])
        case "limit":
            return _dated(term.args[0], day, exp.convert)
        case "in force":
            return force_sql(term.args[0], day)
        case "not":
            return exp.Not(this=_bracketed(term.args[0], day))
        case "known":
            return exp.Not(this=exp.Is(this=_bracketed(term.args[0], day), expression=exp.Null()))
        case "in":
            return _one_of(*term.args, wanted=True, day=day)
        case "when":
            condition, this, otherwise = (to_sql(arg, day) for arg in term.args)
            return exp.Case().when(condition, this).else_(otherwise)
        case op:
            left, right = (_bracketed(arg, day) for arg in term.args)
            return _SIGN[op](this=left, expression=right)


def failing_sql(condition: Truth, day: date | None = None) -> exp.Expr:
    """Print where a condition is known to fail: true there, elsewhere false or NULL, and so fit for a filter alone.

    The negation is pushed down to the comparisons, so that the engine narrows its rows from one to the next and never
    writes a column of answers.
    """
    return _decided(condition, wanted=False, day=day)


def _decided(term: Truth, *, wanted: bool, day: date | None) -> exp.Expr:
    match term.op:
        case "not":
            return _decided(term.args[0], wanted=not wanted, day=day)
        case "and" | "or":
            joint: type[exp.Binary] = exp.And if (term.op == "and") == wanted else exp.Or
            sides = (exp.paren(_decided(side, wanted=wanted, day=day), copy=False) for side in term.args)
            return joint(this=next(sides), expression=next(sides))
        case "=" | "<" | "<=":
            left, right = (_bracketed(arg, day) for arg in term.args)
            return (_SIGN if wanted else _OPPOSITE)[term.op](this=left, expression=right)
        case "in":
            return _one_of(*term.args, wanted=wanted, day=day)
        case _:
            return to_sql(term if wanted else Truth("not", (term,)), day)


def force_sql(limit: Dated, day: date | None = None) -> exp.Expr:
    """Whether a limit is in force on the row's day; never NULL."""
    if day is not None:
        return exp.convert(limit.on(day) is not None)
    return _steps([(first, exp.convert(value is not None)) for first, value in limit.values], exp.false())


def minutes_named(*terms: Term) -> tuple[int, ...]:
    """Every minute of the day that the law names in these terms, on whatever day."""
    named = {
        value
        for term in terms
        for leaf in term.walk()
        if leaf.op == "limit" and leaf.args[0].meaning is Meaning.MINUTE
        for _, value in leaf.args[0].values
        if value is not None
    }
    return tuple(sorted(named))


def _one_of(word: Term, words: Term, *, wanted: bool, day: date | None) -> exp.Expr:
    def compared(among: tuple[str, ...]) -> exp.Expr:
        return _any_of(word.args[0], among, wanted=wanted)

    return compared(words.args[0]) if words.op == "constant" else _dated(words.args[0], day, compared)


def _any_of(fact: Fact, among: tuple[str, ...], *, wanted: bool) -> exp.Expr:
    """Comparisons one by one: for so few words the engine narrows by them faster than by a list, which it would join.

    The literal is of the column's own enumeration; to a bare text the engine would turn every row into text first.
    """
    sign, joint = (exp.EQ, exp.or_) if wanted else (exp.NEQ, exp.and_)
    kind = exp.DataType(this=exp.DType.ENUM, expressions=[exp.convert(value) for value in fact.values])
    each = [sign(this=exp.column(fact.name), expression=exp.cast(exp.convert(value), kind)) for value in among]
    return exp.paren(joint(*each), copy=False) if len(each) > 1 else each[0]


def _dated(limit: Dated, day: date | None, printed: Callable[[Any], exp.Expr]) -> exp.Expr:
    """The value in force, printed; NULL where there is none."""

    def or_null(value: Any) -> exp.Expr:
        return exp.null() if value is None else printed(value)

    if day is not None:
        return or_null(limit.on(day))
    return _steps([(first, or_null(value)) for first, value in limit.values], exp.null())


def _steps(steps: list[tuple[date, exp.Expr]], before: exp.Expr) -> exp.Expr:
    """The answer of the newest first day that is not after the row's day; `before` where there is none."""
    case = exp.Case()
    for first, answer in reversed(steps):
        case = case.when(exp.column("day") >= exp.cast(exp.convert(first.isoformat()), "DATE"), answer)
    return case.else_(before)


def _bracketed(term: Term, day: date | None) -> exp.Expr:
    inner = to_sql(term, day)
    return exp.paren(inner, copy=False) if isinstance(inner, exp.Binary | exp.Not) else inner
