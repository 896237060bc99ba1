"""Issue certificates for exams that were passed, see their end ahead, revoke them.

Who passed asks by taking the exam; the second person issues. The database refuses one's own, and one not earned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from duly.core.day import day_of
from duly.desk import record
from duly.desk.colleagues import those_who_work
from duly.desk.examining import Sheet, Standing, sheet_of
from duly.desk.reach import NotFound
from duly.desk.saying import reason
from duly.law import Law
from duly.rules.machines.certificate import Event, State
from duly.rules.rights import Act, may
from duly.rules.training.exam import terms
from duly.store.models import Certificate, Exam, User
from duly.store.moving import move


class OwnExam(ValueError):
    """Nobody issues a certificate to themselves."""


class NotPassed(ValueError):
    """The exam was not passed, or its certificates are out of time or issued already."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A person and the certificates that are valid today and end soon; none at all where `held` is 0."""

    user: User
    held: int
    soon: list[Certificate]

    @property
    def first(self) -> date | None:
        """The last day of the one that ends first."""
        return min((one.expires_on for one in self.soon), default=None)


def valid(user: User, day: date) -> list[Certificate]:
    """The certificates that hold on a day."""
    return _valid([user], day).get(user.id, [])


def _valid(users: Iterable[User], day: date) -> dict[int, list[Certificate]]:
    held = Certificate.objects.filter(user__in=users, passed_on__lte=day, expires_on__gte=day)
    by_user: dict[int, list[Certificate]] = {}
    for one in held.exclude(state=State.REVOKED).order_by("product", "channel", "region", "-expires_on"):
        by_user.setdefault(one.user_id, []).append(one)
    return by_user


def waiting(by: User, *, at: datetime, law: Law) -> list[Sheet]:
    """Exams that colleagues passed and for which nobody has issued anything."""
    since = at - timedelta(days=terms().ahead_days)
    passed = Exam.objects.filter(user__in=those_who_work(by), begun_at__gte=since, certificates=None).exclude(user=by)
    sheets = [sheet_of(one, at=at, law=law) for one in passed.select_related("user").order_by("begun_at")]
    return [one for one in sheets if one.standing is Standing.PASSED]


@transaction.atomic
def issue(*, exam_id: UUID, at: datetime, by: User, law: Law) -> list[Certificate]:
    """Issue what an exam was taken for, as the second person. Raises NotFound, OwnExam, NotPassed."""
    exam = Exam.objects.select_related("user").filter(id=exam_id, user__in=those_who_work(by)).first()
    if exam is None or not may(by.role, Act.CERTIFY):
        raise NotFound(f"{exam_id}")
    if exam.user_id == by.id:
        raise OwnExam("自己的合格证由另一人签发 one's own is issued by somebody else")
    User.objects.select_for_update().get(id=exam.user_id)
    if sheet_of(exam, at=at, law=law).standing is not Standing.PASSED:
        raise NotPassed("这次考试未通过或尚未结束 this exam was not passed, or has not ended")
    passed = day_of(exam.begun_at)
    if exam.certificates.exists() or terms().last_day(passed) < day_of(at):
        raise NotPassed("这次考试已签发过，或已过有效期 for this exam they were issued already, or its time is over")
    made = _made(exam, passed, by)
    said = {"exam": str(exam.id), "certified": exam.user_id, "issued": [one.id for one in made], **exam.wanted}
    record.of_the_house("approve", said, at=at, by=by)
    return made


def _made(exam: Exam, passed: date, by: User) -> list[Certificate]:
    """What was asked for; where an earlier exam of the same day brought it, that one stands."""
    region, wanted = exam.wanted["region"], exam.wanted
    same_day = Certificate.objects.filter(user=exam.user, region=region, passed_on=passed)
    there = set(same_day.values_list("product", "channel"))
    return [
        Certificate.objects.create(
            user=exam.user, product=product, channel=channel, region=region, passed_on=passed,
            expires_on=terms().last_day(passed), exam=exam, issued_by=by,
        )
        for product in wanted["products"] for channel in wanted["channels"] if (product, channel) not in there
    ]  # fmt: skip


@transaction.atomic
def revoke(*, certificate_id: int, because: str, at: datetime, by: User) -> Certificate:
    """Take a certificate away, with the reason; from now on it opens nothing. Raises NotFound, Refused, NoSuchMove."""
    found = Certificate.objects.select_for_update().filter(id=certificate_id).first()
    if found is None or not may(by.role, Act.REVOKE):
        raise NotFound(f"{certificate_id}")
    because = reason(because)
    move(found, Event.REVOKE, at=at, by=by, because=because)
    said = {"certificate": found.id, "of": found.user_id, "revoked": because}
    record.of_the_house("change", said, at=at, by=by)
    return found


def expire(*, at: datetime) -> int:
    """Note down which certificates have passed their last day; how many. They opened nothing since."""
    ended = Certificate.objects.filter(state=State.ISSUED, expires_on__lt=day_of(at)).values_list("id", flat=True)
    return sum(_expire(each, at) for each in list(ended))


@transaction.atomic
def _expire(certificate_id: int, at: datetime) -> bool:
    found = Certificate.objects.select_for_update().get(id=certificate_id)
    if found.state != State.ISSUED:
        return False
    move(found, Event.EXPIRE, at=at, by=None, because="有效期已满 its last day has passed")
    return True


def standing(user: User, day: date) -> Ending:
    """What one person holds on a day, and what of it ends soon."""
    return _standing(user, valid(user, day), day)


def _standing(user: User, held: list[Certificate], day: date) -> Ending:
    return Ending(user, len(held), _soon(held, day + timedelta(days=terms().ahead_days)))


def ending(by: User, day: date) -> list[Ending]:
    """The people of the team whose certificates end soon, and those who have none, the most urgent first."""
    people = list(those_who_work(by).filter(is_active=True))
    held = _valid(people, day)
    found = [_standing(one, held.get(one.id, []), day) for one in people]
    urgent = [one for one in found if one.soon or not one.held]
    return sorted(urgent, key=lambda one: (one.held > 0, one.first or day))


def _soon(held: Iterable[Certificate], last: date) -> list[Certificate]:
    """Those that end by a day and have no later one of the same kind behind them."""
    latest: dict[tuple[str, str, str], Certificate] = {}
    for one in held:
        kind = (one.product, one.channel, one.region)
        if kind not in latest or latest[kind].expires_on < one.expires_on:
            latest[kind] = one
    return [one for one in latest.values() if one.expires_on <= last]
