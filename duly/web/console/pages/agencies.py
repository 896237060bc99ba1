"""Agencies: their files, what is placed with them, their certificates; and what everybody may read of both."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly import wiring
from duly.core.day import CONTACT_ZONE, day_of
from duly.core.machine import NoSuchMove
from duly.desk import agencies, agency_work, mandates, placing
from duly.desk.agencies import Entered
from duly.desk.placing import NotPermitted, Telling
from duly.desk.reach import NotFound
from duly.nightly.mandate import mandate_paper
from duly.rules.account.asked import Refused
from duly.rules.rights import Act, may
from duly.store.models import Approval, Placement, User
from duly.web.console import words
from duly.web.console.needs import needs, open_to_all
from duly.web.console.pages import asked
from duly.web.console.templatetags.duly import is_english

WRONG, STALE = 422, 409
LIST_MOST = 64_000  # signs of an uploaded list


@require_GET
@open_to_all
def in_public(request: Any) -> HttpResponse:
    """Who acts for the lender: whoever is not here does not."""
    return render(request, "console/agencies_public.html", {"agencies": agencies.in_public()})


@require_GET
@open_to_all
def mandate(request: Any, code: str) -> HttpResponse:
    """Whether a certificate stands, with nothing of any borrower."""
    try:
        standing = mandates.standing(code, request.at)
    except NotFound:
        return render(request, "console/mandate.html", {"code": code}, status=404)
    return render(request, "console/mandate.html", {"code": code, "standing": standing, "words": words})


def _lets_in(user: User) -> None:
    """Who keeps the files, and who places."""
    if not (may(user.role, Act.AGENCIES) or may(user.role, Act.PLACE)):
        raise NotFound("agencies")


@require_GET
@needs()
def files(request: Any) -> HttpResponse:
    """Every agency with what is missing in its file."""
    _lets_in(request.user)
    found = [(one, agencies.lacking(one, request.at)) for one in agencies.of_the_house(request.user)]
    return render(request, "console/agencies.html", {"found": found})


@require_GET
@needs()
def file(request: Any, agency_id: str) -> HttpResponse:
    """One file: what stands in it, what is missing and since when, what is placed, who has a certificate."""
    _lets_in(request.user)
    return _file(request, agency_id)


def _file(request: Any, agency_id: str, *, status: int = 200, **more: Any) -> HttpResponse:
    agency = agencies.one(request.user, agency_id)
    placed = Placement.objects.filter(agency=agency).select_related("loan", "borrower").order_by("-placed_at", "id")
    granted = Approval.objects.filter(kind=placing.KIND, state="granted", lapses_at__gt=request.at)
    shown = {
        "agency": agency, "lacking": agencies.lacking(agency, request.at), "subjects": agencies.SUBJECTS,
        "keeps": may(request.user.role, Act.AGENCIES), "places": may(request.user.role, Act.PLACE),
        "granted": agencies.granted(agency, request.at), "placed": placed[:200],
        "batches": [one for one in granted if one.what.get("agency") == agency.id],
        "untold": {one.id for one in placing.waiting_for_notice(agency)},
        "people": User.objects.filter(agency=agency, is_active=True).order_by("username"),
        "mandates": mandates.of_agency(agency)[:50], "words": words, "today": day_of(request.at), **more,
    }  # fmt: skip
    return render(request, "console/agency.html", shown, status=status)


def _done(request: Any, agency_id: str, deed: Any) -> HttpResponse:
    """Do it and show the file again; what cannot be done is told on the page."""
    _lets_in(request.user)
    try:
        deed()
    except Refused as refused:
        return _file(request, agency_id, status=WRONG, refused=refused.told()["error"])
    except NotPermitted as refused:
        return _file(request, agency_id, status=WRONG, not_permitted=refused.told)
    except NoSuchMove as stale:
        return _file(request, agency_id, status=STALE, refused={"message": str(stale), "accepted": ""})
    return redirect("agency", agency_id)


@require_POST
@needs(Act.AGENCIES)
def enter(request: Any, agency_id: str) -> HttpResponse:
    """Change the file."""
    asked_for = {name: request.POST.get(name, "") for name in Entered.__dataclass_fields__ if name != "terms"}
    entered = Entered(**asked_for, terms=tuple(request.POST.getlist("terms")))
    return _done(request, agency_id, lambda: agencies.enter(agency_id, entered, at=request.at, by=request.user))


@require_POST
@needs()
def listing(request: Any, agency_id: str) -> HttpResponse:
    """Ask that it be published or taken off, or do what was granted."""
    verb, because = request.POST.get("verb", ""), request.POST.get("because", "")
    given = {"at": request.at, "by": request.user}
    if request.POST.get("do") == "carry_out":
        return _done(request, agency_id, lambda: agencies.carry_out(agency_id, verb, **given))
    return _done(request, agency_id, lambda: agencies.ask_listing(agency_id, verb, because, **given))


@require_POST
@needs(Act.AGENCIES)
def end(request: Any, agency_id: str) -> HttpResponse:
    """End its mandate now."""
    because = request.POST.get("because", "")
    return _done(request, agency_id, lambda: placing.end(agency_id, because, at=request.at, by=request.user))


@require_POST
@needs(Act.PLACE)
def ask(request: Any, agency_id: str) -> HttpResponse:
    """Ask that a list of loans be placed; what of it cannot be is shown with the reason."""
    agencies.one(request.user, agency_id)
    sent = request.FILES.get("list")
    text = request.POST.get("loans", "") if sent is None else sent.read(LIST_MOST).decode("utf-8-sig", "replace")
    refs = [line.split(",")[0].strip('" ') for line in text[:LIST_MOST].splitlines()]
    refs = [ref for ref in refs if ref and ref != "loan_id"]
    try:
        wanted = placing.ask(agency_id, refs, request.POST.get("because", ""), at=request.at, by=request.user)
    except Refused as refused:
        return _file(request, agency_id, status=WRONG, refused=refused.told()["error"], loans=text)
    return _file(request, agency_id, wanted=wanted)


@require_POST
@needs(Act.PLACE)
def carry_out(request: Any, agency_id: str, approval_id: UUID) -> HttpResponse:
    """Place what was granted."""
    _lets_in(request.user)
    try:
        address = wiring.public_address()
    except wiring.BadSetting as unset:  # without it the notice could not say where the public list stands
        return _file(request, agency_id, status=WRONG, refused={"message": str(unset), "accepted": ""})
    words_on = day_of(settings.WALL_CLOCK() if settings.DEMO else request.at)
    names = {code: one.zh for code, one in words.PRODUCTS.items()}
    telling = Telling(f"{address}/agencies", address.split("/")[2], names, words_on)
    try:
        placed = placing.carry_out(approval_id, telling, at=request.at, by=request.user)
    except Refused as refused:
        return _file(request, agency_id, status=WRONG, refused=refused.told()["error"])
    except NotPermitted as refused:
        return _file(request, agency_id, status=WRONG, not_permitted=refused.told)
    return _file(request, agency_id, done=placed)


@require_POST
@needs(Act.PLACE)
def notified(request: Any, agency_id: str) -> HttpResponse:
    """Write down that the notices were sent."""

    def deed() -> None:
        day = asked.day(request.POST.get("sent_on", ""), "sent_on")
        sent_at = request.at if day == day_of(request.at) else datetime.combine(day, time(23, 59), CONTACT_ZONE)
        placing.notified(agency_id, request.POST.get("proof_id", ""), sent_at=sent_at, at=request.at, by=request.user)

    return _done(request, agency_id, deed)


@require_POST
@needs(Act.PLACE)
def recall(request: Any, placement_id: UUID) -> HttpResponse:
    """Take a loan back."""
    found = Placement.objects.filter(id=placement_id, agency__lender=request.user.lender_id).first()
    if found is None:
        raise NotFound(f"{placement_id}")
    because = request.POST.get("because", "")
    return _done(
        request, found.agency_id, lambda: placing.recall(placement_id, because, at=request.at, by=request.user)
    )


@require_POST
@needs(Act.PLACE)
def issue(request: Any, agency_id: str) -> HttpResponse:
    """Give somebody of the agency a certificate."""

    def deed() -> None:
        until = asked.day(request.POST.get("until", ""), "until")
        agent = asked.whole(request.POST.get("agent"), 0)
        mandates.issue(agent, until=until, at=request.at, by=request.user)

    return _done(request, agency_id, deed)


@require_GET
@needs()
def paper(request: Any, code: str) -> HttpResponse:
    """A certificate on paper, for who issues it and for who bears it."""
    held = mandates.standing(code, request.at)
    mine = held.mandate.agency_id == request.user.agency_id or held.mandate.agency.lender_id == request.user.lender_id
    if not (mine and held.valid):
        raise NotFound(code)
    lang = "en" if is_english() else "zh"
    names = {product: getattr(one, lang) for product, one in words.PRODUCTS.items()}
    told = held.mandate
    made = mandate_paper(told.told, sha256=told.sha256, sealed=mandates.sealed(told), products=names, lang=lang)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="mandate-{code}.pdf"'
    return answer


@require_POST
@needs(Act.SEE_CASE)
def give_back(request: Any, placement_id: UUID) -> HttpResponse:
    """The agency gives a loan back."""
    because = request.POST.get("because", "")
    try:
        placing.give_back(placement_id, because, at=request.at, by=request.user)
    except (Refused, NoSuchMove) as fault:
        return agency_list(request, status=WRONG, fault=str(fault))
    return redirect("placed")


@require_GET
@needs(Act.SEE_CASE)
def placed(request: Any) -> HttpResponse:
    """What is placed with the agency of whoever asks."""
    return agency_list(request)


def agency_list(request: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    """The agency's own worklist."""
    if request.user.agency_id is None:
        raise NotFound("placed")
    rows, after = agency_work.page(request.user, day_of(request.at), after=asked.whole(request.GET.get("after"), 0))
    shown = {
        "rows": rows, "after": after, "day": day_of(request.at), "returns": may(request.user.role, Act.ASSIGN),
        "calls": may(request.user.role, Act.CONTACT), **more,
    }  # fmt: skip
    return render(request, "console/placed.html", shown, status=status)
