"""A team at work, now: who does what, how much, how hard it is, who rests and who is away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from duly.core.day import day_bounds, day_of
from duly.desk.absence import away
from duly.desk.colleagues import WORKS, those_who_work
from duly.desk.people import comes_in
from duly.desk.queue import of_the_house
from duly.rules.assigning import is_hard
from duly.rules.results import groups, results
from duly.store.models import Absence, Assigned, Loan, Planned, Result, User


@dataclass(frozen=True, slots=True)
class Worker:
    """One person's day so far. `named_for` are open cases that wait for nobody else; `hard` of those `met` today."""

    user: User
    holds: Planned | None
    done: int
    reached: int
    promises: int
    met: int
    hard: int
    named_for: int
    resting: datetime | None
    absence: Absence | None

    @property
    def is_busy(self) -> bool:
        """Whether there is anything to tell of their day."""
        return bool(self.holds or self.done or self.named_for or self.resting or self.absence)

    @property
    def hard_bp(self) -> int | None:
        """Share of hard cases in basis points; None before the first case."""
        return self.hard * 10_000 // self.met if self.met else None


@dataclass(frozen=True, slots=True)
class TeamDay:
    """A team's list and its people."""

    listed: int
    done: int
    waiting: int
    hard_waiting: int
    workers: list[Worker]

    @property
    def present(self) -> list[Worker]:
        """Who works or could, whoever does first."""
        there = [one for one in self.workers if one.is_busy or comes_in(one.user)]
        return sorted(there, key=lambda one: not one.is_busy)

    @property
    def idle(self) -> list[Worker]:
        """Who is in the lender's book alone, and has nothing to do here."""
        return [one for one in self.workers if not (one.is_busy or comes_in(one.user))]

    @property
    def resting(self) -> int:
        return sum(one.resting is not None for one in self.workers)

    @property
    def hard_bp(self) -> int | None:
        """The team's own share of hard cases among those met: what is fair for each."""
        met = sum(one.met for one in self.workers)
        return sum(one.hard for one in self.workers) * 10_000 // met if met else None


@dataclass(slots=True)
class _Done:
    codes: Counter[str] = field(default_factory=Counter)
    met: set[UUID] = field(default_factory=set)


def load(user: User, at: datetime) -> TeamDay:
    """The person's own team at this instant."""
    day = day_of(at)
    people = list(those_who_work(user).filter(is_active=True))
    listed = of_the_house(Planned.objects.filter(day=day, team=user.team_id))
    rows = list(listed.select_related("borrower")) if user.team_id else []
    done = _done(people, day)
    hard = hard_ones({row.borrower_id for row in rows} | {one for each in done.values() for one in each.met}, day)
    waiting = [row for row in rows if row.done_at is None and row.taken_by_id is None]
    gone = {one.user_id: one for one in away(day)}
    holds = {row.taken_by_id: row for row in rows if row.done_at is None and row.taken_by_id}
    named = dict(
        Assigned.objects.filter(agent__in=people)
        .exclude(case__state="closed")
        .values_list("agent")
        .annotate(Count("id"))
    )
    return TeamDay(
        listed=len(rows), done=sum(row.done_at is not None for row in rows), waiting=len(waiting),
        hard_waiting=sum(row.borrower_id in hard for row in waiting),
        workers=[
            _worker(one, done[one.id], holds.get(one.id), hard, named.get(one.id, 0), gone.get(one.id), at)
            for one in people
        ],
    )  # fmt: skip


def _worker(
    user: User, done: _Done, holds: Planned | None, hard: set[UUID], named: int, absence: Absence | None, at: datetime
) -> Worker:
    met = done.met | ({holds.borrower_id} if holds else set())
    return Worker(
        user=user, holds=holds, done=done.codes.total(),
        reached=sum(n for code, n in done.codes.items() if groups()[results()[code].group].came == "reached"),
        promises=done.codes["promise"], met=len(met), hard=len(met & hard), named_for=named,
        resting=user.rests_until if user.rests_until and at < user.rests_until else None, absence=absence,
    )  # fmt: skip


def _done(people: Iterable[User], day: date) -> dict[int, _Done]:
    start, end = day_bounds(day)
    found: defaultdict[int, _Done] = defaultdict(_Done)
    for by, borrower, code in Result.objects.filter(by__in=people, at__gte=start, at__lt=end).values_list(
        "by", "borrower", "code"
    ):
        found[by].codes[code] += 1
        found[by].met.add(borrower)
    return found


def hard_ones(borrowers: Iterable[UUID], day: date) -> set[UUID]:
    """Which of them are hard cases: long overdue, or with a hard conversation before today."""
    asked = set(borrowers)
    late: dict[UUID, int] = {}
    for borrower, since in Loan.objects.filter(borrower__in=asked, state="open", late_since__isnull=False).values_list(
        "borrower", "late_since"
    ):
        late[borrower] = max(late.get(borrower, 0), (day - since).days if since else 0)
    start, _ = day_bounds(day)
    codes: defaultdict[UUID, set[str]] = defaultdict(set)
    for borrower, code in Result.objects.filter(borrower__in=asked, at__lt=start).values_list("borrower", "code"):
        codes[borrower].add(code)
    return {one for one in asked if is_hard(late.get(one), codes[one])}


def waiting_list(user: User, day: date, *, after: int = -1, most: int = 50) -> tuple[list[Planned], int | None]:
    """What waits on the team's list, with whom each is named for; the position after which the next page begins."""
    rows = list(
        of_the_house(
            Planned.objects.filter(taken_by=None, day=day, team=user.team_id, done_at=None, position__gt=after)
        )
        .select_related("borrower", "loan")
        .order_by("position")[: most + 1]
    )
    return rows[:most], rows[most - 1].position if len(rows) > most else None


def assigned_cases(borrowers: Iterable[UUID]) -> dict[UUID, Assigned]:
    """The open case of each, with whom it is named for."""
    held = Assigned.objects.filter(borrower__in=list(borrowers)).exclude(case__state="closed")
    return {one.borrower_id: one for one in held.select_related("agent", "case")}


def people_by_team() -> dict[str, list[User]]:
    """Who can be named for a case, team by team."""
    found: defaultdict[str, list[User]] = defaultdict(list)
    working = User.objects.filter(team__isnull=False, is_active=True, suspended=False, role__in=WORKS)
    for one in working.order_by("name", "username"):
        found[str(one.team_id)].append(one)
    return dict(found)
