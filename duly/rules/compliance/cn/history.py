"""What counts as what in the history of contacts, and the counts for one case.

The same words make the counts of the whole book in `duly.book.history`; a property holds both equal. Counted is only
what lender or agencies began. What nobody knows the outcome of counts as if it had reached the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duly.core.day import day_bounds
from duly.rules.compliance.cn.facts import CALLS, LONG_AGO

WEEK_DAYS = 7  # the local day of the contact and the six before
UNANSWERED = ("no_answer", "busy", "switched_off", "refused", "not_in_service", "failed")  # all else was answered
EFFECTIVE = ("conversed", "unknown")  # of an interactive call
REACHED = ("conversed", "answered", "unknown")  # the person meant, and nobody else, picked up
NUMBERS = ("mobile", "landline")
OTHER_ADDRESSES = ("email", "wechat", "app_account")
DEAD = ("not_in_service", "wrong_number", "reassigned")  # a number that blocked us is not: its owner wants peace


@dataclass(frozen=True, slots=True)
class Past:
    """One contact of the history, as a row of the book's table says it."""

    at: datetime
    channel: str
    outcome: str
    mode: str | None = None
    direction: str = "outbound"
    party_role: str = "borrower"
    address_id: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """One address about a borrower, as a row of the book's table says it."""

    address_id: str
    kind: str
    owner_role: str
    state: str


def history_facts(past: Sequence[Past], *, day: date, party_role: str, address_id: str | None) -> dict[str, int]:
    """Count what was done, up to the end of a local day, to the side that a contact would reach.

    The borrower is one side; all other persons together are the other. A number is counted whoever was to be reached on
    it; a call whose number is not known counts for every number of its side. The last one is told by the minute at
    which it is over, so that no wait after it is cut short.
    """
    start, _ = day_bounds(day)
    minutes = [(row, (row.at - start) // timedelta(minutes=1)) for row in past if row.direction == "outbound"]
    ours = [
        (row, minute)
        for row, minute in minutes
        if minute < 1440 and (row.party_role == "borrower") == (party_role == "borrower")
    ]
    week = [(row, minute) for row, minute in ours if minute >= -(WEEK_DAYS - 1) * 1440]
    today = [(row, minute) for row, minute in week if minute >= 0]
    tries = sum(
        row.channel in CALLS and row.address_id == address_id is not None
        for row, minute in minutes
        if 0 <= minute < 1440
    )
    here = [row for row, _ in ours if row.address_id in (None, address_id)]
    over = [(row, -((start - row.at) // timedelta(minutes=1))) for row, _ in week]
    return {
        "notices_answered_today": sum(_answered(row) and row.mode == "informational" for row, _ in today),
        "conversations_today": sum(_conversation(row) for row, _ in today),
        "answered_today": sum(_answered(row) for row, _ in today),
        "answered_in_week": sum(_answered(row) for row, _ in week),
        "attempts_on_number": sum(row.channel in CALLS and row.address_id is None for row, _ in today) + tries,
        "last_answered_minute": max([LONG_AGO, *(minute for row, minute in over if _answered(row))]),
        "last_attempt_minute": max([LONG_AGO, *(minute for row, minute in over if row.channel in CALLS)]),
        "texts_today": sum(_sent(row, "sms") for row, _ in today),
        "texts_in_week": sum(_sent(row, "sms") for row, _ in week),
        "pushes_today": sum(_sent(row, "push") for row, _ in today),
        "messages_today": sum(_sent(row, "im") for row, _ in today),
        "person_answered_in_week": sum(_answered(row) and row.address_id in (None, address_id) for row, _ in week),
        "person_answered_ever": sum(_answered(row) for row in here),
    }


def reach_facts(past: Sequence[Past], addresses: Sequence[Address], *, day: date) -> dict[str, int]:
    """Count what shows that the borrower can or cannot be reached; asked before a third person is.

    Numbers that are all dead prove it, no number on file proves nothing; so both are counted. Any other address is
    tried once something left for it before the day.
    """
    start, _ = day_bounds(day)
    sent = [
        (row, minute)
        for row in past
        if row.direction == "outbound" and row.party_role == "borrower"
        if -(WEEK_DAYS - 1) * 1440 <= (minute := (row.at - start) // timedelta(minutes=1)) < 1440
    ]
    calls = [(row, minute) for row, minute in sent if row.channel in CALLS]
    own = [each for each in addresses if each.owner_role == "borrower"]
    numbers = [each for each in own if each.kind in NUMBERS]
    valid_numbers = [each.address_id for each in numbers if each.state not in DEAD]
    tried = {row.address_id for row, minute in sent if minute < 0 and row.outcome != "failed"}
    others = {each.address_id for each in own if each.kind in OTHER_ADDRESSES and each.state == "valid"}
    reached = [minute for row, minute in calls if row.outcome in REACHED]
    last = max(reached, default=-WEEK_DAYS * 1440)
    return {
        "numbers_on_file": len(numbers),
        "valid_numbers": len(valid_numbers),
        "untried_addresses": len(others - tried),
        "reached_in_week": len(reached),
        "failures_in_a_row": sum(minute > last for _, minute in calls),
        "failed_a_day_least": min((_failed_least(calls, number) for number in valid_numbers), default=0),
    }


def _failed_least(calls: Sequence[tuple[Past, int]], number: str) -> int:
    """Fewest failed attempts on a number on any of the three days before; none where somebody answered it."""
    on_it = [(row, minute // 1440) for row, minute in calls if row.address_id == number and -3 <= minute // 1440 <= -1]
    if any(_answered(row) for row, _ in on_it):
        return 0
    return min(sum(day == before for _, day in on_it) for before in (-3, -2, -1))


def _answered(row: Past) -> bool:
    return row.channel in CALLS and row.outcome not in UNANSWERED


def _conversation(row: Past) -> bool:
    return row.channel in CALLS and row.mode != "informational" and row.outcome in EFFECTIVE


def _sent(row: Past, channel: str) -> bool:
    return row.channel == channel and row.outcome != "failed"
