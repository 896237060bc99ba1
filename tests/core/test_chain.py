"""A chain of hashes shows any later hand."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from duly.core.chain import root


@given(st.lists(st.binary(max_size=4), max_size=9), st.data())
def test_a_root_is_of_just_these_leaves_in_just_this_order(leaves: list[bytes], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.binary(max_size=4), max_size=9))
    assume(other != leaves)

    assert root(leaves) != root(other)
