"""Calls, counted per person and particular debt, and what is left out of the count."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from duly.rules.compliance.us_regf.asked import (
    CALLS,
    LONG_AGO,
    NOT_CONNECTED,
    Asked,
    Record,
    consents_of,
    place_of,
)


def calls_of(asked: Asked) -> dict[str, Any]:
    consumer = asked.consumers(asked.action.get("party"))
    court, overlays = asked.action.get("purpose") or "", asked.facts.get("overlays") or ()
    excluded = {
        "call_excluded": _excluded(asked) or not (consumer or asked.action.get("purpose") == "location_information"),
        "state_binds": "US-MA" in overlays and consumer,
    }
    if asked.facts.get("events") is None:
        return excluded | dict.fromkeys(("calls", "days_since_talk", "bunched", "state_calls"))
    made = [
        each for each in asked.ours
        if each["direction"] == "outbound" and each["channel"] in CALLS and each["party"] == asked.action.get("party")
        and each.get("outcome") not in NOT_CONNECTED
    ]  # fmt: skip
    week = [each for each in made if (asked.today - asked.day_of(each["ts"])).days <= 6]
    month = [each for each in made if (asked.today - asked.day_of(each["ts"])).days <= 29]
    talks = [
        each for each in asked.ours
        if each["channel"] == "phone_call" and each.get("outcome") == "conversation"
        and each.get("about_debt") is not False and each["party"] == asked.action.get("party") and asked.about(each)
    ]  # fmt: skip
    recent = [each for each in made if asked.at - each["ts"] <= timedelta(minutes=5)]
    today = [each for each in week if asked.day_of(each["ts"]) == asked.today]
    required = court.startswith("call required")
    return excluded | {
        "calls": _most(asked, [each for each in week if not _was_consented(asked, each)]),
        "days_since_talk": min([LONG_AGO, *((asked.today - asked.day_of(each["ts"])).days for each in talks)]),
        "bunched": (bool(recent) or len(today) >= 6) and not required,
        "state_calls": _most(asked, month if place_of(asked) == "work" else week),
    }


def _most(asked: Asked, calls: list[Record]) -> int:
    """The highest count of any debt: a call about several counts for each."""
    return max((sum(key in asked.about(each) for each in calls) for key in asked.keys), default=0)


def _excluded(asked: Asked) -> bool:
    """Direct prior consent lasts seven days with the day of its receipt, and ends with a conversation."""
    return any(_fresh(asked, each, asked.at) for each in consents_of(asked))


def _fresh(asked: Asked, consent: Record, at: datetime) -> bool:
    talked = any(
        each["channel"] == "phone_call" and each.get("outcome") == "conversation" and consent["ts"] < each["ts"] < at
        for each in asked.ours
    )
    return 0 <= (asked.day_of(at) - asked.day_of(consent["ts"])).days <= 6 and consent["ts"] < at and not talked


def _was_consented(asked: Asked, call: Record) -> bool:
    return any(_fresh(asked, each, call["ts"]) for each in asked.ours if each.get("consent_given"))
