"""Addresses of the pages of visits: the order, the switch, the route."""

from __future__ import annotations

from django.urls import path

from duly.web.console.pages import route, visits

urlpatterns = [
    path("visits", visits.listed, name="visits"),
    path("visits/switch", visits.switch, name="visits_switch"),
    path("visits/switch/<str:do>", visits.turn, name="visits_turn"),
    path("visits/recorders", visits.enter, name="recorder_enter"),
    path("visits/<uuid:visit_id>", visits.one, name="visit"),
    path("visits/<uuid:visit_id>/notified", visits.notified, name="visit_notified"),
    path("visits/<uuid:visit_id>/call-off", visits.call_off, name="visit_call_off"),
    path("case/<uuid:case_id>/visit", visits.order, name="visit_order"),
    path("route", route.route, name="route"),
    path("route/recorder/<uuid:recorder_id>", route.recorder, name="recorder_check"),
    path("route/<uuid:visit_id>/where", route.where, name="visit_where"),
    path("route/<uuid:visit_id>/set-out", route.set_out, name="visit_set_out"),
    path("route/<uuid:visit_id>/arrive", route.arrive, name="visit_arrive"),
    path("route/<uuid:visit_id>/start", route.start, name="visit_start"),
    path("route/<uuid:visit_id>/result", route.result, name="visit_result"),
    path("route/<uuid:visit_id>/recording", route.recording, name="visit_recording"),
]
