"""Middleware: whatever stands before the API's own code, or breaks in it, answers with problem details too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from duly.web.api.problems import MEDIA_TYPE, answered, of_status

BEGINS = "/api/"
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


def outside(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """For the API's addresses: no page of the console, nothing in a cache, no content that a browser would guess."""

    def told(request: HttpRequest) -> HttpResponseBase:
        made = answer(request)
        if not request.path_info.startswith(BEGINS):
            return made
        if made.status_code >= 400 and made.headers.get("Content-Type") != MEDIA_TYPE:
            kept = {name: made.headers[name] for name in KEPT if name in made.headers}
            made = answered(of_status(made.status_code))
            for name, value in kept.items():
                made.headers[name] = value
        made.headers["Cache-Control"] = "no-store"
        return made

    return told
