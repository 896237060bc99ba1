"""Which calls are looked at again, and what they score."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.rules.quality import NONE, BadMarks, Call, drawn, missed, sheet, total_bp
from duly.rules.results import RESULTS

CALLS = st.lists(
    st.builds(Call, st.uuids().map(str), st.sampled_from(RESULTS), st.integers(1, 3)), unique_by=lambda one: one.id
)
ITEMS = [item.code for item in sheet().items]
MARKS = st.fixed_dictionaries({code: st.sampled_from(sorted(sheet().marks)) for code in ITEMS})
ALL_MET = dict.fromkeys(ITEMS, "met")


@given(CALLS, st.text(max_size=5), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order(calls: list[Call], seed: str, dice: object) -> None:
    assert drawn(calls, seed, sheet()) == drawn(calls[::-1], seed, sheet())


@given(CALLS, st.text(max_size=5))
def test_every_hard_call_is_in_and_of_each_other_kind_of_each_agent_just_as_many_as_are_asked_for(
    calls: list[Call], seed: str
) -> None:
    chosen = drawn(calls, seed, sheet())

    there, taken = (Counter((one.code, one.agent) for one in some) for some in (calls, chosen))
    for stratum, count in there.items():
        wanted = count if stratum[0] in sheet().always else min(count, sheet().per_stratum)
        assert taken[stratum] == wanted
    assert len(set(chosen)) == len(chosen)


def test_another_seed_draws_others() -> None:
    calls = [Call(str(n), "no_answer", 1) for n in range(40)]

    assert len({drawn(calls, str(seed), sheet())[0] for seed in range(40)}) > 10


def test_all_met_is_everything_and_one_critical_miss_is_nothing() -> None:
    assert total_bp(ALL_MET, sheet()) == 10_000
    assert total_bp(ALL_MET | {"identity": "missed"}, sheet()) == 0
    assert [item.code for item in missed(ALL_MET | {"identity": "missed"}, sheet())] == ["identity"]


def test_what_did_not_apply_is_left_out_of_the_sum() -> None:
    half = dict.fromkeys(ITEMS, NONE) | {"facts": "partly", "result": "met"}

    assert total_bp(half, sheet()) == (10 * 5_000 + 5 * 10_000) // 15


@given(MARKS)
def test_a_better_mark_never_lowers_the_score(marks: dict[str, str]) -> None:
    if all(mark == NONE for mark in marks.values()):
        return
    for code, mark in marks.items():
        if mark in ("missed", "partly"):
            better = {"missed": "partly", "partly": "met"}[mark]
            assert total_bp(marks | {code: better}, sheet()) >= total_bp(marks, sheet())


@pytest.mark.parametrize("marks", [{}, ALL_MET | {"manner": "good"}, dict.fromkeys(ITEMS, NONE)])
def test_a_sheet_that_is_not_filled_in_is_refused_by_name(marks: dict[str, str]) -> None:
    with pytest.raises(BadMarks) as refused:
        total_bp(marks, sheet())

    assert refused.value.item in ITEMS


def test_the_weights_add_up_to_a_hundred() -> None:
    assert sum(item.weight for item in sheet().items) == 100
