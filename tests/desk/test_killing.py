"""Processes killed with -9 at the named points of an attempt, one after the other: nothing is lost, no limit passed."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection, connections

from duly.core.carrier import Message, Receipt
from duly.desk import contact
from duly.desk.facts import question
from duly.desk.sweeping import SILENT_SECONDS, sweep
from duly.rules.compliance.wire import answer
from duly.rules.machines.attempt import NEVER_LEFT
from duly.store import points
from duly.store.models import Address, Attempt, Preference, Slot
from tests.desk.house import CALL, MORNING, UP, House
from tests.figures import saw

SOAK = bool(os.environ.get("DULY_SOAK"))
SEEDS = range(50 if SOAK else 2)
CAP, TRIES = 3, 12  # a day; processes that try
POINTS = ("attempt.reserved", "attempt.sending", "attempt.carried")
OFTEN = (
    *POINTS,
    "attempt.reserved",
    "attempt.reserved",
    "",
)  # what never left leaves room; at the last nobody is killed


class Journal:
    """A carrier that writes down, on disk, what it carried before it says so."""

    name = "journal"

    def __init__(self, path: Path) -> None:
        self.path = path

    def carry(self, message: Message, *, reference: str) -> Receipt:
        with self.path.open("a") as file:
            file.write(f"{reference}\n")
            file.flush()
            os.fsync(file.fileno())
        return Receipt("delivered", answered=None)

    def carried(self) -> list[str]:
        return self.path.read_text().split() if self.path.exists() else []


def killed(point: str, act: Callable[[], object]) -> bool:
    """Let a process of its own act, and kill it at the point; False where it ended without coming there."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.environ[points.PAUSE_AT] = point
            sys.stderr = os.fdopen(writing, "w")
            act()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        there = said.readline() == f"reached {point}\n"
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return there


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_dies_wherever_what_left_is_known_and_no_more_left_than_was_agreed(
    house: House, tmp_path: Path, seed: int
) -> None:
    mail = Address.objects.create(borrower=house.borrower, kind="email", source="contract", reserved=True, token="m")
    Preference.objects.create(
        borrower=house.borrower, kind="agreed_limit", said_at=MORNING - timedelta(days=30),
        terms={"max_per_day": CAP, "channels": ["email"]},
    )  # fmt: skip
    answer(question(house.borrower, house.call(), UP))  # the law is read here, and not by each process anew
    dice, journal, deaths = Random(seed), Journal(tmp_path / "carried"), Counter[str]()

    for no in range(TRIES):
        at, point = MORNING + timedelta(minutes=10 * no), dice.choice(OFTEN if no else POINTS)
        proposed = house.call(
            at=at, channel="email", address=mail, sender_account="app",
            content={"institution_named": True, "discloses_debt": False},
        )  # fmt: skip
        deaths[point] += killed(
            point,
            lambda proposed=proposed: contact.attempt(  # type: ignore[misc]
                borrower_id=house.borrower.id, proposed=proposed, systems=UP, carrier=journal, message=CALL
            ),
        )
        if dice.random() < 0.7:
            sweep(at=at + timedelta(seconds=SILENT_SECONDS))

    sweep(at=MORNING + timedelta(hours=8))
    counted = {str(one) for one in Attempt.objects.exclude(state__in=NEVER_LEFT).values_list("id", flat=True)}
    carried = journal.carried()
    lost, above = set(carried) - counted, max(0, len(carried) - CAP)
    assert (lost, above) == (set(), 0), f"seed {seed}"
    assert len(set(carried)) == len(carried), "each left once"
    assert Slot.objects.count() == len(counted) <= CAP
    assert not Attempt.objects.filter(state__in=("reserved", "sending")).exists()
    assert sum(deaths.values()) > 0
    saw(
        "killed", database=connection.vendor, kills=sum(deaths.values()), left=len(carried), lost=len(lost),
        above=above, **{f"at_{point.removeprefix('attempt.')}": deaths[point] for point in POINTS},
    )  # fmt: skip
