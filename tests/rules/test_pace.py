"""The pace of a token is a dated default of the house, and a table that says anything else is refused."""

from __future__ import annotations

from datetime import date

import pytest

from duly.law.strict import BadLaw
from duly.rules import pace
from duly.rules.pace import BrokenPace, NoPace, Pace

TABLE = "certainty: ours\nchecked: 2026-11-26\nvalues:\n  2026-02-01: {at_once: 5, a_second: 2}\n"


def test_the_newest_that_has_begun_holds_and_before_the_first_there_is_none() -> None:
    first = min(pace.table())

    assert pace.on(first) == pace.table()[first]
    with pytest.raises(NoPace, match="before"):
        pace.on(date(1999, 1, 1))


def test_what_is_used_comes_back_no_sooner_than_is_said() -> None:
    assert Pace(600, 10).step_us == 100_000
    assert Pace(1, 3).step_us * 3 >= 1_000_000
    assert Pace(5, 2).whole_us == 2_500_000


@pytest.mark.parametrize(
    ("good", "bad"),
    [("ours", "seen"), ("checked: 2026-11-26\n", ""), ("  2026-02-01:", "  soon:"), ("at_once: 5", "at_once: 0"),
     ("at_once: 5", "at_once: true"), ("a_second: 2", "a_second: 2000000"), (", a_second: 2", ""),
     (": {at_once: 5, a_second: 2}", ": 5"), ("a_second: 2", "a_second: 2.5")],
)  # fmt: skip
def test_a_table_that_says_anything_else_is_refused(good: str, bad: str) -> None:
    assert good in TABLE
    with pytest.raises((BrokenPace, BadLaw)):
        pace.load(TABLE.replace(good, bad))


def test_a_table_may_change_with_the_day() -> None:
    told = pace.load(TABLE + "  2026-01-01: {at_once: 1, a_second: 1}\n")

    assert list(told) == [date(2026, 1, 1), date(2026, 2, 1)]
