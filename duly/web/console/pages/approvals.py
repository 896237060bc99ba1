"""Big decisions that wait for a second person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly.core.machine import NoSuchMove
from duly.desk import approving, deciding, granting
from duly.desk.reach import NotFound
from duly.rules.account.asked import Refused
from duly.rules.authority import authority
from duly.rules.rights import Act
from duly.store.models import Approval
from duly.web.console import refusing, words
from duly.web.console.granting import pairs_of
from duly.web.console.leading import step_of
from duly.web.console.needs import needs

WRONG = 422


def _shown(request: Any, **more: Any) -> dict[str, Any]:
    waiting = approving.waiting(request.user, request.at)
    mine = Approval.objects.filter(asked_by=request.user).order_by("-asked_at")[:20]
    return {
        "waiting": waiting, "mine": mine, "kinds": authority().kinds, "words": words,
        "pairs": pairs_of([*waiting, *mine], request.user),
        "unaffordable": {one.id for one in waiting if granting.unaffordable(one)},
        "steps": {one.id: step_of(one, request.user, request.at) for one in mine}, **more,
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
        return _refused(request, approval_id, refusing.spoken(refused, ""))
    except NoSuchMove as stale:
        return _refused(request, approval_id, refusing.said(str(stale)))
    return redirect("approvals")


def _refused(request: Any, approval_id: UUID, faults: refusing.Faults) -> HttpResponse:
    """The page again, with what is wrong beside what was typed."""
    said = {"of": approval_id, "faults": faults, "typed": request.POST.get("because", "")}
    return render(request, "console/approvals.html", _shown(request, **said), status=WRONG)
