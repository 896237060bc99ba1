"""The record: of one borrower, of the house, and all of it proved now; the seals of days."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly.desk import chains, record
from duly.rules.rights import Act
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import whole


@require_GET
@needs(Act.READ_RECORD)
def find(request: Any) -> HttpResponse:
    """Find a chain by a reference; the seals; the whole record to be proved."""
    asked = request.GET.get("q", "")
    found = chains.find(request.user, asked) if asked else None
    if found is not None:
        return redirect("chain", found.id)
    shown = {"asked": asked, "seals": chains.seals(), "count": record.count()}
    return render(request, "console/record.html", shown)


@require_GET
@needs(Act.READ_RECORD)
def of_borrower(request: Any, borrower_id: UUID) -> HttpResponse:
    """The chain of a borrower, proved now."""
    before = whole(request.GET.get("before"), 0) or None
    found, chain = chains.of_borrower(request.user, borrower_id, at=request.at, before=before)
    return render(request, "console/chain.html", {"borrower": found, "chain": chain, "acts": words.ACTS})


@require_GET
@needs(Act.READ_RECORD)
def of_the_house(request: Any) -> HttpResponse:
    """The chain of what concerns no borrower."""
    before = whole(request.GET.get("before"), 0) or None
    shown = {"borrower": None, "chain": chains.of_the_house(before=before), "acts": words.ACTS}
    return render(request, "console/chain.html", shown)


@require_POST
@needs(Act.READ_RECORD)
def prove(request: Any) -> HttpResponse:
    """Prove the next stretch of the record; the page asks again until the end."""
    asked = request.POST
    proved = chains.prove(asked.get("after", "")[:36], whole(asked.get("chains"), 0), whole(asked.get("entries"), 0))
    bad = whole(asked.get("bad"), 0) + len(proved.broken)
    return render(request, "console/parts/proved.html", {"proved": proved, "bad": bad})
