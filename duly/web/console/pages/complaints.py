"""The complaint handler's pages: what is open and until when, and one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly.core.day import day_of
from duly.desk import answering, extending, outcomes, record, taking_in, timeline
from duly.desk.answering import Moved
from duly.desk.extending import Leave
from duly.desk.outcomes import BadResult
from duly.desk.stopping import locked
from duly.law import load
from duly.rules.complaint import APPROVERS
from duly.rules.rights import Act
from duly.store.models import Case, Loan
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import day_or_none, whole
from duly.web.console.pages.case import account_of
from duly.web.console.pages.views import asked_of

WRONG, STALE = 422, 409


@require_GET
@needs(Act.ANSWER)
def listed(request: Any) -> HttpResponse:
    """What is open, the nearest day first; `all` shows what is closed too."""
    everything = request.GET.get("only") == "all"
    matters = answering.matters(request.user, at=request.at, law=load(), only_open=not everything)
    asked = asked_of("complaints", request.GET)
    matters = [
        one for one in matters
        if asked.get("kind", one.kind) == one.kind and asked.get("about", one.about) == one.about
    ]  # fmt: skip
    shown = {
        "asked": asked, "page_name": "complaints", "abouts": words.TOPICS | words.DISPUTES,
        "matters": matters, "words": words, "all": everything, "overdue": sum((one.left or 0) < 0 for one in matters),
        "soon": sum(one.left is not None and 0 <= one.left <= 3 for one in matters),
    }  # fmt: skip
    return render(request, "console/complaints.html", shown)


@require_GET
@needs(Act.ANSWER)
def one(request: Any, kind: str, noun_id: UUID) -> HttpResponse:
    """One complaint or dispute, whole. Looking at it is on the record."""
    noun = _noun(request, kind, noun_id)
    record.look(noun.borrower, at=request.at, by=request.user, purpose=kind)
    return _one(request, kind, noun_id)


def _one(request: Any, kind: str, noun_id: UUID, *, status: int = 200, **further: Any) -> HttpResponse:
    noun = _noun(request, kind, noun_id)
    case = Case.objects.filter(borrower=noun.borrower).order_by("-opened_on").first()
    matter = answering.matter(noun, at=request.at, law=load())
    longer = extending.longer(noun, at=request.at, law=load()) if kind == "complaint" else None
    shown = {
        "kind": kind, "matter": matter, "limit": load()[matter.limit] if matter.limit else None, "words": words,
        "case": case, "longer": longer, "longer_limit": load()[longer.limit] if longer else None,
        "approvers": APPROVERS, "day": day_of(request.at), "received": day_of(matter.at),
        "moves": noun.moves.select_related("by").order_by("seq"), "possible": answering.possible(noun),
        "timeline": timeline.timeline(noun.borrower, most=20), "said": taking_in.said(noun),
        "concerned": noun.loans or (),
        "loans": Loan.objects.filter(borrower=noun.borrower_id).select_related("creditor").order_by("ref"), **further,
    }  # fmt: skip
    return render(request, "console/complaint.html", shown, status=status)


@require_POST
@needs(Act.ANSWER)
def act(request: Any, kind: str, noun_id: UUID) -> HttpResponse:
    """Answer, resolve, reject, withdraw or reopen it, with the text."""
    _noun(request, kind, noun_id)
    event, text = request.POST.get("event", ""), request.POST.get("text", "")
    try:
        answering.act(
            kind=kind, noun_id=noun_id, event=event, text=text, seen=whole(request.POST.get("seen"), -1), at=request.at,
            by=request.user,
        )  # fmt: skip
    except BadResult as fault:
        return _one(request, kind, noun_id, status=WRONG, fault=fault, text=text, event=event)
    except Moved as stays:
        return _one(request, kind, noun_id, status=STALE, stays=stays, text=text, event=event)
    return redirect("complaint", kind, noun_id)


@require_POST
@needs(Act.ANSWER)
def extend(request: Any, noun_id: UUID) -> HttpResponse:
    """Take the longer time, with what whoever complained was told."""
    told = request.POST
    try:
        extending.extend(
            complaint_id=noun_id, notice=told.get("notice", ""), because=told.get("because", ""),
            told_on=day_or_none(told.get("told_on")), seen=whole(told.get("seen"), -1),
            leave=Leave(told.get("approved_by", ""), day_or_none(told.get("approved_on"))), at=request.at,
            by=request.user, law=load(),
        )  # fmt: skip
    except BadResult as fault:
        return _one(request, "complaint", noun_id, status=WRONG, wrong=fault, told=told)
    except Moved as stays:
        return _one(request, "complaint", noun_id, status=STALE, stays=stays, told=told)
    return redirect("complaint", "complaint", noun_id)


@require_GET
@needs(Act.ANSWER)
def account(request: Any, kind: str, noun_id: UUID) -> HttpResponse:
    """The statement of whoever complained: what an answer about an amount stands on."""
    return account_of(request, _noun(request, kind, noun_id).borrower)


@require_POST
@needs(Act.ANSWER, Act.NOTE)
def sent(request: Any, kind: str, noun_id: UUID) -> HttpResponse:
    """Note on which day and how the answer went out: nothing here sends it."""
    noun = _noun(request, kind, noun_id)
    text = request.POST.get("sent", "")
    try:
        with locked(noun.borrower_id) as borrower:
            outcomes.note(borrower, text, at=request.at, by=request.user)
    except BadResult as fault:
        return _one(request, kind, noun_id, status=WRONG, unsent=fault, sent=text)
    return redirect("complaint", kind, noun_id)


def _noun(request: Any, kind: str, noun_id: UUID) -> Any:
    if kind not in answering.NOUNS:
        raise Http404
    return answering.of(request.user, kind, noun_id)
