"""Addresses of the API; what is none of them is answered with problem details as well."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from duly.web.api.api import made
from duly.web.api.document import document
from duly.web.api.problems import unknown

API = made()


@require_GET
def openapi(_request: HttpRequest) -> HttpResponse:
    """What the API is, in OpenAPI 3.1; anybody may read it."""
    return JsonResponse(document(API))


def none_such(request: HttpRequest, **named: Any) -> HttpResponse:
    return unknown(request, **named)


urlpatterns = [
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", API.urls),
    path("api/", csrf_exempt(none_such)),
    path("api/<path:rest>", csrf_exempt(none_such)),
]
