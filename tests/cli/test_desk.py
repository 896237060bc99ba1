"""`duly desk`: in a process of its own, as a user starts it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from duly.nightly import business_day
from tests.homes import DAY, lay, small_book
from tests.nightly.test_accounts import Unwatched


def duly(*words: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("DULY_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "duly.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        env=surroundings,
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = lay(tmp_path_factory.mktemp("home") / "home", small_book(20))
    business_day.close(home, DAY, watcher=Unwatched())
    return home.path


def test_a_day_is_loaded_into_a_database_in_the_home_and_again_changes_nothing(place: Path) -> None:
    loaded = [duly("desk", "load", "--home", str(place), "--day", str(DAY)) for _ in range(2)]

    assert [one.returncode for one in loaded] == [0, 0], loaded[0].stderr
    assert "borrower                20" in loaded[0].stdout
    assert "borrower                 0" in loaded[1].stdout
    assert "--caller-id" in loaded[0].stdout
    assert (place / "desk.sqlite3").exists()


def test_a_day_that_is_not_closed_is_a_sentence(place: Path) -> None:
    refused = duly("desk", "load", "--home", str(place), "--day", "2026-10-02")

    assert refused.returncode == 2
    assert "2026-10-02" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_is_over_by_time_is_ended_by_one_command(place: Path) -> None:
    duly("desk", "load", "--home", str(place), "--day", str(DAY))

    tidied = duly("desk", "tidy", "--home", str(place))

    assert tidied.returncode == 0, tidied.stderr
    assert [line.split()[0] for line in tidied.stdout.splitlines()] == [
        "approvals", "plans", "settlements", "certificates", "reservations", "unknown", "keys", "visits",
    ]  # fmt: skip


def test_the_record_is_verified_sealed_once_and_cries_out_when_a_hand_was_in_it(place: Path) -> None:
    duly("desk", "load", "--home", str(place), "--day", str(DAY))

    assert duly("record", "verify", "--home", str(place)).returncode == 0
    sealed, again = (duly("record", "seal", "--home", str(place), "--day", str(DAY)) for _ in range(2))
    assert (sealed.returncode, again.returncode) == (0, 2)
    with sqlite3.connect(place / "desk.sqlite3") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE store_seal SET root = 'ab'")
    broken = duly("record", "verify", "--home", str(place))
    assert broken.returncode == 1
    assert f"seal {DAY}" in broken.stdout
