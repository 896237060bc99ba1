"""Terms read for a column: expressions of sqlglot in which every row uses the law of its own day.

SQL's NULL is Kleene's unknown for AND, OR, NOT and comparison, so a condition is printed as it stands.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlglot import exp

from duly.core.terms import Dated, Meaning, Term

_SIGN: dict[str, type[exp.Binary]] = {
    "and": exp.And,
    "or": exp.Or,
    "=": exp.EQ,
    "<": exp.LT,
    "<=": exp.LTE,
    "+": exp.Add,
    "-": exp.Sub,
}

DAY = exp.column("day")


def to_sql(term: Term, day: exp.Expr = DAY) -> exp.Expr:
    """Print a term over columns named as its facts are; `day` is the contact's local day, a column or one literal."""
    match term.op:
        case "fact":
            return exp.column(term.args[0].name)
        case "constant":
            return exp.convert(term.args[0])
        case "limit":
            return _by_day(term.args[0], day)
        case "in force":
            return _steps(
                day, [(first, exp.convert(value is not None)) for first, value in term.args[0].values], exp.false()
            )
        case "not":
            return exp.Not(this=_bracketed(term.args[0], day))
        case "known":
            return exp.Not(this=exp.Is(this=_bracketed(term.args[0], day), expression=exp.Null()))
        case "in":
            return _one_of(term.args[0], term.args[1], day)
        case "when":
            condition, this, otherwise = (to_sql(arg, day) for arg in term.args)
            return exp.Case().when(condition, this).else_(otherwise)
        case op:
            left, right = (_bracketed(arg, day) for arg in term.args)
            return _SIGN[op](this=left, expression=right)


def force_sql(limit: Dated, day: exp.Expr = DAY) -> exp.Expr:
    """Whether a limit is in force on the row's day; never NULL."""
    return _steps(day, [(first, exp.convert(value is not None)) for first, value in limit.values], exp.false())


def day_sql(day: date) -> exp.Expr:
    """One day as a literal."""
    return exp.cast(exp.convert(day.isoformat()), "DATE")


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


def _one_of(word: Term, words: Term, day: exp.Expr) -> exp.Expr:
    column = to_sql(word, day)
    if words.op == "constant":
        return _in(column, words.args[0])
    dated: Dated = words.args[0]
    answers = [(first, exp.null() if value is None else _in(column, value)) for first, value in dated.values]
    return _steps(day, answers, exp.null())


def _in(column: exp.Expr, words: tuple[str, ...]) -> exp.Expr:
    if len(words) == 1:
        return exp.EQ(this=column.copy(), expression=exp.convert(words[0]))
    return exp.In(this=column.copy(), expressions=[exp.convert(word) for word in words])


def _by_day(limit: Dated, day: exp.Expr) -> exp.Expr:
    return _steps(day, [(first, exp.convert(value)) for first, value in limit.values], exp.null())


def _steps(day: exp.Expr, steps: list[tuple[Any, exp.Expr]], before: exp.Expr) -> exp.Expr:
    """The answer of the newest first day that is not after the row's day; `before` where there is none."""
    case = exp.Case()
    for first, answer in reversed(steps):
        case = case.when(day >= day_sql(first), answer)
    return case.else_(before)


def _bracketed(term: Term, day: exp.Expr) -> exp.Expr:
    inner = to_sql(term, day)
    return exp.paren(inner, copy=False) if isinstance(inner, exp.Binary | exp.Not) else inner
