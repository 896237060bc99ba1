"""A case has to notice when the law or a rule is changed in one place."""

from __future__ import annotations

from datetime import date

import pytest

from duly.core.terms import Fact, Meaning, Number, Truth, Word, not_, of_fact, one_of
from tools.mutants.__main__ import PACKS, equivalents
from tools.mutants.changes import of_limit, of_term
from tools.mutants.cn import LAW, China, is_caught_by
from tools.mutants.us_regf import RegulationF

DAY = date(2026, 3, 2)
HOURS = "cn.gbt_45251.contact_hours"
PLAIN = Truth("fact", (Fact("plain", Meaning.TRUTH, "明", "plain"),))
COUNT = of_fact(Fact("count", Meaning.COUNT, "数", "count"))
WORD = of_fact(Fact("word", Meaning.WORD, "词", "word"))
assert isinstance(COUNT, Number)
assert isinstance(WORD, Word)


def changes(term: Truth) -> list[str]:
    return [what for what, _ in of_term(term)]


def test_each_hour_of_a_limit_is_moved_a_minute_either_way_and_nothing_else() -> None:
    before = LAW[HOURS].on(DAY)

    moved = [limit.on(DAY) for _, limit in of_limit(LAW[HOURS])]

    assert moved == [
        {**before, "opens": 479},
        {**before, "opens": 481},
        {**before, "closes": 1319},
        {**before, "closes": 1321},
    ]
    assert LAW[HOURS].on(DAY) == before


def test_each_word_of_a_list_of_the_law_is_left_out_once() -> None:
    limit = LAW["cn.cba26.lawful_sources"]
    whole = limit.on(DAY)["lawful"]

    fewer = [changed.on(DAY)["lawful"] for _, changed in of_limit(limit)]

    assert {word for words in fewer for word in set(whole) - set(words)} == set(whole)
    assert [len(words) for words in fewer] == [len(whole) - 1] * len(whole)


@pytest.mark.parametrize(("term", "told"), [
    (COUNT < 3, ["(count < 3) → (count <= 3)", "3 → 2", "3 → 4"]),
    (COUNT >= 3, ["(3 <= count) → (3 < count)", "3 → 2", "3 → 4"]),
    (not_(PLAIN), ["not(plain) → plain", "plain → not(plain)"]),
    (one_of(WORD, "a"), ["(word in {a}) → not((word in {a}))"]),
    (one_of(WORD, "a", "b"), ["(word in {a, b}) → not((word in {a, b}))", "{a, b} → {b}", "{a, b} → {a}"]),
])  # fmt: skip
def test_a_condition_is_changed_in_one_place_at_a_time(term: Truth, told: list[str]) -> None:
    assert changes(term) == told


def test_of_two_conditions_each_is_left_out_and_both_are_made_alternatives() -> None:
    both = PLAIN & (COUNT < 3)

    assert changes(both)[:3] == [
        "(plain and (count < 3)) → (plain or (count < 3))",
        "(plain and (count < 3)) → plain",
        "(plain and (count < 3)) → (count < 3)",
    ]


@pytest.fixture(scope="module")
def names() -> list[str]:
    return [each.name for make in PACKS for each in make().mutants()]


def test_a_mutant_is_named_once_over_all_packs(names: list[str]) -> None:
    assert len(names) == len(set(names))


def test_an_opening_a_minute_early_is_caught_by_the_case_of_that_minute() -> None:
    china = China()
    early = next(each for each in china.mutants() if each.name.startswith(f"{HOURS}: opens 480 → 479"))
    caught_by = [case["name"] for case in china.cases[HOURS, False] if is_caught_by(early, case)]

    assert "the minute before opening" in caught_by


def test_a_limit_that_only_facts_are_counted_by_is_caught_by_a_whole_question() -> None:
    regf = RegulationF()
    shorter = next(
        each for each in regf.mutants() if each.name.startswith("us.cfr1006.validation_period: days 30 → 29")
    )

    assert regf.catches(shorter)


def test_every_reason_is_about_a_mutant_there_is(names: list[str]) -> None:
    assert set(equivalents()) <= set(names)
    assert all(equivalents().values())
