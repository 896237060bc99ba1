"""Keep a view of a list by a name, and throw one away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from duly.desk import views
from duly.rules.account.asked import Refused
from duly.web.console.needs import needs

WRONG = 422
FILTERS = {"worklist": ("only", "why", "region"), "complaints": ("only", "kind", "about")}  # what each page understands


def asked_of(page: str, given: Any) -> dict[str, str]:
    """What a request asks of a page that has views, and nothing else of it."""
    return {name: given.get(name, "") for name in FILTERS[page] if given.get(name)}


@require_POST
@needs()
def keep(request: Any) -> HttpResponse:
    """Keep what the page shows by a name."""
    page = request.POST.get("page", "")
    try:
        kept = views.keep(
            request.user, page, request.POST.get("name", ""), asked_of(page, request.POST) if page in FILTERS else {}
        )
    except Refused as fault:
        back = reverse(page) if page in FILTERS else reverse("my_day")
        return render(request, "console/view_refused.html", {"fault": fault, "back": back}, status=WRONG)
    return redirect(f"{reverse(kept.page)}?{urlencode(kept.asked)}")


@require_POST
@needs()
def throw_away(request: Any, view_id: int) -> HttpResponse:
    """Throw one's own view away."""
    return redirect(views.throw_away(request.user, view_id).page)
