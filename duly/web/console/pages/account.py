"""My account: the password and the second factor; and the second step at the door."""

from __future__ import annotations

from typing import Any

import django_otp
import segno
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duly.desk import second_factor
from duly.desk.outcomes import BadResult
from duly.web.console.needs import needs

WRONG = 422


@require_GET
@needs()
def account(request: Any) -> HttpResponse:
    """What one can change about one's own way in."""
    return _account(request, saved=request.GET.get("saved") == "1")


def _account(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    shown = {"has_second_factor": second_factor.of(request.user) is not None, **further}
    return render(request, "console/account.html", shown, status=status)


@require_POST
@needs()
def password(request: Any) -> HttpResponse:
    """A new password; this session goes on, every other ends."""
    asked = request.POST
    try:
        second_factor.new_password(request.user, asked.get("old", ""), asked.get("new", ""), at=request.at)
    except BadResult as fault:
        return _account(request, status=WRONG, fault=fault)
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)
    return redirect("/account?saved=1")


@require_POST
@needs()
def enrol(request: Any) -> HttpResponse:
    """Show the secret as a picture, and take the digits that prove that it has arrived."""
    if second_factor.of(request.user) is not None:
        return redirect("account")
    digits = request.POST.get("digits", "").replace(" ", "")
    fault = None
    if digits:
        try:
            django_otp.login(request, second_factor.confirm(request.user, digits, at=request.at))
        except BadResult as wrong:
            fault = wrong
        else:
            return redirect("/account?saved=1")
    device = second_factor.begin(request.user)
    picture = segno.make(device.config_url, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    shown = {"picture": picture, "secret": second_factor.secret(device), "enrol_fault": fault}
    return _account(request, status=WRONG if fault else 200, **shown)


@require_POST
@needs()
def remove(request: Any) -> HttpResponse:
    """Without a second factor from now on."""
    try:
        second_factor.remove(request.user, request.POST.get("digits", "").replace(" ", ""), at=request.at)
    except BadResult as fault:
        return _account(request, status=WRONG, remove_fault=fault)
    return redirect("/account?saved=1")


@require_http_methods(["GET", "POST"])
def second_step(request: Any) -> HttpResponseBase:
    """At the door, after the password: the six digits, from whoever has a second factor."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    onward = request.POST.get("next") or request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = "/"
    if request.user.is_verified():
        return redirect(onward)
    wrong = False
    if request.method == "POST":
        device = django_otp.match_token(request.user, request.POST.get("digits", "").replace(" ", ""))
        if device is not None:
            django_otp.login(request, device)
            return redirect(onward)
        wrong = True
    shown = {"next": onward, "wrong": wrong}
    return render(request, "console/second_step.html", shown, status=WRONG if wrong else 200)
