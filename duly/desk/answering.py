"""Complaints and disputes: what is open and until when, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from duly.core.day import day_of
from duly.core.machine import NoSuchMove
from duly.desk import record
from duly.desk.outcomes import worded
from duly.desk.reach import within, within_reach
from duly.desk.stopping import locked
from duly.law import Law
from duly.rules import complaint as complaints
from duly.rules import credit_report
from duly.rules.machines.complaint import LONGER, Event
from duly.store.models import Complaint, Dispute, User
from duly.store.moving import move

NOUNS: dict[str, Any] = {"complaint": Complaint, "dispute": Dispute}
WITH_AN_ANSWER = ("answer", "resolve", "reject")  # whoever raised it is told something, and what is kept
ANSWER_MOST, BECAUSE_MOST = 4000, 200
AT_ONCE = 200


class Moved(ValueError):
    """Somebody has moved it since the page was opened, or it cannot move so from where it is."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A complaint or a dispute, with the day by which the law wants it answered; None where it names none."""

    kind: str
    noun: Any
    at: datetime
    about: str
    due: date | None
    limit: str
    left: int | None  # days; below nought it is overdue

    @property
    def extended(self) -> bool:
        return self.limit in ("cn.cmp20.answer_complex", "cn.cmp20.answer_extended")

    @property
    def is_open(self) -> bool:
        return bool(self.noun.state == "open")


def matters(user: User, *, at: datetime, law: Law, only_open: bool = True) -> list[Matter]:
    """The complaints and disputes within reach: those with a day first, the nearest first; then the oldest."""
    found = [matter(noun, at=at, law=law) for noun in _nouns(user, only_open=only_open)]
    return sorted(found, key=lambda one: (not one.is_open, one.due or date.max, one.at, str(one.noun.id)))


def _nouns(user: User, *, only_open: bool) -> Iterator[Any]:
    kinds: tuple[tuple[Any, str], ...] = ((Complaint, "-received_at"), (Dispute, "-raised_at"))
    for model, day in kinds:
        rows = within(user, model.objects.all()).select_related("borrower").order_by(day).prefetch_related("moves")
        yield from (rows.filter(state="open") if only_open else rows)[:AT_ONCE]


def matter(noun: Any, *, at: datetime, law: Law) -> Matter:
    """One of them with its clock, as the law stands on this day."""
    today = day_of(at)
    if isinstance(noun, Complaint):
        due = complaints.due(day_of(noun.received_at), *extension(noun), as_of=today, law=law)
        return Matter("complaint", noun, noun.received_at, noun.topic, due.on, due.limit, (due.on - today).days)
    if noun.kind == "credit_record":
        on = credit_report.answer_due(day_of(noun.raised_at), as_of=today, law=law)
        return Matter("dispute", noun, noun.raised_at, noun.kind, on, "cn.cir.objection_answer", (on - today).days)
    return Matter("dispute", noun, noun.raised_at, noun.kind, None, "", None)


def extension(noun: Complaint) -> tuple[str, complaints.Extension | None]:
    """How complex a complaint is by the time that was taken for it, and on what grounds."""
    taken = {move.event: move for move in noun.moves.all() if move.event in LONGER}
    if not taken:
        return complaints.SIMPLE, None
    further = taken.get(Event.EXTEND_FURTHER)
    if further is None:
        return complaints.COMPLEX, complaints.Extension(reason_recorded=True)
    return complaints.SPECIALLY_COMPLEX, complaints.Extension(
        reason_recorded=True, approved_by=further.approved_by, approved_on=further.approved_on,
        complainant_told_on=further.told_on,
    )  # fmt: skip


def of(user: User, kind: str, noun_id: UUID) -> Any:
    """One complaint or dispute. Raises NotFound; KeyError for another kind."""
    return within_reach(user, NOUNS[kind], noun_id)


def possible(noun: Any) -> list[str]:
    """What can be done with it now by a text alone, in the order of its table of moves."""
    return [str(event) for (state, event) in noun.machine.moves if state == noun.state and event not in LONGER]


def act(*, kind: str, noun_id: UUID, event: str, text: str, seen: int, at: datetime, by: User) -> Any:
    """Let something happen to it: `seen` is how many moves the page knew of.

    An answer is kept whole; of anything else a reason. Raises NotFound; BadResult for the text; Moved.
    """
    noun = of(by, kind, noun_id)
    if event in LONGER:
        raise Moved("延长期限另有一页 More time is taken with its own form")
    is_answer = event in WITH_AN_ANSWER
    told = worded("text", text, at=at, most=ANSWER_MOST if is_answer else BECAUSE_MOST)
    with unmoved(noun, seen):
        happen(noun, event, at=at, by=by, **_told(told, is_answer=is_answer))
    return noun


@contextmanager
def unmoved(noun: Any, seen: int) -> Iterator[None]:
    """The noun as it stands under its borrower's lock. Raises Moved where the page did not know of every move."""
    with locked(noun.borrower_id):
        noun.refresh_from_db()
        if noun.moved != seen:
            raise Moved("已有人办过，请刷新 It was moved meanwhile; reload")
        yield


def happen(noun: Any, event: str, *, at: datetime, by: User, **further: Any) -> None:
    """Move it and put it on the record. Whoever calls holds the lock. Raises Moved."""
    try:
        move(noun, event, at=at, by=by, **further)
    except NoSuchMove as cannot:
        raise Moved(str(cannot)) from None
    said = {noun.machine.noun: str(noun.id), "event": event, "state": str(noun.state)}
    record.write(str(noun.borrower_id), "change", said, at=at, by=by)


def _told(text: str, *, is_answer: bool) -> dict[str, str]:
    return {"answer": text, "because": "答复 answered"} if is_answer else {"because": text}
