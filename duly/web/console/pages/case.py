"""The case page: the queue, the case, the words to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from duly import wiring
from duly.core.day import day_of
from duly.desk import agency_work, calling, case_file, my_day, queue, record, timeline
from duly.desk.calling import CONTACT
from duly.desk.case_file import CaseFile
from duly.desk.reach import case_of
from duly.desk.vault import NotInTheVault, Withheld
from duly.nightly.words import Two
from duly.rules import promise
from duly.rules.results import groups, reasons, results, steps
from duly.rules.rights import Act, may
from duly.store.keyring import DoesNotOpen, VaultClosed
from duly.store.models import Borrower, Case, Planned, User
from duly.web.account import Untold, told_account
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.speaking import relaying, speaking
from duly.web.masks import masks

QUEUED = 12  # of the list, shown beside a case


@require_GET
@needs(Act.SEE_CASE)
def case(request: Any, case_id: UUID) -> HttpResponse:
    """One case, whole. Looking at it is on the record."""
    found = case_of(request.user, case_id)
    record.look(found.borrower, at=request.at, by=request.user)
    return render(request, "console/case.html", shown_of(request, found))


def shown_of(request: Any, found: Case) -> dict[str, Any]:
    """What the page of a case, or a part of it, needs."""
    shown = panes_of(request, found)
    file, waiting = shown["file"], case_file.waiting_for_result(found.borrower, request.user)
    return {
        **shown, "outlooks": outlooks(request, file) if shown["works"] else {},
        **form_of(file, waiting, shown["day"]),
    }  # fmt: skip


def panes_of(request: Any, found: Case) -> dict[str, Any]:
    """What the queue and the case beside the words need, as it stands now."""
    user, day = request.user, day_of(request.at)
    file = case_file.read(found, day)
    works = may(user.role, Act.CONTACT)
    queued = _queue(user, day) if works else []
    return {
        "case": found, "file": file, "day": day, "dpd": file.days_past_due(day), "words": words,
        "works": works, "agrees": may(user.role, Act.PLAN),
        "masks": masks([found.borrower, *(row.borrower for row in queued)], file.addresses),
        "timeline": timeline.timeline(found.borrower),
        "queue": queued if works else None,
        "counted": my_day.counted(user, at=request.at) if works else None,
    }  # fmt: skip


def _queue(user: User, day: date) -> Sequence[Planned | agency_work.Row]:
    """The head of the team's list, or of what is placed with the agency and was not tried today."""
    if user.agency_id is None:
        return queue.page(user, day, most=QUEUED).rows
    return [row for row in agency_work.page(user, day, most=QUEUED)[0] if not row.tried]


def form_of(file: CaseFile, waiting: Any, day: date) -> dict[str, Any]:
    """What the result form needs; nothing where no attempt waits for its result."""
    if waiting is None:
        return {"attempt": None}
    attempt, heard = waiting
    came = {"delivered": "reached", "failed": "not_reached"}.get(attempt.state)
    role = case_file.role_of(attempt)
    fitting = {code: one for code, one in groups().items() if one.fits(came, role) and not one.at_a_door}
    return {
        "attempt": attempt, "heard": heard, "groups": fitting, "reasons": reasons(), "steps": steps(),
        "results": [one for one in results().values() if one.group in fitting],
        "open_loans": [loan for loan in file.loans if loan.state == "open"],
        "topics": words.TOPICS, "days": promise.Choice(day), "weekdays": promise.WEEKDAYS,
    }  # fmt: skip


def outlooks(request: Any, file: CaseFile) -> dict[Any, calling.Outlook]:
    """What the judge would say now of a call to each number."""
    asked = {"user": request.user, "borrower": file.borrower, "systems": wiring.systems(), "at": request.at}
    return {one.address.id: one for one in calling.outlooks(addresses=file.addresses, **asked)}


@require_GET
@needs(Act.SEE_CASE)
def account(request: Any, case_id: UUID) -> HttpResponse:
    """The statement, exactly as the account gives it."""
    return account_of(request, case_of(request.user, case_id).borrower)


def account_of(request: Any, borrower: Borrower) -> HttpResponse:
    """The statement of a borrower as a part of a page, or why there is none."""
    try:
        told = told_account(borrower, day_of(request.at))
    except Untold as untold:
        return render(request, "console/parts/account.html", {"untold": str(untold)})
    return render(request, "console/parts/account.html", {"told": told})


@require_GET
@needs(Act.CONTACT)
def script(request: Any, case_id: UUID) -> HttpResponse:
    """The approved words for this case: identity first, then what is owed, then what can be done."""
    found = case_of(request.user, case_id)
    return _words(request, found)


def _words(request: Any, found: Case, *, addressed: str = "", withheld: Two | None = None) -> HttpResponse:
    """What to say to whoever was just called: the borrower, or somebody who only passes a message on."""
    user, day = request.user, day_of(request.at)
    to = case_file.hears(found.borrower, user)
    if to == CONTACT:
        shown = relaying(user, day=day, person=addressed)
    else:
        shown = speaking(user, found.borrower, day=day, at=request.at, addressed=addressed, to=to)
    return render(request, "console/parts/script.html", shown | {"case": found, "withheld": withheld})


@require_POST
@needs(Act.CONTACT, Act.UNMASK)
def name(request: Any, case_id: UUID) -> HttpResponse:
    """The words with the borrower's name in them, to make sure who is speaking; the look is on the record."""
    found = case_of(request.user, case_id)
    told: Any = None
    withheld: Two | None = None
    try:
        told = wiring.vault().unmask(found.borrower, "name", purpose="identify", by=request.user, at=request.at)
    except (VaultClosed, NotInTheVault, DoesNotOpen) as closed:
        withheld = Two(str(closed), str(closed))
    else:
        withheld = Two(told.why.zh, told.why.en) if isinstance(told, Withheld) else None
    addressed = "" if withheld else told.reveal()
    return _words(request, found, addressed=addressed, withheld=withheld)


@require_GET
@needs(Act.SEE_CASE)
def borrower_view(request: Any, case_id: UUID) -> HttpResponse:
    """What the borrower would read: what is owed and why, to whom, who contacted them, and how to say no."""
    found = case_of(request.user, case_id)
    file = case_file.read(found, day_of(request.at))
    shown: dict[str, Any] = {"file": file, "words": words, "contacts": timeline.contacts(found.borrower)}
    try:
        shown["told"] = told_account(found.borrower, day_of(request.at))
    except Untold as untold:
        shown["untold"] = str(untold)
    return render(request, "console/parts/borrower.html", shown)
