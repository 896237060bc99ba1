"""The night: resumes wherever it was cut off, replaces only its own output, refuses what it must not run on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date

import duckdb
import pytest

from duly.core.money import CurrencyMismatch
from duly.nightly import business_day, night
from duly.nightly.steps import STEPS
from duly.nightly.words import Two
from duly.store import engine as engines
from duly.store.files import Busy, only_one
from duly.store.lake import Home, NoBook
from duly.store.points import PAUSE_AT
from tests.homes import BOOK, DAY, lay, small_book

POINTS = [
    f"night.{what}:{edge}"
    for what in (*(name for step in STEPS for name in (step.name, f"{step.name}.record")), "summary", "report")
    for edge in ("before-rename", "after-rename")
]
SOME = POINTS if os.environ.get("DULY_SOAK") else POINTS[::3]  # of both edges, and of steps and their records


class Unwatched:
    def __init__(self):
        self.ran = []

    def starts(self, step, engine):
        pass

    def ends(self, step, ran):
        self.ran.append(ran)


def tables(home, day=DAY):
    """Every table of a day as sorted rows."""
    engine = duckdb.connect()
    return {
        step.makes.name: engine.execute(f"FROM '{home.day(day) / step.makes.name}.parquet' ORDER BY ALL").fetchall()
        for step in STEPS
    }


def close(home, day=DAY, **how):
    watcher = Unwatched()
    closed = business_day.close(home, day, watcher=watcher, **how)
    return closed, watcher.ran


def start(home, point=None):
    environment = os.environ | ({PAUSE_AT: point} if point else {})
    command = [sys.executable, "-m", "duly.cli", "night", "--day", str(DAY), "--home", str(home.path)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def kill_at(home, point):
    """Start the night and kill it from outside, as soon as it says that it reached the point."""
    running = start(home, point)
    for line in running.stderr:
        if line.strip() == f"reached {point}":
            running.send_signal(signal.SIGKILL)
    running.stdout.close()
    running.stderr.close()
    assert running.wait() == -signal.SIGKILL, f"{point} was never reached"


def test_a_night_killed_again_and_again_ends_with_the_same_tables(tmp_path):
    book = small_book()
    undisturbed = lay(tmp_path / "undisturbed", book)
    close(undisturbed)
    killed = lay(tmp_path / "killed", book)

    for point in SOME:
        kill_at(killed, point)
    last = start(killed)
    told, _ = last.communicate()

    assert last.returncode == 0
    assert told.strip().splitlines()[-1] == str(killed.day(DAY) / "report.html")
    assert tables(killed) == tables(undisturbed)
    assert not list(killed.day(DAY).glob("*.aside"))


class TestASecondRun:
    def test_keeps_every_output_that_stands(self, tmp_path):
        home = lay(tmp_path, small_book(20))
        close(home)

        _, ran = close(home)

        assert [one.kept for one in ran] == [True] * len(STEPS)

    def test_from_a_step_runs_it_and_all_after_it(self, tmp_path):
        home = lay(tmp_path, small_book(20))
        close(home)
        before = tables(home)

        _, ran = close(home, from_step="judge")

        assert [one.name for one in ran if not one.kept] == ["judge", "worklists", "measure"]
        assert tables(home) == before

    def test_runs_again_what_a_new_version_of_the_book_may_have_changed(self, tmp_path):
        home = lay(tmp_path, small_book(20))
        close(home)
        version = home.version()
        home.commit(type(version)(2, version.tables, version.batches, {}))

        _, ran = close(home)

        assert not any(one.kept for one in ran)

    def test_never_opens_the_folder_of_another_day(self, tmp_path):
        home = lay(tmp_path, small_book(20))
        close(home)
        before = {file.name: file.stat().st_mtime_ns for file in home.day(DAY).iterdir() if file.is_file()}

        close(home, date(2026, 10, 2))

        assert {file.name: file.stat().st_mtime_ns for file in home.day(DAY).iterdir() if file.is_file()} == before


class TestRefusal:
    def test_without_a_book_says_how_to_take_one_in(self, tmp_path):
        with pytest.raises(NoBook, match="duly intake DIR"):
            close(Home(tmp_path))

    def test_before_the_book_begins_names_its_first_day(self, tmp_path):
        home = lay(tmp_path, small_book(3))

        with pytest.raises(night.DayBeforeBook, match="2026-01-01"):
            close(home, date(2025, 12, 31))
        assert not (home.path / "days").exists()

    def test_of_two_currencies_in_one_night_names_both(self, tmp_path):
        rows = small_book(3)
        rows["book"].append(BOOK | {"book_id": "K2", "currency": "TWD"})

        with pytest.raises(CurrencyMismatch, match="K1 in CNY, K2 in TWD"):
            close(lay(tmp_path, rows))

    def test_of_an_unknown_step_lists_the_steps(self, tmp_path):
        with pytest.raises(night.NoSuchStep, match="age, score, treat"):
            close(lay(tmp_path, small_book(3)), from_step="sleep")

    def test_of_a_day_that_another_process_is_running(self, tmp_path):
        home = lay(tmp_path, small_book(3))

        with only_one(home.day(DAY) / ".lock", doing="testing"), pytest.raises(Busy):
            close(home)


def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path):
    home = lay(tmp_path, small_book(60))
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); "
    run = "from duly.cli import main; main()"
    command = [sys.executable, "-c", "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); " + limit + run]

    full = subprocess.run(
        [*command, "night", "--day", str(DAY), "--home", str(home.path)], capture_output=True, text=True, check=False
    )

    assert full.returncode == 2
    assert "no room" in full.stderr
    assert not [file for file in home.day(DAY).iterdir() if file.suffix in (".parquet", ".aside")]
    close(home)


def test_each_step_makes_exactly_the_columns_of_its_table(tmp_path):
    home = lay(tmp_path, small_book(20))
    close(home)
    engine = duckdb.connect()
    for step in STEPS:
        made = engine.execute(f"DESCRIBE FROM '{home.day(DAY) / step.makes.name}.parquet'").fetchall()
        promised = engine.execute(f"DESCRIBE {engines.empty(step.makes)}").fetchall()

        assert sorted(row[:2] for row in made) == sorted(row[:2] for row in promised), step.name


def test_the_report_links_to_a_page_beside_it_only_where_there_is_one(tmp_path):
    home = lay(tmp_path, small_book(12))
    closed, _ = close(home, beside={"try-it.html": Two("试一试", "Try it")})
    linked = closed.report.read_text("utf-8")
    closed, _ = close(home)

    assert 'href="try-it.html"' in linked
    assert "try-it.html" not in closed.report.read_text("utf-8")
