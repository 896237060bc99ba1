"""A pack of evidence, handed out to whoever may have it and for a purpose."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from duly import wiring
from duly.core.day import day_of
from duly.desk import evidence
from duly.desk.evidence import NoSuchMatter, NotYours
from duly.desk.outcomes import BadResult, worded
from duly.nightly.evidence.index import Asked
from duly.nightly.evidence.owed import statement
from duly.nightly.evidence.pack import made
from duly.nightly.statement.paper import CannotPrint
from duly.rules.rights import Act
from duly.store.keyring import VaultClosed
from duly.web.console.needs import needs
from duly.web.console.templatetags.duly import is_english

PURPOSE_MOST = 200
UNPRINTABLE = ("有纸上印不出的字，请换一个写法", "it holds a sign that cannot stand on paper; write it another way")
WRONG = 422


@require_http_methods(["GET", "POST"])
@needs(Act.EXPORT)
def pack(request: Any, borrower_id: UUID) -> HttpResponse:
    """Ask what for; then the pack as a file, people masked in it. That it was handed out is on the record first."""
    user, lang = request.user, "en" if is_english() else "zh"
    try:
        matter = evidence.matter(borrower=str(borrower_id), by=user)
    except (NoSuchMatter, NotYours):
        raise Http404 from None
    if request.method == "GET":
        return render(request, "console/evidence.html", {"borrower": matter.borrower})
    try:
        purpose = worded("purpose", request.POST.get("purpose", ""), at=request.at, most=PURPOSE_MOST)
    except BadResult as fault:
        shown = {"borrower": matter.borrower, "fault": fault, "purpose": request.POST.get("purpose", "")}
        return render(request, "console/evidence.html", shown, status=WRONG)
    owed, absent = statement(wiring.home(None), matter.borrower.ref, day_of(request.at), lang)
    try:
        people = evidence.people(matter.borrower, wiring.vault(), clear=False, by=user, at=request.at)
    except VaultClosed as closed:
        people, absent = [], {**absent, "people": str(closed)}
    try:
        done = made(matter, Asked(request.at, user.username, purpose, lang, people), owed, absent)
    except CannotPrint:
        shown = {"borrower": matter.borrower, "fault": BadResult("purpose", *UNPRINTABLE), "purpose": purpose}
        return render(request, "console/evidence.html", shown, status=WRONG)
    evidence.hand_out(matter, {"pack": done.fingerprint, "purpose": purpose}, at=request.at, by=user)
    answer = HttpResponse(done.data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{borrower_id}.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer
