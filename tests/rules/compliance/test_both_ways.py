"""A rule is written once: asked about one contact and asked about a column, it says the same, unknown included."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from duly import law as laws
from duly.book.masks import WORD_RULES, words_packed
from duly.book.verdicts import verdicts_query
from duly.rules.compliance import RULES, Gate, Rule, gate
from duly.rules.compliance.cn.pack import ACTING, SENDING
from tests.facts import EVERY, aimed_at, anything, columns_of, records_of

LAW = laws.load("cn")
ROWS = 15_000
EVERY_RULE = (*SENDING, *ACTING)
NAMES = [f"{LAW[rule.limit].id} {rule.condition.__name__}" for rule in EVERY_RULE]


Said = tuple[int, int, str, list[str]]  # bits that object, bits that cannot know, the verdict, who refuses


def said_by_columns(drawn: dict[str, Any], rules: tuple[Rule, ...]) -> list[Said]:
    facts = columns_of(drawn)
    with duckdb.connect() as engine:
        engine.register("drawn", facts)
        engine.execute(
            f"CREATE TABLE facts AS {words_packed('drawn', (EVERY[name] for name in drawn if name in EVERY))}"
        )
        asked = verdicts_query(LAW, "facts", "row_no", rules)
        rows = engine.execute(f"SELECT * EXCLUDE row_no FROM ({asked}) ORDER BY row_no").fetchall()
    return [(*bits_of(words), verdict, refused_by) for *words, verdict, refused_by in rows]


def bits_of(words: list[int]) -> tuple[int, int]:
    """One bit a rule, as the gate for one contact has them: of those that object, and of those that cannot know."""
    pairs = [word >> 2 * place & 3 for word in words for place in range(WORD_RULES)]
    return tuple(sum((pair >> kind & 1) << bit for bit, pair in enumerate(pairs)) for kind in (0, 1))  # type: ignore[return-value]


def said_one_by_one(drawn: dict[str, Any], rules: tuple[Rule, ...]) -> list[Said]:
    bound = gate(LAW, rules)
    answers = (bound.masks(facts, facts["day"]) for facts in records_of(drawn))
    return [
        (objects, unknown, bound.severity(objects, unknown).word, blocking(bound, objects, unknown))
        for objects, unknown in answers
    ]


def blocking(bound: Gate, objects: int, unknown: int) -> list[str]:
    """The ids of the rules that refuse, in the order of the pack."""
    return [
        each.id
        for bit, each in enumerate(bound.rules)
        if (objects >> bit & 1 and each.rule.severity.blocks) or (unknown >> bit & 1 and each.unknown_severity.blocks)
    ]


@pytest.mark.parametrize("rule", EVERY_RULE, ids=NAMES)
def test_a_rule_says_the_same_of_one_contact_and_of_a_column(rule: Rule) -> None:
    drawn = aimed_at(rule.under(LAW), ROWS, seed=EVERY_RULE.index(rule))

    one_by_one = said_one_by_one(drawn, (rule,))

    assert said_by_columns(drawn, (rule,)) == one_by_one
    assert sum(objects for objects, *_ in one_by_one) >= 100
    assert sum(unknown for _, unknown, *_ in one_by_one) >= 100


@pytest.mark.parametrize("pack", [RULES, SENDING], ids=["the night's", "every sending's"])
def test_the_whole_pack_says_the_same_of_one_contact_and_of_a_column(pack: tuple[Rule, ...]) -> None:
    drawn = anything(20_000, seed=7)

    one_by_one = said_one_by_one(drawn, pack)

    assert said_by_columns(drawn, pack) == one_by_one
    assert {verdict for _, _, verdict, _ in one_by_one} >= {"allow", "requires", "deny"}
