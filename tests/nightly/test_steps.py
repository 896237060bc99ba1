"""The steps of the night: each reads what it says, and nothing that a later step makes."""

from __future__ import annotations

import pytest

from bench.night import columns_read
from duly.book.contract import LAKE
from duly.nightly import business_day
from duly.nightly.steps import STEPS
from tests.homes import DAY


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_reads_exactly_the_tables_that_it_names(step):
    assert set(columns_read(step, business_day.policy_of(DAY))) == set(step.reads)


@pytest.mark.parametrize("place", range(len(STEPS)), ids=lambda place: STEPS[place].name)
def test_a_step_reads_the_book_and_what_was_made_before_it(place):
    assert set(STEPS[place].reads) <= {table.name for table in LAKE} | {step.makes.name for step in STEPS[:place]}
