"""The console as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Console(AppConfig):
    """Templates, static files and pages; no table of its own."""

    name = "duly.web.console"
    label = "console"
