"""The way in."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from duly.web.console.templatetags.duly import say


class SignIn(AuthenticationForm):
    """Name and password; what is wrong is said in the language of the page, and not which of the two."""

    def get_invalid_login_error(self) -> forms.ValidationError:
        return forms.ValidationError(
            say(
                "用户名或密码不对；连续五次后锁定十五分钟。",
                "Name or password is wrong; after five tries the door is locked for a quarter of an hour.",
            ),
            code="invalid_login",
        )


_view = LoginView.as_view(
    template_name="console/sign_in.html", authentication_form=SignIn, redirect_authenticated_user=True
)


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in, and go where one wanted to go."""
    return _view(request)
