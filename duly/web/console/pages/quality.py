"""The quality checker's pages: what was drawn, one call with its score sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly.core.day import day_of
from duly.desk import case_file, quality, record
from duly.desk.outcomes import BadResult
from duly.desk.quality import AlreadyScored, OwnCall
from duly.rules.quality import BadMarks, sheet
from duly.rules.results import reasons, results
from duly.rules.rights import Act
from duly.store.models import Case, Result
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import day_or, whole
from duly.web.console.speaking import said_in

WRONG, STALE = 422, 409


@require_GET
@needs(Act.REVIEW)
def sample(request: Any) -> HttpResponse:
    """The calls of a day to be looked at."""
    day = day_or(request.GET.get("day"), day_of(request.at))
    drawn = quality.sample(request.user, day)
    shown = {
        "day": day, "drawn": drawn, "results": results(), "seed": quality.seed(day),
        "scored": sum(one.score is not None for one in drawn), "per_stratum": sheet().per_stratum,
    }  # fmt: skip
    return render(request, "console/quality.html", shown)


@require_GET
@needs(Act.REVIEW)
def call(request: Any, result_id: UUID) -> HttpResponse:
    """One call, whole, with the sheet. Looking at it is on the record."""
    heard = quality.call_of(request.user, result_id)
    record.look(heard.result.borrower, at=request.at, by=request.user, purpose="quality")
    return _call(request, result_id)


def _call(request: Any, result_id: UUID, *, status: int = 200, **further: Any) -> HttpResponse:
    heard = quality.call_of(request.user, result_id)
    shown = {
        "heard": heard, "sheet": sheet(), "next": len(heard.scores) + 1, "code": results()[heard.result.code],
        "case": Case.objects.filter(borrower=heard.result.borrower_id).order_by("-opened_on").first(),
        "said": _said(heard.result), "minutes": -(-(heard.result.at - heard.result.attempt.at).seconds // 60),
        "role": words.PARTIES.get(case_file.role_of(heard.result.attempt)),
        "reason": reasons().get(heard.result.reason), "words": words, "own": heard.result.by_id == request.user.id,
        **further,
    }  # fmt: skip
    return render(request, "console/quality_call.html", shown, status=status)


def _said(result: Result) -> list[Any]:
    """The words that were to be said, as they stood for whoever called."""
    attempt = result.attempt
    to = case_file.role_of(attempt)
    return said_in(result.by, result.borrower, day=day_of(attempt.at), at=attempt.at, to=to)


@require_POST
@needs(Act.REVIEW)
def score(request: Any, result_id: UUID) -> HttpResponse:
    """Keep a score; what cannot be taken comes back with the reason."""
    asked = request.POST
    told = {"marks": asked, "feedback": asked.get("feedback", "")}
    try:
        quality.score(
            result_id=result_id, marks=asked, feedback=told["feedback"], seq=whole(asked.get("seq"), 0), at=request.at,
            by=request.user,
        )  # fmt: skip
    except (BadMarks, BadResult) as fault:
        return _call(request, result_id, status=WRONG, fault=fault, told=told)
    except (AlreadyScored, OwnCall) as stays:
        return _call(request, result_id, status=STALE, stays=stays)
    return redirect("quality_call", result_id)
