"""What somebody reads when a request cannot be honoured."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    return render(request, "console/fault.html", {"fault": "bad_request"}, status=400)


def forbidden(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    return render(request, "console/fault.html", {"fault": "forbidden"}, status=403)


def stale(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The form was not from a page of this session: it may be old, or a link from elsewhere."""
    return render(request, "console/fault.html", {"fault": "stale"}, status=403)


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    return render(request, "console/fault.html", {"fault": "locked_out"}, status=429)


def not_found(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    return render(request, "console/fault.html", {"fault": "not_found"}, status=404)


def broken(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    return render(request, "console/fault.html", {"fault": "broken"}, status=500)
