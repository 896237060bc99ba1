"""A rule is written once: asked about one contact and asked about a column, it says the same, unknown included."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from duly import law as laws
from duly.book.gate import verdicts_query
from duly.rules.compliance import RULES, Rule, gate
from tests.facts import aimed_at, anything, columns_of, records_of

LAW = laws.load("cn")
ROWS = 10_000
NAMES = [LAW[rule.limit].id for rule in RULES]


def said_by_columns(drawn: dict[str, Any], rules: tuple[Rule, ...]) -> list[tuple[int, int, str]]:
    facts = columns_of(drawn)
    with duckdb.connect() as engine:
        engine.register("facts", facts)
        asked = verdicts_query(LAW, "facts", ["row_no"], rules)
        return engine.execute(f"SELECT objects, unknown, verdict FROM ({asked}) ORDER BY row_no").fetchall()


def said_one_by_one(drawn: dict[str, Any], rules: tuple[Rule, ...]) -> list[tuple[int, int, str]]:
    bound = gate(LAW, rules)
    answers = (bound.masks(facts, facts["day"]) for facts in records_of(drawn))
    return [(objects, unknown, bound.severity(objects, unknown).word) for objects, unknown in answers]


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_says_the_same_of_one_contact_and_of_a_column(rule: Rule) -> None:
    drawn = aimed_at(rule.under(LAW), ROWS, seed=RULES.index(rule))

    one_by_one = said_one_by_one(drawn, (rule,))

    assert said_by_columns(drawn, (rule,)) == one_by_one
    assert sum(objects for objects, _, _ in one_by_one) >= 100
    assert sum(unknown for _, unknown, _ in one_by_one) >= 100


def test_the_whole_pack_says_the_same_of_one_contact_and_of_a_column() -> None:
    drawn = anything(20_000, seed=7)

    one_by_one = said_one_by_one(drawn, RULES)

    assert said_by_columns(drawn, RULES) == one_by_one
    assert {verdict for _, _, verdict in one_by_one} >= {"allow", "requires", "deny"}
