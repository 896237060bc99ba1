"""Whether a lender visits anybody at all: off until two persons switch it on, and off again by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duly.desk import approving, record
from duly.desk.reach import NotFound
from duly.desk.saying import reason
from duly.rules.account.asked import Refused
from duly.rules.machines.approval import OPEN, Event
from duly.rules.rights import Act, may
from duly.store.models import Approval, ApprovalMove, User, VisitSwitch
from duly.store.models.record import HOUSE

KIND = "visits_on"


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, who asked for it and who granted it; off takes neither."""

    switch: VisitSwitch
    asked_by: User | None
    granted_by: User | None


def latest(lender_id: str, at: datetime) -> VisitSwitch | None:
    """What was decided last and has begun."""
    return VisitSwitch.objects.filter(lender=lender_id, from_at__lte=at).order_by("-id").first()


def is_on(lender_id: str, at: datetime) -> bool:
    """Whether visits are on."""
    last = latest(lender_id, at)
    return last is not None and last.is_on


def must_be_on(lender_id: str, at: datetime) -> None:
    """Let nothing about a visit go further while they are off. Raises Refused."""
    if not is_on(lender_id, at):
        raise Refused(
            "visits", "off", "本机构未开通外访 visits are off", "先由两人开通 two persons have to switch them on"
        )


def asked(lender_id: str, at: datetime) -> Approval | None:
    """What somebody asked for and was not used yet: it waits, or is granted."""
    open_ones = Approval.objects.filter(kind=KIND, subject=lender_id, state__in=OPEN, lapses_at__gt=at)
    return open_ones.select_related("asked_by").first()


def decided(lender_id: str, *, most: int = 20) -> list[Decided]:
    """What was decided, the latest first, each with the second person where there had to be one."""
    held = VisitSwitch.objects.filter(lender=lender_id).select_related("by", "approval__asked_by")
    rows = list(held.order_by("-id")[:most])
    grants = ApprovalMove.objects.filter(of__in=[one.approval_id for one in rows], event=Event.GRANT)
    granted: dict[UUID | None, User | None] = {move.of_id: move.by for move in grants.select_related("by")}
    return [Decided(one, one.approval.asked_by if one.approval else None, granted.get(one.approval_id)) for one in rows]


def ask(because: str, *, at: datetime, by: User) -> Approval:
    """Ask that visits be switched on. Raises Refused."""
    if is_on(str(by.lender_id), at):
        raise Refused("visits", "on", "外访已开通 visits are on", "")
    return approving.ask(kind=KIND, subject=str(by.lender_id), because=because, at=at, by=by)


def switch_on(*, from_at: datetime, at: datetime, by: User) -> VisitSwitch:
    """Switch them on, from now or later, as another person granted. Raises NotFound, Refused."""
    _may(by)
    if from_at < at:
        raise Refused("from_at", from_at.isoformat(), "不能早于现在 not before now", f"≥ {at.isoformat()}")
    with approving.locked(None):
        used = approving.use(kind=KIND, subject=str(by.lender_id), at=at, by=by)
        made = VisitSwitch.objects.create(
            lender_id=str(by.lender_id), is_on=True, from_at=from_at, approval=used, by=by, at=at, because=used.because
        )
        _write(made, at=at, by=by)
    return made


def switch_off(because: str, *, at: datetime, by: User) -> VisitSwitch:
    """Switch them off at once: whoever sees a reason to stop waits for nobody. Raises NotFound, Refused."""
    _may(by)
    because = reason(because)
    with approving.locked(None):
        made = VisitSwitch.objects.create(
            lender_id=str(by.lender_id), is_on=False, from_at=at, by=by, at=at, because=because
        )
        _write(made, at=at, by=by)
    return made


def _may(by: User) -> None:
    if by.lender_id is None or not may(by.role, Act.SWITCH_VISITS):
        raise NotFound("visits")


def _write(made: VisitSwitch, *, at: datetime, by: User) -> None:
    said = {"visits": "on" if made.is_on else "off", "from": made.from_at.isoformat(), "because": made.because}
    record.write(HOUSE, "change", said, at=at, by=by)
