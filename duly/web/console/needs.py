"""What a page needs of whoever opens it: every page says so, and a test holds every address to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from duly.desk import second_factor
from duly.desk.reach import NotFound
from duly.rules.rights import Act, may

Page = Callable[..., HttpResponseBase]


def needs(*acts: Act) -> Callable[[Page], Page]:
    """Ask for somebody who is signed in and may do every one of `acts`; nobody else learns that the page exists."""

    def on(page: Page) -> Page:
        @wraps(page)
        def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            user: Any = request.user
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not user.is_verified() and second_factor.of(user) is not None:
                return redirect(f"{reverse('second_step')}?{urlencode({'next': request.get_full_path()})}")
            if user.suspended or not all(may(user.role, act) for act in acts):
                raise Http404
            try:
                return page(request, *args, **named)
            except NotFound:
                raise Http404 from None

        answered.needs = acts  # type: ignore[attr-defined]
        return answered

    return on


def open_to_all(page: Page) -> Page:
    """Mark a page that anybody may open: the way in, and what every browser asks for."""
    page.needs = None  # type: ignore[attr-defined]
    return page
