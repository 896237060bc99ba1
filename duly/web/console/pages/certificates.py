"""Certificates as the lead and compliance see them: who needs one, what ends soon, what is taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from duly import law as laws
from duly.core.day import day_of
from duly.core.machine import NoSuchMove
from duly.desk import certifying, staffing
from duly.desk.certifying import NotPassed, OwnExam
from duly.rules.account.asked import Refused
from duly.rules.rights import Act
from duly.rules.training.exam import terms
from duly.web.console import words
from duly.web.console.needs import needs

WRONG, STALE = 422, 409


@require_GET
@needs(Act.CERTIFY)
def ending(request: Any) -> HttpResponse:
    """Exams that wait for the second person, and what ends within thirty days."""
    return _ending(request)


def _ending(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    day = day_of(request.at)
    shown = {
        "waiting": certifying.waiting(request.user, at=request.at, law=laws.load("cn")), "day": day, "terms": terms(),
        "ending": certifying.ending(request.user, day), "words": words, **further,
    }  # fmt: skip
    return render(request, "console/certificates.html", shown, status=status)


@require_POST
@needs(Act.CERTIFY)
def issue(request: Any, exam_id: UUID) -> HttpResponse:
    """Issue what somebody passed an exam for."""
    try:
        certifying.issue(exam_id=exam_id, at=request.at, by=request.user, law=laws.load("cn"))
    except (OwnExam, NotPassed) as fault:
        return _ending(request, status=STALE, fault=str(fault))
    return redirect("certificates")


@require_GET
@needs(Act.REVOKE)
def valid(request: Any) -> HttpResponse:
    """Whose certificates hold today."""
    return _valid(request, request.GET.get("q", ""))


def _valid(request: Any, asked: str, *, status: int = 200, **further: Any) -> HttpResponse:
    asked, day = asked.strip()[:64], day_of(request.at)
    people = staffing.people(asked)[0] if asked else []
    rows = [(one, certifying.valid(one, day)) for one in people]
    shown = {"asked": asked, "rows": rows, "words": words, **further}
    return render(request, "console/valid_certificates.html", shown, status=status)


@require_POST
@needs(Act.REVOKE)
def revoke(request: Any, certificate_id: int) -> HttpResponse:
    """Take one away, with the reason."""
    asked = request.POST.get("q", "")
    try:
        gone = certifying.revoke(
            certificate_id=certificate_id, because=request.POST.get("because", ""), at=request.at, by=request.user
        )
    except Refused as fault:
        return _valid(request, asked, status=WRONG, fault=fault.message)
    except NoSuchMove as stays:
        return _valid(request, asked, status=STALE, fault=str(stays))
    return redirect(f"{reverse('valid_certificates')}?q={gone.user.username}")
