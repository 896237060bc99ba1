from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.nightly import figures


def test_money_days_and_times_are_written_as_readers_expect():
    assert figures.money(123_456, "CNY") == "¥1,234.56"
    assert figures.money(-5, "TWD") == "−NT$0.05"
    assert figures.day(date(2026, 10, 1), "zh") == "2026年10月1日"
    assert figures.day(date(2026, 10, 1), "en") == "1 Oct 2026"
    assert figures.window(600, 1440) == "10:00–24:00"


def test_the_next_permitted_minute_is_on_the_laws_clock_and_never_too_early():
    assert figures.moment(datetime(2026, 10, 2, 0, 0, tzinfo=UTC), "zh") == "2026年10月2日 08:00"
    assert figures.moment(datetime(2026, 10, 1, 15, 59, 0, 1, tzinfo=UTC), "en") == "2 Oct 2026 00:00"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_is_right_to_half_a_tenth_of_a_per_cent(part, whole):
    tenths = round(float(figures.share(part, whole).rstrip("%")) * 10)

    assert abs(2 * tenths * whole - 2000 * part) <= whole


def test_there_is_no_share_of_nothing_and_no_window_that_ends_before_it_begins():
    assert figures.share(1, 0) == "—"
    with pytest.raises(ValueError, match="no window of one day"):
        figures.window(600, 600)
