"""Holds in force, and the end of one: with a reason, on the record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from duly.core.machine import NoSuchMove
from duly.desk import record
from duly.desk.outcomes import worded
from duly.desk.reach import within, within_reach
from duly.desk.stopping import locked
from duly.rules.machines.hold import Event, State
from duly.store.models import Case, Hold, User
from duly.store.moving import move

BECAUSE_MOST = 200
AT_ONCE = 50


class AlreadyLifted(ValueError):
    """Somebody has lifted it since the page was opened."""


def in_force(user: User, at: datetime, *, kind: str = "", after: int = 0) -> tuple[list[Hold], int | None]:
    """The holds within reach that stand now, the latest first; how many come before the next page."""
    standing = within(user, Hold.objects.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at))
    standing = standing.filter(state=State.PLACED).select_related("borrower").order_by("-from_at", "id")
    rows = list((standing.filter(kind=kind) if kind else standing)[after : after + AT_ONCE + 1])
    return rows[:AT_ONCE], after + AT_ONCE if len(rows) > AT_ONCE else None


def cases_of(holds: list[Hold]) -> dict[UUID, UUID]:
    """The open case of each hold's borrower."""
    open_ = Case.objects.exclude(state="closed").filter(borrower__in=[one.borrower_id for one in holds])
    return dict(open_.values_list("borrower_id", "id"))


def lift(*, hold_id: UUID, because: str, at: datetime, by: User) -> Hold:
    """End a hold; what it kept from happening may be asked for again, and the judge decides anew.

    Raises NotFound; BadResult for the reason; AlreadyLifted.
    """
    hold: Hold = within_reach(by, Hold, hold_id)
    reason = worded("because", because, at=at, most=BECAUSE_MOST)
    with locked(hold.borrower_id) as borrower:
        hold.refresh_from_db()
        try:
            move(hold, Event.LIFT, at=at, by=by, because=reason)
        except NoSuchMove:
            raise AlreadyLifted("已由他人解除 It was lifted meanwhile; nothing was done twice") from None
        said = {"lifted": str(hold.id), "kind": hold.kind, "because": reason}
        record.write(str(borrower.id), "change", said, at=at, by=by)
    return hold
