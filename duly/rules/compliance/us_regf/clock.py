"""The clock at every place where the consumer may be, and what the consumer said of times and places."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from duly.rules.compliance.us_regf.asked import Asked
from duly.rules.compliance.us_regf.words import (
    BUSY,
    CEASE,
    DAY_NAMES,
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
from duly.rules.compliance.wire.reading import Unreadable
from duly.rules.compliance.wire.told import Record

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:\d\d)?|24:00(:00)?")
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


def minute_of(text: str | None, default: int, path: str) -> int:
    """A time of the local clock as minutes.

    Raises Unreadable.
    """
    if text is None:
        return default
    if not TIME.fullmatch(text):
        raise Unreadable(path, f"{text!r} is no time; write 08:30, or 24:00 for the end of the day")
    return int(text[:2]) * 60 + int(text[3:5])


def window_of(record: Record) -> Window:
    days = tuple(record["days"]) if record.get("days") else DAY_NAMES
    return Window(
        minute_of(record.get("from"), 0, "facts.preferences.from"),
        minute_of(record.get("to"), 1440, "facts.preferences.to"),
        days,
    )


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
    blocked = [window_of(each) for each in told if each.get("type") == "inconvenient_time"]
    only = [window_of(each) for each in told if each.get("type") in ("contact_window", "agreed_limit")]
    locals_ = [at.astimezone(zone) for zone in asked.zones]
    return any(each.holds(local) for each in blocked for local in locals_) or (
        bool(only) and any(not any(each.holds(local) for each in only) for local in locals_)
    )


def _within_own_hours(asked: Asked) -> bool:
    """The consumer named hours of their own; knowledge of them takes the place of the presumption."""
    named = [
        window_of(each) for each in (*asked.stated_of("contact_window"), *asked.stated_of("agreed_limit"))
        if each.get("from") or each.get("to")
    ]  # fmt: skip
    locals_ = [asked.at.astimezone(zone) for zone in asked.zones]
    return bool(named) and bool(locals_) and all(any(each.holds(local) for each in named) for local in locals_)


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
