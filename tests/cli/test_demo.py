"""What a demonstration leaves behind, and what a command beside it finds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duly import wiring


def test_the_record_of_the_house_is_told_in_the_order_of_its_time(demonstrated: Path) -> None:
    with closing(sqlite3.connect(demonstrated / "home" / "desk.sqlite3")) as desk:
        told = [at for (at,) in desk.execute("SELECT at FROM store_entry WHERE chain = 'house' ORDER BY seq")]

    assert len(told) > 3
    assert told == sorted(told)


def test_a_command_beside_a_demonstration_goes_by_its_clock(tmp_path: Path) -> None:
    then, home = datetime(2026, 10, 1, 2, 10, tzinfo=UTC), tmp_path / "home"
    wiring.demo_clock(home).write_text(f"{then.isoformat()}@{datetime.now(UTC).timestamp():.0f}", "utf-8")
    settings = {"DULY_HOME": str(home), "DULY_DEMO": "1"}

    assert abs(wiring.clock(settings=settings)() - then) < timedelta(seconds=30)
    assert abs(wiring.clock(settings=settings | {"DULY_DEMO": "0"})() - datetime.now(UTC)) < timedelta(seconds=30)


def test_a_desk_of_ones_own_is_never_told_another_time(tmp_path: Path) -> None:
    with pytest.raises(wiring.BadSetting, match="DULY_DEMO_BEGAN"):
        wiring.clock(settings={"DULY_HOME": str(tmp_path), "DULY_DEMO_BEGAN": "2026-10-01T02:10:00+00:00@0"})
