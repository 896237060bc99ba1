"""A team at work: its load, one person, who is away, and where a case goes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router
from pydantic import BaseModel, Field

from duly.core.day import day_of
from duly.desk import absence, assigning, teamwork
from duly.desk.colleagues import colleague, those_who_work
from duly.desk.reach import case_of
from duly.desk.teamwork import Worker
from duly.rules.rights import Act
from duly.store.models import Absence
from duly.web.api import cursor as cursors
from duly.web.api import shapes, shown
from duly.web.api.cases import CASE
from duly.web.api.refusing import told
from duly.web.api.routes import matches_tag, reads, tag_of, writes
from duly.web.api.work import Cursor, Most
from duly.web.masks import masks

router = Router(tags=["team"])
PERSON = "/team/{int:user_id}"
TeamId = Annotated[str, Field(min_length=1, max_length=64, pattern=shapes.NO_NUL)]
UserId = Annotated[int, Field(strict=True, ge=1, le=2**31)]


class AbsenceShown(BaseModel):
    id: int
    user: int
    substitute: int | None
    from_on: date
    until_on: date = Field(description="含最后一天 the last day")


class WorkerShown(BaseModel):
    """One person's day so far; shares in basis points, null before the first case."""

    user: int
    username: str
    name: str
    holds_borrower: str | None = Field(description="手上案件的借款人编号 reference of whose case is being worked")
    done: int
    reached: int
    promises: int
    met: int
    hard: int
    hard_bp: int | None
    named_for: int
    resting_until: datetime | None
    absence: AbsenceShown | None


class TeamShown(BaseModel):
    listed: int
    done: int
    waiting: int
    hard_waiting: int
    hard_bp: int | None
    workers: list[WorkerShown]


class WaitingCall(BaseModel):
    case: UUID | None
    borrower_ref: str
    borrower_name: str
    position: int
    is_hard: bool
    named_for: int | None


class WaitingCalls(BaseModel):
    items: list[WaitingCall]
    next: str | None


class PersonShown(BaseModel):
    user: int
    username: str
    name: str
    today: WorkerShown | None
    absences: list[AbsenceShown]
    can_stand_in: list[int]


class FitShown(BaseModel):
    """A team with what speaks for it and against it, in both languages."""

    team: str
    name: str
    able: bool
    local: bool
    room: int
    pro: list[shown.Both]
    contra: list[shown.Both]


class Assignment(BaseModel):
    """Whose a case is, and the teams for it, the best first."""

    team: str | None
    agent: int | None
    suggested: list[FitShown]
    people: dict[str, list[int]]
    etag: str


class Target(shapes.Taken):
    """A team, or one of its people; and why."""

    team: TeamId
    agent: UserId | None = None
    because: shapes.Because


class Moved(BaseModel):
    moved: int
    left: int = Field(description="有通话未写结果而留下 left, since a call has no result yet")


class WantedAbsence(shapes.Taken):
    from_on: date
    until_on: date
    substitute: UserId | None = None


class AbsenceEnded(BaseModel):
    ended: bool = Field(description="此前已结束则为 false false where it had ended before")


@reads(router, "/team", needs=(Act.ASSIGN,), answers=TeamShown)
def team(request: Any) -> TeamShown:
    """本组此刻：谁在做什么、还有多少、难案是否分得公平。
    One's own team now: who does what, what waits, whether hard cases are shared.
    """
    load = teamwork.load(request.user, request.at)
    return TeamShown(
        listed=load.listed, done=load.done, waiting=load.waiting, hard_waiting=load.hard_waiting, hard_bp=load.hard_bp,
        workers=[_worker(one) for one in load.workers],
    )  # fmt: skip


@reads(router, "/team/waiting", needs=(Act.ASSIGN,), answers=WaitingCalls)
def team_waiting(request: Any, cursor: Cursor = "", limit: Most = 50) -> WaitingCalls:
    """本组清单上还在等的。
    What waits on the team's list.
    """
    day, after = day_of(request.at), cursors.read(cursor, start=-1)
    rows, further = teamwork.waiting_list(request.user, day, after=after, most=limit)
    cases = teamwork.assigned_cases(row.borrower_id for row in rows)
    hard, names = teamwork.hard_ones([row.borrower_id for row in rows], day), masks(row.borrower for row in rows)
    items = []
    for row in rows:
        held = cases.get(row.borrower_id)
        items.append(
            WaitingCall(
                case=held.case_id if held else None, borrower_ref=row.borrower.ref, position=row.position,
                borrower_name=names[row.borrower_id].text, is_hard=row.borrower_id in hard,
                named_for=held.agent_id if held else None,
            )
        )  # fmt: skip
    return WaitingCalls(items=items, next=cursors.written(further))


@reads(router, PERSON, needs=(Act.ASSIGN,), answers=PersonShown)
def person(request: Any, user_id: int) -> PersonShown:
    """组里一个人的今天和请假。
    One person of the team: the day so far, and absences.
    """
    found = colleague(request.user, user_id)
    load = teamwork.load(request.user, request.at)
    mates = [one for one in those_who_work(request.user).filter(is_active=True) if one.id != found.id]
    return PersonShown(
        user=found.id, username=found.username, name=found.name, can_stand_in=[one.id for one in mates],
        today=next((_worker(one) for one in load.workers if one.user.id == found.id), None),
        absences=[_absence(one) for one in absence.ahead(found, day_of(request.at))],
    )  # fmt: skip


@writes(router, PERSON + "/hand-over", needs=(Act.ASSIGN,), answers=Moved, status=200)
def hand_over(request: Any, user_id: int, asked: Target) -> Moved:
    """把一个人的全部案件交给另一组或另一人，写明理由。
    Move all that a person has to another team or person, with the reason.
    """
    with told():
        done = assigning.hand_over(
            of=user_id, team_id=asked.team, agent_id=asked.agent, because=asked.because, at=request.at, by=request.user
        )
    return Moved(moved=done.moved, left=done.left)


@writes(router, PERSON + "/absences", needs=(Act.ASSIGN,), answers=AbsenceShown)
def be_away(request: Any, user_id: int, asked: WantedAbsence) -> AbsenceShown:
    """登记请假和代替的人；手上的案件退回清单。
    Write an absence down, with a substitute; what the person holds goes back to the list.
    """
    with told():
        made = absence.be_away(
            of=user_id, from_on=asked.from_on, until_on=asked.until_on, substitute=asked.substitute, at=request.at,
            by=request.user,
        )  # fmt: skip
    return _absence(made)


@writes(router, "/absences/{int:absence_id}/end", needs=(Act.ASSIGN,), answers=AbsenceEnded, status=200)
def be_back(request: Any, absence_id: int) -> AbsenceEnded:
    """提前结束请假。
    End an absence before its last day.
    """
    return AbsenceEnded(ended=absence.be_back(absence_id, at=request.at, by=request.user))


@reads(router, CASE + "/assignment", needs=(Act.ASSIGN,), answers=Assignment)
def assignment(request: Any, case_id: UUID) -> tuple[Assignment, dict[str, str]]:
    """案件现在归谁，规则怎么看各组。
    Whose a case is now, and what the rule says of each team.
    """
    found = case_of(request.user, case_id)
    fits = assigning.suggested(request.user, found.borrower, request.at)
    held = assigning.assigned_of(found)
    tag = tag_of(assigning.stands(held))
    people = {name: [one.id for one in mates] for name, mates in teamwork.people_by_team().items()}
    return Assignment(
        team=held.team_id if held else None, agent=held.agent_id if held else None, people=people, etag=tag,
        suggested=[
            FitShown(
                team=one.team.id, name=one.team.name, able=one.able, local=one.local, room=one.team.room,
                pro=[shown.Both(zh=each.zh, en=each.en) for each in one.pro],
                contra=[shown.Both(zh=each.zh, en=each.en) for each in one.contra],
            )
            for one in fits
        ],
    ), {"ETag": tag}  # fmt: skip


@writes(router, CASE + "/assignment", needs=(Act.ASSIGN,), answers=Moved, status=200, tagged=True)
def reassign(request: Any, case_id: UUID, asked: Target) -> Moved:
    """改派案件，写明理由；有通话未写结果时留着。
    Move a case, with the reason; it stays while a call has no result yet.
    """
    stands = assigning.stands(assigning.assigned_of(case_of(request.user, case_id)))
    matches_tag(request, tag_of(stands))
    with told():
        moved = assigning.reassign(
            case_id=case_id, team_id=asked.team, agent_id=asked.agent, because=asked.because, seen=stands,
            at=request.at, by=request.user,
        )  # fmt: skip
    return Moved(moved=int(moved), left=0)


def _worker(one: Worker) -> WorkerShown:
    return WorkerShown(
        user=one.user.id, username=one.user.username, name=one.user.name, done=one.done, reached=one.reached,
        holds_borrower=one.holds.borrower.ref if one.holds else None, promises=one.promises, met=one.met,
        hard=one.hard, hard_bp=one.hard_bp, named_for=one.named_for, resting_until=one.resting,
        absence=_absence(one.absence) if one.absence else None,
    )  # fmt: skip


def _absence(one: Absence) -> AbsenceShown:
    return AbsenceShown(
        id=one.id, user=one.user_id, substitute=one.substitute_id, from_on=one.from_on, until_on=one.until_on
    )
