"""Look at calls again: which ones, what they score, and what is said to whoever made them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from duly.core.day import day_bounds
from duly.desk import record
from duly.desk.colleagues import those_who_work
from duly.desk.outcomes import worded
from duly.desk.reach import NotFound, within
from duly.desk.stopping import locked
from duly.rules.quality import Call, drawn, sheet, total_bp
from duly.store.models import AttemptMove, Note, Result, Score, User


class AlreadyScored(ValueError):
    """Somebody has scored the call since the page was opened; what was said first stands."""


class OwnCall(ValueError):
    """Nobody scores a call of their own."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A call that was drawn, why, and its latest score."""

    result: Result
    always: bool
    score: Score | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A call with all that is known of how it went."""

    result: Result
    moves: list[AttemptMove]
    notes: list[Note]
    scores: list[Score]


def sample(user: User, day: date) -> list[Drawn]:
    """The calls of a day to be looked at by this person, whose own are not among them."""
    rows = {str(one.id): one for one in _within_reach(user, day)}
    calls = [Call(key, one.code, one.by_id) for key, one in rows.items()]
    scores = {
        one.result_id: one
        for one in Score.objects.filter(result__in=rows.values()).select_related("by").order_by("seq")
    }
    return [
        Drawn(rows[one.id], one.code in sheet().always, scores.get(rows[one.id].id))
        for one in drawn(calls, seed(day), sheet())
    ]


def seed(day: date) -> str:
    """What the lots of a day are drawn with: it is shown, so that anybody can draw again; ids cannot be chosen."""
    return f"{day} {sheet().version[:12]}"


def call_of(user: User, result_id: UUID) -> Heard:
    """One call. Raises NotFound."""
    found = _reachable(user).filter(id=result_id).first()
    if found is None:
        raise NotFound(f"{result_id}")
    return Heard(
        found,
        list(AttemptMove.objects.filter(of=found.attempt_id).order_by("seq")),
        list(Note.objects.filter(attempt=found.attempt_id).order_by("at")),
        list(Score.objects.filter(result=found).select_related("by").order_by("-seq")),
    )


def score(*, result_id: UUID, marks: Mapping[str, str], feedback: str, seq: int, at: datetime, by: User) -> Score:
    """Score a call; `seq` is the number that the page said comes next.

    Raises NotFound; OwnCall; BadMarks; BadResult for the feedback; AlreadyScored.
    """
    result = call_of(by, result_id).result
    if result.by_id == by.id:
        raise OwnCall("不能评自己的电话 nobody scores a call of their own")
    told = {item.code: marks.get(item.code, "") for item in sheet().items}
    total, said = total_bp(told, sheet()), worded("feedback", feedback, at=at)
    with locked(result.borrower_id) as borrower:
        if seq != Score.objects.filter(result=result).count() + 1:
            raise AlreadyScored("已有人评过，没有重复记录 It was scored meanwhile; nothing was recorded twice")
        made = Score.objects.create(
            borrower=borrower, result=result, seq=seq, by=by, at=at, sheet=sheet().version, marks=told, total_bp=total,
            feedback=said,
        )  # fmt: skip
        entry = {"score": str(made.id), "result": str(result.id), "total_bp": total}
        record.write(str(borrower.id), "change", entry, at=at, by=by)
    return made


def feedback_for(user: User, *, most: int = 5) -> list[Score]:
    """What was said of the person's own calls, the latest first."""
    told = Score.objects.filter(result__by=user).select_related("by", "result", "borrower").order_by("-at")
    return list(told[:most])


def _within_reach(user: User, day: date) -> QuerySet[Result]:
    start, end = day_bounds(day)
    return _reachable(user).filter(at__gte=start, at__lt=end).exclude(by=user)


def _reachable(user: User) -> QuerySet[Result]:
    known = within(user, Result.objects.filter(by__in=those_who_work(user)))
    known = known.exclude(attempt__channel="visit")  # what comes of a visit is never scored
    return known.select_related("by", "borrower", "attempt__address")
