"""All rules over columns: two bit masks a row, one of the rules that object, one of those that cannot know.

Whether a limit is in force, and who begins, is the same question for every rule; so it is asked once a row, of the
masks, and not of every condition. The scalar gate asks it in each condition; a property holds both equal.
`&` and `|` bind alike in the engine, so every pair stands in brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from duly.core.terms_sql import DAY, force_sql, to_sql
from duly.core.verdict import Severity
from duly.rules.compliance import BoundRule, Gate


def masks_query(bound: Gate, relation: str, kept: Sequence[str], day: exp.Expr = DAY) -> str:
    """Build the columns kept, `objects` and `unknown`, from a relation with a column a fact."""
    keys = ", ".join(kept)
    conditions = [f"{print_sql(to_sql(each.own, day))} AS c{bit}" for bit, each in enumerate(bound.rules)]
    bits = range(len(bound.rules))
    spoken = " OR ".join(f"c{bit}" for bit in bits)
    objects = " + ".join(f"CASE WHEN c{bit} THEN {1 << bit}::BIGINT ELSE 0 END" for bit in bits)
    unknown = " + ".join(f"CASE WHEN c{bit} IS NULL THEN {1 << bit}::BIGINT ELSE 0 END" for bit in bits)
    return f"""SELECT {keys},
    (CASE WHEN direction = 'inbound' OR direction IS NULL THEN 0 ELSE objects END) & in_force AS objects,
    (CASE WHEN direction = 'inbound' THEN 0 WHEN direction IS NULL THEN objects | unknown ELSE unknown END) & in_force
        AS unknown
FROM (
    SELECT {keys}, direction, in_force, CASE WHEN spoken IS NOT FALSE THEN {objects} ELSE 0 END AS objects,
        CASE WHEN spoken IS NOT FALSE THEN {unknown} ELSE 0 END AS unknown
    FROM (SELECT *, {spoken} AS spoken FROM (
        SELECT {keys}, direction, {_in_force(bound, day)} AS in_force, {", ".join(conditions)} FROM {relation})))"""


def verdict_column(bound: Gate) -> str:
    """The strictest that the masks `objects` and `unknown` say."""
    steps = []
    for severity in sorted(Severity, reverse=True):
        objecting = mask(bound, lambda each, at=severity: each.rule.severity == at)  # type: ignore[misc]
        unknowing = mask(bound, lambda each, at=severity: each.unknown_severity == at)  # type: ignore[misc]
        if objecting or unknowing:
            steps.append(f"WHEN ((objects & {objecting}) | (unknown & {unknowing})) <> 0 THEN '{severity.word}'")
    return f"CASE {' '.join(steps)} ELSE '{Severity.ALLOW.word}' END"


def refused_column(bound: Gate) -> str:
    """The bits of the rules that block: those that object, and those that cannot know."""
    objecting = mask(bound, lambda each: each.rule.severity.blocks)
    unknowing = mask(bound, lambda each: each.unknown_severity.blocks)
    return f"((objects & {objecting}) | (unknown & {unknowing}))"


def ids_column(bound: Gate, bits: str) -> str:
    """The ids of the rules whose bits are set, in the order of the pack."""
    ids = ", ".join(print_sql(exp.convert(each.id)) for each in bound.rules)
    return f"list_filter([{ids}], lambda id, place: ({bits} >> (place - 1)::INTEGER) & 1 = 1)"


def mask(bound: Gate, chosen: Callable[[BoundRule], bool]) -> int:
    """The bits of the rules chosen."""
    return sum(1 << bit for bit, each in enumerate(bound.rules) if chosen(each))


def print_sql(term: exp.Expr) -> str:
    return term.sql(dialect="duckdb")


def _in_force(bound: Gate, day: exp.Expr) -> str:
    """The bits of the rules whose limit is in force on the row's day; limits that came on one day are one question."""
    always = mask(bound, lambda each: each.rule.always)
    together: dict[str, int] = {}
    for bit, each in enumerate(bound.rules):
        if not each.rule.always:
            question = print_sql(force_sql(each.limit.force_dated, day))
            together[question] = together.get(question, 0) | 1 << bit
    questions = [f"(CASE WHEN {question} THEN {bits}::BIGINT ELSE 0 END)" for question, bits in together.items()]
    return f"({' | '.join([f'{always}::BIGINT', *questions])})"
