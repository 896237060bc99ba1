"""Instants as minutes of a local day: floored where something is counted, past where something is waited for."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from duly.book.history import instant_literal, minute_of, minute_over
from duly.core.day import day_bounds

DAY = date(2026, 3, 2)
START, _ = day_bounds(DAY)
MINUTE = timedelta(minutes=1)
ENGINE = duckdb.connect()


@given(st.integers(-7 * 86_400_000_000, 86_400_000_000 - 1))
def test_an_engine_and_python_agree_to_the_microsecond_before_and_after_midnight(microsecond: int) -> None:
    passed = timedelta(microseconds=microsecond)
    instant = f"({instant_literal(START)} + to_microseconds({microsecond}))"

    found = ENGINE.execute(f"SELECT {minute_of(instant, DAY)}, {minute_over(instant, DAY)}").fetchone()

    assert found == (passed // MINUTE, -(-passed // MINUTE))
