"""My day: what is there to do, how far it is, what is agreed for today."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from duly.core.day import day_bounds, day_of
from duly.desk import certifying, quality, queue
from duly.desk.reach import visible
from duly.rules.results import results
from duly.rules.rights import Act, may
from duly.store.models import Promise, Result
from duly.web.console.needs import needs


@needs()
def my_day(request: Any) -> HttpResponse:
    """The first page after the door, for every role."""
    user, day = request.user, day_of(request.at)
    shown: dict[str, Any] = {"day": day}
    if may(user.role, Act.LEARN) and may(user.role, Act.CONTACT):
        shown["certified"] = certifying.standing(user, day)
    if may(user.role, Act.CERTIFY):
        shown["ending"] = certifying.ending(user, day)
    if may(user.role, Act.CONTACT):
        start, end = day_bounds(day)
        due = Promise.objects.filter(borrower__in=visible(user), state="open", due_on=day)
        mine = Result.objects.filter(by=user, at__gte=start, at__lt=end)
        shown |= {
            "counted": queue.counted(user, day),
            "feedback": quality.feedback_for(user),
            "words": results(),
            "results": mine.select_related("borrower").order_by("-at")[:8],
            "due": due.select_related("loan")[:8],
            "resting": user.rests_until if user.rests_until and request.at < user.rests_until else None,
        }
    return render(request, "console/my_day.html", shown)
