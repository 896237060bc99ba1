"""Calls, counted per person and particular debt, and what is left out of the count."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from duly.rules.compliance.us_regf.agreed import fresh_for_calls, lapsed_for_calls
from duly.rules.compliance.us_regf.asked import CALLS, NOT_CONNECTED, NOT_REACHED, Asked
from duly.rules.compliance.us_regf.holidays import holidays
from duly.rules.compliance.us_regf.persons import is_listed
from duly.rules.compliance.us_regf.words import CALL_ME, LITIGATION, REQUIRED
from duly.rules.compliance.wire.told import Record

LONG_AGO = 1000
FREE_DAY_CALLS = 3  # our own number: the comment names the pattern alone
UNKNOWN = ("calls", "days_since_talk", "bunched", "state_calls", "messages_today", "messages_yesterday")


def calls_of(asked: Asked) -> dict[str, Any]:
    """Every count. What nobody knows is None."""
    consumer, listed = asked.is_consumer(asked.party), is_listed(asked)
    keys = asked.keys or {None}
    state = (asked.facts.get("consumer") or {}).get("state")
    known = {
        "call_excluded": listed or all(fresh_for_calls(asked, asked.at, key) for key in keys),
        "consent_lapsed": any(lapsed_for_calls(asked, key) for key in keys),
        "several_debts": len(asked.key_of) > 1,
        "presumption_rebuttable": _rebuttable(asked),
        "state_binds": "US-MA" in (asked.facts.get("overlays") or ()) and consumer and state in (None, "MA"),
    }
    if asked.unheard or not asked.debts_known:
        return known | dict.fromkeys(UNKNOWN)
    made = [
        each for each in asked.ours
        if each["direction"] == "outbound" and each["channel"] in CALLS and each["party"] == asked.party
        and each.get("outcome") not in NOT_CONNECTED
    ]  # fmt: skip
    week = [each for each in made if asked.days_since(each["ts"]) <= 6]
    excluded = {key for key in keys if fresh_for_calls(asked, asked.at, key)}
    return known | {
        "calls_together": len(week),
        "calls": _most(asked, week, keys - excluded),
        "days_since_talk": min([LONG_AGO, *(asked.days_since(each["ts"]) for each in _talks(asked, keys - excluded))]),
        "bunched": _bunched(asked, made, week),
        "state_calls": _state_calls(asked, made),
        "messages_today": _messages(asked, asked.today),
        "messages_yesterday": _messages(asked, asked.today - timedelta(days=1)),
    }


def _talks(asked: Asked, keys: set[Any]) -> list[Record]:
    """Conversations by telephone about one of these debts, whoever began them."""
    return [
        each for each in asked.ours
        if each["channel"] == "phone_call" and each.get("outcome") == "conversation" and each["party"] == asked.party
        and each.get("about_debt") is not False and (None in keys or asked.keys_about(each) & keys)
    ]  # fmt: skip


def _most(asked: Asked, calls: list[Record], keys: set[Any]) -> int:
    """The highest count of any debt: a call about several counts for each, one that was agreed to for none."""
    return max(
        (
            sum(key in asked.keys_about(each) and not fresh_for_calls(asked, each["ts"], key, each) for each in calls)
            for key in keys
        ),
        default=0,
    )


def _bunched(asked: Asked, made: list[Record], week: list[Record]) -> bool:
    """Close upon an unanswered call, seven in a day, or gathered on Sundays and holidays (comment 14(b)(2)(i)-2)."""
    factors = asked.limits("us.cfr1006.rebuttal")
    close = timedelta(minutes=factors["minutes"])
    recent = [
        each for each in made
        if timedelta() <= asked.at - each["ts"] <= close
        and each.get("outcome") != "answered_then_dropped"
    ]  # fmt: skip
    today = [each for each in week if asked.day_of(each["ts"]) == asked.today]
    free = [each for each in week if _free_day(asked.day_of(each["ts"]))]
    unanswered = [each["ts"] for each in today if each.get("outcome") in NOT_REACHED]
    pair = any(later - sooner <= close for sooner, later in pairwise(unanswered))
    return (
        bool(recent)
        or pair
        or len(today) + 1 >= factors["calls_a_day"]
        or (_free_day(asked.today) and len(free) >= FREE_DAY_CALLS and len(free) == len(week))
    )


def _free_day(day: date) -> bool:
    return day.weekday() == 6 or day in holidays(day.year)


def _rebuttable(asked: Asked) -> bool:
    """Another law requires the call, a suit is being heard, or the person asked for it (comment 14(b)(2)(ii)-2)."""
    asked_for = asked.purpose == "respond" and any(
        CALL_ME.search(each.get("text") or "") and asked.days_since(each["ts"]) <= 7 and each["party"] == asked.party
        for each in asked.words
    )
    return bool(REQUIRED.search(asked.purpose) or LITIGATION.search(asked.purpose)) or asked_for


def _state_calls(asked: Asked, made: list[Record]) -> int:
    """Massachusetts: so many days back for a phone of the person's own, more for any other; texts count too."""
    texts = [
        each for each in asked.ours
        if each["direction"] == "outbound" and each["channel"] == "text" and each["party"] == asked.party
    ]  # fmt: skip
    work = asked.place == "work"
    days = asked.limits("us.ma940.call_count")["days_elsewhere" if work else "days"]
    like = [
        each for each in (*made, *texts)
        if asked.days_since(each["ts"]) < days and (each.get("address") or "").startswith("work") == work
    ]  # fmt: skip
    if work:
        like += [each for each in made if each.get("address") is None and asked.days_since(each["ts"]) < days]
    return max((sum(key in asked.keys_about(each) for each in like) for key in asked.keys), default=0)


def _messages(asked: Asked, day: date) -> int:
    """Messages sent on a day in the medium of this one."""
    return sum(
        each["channel"] == asked.channel and each["direction"] == "outbound" and each["party"] == asked.party
        and asked.day_of(each["ts"]) == day
        for each in asked.ours
    )  # fmt: skip
