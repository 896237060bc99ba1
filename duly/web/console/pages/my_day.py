"""My day: what is there to do, how far it is, what is agreed for today."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from duly import law as laws
from duly.core.day import day_bounds, day_of
from duly.desk import certifying, going, measures, quality, staffing
from duly.desk import my_day as days
from duly.rules.machines import words as machine_words
from duly.rules.results import results
from duly.rules.rights import Act, may
from duly.store.models import Case, Result
from duly.web.console import words
from duly.web.console.needs import needs

DOORS = {
    "alarms": "raised", "approvals": "approvals", "complaints_due": "complaints", "calls_to_score": "quality",
    "to_certify": "certificates", "refusals": "refusals", "agencies_lacking": "agencies",
    "notices_to_send": "agencies", "uncertified": "staff",
}  # fmt: skip


@needs()
def my_day(request: Any) -> HttpResponse:
    """The first page after the door, for every role."""
    user, day = request.user, day_of(request.at)
    shown: dict[str, Any] = {
        "day": day, "waits": days.waits(user, at=request.at, law=laws.load("cn")), "where": DOORS, "words": words,
        "looks": may(user.role, Act.SEE_CASE) and not may(user.role, Act.CONTACT),
    }  # fmt: skip
    if may(user.role, Act.LEARN) and may(user.role, Act.CONTACT):
        shown["certified"] = certifying.standing(user, day)
    if may(user.role, Act.CERTIFY):
        shown["ending"] = certifying.ending(user, day)
    if may(user.role, Act.VISIT):
        shown |= {"ordered": days.ordered(user), "visit_states": machine_words.words()["visit"].states}
    if may(user.role, Act.GO):
        shown |= {"stops": going.route(user, request.at), "over": going.over(user, request.at)}
    if may(user.role, Act.STAFF):
        shown["staff"] = staffing.counted()
    if may(user.role, Act.SEE_NIGHT) and not may(user.role, Act.CONTACT):
        shown["so_far"] = measures.day_so_far(day)
    if may(user.role, Act.CONTACT):
        shown |= _of_who_contacts(request)
    return render(request, "console/my_day.html", shown)


def _of_who_contacts(request: Any) -> dict[str, Any]:
    user = request.user
    start, end = day_bounds(day_of(request.at))
    mine = Result.objects.filter(by=user, at__gte=start, at__lt=end).select_related("borrower").order_by("-at")[:8]
    again, due = days.to_call_again(user, at=request.at), days.promised(user, at=request.at)
    people = {one.borrower_id for rows in (mine, again, due) for one in rows}
    return {
        "counted": days.counted(user, at=request.at), "feedback": quality.feedback_for(user), "codes": results(),
        "results": mine, "again": again, "due": due,
        "cases": dict(Case.objects.filter(borrower__in=people).order_by("opened_on").values_list("borrower", "id")),
        "resting": user.rests_until if user.rests_until and request.at < user.rests_until else None,
    }  # fmt: skip
