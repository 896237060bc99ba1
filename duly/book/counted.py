"""What was done to each person before each contact, counted in one walk over contacts in the order of their instants.

A window never begins again from its first contact: a count goes up with what enters, and down with what leaves behind.
The walk is plain Python over columns of numbers, translated to machine code.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duly.book.history import words
from duly.book.translated import translated
from duly.rules.compliance.cn.facts import CALLS, LONG_AGO
from duly.rules.compliance.cn.history import EFFECTIVE, UNANSWERED, WEEK_DAYS

Column = NDArray[Any]

OFFSET = 8 * 3600  # Asia/Shanghai, seconds east; the same all year since 1991-09-15
DAY_SECONDS = 86_400
DAY_MINUTES, OFFSET_MINUTES = DAY_SECONDS // 60, OFFSET // 60
NOWHERE = -1  # the number of a contact whose address is not known

# What one contact is, a bit each; all but the first only where it is ours
OWN, CALL, ANSWERED, NOTICE, CONVERSATION, TEXT, PUSH, MESSAGE, ON_ANY = (1 << place for place in range(9))
_SENT = "ours AND outcome <> 'failed'"
_KINDS = {
    OWN: "party_role = 'borrower'",
    CALL: "call",
    ANSWERED: "answered",
    NOTICE: "answered AND notice",
    CONVERSATION: f"call AND NOT notice AND outcome IN {words(EFFECTIVE)}",
    TEXT: f"channel = 'sms' AND {_SENT}",
    PUSH: f"channel = 'push' AND {_SENT}",
    MESSAGE: f"channel = 'im' AND {_SENT}",
    ON_ANY: "call AND address_id IS NULL",
}
# The facts, by the row of the answer that holds them: those counted on a day first, those of a week at the end
(ANSWERED_DAY, NOTICES_DAY, CONVERSATIONS_DAY, TEXTS_DAY, PUSHES_DAY, MESSAGES_DAY, TRIES, ANSWERED_WEEK, TEXTS_WEEK,
 LAST_ANSWERED, LAST_ATTEMPT, PERSON_WEEK, PERSON_EVER) = range(13)  # fmt: skip
FACTS = (
    "answered_today",
    "notices_answered_today",
    "conversations_today",
    "texts_today",
    "pushes_today",
    "messages_today",
    "attempts_on_number",
    "answered_in_week",
    "texts_in_week",
    "last_answered_minute",
    "last_attempt_minute",
    "person_answered_in_week",
    "person_answered_ever",
)
# A row of what is known of a number: whose it is now, the day of its tries, and answers of third persons
WHO, DAY, TRIED, WEEK, EVER, NUMBER_ROW = range(6)


def past_query(contacts: str) -> str:
    """Build what counting reads of a table that holds all that was done to each borrower in it.

    Gives numbers in the order of who and when; contacts at one instant in that of their ids, so that counts do not
    depend on how the table lies. `row_no` is a contact's place in the table, from 0.
    """
    kinds = " | ".join(f"(({where})::USMALLINT * {bit})::USMALLINT" for bit, where in _KINDS.items())
    return f"""
WITH whose AS (
    SELECT borrower_id, row_number() OVER ()::INTEGER AS who FROM (SELECT DISTINCT borrower_id FROM {contacts})
), numbers AS (
    SELECT address_id, (row_number() OVER () - 1)::INTEGER AS number
    FROM (SELECT DISTINCT address_id FROM {contacts} WHERE address_id IS NOT NULL)
)
SELECT row_no, who, coalesce(number, {NOWHERE}) AS number,
    ((done // 1000000 + {OFFSET}) // {DAY_SECONDS})::INTEGER AS day_no,
    ((done + 59999999) // 60000000)::INTEGER AS over_minute, {kinds} AS kinds
FROM (
    SELECT t.rowid AS row_no, who, number, address_id, contact_id, epoch_us("at") AS done, party_role, channel, outcome,
        direction = 'outbound' AS ours, ours AND channel IN {words(CALLS)} AS call,
        call AND outcome NOT IN {words(UNANSWERED)} AS answered, coalesce(mode = 'informational', false) AS notice
    FROM {contacts} t JOIN whose USING (borrower_id) LEFT JOIN numbers USING (address_id))
ORDER BY who, done, contact_id"""


def count_back(past: Mapping[str, Column]) -> dict[str, Column]:
    """The facts that stood before each contact, a column each, in the order of the table of `past_query`.

    Raises ValueError where rows of the table are missing: a count would stand beside another contact.
    """
    size = len(past["who"])
    if past["row_no"].max(initial=-1) >= size:
        raise ValueError("contacts to count must lie in a table of their own, from which no row was taken")
    numbers = np.zeros((int(past["number"].max(initial=NOWHERE)) + 1, NUMBER_ROW), np.int32)
    facts = np.empty((len(FACTS), size), np.int32)
    columns = (past[name] for name in ("row_no", "who", "number", "day_no", "over_minute", "kinds"))
    _compiled()(*(np.ascontiguousarray(column) for column in columns), numbers, facts)
    return dict(zip(FACTS, facts, strict=True))


@cache
def _compiled() -> Any:
    return translated(walk, "counted", __file__)


def walk(
    row_no: Any, who: Any, number: Any, day_no: Any, over_minute: Any, kinds: Any, numbers: Any, facts: Any
) -> None:
    """Fill the facts of every contact. `numbers` is a row of zeros a number; the sides are the borrower, and others."""
    today, week = np.zeros((2, TRIES + 1), np.int32), np.zeros((2, 2), np.int32)
    last = np.zeros((2, 2), np.int64)
    week_anywhere = ever_anywhere = 0  # answers of third persons on numbers that are not known
    left = 0  # the first contact of the person within the week
    for i in range(len(who)):
        if i == 0 or who[i] != who[i - 1]:
            today[:], week[:], last[:] = 0, 0, 0
            week_anywhere = ever_anywhere = 0
            left = i
        elif day_no[i] != day_no[i - 1]:
            today[:] = 0
        while day_no[left] <= day_no[i] - WEEK_DAYS:
            side = 1 if kinds[left] & OWN else 0
            week[side, 0] -= (kinds[left] & ANSWERED) // ANSWERED
            week[side, 1] -= (kinds[left] & TEXT) // TEXT
            if side == 0 and kinds[left] & ANSWERED:
                if number[left] == NOWHERE:
                    week_anywhere -= 1
                else:
                    numbers[number[left], WEEK] -= 1
            left += 1

        at, kind, here = row_no[i], kinds[i], number[i]
        side = 1 if kind & OWN else 0
        tries = week_here = ever_here = 0
        if here != NOWHERE:
            if numbers[here, WHO] != who[i]:
                numbers[here] = 0
                numbers[here, WHO] = who[i]
            if numbers[here, DAY] != day_no[i]:
                numbers[here, DAY], numbers[here, TRIED] = day_no[i], 0
            tries, week_here, ever_here = numbers[here, TRIED], numbers[here, WEEK], numbers[here, EVER]
        for fact in range(TRIES):
            facts[fact, at] = today[side, fact]
        facts[TRIES, at] = tries + today[side, TRIES]
        facts[ANSWERED_WEEK, at], facts[TEXTS_WEEK, at] = week[side, 0], week[side, 1]
        midnight = day_no[i] * DAY_MINUTES - OFFSET_MINUTES
        facts[LAST_ANSWERED, at] = max(last[side, 0] - midnight, LONG_AGO)
        facts[LAST_ATTEMPT, at] = max(last[side, 1] - midnight, LONG_AGO)
        facts[PERSON_WEEK, at] = 0 if side == 1 else week_here + week_anywhere
        facts[PERSON_EVER, at] = 0 if side == 1 else ever_here + ever_anywhere

        today[side, NOTICES_DAY] += (kind & NOTICE) // NOTICE
        today[side, CONVERSATIONS_DAY] += (kind & CONVERSATION) // CONVERSATION
        today[side, PUSHES_DAY] += (kind & PUSH) // PUSH
        today[side, MESSAGES_DAY] += (kind & MESSAGE) // MESSAGE
        today[side, TRIES] += (kind & ON_ANY) // ON_ANY
        if kind & TEXT:
            today[side, TEXTS_DAY] += 1
            week[side, 1] += 1
        if kind & CALL:
            last[side, 1] = over_minute[i]
            if here != NOWHERE:
                numbers[here, TRIED] += 1
        if kind & ANSWERED:
            today[side, ANSWERED_DAY] += 1
            week[side, 0] += 1
            last[side, 0] = over_minute[i]
            if side == 0 and here != NOWHERE:
                numbers[here, WEEK] += 1
                numbers[here, EVER] += 1
            elif side == 0:
                week_anywhere += 1
                ever_anywhere += 1
