"""Count what a token asks, exactly, however many processes serve it: one row, moved on in one statement.

The row says when all that was used has come back. A request moves it on by one step; where that would go further ahead
than a whole bucket lasts, nothing is moved, nothing is done, and the caller hears when to come again.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, Case, F, Value, When
from django.db.models.functions import Greatest

from duly.core.day import day_of
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
    """Count one request. Raises TooOften; then nothing was counted."""
    allowed, now = pace.on(day_of(at)), _us(at)
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
    after = used + Value(allowed.step_us, BigIntegerField())
    return bool(Paced.objects.filter(token=token).alias(after=after).filter(after__lte=last).update(full_us=after))


def _us(at: datetime) -> int:
    return int(at.timestamp() * MICROSECONDS)
