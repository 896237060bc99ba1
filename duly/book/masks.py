"""All rules over columns: two bit masks a row, one of the rules that object, one of those that cannot know.

Whether a limit is in force, and who begins, is the same question for every rule; so it is asked once a row, of the
masks, and not of every condition. The scalar gate asks it in each condition; a property holds both equal.
`&` and `|` bind alike in the engine, so every pair stands in brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp

from duly.core.terms import conjuncts
from duly.core.terms_sql import DAY, force_sql, to_sql
from duly.core.verdict import Severity
from duly.rules.compliance import BoundRule, Gate


def masks_query(bound: Gate, relation: str, kept: Sequence[str], day: exp.Expr = DAY) -> str:
    """Build the columns kept, `objects` and `unknown`, from a relation with a column a fact."""
    keys = ", ".join(kept)
    groups = _by_guard(bound, day)
    plain = groups.pop("", {})
    columns = "".join(f", {condition} AS c{bit}" for bit, condition in plain.items())
    named = {bit: f"c{bit}" for bit in plain}
    objects = [_bits(named, "{}"), *(_only_where(guard, _bits(of, "{}")) for guard, of in groups.items())]
    unknown = [
        _bits(named, "{} IS NULL"),
        *(_only_where(guard, _bits(of, "({}) IS NULL")) for guard, of in groups.items()),
    ]
    return f"""SELECT {keys},
    CASE WHEN direction = 'outbound' THEN objects & in_force ELSE 0 END AS objects,
    CASE WHEN direction = 'outbound' THEN unknown & in_force WHEN direction IS NULL THEN (objects | unknown) & in_force
        ELSE 0 END AS unknown
FROM (
    SELECT {keys}, direction, {_in_force(bound, day)} AS in_force,
        {" + ".join(objects)} AS objects, {" + ".join(unknown)} AS unknown
    FROM (SELECT *{columns} FROM {relation}))"""


def _by_guard(bound: Gate, day: exp.Expr) -> dict[str, dict[int, str]]:
    """Conditions by bit, grouped by what they first of all demand of a word; by nothing where they demand none.

    Where the demand is known to fail, every condition of the group fails; so it need not be asked. Most rules about
    third persons, texts or visits are so dismissed for most contacts at once.
    """
    groups: dict[str, dict[int, str]] = {}
    for bit, each in enumerate(bound.rules):
        demands = (part for part in conjuncts(each.own) if part.op == "in" and part.args[1].op == "constant")
        guard = next((print_sql(to_sql(part, day)) for part in demands), "")
        groups.setdefault(guard, {})[bit] = print_sql(to_sql(each.own, day))
    return groups


def _bits(conditions: Mapping[int, str], asked: str) -> str:
    steps = [f"CASE WHEN {asked.format(it)} THEN {1 << bit}::BIGINT ELSE 0 END" for bit, it in conditions.items()]
    return " + ".join(steps) or "0::BIGINT"


def _only_where(guard: str, bits: str) -> str:
    return f"CASE WHEN ({guard}) IS NOT FALSE THEN {bits} ELSE 0 END"


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
