"""The verdicts of a table, with the ids of the rules that refuse: the gate for columns that lie in memory.

Most contacts are free of objections. Whether any rule may speak is asked of all, as bits, in one pass without a branch.
The few that are left are gathered, so that the engine works on full vectors again, and only they are asked which rule
speaks: by plain bits, which come to nothing where a fact is unknown, and there once more by what is known of each.
Answers differ far less than contacts: a verdict and its list of ids are made once for each, and read by all that share
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from duly.book.masks import WORD_RULES, by_direction, ids_column, print_sql, verdict_column, words_of
from duly.core.terms_sql import failing_sql, force_sql
from duly.core.verdict import Severity
from duly.law import Law
from duly.rules.compliance import RULES, BoundRule, Rule, gate

# What is known of a condition, in two bits: that it holds, and that it may hold. `&` and `|` of these are the AND and
# OR of what may be unknown, so one byte does for both
_HELD, _UNKNOWN = 3, 2
_FIRST = sum(1 << 2 * place for place in range(WORD_RULES))  # the first bit of every rule of a word


def verdicts_query(law: Law, table: str, key: str, rules: tuple[Rule, ...] = RULES, day: date | None = None) -> str:
    """Build the bits and verdicts of a table that has a column a fact: key, w0, w1, …, verdict, refused_by.

    `key` names each row once. Rows are judged by the law of one day, or each by that of its own column `day`. Bits 2i
    and 2i + 1 of a word say that its rule i objects, and that it cannot know.
    """
    bound = gate(law, rules)
    atoms = _Atoms()
    failing = [_failing(each, day) for each in bound.rules]
    plain = [atoms.joined(each, "{}") for each in failing]
    silent = " & ".join(dict.fromkeys(plain))
    known = f"({' & '.join(words_of(bound))}) IS NOT NULL"
    said = ", ".join(words_of(bound))
    return f"""
WITH few AS MATERIALIZED (
    SELECT {key}, direction, {", ".join(atoms.names.values())} FROM (
        SELECT *, {silent} AS silent FROM (SELECT {key}, direction, {atoms.columns()} FROM {table}))
    WHERE silent IS DISTINCT FROM 1
), plain AS MATERIALIZED (
    SELECT {key}, direction, {_words(len(failing), 1, "w")} FROM (SELECT {key}, direction, {_rules(plain)} FROM few)
), judged AS MATERIALIZED (
    SELECT {key}, {", ".join(by_direction(bound))} FROM (
        FROM plain WHERE {known}
        UNION ALL
        SELECT {key}, direction, {_answers(len(failing))} FROM (
            SELECT {key}, direction, {_words(len(failing), _HELD, "u")} FROM (
                SELECT {key}, direction, {_rules(atoms.joined(each, "k{}") for each in failing)}
                FROM (SELECT {key}, direction, {atoms.known()} FROM few
                    SEMI JOIN (FROM plain WHERE NOT ({known})) USING ({key})))))
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
        return ", ".join(f"({sql})::UTINYINT AS {name}" for sql, name in self.names.items())

    def known(self) -> str:
        """A column an atom that is never null: HELD, UNKNOWN, or 0 where it is known to fail."""
        return ", ".join(
            f"coalesce({name} * {_HELD}::UTINYINT, {_UNKNOWN}::UTINYINT) AS k{name}" for name in self.names.values()
        )

    def joined(self, condition: exp.Expr, atom: str) -> str:
        """A condition over bits, several times as fast as over truths."""
        match condition:
            case exp.Paren():
                return self.joined(condition.this, atom)
            case exp.And() | exp.Or():
                sign = "&" if isinstance(condition, exp.And) else "|"
                return f"({self.joined(condition.left, atom)} {sign} {self.joined(condition.right, atom)})"
            case _:
                return atom.format(self.names.setdefault(print_sql(condition), f"a{len(self.names)}"))


def _failing(each: BoundRule, day: date | None) -> exp.Expr:
    """Where a rule is known to have nothing to say."""
    if day is not None:
        return failing_sql(each.own, day) if each.speaks_on(day) else exp.true()
    fails = failing_sql(each.own)
    return fails if each.rule.always else exp.or_(exp.not_(force_sql(each.limit.force_dated)), fails)


def _rules(asked: Iterable[str]) -> str:
    return ", ".join(f"{sql} AS f{no}" for no, sql in enumerate(asked))


def _words(rules: int, silent: int, word: str) -> str:
    """Words of what each rule says: what is known of its silence, turned round, is 0 where it has nothing to say."""

    def turned(no: int) -> str:
        return f"(xor(f{no}, {silent}::UTINYINT)::BIGINT << {2 * (no % WORD_RULES)})"

    parts = (range(first, min(first + WORD_RULES, rules)) for first in range(0, rules, WORD_RULES))
    return ", ".join(f"{' | '.join(map(turned, part))} AS {word}{at}" for at, part in enumerate(parts))


def _answers(rules: int) -> str:
    """The words of bits: where silence is known to fail a rule objects, and where it is not known it cannot know."""
    words = range(-(-rules // WORD_RULES))
    return ", ".join(f"((u{no} >> 1) & {_FIRST}) | ((u{no} & ~(u{no} >> 1) & {_FIRST}) << 1) AS w{no}" for no in words)
