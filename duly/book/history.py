"""What was done to whom, counted for every proposed contact of a day: the columns of `rules.compliance.history`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from duly.book.sql import text_literal
from duly.core.day import day_bounds
from duly.rules.compliance.cn.facts import CALLS, LONG_AGO
from duly.rules.compliance.cn.history import (
    DEAD,
    EFFECTIVE,
    NUMBERS,
    OTHER_ADDRESSES,
    REACHED,
    UNANSWERED,
    WEEK_DAYS,
)

COUNTS = (
    "notices_answered_today",
    "conversations_today",
    "answered_today",
    "answered_in_week",
    "texts_today",
    "texts_in_week",
    "pushes_today",
    "messages_today",
)


def minute_of(instant: str, day: date) -> str:
    """Whole minutes from the start of the local day; negative before it."""
    return minute_from(instant, str(int(day_bounds(day)[0].timestamp())))


def minute_from(instant: str, start: str) -> str:
    """Whole minutes from a second of the epoch at which a minute begins; negative before it.

    Needs no time zone of the engine. Engines divide towards zero, so what is divided is never negative.
    """
    return f"((epoch_us({instant}) // 60000000) - ({start} // 60))::INTEGER"


def minute_over(instant: str, day: date) -> str:
    """The first whole minute from the start of the local day at which an instant is past: a wait is never cut short."""
    start = int(day_bounds(day)[0].timestamp()) // 60
    return f"(((epoch_us({instant}) + 59999999) // 60000000) - {start})::INTEGER"


def words(of: tuple[str, ...]) -> str:
    return f"({', '.join(map(text_literal, of))})"


def instant_literal(at: datetime) -> str:
    return f"TIMESTAMPTZ '{at.astimezone(UTC).strftime('%Y-%m-%d %H:%M:%S')}+00'"


def history_ctes(day: date, proposed: str = "proposed") -> str:
    """Common tables `past`, `counts`, `tries`, `person` and `reach`. Reads contacts, addresses and the proposed."""
    start, end = day_bounds(day)
    since = instant_literal(start - timedelta(days=WEEK_DAYS - 1))
    until = instant_literal(end)
    answered = f"NOT c.outcome IN {words(UNANSWERED)}"
    return f"""
past AS (
    SELECT c.borrower_id, c.address_id, c.party_role = 'borrower' AS own, c.channel, c.outcome,
        {minute_of("c.at", day)} AS minute, {minute_over("c.at", day)} AS past_minute,
        c.at >= {instant_literal(start)} AS today,
        c.channel IN {words(CALLS)} AS call, c.channel IN {words(CALLS)} AND {answered} AS answered,
        coalesce(c.mode = 'informational', false) AS notice
    FROM contacts c WHERE c.direction = 'outbound' AND c.at >= {since} AND c.at < {until}
        {f"AND c.borrower_id IN (SELECT borrower_id FROM {proposed})" if proposed != "proposed" else ""}
), counts AS MATERIALIZED (
    SELECT borrower_id, own,
        (count(*) FILTER (today AND answered AND notice))::INTEGER AS notices_answered_today,
        (count(*) FILTER (today AND call AND NOT notice AND outcome IN {words(EFFECTIVE)}))::INTEGER
            AS conversations_today,
        (count(*) FILTER (today AND answered))::INTEGER AS answered_today,
        (count(*) FILTER (answered))::INTEGER AS answered_in_week,
        (count(*) FILTER (today AND channel = 'sms' AND outcome <> 'failed'))::INTEGER AS texts_today,
        (count(*) FILTER (channel = 'sms' AND outcome <> 'failed'))::INTEGER AS texts_in_week,
        (count(*) FILTER (today AND channel = 'push' AND outcome <> 'failed'))::INTEGER AS pushes_today,
        (count(*) FILTER (today AND channel = 'im' AND outcome <> 'failed'))::INTEGER AS messages_today,
        (count(*) FILTER (today AND call AND address_id IS NULL))::INTEGER AS tries_on_any,
        max(past_minute) FILTER (answered) AS last_answered, max(past_minute) FILTER (call) AS last_attempt
    FROM past GROUP BY borrower_id, own
), tries AS (
    SELECT address_id, count(*)::INTEGER AS tries
    FROM past WHERE today AND call AND address_id IS NOT NULL GROUP BY address_id
), third AS (
    SELECT contact_id, borrower_id, address_id, party_role FROM {proposed} WHERE party_role <> 'borrower'
), person AS (
    SELECT t.contact_id, count(*)::INTEGER AS ever, (count(*) FILTER (c.at >= {since}))::INTEGER AS in_week
    FROM third t JOIN contacts c ON c.borrower_id = t.borrower_id
    WHERE c.direction = 'outbound' AND c.party_role <> 'borrower' AND c.channel IN {words(CALLS)} AND {answered}
        AND c.at < {until} AND (c.address_id IS NULL OR c.address_id = t.address_id)
    GROUP BY t.contact_id
), {_reach_ctes()}"""


def _reach_ctes() -> str:
    """Whether borrowers can be reached, for those of whom somebody else would be asked."""
    return f"""sought AS (
    SELECT DISTINCT borrower_id FROM third
), sent AS (
    SELECT borrower_id, address_id, minute, call, answered, outcome FROM past SEMI JOIN sought USING (borrower_id)
    WHERE own
), calls AS (
    SELECT borrower_id, address_id, minute, answered, outcome IN {words(REACHED)} AS reached,
        floor(minute / 1440)::INTEGER AS before
    FROM sent WHERE call
), tried AS (
    SELECT DISTINCT address_id FROM sent WHERE minute < 0 AND outcome <> 'failed' AND address_id IS NOT NULL
), held AS (
    SELECT borrower_id, address_id, kind IN {words(NUMBERS)} AS number, state NOT IN {words(DEAD)} AS alive,
        kind IN {words(OTHER_ADDRESSES)} AND state = 'valid' AS other
    FROM addresses SEMI JOIN sought USING (borrower_id) WHERE owner_role = 'borrower'
), held_by AS (
    SELECT h.borrower_id, (count(*) FILTER (h.number))::INTEGER AS numbers_on_file,
        (count(*) FILTER (h.other AND t.address_id IS NULL))::INTEGER AS untried_addresses
    FROM held h LEFT JOIN tried t ON t.address_id = h.address_id GROUP BY h.borrower_id
), last_reach AS (
    SELECT borrower_id, coalesce(max(minute) FILTER (reached), {-WEEK_DAYS * 1440}) AS minute
    FROM calls GROUP BY borrower_id
), rows AS (
    SELECT borrower_id, (count(*) FILTER (reached))::INTEGER AS reached_in_week,
        (count(*) FILTER (c.minute > l.minute))::INTEGER AS failures_in_a_row
    FROM calls c JOIN last_reach l USING (borrower_id) GROUP BY borrower_id
), numbers AS (
    SELECT borrower_id, address_id FROM held WHERE number AND alive
), failed AS (
    SELECT n.borrower_id, n.address_id, CASE WHEN bool_or(c.answered) THEN 0
        ELSE least({", ".join(f"count(*) FILTER (c.before = -{n})" for n in (1, 2, 3))}) END AS least_a_day
    FROM numbers n LEFT JOIN calls c
        ON c.borrower_id = n.borrower_id AND c.address_id = n.address_id AND c.before BETWEEN -3 AND -1
    GROUP BY n.borrower_id, n.address_id
), silent AS (
    SELECT borrower_id, count(*)::INTEGER AS valid_numbers, min(least_a_day)::INTEGER AS failed_a_day_least
    FROM failed GROUP BY borrower_id
), reach AS (
    SELECT s.borrower_id, coalesce(b.numbers_on_file, 0) AS numbers_on_file,
        coalesce(f.valid_numbers, 0) AS valid_numbers, coalesce(b.untried_addresses, 0) AS untried_addresses,
        coalesce(f.failed_a_day_least, 0) AS failed_a_day_least,
        coalesce(r.reached_in_week, 0) AS reached_in_week, coalesce(r.failures_in_a_row, 0) AS failures_in_a_row
    FROM sought s LEFT JOIN held_by b USING (borrower_id) LEFT JOIN silent f USING (borrower_id)
        LEFT JOIN rows r USING (borrower_id)
)"""


def history_facts_sql() -> dict[str, str]:
    """The facts, from `counts h`, `tries n`, `person q` and `reach r` joined to a proposed contact."""
    return {name: f"coalesce(h.{name}, 0)" for name in COUNTS} | {
        "attempts_on_number": "coalesce(n.tries, 0) + coalesce(h.tries_on_any, 0)",
        "last_answered_minute": f"greatest(coalesce(h.last_answered, {LONG_AGO}), {LONG_AGO})",
        "last_attempt_minute": f"greatest(coalesce(h.last_attempt, {LONG_AGO}), {LONG_AGO})",
        "person_answered_in_week": "coalesce(q.in_week, 0)",
        "person_answered_ever": "coalesce(q.ever, 0)",
        "numbers_on_file": "r.numbers_on_file",
        "valid_numbers": "r.valid_numbers",
        "untried_addresses": "r.untried_addresses",
        "reached_in_week": "r.reached_in_week",
        "failures_in_a_row": "r.failures_in_a_row",
        "failed_a_day_least": "r.failed_a_day_least",
    }


COUNTS_JOIN = "LEFT JOIN counts h ON h.borrower_id = p.borrower_id AND h.own = (p.party_role = 'borrower')"
HISTORY_JOINS = f"""
    {COUNTS_JOIN}
    LEFT JOIN tries n ON n.address_id = p.address_id
    LEFT JOIN person q ON q.contact_id = p.contact_id
    LEFT JOIN reach r ON r.borrower_id = p.borrower_id"""
