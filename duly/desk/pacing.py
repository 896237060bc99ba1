"""Count what a token asks, exactly, however many processes serve it: one row, moved on in one statement.

The row says when all that was used has come back. A request moves it on by one step; where that would go further ahead
than a whole bucket lasts, nothing is moved, nothing is done, and the caller hears when to come again.
"""

from __future__ import annotations

from datetime import datetime

from django.db import OperationalError
from django.db.models import BigIntegerField, Case, F, Q, Value, When
from django.db.models.functions import Greatest

from duly.core.day import day_of
from duly.desk.once import Busy, is_lock
from duly.rules import pace
from duly.rules.pace import MICROSECONDS, Pace
from duly.store.models import Paced, Token

SKEW_US = 60 * MICROSECONDS  # a house default: how far the clocks of two machines may differ


class TooOften(ValueError):
    """The token has asked all that it may for now; `seconds` is when one more request has come back, at least 1."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"请求过于频繁，{seconds} 秒后再来 too many requests; come again in {seconds} s")
        self.seconds = seconds


def take(token: Token, *, at: datetime) -> None:
    """Count one request. Raises TooOften, or Busy where somebody else writes for too long; then nothing was counted."""
    try:
        _take(token, pace.on(day_of(at)), _us(at))
    except OperationalError as fault:
        if not is_lock(fault):
            raise
        raise Busy(str(token.id)) from fault


def _take(token: Token, allowed: Pace, now: int) -> None:
    if _moved_on(token, allowed, now):
        return
    Paced.objects.get_or_create(token=token)  # the first request of a token
    if _moved_on(token, allowed, now):
        return
    full = Paced.objects.values_list("full_us", flat=True).get(token=token)
    ahead = full + allowed.step_us - now - allowed.whole_us
    raise TooOften(max(1, -(-ahead // MICROSECONDS)))


def _moved_on(token: Token, allowed: Pace, now: int) -> bool:
    """One request further, if that is within a whole bucket; a row from the future is a clock's fault, and no use."""
    last, instant = now + allowed.whole_us, Value(now, BigIntegerField())
    used = Case(When(full_us__gt=last + SKEW_US, then=instant), default=Greatest(F("full_us"), instant))
    # of the column and never of a sum: Django takes a sum of two whole numbers for a small one, and leaves a condition
    # out that no small number can fail
    is_left = Q(full_us__lte=last - allowed.step_us) | Q(full_us__gt=last + SKEW_US)
    return bool(Paced.objects.filter(is_left, token=token).update(full_us=used + Value(allowed.step_us)))


def _us(at: datetime) -> int:
    return int(at.timestamp() * MICROSECONDS)
