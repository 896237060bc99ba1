"""What changed in the law between two days."""

from __future__ import annotations

from datetime import date

from duly import law as laws
from duly.law.compare import between

LAW = laws.load("cn")


def test_the_day_a_guideline_is_published_its_limits_come_and_none_the_day_after() -> None:
    came = between(LAW, date(2026, 1, 29), date(2026, 1, 30))

    assert {"CN-TIME-02", "CN-FREQ-03", "CN-VISIT-01"} <= {change.limit.id for change in came}
    assert {change.kind for change in came} == {"came"}
    assert between(LAW, date(2026, 1, 30), date(2026, 1, 31)) == []


def test_backwards_what_came_has_ended() -> None:
    (change,) = [each for each in between(LAW, date(2026, 8, 1), date(2026, 7, 31)) if each.limit.id == "CN-MONEY-07"]

    assert change.kind == "ended"
