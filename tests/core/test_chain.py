"""A chain of hashes shows any later hand."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from duly.core.chain import FIRST, broken_at, link, root

entries = st.lists(
    st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3), max_size=3), min_size=1, max_size=8
)


def chained(told: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    before, links = FIRST, []
    for entry in told:
        before = link(before, entry)
        links.append((entry, before))
    return links


@given(entries)
def test_a_chain_that_nobody_touched_holds(told: list[dict[str, Any]]) -> None:
    assert broken_at(chained(told)) is None


@given(entries, st.data())
def test_an_entry_that_was_changed_dropped_added_or_moved_breaks_it_no_later_than_there(
    told: list[dict[str, Any]], data: st.DataObject
) -> None:
    links = chained(told)
    at = data.draw(st.integers(0, len(links) - 1))
    other = data.draw(st.dictionaries(st.text(max_size=3), st.integers(), max_size=2))
    assume(other != told[at])

    assert broken_at([*links[:at], (other, links[at][1]), *links[at + 1 :]]) == at + 1
    assert broken_at([*links[:at], (other, links[at][1]), *links[at:]]) == at + 1
    if at + 1 < len(links):
        assert broken_at([*links[:at], *links[at + 1 :]]) == at + 1
        assert broken_at([*links[:at], links[at + 1], links[at], *links[at + 2 :]]) == at + 1


@given(st.lists(st.binary(max_size=4), max_size=9), st.data())
def test_a_root_is_of_just_these_leaves_in_just_this_order(leaves: list[bytes], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.binary(max_size=4), max_size=9))
    assume(other != leaves)

    assert root(leaves) != root(other)
