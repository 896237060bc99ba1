"""What the house knows of a person, value by value, and erasing it: two persons, once, for good."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly import wiring
from duly.desk import erasing, record
from duly.desk.reach import case_of
from duly.desk.vault import Masked
from duly.nightly.words import Two
from duly.rules.account.asked import Refused
from duly.rules.rights import Act
from duly.store.models import Address, Borrower, Case
from duly.web.console import refusing, words
from duly.web.console.needs import needs

WRONG = 422
THEMSELVES = Two("本人", "the borrower")


class Row(NamedTuple):
    """One value as the page shows it."""

    value: erasing.Value
    whose: Two
    what: Two
    masked: Masked


@require_GET
@needs(Act.ERASE, Act.SEE_CASE)
def personal(request: Any, case_id: UUID) -> HttpResponse:
    """Everything in the vault about a case, masked, and what is being erased. Looking at it is on the record."""
    found = case_of(request.user, case_id)
    record.look(found.borrower, at=request.at, by=request.user)
    return _shown(request, found)


@require_POST
@needs(Act.ERASE, Act.SEE_CASE)
def ask(request: Any, case_id: UUID, of: UUID, field: str) -> HttpResponse:
    """Ask another person to grant it."""
    found = case_of(request.user, case_id)
    because = request.POST.get("because", "")
    try:
        erasing.ask(found.borrower, of, field, because=because, at=request.at, by=request.user)
    except Refused as refused:
        return _refused(request, found, (of, field), refused, because)
    return redirect("personal", case_id)


@require_POST
@needs(Act.ERASE, Act.SEE_CASE)
def carry_out(request: Any, case_id: UUID, of: UUID, field: str) -> HttpResponse:
    """Destroy what another person granted."""
    found = case_of(request.user, case_id)
    try:
        erasing.carry_out(wiring.vault(), found.borrower, of, field, at=request.at, by=request.user)
    except Refused as refused:
        return _refused(request, found, (of, field), refused)
    return redirect("personal", case_id)


def _refused(
    request: Any, found: Case, where: tuple[UUID, str], refused: Refused, typed: str = ""
) -> HttpResponse:  # fmt: skip
    said = {"wrong": where, "faults": refusing.spoken(refused, ""), "typed": typed}
    return _shown(request, found, status=WRONG, **said)


def _shown(request: Any, found: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    shown = {"case": found, "rows": _rows(found.borrower, request), "stages": words.WORDS["stages"], **more}
    return render(request, "console/personal.html", shown, status=status)


def _rows(borrower: Borrower, request: Any) -> list[Row]:
    values = erasing.values(borrower, request.at)
    masks = wiring.vault().masked_all({one.who.id: one.who for one in values}.values())
    return [Row(one, _whose(one), _what(one), masks[one.who.id, one.field]) for one in values]


def _whose(value: erasing.Value) -> Two:
    who = value.who
    party = None if isinstance(who, Borrower) else who.party if isinstance(who, Address) else who
    return THEMSELVES if party is None else words.PARTIES[party.role]


def _what(value: erasing.Value) -> Two:
    kinds: dict[str, Two] = words.KINDS
    erasable: dict[str, Two] = words.WORDS["erasable"]
    return kinds[value.who.kind] if isinstance(value.who, Address) else erasable[value.field]
