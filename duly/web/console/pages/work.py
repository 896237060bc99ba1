"""Working a case: the next one, the call, the result, a note."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from duly import wiring
from duly.core.carrier import CarrierDown
from duly.core.day import day_of
from duly.desk import agency_work, calling, case_file, outcomes, queue, timeline
from duly.desk.contact import Refused
from duly.desk.dialling import Dialling
from duly.desk.outcomes import AlreadyRecorded, BadResult, Told
from duly.desk.reach import case_of, within_reach
from duly.desk.stopping import locked
from duly.desk.unreachable import Unproven, draw_up
from duly.rules.results import results, steps
from duly.rules.rights import Act
from duly.store.models import Address, Attempt, Case, Result
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.pages.case import form_of, panes_of

WRONG = 422


@require_POST
@needs(Act.CONTACT)
def next_case(request: Any) -> HttpResponse:
    """Take the next case and open it; say so where there is none."""
    if request.user.agency_id is not None:
        found = agency_work.next_case(request.user, at=request.at)
        return redirect("worklist") if found is None else redirect("case", found)
    try:
        planned = queue.take_next(request.user, at=request.at)
    except queue.Resting:
        return redirect("my_day")
    if planned is None:
        return redirect("worklist")
    return redirect("case", queue.case_id_of(planned))


@require_POST
@needs(Act.CONTACT)
def call(request: Any, case_id: UUID, address_id: UUID) -> HttpResponse:
    """Call, or show why not and when."""
    found = case_of(request.user, case_id)
    address = within_reach(request.user, Address, address_id)
    shown = {"case": found, "words": words, "file": case_file.read(found, day_of(request.at))}
    if case_file.waiting_for_result(found.borrower, request.user) is not None:
        return _form(request, shown)  # a second click: the first call still waits for its result
    line = Dialling(wiring.carrier("phone_call"), wiring.vault(), request.at)
    try:
        made = calling.call(
            user=request.user, address=address, carrier=line, systems=wiring.systems(), at=request.at,
        )  # fmt: skip
    except CarrierDown as down:
        return render(request, "console/parts/line_down.html", shown | {"why": str(down)})
    if isinstance(made, Refused):
        return render(request, "console/parts/refused.html", shown | {"refused": made})
    answered = _form(request, shown)
    answered["HX-Trigger"] = "called"  # the words depend on whom
    return answered


@require_POST
@needs(Act.CONTACT)
def unreachable(request: Any, case_id: UUID, address_id: UUID) -> HttpResponse:
    """Draw up the proof that opens the way to a contact person, or show what is missing."""
    found = case_of(request.user, case_id)
    try:
        draw_up(address_id=address_id, by=request.user, systems=wiring.systems(), at=request.at)
    except Unproven as unproven:
        return render(request, "console/parts/unproven.html", {"case": found, "unproven": unproven}, status=WRONG)
    return redirect("case", found.id)


def _form(request: Any, shown: dict[str, Any], **wrong: Any) -> HttpResponse:
    waiting = case_file.waiting_for_result(shown["case"].borrower, request.user)
    shown = shown | form_of(shown["file"], waiting, day_of(request.at)) | wrong
    return render(request, "console/parts/result.html", shown, status=WRONG if wrong.get("fault") else 200)


@require_POST
@needs(Act.CONTACT)
def result(request: Any, case_id: UUID, attempt_id: UUID) -> HttpResponse:
    """Write the result down; a field that cannot be taken comes back with the reason."""
    found = case_of(request.user, case_id)
    attempt = within_reach(request.user, Attempt, attempt_id)
    told = Told(**{field.name: request.POST.get(field.name, "") for field in fields(Told)})
    shown = {"case": found, "words": words, "file": case_file.read(found, day_of(request.at)), "told": told}
    try:
        made = outcomes.write(attempt=attempt, told=told, at=request.at, by=request.user)
    except AlreadyRecorded:
        stands = Result.objects.select_related("by").get(attempt=attempt)
        dropped = results().get(told.code) if told.code != stands.code else None
        return _done(request, found, again=stands, code=results()[stands.code], dropped=dropped)
    except BadResult as fault:
        return _form(request, shown, fault=fault)
    code = results()[made.code]
    return _done(request, found, code=code, step=steps()[code.next], again_at=made.again_at)


def _done(request: Any, found: Case, **said: Any) -> HttpResponse:
    """What became of it, and with it the queue and the case as they stand now."""
    found = Case.objects.select_related("borrower").get(id=found.id)
    return render(request, "console/parts/done.html", panes_of(request, found) | said)


@require_POST
@needs(Act.NOTE)
def note(request: Any, case_id: UUID) -> HttpResponse:
    """Keep a note that the words allow."""
    found = case_of(request.user, case_id)
    text = request.POST.get("note", "")
    try:
        with locked(found.borrower_id) as borrower:
            outcomes.note(borrower, text, at=request.at, by=request.user)
    except BadResult as fault:
        shown = {"case": found, "fault": fault, "text": text}
        return render(request, "console/parts/note.html", shown, status=WRONG)
    shown = {"case": found, "timeline": timeline.timeline(found.borrower), "words": words, "kept": True}
    return render(request, "console/parts/note.html", shown)
