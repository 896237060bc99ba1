"""Big decisions that wait for a second person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly.core.machine import NoSuchMove
from duly.desk import approving, deciding
from duly.desk.reach import NotFound, visible
from duly.rules import visit
from duly.rules.account.asked import Refused
from duly.rules.authority import authority
from duly.rules.rights import Act
from duly.store.models import Approval, Case
from duly.web.console import words
from duly.web.console.needs import needs

WRONG = 422


def _shown(request: Any, **more: Any) -> dict[str, Any]:
    waiting = approving.waiting(request.user, request.at)
    seen = visible(request.user).filter(id__in=[one.borrower_id for one in waiting])
    cases = dict(Case.objects.filter(borrower__in=seen).values_list("borrower_id", "id"))
    mine = Approval.objects.filter(asked_by=request.user).order_by("-asked_at")[:20]
    return {
        "waiting": waiting, "mine": mine, "cases": cases, "kinds": authority().kinds, "words": words, "visits": visit,
        **more,
    }  # fmt: skip


@require_GET
@needs(Act.APPROVE)
def approvals(request: Any) -> HttpResponse:
    """What waits for this person's word, and what became of what they asked for."""
    return render(request, "console/approvals.html", _shown(request))


@require_POST
@needs(Act.APPROVE)
def decide(request: Any, approval_id: UUID) -> HttpResponse:
    """Grant or refuse, with the reason."""
    if approval_id not in {one.id for one in approving.waiting(request.user, request.at)}:
        raise NotFound(f"{approval_id}")
    try:
        deciding.decide(
            approval_id=approval_id, is_granted=request.POST.get("answer") == "grant",
            because=request.POST.get("because", ""), at=request.at, by=request.user,
        )  # fmt: skip
    except Refused as refused:
        told = refused.told()["error"]
        return render(request, "console/approvals.html", _shown(request, refused=told, of=approval_id), status=WRONG)
    except NoSuchMove as stale:
        said = {"path": "", "message": str(stale), "accepted": ""}
        return render(request, "console/approvals.html", _shown(request, refused=said, of=approval_id), status=WRONG)
    return redirect("approvals")
