"""The clock, read once a request; whatever is done in it is done at that instant."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from duly.store.walls import behind

SINCE, SEEN = "since", "seen"
IDLE_SECONDS, LONGEST_SECONDS = 30 * 60, 12 * 3600  # house defaults: a desk left alone, and a working day
TOUCH_SECONDS = 60  # how often a session says that it was used


def moment(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: `request.at` is now, and a session that was left alone or is too old has ended."""

    def answered(request: Any) -> HttpResponse:
        request.at = settings.CLOCK()
        if request.user.is_authenticated:
            now = int(settings.WALL_CLOCK().timestamp())
            since, seen = request.session.get(SINCE, now), request.session.get(SEEN, now)
            if now - seen > IDLE_SECONDS or now - since > LONGEST_SECONDS:
                logout(request)
            elif now - seen >= TOUCH_SECONDS or SINCE not in request.session:
                request.session[SINCE], request.session[SEEN] = since, now
        return answer(request)

    return answered


def walled(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever works for an agency is served behind its wall.

    `request.wall` is for whoever lets somebody in later, by a token: what is entered there ends with the request.
    """

    def answered(request: Any) -> HttpResponse:
        with ExitStack() as request.wall:
            if request.user.is_authenticated:
                request.wall.enter_context(behind(request.user.agency_id))
            return answer(request)

    return answered
