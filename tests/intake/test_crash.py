"""Killed from outside at any named point: nothing half-visible, and the next run does the whole work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duly.intake import take_in
from duly.store import points
from duly.store.lake import Home
from tests.intake.conftest import BORROWERS, NOON, PAYMENTS, Lender

BATCH = {
    "borrowers.csv": BORROWERS + "B-3,王五,,310101,,,\n",
    "payments.csv": PAYMENTS + "P-3,L-1,2026-03-14,109.00\nP-4,L-404,2026-03-14,1.00\n",
}
RENAMES = (
    "intake.lake.borrowers",
    "intake.private.borrowers",
    "intake.lake.payments",
    "intake.lake.set_aside",
    "intake.quarantine",
    "intake.quarantine-csv",
    "intake.manifest",
    "intake.commit",
)
POINTS = [f"{rename}:{when}-rename" for rename in RENAMES for when in ("before", "after")] + ["intake.before-commit"]


def killed_at(point: str, folder: Path, home: Home) -> None:
    """Run intake in a process of its own and kill it when it reaches the point."""
    with subprocess.Popen(
        [sys.executable, "-m", "duly.cli", "intake", str(folder), "--home", str(home.path)],
        env=os.environ | {points.PAUSE_AT: point},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as run:
        assert run.stderr is not None
        assert run.stderr.readline() == f"reached {point}\n"
        run.kill()


def state(lender: Lender) -> object:
    return (
        lender.rows("borrowers", "borrower_id"),
        lender.private("borrowers", "borrower_id, name"),
        lender.rows("payments", "payment_id"),
        {name: shelf.rows for name, shelf in lender.home.version().tables.items()},
    )


@pytest.mark.parametrize("point", POINTS)
def test_a_batch_is_taken_whole_or_not_at_all(known_lender: Lender, point: str) -> None:
    before, version = state(known_lender), known_lender.home.version().number
    folder = known_lender.write(dict(BATCH))

    killed_at(point, folder, known_lender.home)

    is_committed = point == "intake.commit:after-rename"
    assert known_lender.home.version().number == version + is_committed
    assert (state(known_lender) == before) is not is_committed

    manifest = known_lender.take(folder)

    assert manifest.changed is not is_committed
    assert known_lender.rows("payments", "payment_id") == [("P-1",), ("P-2",), ("P-3",)]
    assert known_lender.private("borrowers", "borrower_id, name")[-1] == ("B-3", "王五")
    assert_no_strays(known_lender.home)


def assert_no_strays(home: Home) -> None:
    """Every file of the home belongs to a version of the book."""
    named = {
        name
        for version in home.versions()
        for shelf in version.tables.values()
        for name in (*shelf.files, *shelf.private)
    }
    found = {
        str(path.relative_to(home.path)) for folder in ("lake", "private") for path in (home.path / folder).glob("*/*")
    }
    assert found == named
    assert {path.name for path in (home.path / "batches").iterdir()} == set(home.version().batches)
    assert not (home.path / "scratch").exists()


def test_every_rename_of_a_batch_has_its_point_here(known_lender: Lender, monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[str] = []
    monkeypatch.setattr(points, "reach", reached.append)

    take_in([known_lender.write(dict(BATCH))], known_lender.home, taken_at=NOON)

    assert set(reached) == set(POINTS)
