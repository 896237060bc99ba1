"""What waits for somebody today: for each of their rights how much there is, and what was agreed for this day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from duly.core.day import day_bounds, day_of
from duly.desk import agencies, agency_work, answering, approving, certifying, placing, quality, queue, speaking_up
from duly.desk.colleagues import WORKS
from duly.desk.reach import within
from duly.law import Law
from duly.rules.rights import Act, may
from duly.store.models import Attempt, Certificate, Clearance, Promise, Result, User, Visit, VisitMove

SOON_DAYS = 3  # a complaint's day is near: what the page of complaints marks
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Waits:
    """So many of something wait for whoever has the right to them."""

    what: str
    many: int
    presses: bool = False  # shown as what should not wait


def waits(user: User, *, at: datetime, law: Law) -> list[Waits]:
    """What there is to do for this person, in the order of the menu; nothing for a right they do not have."""
    return [
        Waits(what, count(user, at, law), presses)
        for what, (act, count, presses) in COUNTS.items()
        if may(user.role, act)
    ]


def counted(user: User, *, at: datetime) -> dict[str, int]:
    """How much is on the list of the team or the agency, how much of it is done, and how much by this person."""
    day = day_of(at)
    if user.agency_id is None:
        return queue.counted(user, day)
    start, end = day_bounds(day)
    mine = Result.objects.filter(by=user, at__gte=start, at__lt=end).count()
    listed = agency_work.listed(user, day).aggregate(listed=Count("id"), done=Count("id", filter=Q(tried=True)))
    return {**listed, "by_me": mine}


def to_call_again(user: User, *, at: datetime) -> QuerySet[Result]:
    """Who asked this person to be called again today, and was not since, the earliest first."""
    start, end = day_bounds(day_of(at))
    since = Attempt.objects.filter(borrower=OuterRef("borrower"), at__gt=OuterRef("at"))
    asked = within(user, Result.objects.filter(by=user, again_at__gte=start, again_at__lt=end))
    return asked.exclude(Exists(since)).select_related("borrower").order_by("again_at")[:SHOWN]


def promised(user: User, *, at: datetime) -> QuerySet[Promise]:
    """Promises within reach that are due today."""
    due = within(user, Promise.objects.filter(state="open", due_on=day_of(at)))
    return due.select_related("borrower").order_by("-amount_minor", "id")[:SHOWN]


def ordered(user: User) -> list[tuple[Visit, VisitMove | None]]:
    """The visits that this person asked for, the latest first, each with what happened to it last."""
    asked = within(user, Visit.objects.filter(ordered_by=user)).select_related("borrower").order_by("-ordered_at")
    last = {move.of_id: move for move in VisitMove.objects.filter(of__in=asked[:SHOWN].values("id")).order_by("seq")}
    return [(one, last.get(one.id)) for one in asked[:SHOWN]]


def _due(user: User, at: datetime, law: Law) -> int:
    found = answering.matters(user, at=at, law=law)
    return sum(one.left is not None and one.left <= SOON_DAYS for one in found)


def _refused(user: User, at: datetime, law: Law) -> int:
    start, end = day_bounds(day_of(at))
    return within(user, Clearance.objects.filter(expires_at=None, judged_at__gte=start, judged_at__lt=end)).count()


def _uncertified(user: User, at: datetime, law: Law) -> int:
    day = day_of(at)
    held = Certificate.objects.filter(user=OuterRef("pk"), passed_on__lte=day, expires_on__gte=day)
    working = User.objects.filter(role__in=WORKS, is_active=True, suspended=False)
    return working.exclude(Exists(held.exclude(state="revoked"))).count()


def _untold(user: User, at: datetime, law: Law) -> int:
    return sum(len(placing.waiting_for_notice(one)) for one in agencies.of_the_house(user))


COUNTS: Mapping[str, tuple[Act, Callable[[User, datetime, Law], int], bool]] = {
    "alarms": (Act.ASSIGN, lambda user, at, law: speaking_up.ringing(user).count(), True),
    "approvals": (Act.APPROVE, lambda user, at, law: len(approving.waiting(user, at)), False),
    "complaints_due": (Act.ANSWER, _due, True),
    "calls_to_score": (
        Act.REVIEW, lambda user, at, law: sum(one.score is None for one in quality.sample(user, day_of(at))), False),
    "to_certify": (Act.CERTIFY, lambda user, at, law: len(certifying.waiting(user, at=at, law=law)), False),
    "refusals": (Act.READ_RECORD, _refused, False),
    "agencies_lacking": (
        Act.AGENCIES, lambda user, at, law: sum(bool(agencies.lacking(one, at)) for one in agencies.of_the_house(user)),
        True),
    "notices_to_send": (Act.PLACE, _untold, True),
    "uncertified": (Act.STAFF, _uncertified, True),
}  # fmt: skip
