"""A condition is a value: read for one case or for a column, any tree at all says the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.terms import (
    Dated,
    Fact,
    Limited,
    Meaning,
    Number,
    Truth,
    Word,
    in_force,
    known,
    not_,
    of_fact,
    one_of,
    when,
)
from duly.core.terms_python import compile_masks, compile_number
from duly.core.terms_sql import to_sql

FIRST = date(2026, 1, 30)
TRUTHS = [of_fact(Fact(name, Meaning.TRUTH, "", "")) for name in ("a", "b")]
NUMBERS = [of_fact(Fact(name, Meaning.COUNT, "", "")) for name in ("m", "n")]
WORD = of_fact(Fact("w", Meaning.WORD, "", "", values=("x", "y", "z")))
MOST = Dated("law.most", "most", Meaning.COUNT, ((date(2025, 2, 28), 2), (FIRST, 1), (date(2027, 1, 1), None)))
NAMED = Dated("law.named", "named", Meaning.WORDS, ((FIRST, ("x", "y")),))
LIMITED = Limited({"most": MOST, "named": NAMED})

facts = st.fixed_dictionaries(
    {
        "a": st.sampled_from((True, False, None)),
        "b": st.sampled_from((True, False, None)),
        "m": st.sampled_from((0, 1, 2, None)),
        "n": st.sampled_from((0, 1, 2, None)),
        "w": st.sampled_from(("x", "y", "z", None)),
    }
)
days = st.sampled_from([date(2025, 2, 27), date(2025, 2, 28), date(2026, 1, 29), FIRST, date(2027, 1, 1)])

numbers: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([*NUMBERS, LIMITED.most, Number("constant", (1,))]),
    lambda below: st.builds(lambda x, y, plus: x + y if plus else x - y, below, below, st.booleans()),
    max_leaves=3,
)
comparisons = st.builds(
    lambda x, y, how: {"<": x < y, "<=": x <= y, "=": x == y, ">": x > y, ">=": x >= y}[how],
    numbers,
    numbers,
    st.sampled_from(["<", "<=", "=", ">", ">="]),
)
leaves = st.one_of(
    st.sampled_from(
        [
            *TRUTHS,
            WORD == "x",
            WORD != "y",
            one_of(WORD, "x", "z"),
            one_of(WORD, LIMITED.words("named")),
            in_force(MOST),
        ]
    ),
    comparisons,
    st.sampled_from([known(WORD), known(NUMBERS[0]), known(TRUTHS[0]), known(LIMITED.most)]),
)
conditions: st.SearchStrategy[Any] = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.builds(not_, below),
        st.builds(lambda x, y: x & y, below, below),
        st.builds(lambda x, y: x | y, below, below),
        st.builds(known, below),
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    opened = duckdb.connect()
    yield opened
    opened.close()


def asked(engine: duckdb.DuckDBPyConnection, sql: str, case: dict[str, Any], day: date) -> Any:
    row = "SELECT ?::BOOLEAN AS a, ?::BOOLEAN AS b, ?::INTEGER AS m, ?::INTEGER AS n, ?::VARCHAR AS w, ?::DATE AS day"
    found = engine.execute(f"SELECT {sql} FROM ({row})", [*(case[name] for name in "abmnw"), day]).fetchone()
    assert found is not None
    return found[0]


@given(conditions, facts, days)
def test_a_condition_says_the_same_read_as_python_and_read_as_sql(
    engine: duckdb.DuckDBPyConnection, condition: Truth, case: dict[str, Any], day: date
) -> None:
    holds, unknown = compile_masks([condition])(case, day)

    said = asked(engine, to_sql(condition).sql(dialect="duckdb"), case, day)

    assert (holds, unknown) == {True: (1, 0), False: (0, 0), None: (0, 1)}[said]


@given(conditions, numbers, numbers, facts, days)
def test_a_number_is_the_same_read_as_python_and_read_as_sql(
    engine: duckdb.DuckDBPyConnection, condition: Truth, this: Number, other: Number, case: dict[str, Any], day: date
) -> None:
    term = when(condition, this, other)

    assert compile_number(term)(case, day) == asked(engine, to_sql(term).sql(dialect="duckdb"), case, day)


@given(conditions, facts, days)
def test_a_condition_and_its_opposite_are_never_both_known_to_hold(
    condition: Truth, case: dict[str, Any], day: date
) -> None:
    holds, unknown = compile_masks([condition, not_(condition)])(case, day)

    assert holds in (1, 2) or unknown == 3
    assert not holds & unknown


def test_a_day_before_the_first_value_has_none_and_never_a_neighbours() -> None:
    assert [MOST.on(day) for day in (date(2025, 2, 27), date(2025, 2, 28), date(2026, 1, 29), FIRST)] == [None, 2, 2, 1]
    assert MOST.on(date(2027, 1, 1)) is None


def test_a_term_refuses_to_be_taken_for_a_truth_of_its_own() -> None:
    with pytest.raises(TypeError, match="no truth of its own"):
        bool(TRUTHS[0])


def test_a_part_that_the_limit_does_not_have_is_named() -> None:
    with pytest.raises(AttributeError, match=r"no least of that kind; it has: most, named"):
        _ = LIMITED.least


def test_a_word_is_compared_with_words() -> None:
    assert isinstance(WORD, Word)
    with pytest.raises(TypeError, match="name the words"):
        one_of(WORD)
