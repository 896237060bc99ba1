"""The lead's pages: the team now, one person of it, and where a case goes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from duly.core.day import day_of
from duly.desk import absence, assigning, certifying, teamwork
from duly.desk.absence import BadAbsence
from duly.desk.assigning import OnTheLine, Stale
from duly.desk.colleagues import colleague, those_who_work
from duly.desk.outcomes import BadResult
from duly.desk.reach import case_of
from duly.rules.rights import Act
from duly.store.models import Team
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import day_or, whole

WRONG, STALE = 422, 409
NEVER = date.min  # no day is accepted that early


@require_GET
@needs(Act.ASSIGN)
def team(request: Any) -> HttpResponse:
    """Who does what now, and what waits."""
    day = day_of(request.at)
    rows, after = teamwork.waiting_list(request.user, day, after=whole(request.GET.get("after"), -1))
    shown = {
        "day": day, "load": teamwork.load(request.user, request.at), "rows": rows, "after": after, "words": words,
        "cases": teamwork.assigned_cases(row.borrower_id for row in rows), "hard": teamwork.hard_ones(
            [row.borrower_id for row in rows], day),
        "moved": whole(request.GET.get("moved"), -1), "left": whole(request.GET.get("left"), 0),
        "ending": certifying.ending(request.user, day),
    }  # fmt: skip
    return render(request, "console/team.html", shown)


@require_GET
@needs(Act.ASSIGN)
def person(request: Any, user_id: int) -> HttpResponse:
    """One person's list and absences."""
    return _person(request, user_id)


def _person(request: Any, user_id: int, *, status: int = 200, **further: Any) -> HttpResponse:
    day = day_of(request.at)
    load = teamwork.load(request.user, request.at)
    found = colleague(request.user, user_id)
    shown = {
        "day": day, "person": found, "worker": next((one for one in load.workers if one.user.id == found.id), None),
        "absences": absence.ahead(found, day),
        "mates": [one for one in those_who_work(request.user).filter(is_active=True) if one.id != found.id],
        "teams": [] if request.user.agency_id else Team.objects.order_by("name"), "people": teamwork.people_by_team(),
        **further,
    }  # fmt: skip
    return render(request, "console/person.html", shown, status=status)


@require_POST
@needs(Act.ASSIGN)
def hand_over(request: Any, user_id: int) -> HttpResponse:
    """Move all that a person has."""
    team_id, agent_id = _target(request.POST.get("to", ""))
    try:
        done = assigning.hand_over(
            of=user_id, team_id=team_id, agent_id=agent_id, because=request.POST.get("because", ""), at=request.at,
            by=request.user,
        )  # fmt: skip
    except BadResult as fault:
        return _person(request, user_id, status=WRONG, fault=fault, told=request.POST)
    return redirect(f"{reverse('team')}?moved={done.moved}&left={done.left}")


@require_POST
@needs(Act.ASSIGN)
def be_away(request: Any, user_id: int) -> HttpResponse:
    """Write an absence down."""
    asked = request.POST
    try:
        absence.be_away(
            of=user_id, from_on=day_or(asked.get("from_on"), NEVER), until_on=day_or(asked.get("until_on"), NEVER),
            substitute=whole(asked.get("substitute"), 0) or None, at=request.at, by=request.user,
        )  # fmt: skip
    except BadAbsence as fault:
        return _person(request, user_id, status=WRONG, away_fault=fault, told=asked)
    return redirect("person", user_id)


@require_POST
@needs(Act.ASSIGN)
def be_back(request: Any, user_id: int, absence_id: int) -> HttpResponse:
    """End an absence."""
    absence.be_back(absence_id, at=request.at, by=request.user)
    return redirect("person", user_id)


@require_GET
@needs(Act.ASSIGN)
def assign(request: Any, case_id: UUID) -> HttpResponse:
    """Where a case goes, with what the rule says of each team."""
    return _assign(request, case_id)


def _assign(request: Any, case_id: UUID, *, status: int = 200, **further: Any) -> HttpResponse:
    found = case_of(request.user, case_id)
    assigned = assigning.assigned_of(found)
    shown = {
        "case": found, "assigned": assigned, "seen": assigning.stands(assigned),
        "fits": assigning.suggested(request.user, found.borrower, request.at), "people": teamwork.people_by_team(),
        **further,
    }  # fmt: skip
    return render(request, "console/assign.html", shown, status=status)


@require_POST
@needs(Act.ASSIGN)
def reassign(request: Any, case_id: UUID) -> HttpResponse:
    """Move the case, or say why it stays."""
    team_id, agent_id = _target(request.POST.get("to", ""))
    try:
        moved = assigning.reassign(
            case_id=case_id, team_id=team_id, agent_id=agent_id, because=request.POST.get("because", ""),
            seen=request.POST.get("seen", ""), at=request.at, by=request.user,
        )  # fmt: skip
    except BadResult as fault:
        return _assign(request, case_id, status=WRONG, fault=fault, told=request.POST)
    except (Stale, OnTheLine) as stays:
        return _assign(request, case_id, status=STALE, stays=stays, told=request.POST)
    return redirect(f"{reverse('team')}?moved={int(moved)}")


def _target(to: str) -> tuple[str, int | None]:
    """A team, or one of its people: `TEAM` or `TEAM/12`."""
    team_id, _, agent = to.partition("/")
    return team_id, whole(agent, 0) or None
