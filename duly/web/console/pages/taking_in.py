"""Take a complaint or a dispute in by hand: find the borrower, then write down what was said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from duly.desk import record, taking_in
from duly.desk.answering import Moved
from duly.desk.outcomes import BadResult
from duly.rules.rights import Act
from duly.store.models import Borrower, Loan
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import whole

WRONG, STALE = 422, 409


@require_GET
@needs(Act.ANSWER, Act.STOP)
def find(request: Any) -> HttpResponse:
    """Whose it is; the only one opens at once."""
    asked = request.GET.get("q", "")
    found = taking_in.found(request.user, asked, at=request.at)
    if len(found) == 1:
        return redirect("take_in_of", found[0].id)
    return render(request, "console/take_in_find.html", {"asked": asked, "found": found})


@require_http_methods(["GET", "POST"])
@needs(Act.ANSWER, Act.STOP)
def take_in(request: Any, borrower_id: UUID) -> HttpResponse:
    """The form, and what was written into it. Looking at whose loans these are is on the record."""
    borrower = taking_in.borrower_of(request.user, borrower_id)
    if request.method == "GET":
        record.look(borrower, at=request.at, by=request.user, purpose="complaint")
        return _form(request, borrower)
    told = request.POST
    kind, _, about = told.get("about", "").partition("/")
    try:
        made = taking_in.take_in(
            borrower_id=borrower_id, kind=kind, about=about, loans=told.getlist("loans"), text=told.get("note", ""),
            seen=whole(told.get("seen"), -1), at=request.at, by=request.user,
        )  # fmt: skip
    except BadResult as fault:
        return _form(request, borrower, status=WRONG, fault=fault, told=told, marked=told.getlist("loans"))
    except Moved as stays:
        return _form(request, borrower, status=STALE, stays=stays)
    return redirect("complaint", kind, made.id)


def _form(request: Any, borrower: Borrower, *, status: int = 200, **further: Any) -> HttpResponse:
    shown = {
        "borrower": borrower, "loans": Loan.objects.filter(borrower=borrower).order_by("ref"), "words": words,
        "seen": taking_in.so_far(borrower), **further,
    }  # fmt: skip
    return render(request, "console/take_in.html", shown, status=status)
