"""Counts over the history of a question: per creditor and person, lender and agencies together, by the local day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from duly.rules.compliance.cn.facts import LONG_AGO
from duly.rules.compliance.cn.records import Records
from duly.rules.compliance.wire.told import Record

UNANSWERED = ("no_answer", "busy", "rejected", "not_in_service", "line_blocked")
NUMBERS = ("mobile", "landline")
DEAD = ("not_in_service", "reassigned")
WEEK = 7
COUNTS = (
    "notices_answered_today", "conversations_today", "answered_today", "answered_in_week", "attempts_on_number",
    "last_answered_minute", "last_attempt_minute", "texts_today", "texts_in_week", "pushes_today", "messages_today",
    "person_answered_in_week", "person_answered_ever", "numbers_on_file", "valid_numbers", "untried_addresses",
    "reached_in_week", "failures_in_a_row", "failed_a_day_least",
)  # fmt: skip


def counted(records: Records) -> dict[str, Any]:
    """Every count a rule asks for; all unknown where the question tells no history."""
    counter = (records.facts.get("systems") or {}).get("contact_counter")
    together = {"counted_together": None if counter is None else counter == "up"}
    if records.facts.get("events") is None:
        return together | dict.fromkeys(COUNTS)
    return together | _contacts(records) | _reach(records)


def answered(event: Record) -> bool:
    """Whether a call was picked up; nobody knowing counts as if it was."""
    told = event.get("answered")
    return bool(told) if told is not None else event.get("outcome") not in UNANSWERED


def effective(event: Record) -> bool:
    told = event.get("effective")
    if told is not None:
        return bool(told)
    return answered(event) and event.get("outcome") in (None, "conversation", "answered")


def _contacts(records: Records) -> dict[str, int]:
    to_borrower, borrower = records.is_borrower, records.consumer.get("id")
    ours = [
        (event, records.minutes_of(event))
        for event in records.history
        if event["direction"] == "outbound" and (event["party"] == borrower) == to_borrower
    ]
    week = [(event, at) for event, at in ours if at >= -(WEEK - 1) * 1440]
    today = [event for event, at in week if at >= 0]
    calls = [event for event in today if event["channel"] == "phone_call"]
    lines = [(event, at) for event, at in week if event["channel"] == "phone_call"]
    person = records.action.get("party")
    own = [(event, at) for event, at in ours if event["party"] == person and event["channel"] == "phone_call"]
    tried = [
        event for event in records.history
        if event["direction"] == "outbound" and event["channel"] == "phone_call"
        and event.get("address") in (None, records.action.get("address")) and records.minutes_of(event) >= 0
    ]  # fmt: skip
    return {
        "notices_answered_today": sum(answered(each) and each.get("mode") == "informational" for each in calls),
        "conversations_today": sum(effective(each) and each.get("mode") != "informational" for each in calls),
        "answered_today": sum(map(answered, calls)),
        "answered_in_week": sum(answered(event) for event, _ in lines),
        "attempts_on_number": len(tried),
        "last_answered_minute": max([LONG_AGO, *(records.minute_over(event) for event, _ in lines if answered(event))]),
        "last_attempt_minute": max([LONG_AGO, *(records.minute_over(event) for event, _ in lines)]),
        "texts_today": _sent(today, "text"),
        "texts_in_week": _sent([event for event, _ in week], "text"),
        "pushes_today": _sent(today, "push"),
        "messages_today": _sent(today, "im"),
        "person_answered_in_week": sum(answered(event) and at >= -(WEEK - 1) * 1440 for event, at in own),
        "person_answered_ever": sum(answered(event) for event, _ in own),
    }


def _sent(events: list[Record], channel: str) -> int:
    return sum(event["channel"] == channel and event.get("outcome") != "undeliverable_notice" for event in events)


def _reach(records: Records) -> dict[str, int]:
    """What shows whether the borrower can be reached, over the days that the proof covers."""
    numbers = own_numbers(records)
    valid = [each["id"] for each in numbers if (each.get("status") or "valid") not in DEAD]
    calls = [
        event for event in records.events
        if event["party"] == records.consumer.get("id") and event["channel"] == "phone_call"
    ]  # fmt: skip
    ours = [event for event in calls if event["direction"] == "outbound"]
    least, since = _best_days(records, ours, valid)
    reached = [event for event in reached_events(records) if records.minutes_of(event) >= since]
    last = max((event["ts"] for event in reached), default=None)
    return {
        "numbers_on_file": len(numbers),
        "valid_numbers": len(valid),
        "untried_addresses": 0,  # the contract's proof is about numbers alone
        "reached_in_week": len(reached),
        "failures_in_a_row": sum(last is None or event["ts"] > last for event in ours),
        "failed_a_day_least": least,
    }


def own_numbers(records: Records) -> list[Record]:
    """The borrower's own numbers that the borrower left."""
    return [
        each
        for each in records.all("addresses")
        if each.get("owner") == records.consumer.get("id") and each.get("kind") in NUMBERS and each.get("reserved")
    ]


def reached_events(records: Records) -> list[Record]:
    """Every time the borrower was reached, or called back."""
    return [
        event
        for event in records.events
        if event["party"] == records.consumer.get("id")
        and (event["direction"] == "inbound" or (event["channel"] == "phone_call" and answered(event)))
    ]


def _best_days(records: Records, calls: list[Record], numbers: list[Any]) -> tuple[int, int]:
    """The fewest failures a number and day over the best three consecutive days, and the minute from which they run."""
    built = (records.facts.get("unreachable_proof") or {}).get("built_at")
    end = records.day if built is None else min(records.day, built.astimezone(records.local.tzinfo).date())
    best, since = 0, -(WEEK - 1) * 1440
    if not numbers:
        return best, since if built is None else 0
    failed = _failed(calls, records)
    for back in range(31) if failed else ():
        days = [end - timedelta(days=back + step) for step in range(3)]
        least = min(failed[number, day] for number in numbers for day in days)
        if least > best:
            best, since = least, (days[-1] - records.day).days * 1440
    return best, since


def _failed(calls: list[Record], records: Records) -> Counter[tuple[Any, date]]:
    """Failed calls by number and local day; none on a day on which the number was answered."""
    made: Counter[tuple[Any, date]] = Counter()
    reached = set()
    for event in calls:
        on = event.get("address"), event["ts"].astimezone(records.local.tzinfo).date()
        made[on] += 1
        if answered(event):
            reached.add(on)
    for on in reached:
        del made[on]
    return made
