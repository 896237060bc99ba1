"""The manager's pages: the nights that were closed, their reports, and the day so far."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

from csp.decorators import csp_exempt
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duly import wiring
from duly.core.day import NotADay, day_of, parse_day
from duly.desk import measures
from duly.nightly.closed import closed_days
from duly.rules.rights import Act
from duly.web.console import charts, words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import day_or

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
DAYS_SHOWN = 31


@require_GET
@needs(Act.SEE_NIGHT)
def day(request: Any) -> HttpResponse:
    """The day so far and the nights before it."""
    on = day_or(request.GET.get("day"), day_of(request.at))
    told = measures.day_so_far(on)
    shown = {
        "day": on, "told": told, "words": words, "nights": closed_days(wiring.home(None))[: -DAYS_SHOWN - 1 : -1],
        "charts": {one: charts.bars(told.by_hour[one], told.hours) for one in measures.MEASURES},
        "rows": [(hour, [told.by_hour[one].get(hour, 0) for one in measures.MEASURES]) for hour in told.hours],
    }  # fmt: skip
    return render(request, "console/night.html", shown)


@csp_exempt()  # the report carries a stricter policy of its own, by the hash of its scripts; it is sent as it stands
@require_GET
@needs(Act.SEE_NIGHT)
def report(request: Any, on: str) -> HttpResponse:
    """The report of a night, as the night wrote it."""
    page = _report(_day(on))
    policy = POLICY.search(page)
    if policy is None:
        raise Http404  # without its own policy it is none of our reports
    answer = HttpResponse(page)
    answer["Content-Security-Policy"] = f"{unescape(policy[1])}; frame-ancestors 'none'; base-uri 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _day(on: str) -> date:
    try:
        return parse_day(on)
    except NotADay:
        raise Http404 from None


def _report(on: date) -> str:
    try:
        return (wiring.home(None).day(on) / "report.html").read_text("utf-8")
    except FileNotFoundError:
        raise Http404 from None
