"""More time for a complaint: once for a complex one, once more for a specially complex one; its complainant is told.

What the longest time needs is the law's (`rules.complaint`); that whoever complained is told of the first extension too
is a house default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duly.core.day import day_of
from duly.desk import answering
from duly.desk.outcomes import BadResult, worded
from duly.law import Law
from duly.rules.complaint import APPROVERS, COMPLEX, SIMPLE, SPECIALLY_COMPLEX, Extension, due
from duly.rules.machines.complaint import Event
from duly.store.models import Complaint, User

STEPS = {SIMPLE: Event.EXTEND, COMPLEX: Event.EXTEND_FURTHER}  # what comes next, by what was taken


@dataclass(frozen=True, slots=True)
class Leave:
    """Who allowed the longest time, and on which day."""

    by: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Longer:
    """The time that can be taken next: by which day it has to be taken, and until when it would last."""

    event: str
    take_by: date
    until: date
    limit: str


def longer(made: Complaint, *, at: datetime, law: Law) -> Longer | None:
    """What can be taken next; None where it is answered, all of it is taken, or the day has gone by."""
    taken, extension = answering.extension(made)
    event, today = STEPS.get(taken), day_of(at)
    if event is None or made.state != "open":
        return None
    received = day_of(made.received_at)
    take_by = due(received, taken, extension, as_of=today, law=law).on
    given = Extension(True, APPROVERS[0], received, received)
    then = due(received, COMPLEX if event is Event.EXTEND else SPECIALLY_COMPLEX, given, as_of=today, law=law)
    return Longer(str(event), take_by, then.on, then.limit) if today <= take_by else None


def extend(
    *, complaint_id: UUID, notice: str, because: str, told_on: date | None, leave: Leave, seen: int, at: datetime,
    by: User, law: Law,
) -> Complaint:  # fmt: skip
    """Take the next longer time: `notice` is what whoever complained was told, and on which day.

    Raises NotFound; BadResult for a field; answering.Moved where no more time can be taken or the page is of before.
    """
    made: Complaint = answering.of(by, "complaint", complaint_id)
    because = worded("because", because, at=at, most=answering.BECAUSE_MOST)
    notice = worded("notice", notice, at=at, most=answering.ANSWER_MOST)
    with answering.unmoved(made, seen):
        next_ = longer(made, at=at, law=law)
        if next_ is None:
            raise answering.Moved(
                "不能再延长：已答复、已到上限或已过期 No more time: answered, at its longest, or too late"
            )
        days = {"told_on": _gone_by("told_on", told_on, made, at)}
        allowed = {}
        if next_.event == Event.EXTEND_FURTHER:
            if leave.by not in APPROVERS:
                raise BadResult("approved_by", "请选择谁批准的", "choose who allowed it")
            allowed = {"approved_by": leave.by, "approved_on": _gone_by("approved_on", leave.on, made, at)}
        answering.happen(made, next_.event, at=at, by=by, because=because, answer=notice, **days, **allowed)
    return made


def _gone_by(field: str, day: date | None, made: Complaint, at: datetime) -> date:
    """A day from the receipt to today; what has not happened yet is nobody's leave, and no notice."""
    first, last = day_of(made.received_at), day_of(at)
    if day is None or not first <= day <= last:
        raise BadResult(field, f"须为 {first} 至 {last} 的一天", f"must be a day from {first} to {last}")
    return day
