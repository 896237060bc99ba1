"""Who is let in: a program by its token, or a person by the console's session; and what either may do here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from duly.desk import pacing, tokens
from duly.desk.once import Busy
from duly.rules.rights import Act, may
from duly.store.models import User
from duly.store.walls import behind
from duly.web.api.problems import Fault, Problem

SAFE = ("GET", "HEAD", "OPTIONS")


class Bearer(HttpBearer):
    """A token; no header but Authorization is looked at. A token that is no good is not excused by a session."""

    def __init__(self, needs: tuple[Act, ...], one_of: tuple[Act, ...] = ()) -> None:
        super().__init__()
        self.needs, self.one_of = needs, one_of

    def authenticate(self, request: Any, token: str) -> User:
        found = tokens.find(token, at=settings.WALL_CLOCK())
        if found is None:
            raise not_signed_in()
        try:
            pacing.take(found, at=settings.WALL_CLOCK())
        except pacing.TooOften as fault:
            raise Problem("too_often", headers={"Retry-After": str(fault.seconds)}) from None
        except Busy:
            raise Problem("busy", headers={"Retry-After": "2"}) from None
        _allowed(found.user, self.needs, self.one_of, frozenset(found.scopes))
        request.user, request.token = found.user, found
        request.wall.enter_context(behind(found.user.agency_id))
        user: User = found.user
        return user


class Session(APIKeyCookie):
    """The console's session; whatever is written by it needs the CSRF token of a page."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, needs: tuple[Act, ...], one_of: tuple[Act, ...] = ()) -> None:
        super().__init__()
        self.needs, self.one_of = needs, one_of

    def __call__(self, request: HttpRequest) -> User | None:
        user: Any = request.user
        if "Authorization" in request.headers or not user.is_authenticated:
            return None
        if request.method not in SAFE and check_csrf(request) is not None:
            raise Problem("forged")
        _allowed(user, self.needs, self.one_of, None)
        found: User = user
        return found

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        """Django's session has done it."""
        return self(request)


def not_signed_in() -> Problem:
    return Problem("not_signed_in", headers={"WWW-Authenticate": 'Bearer realm="duly"'})


def _allowed(user: User, needs: tuple[Act, ...], one_of: tuple[Act, ...], scopes: frozenset[str] | None) -> None:
    """Raise a Problem unless the role has every right of `needs` and one of `one_of`, and the token too."""
    if user.suspended:
        raise Problem("not_allowed", detail=("此人已停职", "This person is suspended from collection work"))

    def has(act: Act) -> bool:
        return may(user.role, act) and (scopes is None or act in scopes)

    lacking = [act.value for act in needs if not has(act)]
    if one_of and not any(has(act) for act in one_of):
        lacking.append(" / ".join(one_of))
    if lacking:
        named = ", ".join(lacking)
        raise Problem("not_allowed", (Fault("scope", f"缺少权限：{named}", f"lacks the right: {named}"),))
