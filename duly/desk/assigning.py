"""Move a case, or all that somebody has, to another team or agent: with a reason, and with what the rule says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q

from duly.core.day import CONTACT_ZONE, day_of
from duly.desk import record
from duly.desk.absence import away
from duly.desk.colleagues import WORKS, colleague
from duly.desk.outcomes import BadResult, worded
from duly.desk.reach import NotFound, case_of
from duly.desk.stopping import locked
from duly.rules.assigning import Fit, TeamNow, ranked
from duly.rules.machines.attempt import State
from duly.store.models import Assigned, Attempt, Borrower, Case, Planned, Team, User

BECAUSE_MOST = 200  # characters of a reason


class Stale(ValueError):
    """Somebody has moved the case since the page was opened."""


class OnTheLine(ValueError):
    """Somebody is speaking with the borrower, or owes the result of a call: the case stays until it is written."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many cases were moved, and how many stay because a call is not finished."""

    moved: int
    left: int


def teams_now(day: date) -> list[TeamNow]:
    """Every team with the room it has: calls its people here today can make with care, less what is listed."""
    gone = away(day).values("user_id")
    here = Q(agents__role__in=WORKS, agents__is_active=True, agents__suspended=False) & ~Q(agents__in=gone)
    listed = dict(Planned.objects.filter(day=day).values_list("team").annotate(n=Count("id")))
    teams = Team.objects.annotate(here=Count("agents", filter=here)).order_by("id")
    return [
        TeamNow(
            one.id, one.name, one.region, frozenset(filter(None, one.dialects.split("|"))), one.opens_minute,
            one.closes_minute, one.here * one.calls_per_agent - listed.get(one.id, 0),
        )
        for one in teams
    ]  # fmt: skip


def suggested(user: User, borrower: Borrower, at: datetime) -> list[Fit]:
    """The teams for a borrower, the best first, each with what speaks for it and against it. Raises NotFound."""
    _of_the_house(user)
    local = at.astimezone(CONTACT_ZONE)
    return ranked(borrower.region, teams_now(day_of(at)), local.hour * 60 + local.minute)


def stands(assigned: Assigned | None) -> str:
    """Whose a case is, as a page shows it and hands it back, so that a page of before is noticed."""
    return "" if assigned is None else f"{assigned.team_id} {assigned.agent_id or ''}"


def assigned_of(case: Case) -> Assigned | None:
    """Whose the case is now."""
    return Assigned.objects.select_related("team", "agent").filter(case=case).first()


def reassign(
    *, case_id: UUID, team_id: str, agent_id: int | None, because: str, seen: str, at: datetime, by: User
) -> bool:
    """Move one case; False where it is there already.

    Raises NotFound; BadResult for a team, an agent or a reason that cannot be taken; Stale; OnTheLine.
    """
    _of_the_house(by)
    case = case_of(by, case_id)
    team, agent = _target(team_id, agent_id, day_of(at))
    reason = worded("because", because, at=at, most=BECAUSE_MOST)
    with locked(case.borrower_id) as borrower:
        assigned = assigned_of(case)
        if assigned and (assigned.team_id, assigned.agent_id) == (team.id, agent and agent.id):
            return False
        if stands(assigned) != seen:
            raise Stale("案件已被改派，请刷新 The case was moved meanwhile; reload")
        if _on_the_line([borrower.id]):
            raise OnTheLine("有通话还没有写结果，写完再改派 A call has no result yet; move it once that is written")
        _move(case, assigned, team, agent, reason, at=at, by=by)
    return True


@transaction.atomic
def hand_over(*, of: int, team_id: str, agent_id: int | None, because: str, at: datetime, by: User) -> HandedOver:
    """Move all open cases that somebody is named for or holds today. Run again it finds nothing left to move.

    Raises NotFound; BadResult.
    """
    _of_the_house(by)
    agent = colleague(by, of)
    team, to = _target(team_id, agent_id, day_of(at))
    reason = worded("because", because, at=at, most=BECAUSE_MOST)
    theirs = _cases_of(agent, day_of(at))
    if to is not None and to.id == agent.id:
        raise BadResult("agent", "请选择别人", "choose somebody else")
    list(Borrower.objects.select_for_update().filter(id__in=[one.borrower_id for one in theirs]).order_by("id"))
    busy = _on_the_line([one.borrower_id for one in theirs])
    moving = [one for one in theirs if one.borrower_id not in busy]
    held = {one.case_id: one for one in Assigned.objects.filter(case__in=moving)}
    for case in moving:
        _move(case, held.get(case.id), team, to, reason, at=at, by=by)
    return HandedOver(len(moving), len(theirs) - len(moving))


def _of_the_house(user: User) -> None:
    """Teams are the house's own; nobody of an agency learns of them. Raises NotFound."""
    if user.agency_id is not None:
        raise NotFound("team")


def _cases_of(agent: User, day: date) -> list[Case]:
    held = Planned.objects.filter(borrower=OuterRef("borrower"), day=day, taken_by=agent, done_at=None)
    return list(
        Case.objects.exclude(state="closed").filter(Q(assigned__agent=agent) | Exists(held)).order_by("borrower_id")
    )


def _target(team_id: str, agent_id: int | None, day: date) -> tuple[Team, User | None]:
    team = Team.objects.filter(id=team_id).first()
    if team is None:
        raise BadResult("team", "请选择小组", "choose a team")
    if agent_id is None:
        return team, None
    agent = User.objects.filter(id=agent_id, team=team, role__in=WORKS).first()
    if agent is None:
        raise BadResult("agent", "此人不在这个小组", "this person is not in that team; choose one of its people")
    if agent.suspended or not agent.is_active:
        raise BadResult("agent", "此人已停岗", "this person is suspended; choose somebody who works")
    if away(day).filter(user=agent).exists():
        raise BadResult("agent", "此人今天不在", "this person is away today; choose somebody who is here")
    return team, agent


def _on_the_line(borrowers: Iterable[UUID]) -> set[UUID]:
    """Those with a call under way or without its result."""
    open_ = (State.RESERVED, State.SENDING, State.DELIVERED, State.FAILED, State.UNKNOWN)
    waiting = Attempt.objects.filter(borrower__in=borrowers, channel="phone_call", state__in=open_, result=None)
    return set(waiting.values_list("borrower_id", flat=True))


def _move(
    case: Case, assigned: Assigned | None, team: Team, agent: User | None, because: str, *, at: datetime, by: User
) -> None:
    """Whoever calls holds the lock on the borrower."""
    before = [assigned.team_id, assigned.agent_id] if assigned else [None, None]
    Assigned.objects.update_or_create(
        case=case, defaults={"borrower_id": case.borrower_id, "team": team, "agent": agent}
    )
    listed = Planned.objects.filter(borrower=case.borrower_id, day=day_of(at), done_at=None).first()
    if listed is not None:
        if listed.team_id != team.id:
            Team.objects.select_for_update().get(id=team.id)  # two who move at once would take the same place
            last = Planned.objects.filter(day=listed.day, team=team).aggregate(last=Max("position"))["last"]
            listed.team, listed.position = team, (last or 0) + 1
        listed.taken_by = listed.taken_at = None
        listed.save(update_fields=("team", "position", "taken_by", "taken_at"))
    said = {"assigned": str(case.id), "from": before, "to": [team.id, agent and agent.id], "because": because}
    record.write(str(case.borrower_id), "change", said, at=at, by=by)
