"""The operator's pages: who works here, and one person with their certificates."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly.core.day import day_of
from duly.desk import people, staffing
from duly.desk.people import BadPerson
from duly.rules.rights import Act, Role
from duly.store.models import Agency, Team
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import whole

WRONG = 422


@require_GET
@needs(Act.STAFF)
def listed(request: Any) -> HttpResponse:
    """Everybody, by name and role."""
    return _listed(request)


def _listed(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    asked, role = request.GET.get("q", "").strip()[:64], request.GET.get("role", "")
    rows, after = staffing.people(
        asked, role=role if role in set(Role) else "", after=whole(request.GET.get("after"), 0)
    )
    shown = {
        "rows": [one for one in rows if people.comes_in(one)],
        "idle": [one for one in rows if not people.comes_in(one)],
        "after": after, "asked": asked, "role": role, "words": words,
        "teams": Team.objects.order_by("name"),
        "agencies": Agency.objects.order_by("name"), **further,
    }  # fmt: skip
    return render(request, "console/staff.html", shown, status=status)


@require_POST
@needs(Act.STAFF)
def add(request: Any) -> HttpResponse:
    """Add somebody, with a password that is shown once."""
    asked = request.POST
    password = staffing.drawn_password()
    try:
        if asked.get("new_role", "") not in set(Role):
            raise BadPerson("role", "请选择角色", "choose a role")
        made = people.add(
            username=asked.get("username", "").strip()[:64], name=asked.get("name", "").strip()[:100],
            role=Role(asked["new_role"]), team=asked.get("team") or None, agency=asked.get("agency") or None,
            password=password, at=request.at, by=request.user,
        )  # fmt: skip
    except BadPerson as fault:
        return _listed(request, status=WRONG, fault=fault, told=asked)
    return _listed(request, made=made, password=password)


@require_GET
@needs(Act.STAFF)
def one(request: Any, user_id: int) -> HttpResponse:
    """One person: role and team, suspended or not, certificates."""
    return _one(request, user_id)


def _one(request: Any, user_id: int, *, status: int = 200, **further: Any) -> HttpResponse:
    card = staffing.card(user_id)
    day = day_of(request.at)
    shown = {
        "card": card, "valid": card.valid_on(day), "day": day, "words": words, "teams": Team.objects.order_by("name"),
        "own": card.user.id == request.user.id, **further,
    }  # fmt: skip
    return render(request, "console/staff_one.html", shown, status=status)


@require_POST
@needs(Act.STAFF)
def change(request: Any, user_id: int) -> HttpResponse:
    """Another role or team; suspended or not."""
    asked = request.POST
    try:
        staffing.change(
            user_id=user_id, role=asked.get("role", ""), team=asked.get("team") or None,
            suspended=asked.get("suspended") == "yes", at=request.at, by=request.user,
        )  # fmt: skip
    except BadPerson as fault:
        return _one(request, user_id, status=WRONG, fault=fault)
    return redirect("staff_one", user_id)


@require_POST
@needs(Act.STAFF)
def reset(request: Any, user_id: int) -> HttpResponse:
    """A new password, shown once; sessions end and a lost second factor is taken away."""
    try:
        password = staffing.reset(user_id=user_id, at=request.at, by=request.user)
    except BadPerson as fault:
        return _one(request, user_id, status=WRONG, fault=fault)
    return _one(request, user_id, password=password)
