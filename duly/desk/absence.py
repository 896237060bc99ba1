"""Who is away, who stands in, and whose cases are whose meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from duly.core.day import day_of
from duly.desk import record
from duly.desk.colleagues import colleague
from duly.desk.outcomes import BadResult
from duly.desk.reach import NotFound
from duly.store.models import Absence, AbsenceEnded, Assigned, Planned, User

DAYS_MOST = 366


class BadAbsence(BadResult):
    """An absence that cannot be written down: the field, why, and what is accepted."""


def away(day: date) -> QuerySet[Absence]:
    """The absences that cover a day and have not ended early."""
    return Absence.objects.filter(from_on__lte=day, until_on__gte=day, ended=None).select_related("user", "substitute")


def ahead(user: User, day: date) -> QuerySet[Absence]:
    """The person's absences that have not passed or ended."""
    return Absence.objects.filter(user=user, until_on__gte=day, ended=None).select_related("substitute")


def stands_in_for(user: User, day: date) -> list[int]:
    """The person, and those whose substitute the person is on that day."""
    return [user.id, *away(day).filter(substitute=user).values_list("user_id", flat=True)]


def not_for(user: User, day: date) -> Q:
    """Which rows of a list somebody else is named for, who works in that team and is here, or is stood in for."""
    named = Assigned.objects.filter(
        borrower=OuterRef("borrower"), agent__team=OuterRef("team"), agent__is_active=True, agent__suspended=False
    )
    return Q(Exists(named.exclude(agent__in=stands_in_for(user, day)).exclude(agent__in=_left_to_the_team(day))))


def _left_to_the_team(day: date) -> QuerySet[Absence]:
    """Those whose cases nobody in particular works: away without a substitute, or with one who cannot stand in now."""
    lost = Q(substitute__suspended=True) | Q(substitute__is_active=False) | ~Q(substitute__team=F("user__team"))
    nobody = Q(substitute=None) | lost | Q(substitute__in=away(day).values("user"))
    return away(day).filter(nobody).values("user")  # type: ignore[return-value]


def named_for(user: User, day: date) -> Exists:
    """Which rows of a list the person is named for, or stands in for whoever is."""
    return Exists(Assigned.objects.filter(borrower=OuterRef("borrower"), agent__in=stands_in_for(user, day)))


@transaction.atomic
def be_away(*, of: int, from_on: date, until_on: date, substitute: int | None, at: datetime, by: User) -> Absence:
    """Write an absence down and give back what the person holds, if it begins today.

    Raises NotFound for somebody who is none of one's own; BadAbsence.
    """
    user, other = colleague(by, of), None if substitute is None else colleague(by, substitute)
    User.objects.select_for_update().get(id=user.id)
    if not day_of(at) <= from_on <= until_on or (until_on - from_on).days >= DAYS_MOST:
        raise BadAbsence(
            "until_on", "须从今天或以后起，且不早于开始日", "begin today or later, and end no earlier than it begins"
        )
    if Absence.objects.filter(user=user, ended=None, from_on__lte=until_on, until_on__gte=from_on).exists():
        raise BadAbsence("from_on", "这几天已登记为不在", "these days are written down already")
    if other is not None:
        _can_stand_in(other, user, from_on, until_on)
    made = Absence.objects.create(user=user, substitute=other, from_on=from_on, until_on=until_on, at=at, by=by)
    if from_on == day_of(at):
        Planned.objects.filter(day=from_on, taken_by=user, done_at=None).update(taken_by=None, taken_at=None)
    said = {"away": user.id, "from": str(from_on), "until": str(until_on), "substitute": other and other.id}
    record.of_the_house("change", said, at=at, by=by)
    return made


def _can_stand_in(other: User, user: User, from_on: date, until_on: date) -> None:
    if other.id == user.id:
        raise BadAbsence("substitute", "不能由本人代替", "nobody stands in for themselves")
    if other.suspended or not other.is_active:
        raise BadAbsence("substitute", "此人已停岗", "this person is suspended; choose somebody who works")
    if Absence.objects.filter(user=other, ended=None, from_on__lte=until_on, until_on__gte=from_on).exists():
        raise BadAbsence(
            "substitute", "此人这几天也不在", "this person is away on these days too; choose somebody else"
        )


@transaction.atomic
def be_back(absence_id: int, *, at: datetime, by: User) -> bool:
    """End an absence before its last day; False if it has ended already. Raises NotFound."""
    absence = Absence.objects.select_related("user").filter(id=absence_id).first()
    if absence is None:
        raise NotFound(f"{absence_id}")
    colleague(by, absence.user_id)
    _, made = AbsenceEnded.objects.get_or_create(absence=absence, defaults={"at": at, "by": by})
    if made:
        record.of_the_house("change", {"back": absence.user_id, "absence": absence.id}, at=at, by=by)
    return made
