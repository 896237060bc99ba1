"""What a process that died has left behind: reservations that never left, and contacts of which nobody knows.

A reservation that was not carried in time never left: its places under the daily limits are given back. What was being
carried may have left: it counts, and a person or the carrier has to say what came of it; it is never tried again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from duly.rules.machines.attempt import Event, State
from duly.store.guards import CLEARED_SECONDS
from duly.store.models import Attempt, Borrower, Slot
from duly.store.moving import move

SILENT_SECONDS = 15 * 60  # the longest that a carrier may take to say what came of it
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """How many were found to have never left, and how many nobody knows of."""

    lapsed: int
    unknown: int


def sweep(*, at: datetime) -> Swept:
    """Look after attempts that nobody looks after any more. May run anywhere, at any time, more than once at a time."""
    return Swept(
        lapsed=_each(State.RESERVED, at - timedelta(seconds=CLEARED_SECONDS), Event.LAPSE, at),
        unknown=_each(State.SENDING, at - timedelta(seconds=SILENT_SECONDS), Event.SILENT, at),
    )


def _each(state: State, before: datetime, event: Event, at: datetime) -> int:
    found = (
        Attempt.objects.filter(state=state, at__lte=before).order_by("at").values_list("id", "borrower_id")[:AT_ONCE]
    )
    return sum(_one(attempt, borrower, state, event, at) for attempt, borrower in found)


@transaction.atomic(durable=True)
def _one(attempt_id: UUID, borrower_id: UUID, state: State, event: Event, at: datetime) -> bool:
    """Move one on, unless somebody else has meanwhile; the borrower's row is locked as for any other attempt."""
    Borrower.objects.select_for_update().get(id=borrower_id)
    left = Attempt.objects.filter(id=attempt_id, state=state).first()
    if left is None:
        return False
    move(left, event, at=at, by=None, because="无人处理 nobody went on with it")
    if event is Event.LAPSE:
        Slot.objects.filter(attempt=left).delete()
    return True
