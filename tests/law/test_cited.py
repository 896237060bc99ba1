"""Citations in one language: a house default says its ground in both, the law keeps its own words."""

from __future__ import annotations

import re

import pytest

from duly.law import PACKS, Limit, load
from duly.law.cited import citation_sides, reference

CHINESE = re.compile(r"[㐀-鿿]")
LIMITS = [limit for pack in PACKS for limit in load(pack)]


@pytest.mark.parametrize("limit", [one for one in LIMITS if one.is_house], ids=lambda one: one.id)
def test_a_house_default_says_its_ground_in_both_languages(limit: Limit) -> None:
    zh, en = limit.citation_sides

    assert (bool(CHINESE.search(zh.partition("：")[2])), CHINESE.search(en)) == (True, None)
    assert (zh.startswith("本机构规定（非法律）"), en.startswith("House rule, not law: ")) == (True, True)


@pytest.mark.parametrize("limit", [one for one in LIMITS if not one.is_house], ids=lambda one: one.id)
def test_the_law_is_cited_in_its_own_words(limit: Limit) -> None:
    assert all(reference(one) == (one, one) for one in limit.reference)
    assert all("；".join(limit.reference) in side for side in limit.citation_sides)


def test_what_nobody_verified_says_so_in_one_language() -> None:
    recalled = next(one for one in LIMITS if one.certainty == "recalled")
    zh, en = recalled.citation_sides

    assert zh.endswith("（待核实）")
    assert en.endswith(" (unconfirmed)")
    assert "unconfirmed" not in zh


def test_a_citation_of_somebody_elses_is_left_as_it_is() -> None:
    assert citation_sides("合同 contract") == ("合同 contract", "合同 contract")
