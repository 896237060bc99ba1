"""What everybody may say, and who reads it: refused orders and alarms the lead, tips compliance and auditors alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from duly.desk import speaking_up
from duly.rules.account.asked import Refused
from duly.rules.rights import Act
from duly.web.console.needs import needs

WRONG = 422


@require_GET
@needs()
def speak(request: Any) -> HttpResponse:
    """Call for help, refuse an order, tell compliance."""
    return _speak(request, done=request.GET.get("done", ""), case=_case(request.GET.get("case")))


def _speak(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    return render(request, "console/speak.html", further, status=status)


def _case(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _done(what: str) -> HttpResponse:
    return redirect(f"{reverse('speak')}?done={what}")


@require_POST
@needs()
def refuse(request: Any) -> HttpResponse:
    """Write down an order that is not carried out."""
    asked = request.POST
    try:
        speaking_up.refuse_order(
            ground=asked.get("ground", ""), ordered=asked.get("ordered", ""), because=asked.get("because", ""),
            case_id=_case(asked.get("case")), at=request.at, by=request.user,
        )  # fmt: skip
    except Refused as fault:
        return _speak(request, status=WRONG, fault=fault, told=asked, case=_case(asked.get("case")))
    return _done("order")


@require_POST
@needs()
def alarm(request: Any) -> HttpResponse:
    """Call for help."""
    speaking_up.alarm(at=request.at, by=request.user)
    return _done("alarm")


@require_POST
@needs()
def tell(request: Any) -> HttpResponse:
    """Tell compliance."""
    asked = request.POST
    try:
        speaking_up.tell(
            text=asked.get("text", ""), is_named=asked.get("named") == "yes", at=request.at, by=request.user
        )
    except Refused as fault:
        return _speak(request, status=WRONG, fault=fault, told=asked)
    return _done("tip")


@require_GET
@needs(Act.ASSIGN)
def raised(request: Any) -> HttpResponse:
    """The alarms that ring, and the orders that were refused."""
    return _raised(request)


def _raised(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    shown = {
        "alarms": speaking_up.ringing(request.user), "orders": speaking_up.refused_orders(request.user), **further
    }  # fmt: skip
    return render(request, "console/raised.html", shown, status=status)


@require_POST
@needs(Act.ASSIGN)
def come(request: Any, alarm_id: UUID) -> HttpResponse:
    """Say that one came, and what was done."""
    try:
        speaking_up.come(alarm_id=alarm_id, done=request.POST.get("done", ""), at=request.at, by=request.user)
    except Refused as fault:
        return _raised(request, status=WRONG, fault=fault)
    return redirect("raised")


@require_GET
@needs(Act.READ_TIPS)
def tips(request: Any) -> HttpResponse:
    """What was told. Reading is on the record."""
    return render(request, "console/tips.html", {"tips": speaking_up.tips(at=request.at, by=request.user)})
