"""Visits as those see them who order them: the list, the order form, the notice, the switch."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duly.core.day import CONTACT_ZONE, day_of
from duly.core.machine import NoSuchMove
from duly.desk import recorders, visit_judged, visiting, visits_on, visits_refused
from duly.desk.placing import NotPermitted
from duly.desk.reach import case_of, within_reach
from duly.desk.visiting import Wanted
from duly.rules import visit as terms
from duly.rules.account.asked import Refused
from duly.rules.machines import words as machine_words
from duly.rules.machines.visit import BEFORE, State
from duly.rules.rights import Act
from duly.rules.templates.faults import TemplateRefused
from duly.store.models import Address, Agency, Case, Loan, Visit
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.masks import masks

WRONG, STALE = 422, 409
NOBODY = UUID(int=0)


def states() -> dict[str, Any]:
    """What the states of a visit are called."""
    return machine_words.words()["visit"].states


def words_on(request: Any) -> Any:
    """The day whose approved words are used: in a demonstration, which replays an earlier day, today's."""
    return day_of(settings.WALL_CLOCK() if settings.DEMO else request.at)


@require_GET
@needs(Act.VISIT)
def listed(request: Any) -> HttpResponse:
    """Visits to people within reach, whether visits are on, and the recorders."""
    return _listed(request)


def _listed(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    lender = str(request.user.lender_id)
    shown = {
        "visits": visiting.listed(request.user), "is_on": visits_on.is_on(lender, request.at), "states": states(),
        "terms": terms, "recorders": recorders.theirs(request.user), "agencies": Agency.objects.filter(lender=lender),
        **further,
    }  # fmt: skip
    return render(request, "console/visits.html", shown, status=status)


@require_POST
@needs(Act.VISIT)
def enter(request: Any) -> HttpResponse:
    """Take a recorder in."""
    asked = request.POST
    try:
        recorders.enter(asked.get("serial", ""), agency_id=asked.get("agency") or None, at=request.at, by=request.user)
    except Refused as refused:
        return _listed(request, status=WRONG, refused=refused.told()["error"])
    return redirect("visits")


@require_http_methods(["GET", "POST"])
@needs(Act.VISIT, Act.SEE_CASE)
def order(request: Any, case_id: UUID) -> HttpResponse:
    """Order a visit, or be told what stands against it."""
    found = case_of(request.user, case_id)
    if request.method == "GET":
        return _form(request, found)
    try:
        made = visiting.order(_wanted(request.POST), at=request.at, by=request.user)
    except Refused as refused:
        return _form(request, found, status=WRONG, refused=refused.told()["error"], asked=request.POST)
    except NotPermitted as refused:
        return _form(request, found, status=WRONG, not_permitted=refused.told, retry_at=refused.retry_at,
            asked=request.POST,
        )  # fmt: skip
    return redirect("visit", made.id)


def _form(request: Any, found: Case, *, status: int = 200, **further: Any) -> HttpResponse:
    loans = list(Loan.objects.filter(borrower=found.borrower, state="open").select_related("creditor", "placed_with"))
    places = Address.objects.filter(borrower=found.borrower, party=None, kind__in=("home", "workplace"), state="valid")
    visitors = {one.id: one for loan in loans for one in visiting.visitors_for(loan)}
    held = {one.id: one for person in visitors.values() for one in recorders.theirs(person)}
    shown = {
        "case": found, "loans": loans, "places": places, "masks": masks([found.borrower], places), "words": words,
        "visitors": list(visitors.values()), "recorders": list(held.values()), "terms": terms,
        "is_on": any(visits_on.is_on(loan.creditor_id, request.at) for loan in loans),
        "is_refused": visits_refused.stands(found.borrower_id), "ticked": request.POST.getlist("risks"), **further,
    }  # fmt: skip
    return render(request, "console/visit_order.html", shown, status=status)


def _wanted(asked: Any) -> Wanted:
    """What the form says. Raises Refused, naming the field."""
    day = asked.get("day", "")
    return Wanted(
        loan_id=_id(asked, "loan"), address_id=_id(asked, "address"), purpose=asked.get("purpose", ""),
        place=asked.get("place", ""), from_at=_instant(day, asked.get("from", ""), "from"),
        until_at=_instant(day, asked.get("until", ""), "until"), first_id=_number(asked, "first"),
        second_id=_number(asked, "second"), recorder_id=_id(asked, "recorder"),
        risks=tuple(asked.getlist("risks")), because=asked.get("because", ""),
    )  # fmt: skip


def _id(asked: Any, name: str) -> UUID:
    try:
        return UUID(asked.get(name, ""))
    except ValueError:
        return NOBODY


def _number(asked: Any, name: str) -> int:
    text = asked.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _instant(day: str, hour: str, path: str) -> datetime:
    try:
        return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=CONTACT_ZONE)
    except ValueError:
        raise Refused(path, f"{day} {hour}", "须有日期和时间 a day and an hour", "2026-12-01 10:00") from None


@require_GET
@needs(Act.VISIT)
def one(request: Any, visit_id: UUID) -> HttpResponse:
    """One order: where it stands, what is still missing, the notice, every step."""
    return _one(request, within_reach(request.user, Visit, visit_id))


def _one(request: Any, found: Visit, *, status: int = 200, **further: Any) -> HttpResponse:
    shown = {
        "visit": found, "states": states(), "events": machine_words.words()["visit"].events, "terms": terms,
        "case": Case.objects.filter(borrower=found.borrower).order_by("-opened_on").first(),
        "masks": masks([found.borrower], [found.address]), "moves": found.moves.select_related("by").order_by("seq"),
        "ends": found.state in BEFORE, "waits": found.state == State.APPROVED, **further,
    }  # fmt: skip
    if found.state in (*BEFORE, State.REFUSED_BY_BORROWER):
        told_at = request.at if shown["waits"] else found.ordered_at
        shown["advice"] = visit_judged.rehearsed(found, found.risk_check.found, at=told_at)
    try:
        shown["notice"] = visit_judged.notice_words(found, words_on=words_on(request))
    except TemplateRefused as fault:
        shown["no_notice"] = str(fault)
    return render(request, "console/visit.html", shown, status=status)


def _done(request: Any, visit_id: UUID, deed: Any) -> HttpResponse:
    found = within_reach(request.user, Visit, visit_id)
    try:
        deed()
    except Refused as refused:
        return _one(request, found, status=WRONG, refused=refused.told()["error"])
    except TemplateRefused as fault:
        return _one(request, found, status=WRONG, refused={"message": str(fault), "accepted": ""})
    except NoSuchMove as stale:
        return _one(request, found, status=STALE, refused={"message": str(stale), "accepted": ""})
    return redirect("visit", visit_id)


@require_POST
@needs(Act.VISIT)
def notified(request: Any, visit_id: UUID) -> HttpResponse:
    """Write down that the notice was sent, with what proves it."""
    asked = request.POST

    def deed() -> None:
        day, _, hour = asked.get("sent_at", "").partition("T")
        sent_at = _instant(day, hour, "sent_at") if day else request.at
        visiting.notified(
            visit_id, asked.get("proof_id", ""), sent_at=sent_at, words_on=words_on(request), at=request.at,
            by=request.user,
        )  # fmt: skip

    return _done(request, visit_id, deed)


@require_POST
@needs(Act.VISIT)
def call_off(request: Any, visit_id: UUID) -> HttpResponse:
    """Call it off."""
    because = request.POST.get("because", "")
    return _done(
        request, visit_id,
        lambda: visiting.call_off(visit_id=visit_id, because=because, at=request.at, by=request.user),
    )  # fmt: skip


@require_GET
@needs(Act.SWITCH_VISITS)
def switch(request: Any) -> HttpResponse:
    """Whether visits are on, since when and by whose word."""
    return _switch(request)


def _switch(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    lender = str(request.user.lender_id)
    shown = {
        "is_on": visits_on.is_on(lender, request.at), "decided": visits_on.decided(lender),
        "asked": visits_on.asked(lender, request.at),
        **further,
    }  # fmt: skip
    return render(request, "console/visits_switch.html", shown, status=status)


@require_POST
@needs(Act.SWITCH_VISITS)
def turn(request: Any, do: str) -> HttpResponse:
    """Ask that they be switched on; do it once granted; switch them off."""
    because, given = request.POST.get("because", ""), {"at": request.at, "by": request.user}
    deeds: dict[str, Any] = {
        "ask": lambda: visits_on.ask(because, **given),
        "on": lambda: visits_on.switch_on(from_at=request.at, **given),
        "off": lambda: visits_on.switch_off(because, **given),
    }
    if do not in deeds:
        raise Http404
    try:
        deeds[do]()
    except Refused as refused:
        return _switch(request, status=WRONG, refused=refused.told()["error"])
    return redirect("visits_switch")
