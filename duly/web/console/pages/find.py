"""Find a case by a reference."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from duly.desk import reach
from duly.rules.rights import Act
from duly.web.console import words
from duly.web.console.needs import needs


@require_GET
@needs(Act.SEE_CASE)
def find(request: Any) -> HttpResponse:
    """The cases of a reference; the only one opens at once. What is out of reach is not found."""
    asked = request.GET.get("q", "")
    found = reach.find(request.user, asked, at=request.at)
    if len(found) == 1:
        return redirect("case", found[0].id)
    return render(request, "console/find.html", {"asked": asked, "found": found, "words": words})
