"""A pack of evidence, handed out to whoever may have it and for a purpose."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from duly.desk.outcomes import BadResult
from duly.rules.rights import Act
from duly.web.console.needs import needs
from duly.web.console.templatetags.duly import is_english
from duly.web.packs import matter_of, packed

WRONG = 422


@require_http_methods(["GET", "POST"])
@needs(Act.EXPORT)
def pack(request: Any, borrower_id: UUID) -> HttpResponse:
    """Ask what for; then the pack as a file, people masked in it. That it was handed out is on the record first."""
    matter = matter_of(borrower_id, request.user)
    if request.method == "GET":
        return render(request, "console/evidence.html", {"borrower": matter.borrower})
    purpose, lang = request.POST.get("purpose", ""), "en" if is_english() else "zh"
    try:
        data = packed(matter, purpose=purpose, lang=lang, at=request.at, by=request.user)
    except BadResult as fault:
        shown = {"borrower": matter.borrower, "fault": fault, "purpose": purpose}
        return render(request, "console/evidence.html", shown, status=WRONG)
    answer = HttpResponse(data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{borrower_id}.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer
