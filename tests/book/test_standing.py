"""What stands on a day: of two wishes for hours, the later counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from duly.book.contract import BY_NAME
from duly.book.standing import on_day, standing_ctes, window_columns
from duly.core.day import day_bounds
from duly.store import engine as engines

DAY = date(2026, 3, 2)
START, _ = day_bounds(DAY)
TABLES = ("plans", "complaints", "disputes", "holds", "hardships", "preferences", "consents")
LAST_MONTH, LAST_WEEK, AT_NOON = START - timedelta(days=30), START - timedelta(days=7), START + timedelta(hours=12)


def outside(wishes: list[tuple[datetime, int, int]], minute: int) -> bool:
    """Whether a minute of the day is outside the hours that one borrower wished for."""
    with engines.connect() as engine:
        for name in TABLES:
            engine.execute(f"CREATE TABLE {name} AS {engines.empty(BY_NAME[name])}")
        engine.execute("CREATE TABLE proposed AS SELECT 'C1' AS contact_id, 'B1' AS borrower_id, 'L1' AS loan_id, "
                       "'A1' AS address_id, 'voice' AS channel")  # fmt: skip
        for number, (stated_at, opens, closes) in enumerate(wishes):
            engine.execute(
                "INSERT INTO preferences BY NAME SELECT ? AS preference_id, 'B1' AS borrower_id, "
                "'contact_window' AS kind, ? AS from_minute, ? AS to_minute, ? AS stated_at",
                [f"P{number}", opens, closes, stated_at],
            )
        asked = f"WITH {standing_ctes(on_day(DAY))} SELECT outside_window FROM (SELECT {window_columns(str(minute))} "
        row = engine.execute(f"{asked} FROM windows w GROUP BY contact_id)").fetchone()
        return bool(row and row[0])


@pytest.mark.parametrize(("wishes", "minute", "expected"), [
    ([(LAST_MONTH, 540, 600)], 570, False),
    ([(LAST_MONTH, 540, 600)], 600, True),
    ([(LAST_MONTH, 540, 600), (LAST_WEEK, 1080, 1140)], 570, True),
    ([(LAST_MONTH, 540, 600), (LAST_WEEK, 1080, 1140)], 1100, False),
    ([(LAST_MONTH, 540, 600), (LAST_MONTH, 1080, 1140)], 570, False),
    ([(LAST_MONTH, 540, 600), (AT_NOON, 1080, 1140)], 570, False),
    ([(LAST_MONTH, 540, 800), (AT_NOON, 1080, 1140)], 720, True),
], ids=["within", "after", "only the later", "within the later", "said at one time", "before the later was said",
        "from the minute it was said"])  # fmt: skip
def test_hours_to_keep_to_are_those_stated_last(
    wishes: list[tuple[datetime, int, int]], minute: int, expected: bool
) -> None:
    assert outside(wishes, minute) is expected
    assert outside(wishes[::-1], minute) is expected
