"""The verdicts of a table, with the ids of the rules that refuse: the gate for columns that lie in memory.

Most contacts are free of objections. Whether any rule may speak is asked of all, as bits, in one pass without a branch.
The few that are left are gathered, so that the engine works on full vectors again, and only they are asked which rule
speaks and what is unknown. Answers differ far less than contacts: a verdict and its list of ids are made once for each,
and read by all that share it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from duly.book.masks import WORD_RULES, by_direction, ids_column, print_sql, verdict_column, words_of
from duly.core.terms_sql import failing_sql, force_sql
from duly.core.verdict import Severity
from duly.law import Law
from duly.rules.compliance import RULES, BoundRule, Rule, gate


def verdicts_query(law: Law, table: str, key: str, rules: tuple[Rule, ...] = RULES, day: date | None = None) -> str:
    """Build the bits and verdicts of a table that has a column a fact: key, w0, w1, …, verdict, refused_by.

    `key` names each row once. Rows are judged by the law of one day, or each by that of its own column `day`. Bits 2i
    and 2i + 1 of a word say that its rule i objects, and that it cannot know.
    """
    bound = gate(law, rules)
    atoms = _Atoms()
    failing = [_failing(each, day) for each in bound.rules]
    silent = " & ".join(atoms.joined(each, "{}::UTINYINT") for each in failing)
    fails = [atoms.joined(each, "y{}") for each in failing]
    holds = [atoms.joined(each, "n{}", opposite=True) for each in failing]
    known = ", ".join(
        f"{fail} AS f{no}, {hold} AS h{no}" for no, (fail, hold) in enumerate(zip(fails, holds, strict=True))
    )
    said = ", ".join(words_of(bound))
    return f"""
WITH few AS MATERIALIZED (
    SELECT {key}, direction, {", ".join(atoms.names.values())} FROM (
        SELECT *, {silent} AS silent FROM (SELECT {key}, direction, {atoms.columns()} FROM {table}))
    WHERE silent IS DISTINCT FROM 1
), judged AS MATERIALIZED (
    SELECT {key}, {", ".join(by_direction(bound))} FROM (
        SELECT {key}, direction, {_words(len(failing))} FROM (
            SELECT {key}, direction, {known} FROM (SELECT {key}, direction, {atoms.known()} FROM few)))
), answers AS (
    SELECT {said}, {verdict_column(bound)} AS verdict, {ids_column(bound)} AS refused_by
    FROM (SELECT DISTINCT {said} FROM judged)
), spoken AS (
    SELECT {key}, {said}, verdict, refused_by FROM judged JOIN answers USING ({said})
)
SELECT t.{key}, {", ".join(f"coalesce(s.{word}, 0) AS {word}" for word in words_of(bound))},
    coalesce(s.verdict, '{Severity.ALLOW.word}') AS verdict, coalesce(s.refused_by, []) AS refused_by
FROM {table} t LEFT JOIN spoken s ON s.{key} = t.{key}"""


@dataclass(slots=True)
class _Atoms:
    """The comparisons that conditions are made of, each worked out once, under a short name."""

    names: dict[str, str] = field(default_factory=dict)

    def columns(self) -> str:
        return ", ".join(f"{sql} AS {name}" for sql, name in self.names.items())

    def known(self) -> str:
        """Two columns an atom that are never null: whether it is known to hold, and known to fail."""
        return ", ".join(
            f"({name} IS NOT DISTINCT FROM {truth})::UTINYINT AS {sign}{name}"
            for name in self.names.values()
            for sign, truth in (("y", "true"), ("n", "false"))
        )

    def joined(self, condition: exp.Expr, atom: str, *, opposite: bool = False) -> str:
        """A condition over bits, several times as fast as over truths; or its opposite, of the opposite atoms."""
        match condition:
            case exp.Paren():
                return self.joined(condition.this, atom, opposite=opposite)
            case exp.And() | exp.Or():
                sign = "&" if isinstance(condition, exp.And) != opposite else "|"
                left, right = (self.joined(side, atom, opposite=opposite) for side in (condition.left, condition.right))
                return f"({left} {sign} {right})"
            case _:
                return atom.format(self.names.setdefault(print_sql(condition), f"a{len(self.names)}"))


def _failing(each: BoundRule, day: date | None) -> exp.Expr:
    """Where a rule is known to have nothing to say."""
    if day is not None:
        return failing_sql(each.own, day) if each.speaks_on(day) else exp.true()
    fails = failing_sql(each.own)
    return fails if each.rule.always else exp.or_(exp.not_(force_sql(each.limit.force_dated)), fails)


def _words(rules: int) -> str:
    """The words of bits: a rule objects where it is known to hold, and cannot know where it neither holds nor fails."""

    def answer(no: int) -> str:
        place = 2 * (no % WORD_RULES)
        return f"(h{no}::BIGINT << {place}) | (xor(f{no} | h{no}, 1::UTINYINT)::BIGINT << {place + 1})"

    parts = (range(first, min(first + WORD_RULES, rules)) for first in range(0, rules, WORD_RULES))
    return ", ".join(f"{' | '.join(map(answer, part))} AS w{word}" for word, part in enumerate(parts))
