"""The clock at every place where the consumer may be, and what the consumer said of times and places."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from duly.rules.compliance.us_regf.asked import Asked
from duly.rules.compliance.us_regf.words import (
    BUSY,
    CEASE,
    EMPLOYER_FORBIDS,
    FORBIDS,
    INCONVENIENT,
    STOP,
    THIS_TIME,
    TIMED_WISH,
    UNWELCOME,
    WELCOME,
    Window,
    window_in,
)
from duly.rules.compliance.wire.told import Record, in_window, named_windows, within

HOURS = "us.cfr1006.hours"


def clock_of(asked: Asked) -> dict[str, Any]:
    """Every fact about time and place."""
    locals_ = [asked.at.astimezone(zone) for zone in asked.zones]
    minutes = [each.hour * 60 + each.minute for each in locals_]
    late = [each.hour * 60 + each.minute + bool(each.second or each.microsecond) for each in locals_]
    clear, unclear = _heard_times(asked, asked.at)
    places = {each.get("place") for each in asked.stated_of("inconvenient_place")}
    return {
        "earliest_minute": min(minutes, default=None),
        "latest_minute": max(late, default=None),
        "conflicting": len({each.utcoffset() for each in locals_}) > 1 if locals_ else None,
        "hours_agreed": _within_own_hours(asked),
        "inconvenient": clear or _designated(asked, asked.at),
        "statement_unclear": unclear or any(each.get("type") is None for each in asked.stated),
        "inconvenient_place": asked.place in places if asked.place else False,
    }


def unfit(asked: Asked, at: datetime) -> bool:
    """Whether an instant was outside the presumed hours somewhere, or named as inconvenient."""
    locals_ = [at.astimezone(zone) for zone in asked.zones]
    outside = any(not presumed(asked, each) for each in locals_)
    return outside or _designated(asked, at) or _heard_times(asked, at)[0]


def presumed(asked: Asked, local: datetime) -> bool:
    """Whether a local time lies in the hours presumed convenient, as the law has them on the day of the act."""
    hours, minute = asked.limits(HOURS), local.hour * 60 + local.minute
    return bool(hours["opens"] <= minute <= hours["closes"])


def named_since(asked: Asked, since: datetime) -> bool:
    """Whether this time or place was named inconvenient after an instant: the later word counts."""
    places = [each for each in asked.stated_of("inconvenient_place") if each.get("place") == asked.place]
    later = [each for each in places if each.get("ts") is not None and each["ts"] > since]
    return _designated(asked, asked.at, since) or (asked.place is not None and bool(later))


def _designated(asked: Asked, at: datetime, since: datetime | None = None) -> bool:
    """Inside a window that was named inconvenient, or outside the only one that is convenient."""
    told = [each for each in asked.stated if each.get("ts") is None or each["ts"] <= at]
    if since is not None:
        told = [each for each in told if each.get("ts") is not None and each["ts"] > since]
    blocked = [each for each in told if each.get("type") == "inconvenient_time"]
    locals_ = [at.astimezone(zone) for zone in asked.zones]
    return any(in_window(each, local) for each in blocked for local in locals_) or any(
        not within(hours, local) for hours in _hours_kept(told) for local in locals_
    )


def _hours_kept(told: list[Record]) -> list[list[Record]]:
    """Hours wished for, and hours agreed on: each is kept to."""
    kinds = ("contact_window", "agreed_limit")
    found = (named_windows([each for each in told if each.get("type") == kind]) for kind in kinds)
    return [hours for hours in found if hours]


def _within_own_hours(asked: Asked) -> bool:
    """The consumer named hours of their own; knowledge of them takes the place of the presumption."""
    kept = _hours_kept(asked.stated)
    named = all(each.get("from") or each.get("to") for hours in kept for each in hours)
    locals_ = [asked.at.astimezone(zone) for zone in asked.zones]
    return bool(kept and locals_) and named and all(within(hours, local) for hours in kept for local in locals_)


def _heard_times(asked: Asked, at: datetime) -> tuple[bool, bool]:
    """What was said means for an instant: surely inconvenient, or unclear and for a person to read.

    The word "inconvenient" is always enough; being busy just now names no time (comment 6(b)(1)-1).
    """
    said = [(each.get("ts"), each.get("text") or "") for each in asked.stated_of("statement")]
    said += [
        (each["ts"], each["text"]) for each in asked.words
        if INCONVENIENT.search(each["text"]) or (window_in(each["text"]) and TIMED_WISH.search(each["text"]))
    ]  # fmt: skip
    means = [_means(asked, text, when, at) for when, text in said if when is None or when <= at]
    return any(clear for clear, _ in means), any(unclear for _, unclear in means)


def window_said(asked: Asked, text: str, said: datetime | None) -> Window | None:
    """The span that words name; "this time" is the hour before and after they were said."""
    window = window_in(text)
    if window is None and said is not None and INCONVENIENT.search(text) and THIS_TIME.search(text):
        local = said.astimezone(asked.zone)
        minute = local.hour * 60 + local.minute
        window = Window(max(minute - 60, 0), min(minute + 61, 1440))
    return window


def _means(asked: Asked, text: str, said: datetime | None, at: datetime) -> tuple[bool, bool]:
    window = window_said(asked, text, said)
    if window is None:
        about_else = BUSY.search(text) or EMPLOYER_FORBIDS.search(text) or STOP.search(text) or CEASE.search(text)
        return False, bool(INCONVENIENT.search(text)) or not about_else
    inside = any(window.holds(at.astimezone(zone)) for zone in asked.zones)
    if INCONVENIENT.search(text):
        return inside, False
    if not (UNWELCOME.search(text) or WELCOME.search(text)):
        return False, True
    welcome = bool(WELCOME.search(text)) and not FORBIDS.search(text)
    return False, inside != welcome
