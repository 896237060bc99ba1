"""The visitor's day: the route, one visit a card, and a big button for each step. Made for a telephone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly import law as laws
from duly import wiring
from duly.core.machine import NoSuchMove
from duly.desk import going, recorders
from duly.desk.contact import Refused as NotCleared
from duly.desk.outcomes import AlreadyRecorded, BadResult, Told
from duly.desk.placing import NotPermitted
from duly.desk.vault import NotInTheVault, Withheld
from duly.desk.visit_judged import NOBODY, Ready, spoken_of
from duly.rules import visit as terms
from duly.rules.account.asked import Refused
from duly.rules.machines import words as machine_words
from duly.rules.machines.visit import OUT
from duly.rules.personal import field_of
from duly.rules.results import groups, reasons, results
from duly.rules.rights import Act
from duly.rules.templates import library
from duly.rules.templates.faults import TemplateRefused
from duly.rules.templates.render import render as in_words
from duly.store.keyring import DoesNotOpen, VaultClosed
from duly.store.models import Visit
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.pages.visits import words_on
from duly.web.console.templatetags.duly import is_english
from duly.web.masks import masks

WRONG, STALE = 422, 409


@require_GET
@needs(Act.GO)
def route(request: Any) -> HttpResponse:
    """Today's visits of the person."""
    return _route(request)


def _route(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    stops = going.route(request.user, request.at)
    visits = [one.visit for one in stops]
    doors = {code: one for code, one in groups().items() if one.at_a_door}
    shown = {
        "stops": stops, "over": going.over(request.user, request.at),
        "masks": masks([one.borrower for one in visits], [one.address for one in visits]),
        "states": machine_words.words()["visit"].states, "terms": terms, "out": OUT, "words": words,
        "tried": {one.recorder_id: recorders.told(one.recorder, request.at, runs=True) for one in visits},
        "openings": {one.id: opening(one, request) for one in visits}, "groups": doors,
        "results": [one for one in results().values() if one.group in doors], "reasons": reasons(),
        "topics": words.TOPICS, "unrecorded": going.without_recording(request.user), **further,
    }  # fmt: skip
    return render(request, "console/route.html", shown, status=status)


def opening(visit: Visit, request: Any) -> dict[str, str]:
    """The approved words at the door, in the language of the page, with nobody's name in them; or why not."""
    by_agency = "_agency" if visit.first.agency else ""
    template = library.load()[f"visit_opening{by_agency}.{'en' if is_english() else 'zh'}"]
    lender = visit.loan.creditor
    values = {"lender": lender.name, "addressed": NOBODY, **spoken_of(visit, lender)}
    given = {name: value for name, value in values.items() if name in template.names and value != ""}
    try:
        return {"text": in_words(template, given, on=words_on(request)).replace(NOBODY, "＊＊＊")}
    except TemplateRefused as fault:
        return {"fault": str(fault)}


def _done(request: Any, visit_id: UUID, deed: Any) -> HttpResponse:
    """Do it and show the route again; what cannot be done is told on the card, and when it can."""
    try:
        came = deed()
    except Refused as refused:
        return _route(request, status=WRONG, of=visit_id, refused=refused.told()["error"])
    except NotPermitted as refused:
        return _route(request, status=WRONG, of=visit_id, not_permitted=refused.told, retry_at=refused.retry_at)
    except BadResult as fault:
        return _route(request, status=WRONG, of=visit_id, fault=fault, told=request.POST)
    except (NoSuchMove, AlreadyRecorded) as stale:
        return _route(request, status=STALE, of=visit_id, refused={"message": str(stale), "accepted": ""})
    except IntegrityError:
        said = "情况刚刚变了，不要敲门 something changed just now; do not knock"
        return _route(request, status=STALE, of=visit_id, refused={"message": said, "accepted": ""})
    if isinstance(came, NotCleared):
        return _route(request, status=WRONG, of=visit_id, not_permitted=came.clearance.answer, retry_at=came.retry_at)
    return redirect("route")


@require_POST
@needs(Act.GO)
def recorder(request: Any, recorder_id: UUID) -> HttpResponse:
    """Say that it was tried, and what worked."""
    asked = request.POST
    recorders.check(
        recorder_id, audio=asked.get("audio") == "yes", video=asked.get("video") == "yes", at=request.at,
        by=request.user,
    )  # fmt: skip
    return redirect("route")


@require_POST
@needs(Act.GO)
def where(request: Any, visit_id: UUID) -> HttpResponse:
    """The name and the address of a visit that has set out; the look is on the record."""
    found, vault = going.one(request.user, visit_id), wiring.vault()
    seen: dict[str, str] = {}
    given: dict[str, Any] = {"purpose": "visit", "by": request.user, "at": request.at}
    try:
        told = {
            "name": vault.unmask(found.borrower, "name", **given),
            "place": vault.unmask(found.address, field_of(found.address.kind), **given),
        }
    except NotInTheVault:
        said = "出发之后才能看 it is shown once you have set out"
        return _route(request, status=WRONG, of=visit_id, refused={"message": said, "accepted": ""})
    except (VaultClosed, DoesNotOpen) as closed:
        return _route(request, status=WRONG, of=visit_id, refused={"message": str(closed), "accepted": ""})
    for name, value in told.items():
        seen[name] = value.why.zh if isinstance(value, Withheld) else value.reveal()
    return _route(request, of=visit_id, seen=seen)


@require_POST
@needs(Act.GO)
def set_out(request: Any, visit_id: UUID) -> HttpResponse:
    """On the way."""
    place = request.POST.get("place", "")
    return _done(request, visit_id, lambda: going.set_out(visit_id, place=place, at=request.at, by=request.user))


@require_POST
@needs(Act.GO)
def arrive(request: Any, visit_id: UUID) -> HttpResponse:
    """There."""
    place = request.POST.get("place", "")
    return _done(request, visit_id, lambda: going.arrive(visit_id, place=place, at=request.at, by=request.user))


@require_POST
@needs(Act.GO)
def start(request: Any, visit_id: UUID) -> HttpResponse:
    """Knock, if it is cleared."""
    ready = Ready(request.POST.get("recorder") == "yes", request.POST.get("dress") == "yes")
    return _done(request, visit_id, lambda: going.start(visit_id, ready, at=request.at, by=request.user))


@require_POST
@needs(Act.GO)
def result(request: Any, visit_id: UUID) -> HttpResponse:
    """What came of it."""
    asked = request.POST
    told = Told(**{name: asked.get(name, "") for name in ("code", "reason", "note", "topic")})
    shown = asked.get("id_shown") == "yes"
    return _done(request, visit_id, lambda: going.tell(visit_id, told, id_shown=shown, at=request.at, by=request.user))


@require_POST
@needs(Act.GO)
def recording(request: Any, visit_id: UUID) -> HttpResponse:
    """Which recording belongs to it."""
    asked = request.POST
    return _done(
        request, visit_id,
        lambda: going.keep_recording(
            visit_id, file_id=asked.get("file_id", ""), sha256=asked.get("sha256", "").strip().lower(),
            law=laws.load("cn"), at=request.at, by=request.user,
        ),
    )  # fmt: skip
