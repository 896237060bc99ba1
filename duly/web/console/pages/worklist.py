"""The worklist: who is next, and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from duly.book.regions import provinces
from duly.core.day import day_of
from duly.desk import queue
from duly.rules.rights import Act
from duly.store.models import Case
from duly.web.console.needs import needs
from duly.web.console.pages.agencies import agency_list
from duly.web.console.pages.asked import whole
from duly.web.console.pages.views import asked_of
from duly.web.console.words import WHY

VIEWS = ("waiting", "mine", "done", "all")


@needs(Act.CONTACT)
def worklist(request: Any) -> HttpResponse:
    """A page of today's list; `only` chooses what of it, `after` reads on."""
    if request.user.agency_id is not None:
        return agency_list(request)
    only = request.GET.get("only", "waiting")
    only = only if only in VIEWS else "waiting"
    reasons, why = queue.reasons(request.user, day_of(request.at)), request.GET.get("why", "")
    why = why if why in WHY or why in reasons else ""
    region = request.GET.get("region", "")
    region = region if region in provinces() else ""
    page = queue.page(
        request.user, day_of(request.at), after=whole(request.GET.get("after"), -1), only=only, why=why, region=region
    )
    cases = dict(
        Case.objects.exclude(state="closed")
        .filter(borrower__in=[row.borrower_id for row in page.rows])
        .values_list("borrower_id", "id")
    )
    shown = {
        "day": day_of(request.at), "only": only, "page": page, "cases": cases, "why": WHY,
        "asked": asked_of("worklist", request.GET), "reasons": sorted({*reasons, why} - {""}),
        "chosen": why, "region": region, "provinces": provinces(), "page_name": "worklist",
        "counted": queue.counted(request.user, day_of(request.at)),
    }  # fmt: skip
    return render(request, "console/worklist.html", shown)
