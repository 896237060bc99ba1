"""The second person's answer, whatever it is about: what was asked for moves in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from duly.core.machine import NoSuchMove
from duly.desk import approving, planning, settling, visiting, waiving
from duly.store.models import Approval, User

Deed = Callable[..., object]


class About(NamedTuple):
    """What a noun does with the answer; `name` is how it is called there."""

    name: str
    approve: Deed
    reject: Deed
    withdraw: Deed


ABOUT: dict[str, About] = {
    "plan": About("plan_id", planning.approve, planning.reject, planning.withdraw),
    "settlement": About("settlement_id", settling.approve, settling.reject, settling.withdraw),
    "visit_order": About("visit_id", visiting.approve, visiting.reject, visiting.call_off),
    "waiver": About("waiver_id", waiving.approve, waiving.reject, waiving.withdraw),
}


def decide(*, approval_id: UUID, is_granted: bool, because: str, at: datetime, by: User) -> Approval:
    """Grant or refuse; what names a row is approved or rejected with it, all else waits to be used.

    Raises Refused, NoSuchMove.
    """
    asked = Approval.objects.get(id=approval_id)
    if asked.kind not in ABOUT:
        answer = approving.grant if is_granted else approving.refuse
        return answer(approval_id=approval_id, because=because, at=at, by=by)
    about = ABOUT[asked.kind]
    _do(about, about.approve if is_granted else about.reject, asked, because, at=at, by=by)
    asked.refresh_from_db()
    return asked


def withdraw(*, approval_id: UUID, because: str, at: datetime, by: User) -> Approval:
    """Take back what one asked for, and what it was about with it. Raises Refused, NoSuchMove."""
    with approving.held(approval_id) as asked:
        approving.withdraw(approval_id=approval_id, because=because, at=at, by=by)
        if asked.kind in ABOUT:
            _do(ABOUT[asked.kind], ABOUT[asked.kind].withdraw, asked, because, at=at, by=by)
    asked.refresh_from_db()
    return asked


def lapse(*, at: datetime) -> int:
    """End what nobody decided in time, and take back what it was about; how many."""

    def then(asked: Approval) -> None:
        if asked.kind in ABOUT:
            about = ABOUT[asked.kind]
            try:
                _do(about, about.withdraw, asked, "无人审批，已过期 nobody decided in time", at=at, by=None)
            except NoSuchMove:
                return  # it has ended by itself

    return approving.lapse(at=at, then=then)


def _do(about: About, deed: Deed, asked: Approval, because: str, *, at: datetime, by: User | None) -> None:
    deed(**{about.name: UUID(asked.subject)}, because=because, at=at, by=by)
