"""`duly desk`: in a process of its own, as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duly.nightly import business_day
from tests.homes import DAY, lay, small_book
from tests.nightly.test_accounts import Unwatched


def desk(*words: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("DULY_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "duly.cli", "desk", *words],
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
    loaded = [desk("load", "--home", str(place), "--day", str(DAY)) for _ in range(2)]

    assert [one.returncode for one in loaded] == [0, 0], loaded[0].stderr
    assert "borrower                20" in loaded[0].stdout
    assert "borrower                 0" in loaded[1].stdout
    assert "--caller-id" in loaded[0].stdout
    assert (place / "desk.sqlite3").exists()


def test_a_day_that_is_not_closed_is_a_sentence(place: Path) -> None:
    refused = desk("load", "--home", str(place), "--day", "2026-10-02")

    assert refused.returncode == 2
    assert "2026-10-02" in refused.stderr
    assert "Traceback" not in refused.stderr
