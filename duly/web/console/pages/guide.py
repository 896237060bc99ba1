"""A guided day: what somebody new to a role does in five minutes of the demonstration."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duly.web.console.needs import needs


@cache
def days() -> dict[str, list[dict[str, str]]]:
    """The steps of each role."""
    held: dict[str, Any] = yaml.safe_load(files("duly.web.console").joinpath("guide.yaml").read_text("utf-8"))
    return held


@require_GET
@needs()
def guide(request: Any) -> HttpResponse:
    """The steps of whoever is here."""
    return render(request, "console/guide.html", {"steps": days()[request.user.role]})
