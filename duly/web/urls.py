"""Where each front door stands."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("duly.web.api.urls")),
    path("", include("duly.web.console.urls")),
]
handler400 = "duly.web.console.faults.bad_request"
handler403 = "duly.web.console.faults.forbidden"
handler404 = "duly.web.console.faults.not_found"
handler500 = "duly.web.console.faults.broken"
