"""Hardship: a report stops collection in the transaction that records it; relief, observation and end follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from duly.core.day import day_of
from duly.desk import record, saying, stopping
from duly.rules.account.asked import Refused
from duly.rules.machines import hold as holds
from duly.rules.machines.hardship import HARDSHIP, RESTS, Event
from duly.store.models import Borrower, Hardship, User
from duly.store.models.hardship import REASONS, RELIEFS
from duly.store.moving import move


def report(borrower: Borrower, *, reason: str, loans: Sequence[str] | None = None, at: datetime, by: User) -> Hardship:
    """Take a report in; from now on nobody collects on what it is about, until it is decided and ended.

    Raises Refused. Whoever calls holds the borrower's lock.
    """
    if reason not in REASONS:
        raise Refused("reason", reason, "没有这个困难原因 no such reason", " | ".join(REASONS))
    held = stopping.hold(borrower, kind="hardship", loans=loans, at=at, by=by)
    made = Hardship.objects.create(borrower=borrower, hold=held, reason=reason, reported_at=at, state=HARDSHIP.start)
    _write(made, "report", at=at, by=by)
    return made


def ask_evidence(*, hardship_id: UUID, because: str, at: datetime, by: User) -> Hardship:
    """Ask the borrower for evidence, saying which; the hold stands. Raises Refused, NoSuchMove."""
    return _simply(hardship_id, Event.ASK_EVIDENCE, because, at=at, by=by)


def evidence_came(*, hardship_id: UUID, evidence_id: str, at: datetime, by: User) -> Hardship:
    """Take evidence in. Raises Refused, NoSuchMove."""
    if not evidence_id:
        raise Refused("evidence_id", evidence_id, "缺少编号 missing", "材料编号 number of the evidence")
    return _simply(hardship_id, Event.EVIDENCE_CAME, "材料已到 evidence came", at=at, by=by, evidence_id=evidence_id)


def grant(*, hardship_id: UUID, relief: str, until: date, because: str, at: datetime, by: User) -> Hardship:
    """Grant relief up to a day, itself included; the hold stands meanwhile. Raises Refused, NoSuchMove."""
    if relief not in RELIEFS:
        raise Refused("relief", relief, "没有这种纾困 no such relief", " | ".join(RELIEFS))
    _ahead(until, at)
    return _simply(hardship_id, Event.GRANT, because, at=at, by=by, relief=relief, until=until)


def decline(*, hardship_id: UUID, because: str, at: datetime, by: User) -> Hardship:
    """Decline with the reasons that the borrower is told; the hold is lifted. Raises Refused, NoSuchMove."""
    return _simply(hardship_id, Event.DECLINE, because, at=at, by=by)


def withdraw(*, hardship_id: UUID, because: str, at: datetime, by: User) -> Hardship:
    """Write down that the borrower takes the report back; the hold is lifted. Raises Refused, NoSuchMove."""
    return _simply(hardship_id, Event.WITHDRAW, because, at=at, by=by)


def observe(*, hardship_id: UUID, until: date, because: str, at: datetime, by: User) -> Hardship:
    """End the relief and watch the loan up to a day; the hold is lifted. Raises Refused, NoSuchMove."""
    _ahead(until, at)
    return _simply(hardship_id, Event.OBSERVE, because, at=at, by=by, until=until)


def end(*, hardship_id: UUID, because: str, at: datetime, by: User) -> Hardship:
    """End relief or observation. Raises Refused, NoSuchMove."""
    return _simply(hardship_id, Event.END, because, at=at, by=by)


def reopen(*, hardship_id: UUID, because: str, at: datetime, by: User) -> Hardship:
    """Review it again: the hold stands as before. Raises Refused, NoSuchMove."""
    return _simply(hardship_id, Event.REOPEN, because, at=at, by=by)


def overdue(at: datetime) -> list[Hardship]:
    """Whose relief or observation has come to its last day, and somebody has to look; the oldest first."""
    waiting = Hardship.objects.filter(moves__until__lt=day_of(at)).exclude(state__in=HARDSHIP.ends).distinct()
    return [one for one in waiting.order_by("reported_at") if _last_until(one) < day_of(at)]


def _last_until(made: Hardship) -> date:
    last: date | None = made.moves.order_by("-seq").values_list("until", flat=True).first()
    return last or date.max


def _ahead(until: date, at: datetime) -> None:
    if until < day_of(at):
        raise Refused("until", str(until), "已经过去 has gone by", f"≥ {day_of(at)}")


def _simply(hardship_id: UUID, event: Event, because: str, *, at: datetime, by: User, **further: Any) -> Hardship:
    """Move it, and its hold with it: the hold stands as long as the hardship is reviewed or relieved."""
    because = saying.reason(because)
    with stopping.held(Hardship, hardship_id) as (made, borrower):
        rests = HARDSHIP.after(made.state, event) in RESTS
        if rests and made.hold.state == holds.State.LIFTED:
            _hold(made, holds.Event.RESTORE, because, at=at, by=by)
            stopping.stopped(borrower, made.hold, {"hardship": str(made.id)}, at=at, by=by)
        move(made, event, at=at, by=by, because=because, **further)
        if not rests and made.hold.state == holds.State.PLACED:
            _hold(made, holds.Event.LIFT, because, at=at, by=by)
        _write(made, event, at=at, by=by)
    return made


def _hold(made: Hardship, event: holds.Event, because: str, *, at: datetime, by: User) -> None:
    move(made.hold, event, at=at, by=by, because=because)


def _write(made: Hardship, event: str, *, at: datetime, by: User) -> None:
    said = {"hardship": str(made.id), "event": str(event), "state": str(made.state)}
    record.write(str(made.borrower_id), "change", said, at=at, by=by)
