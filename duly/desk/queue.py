"""Today's work: what is listed for a team, and who takes what next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from duly.core.day import CONTACT_ZONE, day_of
from duly.desk.absence import named_for, not_for
from duly.desk.reach import within
from duly.store.models import Case, Loan, Planned, User

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, and after which position the next ones begin; None at the end."""

    rows: list[Planned]
    after: int | None


class Resting(ValueError):
    """The person rests after a hard call; `until` says when the next case comes."""

    def __init__(self, until: datetime) -> None:
        super().__init__("先休息一下 take a break first")
        self.until = until


def listed(user: User, day: date) -> QuerySet[Planned]:
    """What is listed for the person's team on a day and still theirs to see, in order: a case may have moved since."""
    return within(user, of_the_house(Planned.objects.filter(day=day, team=user.team_id))).order_by("position")


def of_the_house(rows: QuerySet[Planned]) -> QuerySet[Planned]:
    """Without what an agency works now; a recall brings it back, and a list that is loaded again does not."""
    return rows.exclude(Exists(Loan.objects.filter(id=OuterRef("loan"), placed_with__isnull=False)))


def page(
    user: User, day: date, *, after: int = -1, only: str = "waiting", why: str = "", region: str = "",
    most: int = AT_ONCE,
) -> Page:  # fmt: skip
    """A page of the list: waiting, mine, done or all, for one reason, of one province; read on after the position."""
    wanted = {
        "waiting": Q(done_at=None),
        "mine": Q(taken_by=user),
        "done": Q(done_at__isnull=False),
        "all": Q(),
    }[only]
    if why:
        wanted &= Q(why=why)
    if region:
        wanted &= Q(borrower__region__startswith=region)
    shown = list(listed(user, day).filter(wanted, position__gt=after).values_list("id", flat=True)[: most + 1])
    whole = Planned.objects.filter(
        id__in=shown
    )  # once it is known which: joined to the whole list it takes five times as long
    rows = list(whole.select_related("borrower", "loan", "address", "taken_by").order_by("position"))
    return Page(rows[:most], rows[most - 1].position if len(rows) > most else None)


def reasons(user: User, day: date) -> list[str]:
    """The reasons that there are on the list."""
    return sorted(set(listed(user, day).order_by().values_list("why", flat=True).distinct()))


def counted(user: User, day: date) -> dict[str, int]:
    """How much of the team's list is waiting and done, and how much of it by this person."""
    return listed(user, day).aggregate(
        listed=Count("id"),
        done=Count("id", filter=Q(done_at__isnull=False)),
        by_me=Count("id", filter=Q(done_at__isnull=False, taken_by=user)),
    )


@transaction.atomic
def take_next(user: User, *, at: datetime) -> Planned | None:
    """The person's own open case, else the first that may be called now; None where nothing waits.

    Raises Resting.
    """
    user = User.objects.select_for_update().get(id=user.id)
    if user.rests_until and at < user.rests_until:
        raise Resting(user.rests_until)
    day, local = day_of(at), at.astimezone(CONTACT_ZONE)
    mine = Planned.objects.filter(day=day, taken_by=user, done_at=None).first()
    if mine is not None:
        return mine
    minute = local.hour * 60 + local.minute
    waiting = listed(user, day).filter(
        taken_by=None, done_at=None, earliest_minute__lte=minute, latest_minute__gt=minute
    )
    waiting = waiting.exclude(not_for(user, day)).annotate(named=named_for(user, day)).order_by("-named", "position")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    found = waiting.first()
    if found is not None:
        found.taken_by, found.taken_at = user, at
        found.save(update_fields=("taken_by", "taken_at"))
    return found


@transaction.atomic
def put_back(user: User, *, at: datetime) -> None:
    """Give back the case that was taken and not worked; somebody else may take it."""
    Planned.objects.filter(day=day_of(at), taken_by=user, done_at=None).update(taken_by=None, taken_at=None)


def case_id_of(planned: Planned) -> UUID:
    """The open case behind a row of the list. Raises Case.DoesNotExist."""
    return Case.objects.exclude(state="closed").get(borrower_id=planned.borrower_id).id
